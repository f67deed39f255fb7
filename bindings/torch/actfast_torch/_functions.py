"""A function of tensors for each activation of the library."""
import inspect
import textwrap
from typing import NamedTuple

import torch
from actfast._activations import describe_all

from . import _native
from ._autograd import Apply, Gated, GatedRows, Learn

# torch.compile leaves these calls alone and compiles what is around them.
_as_it_is = getattr(getattr(torch, "compiler", None), "disable", lambda function: function)


class Given(NamedTuple):
    """The parameters of one call."""

    values: tuple  # floats
    learned: object  # the tensor behind the first of them, if it wants a gradient


def learns(activation):
    """Whether its first parameter can be learned."""
    return any(pass_.name == "param_grad" for pass_ in activation.passes)


def _number(activation, name, value):
    if isinstance(value, torch.Tensor) and value.numel() != 1:
        raise ValueError(
            f"{activation.name}: {name} has {value.numel()} elements, and all elements of x "
            "share one"
        )
    try:
        return float(value.detach() if isinstance(value, torch.Tensor) else value)
    except (TypeError, ValueError):
        raise TypeError(f"{activation.name}: {name} must be a number or a tensor of one") from None


def _sort_out(activation, params):
    unknown = [name for name in params if name not in activation.defaults]
    if unknown:
        raise TypeError(
            f"{activation.name} has no parameter {unknown[0]!r}; it has: "
            f"{', '.join(activation.defaults) or 'none'}"
        )
    given = {**activation.defaults, **params}
    values = tuple(_number(activation, name, value) for name, value in given.items())
    wants = [
        name
        for name, value in given.items()
        if isinstance(value, torch.Tensor) and value.requires_grad
    ]
    if not wants or not torch.is_grad_enabled():
        return Given(values, None)
    first = next(iter(given))
    if wants != [first] or not learns(activation):
        raise ValueError(f"{activation.name}: {wants[-1]} has no gradient here, but requires one")
    _native.check_tensor(given[first], first)
    return Given(values, given[first])


def _build_forward(activation):
    def forward(x, **params):
        given = _sort_out(activation, params)
        _native.check_tensor(x, "x")
        if given.learned is not None:
            return Learn.apply(x, given.learned, activation, given.values[1:])
        return Apply.apply(x, activation, given.values)

    return forward


def _not_learned(activation, params):
    given = _sort_out(activation, params)
    if given.learned is not None:
        raise ValueError(f"{activation.name}: parameters of gated units are not learned")
    return given.values


def _build_gated(activation):
    def gated(gate, up, **params):
        values = _not_learned(activation, params)
        for tensor, name in ((gate, "gate"), (up, "up")):
            _native.check_tensor(tensor, name)
        _native.check_same_shape([gate, up], ["gate", "up"])
        return Gated.apply(gate, up, activation, values)

    return gated


def _build_gated_rows(activation):
    def gated_rows(x, **params):
        values = _not_learned(activation, params)
        _native.check_tensor(x, "x")
        if x.dim() == 0 or x.shape[-1] % 2:
            raise ValueError(
                f"x has shape {tuple(x.shape)}: its last dimension must be even, gate and up"
            )
        return GatedRows.apply(x, activation, values)

    return gated_rows


def _finish(function, activation, inputs, name, text):
    keyword, plain = inspect.Parameter.KEYWORD_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD
    function.__signature__ = inspect.Signature(
        [inspect.Parameter(word, plain) for word in inputs]
        + [
            inspect.Parameter(word, keyword, default=value)
            for word, value in activation.defaults.items()
        ]
    )
    function.__module__, function.__qualname__ = "actfast_torch", name
    function.__name__ = name.rpartition(".")[2]
    once = ""
    if learns(activation) and "." not in name:
        learned = next(iter(activation.defaults))
        once = f", but once with respect to a {learned} that is a tensor with requires_grad"
    parts = [
        f"{name}: {text}",
        f"f(x) = {activation.formula}",
        "Float32 tensors on the CPU, of any strides; those without gaps are not copied. "
        f"Differentiable twice{once}.",
        "Raises TypeError for other tensors, ValueError for shapes or parameters that do not fit.",
    ]
    function.__doc__ = "\n\n".join(textwrap.fill(part, 96) for part in parts) + "\n"
    return _as_it_is(function)


def build_all():
    """The function of each activation by its name."""
    functions = {}
    for activation in describe_all():
        name = activation.name
        function = _finish(_build_forward(activation), activation, ["x"], name, "y = f(x)")
        function.gated = _finish(
            _build_gated(activation), activation, ["gate", "up"], f"{name}.gated", "y = f(gate)*up"
        )
        function.gated_rows = _finish(
            _build_gated_rows(activation),
            activation,
            ["x"],
            f"{name}.gated_rows",
            "y = f(gate)*up, gate and up the first and the second half of the last dimension of x",
        )
        function.activation = activation
        functions[name] = function
    return functions
