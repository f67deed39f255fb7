"""What the tests share: inputs, the library's own typed functions, comparison by bits."""
import ctypes

import numpy as np

import actfast
from actfast import _activations, _library

ACTIVATIONS = _activations.describe_all()
BY_NAME = {activation.name: activation for activation in ACTIVATIONS}

# Valid for the parameter of that name in every activation, and not the default of any.
PARAMETERS = {
    "negative_slope": 0.25,
    "b": 1.5,
    "beta": 1.25,
    "threshold": 3.0,
    "alpha": 0.75,
    "min": -0.5,
    "max": 2.0,
    "lambda_": 0.375,
}


def parameters_of(activation):
    return {name: PARAMETERS[name] for name in activation.defaults}


def floats(*shape, seed=1):
    return np.random.default_rng(seed).normal(0, 3, shape).astype(np.float32)


def typed(activation, suffix):
    """actfast_NAME_SUFFIXf32 straight from the library, which shares nothing with the passes by
    number but the kernels."""
    return getattr(ctypes.CDLL(_library.path), f"actfast_{activation.name}_{suffix}f32")


def call_typed(activation, suffix, inputs, outputs, params):
    """Contiguous inputs and outputs of one size, then n, then the parameters."""
    buffers = [ctypes.c_void_p(a.ctypes.data) for a in [*inputs, *outputs]]
    status = typed(activation, suffix)(
        *buffers, ctypes.c_size_t(inputs[0].size), *[ctypes.c_float(p) for p in params.values()]
    )
    assert status == 0
    return outputs


def same_bits(a, b):
    a, b = np.asarray(a), np.asarray(b)
    assert a.dtype == b.dtype == np.float32 and a.shape == b.shape
    nan = np.isnan(a) & np.isnan(b)
    return (
        bool(np.all((a.view(np.uint32) == b.view(np.uint32)) | nan))
        if a.ndim
        else same_bits(a.reshape(1), b.reshape(1))
    )


def function_of(activation, pass_name):
    function = getattr(actfast, activation.name)
    return getattr(function, pass_name) if pass_name else function
