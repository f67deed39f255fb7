"""The functions agree with PyTorch's own, with numerical derivatives and with NumPy's binding; what
cannot be computed is refused."""
import io
import warnings

import actfast
import numpy as np
import pytest
import torch
from doubles import OF, SMOOTH, away_from_kinks, normal, parameters_of

import actfast_torch
from actfast_torch import _functions, _native

ACTIVATIONS = [f.activation for f in actfast_torch.functions.values()]
each_activation = pytest.mark.parametrize("activation", ACTIVATIONS, ids=lambda a: a.name)
LEARN = [a for a in ACTIVATIONS if _functions.learns(a)]
learning = pytest.mark.parametrize("activation", LEARN, ids=lambda a: a.name)

# Six units in the last place of a float, the most that is claimed for f'', and a few roundings of
# products around it.
CLOSE = dict(rtol=1.5e-6, atol=1e-6)


def close(got, want):
    assert got.dtype == torch.float32
    torch.testing.assert_close(got.double(), want, **CLOSE)


@pytest.mark.parametrize("module", [actfast_torch.GELU(), actfast_torch.SwiGLU()])
def test_an_export_to_onnx_is_refused(module):
    with pytest.raises(RuntimeError, match="no ONNX form"):
        torch.onnx.export(torch.nn.Sequential(module), normal(8).reshape(2, 4), io.BytesIO())


def function_of(activation):
    return getattr(actfast_torch, activation.name)


def test_every_activation_is_there_and_has_a_double_to_compare_with():
    assert {a.name for a in ACTIVATIONS} == set(actfast.activations) == set(OF)


@each_activation
def test_values_are_bit_for_bit_those_of_the_numpy_binding(activation):
    params, x = parameters_of(activation), normal(999)
    got = function_of(activation)(x, **params).numpy()
    want = actfast.activations[activation.name](x.numpy(), **params)
    assert np.array_equal(got.view(np.uint32), want.view(np.uint32))


@each_activation
@pytest.mark.parametrize("given", [False, True], ids=["defaults", "parameters"])
def test_values_and_both_derivatives_are_those_of_torch_in_double(activation, given):
    params = parameters_of(activation) if given else {}
    x = away_from_kinks(normal(2000)).requires_grad_()
    wide = x.detach().double().requires_grad_()
    y = function_of(activation)(x, **params)
    want = OF[activation.name](wide, **{**activation.defaults, **params})
    close(y, want)
    dy, ddx = normal(2000, seed=2), normal(2000, seed=3)
    dy.requires_grad_()
    (dx,) = torch.autograd.grad(y, x, dy, create_graph=True)
    wide_dy = dy.detach().double().requires_grad_()
    (want_dx,) = torch.autograd.grad(want, wide, wide_dy, create_graph=True)
    close(dx, want_dx)
    got = torch.autograd.grad(dx, (x, dy), ddx)
    if want_dx.requires_grad:
        wants = torch.autograd.grad(want_dx, (wide, wide_dy), ddx.double(), allow_unused=True)
    else:
        wants = None, None
    for one, other in zip(got, wants):
        close(one, torch.zeros_like(wide) if other is None else other)


@each_activation
def test_gated_units_and_both_their_derivatives_are_those_of_torch_in_double(activation):
    params = parameters_of(activation)
    inputs = [away_from_kinks(normal(1000)), normal(1000, seed=2), normal(1000, seed=3)]
    floats = [t.clone().requires_grad_() for t in inputs]
    wides = [t.double().requires_grad_() for t in inputs]
    y = function_of(activation).gated(floats[0], floats[1], **params)
    want = OF[activation.name](wides[0], **params) * wides[1]
    close(y, want)
    firsts = torch.autograd.grad(y, floats[:2], floats[2], create_graph=True)
    want_firsts = torch.autograd.grad(want, wides[:2], wides[2], create_graph=True)
    for one, other in zip(firsts, want_firsts):
        close(one, other)
    weights = [normal(1000, seed=4), normal(1000, seed=5)]
    got = torch.autograd.grad(firsts, floats, weights)
    wants = torch.autograd.grad(want_firsts, wides, [w.double() for w in weights])
    for one, other in zip(got, wants):
        torch.testing.assert_close(one.double(), other, rtol=3e-6, atol=2e-5)


