"""Arrays of NumPy of any kind give the results of their contiguous copies, or are refused by a
sentence that says what to do."""
import pickle

import numpy as np
import pytest
from common import BY_NAME, floats, function_of, same_bits

import actfast

# Pass, inputs, outputs: those that take any shape.
ANY_SHAPE = [
    ("", 1, 1),
    ("grad", 1, 1),
    ("backward", 2, 1),
    ("value_and_grad", 1, 2),
    ("grad2", 1, 1),
    ("gated", 2, 1),
    ("gated_backward", 3, 2),
    ("backward_from_output", 2, 1),
]
SOFTPLUS = BY_NAME["softplus"]  # has every pass


def as_tuple(result):
    return result if isinstance(result, tuple) else (result,)


def in_layout(values, layout):
    """An equal array in a layout of its own."""
    if layout == "fortran":
        return np.array(values, order="F")
    if layout == "transposed":
        return values.transpose().copy().transpose()
    if layout == "reversed":
        return values[tuple(slice(None, None, -1) for _ in values.shape)].copy()[
            tuple(slice(None, None, -1) for _ in values.shape)
        ]
    if layout == "strided":
        wide = np.full([2 * n + 3 for n in values.shape], 99, np.float32)
        view = wide[tuple(slice(1, 2 * n + 1, 2) for n in values.shape) + (...,)]
        view[...] = values
        return view
    if layout == "big-endian":
        return values.astype(">f4")
    if layout == "little-endian":
        return values.astype("<f4")
    if layout == "unaligned":
        raw = np.zeros(values.nbytes + 1, np.uint8)
        view = raw[1:].view(np.float32).reshape(values.shape)
        view[...] = values
        return view
    return values.copy()


LAYOUTS = [
    "contiguous",
    "fortran",
    "transposed",
    "reversed",
    "strided",
    "big-endian",
    "little-endian",
    "unaligned",
]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("shape", [(13,), (5, 4), (3, 4, 5), (1, 7), (7, 1), (0,), (0, 3), ()])
def test_layouts_do_not_change_results(layout, shape):
    for pass_name, inputs, _ in ANY_SHAPE:
        plain = [
            floats(*shape, seed=i) if shape else np.array(i + 0.5, np.float32)
            for i in range(inputs)
        ]
        function = function_of(SOFTPLUS, pass_name)
        want = as_tuple(function(*plain))
        for k in range(inputs):
            given = [in_layout(a, layout) if i == k else a for i, a in enumerate(plain)]
            for one, other in zip(as_tuple(function(*given)), want):
                assert same_bits(one, other), (pass_name, k)
        every = [in_layout(a, layout) for a in plain]
        for one, other in zip(as_tuple(function(*every)), want):
            assert same_bits(one, other), pass_name


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("order", ["contiguous", "fortran", "strided"])
def test_out_of_any_layout_is_filled_and_nothing_else(layout, order):
    for pass_name, inputs, outputs in ANY_SHAPE:
        given = [in_layout(floats(5, 4, seed=i), order) for i in range(inputs)]
        function = function_of(SOFTPLUS, pass_name)
        want = as_tuple(function(*given))
        outs = tuple(in_layout(np.full((5, 4), -1, np.float32), layout) for _ in range(outputs))
        got = function(*given, out=outs if outputs > 1 else outs[0])
        assert all(one is other for one, other in zip(as_tuple(got), outs))
        for one, other in zip(outs, want):
            assert same_bits(one.astype(np.float32), other), pass_name
            base = one.base
            if layout == "strided":
                assert np.count_nonzero(base == 99) == base.size - one.size


def random_view(rng, base):
    """A view of 4 by 3 elements somewhere in a base of 40 by 40."""
    steps = [int(rng.choice([-3, -2, -1, 1, 2, 3])) for _ in range(2)]
    lengths = (4, 3)
    index = []
    for step, length in zip(steps, lengths):
        reach = abs(step) * (length - 1)
        start = int(rng.integers(0, 12 - reach)) + (reach if step < 0 else 0)
        stop = start + step * length
        index.append(slice(start, None if stop < 0 else stop, step))
    view = base[tuple(index)]
    assert view.shape == lengths
    return view


