"""Between NumPy's arrays, of any strides, and the library's buffers of floats."""
import numpy as np

from ._library import OVERLAP, check

_FLOAT = np.dtype(np.float32)


def _check_kind(array, name):
    if isinstance(array, np.ma.MaskedArray):
        raise TypeError(
            f"{name} is a masked array, whose mask would be lost: give "
            f"{name}.filled(value), or {name}.data for all elements"
        )
    if array.dtype.newbyteorder("=") != _FLOAT:
        raise TypeError(
            f"{name} has dtype {array.dtype}, and float32 is computed, with no silent "
            f"conversion: give {name}.astype(np.float32)"
        )


def as_floats(value, name):
    """An aligned float32 array in the machine's byte order, of any strides; copied only if it is
    not that yet. Plain Python numbers, which have no precision of their own, are taken as float32.
    """
    if type(value) is np.ndarray and value.dtype is _FLOAT and value.flags.aligned:
        return value  # what nearly all calls give
    if type(value) in (float, int):
        return np.array(value, _FLOAT)
    array = value if isinstance(value, np.ndarray) else np.asarray(value)
    _check_kind(array, name)
    return np.require(np.asarray(array), _FLOAT, "A")


def _check_out(out, name, shape):
    if not isinstance(out, np.ndarray):
        raise TypeError(f"out for {name} must be a NumPy array, not {type(out).__name__}")
    _check_kind(out, f"out for {name}")
    if out.shape != shape:
        raise ValueError(f"out for {name} has shape {out.shape}, the result has {shape}")
    if not out.flags.writeable:
        raise ValueError(f"out for {name} is read-only")


def as_outs(out, names, shape):
    """The outputs that the caller gave, None for each that is to be made."""
    outs = (out,) if len(names) == 1 else (None,) * len(names) if out is None else out
    if not isinstance(outs, tuple) or len(outs) != len(names):
        raise TypeError(f"out must be a tuple of {len(names)}: " + ", ".join(names))
    for name, given in zip(names, outs):
        if given is not None:
            _check_out(given, name, shape)
    if len(outs) == 2 and outs[0] is not None and outs[1] is not None:
        if np.shares_memory(outs[0], outs[1]):
            raise ValueError(f"out for {names[0]} overlaps out for {names[1]}")
    return outs


def check_same_shape(inputs, names):
    """There is no broadcasting: a gradient of another shape is nearly always a mistake."""
    for array, name in zip(inputs[1:], names[1:]):
        if array.shape != inputs[0].shape:
            raise ValueError(
                f"{name} has shape {array.shape}, {names[0]} has {inputs[0].shape}; "
                f"np.broadcast_to({name}, {names[0]}.shape) says what is meant"
            )


def address(array):
    """Where its first element lies."""
    return array.__array_interface__["data"][0]


def _is_buffer(array):
    """Whether floats of the machine lie in it, wherever they may."""
    return array.dtype.isnative and array.flags.aligned


def _finish(results, outs):
    for result, out in zip(results, outs):
        if out is not None and result is not out:
            np.copyto(out, result)
    # As NumPy's own functions do: a scalar for what has no dimension.
    given = [result if result.ndim else result[()] for result in results]
    given = [made if out is None else out for made, out in zip(given, outs)]
    return given[0] if len(given) == 1 else tuple(given)


def _fill(what, outs, usable, make, call):
    """Calls with the outs themselves where the library can write into them, else with new arrays
    that are copied into them. So an out may overlap an input in any way. what() names the call for
    errors."""
    results = [out if out is not None and usable(out) else make() for out in outs]
    status = call(results)
    if status == OVERLAP:
        results = [make() for _ in outs]
        status = call(results)
    if status:
        check(status, what())
    return _finish(results, outs)


def shared_order(inputs):
    """The order in which all inputs are contiguous; C, with copies, where there is none."""
    if all(array.flags.c_contiguous for array in inputs):
        return "C"
    return "F" if all(array.flags.f_contiguous for array in inputs) else "C"


def elementwise(what, inputs, outs, call):
    """call(n, addresses of inputs and outputs) -> status."""
    order = shared_order(inputs)
    inputs = [np.asarray(array, order=order) for array in inputs]
    shape = inputs[0].shape

    def usable(out):
        return _is_buffer(out) and (
            out.flags.c_contiguous if order == "C" else out.flags.f_contiguous
        )

    return _fill(
        what,
        outs,
        usable,
        lambda: np.empty(shape, _FLOAT, order),
        lambda results: call(inputs[0].size, [address(a) for a in inputs + results]),
    )


def _are_rows(array):
    """Whether each row is contiguous and begins at least a row after the one before it. (That the
    distance is a whole number of floats goes with being aligned.)"""
    (rows, columns), (down, right) = array.shape, array.strides
    if columns > 1 and right != _FLOAT.itemsize:
        return False
    return rows <= 1 or down >= columns * _FLOAT.itemsize


def _distance(array):
    """From row to row, in floats. NumPy gives a single row any stride."""
    rows, columns = array.shape
    return array.strides[0] // _FLOAT.itemsize if rows > 1 else columns


def rowwise(what, x, outs, columns, call):
    """call(address of x, address of y, rows, columns, ldx, ldy) -> status."""
    if not _are_rows(x):
        x = np.array(x, order="C")
    rows = x.shape[0]

    def run(results):
        (y,) = results
        return call(address(x), address(y), rows, columns, _distance(x), _distance(y))

    return _fill(
        what,
        outs,
        lambda out: _is_buffer(out) and _are_rows(out),
        lambda: np.empty((rows, columns), _FLOAT),
        run,
    )
