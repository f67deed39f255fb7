"""ONNX's node tests as cases: which mapping of docs/compatibility.md each is for, and how."""

import ast
import math
import os
import re
from typing import Dict, List, NamedTuple

import cases
import document
import onnx_nodes

TESTS = "/usr/share/libonnx-testdata/data/node"


class Operator(NamedTuple):
    """A mapping's expression, Op(x, attribute=default...), taken apart."""

    mapping: document.Mapping
    op: str
    inputs: List[str]
    defaults: Dict[str, str]
    since: int


def operator(mapping: document.Mapping) -> Operator:
    call = ast.parse(mapping.computes, mode="eval").body
    defaults = {word.arg: ast.unparse(word.value) for word in call.keywords}
    since = re.search(r"opset (\d+)", mapping.theirs)
    if not since:
        raise document.Mistake(f"line {mapping.line}: no opset")
    inputs = [argument.id for argument in call.args]
    return Operator(mapping, call.func.id, inputs, defaults, int(since.group(1)))


def attributes_of(test: onnx_nodes.NodeTest, op: Operator) -> Dict[str, object]:
    """The attributes of a test, also those that are inputs now (min and max of Clip)."""
    extra = dict(zip(op.defaults, test.node.inputs[len(op.inputs) :]))
    as_inputs = {name: test.inputs[by][0] for name, by in extra.items() if by}
    return {**test.node.attributes, **as_inputs}


def bind(test: onnx_nodes.NodeTest, op: Operator):
    """What our call's parameters are for a test; None if the mapping is not for its attributes.

    An attribute that our call does not name is a condition: it must have the value shown."""
    given = attributes_of(test, op)
    call, bound = op.mapping.call, {}
    used = set().union(*map(document.names_in, (call.scale, *call.params)))
    for name in sorted(op.defaults, key=lambda name: name not in used):
        text = op.defaults[name]
        shown = ast.literal_eval(text) if text[0] in "'\"" else None
        shown = document.number(text, bound) if shown is None else shown
        value = given.get(name, shown)
        if name in used:
            bound[name] = value
        elif value != shown:
            return None
    return bound if set(given) <= set(op.defaults) else None


def onnx_case(test: onnx_nodes.NodeTest, op: Operator, bound: Dict[str, float]) -> cases.Case:
    columns = [test.inputs[name] for name in test.node.inputs[: len(op.inputs)]]
    where = [dict(zip(op.inputs, values)) for values in zip(*columns)]
    rows = [(point, y, math.nan) for point, y in zip(where, test.output)]
    name = f"{test.name} ({op.mapping.computes})"
    return cases.Case(op.mapping, bound, cases.ALLOW_SINGLE, rows, name)


def onnx_cases(operators: List[Operator], folder: str):
    """The cases, the newest opset of the tests, the tests that are not of floats, the unmapped."""
    found, newest, other_types, unmapped = [], 0, [], []
    for path, node in onnx_nodes.nodes(folder):
        newest = max(newest, node.opset)
        candidates = [op for op in operators if op.op == node.op]
        if not candidates:
            continue
        test = onnx_nodes.read_test(path, node)
        if not test:
            other_types.append(os.path.basename(path))
            continue
        bound = [(op, bind(test, op)) for op in candidates]
        match = next(((op, names) for op, names in bound if names is not None), None)
        if match:
            found.append(onnx_case(test, *match))
        else:
            unmapped.append(test.name)
    return found, newest, other_types, unmapped


def onnx(mappings: List[document.Mapping], command: List[str]) -> int:
    folder = os.environ.get("ACTFAST_ONNX_TESTS", TESTS)
    if not os.path.isdir(folder):
        cases.skip(f"no ONNX node tests in {folder}; cmake/setup.sh test installs them")
    operators = [operator(m) for m in mappings if m.section == "ONNX"]
    found, newest, other_types, unmapped = onnx_cases(operators, folder)
    tested = {case.mapping for case in found}
    untested = [op for op in operators if op.mapping not in tested]
    print(f"node tests of opset {newest} in {folder}; not of floats: {' '.join(other_types)}")
    for op in untested:
        print(f"  without a test here: {op.mapping.computes}, since opset {op.since}")
    missed = [op.mapping.computes for op in untested if op.since <= newest]
    if unmapped or missed:
        raise document.Mistake(f"tests without a row: {unmapped}; rows without a test: {missed}")
    return cases.judge(found, command)