def test_outputs_that_overlap_inputs_in_any_way_get_the_right_results():
    rng = np.random.default_rng(7)
    names = [p for p in ANY_SHAPE if p[2] == 1] + [("bias", 2, 1)]
    overlapped = 0
    for _ in range(3000):
        base = rng.normal(0, 2, (12, 12)).astype(np.float32)
        pass_name, inputs, _ = names[rng.integers(len(names))]
        function = function_of(SOFTPLUS, pass_name)
        views = [random_view(rng, base) for _ in range(inputs + 1)]
        if pass_name == "bias":
            views[1] = views[1][0]
        given, out = views[:-1], views[-1]
        want = function(*[np.ascontiguousarray(v) for v in given])
        overlapped += any(np.shares_memory(out, v) for v in given)
        assert function(*given, out=out) is out
        assert same_bits(out, want), (pass_name, [v.strides for v in views])
    assert overlapped > 1000


def test_one_buffer_for_input_and_output_is_worked_in_place():
    x = floats(1000)
    want = actfast.mish(x)
    address = x.ctypes.data
    assert actfast.mish(x, out=x) is x and x.ctypes.data == address and same_bits(x, want)
    shifted = floats(1001)
    want = actfast.mish(shifted[:-1].copy())
    actfast.mish(shifted[:-1], out=shifted[1:])
    assert same_bits(shifted[1:], want)


def test_two_outputs_may_not_overlap():
    x, base = floats(10), np.zeros(20, np.float32)
    with pytest.raises(ValueError, match="out for y overlaps out for g"):
        actfast.gelu.value_and_grad(x, out=(base[:10], base[5:15]))
    with pytest.raises(ValueError, match="overlaps"):
        actfast.gelu.gated_backward(x, x, x, out=(base[:10], base[:10]))
    assert not base.any()
    y, g = actfast.gelu.value_and_grad(x, out=(base[::2], base[1::2]))
    assert same_bits(y, actfast.gelu(x)) and same_bits(g, actfast.gelu.grad(x))


def test_one_of_two_outputs_may_be_left_out():
    x, y = floats(10), np.zeros(10, np.float32)
    got = actfast.gelu.value_and_grad(x, out=(y, None))
    assert got[0] is y and same_bits(y, actfast.gelu(x)) and same_bits(got[1], actfast.gelu.grad(x))
    for wrong in (y, (y,), [y, y], (y, None, None)):
        with pytest.raises(TypeError, match="out must be a tuple of 2: y, g"):
            actfast.gelu.value_and_grad(x, out=wrong)


@pytest.mark.parametrize(
    "dtype", ["f8", "f2", "i4", "i8", "u1", "?", "c8", "O", "U3", ">f8", "M8[s]"]
)
def test_other_dtypes_are_refused_and_the_message_says_what_to_do(dtype):
    x = np.zeros(3, dtype)
    for call in (
        lambda: actfast.gelu(x),
        lambda: actfast.gelu.backward(floats(3), x),
        lambda: actfast.gelu.bias(floats(2, 3), x),
        lambda: actfast.swish.param_grad(x, x),
        lambda: actfast.gelu.gated_rows(np.zeros((2, 4), dtype)),
    ):
        with pytest.raises(TypeError, match=r"has dtype .*\.astype\(np\.float32\)"):
            call()
    with pytest.raises(TypeError, match="out for y has dtype"):
        actfast.gelu(floats(3), out=x)


def test_lists_are_float64_to_numpy_and_refused_with_it():
    with pytest.raises(TypeError, match="dtype float64"):
        actfast.gelu([1.0, 2.0])
    assert same_bits(
        actfast.gelu([np.float32(1), np.float32(2)]), actfast.gelu(np.array([1, 2], np.float32))
    )


def test_scalars_come_back_as_scalars():
    for x in (np.float32(1.5), np.array(1.5, np.float32), 1.5):
        y = actfast.gelu(x)
        assert type(y) is np.float32 and same_bits(y, actfast.gelu(np.array([1.5], np.float32))[0])
    assert type(actfast.relu(3)) is np.float32 and actfast.relu(3) == 3
    y, g = actfast.gelu.value_and_grad(1.5)
    assert type(y) is type(g) is np.float32
    out = np.zeros((), np.float32)
    assert actfast.gelu(1.5, out=out) is out and out == actfast.gelu(1.5)
    for wrong in (np.float64(1.5), np.float16(1.5), np.int64(1), True, 1j, "1", None):
        with pytest.raises(TypeError, match="has dtype"):
            actfast.gelu(wrong)


