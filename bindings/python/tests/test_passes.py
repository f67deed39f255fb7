"""Every activation and pass computes what its C function does, and what the mathematics say."""
import ctypes
import math

import numpy as np
import pytest
from common import (
    ACTIVATIONS,
    BY_NAME,
    call_typed,
    floats,
    function_of,
    parameters_of,
    same_bits,
    typed,
)

import actfast

each_activation = pytest.mark.parametrize("activation", ACTIVATIONS, ids=lambda a: a.name)

# The pass, the middle of its C name, inputs, outputs.
ELEMENTWISE = [
    ("", "", 1, 1),
    ("grad", "grad_", 1, 1),
    ("backward", "backward_", 2, 1),
    ("value_and_grad", "value_and_grad_", 1, 2),
    ("grad2", "grad2_", 1, 1),
    ("gated", "gated_", 2, 1),
    ("gated_backward", "gated_backward_", 3, 2),
    ("backward_from_output", "backward_from_output_", 2, 1),
]


def test_there_are_activations_and_all_are_exported():
    assert len(ACTIVATIONS) >= 25
    for activation in ACTIVATIONS:
        assert actfast.activations[activation.name] is getattr(actfast, activation.name)
        assert activation.name in actfast.__all__


@each_activation
@pytest.mark.parametrize("given", [False, True], ids=["defaults", "parameters"])
def test_each_pass_is_the_typed_function_of_c(activation, given):
    params = parameters_of(activation) if given else activation.defaults
    for pass_name, suffix, inputs, outputs in ELEMENTWISE:
        function = (
            getattr(getattr(actfast, activation.name), pass_name, None)
            if pass_name
            else getattr(actfast, activation.name)
        )
        if function is None:
            assert pass_name == "backward_from_output"
            with pytest.raises(AttributeError):
                typed(activation, suffix)
            continue
        arrays = [floats(101, seed=10 + i) for i in range(inputs)]
        want = call_typed(
            activation,
            suffix,
            arrays,
            [np.empty(101, np.float32)] * 1
            if outputs == 1
            else [np.empty(101, np.float32), np.empty(101, np.float32)],
            params,
        )
        got = function(*arrays, **params) if given else function(*arrays)
        got = got if outputs == 2 else (got,)
        for one, other in zip(got, want):
            assert same_bits(one, other), (activation.name, pass_name)


@each_activation
def test_bias_and_gated_rows_are_the_passes_they_say(activation):
    params, f = parameters_of(activation), getattr(actfast, activation.name)
    x, bias = floats(7, 10), floats(10, seed=2)
    assert same_bits(f.bias(x, bias, **params), f(x + bias, **params))
    assert same_bits(f.gated_rows(x, **params), f.gated(x[:, :5].copy(), x[:, 5:].copy(), **params))


@each_activation
def test_param_grad_is_the_typed_function_of_c(activation):
    f = getattr(actfast, activation.name)
    if not hasattr(f, "param_grad"):
        with pytest.raises(AttributeError):
            typed(activation, "param_grad_")
        return
    params, x, dy = parameters_of(activation), floats(1000), floats(1000, seed=2)
    sums = (ctypes.c_double * 2)()
    assert (
        typed(activation, "param_grad_")(
            ctypes.c_void_p(x.ctypes.data),
            ctypes.c_void_p(dy.ctypes.data),
            ctypes.c_size_t(1000),
            *[ctypes.c_float(p) for p in params.values()],
            sums,
        )
        == 0
    )
    got = f.param_grad(x, dy, **params)
    assert type(got) is float and got == sums[0] != 0


