"""What is written about the package holds: its page, docstrings, types, and the wheel it makes."""
import importlib.util
import inspect
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import documents
import numpy as np
import pytest
import wheels
from common import ACTIVATIONS, floats

import actfast

PROJECT = Path(__file__).resolve().parents[1]
GOOD = """
import actfast
import numpy as np
from numpy.typing import NDArray

x: NDArray[np.float32] = np.zeros(3, np.float32)
y: NDArray[np.float32] = actfast.swish(x, beta=1.5, out=x, backend="avx2")
y, g = actfast.gelu.value_and_grad(x, out=(x, None))
total: float = actfast.swish.param_grad(x, x)
with actfast.backend("avx2") as b:
    name: str = b.isa
for f in actfast.activations.values():
    y = f.gated_backward(x, x, x)[0]
"""
BAD = {
    "actfast.swish(x, bta=1.0)": "bta",
    "actfast.gelu(x, beta=1.0)": "beta",
    "actfast.gelu(wide)": "arg-type",
    "actfast.gelu.param_grad(x, x)": "param_grad",
    "actfast.gelu.backward(x)": "dy",
    "actfast.swish(x, 1.0)": "positional",
    "actfast.nothing(x)": "nothing",
}
BAD_HEAD = """import actfast
import numpy as np
from numpy.typing import NDArray
x = np.zeros(3, np.float32)
wide: NDArray[np.float64] = np.zeros(3)
"""


def test_the_quick_start_of_the_page_runs_as_it_stands(tmp_path):
    documents.stand_in_for_a_clone(tmp_path)
    (program,) = documents.blocks("python.md", "python")
    (shown,) = documents.blocks("python.md", "text")
    prepare, start = documents.blocks("python.md", "sh")
    (tmp_path / "quickstart.py").write_text(program)
    documents.run_commands(tmp_path, prepare)
    assert documents.run_commands(tmp_path, start) == shown


def test_the_sessions_of_the_page_give_what_they_show():
    assert documents.run_sessions("python.md") >= 8


@pytest.mark.parametrize("activation", ACTIVATIONS, ids=lambda a: a.name)
def test_docstrings_have_formula_parameters_shapes_and_errors(activation):
    for pass_ in activation.passes:
        f = getattr(actfast, activation.name)
        f = getattr(f, pass_.name) if pass_.name else f
        text = inspect.getdoc(f)
        assert text.startswith(f"{activation.name}{'.' + pass_.name if pass_.name else ''}: ")
        assert f"f(x) = {activation.formula}\n" in text
        assert "TypeError" in text and "ValueError" in text and "{" not in text
        assert "shape" in text or "dimensions" in text
        assert max(map(len, text.splitlines())) <= 100
        for name, value in activation.defaults.items():
            assert f"    {name}: default {value:g}\n" in text
            assert inspect.signature(f).parameters[name].default == value
        kinds = {p.name: p.kind for p in inspect.signature(f).parameters.values()}
        assert list(kinds)[: len(pass_.inputs)] == list(pass_.inputs)
        assert all(
            kind == inspect.Parameter.KEYWORD_ONLY
            for name, kind in kinds.items()
            if name not in pass_.inputs
        )
        assert "backend" in kinds and ("out" in kinds) == bool(pass_.outputs)


def test_defaults_are_those_of_the_library_to_the_bit():
    for activation in ACTIVATIONS:
        for i, value in enumerate(activation.defaults.values()):
            want = actfast._native.actfast_activation_param_default(activation.id, i)
            assert np.float32(value) == np.float32(want)


def load_printer():
    spec = importlib.util.spec_from_file_location("print_stub", PROJECT / "print_stub.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_committed_types_follow_the_list(capsys):
    load_printer().main()
    printed = capsys.readouterr().out
    assert (
        printed == (PROJECT / "actfast" / "__init__.pyi").read_text()
    ), "cmake --build build --target update-python-types"


def mypy(tmp_path, program):
    file = tmp_path / "program.py"
    file.write_text(program)
    return subprocess.run(
        ["mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), str(file)],
        env={**os.environ, "MYPYPATH": str(PROJECT)},
        cwd=tmp_path,
        text=True,
        capture_output=True,
        timeout=500,
    )


@pytest.mark.skipif(not shutil.which("mypy"), reason="mypy is not installed")
def test_types_let_right_programs_pass_and_stop_wrong_ones(tmp_path):
    result = mypy(tmp_path, GOOD)
    assert result.returncode == 0, result.stdout
    result = mypy(tmp_path, BAD_HEAD + "".join(f"{line}\n" for line in BAD))
    errors = {
        int(line.split(":")[1]): line for line in result.stdout.splitlines() if ": error: " in line
    }
    for number, (line, says) in enumerate(BAD.items(), start=6):
        assert says in errors.get(number, ""), (line, result.stdout)


def test_a_right_program_for_types_runs():
    program = GOOD.replace('"avx2"', '"scalar"')
    exec(compile(program, "good", "exec"), {})


def test_a_wheel_is_built_without_a_network_and_works(tmp_path):
    wheel = wheels.build(PROJECT, tmp_path)
    assert wheel.name == f"actfast-{actfast.__version__}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        archive.extractall(tmp_path / "site")
    for name in ("py.typed", "__init__.pyi", "__init__.py", "_library.py"):
        assert f"actfast/{name}" in names
    assert not [name for name in names if name.startswith("tests")]
    result = subprocess.run(
        [sys.executable, "-c", "import actfast; print(actfast.__file__, actfast.relu(2.0))"],
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site")},
        cwd=tmp_path,
        text=True,
        capture_output=True,
        timeout=100,
    )
    assert result.stdout == f"{tmp_path}/site/actfast/__init__.py 2.0\n", result.stderr


def test_the_example_of_the_package_runs():
    documents.run_example(actfast)
    assert actfast.swish(floats(3)).shape == (3,)
