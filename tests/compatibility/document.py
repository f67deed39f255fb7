"""The mappings of docs/compatibility.md, read from its tables.

A table whose head is HEAD is one of mappings. The column `computes` shows, in backquotes, what the
other framework computes, `ours` the call that gives the same, one for one; names that are neither
x, a nor b are parameters, the same on both sides.
"""

import ast
import math
import re
from typing import Dict, List, NamedTuple, Tuple

HEAD = "| theirs | computes | ours | exact? |"
COLUMNS = 4

# What the parameters are tried with: floats that are exact in binary, and no default anywhere.
TRIED = {
    "negative_slope": 0.25,
    "alpha": 0.75,
    "beta": 0.625,
    "gamma": 1.25,
    "threshold": 3.0,
    "theta": 1.5,
    "lambd": 0.75,
    "b": 1.5,
    "min_val": -2.0,
    "max_val": 3.0,
    "min": -2.0,
    "max": 3.0,
    "max_value": 2.5,
}


class Call(NamedTuple):
    """scale*activation(params...), gated: activation(gate)*up, of which `inputs` are the names."""

    scale: str
    activation: str
    inputs: Tuple[str, ...]
    params: Tuple[str, ...]


class Mapping(NamedTuple):
    section: str
    theirs: str
    computes: str
    call: Call
    line: int

    @property
    def name(self):
        return f"{self.section}: {self.computes}"

    def params(self, bindings: Dict[str, float]) -> List[float]:
        return [number(text, bindings) for text in self.call.params]


class Mistake(Exception):
    """Of the document, with its line."""


def number(text: str, bindings: Dict[str, float]) -> float:
    names = {"inf": math.inf, **bindings}
    return float(eval(text, {"__builtins__": {}}, names))


def names_in(text: str) -> set:
    return {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}


def tried(mapping: Mapping) -> Dict[str, float]:
    """Values for the parameters that a mapping leaves open."""
    texts = (mapping.call.scale, *mapping.call.params)
    names = set().union(*map(names_in, texts)) - {"inf"}
    try:
        return {name: TRIED[name] for name in sorted(names)}
    except KeyError as name:
        raise Mistake(f"line {mapping.line}: no value to try for the parameter {name}") from None


def parse_call(text: str, line: int) -> Call:
    match = re.fullmatch(r"(?:(\w+)\*)?([a-z0-9_]+?)(_gated)?\((.*)\)", text)
    if not match:
        raise Mistake(f"line {line}: not a call of ours: {text}")
    scale, activation, gated, inside = match.groups()
    arguments = tuple(part.strip() for part in inside.split(",") if part.strip())
    inputs = arguments[:2] if gated else ("x",)
    if gated and set(inputs) != {"a", "b"}:
        raise Mistake(f"line {line}: a gated call takes a and b: {text}")
    return Call(scale or "1", activation, inputs, arguments[2:] if gated else arguments)


def quoted(cell: str) -> List[str]:
    return re.findall(r"`([^`]*)`", cell)


def mappings_of_row(section: str, text: str, line: int) -> List[Mapping]:
    cells = re.split(r"(?<!\\)\|", text.strip().strip("|"))
    if len(cells) != COLUMNS:
        raise Mistake(f"line {line}: {len(cells)} columns, not {COLUMNS}")
    theirs, computes, ours = cells[0].strip(), quoted(cells[1]), quoted(cells[2])
    if not computes or len(computes) != len(ours):
        raise Mistake(f"line {line}: {len(computes)} expressions for {len(ours)} calls of ours")
    return [
        Mapping(section, theirs, formula, parse_call(call, line), line)
        for formula, call in zip(computes, ours)
    ]


def check_complete(mappings: List[Mapping], list_path: str):
    """Each activation of the list is what some other framework has, or the page misses it."""
    with open(list_path, encoding="utf-8") as file:
        names = set(re.findall(r"^ACTIVATION\((\w+),", file.read(), re.MULTILINE))
    missing = names - {mapping.call.activation for mapping in mappings}
    if missing or not names:
        raise Mistake(f"no table has {', '.join(sorted(missing)) or 'any activation'}")


def read(path: str) -> List[Mapping]:
    found, section, in_table = [], "", False
    with open(path, encoding="utf-8") as document:
        for line, text in enumerate(document, 1):
            if text.startswith("## "):
                section = text[3:].strip()
            if text.strip() == HEAD:
                in_table = True
            elif text.startswith("| theirs"):
                raise Mistake(f"line {line}: not the head of a table of mappings: {HEAD}")
            elif not text.startswith("|"):
                in_table = False
            elif in_table and not re.fullmatch(r"[|\-\s]+", text):
                found += mappings_of_row(section, text, line)
    return found