@each_activation
def test_gated_rows_are_the_gated_unit_of_the_halves(activation):
    params, f = parameters_of(activation), function_of(activation)
    wide = normal(3, 5, 20)
    for x in (
        wide,
        wide[..., 4:10],
        wide[:, ::2],
        wide[0, :, 2:8],
        wide[0, 0],
        wide.transpose(0, 1),
        wide.transpose(1, 2)[..., :4],
        normal(0, 6),
        normal(4, 0),
        normal(2, 2).expand(3, 2, 2),
    ):
        x = x.detach().requires_grad_()
        gate, up = x.chunk(2, -1) if x.shape[-1] else (x, x)
        got, want = f.gated_rows(x, **params), f.gated(gate, up, **params)
        assert torch.equal(got, want)
        dy = normal(*want.shape, seed=3)
        (one,) = torch.autograd.grad(got, x, dy, create_graph=True)
        (other,) = torch.autograd.grad(want, x, dy, create_graph=True)
        assert torch.equal(one, other)
        if x.shape[-1]:
            assert torch.equal(*[torch.autograd.grad((d * d).sum(), x)[0] for d in (one, other)])


# Central differences in float: with a step of 2^-6 they are off by its square over 6 times the
# third derivative, and by 2^-24 of the value over the step. Together about 1e-4 of what is
# compared, taken tenfold.
STEP, NUMERICAL = 2.0**-6, 1e-3


def gradcheck(check, function, inputs):
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*double precision floating point.*")
        return check(function, inputs, eps=STEP, atol=NUMERICAL, rtol=NUMERICAL)


@pytest.mark.parametrize("name", SMOOTH)
def test_derivatives_pass_the_numerical_checks_of_autograd(name):
    f = actfast_torch.functions[name]
    params = parameters_of(f.activation)
    x, up = normal(12, scale=1.0).requires_grad_(), normal(12, seed=2, scale=1.0).requires_grad_()
    for function, inputs in (
        (lambda x: f(x, **params), (x,)),
        (lambda x, up: f.gated(x, up, **params), (x, up)),
    ):
        assert gradcheck(torch.autograd.gradcheck, function, inputs)
        assert gradcheck(torch.autograd.gradgradcheck, function, inputs)


# ---- Learning ----


@learning
@pytest.mark.parametrize("shape", [(), (1,)])
def test_the_gradient_of_a_learned_parameter_is_that_of_torch_in_double(activation, shape):
    params = parameters_of(activation)
    first = next(iter(params))
    x, dy = away_from_kinks(normal(5000)).requires_grad_(), normal(5000, seed=2)
    learned = torch.full(shape, params[first]).requires_grad_()
    wide, wide_learned = [t.detach().double().requires_grad_() for t in (x, learned)]
    got = torch.autograd.grad(
        function_of(activation)(x, **{**params, first: learned}), (x, learned), dy
    )
    want_y = _learned_double(activation.name, wide, {**params, first: wide_learned})
    wants = torch.autograd.grad(want_y, (wide, wide_learned), dy.double())
    close(got[0], wants[0])
    assert got[1].shape == learned.shape and got[1].dtype == torch.float32
    # Of the sum of the sizes, 1e-6 is the library's own claim; one more rounding makes it a float.
    slope = actfast.activations[activation.name].param_grad
    one = [
        abs(slope(x.detach().numpy()[i : i + 1], dy.numpy()[i : i + 1], **params))
        for i in range(0, 5000, 50)
    ]
    torch.testing.assert_close(got[1].double(), wants[1], rtol=1e-6, atol=1.2e-6 * 50 * sum(one))


def _learned_double(name, x, params):
    """PyTorch's own take numbers, not tensors."""
    if name == "leaky_relu":
        return torch.where(x > 0, x, params["negative_slope"] * x)
    if name == "softplus":
        return torch.log1p(torch.exp(params["beta"] * x)) / params["beta"]
    if name == "elu":
        return torch.where(x > 0, x, params["alpha"] * torch.expm1(x))
    return OF[name](x, **params)


