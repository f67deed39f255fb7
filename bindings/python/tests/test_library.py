"""The library is found where it should be, and what is wrong is said where it is not."""
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import actfast

PACKAGE = Path(actfast.__file__).resolve().parent
LIBRARY = Path(os.environ["ACTFAST_LIBRARY"]).resolve()
PROGRAM = """
import actfast, numpy as np
assert actfast.relu(np.float32(-1)) == 0 and actfast.relu(np.float32(2)) == 2
print(actfast.library_path)
"""


@pytest.fixture
def place(tmp_path):
    """A copy of the package without a library beside it."""
    shutil.copytree(
        PACKAGE, tmp_path / "actfast", ignore=shutil.ignore_patterns("__pycache__", "*.so*")
    )
    return tmp_path


def run(place, program=PROGRAM, **environment):
    kept = {
        k: v
        for k, v in os.environ.items()
        if k not in ("ACTFAST_LIBRARY", "PYTHONPATH", "LD_LIBRARY_PATH")
    }
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=place,
        text=True,
        capture_output=True,
        env={**kept, "PYTHONPATH": str(place), **environment},
        timeout=100,
    )


def loaded(result):
    assert result.returncode == 0, result.stderr
    return result.stdout.strip()


def refusal(result):
    assert result.returncode == 1
    assert "ImportError: actfast" in result.stderr
    return result.stderr


def no_library_is_installed():
    return (
        run("/", "import ctypes\nctypes.CDLL('libactfast.so.0')").returncode != 0
        and run("/", "import ctypes\nctypes.CDLL('libactfast.so')").returncode != 0
    )


def test_the_variable_names_the_library(place):
    assert loaded(run(place, ACTFAST_LIBRARY=str(LIBRARY))) == str(LIBRARY)


@pytest.mark.parametrize("name", ["libactfast.so", "libactfast.so.0"])
def test_a_library_beside_the_package_is_found(place, name):
    shutil.copy(LIBRARY, place / "actfast" / name)
    assert loaded(run(place)) == str(place / "actfast" / name)
    assert loaded(run(place, ACTFAST_LIBRARY="")) == str(place / "actfast" / name)


def test_an_installed_library_is_found(place, tmp_path):
    (tmp_path / "lib").mkdir()
    shutil.copy(LIBRARY, tmp_path / "lib" / "libactfast.so.0")
    assert loaded(run(place, LD_LIBRARY_PATH=str(tmp_path / "lib"))) == "libactfast.so.0"


def test_the_variable_goes_before_the_neighbour_and_that_before_the_installed_one(place, tmp_path):
    (tmp_path / "lib").mkdir()
    shutil.copy(LIBRARY, tmp_path / "lib" / "libactfast.so.0")
    installed = {"LD_LIBRARY_PATH": str(tmp_path / "lib")}
    shutil.copy(LIBRARY, place / "actfast" / "libactfast.so.0")
    assert loaded(run(place, **installed)) == str(place / "actfast" / "libactfast.so.0")
    assert loaded(run(place, ACTFAST_LIBRARY=str(LIBRARY), **installed)) == str(LIBRARY)


def test_none_found_is_said_with_all_places_and_what_to_do(place):
    if not no_library_is_installed():
        pytest.skip("a libactfast is installed on this machine")
    says = refusal(run(place))
    for part in (
        "ACTFAST_LIBRARY: not set",
        str(place / "actfast" / "libactfast.so.0"),
        "dynamic loader",
        "libactfast.so.0: cannot open shared object file",
        "Install the library",
    ):
        assert part in says


def test_what_was_named_has_no_substitute(place, tmp_path):
    shutil.copy(LIBRARY, place / "actfast" / "libactfast.so.0")
    missing = str(tmp_path / "missing.so")
    says = refusal(run(place, ACTFAST_LIBRARY=missing))
    assert f"ACTFAST_LIBRARY: {missing}" in says and "No such file" in says


def test_a_neighbour_that_cannot_be_loaded_is_said_and_has_no_substitute(place, tmp_path):
    (tmp_path / "lib").mkdir()
    shutil.copy(LIBRARY, tmp_path / "lib" / "libactfast.so.0")
    (place / "actfast" / "libactfast.so.0").write_text("not a library")
    says = refusal(run(place, LD_LIBRARY_PATH=str(tmp_path / "lib")))
    assert "libactfast.so.0: " in says and ("invalid ELF" in says or "too short" in says)


def test_another_library_is_not_taken_for_it(place):
    says = refusal(run(place, ACTFAST_LIBRARY="libc.so.6"))
    assert "libc.so.6 is no libactfast of version" in says and "actfast_version" in says


def versions_like(text, shifts):
    """Versions at (major, minor, patch) shifts from that one."""
    numbers = [int(part) for part in text.split(".")]
    return [".".join(str(n + by) for n, by in zip(numbers, shift)) for shift in shifts]


def test_a_library_of_a_later_major_or_an_earlier_minor_version_is_refused(place):
    for other in versions_like(actfast.library_version, [(0, 1, 0), (1, 0, 0), (1, -1, 0)]):
        (place / "actfast" / "_version.py").write_text(f'VERSION = "{other}"\n')
        says = refusal(run(place, ACTFAST_LIBRARY=str(LIBRARY)))
        assert (
            f"actfast {other} cannot use {LIBRARY}, which is libactfast {actfast.library_version}"
            in says
        )


def test_a_library_of_a_later_minor_or_another_patch_version_serves(place):
    for other in versions_like(actfast.library_version, [(0, -1, 0), (0, 0, 99), (0, 0, 0)]):
        (place / "actfast" / "_version.py").write_text(f'VERSION = "{other}"\n')
        loaded(run(place, ACTFAST_LIBRARY=str(LIBRARY)))


def test_the_package_has_the_version_of_the_library():
    assert actfast.__version__ == actfast.library_version


def test_without_numpy_the_import_says_so(place):
    says = run(
        place,
        "import sys\nsys.modules['numpy'] = None\nimport actfast",
        ACTFAST_LIBRARY=str(LIBRARY),
    )
    assert says.returncode == 1 and "numpy" in says.stderr


def test_forked_children_compute(place):
    program = """
import actfast, numpy as np, multiprocessing as m
x = np.linspace(-3, 3, 100, dtype=np.float32)
with m.get_context("fork").Pool(2) as pool:
    got = pool.map(actfast.gelu, [x, x])
assert all(np.array_equal(y, actfast.gelu(x)) for y in got)
"""
    loaded(run(place, program, ACTFAST_LIBRARY=str(LIBRARY)))
