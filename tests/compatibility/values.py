"""Holds the mappings of docs/compatibility.md against the frameworks that they speak of.

    values.py formulas JUDGE...   the formulas of the frameworks that are not here
    values.py stored JUDGE...     PyTorch's values in torch-values.txt
    values.py onnx JUDGE...       the outputs of ONNX's node tests, in the folder ACTFAST_ONNX_TESTS
    values.py torch               whether the PyTorch of this machine still gives torch-values.txt
    values.py update              writes torch-values.txt from the PyTorch of this machine

JUDGE is the command of compare_values, which compares the library with what it is given. Exits with
77, loudly, where what it needs is not installed. Without a JUDGE prints what it would be given.
"""

import math
import os
import sys
from typing import List

import cases
import document
import onnx_operators
import pytorch

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
DOCUMENT = os.path.join(ROOT, "docs", "compatibility.md")
ACTIVATIONS = os.path.join(ROOT, "kernels", "activations.def")

FORMULA_NAMES = {
    name: getattr(math, name) for name in "exp expm1 log1p erf erfc sqrt tanh pi".split()
}
FORMULA_NAMES.update(
    abs=abs,
    min=min,
    max=max,
    sigmoid=lambda x: 1 / (1 + math.exp(-x)) if x > -700 else 0.0,
    relu6=lambda x: min(max(x, 0.0), 6.0),
)


def formula_case(mapping: document.Mapping) -> cases.Case:
    bindings = document.tried(mapping)
    code = compile(mapping.computes, mapping.name, "eval")
    rows = [
        (point, float(eval(code, {**FORMULA_NAMES, **bindings, **point})), math.nan)
        for point in cases.points(mapping)
    ]
    return cases.Case(mapping, bindings, cases.ALLOW_DOUBLE, rows, mapping.name)


def formulas(mappings: List[document.Mapping], command: List[str]) -> int:
    document.check_complete(mappings, ACTIVATIONS)
    others = [mapping for mapping in mappings if mapping.section not in ("PyTorch", "ONNX")]
    return cases.judge([formula_case(mapping) for mapping in others], command)


def main() -> int:
    commands = {
        "formulas": formulas,
        "stored": pytorch.stored,
        "onnx": onnx_operators.onnx,
        "torch": pytorch.now,
        "update": pytorch.update,
    }
    if len(sys.argv) < 2 or sys.argv[1] not in commands:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        return commands[sys.argv[1]](document.read(DOCUMENT), sys.argv[2:])
    except (document.Mistake, NameError) as mistake:
        print(f"docs/compatibility.md: {mistake}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
