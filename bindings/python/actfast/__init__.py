"""Neural-network activation functions and their derivatives on NumPy arrays, by libactfast.

    import actfast, numpy as np

    x = np.linspace(-3, 3, 7, dtype=np.float32)
    y = actfast.swish(x, beta=1.5)
    dx = actfast.swish.backward(x, np.ones_like(x), beta=1.5)

Each activation is a function with its passes as attributes; help(actfast.swish) has its formula,
parameters and errors, actfast.activations all of them by name.
"""
from . import _activations
from ._backends import Backend, activate, active_backend, backend, backends, find_backend
from ._library import native as _native
from ._library import path as library_path
from ._version import VERSION as __version__

#: The functions by name.
activations = _activations.build_all()
#: The version of the library that is loaded.
library_version = _native.actfast_version_string().decode()

globals().update(activations)

__all__ = [
    "Backend",
    "activate",
    "activations",
    "active_backend",
    "backend",
    "backends",
    "find_backend",
    "library_path",
    "library_version",
    *activations,
]