def test_nothing_in_gives_nothing_out():
    for shape in ((0,), (0, 4), (4, 0), (2, 0, 3)):
        assert actfast.gelu(np.zeros(shape, np.float32)).shape == shape
    assert actfast.gelu.bias(np.zeros((0, 4), np.float32), floats(4)).shape == (0, 4)
    assert actfast.gelu.bias(np.zeros((4, 0), np.float32), floats(0)).shape == (4, 0)
    assert actfast.gelu.gated_rows(np.zeros((3, 0), np.float32)).shape == (3, 0)
    assert actfast.swish.param_grad(floats(0), floats(0)) == 0.0
    with pytest.raises(ValueError, match="parameter is not valid"):
        actfast.swish(floats(0), beta=np.inf)


def test_shapes_must_be_equal():
    for call in (
        lambda: actfast.gelu.backward(floats(3), floats(4)),
        lambda: actfast.gelu.gated(floats(3, 1), floats(3)),
        lambda: actfast.gelu.gated_backward(floats(3), floats(3), 1.0),
        lambda: actfast.swish.param_grad(floats(2, 3), floats(3, 2)),
    ):
        with pytest.raises(ValueError, match=r"has shape .*np\.broadcast_to"):
            call()
    x = floats(3, 4)
    assert same_bits(
        actfast.gelu.backward(x, np.broadcast_to(np.float32(2), x.shape)),
        actfast.gelu.backward(x, np.full_like(x, 2)),
    )


def test_an_output_that_cannot_be_written_is_refused():
    x, out = floats(3), np.zeros(3, np.float32)
    out.flags.writeable = False
    with pytest.raises(ValueError, match="out for y is read-only"):
        actfast.gelu(x, out=out)
    assert not out.any()
    with pytest.raises(ValueError, match=r"out for y has shape \(4,\), the result has \(3,\)"):
        actfast.gelu(x, out=np.zeros(4, np.float32))
    with pytest.raises(TypeError, match="out for y must be a NumPy array, not list"):
        actfast.gelu(x, out=[0, 0, 0])
    x.flags.writeable = False
    assert same_bits(actfast.gelu(x), actfast.gelu(x.copy()))


def test_masked_arrays_are_refused_because_the_mask_would_be_lost():
    masked = np.ma.array(floats(3), mask=[0, 1, 0])
    for call in (
        lambda: actfast.gelu(masked),
        lambda: actfast.gelu.backward(floats(3), masked),
        lambda: actfast.gelu(floats(3), out=masked),
    ):
        with pytest.raises(TypeError, match=r"masked array.*\.filled\(value\)"):
            call()


def test_other_subclasses_are_taken_as_plain_arrays(tmp_path):
    class Sub(np.ndarray):
        pass

    x = floats(4, 4)
    mapped = np.memmap(tmp_path / "x", np.float32, "w+", shape=(4, 4))
    mapped[...] = x
    for given in (x.view(Sub), mapped):
        got = actfast.gelu(given)
        assert type(got) is np.ndarray and same_bits(got, actfast.gelu(x))
    assert actfast.gelu(x, out=mapped) is mapped and same_bits(np.array(mapped), actfast.gelu(x))


def test_anything_that_numpy_makes_a_float32_array_of_is_taken():
    class Wrapped:
        def __array__(self, dtype=None, copy=None):
            return np.array([1, -2], np.float32)

    assert same_bits(actfast.gelu(Wrapped()), actfast.gelu(np.array([1, -2], np.float32)))


def test_results_own_their_memory_and_keep_the_order_of_the_input():
    x = floats(5, 6)
    assert actfast.gelu(x).flags.c_contiguous and actfast.gelu(x).flags.owndata
    assert actfast.gelu(np.asfortranarray(x)).flags.f_contiguous
    assert actfast.gelu.backward(x.T, x.T).flags.f_contiguous
    for mixed in (actfast.gelu(x[:, ::2]), actfast.gelu.backward(x, np.asfortranarray(x))):
        assert mixed.flags.c_contiguous


# ---- Rows ----


def matrices():
    wide = floats(9, 30)
    yield "contiguous", np.ascontiguousarray(wide[:, :8])
    yield "columns of a wider one", wide[:, 3:11]
    yield "every other row", wide[::2, 3:11]
    yield "rows backwards", wide[::-1, 3:11]
    yield "columns backwards", wide[:, 11:3:-1]
    yield "every other column", wide[:, :16:2]
    yield "transposed", floats(8, 9).T
    yield "fortran", np.asfortranarray(wide[:, :8])
    yield "one row", wide[4:5, 3:11]
    yield "one row of a transposed one", floats(8, 1).T
    yield "the same row again", np.broadcast_to(floats(8), (9, 8))
    yield "overlapping rows", np.lib.stride_tricks.as_strided(floats(30), (9, 8), (8, 4))
    yield "big-endian", wide[:, 3:11].astype(">f4")
    record = np.zeros(9, [("a", "f4", 8), ("b", "u1")])
    record["a"] = wide[:, :8]
    yield "rows a fraction of a float apart", record["a"]


