"""Prints actfast/__init__.pyi, the types of what the package builds from the library's own list.

cmake --build build --target update-python-types writes it anew."""
from actfast._activations import describe_all

HEAD = '''\
"""The types of actfast. Printed by print_stub.py from the list of the library that it loads.

A result of no dimension is a np.float32, which these types do not tell from an array."""
from typing import Dict, List, Optional, Protocol, Tuple, Union

import numpy as np
from numpy.typing import NDArray

_Array = NDArray[np.float32]
_Input = Union[_Array, np.float32, float]
_Outs = Tuple[Optional[_Array], Optional[_Array]]
_Number = Union[float, np.floating]
_Backend = Union["Backend", str, None]

__version__: str
library_version: str
library_path: str

class Backend:
    @property
    def isa(self) -> str: ...
    @property
    def accuracy(self) -> str: ...

class backend:
    def __init__(self, isa: _Backend = ..., accuracy: Optional[str] = ...) -> None: ...
    def __enter__(self) -> Backend: ...
    def __exit__(self, *exception: object) -> None: ...

def backends() -> List[Backend]: ...
def find_backend(isa: Optional[str] = ..., accuracy: Optional[str] = ...) -> Backend: ...
def active_backend() -> Backend: ...
def activate(backend: _Backend) -> None: ...

class Activation(Protocol):
    """What all activations have; there are no such objects at run time, only functions."""

    formula: str
    defaults: Dict[str, float]
'''


def declare(pass_, name, parameters):
    arrays = "_Array" if pass_.name in ("bias", "gated_rows") else "_Input"
    words = [f"{word}: {arrays}" for word in pass_.inputs] + ["*"]
    words += [f"{word}: _Number = ..." for word in parameters]
    result = "float" if not pass_.outputs else "_Array"
    if len(pass_.outputs) == 2:
        result = "Tuple[_Array, _Array]"
    if pass_.outputs:
        words.append(
            "out: Optional[" + ("_Array" if len(pass_.outputs) == 1 else "_Outs") + "] = ..."
        )
    words.append("backend: _Backend = ...")
    return f"    def {name}({', '.join(['self', *words])}) -> {result}: ...\n"


def declare_type(name, passes, parameters):
    lines = [declare(pass_, pass_.name or "__call__", parameters) for pass_ in passes]
    return f"\nclass {name}(Activation, Protocol):\n" + "".join(lines)


def main():
    """One type for all activations that take the same parameters and have the same passes."""
    types, activations = {}, describe_all()
    for activation in activations:
        key = tuple(activation.defaults), tuple(pass_.name for pass_ in activation.passes)
        types.setdefault(key, f"_Like_{activation.name}")
    parts = [HEAD]
    for activation in activations:
        key = tuple(activation.defaults), tuple(pass_.name for pass_ in activation.passes)
        if types[key] == f"_Like_{activation.name}":
            parts.append(declare_type(types[key], activation.passes, activation.defaults))
    common = [
        pass_
        for pass_ in activations[0].passes
        if all(pass_ in activation.passes for activation in activations)
    ]
    parts[0] += "".join(declare(pass_, pass_.name or "__call__", ()) for pass_ in common)
    parts.append("\nactivations: Dict[str, Activation]\n")
    for activation in activations:
        key = tuple(activation.defaults), tuple(pass_.name for pass_ in activation.passes)
        parts.append(f"{activation.name}: {types[key]}\n")
    print("".join(parts), end="")


if __name__ == "__main__":
    main()