@learning
def test_a_second_derivative_through_a_learned_parameter_is_an_error_and_not_zero(activation):
    first = next(iter(activation.defaults))
    x = normal(5).requires_grad_()
    learned = torch.tensor(activation.defaults[first], dtype=torch.float32).requires_grad_()
    y = function_of(activation)(x, **{first: learned})
    (dx,) = torch.autograd.grad(y.sum(), x, create_graph=True)
    # Beside another way from x to the loss a missing part would go unnoticed.
    with pytest.raises(RuntimeError, match="a further one is asked for"):
        (dx.sum() + x.sum()).backward()
    # A tensor that wants no gradient is a number.
    y = function_of(activation)(x, **{first: learned.detach()})
    (dx,) = torch.autograd.grad(y.sum(), x, create_graph=True)
    dx.sum().backward()
    assert x.grad is not None


def test_a_third_derivative_is_an_error_and_not_zero():
    x = normal(5).requires_grad_()
    for y in (
        actfast_torch.gelu(x),
        actfast_torch.gelu.gated(x, x),
        actfast_torch.gelu.gated_rows(x[:4]),
    ):
        (dx,) = torch.autograd.grad(y.sum(), x, create_graph=True)
        (ddx,) = torch.autograd.grad(dx.sum(), x, create_graph=True)
        # Beside another way from x to the loss a missing part would go unnoticed.
        with pytest.raises(RuntimeError, match="a further one is asked for"):
            (ddx.sum() + x.sum()).backward()


def test_what_cannot_be_learned_is_refused():
    x, wants = normal(4), torch.tensor(1.0, requires_grad=True)
    for call in (
        lambda: actfast_torch.softplus(x, threshold=wants),
        lambda: actfast_torch.hard_tanh(x, max=wants),
        lambda: actfast_torch.swish.gated(x, x, beta=wants),
        lambda: actfast_torch.swish.gated_rows(x, beta=wants),
        lambda: actfast_torch.swish(x, beta=torch.ones(4)),
    ):
        with pytest.raises(ValueError, match="has no gradient|not learned|share one"):
            call()
    with pytest.raises(TypeError, match=r"beta has dtype torch.float64"):
        actfast_torch.swish(x, beta=wants.double())
    with torch.no_grad():
        assert torch.equal(
            actfast_torch.softplus(x, threshold=wants), actfast_torch.softplus(x, threshold=1.0)
        )


# ---- Tensors ----


def layouts():
    yield "contiguous", normal(2, 3, 4, 5)
    yield "channels last", normal(2, 3, 4, 5).contiguous(memory_format=torch.channels_last)
    yield "transposed", normal(5, 4, 3, 2).permute(3, 2, 1, 0)
    yield "strided", normal(2, 3, 4, 10)[..., ::2]
    yield "columns of a wider one", normal(2, 3, 4, 9)[..., 2:7]
    yield "expanded", normal(2, 1, 4, 1).expand(2, 3, 4, 5)
    yield "overlapping", normal(80).as_strided((2, 3, 4, 5), (3, 2, 5, 1))
    yield "negated", torch._neg_view(normal(2, 3, 4, 5))
    yield "imaginary part", torch.view_as_complex(normal(2, 3, 4, 5, 2)).conj().imag


NAMES, LAYOUTS = zip(*layouts())


@pytest.mark.parametrize("kind", range(len(NAMES)), ids=NAMES)
@pytest.mark.parametrize("other", range(len(NAMES)), ids=NAMES)
def test_layouts_do_not_change_results(kind, other):
    results = []
    for prepare in (
        lambda t: t,
        lambda t: t.resolve_neg().clone(memory_format=torch.contiguous_format),
    ):
        x, dy = [prepare(t.detach()) for t in (LAYOUTS[kind], LAYOUTS[other])]
        x, up = x.detach().requires_grad_(), dy.detach().requires_grad_()
        beta = torch.tensor(1.25, requires_grad=True)
        y = actfast_torch.swish(x, beta=1.25)
        (dx,) = torch.autograd.grad(y, x, dy, create_graph=True)
        (ddx,) = torch.autograd.grad(dx, x, dy)
        gated = actfast_torch.swish.gated(x, up)
        dgate, dup = torch.autograd.grad(gated, (x, up), dy)
        (learned,) = torch.autograd.grad(actfast_torch.swish(x, beta=beta), beta, dy)
        results.append([y, dx, ddx, gated, dgate, dup, learned])
    assert all(torch.equal(one, another) for one, another in zip(*results))


