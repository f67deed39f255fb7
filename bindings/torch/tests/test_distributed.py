"""The digits network trains in several processes to the same loss as in one."""
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import torch

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "train_digits.py"
TRAINED_ON = (1797 - 359) // 96 * 96

# Nothing differs but the order in which the gradients of a batch are added up, a few units of 2^-24
# in each step. Adam carries that on; after ten epochs, 140 steps, 2e-7 was seen for two and three
# processes.
TO_ROUNDING = 1e-5

pytestmark = pytest.mark.skipif(
    not torch.distributed.is_available(), reason="this PyTorch is built without torch.distributed"
)


# On the loopback.
ENVIRONMENT = {**os.environ, "GLOO_SOCKET_IFNAME": "lo"}


def run(command):
    return subprocess.run(
        [sys.executable, *command], env=ENVIRONMENT, text=True, capture_output=True, timeout=400
    )


def launcher_works():
    """PyTorch's launcher wants libuv from 2.4 on, which Debian 13 has built it without."""
    try:
        torch.distributed.TCPStore("127.0.0.1", 0, 1, True)
    except RuntimeError as error:
        assert "libuv" in str(error)
        return False
    return True


def launch_by_hand(count, arguments):
    """What the launcher does, as one result."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    shared = {"WORLD_SIZE": count, "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": port, "USE_LIBUV": 0}
    shared = {**ENVIRONMENT, **{name: str(value) for name, value in shared.items()}}
    command = [sys.executable, str(EXAMPLE), *arguments]
    started = [
        subprocess.Popen(
            command,
            env={**shared, "RANK": str(rank)},
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        for rank in range(count)
    ]
    printed = "".join(process.communicate(timeout=400)[0] for process in started)
    status = max(abs(process.returncode) for process in started)
    return subprocess.CompletedProcess(command, status, printed, "")


def launch(count, *arguments):
    if not launcher_works():
        return launch_by_hand(count, arguments)
    # PyTorch 1.13 with Python 3.11 needs --redirects and --tee: see docs/torch.md.
    options = "--rdzv_backend c10d --rdzv_endpoint localhost:0 --redirects 1 --tee 1".split()
    command = ["-m", "torch.distributed.run", *options, "--nproc_per_node", str(count)]
    return run([*command, str(EXAMPLE), *arguments])


def report_of(result):
    assert result.returncode == 0, result.stdout + result.stderr
    (line,) = [line for line in result.stdout.splitlines() if "{" in line]
    return json.loads(line[line.index("{") :])


@pytest.fixture(scope="module")
def alone():
    report = report_of(run([str(EXAMPLE)]))
    assert report["processes"] == 1 and report["images"] == 10 * TRAINED_ON
    # It has learned: chance is a loss of 2.3 and an accuracy of 0.1; b has left 4.
    assert report["loss"] < 0.2 and report["accuracy"] > 0.85
    assert abs(report["b"] - 4) > 0.005
    return report


@pytest.mark.parametrize("count", [2, 3])
def test_several_processes_reach_the_loss_of_one(alone, count):
    report = report_of(launch(count))
    assert report["processes"] == count and report["images"] == 10 * TRAINED_ON / count
    assert report["loss"] == pytest.approx(alone["loss"], rel=TO_ROUNDING)
    assert report["b"] == pytest.approx(alone["b"], rel=TO_ROUNDING)
    assert report["accuracy"] == pytest.approx(alone["accuracy"], abs=0.5 / 359)


def test_processes_started_by_hand_reach_it_too(alone):
    report = report_of(launch_by_hand(2, []))
    assert report["processes"] == 2
    assert report["loss"] == pytest.approx(alone["loss"], rel=TO_ROUNDING)


def test_a_number_of_processes_that_cannot_share_a_batch_is_refused():
    result = launch(5, "--epochs", "1")
    assert result.returncode != 0
    assert "5 processes cannot share a batch of 96 equally" in result.stdout + result.stderr