def test_inputs_have_the_names_that_the_mathematics_give_them():
    x, up, dy = floats(9), floats(9, seed=2), floats(9, seed=3)
    f = actfast.gelu
    assert same_bits(f.backward(dy=dy, x=x), f.backward(x, dy))
    assert same_bits(f.gated(up=up, gate=x), f.gated(x, up))
    for one, other in zip(f.gated_backward(dy=dy, up=up, gate=x), f.gated_backward(x, up, dy)):
        assert same_bits(one, other)
    assert same_bits(
        actfast.tanh.backward_from_output(dy=dy, y=x), actfast.tanh.backward_from_output(x, dy)
    )
    assert actfast.swish.param_grad(dy=dy, x=x) == actfast.swish.param_grad(x, dy)
    matrix = floats(3, 9)
    assert same_bits(f.bias(bias=up, x=matrix), f.bias(matrix, up))


def test_values_are_those_of_the_formula_in_double():
    x = np.linspace(-9, 9, 181, dtype=np.float32)
    wide, b, beta = x.astype(np.float64), 1.5, 1.25
    s = 1 / (1 + np.exp(-beta * wide))
    swish = {
        "": wide * s,
        "grad": s + beta * wide * s * (1 - s),
        "grad2": beta * s * (1 - s) * (2 + beta * wide * (1 - 2 * s)),
    }
    root = np.sqrt(wide**2 + b)
    squareplus = {
        "": (wide + root) / 2,
        "grad": (1 + wide / root) / 2,
        "grad2": b / (2 * root**3),
    }
    for name, params, table in (
        ("swish", {"beta": beta}, swish),
        ("squareplus", {"b": b}, squareplus),
    ):
        for pass_name, want in table.items():
            got = function_of(BY_NAME[name], pass_name)(x, **params)
            np.testing.assert_allclose(got, want, rtol=1e-6, atol=2e-7)
    dy = floats(x.size)
    np.testing.assert_allclose(
        actfast.swish.param_grad(x, dy, beta=beta), np.sum(dy * wide**2 * s * (1 - s)), rtol=1e-5
    )
    np.testing.assert_allclose(
        actfast.squareplus.param_grad(x, dy, b=b), np.sum(dy / (4 * root)), rtol=1e-5
    )
    np.testing.assert_allclose(
        actfast.gelu(np.float32(-12)), -12 * math.erfc(12 / 2**0.5) / 2, 1e-6
    )


def test_passes_that_an_activation_has_not_are_not_there():
    assert not hasattr(actfast.gelu, "backward_from_output")
    assert not hasattr(actfast.gelu, "param_grad")
    assert not hasattr(actfast.swish, "backward_from_output")
    assert hasattr(actfast.tanh, "backward_from_output") and hasattr(actfast.swish, "param_grad")


@pytest.mark.parametrize(
    "name, params",
    [
        ("swish", {"beta": math.nan}),
        ("swish", {"beta": 1e300}),
        ("softplus", {"beta": -1}),
        ("squareplus", {"b": -1}),
        ("celu", {"alpha": 0}),
        ("softshrink", {"lambda_": -1}),
        ("hard_tanh", {"min": 1, "max": 0}),
    ],
)
def test_invalid_parameters_are_value_errors_that_name_them(name, params):
    x = floats(3)
    f = getattr(actfast, name)
    first = next(iter(params.items()))
    for call in (
        lambda: f(x, **params),
        lambda: f.gated_backward(x, x, x, **params),
        lambda: f.bias(floats(2, 3), x, **params),
    ):
        with pytest.raises(ValueError, match=f"^{name}.*{first[0]}=.*parameter is not valid"):
            call()


def test_parameters_are_keywords_of_numbers():
    x = floats(3)
    with pytest.raises(TypeError, match="positional"):
        actfast.swish(x, 2.0)
    with pytest.raises(TypeError, match="bta"):
        actfast.swish(x, bta=2.0)
    for wrong in ("2", None, [1, 2], floats(2)):
        with pytest.raises(TypeError, match="swish: beta must be a number"):
            actfast.swish(x, beta=wrong)
    for right in (2, np.float32(2), np.float64(2), np.array(2.0)):
        assert same_bits(actfast.swish(x, beta=right), actfast.swish(x, beta=2.0))
