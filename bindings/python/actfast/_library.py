"""Finds libactfast, loads it and declares its functions."""
import ctypes
import os
from ctypes import c_char_p, c_float, c_int, c_size_t, c_void_p
from pathlib import Path

from ._version import VERSION

# The status that calls with other buffers may mend; all others are the caller's to see.
OVERLAP = -3

_NAMES = ("libactfast.so.0", "libactfast.so")
_BESIDE = Path(__file__).resolve().parent
_VARIABLE = "ACTFAST_LIBRARY"

_INTROSPECTION = {
    "actfast_version": (c_int, ()),
    "actfast_version_string": (c_char_p, ()),
    "actfast_strerror": (c_char_p, (c_int,)),
    "actfast_backend_count": (c_int, ()),
    "actfast_backend_at": (c_void_p, (c_int,)),
    "actfast_backend_find": (c_void_p, (c_char_p, c_char_p)),
    "actfast_backend_active": (c_void_p, ()),
    "actfast_backend_activate": (c_int, (c_void_p,)),
    "actfast_backend_isa": (c_char_p, (c_void_p,)),
    "actfast_backend_accuracy": (c_char_p, (c_void_p,)),
    "actfast_activation_count": (c_int, ()),
    "actfast_activation_name": (c_char_p, (c_int,)),
    "actfast_activation_formula": (c_char_p, (c_int,)),
    "actfast_activation_param_count": (c_int, (c_int,)),
    "actfast_activation_param_name": (c_char_p, (c_int, c_int)),
    "actfast_activation_param_default": (c_float, (c_int, c_int)),
}

# What follows backend, activation and parameters in the passes by number.
_PASSES = {
    "forward": (c_void_p,) * 2 + (c_size_t,),
    "grad": (c_void_p,) * 2 + (c_size_t,),
    "backward": (c_void_p,) * 3 + (c_size_t,),
    "value_and_grad": (c_void_p,) * 3 + (c_size_t,),
    "grad2": (c_void_p,) * 2 + (c_size_t,),
    "gated": (c_void_p,) * 3 + (c_size_t,),
    "gated_backward": (c_void_p,) * 5 + (c_size_t,),
    "backward_from_output": (c_void_p,) * 3 + (c_size_t,),
    "param_grad": (c_void_p,) * 2 + (c_size_t, c_void_p),
    "bias_rows": (c_void_p,) * 3 + (c_size_t,) * 4,
    "gated_rows": (c_void_p,) * 2 + (c_size_t,) * 4,
}


def _places():
    """Whom to ask for the library. What is named or lies beside the package is meant: if it cannot
    be loaded, another one is no substitute."""
    named = os.environ.get(_VARIABLE)
    if named:
        return [named]
    beside = [str(_BESIDE / name) for name in _NAMES if (_BESIDE / name).exists()]
    return beside[:1] or list(_NAMES)


def _fail(tried):
    named = os.environ.get(_VARIABLE)
    raise ImportError(
        "actfast found no libactfast that it can load.\n"
        f"  {_VARIABLE}: {named or 'not set'}\n"
        f"  beside the package: {_BESIDE}/{_NAMES[0]} or {_NAMES[1]}\n"
        "  installed: where the dynamic loader looks\n"
        "What was tried:\n"
        + "".join(f"  {place}: {why}\n" for place, why in tried)
        + f"Install the library (after cmake --install, run ldconfig) or let {_VARIABLE} name the "
        "file."
    )


def _load():
    tried = []
    for place in _places():
        try:
            # A CDLL, not a PyDLL: other threads of Python run during a call.
            return ctypes.CDLL(place), place
        except OSError as error:
            tried.append((place, error))
    return _fail(tried)


def _declare(library, place):
    try:
        for name, (result, arguments) in _INTROSPECTION.items():
            function = getattr(library, name)
            function.restype, function.argtypes = result, arguments
        for name, arguments in _PASSES.items():
            function = getattr(library, f"actfast_{name}_f32")
            function.restype = c_int
            function.argtypes = (c_void_p, c_int, c_void_p) + arguments
    except AttributeError as error:
        raise ImportError(
            f"actfast: {place} is no libactfast of version {VERSION}: {error}"
        ) from None


def _check_version(library, place):
    """What a minor version has, all later ones of the same major version have too."""
    there = library.actfast_version_string().decode()
    (major, minor), (major_wanted, minor_wanted) = (
        [int(part) for part in version.split(".")[:2]] for version in (there, VERSION)
    )
    if major != major_wanted or minor < minor_wanted:
        raise ImportError(f"actfast {VERSION} cannot use {place}, which is libactfast {there}")


native, path = _load()
_declare(native, path)
_check_version(native, path)


def pass_of(name):
    """The function by number of a pass."""
    return getattr(native, f"actfast_{name}_f32")


def check(status, what):
    """Raises a ValueError for any status but 0."""
    if status:
        raise ValueError(f"{what}: {native.actfast_strerror(status).decode()}")
