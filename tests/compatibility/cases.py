"""Cases for compare_values: points, what another framework gives there, the call of ours."""

import struct
import subprocess
import sys
from typing import Dict, Iterable, List, NamedTuple

import document

SKIPPED = 77

# Errors that pass: ULP of the value, and a size; for f, then for f'. References in double are exact
# but for their own cancellation and for constants that are floats on one side: 1/6, 0.2, 1.702.
ALLOW_DOUBLE = "8 1e-8 16 1e-7"
# ONNX's outputs are single precision themselves, from formulas that cancel.
ALLOW_SINGLE = "8 5e-7 0 0"


class Case(NamedTuple):
    mapping: document.Mapping
    bindings: Dict[str, float]
    allow: str
    rows: Iterable[tuple]  # what `call.inputs` are, then y and g
    name: str


def single(x: float) -> float:
    return struct.unpack("f", struct.pack("f", x))[0]


def inputs() -> List[float]:
    """Kinks, both sides of them, tails, and points between; no more than a table can hold."""
    sizes = [0, 1e-3, 0.1, 0.25, 0.5, 0.625, 0.75, 0.9, 1, 1.1, 1.5, 1.75, 2, 2.4, 2.5, 2.6, 3, 3.5]
    sizes += [4, 4.7, 5, 5.5, 6, 6.5, 7, 8, 10, 12.5, 19.5, 20, 21, 32, 100]
    return sorted(single(x) for x in {side * x for x in sizes for side in (-1, 1)})


def points(mapping: document.Mapping) -> List[dict]:
    x = inputs()
    if mapping.call.inputs == ("x",):
        return [{"x": value} for value in x]
    middle = [value for value in x if abs(value) < 10]
    return [{"a": value, "b": middle[i * 7 % len(middle)]} for i, value in enumerate(middle)]


def print_case(case: Case) -> str:
    call = case.mapping.call
    params = case.mapping.params(case.bindings)
    scale = document.number(call.scale, case.bindings)
    lines = [f"case {case.name}", " ".join(["call", call.activation, *map(repr, params)])]
    lines.append(f"allow {case.allow}")
    for point, y, g in case.rows:
        gate = point[call.inputs[0]]
        up = point[call.inputs[1]] if len(call.inputs) == 2 else scale
        lines.append("row " + " ".join(map(repr, (gate, up, y, g))))
    return "\n".join(lines) + "\n"


def judge(given: List[Case], command: List[str]) -> int:
    text = "".join(map(print_case, given))
    if not command:
        print(text, end="")
        return 0
    sys.stdout.flush()
    return subprocess.run(command, input=text, text=True, check=False).returncode


def skip(why: str):
    print(f"SKIPPED: {why}; NOTHING was compared")
    sys.exit(SKIPPED)