@pytest.mark.parametrize("kind, x", matrices(), ids=[kind for kind, _ in matrices()])
def test_rows_may_lie_in_any_way(kind, x):
    plain, bias = np.array(x, np.float32), floats(8, seed=3)
    for params in ({}, {"beta": 1.25}):
        want = actfast.swish(plain + bias, **params)
        assert same_bits(actfast.swish.bias(x, bias, **params), want)
        strided_bias = np.repeat(bias, 3)[::3]
        assert same_bits(actfast.swish.bias(x, strided_bias, **params), want)
        want = actfast.swish(plain[:, :4], **params) * plain[:, 4:]
        assert same_bits(actfast.swish.gated_rows(x, **params), want)


@pytest.mark.parametrize("kind, x", matrices(), ids=[kind for kind, _ in matrices()])
def test_rows_are_written_into_outputs_that_lie_in_any_way(kind, x):
    bias = floats(8, seed=3)
    canvas = np.full((12, 40), 99, np.float32)
    for out in (
        canvas[: len(x), 2:10],
        canvas[: len(x), 20:4:-2],
        canvas[len(x) :: -1][: len(x), 1:9],
    ):
        canvas[...] = 99
        assert actfast.mish.bias(x, bias, out=out) is out
        assert same_bits(
            np.ascontiguousarray(out), actfast.mish.bias(np.array(x, np.float32), bias)
        )
        assert np.count_nonzero(canvas == 99) == canvas.size - out.size


def test_rows_in_place_and_over_the_gate():
    x = floats(6, 20)
    want = actfast.silu.gated_rows(x)
    x_copy = x.copy()
    assert same_bits(actfast.silu.gated_rows(x, out=x[:, :10]), want)
    assert same_bits(x[:, 10:], x_copy[:, 10:])
    x = x_copy.copy()
    assert same_bits(actfast.silu.gated_rows(x, out=x[:, 5:15]), want)
    x = x_copy.copy()
    assert same_bits(actfast.silu.bias(x, x[0]), actfast.silu(x_copy + x_copy[0]))
    assert same_bits(actfast.silu.bias(x, x[0], out=x), actfast.silu(x_copy + x_copy[0]))


def test_strided_rows_are_not_copied(monkeypatch):
    copies = []
    real = np.array
    monkeypatch.setattr(
        np,
        "array",
        lambda value, *rest, **named: copies.extend(
            [value] if isinstance(value, np.ndarray) else []
        )
        or real(value, *rest, **named),
    )
    wide = floats(9, 30)
    out = np.empty((9, 50), np.float32)[:, 7:15]
    actfast.gelu.bias(wide[:, 3:11], floats(8), out=out)
    actfast.gelu.gated_rows(wide[::3, 3:19])
    assert not copies
    actfast.gelu.bias(wide[:, 11:3:-1], floats(8))
    assert copies


def test_rows_want_matrices_that_fit():
    for call, says in (
        (lambda: actfast.gelu.bias(floats(8), floats(8)), "rows and columns"),
        (lambda: actfast.gelu.gated_rows(floats(2, 2, 2)), "rows and columns"),
        (lambda: actfast.gelu.bias(floats(2, 8), floats(7)), "one bias for each"),
        (lambda: actfast.gelu.bias(floats(2, 8), floats(2, 8)), "one bias for each"),
        (lambda: actfast.gelu.gated_rows(floats(2, 7)), "even in number"),
        (lambda: actfast.gelu.gated_rows(floats(2, 8), out=floats(2, 8)), "shape"),
    ):
        with pytest.raises(ValueError, match=says):
            call()


def test_sums_do_not_depend_on_the_layout():
    x, dy = floats(300, 40), floats(300, 40, seed=2)
    want = actfast.swish.param_grad(x, dy)
    for layout in LAYOUTS:
        assert actfast.swish.param_grad(in_layout(x, layout), in_layout(dy, layout)) == want
        assert actfast.swish.param_grad(x, in_layout(dy, layout)) == want


def test_functions_survive_pickling():
    for function in (actfast.swish, actfast.swish.gated_backward):
        assert pickle.loads(pickle.dumps(function)) is function
