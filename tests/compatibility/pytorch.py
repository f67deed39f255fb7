"""PyTorch's values for the expressions of docs/compatibility.md, as it gives them and as stored."""

import math
import os
from typing import Dict, List

import cases
import document

STORED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "torch-values.txt")

# PyTorch's derivatives that are known to differ from ours, which the document tells.
OTHER_DERIVATIVES = {
    "F.hardswish(x)": (-3.0, 3.0),
    "torch.clamp(x, min=min)": (document.TRIED["min"],),
}


def import_torch():
    try:
        import torch
    except ImportError as error:
        cases.skip(f"no PyTorch ({error}); cmake/setup.sh peers installs it")
    torch.set_num_threads(1)
    return torch


def torch_values(torch, expression: str, mapping: document.Mapping):
    """y and its derivative by the first input at each point, by PyTorch in double."""
    where = cases.points(mapping)
    tensors = {
        name: torch.tensor([p[name] for p in where], dtype=torch.float64, requires_grad=True)
        for name in where[0]
    }
    names = {"torch": torch, "F": torch.nn.functional, "nn": torch.nn, **tensors}
    y = eval(expression, {**names, **document.tried(mapping)})
    y.sum().backward()
    return list(zip(y.tolist(), tensors[mapping.call.inputs[0]].grad.tolist()))


def check_spellings(torch, mapping: document.Mapping):
    """The modules among the names of a row are what the row computes."""
    want = torch_values(torch, mapping.computes, mapping)
    for name in document.quoted(mapping.theirs):
        if name.startswith("nn.") and mapping.call.inputs == ("x",) and not document.tried(mapping):
            got = torch_values(torch, name + ".double().eval()(x)", mapping)
            if got != want:
                raise document.Mistake(f"line {mapping.line}: {name} is not {mapping.computes}")


def print_torch_values(torch, mappings: List[document.Mapping]) -> str:
    lines = [
        "# What PyTorch gives in double precision for the expressions of docs/compatibility.md:",
        "# the value and the derivative at each point of cases.py. Written by `values.py update`.",
        f"# torch {torch.__version__}",
    ]
    for mapping in mappings:
        check_spellings(torch, mapping)
        lines.append(f"expression {mapping.computes}")
        values = torch_values(torch, mapping.computes, mapping)
        lines += [f"{y!r} {g!r}" for y, g in values]
    return "\n".join(lines) + "\n"


def read_stored() -> Dict[str, List[tuple]]:
    stored, rows = {}, []
    with open(STORED, encoding="utf-8") as file:
        for line in file:
            if line.startswith("expression "):
                rows = stored[line.split(" ", 1)[1].strip()] = []
            elif not line.startswith("#"):
                rows.append(tuple(map(float, line.split())))
    return stored


def check_stored(mappings: List[document.Mapping], stored: Dict[str, List[tuple]]):
    """The document and the file speak of the same expressions, at the same points."""
    documented = {mapping.computes: mapping for mapping in mappings}
    if set(documented) != set(stored):
        raise document.Mistake(
            f"only in the document: {sorted(set(documented) - set(stored))}; only in"
            f" torch-values.txt: {sorted(set(stored) - set(documented))}; see `values.py update`"
        )
    for expression, mapping in documented.items():
        if len(stored[expression]) != len(cases.points(mapping)):
            raise document.Mistake(f"{expression}: torch-values.txt has other points")


def stored_case(mapping: document.Mapping, values: List[tuple]) -> cases.Case:
    left_out = OTHER_DERIVATIVES.get(mapping.computes, ())
    rows = [
        (point, y, math.nan if point.get("x") in left_out else g)
        for point, (y, g) in zip(cases.points(mapping), values)
    ]
    return cases.Case(mapping, document.tried(mapping), cases.ALLOW_DOUBLE, rows, mapping.name)


def stored(mappings: List[document.Mapping], command: List[str]) -> int:
    mappings, values = of_torch(mappings), read_stored()
    check_stored(mappings, values)
    return cases.judge([stored_case(m, values[m.computes]) for m in mappings], command)


def of_torch(mappings: List[document.Mapping]) -> List[document.Mapping]:
    return [mapping for mapping in mappings if mapping.section == "PyTorch"]


def close(a: float, b: float) -> bool:
    return a == b or abs(a - b) <= 1e-12 * max(abs(a), 1e-3)


def now(mappings: List[document.Mapping], _command: List[str]) -> int:
    torch, mappings, values = import_torch(), of_torch(mappings), read_stored()
    check_stored(mappings, values)
    wrong = 0
    for mapping in mappings:
        check_spellings(torch, mapping)
        present = torch_values(torch, mapping.computes, mapping)
        for point, value, was in zip(cases.points(mapping), present, values[mapping.computes]):
            left_out = point.get("x") in OTHER_DERIVATIVES.get(mapping.computes, ())
            if not close(value[0], was[0]) or not (left_out or close(value[1], was[1])):
                wrong += 1
                print(f"  {mapping.computes} at {point}: now {value}, in torch-values.txt {was}")
    print(f"torch {torch.__version__}: {len(mappings)} expressions, {wrong} values differ")
    return wrong != 0


def update(mappings: List[document.Mapping], _command: List[str]) -> int:
    text = print_torch_values(import_torch(), of_torch(mappings))
    with open(STORED, "w", encoding="utf-8") as file:
        file.write(text)
    return 0
