"""Reads ONNX's node tests: folders with model.onnx and test_data_set_0/{input,output}_N.pb.

Just enough of protobuf's wire format for models of one node and tensors of floats; the numbers of
the fields are those of onnx.proto.
"""

import os
import struct
from typing import Dict, List, NamedTuple, Optional, Union

FLOAT = 1  # TensorProto.DataType


class Node(NamedTuple):
    op: str
    opset: int
    inputs: List[str]
    attributes: Dict[str, Union[float, int, str]]


class NodeTest(NamedTuple):
    name: str
    node: Node
    inputs: Dict[str, List[float]]
    output: List[float]


def varint(data: bytes, at: int):
    value = shift = 0
    while True:
        value |= (data[at] & 127) << shift
        shift += 7
        at += 1
        if data[at - 1] < 128:
            return value, at


def fields(data: bytes):
    """The number and the value of each field: an int, or bytes for all that is not a varint."""
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        wire = key & 7
        if wire == 0:
            value, at = varint(data, at)
        elif wire in (1, 2, 5):
            size, at = varint(data, at) if wire == 2 else (8 if wire == 1 else 4, at)
            value, at = data[at : at + size], at + size
        else:
            raise ValueError(f"a field of wire type {wire}")
        yield key >> 3, value


def floats(data: bytes) -> List[float]:
    return list(struct.unpack(f"<{len(data) // 4}f", data))


def attribute(data: bytes):
    values = dict(fields(data))
    name = values[1].decode()
    if 2 in values:
        return name, floats(values[2])[0]
    if 4 in values:
        return name, values[4].decode()
    return name, values.get(3)


def parse_node(data: bytes, opset: int) -> Node:
    inputs, attributes, op = [], {}, ""
    for number, value in fields(data):
        if number == 1:
            inputs.append(value.decode())
        elif number == 4:
            op = value.decode()
        elif number == 5:
            name, content = attribute(value)
            attributes[name] = content
    return Node(op, opset, inputs, attributes)


def parse_model(data: bytes) -> Optional[Node]:
    """The node of a model that has no other."""
    opset, nodes = 0, []
    for number, value in fields(data):
        if number == 8:
            entry = dict(fields(value))
            if not entry.get(1):
                opset = entry[2]
        elif number == 7:
            nodes = [part for field, part in fields(value) if field == 1]
    return parse_node(nodes[0], opset) if len(nodes) == 1 else None


def parse_tensor(data: bytes) -> Optional[List[float]]:
    """None if it is not one of floats."""
    parts = list(fields(data))
    if (2, FLOAT) not in parts:
        return None
    return floats(b"".join(value for number, value in parts if number in (4, 9)))


def read_file(*parts: str) -> bytes:
    with open(os.path.join(*parts), "rb") as file:
        return file.read()


def read_test(folder: str, node: Node) -> Optional[NodeTest]:
    """None if its tensors are not of floats. An input without a name is one left out."""
    names = [name for name in node.inputs if name]
    data = os.path.join(folder, "test_data_set_0")
    tensors = [parse_tensor(read_file(data, f"input_{i}.pb")) for i in range(len(names))]
    output = parse_tensor(read_file(data, "output_0.pb"))
    if output is None or None in tensors:
        return None
    return NodeTest(os.path.basename(folder), node, dict(zip(names, tensors)), output)


def nodes(folder: str):
    """The folder and the node of each test of one node."""
    for name in sorted(os.listdir(folder)):
        model = os.path.join(folder, name, "model.onnx")
        if os.path.exists(model):
            node = parse_model(read_file(model))
            if node:
                yield os.path.join(folder, name), node
