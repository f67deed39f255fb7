"""Holds docs/pictures to the library and docs/accuracy.svg to the measurement that is kept beside it: drawn
anew, each file has the same bytes.

pictures.py LIBRARY. The bytes depend on Matplotlib's version, which the files name; exits with 77 where
this machine has another one, or none."""
import filecmp
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from drawn import SKIPPED, missing

SOURCE = Path(__file__).resolve().parents[2]
PICTURES = SOURCE / "docs" / "pictures"


def draw(folder, library):
    program = [sys.executable, "-B", str(SOURCE / "tools" / "plot_activations.py"), folder]
    environment = {
        **os.environ,
        "ACTFAST_LIBRARY": library,
        "PYTHONPATH": str(SOURCE / "bindings" / "python"),
        "MPLCONFIGDIR": folder,
    }
    subprocess.run(program, env=environment, check=True)


def draw_errors(path):
    path.parent.mkdir()
    curves = SOURCE / "docs" / "accuracy-curves.csv"
    program = [sys.executable, "-B", str(SOURCE / "tools" / "plot_accuracy.py"), curves, path]
    subprocess.run(program, env={**os.environ, "MPLCONFIGDIR": str(path.parent)}, check=True)


def main():
    reason = missing(PICTURES / "activations.svg")
    if reason:
        print(f"SKIPPED: NOTHING is tested of docs/pictures: {reason}")
        return SKIPPED
    with tempfile.TemporaryDirectory() as folder:
        errors = Path(folder) / "errors" / "accuracy.svg"
        draw(folder, sys.argv[1])
        draw_errors(errors)
        accuracy_differs = not filecmp.cmp(errors, SOURCE / "docs" / "accuracy.svg", shallow=False)
        drawn = {path.name for path in Path(folder).glob("*.svg")}
        committed = {path.name for path in PICTURES.iterdir()}
        same = drawn & committed
        wrong, absent = filecmp.cmpfiles(folder, PICTURES, same, shallow=False)[1:]
    wrong += [f"{name} (there should be none)" for name in sorted(committed - drawn)]
    wrong += [f"{name} (not there)" for name in sorted(drawn - committed)]
    for name in wrong + absent:
        print(f"docs/pictures/{name} is not what the library gives: --target update-pictures")
    if accuracy_differs:
        print("docs/accuracy.svg is not of docs/accuracy-curves.csv: --target update-accuracy-picture")
    print(f"{len(drawn)} pictures, {len(wrong)} wrong")
    return 1 if wrong or absent or accuracy_differs else 0


if __name__ == "__main__":
    sys.exit(main())
