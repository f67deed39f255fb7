"""A module for each activation of the library, and for the gated units."""
import inspect

import torch

from . import _native
from ._functions import learns

_SPELLED = {
    "relu": "ReLU",
    "relu6": "ReLU6",
    "gelu": "GELU",
    "silu": "SiLU",
    "elu": "ELU",
    "selu": "SELU",
    "celu": "CELU",
    "squareplus": "SquarePlus",
    "softplus": "SoftPlus",
}


def class_name(name):
    """leaky_relu -> LeakyReLU."""
    return "".join(_SPELLED.get(part, part.capitalize()) for part in name.split("_"))


class _Parameters(torch.nn.Module):
    """Holds the parameters of an activation as attributes; a learnable one is an nn.Parameter."""

    function = None  # of the subclass

    def _keep(self, values, learnable=False):
        activation = self.function.activation
        _native.check_params(activation, tuple(map(float, values.values())))
        for i, (name, value) in enumerate(values.items()):
            value = float(value)
            if learnable and i == 0:
                value = torch.nn.Parameter(torch.tensor(value, dtype=torch.float32))
            setattr(self, name, value)

    def _params(self):
        return {name: getattr(self, name) for name in self.function.activation.defaults}

    def extra_repr(self):
        return ", ".join(
            f"{name}={float(value):g}{', learnable' * isinstance(value, torch.Tensor)}"
            for name, value in self._params().items()
        )


class Activation(_Parameters):
    """An activation as a module; subclasses say which."""

    def __init__(self, *args, **kwargs):
        super().__init__()
        given = self.__signature__.bind(*args, **kwargs)
        given.apply_defaults()
        values = dict(given.arguments)
        self._keep(values, values.pop("learnable", False))

    def forward(self, x):
        return type(self).function(x, **self._params())


class GatedUnit(_Parameters):
    """f(gate)*up: module(gate, up), or module(x), where gate and up are the first and the second
    half of the last dimension of x. (torch.nn.GLU has its gate in the second half.)"""

    def __init__(self):
        super().__init__()
        self._keep(self.function.activation.defaults)

    def forward(self, gate, up=None):
        function = type(self).function
        if up is None:
            return function.gated_rows(gate, **self._params())
        return function.gated(gate, up, **self._params())


_GATED_UNITS = {"SwiGLU": "silu", "GEGLU": "gelu", "ReGLU": "relu", "GLU": "sigmoid"}


def _build(function):
    activation = function.activation
    plain, word = inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY
    parameters = [
        inspect.Parameter(name, plain, default=value) for name, value in activation.defaults.items()
    ]
    note = ""
    if learns(activation):
        parameters.append(inspect.Parameter("learnable", word, default=False))
        learned = next(iter(activation.defaults))
        note = (
            f"\n\nlearnable=True makes {learned} an nn.Parameter. It is learned as it is: a step\n"
            "that makes it invalid is a ValueError in the next forward pass."
        )
    return type(
        class_name(activation.name),
        (Activation,),
        {
            "__module__": "actfast_torch",
            "function": staticmethod(function),
            "__signature__": inspect.Signature(parameters),
            "__doc__": f"{activation.name} as a module: f(x) = {activation.formula}{note}",
        },
    )


def build_all(functions):
    """The modules by their names."""
    modules = {class_name(name): _build(function) for name, function in functions.items()}
    for name, gate in _GATED_UNITS.items():
        modules[name] = type(
            name,
            (GatedUnit,),
            {
                "__module__": "actfast_torch",
                "function": staticmethod(functions[gate]),
                "__doc__": f"f(gate)*up with f = {gate}.\n\n{GatedUnit.__doc__}",
            },
        )
    return modules
