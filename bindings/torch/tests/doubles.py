"""Each activation in double, from PyTorch's own functions where it has them, differentiable by
autograd: what the library's functions are compared with."""
import math

import torch
import torch.nn.functional as F

OF = {
    "relu": lambda x: F.relu(x),
    "leaky_relu": lambda x, negative_slope: F.leaky_relu(x, negative_slope),
    "squareplus": lambda x, b: (x + torch.sqrt(x * x + b)) / 2,
    "softplus": lambda x, beta, threshold: F.softplus(x, beta, threshold),
    "sigmoid": lambda x: torch.sigmoid(x),
    "tanh": lambda x: torch.tanh(x),
    "gelu": lambda x: F.gelu(x),
    "gelu_tanh": lambda x: F.gelu(x, approximate="tanh"),
    "gelu_sigmoid": lambda x: x * torch.sigmoid(1.702 * x),
    "silu": lambda x: F.silu(x),
    "swish": lambda x, beta: x * torch.sigmoid(beta * x),
    "mish": lambda x: F.mish(x),
    "elu": lambda x, alpha: F.elu(x, alpha),
    "selu": lambda x: F.selu(x),
    "celu": lambda x, alpha: torch.where(x > 0, x, alpha * torch.expm1(x / alpha)),
    "log_sigmoid": lambda x: F.logsigmoid(x),
    "softsign": lambda x: F.softsign(x),
    "tanhshrink": lambda x: F.tanhshrink(x),
    "hard_sigmoid": lambda x, alpha, beta: torch.clamp(alpha * x + beta, 0, 1),
    "hard_swish": lambda x: F.hardswish(x),
    "hard_tanh": lambda x, min, max: F.hardtanh(x, min, max),
    "relu6": lambda x: F.relu6(x),
    "softshrink": lambda x, lambda_: F.softshrink(x, lambda_),
    "hardshrink": lambda x, lambda_: F.hardshrink(x, lambda_),
    "thresholded_relu": lambda x, alpha: F.threshold(x, alpha, 0.0),
}

# Valid for the parameter of that name in every activation, and not the default of any.
PARAMETERS = {
    "negative_slope": 0.25,
    "b": 1.5,
    "beta": 1.25,
    "threshold": 30.0,
    "alpha": 0.75,
    "min": -0.5,
    "max": 2.0,
    "lambda_": 0.375,
}

# Differentiable everywhere and often enough: what numerical derivatives can be compared with.
SMOOTH = (
    "squareplus",
    "softplus",
    "sigmoid",
    "tanh",
    "gelu",
    "gelu_tanh",
    "gelu_sigmoid",
    "silu",
    "swish",
    "mish",
    "log_sigmoid",
    "tanhshrink",
)


def parameters_of(activation):
    return {name: PARAMETERS[name] for name in activation.defaults}


def normal(*shape, seed=1, scale=2.0):
    return scale * torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def away_from_kinks(x):
    """Moved from the numbers where a derivative jumps for some activation's parameters."""
    for kink in (-3.0, 3.0, 0.0, 6.0, -0.5, 2.0, 0.375, -0.375, 0.75, -2 / 3, 2 / 3):
        x = torch.where((x - kink).abs() < 1e-3, x + 0.01, x)
    return x


assert math.isclose(float(OF["gelu"](torch.tensor(1.0, dtype=torch.float64))), 0.8413447460685429)
