"""The page about PyTorch runs as it stands, and the package's wheel is built without a network."""
import inspect
import json
import re
import sys
from pathlib import Path

import pytest
from test_distributed import launcher_works

import actfast_torch

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT.parent / "python" / "tests"))
import documents  # noqa: E402
import wheels  # noqa: E402

PREPARE, START, SEVERAL = documents.blocks("torch.md", "sh")


def test_the_quick_start_of_the_page_runs_as_it_stands(tmp_path):
    documents.stand_in_for_a_clone(tmp_path)
    (program,) = documents.blocks("torch.md", "python")
    (shown,) = documents.blocks("torch.md", "text")
    (tmp_path / "quickstart.py").write_text(program)
    documents.run_commands(tmp_path, PREPARE)
    assert documents.run_commands(tmp_path, START) == shown


def test_the_sessions_of_the_page_give_what_they_show():
    assert documents.run_sessions("torch.md") >= 5


@pytest.mark.skipif(
    not launcher_works(), reason="this PyTorch is built without the libuv that its launcher wants"
)
def test_the_commands_for_several_processes_run_as_they_stand(tmp_path):
    documents.stand_in_for_a_clone(tmp_path)
    printed = documents.run_commands(tmp_path, SEVERAL)
    one, two = [json.loads(line[line.index("{") :]) for line in printed.splitlines() if "{" in line]
    assert one["processes"] == 1 and two["processes"] == 2
    assert two["loss"] == pytest.approx(one["loss"], rel=1e-5)


def test_the_page_names_the_modules_that_there_are():
    text = (documents.SOURCE / "docs" / "torch.md").read_text(encoding="utf-8")
    named = re.search(
        r"^- \*\*Modules\*\*(.*?)^- \*\*Gated units\*\*(.*?), called", text, re.M | re.S
    )
    words = re.findall(r"`(\w+)`", named.group(1)) + re.findall(r"`(\w+)`", named.group(2))
    assert words == list(actfast_torch.modules)


@pytest.mark.parametrize("name", actfast_torch.functions)
def test_docstrings_have_formula_and_errors(name):
    f = actfast_torch.functions[name]
    for one in (f, f.gated, f.gated_rows):
        text = inspect.getdoc(one)
        assert f"f(x) = {f.activation.formula}\n" in text
        assert "TypeError" in text and "ValueError" in text and "{" not in text
        assert max(map(len, text.splitlines())) <= 100
        for parameter, value in f.activation.defaults.items():
            assert inspect.signature(one).parameters[parameter].default == value


def test_the_example_of_the_package_runs():
    documents.run_example(actfast_torch)


def test_a_wheel_is_built_without_a_network(tmp_path):
    wheel = wheels.build(PROJECT, tmp_path)
    assert wheel.name.startswith("actfast_torch-") and wheel.name.endswith("-py3-none-any.whl")