@pytest.mark.parametrize("kind", range(len(NAMES)), ids=NAMES)
def test_tensors_without_gaps_are_not_copied(kind, monkeypatch):
    handed = []
    real = _native.pass_of
    monkeypatch.setattr(
        _native,
        "pass_of",
        lambda name: lambda *arguments: (handed.extend(arguments[3:]), real(name)(*arguments))[1],
    )
    x = LAYOUTS[kind].detach()
    y = actfast_torch.gelu(x)
    as_it_is = NAMES[kind] in ("contiguous", "channels last", "transposed")
    assert handed[:2] == [x.data_ptr(), y.data_ptr()] if as_it_is else handed[0] != x.data_ptr()
    if as_it_is:
        assert y.stride() == x.stride()


def test_other_tensors_are_refused_and_the_message_says_what_to_do():
    x = normal(4)
    f = actfast_torch.gelu
    for wrong, says in (
        (x.double(), r"float64.*\.float\(\)"),
        (x.half(), "float16"),
        (x.bfloat16(), "bfloat16"),
        (x.long(), "int64"),
        (x.to("meta"), r"\.cpu\(\)"),
        (x.to_sparse(), "to_dense"),
        (x.numpy(), "ndarray"),
        (1.0, "float"),
        (torch.complex(x, x), "complex64"),
    ):
        for call in (
            lambda: f(wrong),
            lambda: f.gated(x, wrong),
            lambda: f.gated(wrong, x),
            lambda: f.gated_rows(wrong),
        ):
            with pytest.raises(TypeError, match=says):
                call()
    for call in (
        lambda: f.gated(x, normal(3)),
        lambda: f.gated(normal(2, 1), normal(2)),
        lambda: f.gated_rows(normal(3)),
        lambda: f.gated_rows(torch.tensor(1.0)),
    ):
        with pytest.raises(ValueError, match="shape"):
            call()
    with pytest.raises(TypeError, match="gelu has no parameter 'beta'"):
        f(x, beta=1.0)
    with pytest.raises(
        ValueError, match=r"^softplus\(beta=-1, threshold=20\): a parameter is not valid"
    ):
        actfast_torch.softplus(x, beta=-1.0)


def test_no_elements_and_no_dimensions_are_fine():
    for shape in ((), (0,), (0, 4), (4, 0)):
        x = normal(*shape).requires_grad_()
        y = actfast_torch.gelu(x)
        assert y.shape == x.shape
        y.sum().backward()
        assert x.grad.shape == x.shape


def test_other_default_types_do_not_matter():
    torch.set_default_dtype(torch.float64)
    try:
        x = torch.randn(3, 4, dtype=torch.float32, requires_grad=True)
        unit, learner = actfast_torch.SwiGLU(), actfast_torch.SquarePlus(learnable=True)
        y = learner(unit(x))
        y.sum().backward()
        assert y.dtype == x.grad.dtype == learner.b.dtype == learner.b.grad.dtype == torch.float32
    finally:
        torch.set_default_dtype(torch.float32)


def test_a_tensor_changed_between_forward_and_backward_is_noticed():
    x = normal(4).requires_grad_()
    middle = x * 1
    y = actfast_torch.gelu(middle)
    middle += 1
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        y.sum().backward()


def test_gradients_are_computed_for_what_wants_them_alone(monkeypatch):
    called = []
    real = _native.pass_of
    monkeypatch.setattr(_native, "pass_of", lambda name: (called.append(name), real(name))[1])
    x, beta = normal(4), torch.tensor(1.0, requires_grad=True)
    actfast_torch.swish(x, beta=beta).sum().backward()
    assert called == ["forward", "param_grad"]
    assert not actfast_torch.gelu(x).requires_grad
    with torch.no_grad():
        assert not actfast_torch.swish(x, beta=beta).requires_grad


@pytest.mark.skipif(not hasattr(torch, "compile"), reason="torch.compile came with PyTorch 2")
def test_compiled_models_compute_the_same():
    model = torch.nn.Sequential(
        torch.nn.Linear(4, 4),
        actfast_torch.SquarePlus(learnable=True),
        torch.nn.Linear(4, 6),
        actfast_torch.SwiGLU(),
    )
    x = normal(5, 4)
    got = torch.compile(model, backend="eager")(x)
    assert torch.equal(got, model(x))
    got.sum().backward()
    assert model[1].b.grad is not None
