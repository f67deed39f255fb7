"""The modules compute what PyTorch's own do, hold their parameters as modules should, and learn."""
import copy
import io
import pickle
from pathlib import Path

import actfast
import pytest
import torch
from doubles import normal
from torch import nn

import actfast_torch

# Ours and PyTorch's own, with the same arguments.
PAIRS = [
    ("ReLU", nn.ReLU, ()),
    ("LeakyReLU", nn.LeakyReLU, (0.1,)),
    ("SoftPlus", nn.Softplus, (2.0, 10.0)),
    ("Sigmoid", nn.Sigmoid, ()),
    ("Tanh", nn.Tanh, ()),
    ("GELU", nn.GELU, ()),
    ("SiLU", nn.SiLU, ()),
    ("Mish", nn.Mish, ()),
    ("ELU", nn.ELU, (0.5,)),
    ("SELU", nn.SELU, ()),
    ("CELU", nn.CELU, (0.5,)),
    ("LogSigmoid", nn.LogSigmoid, ()),
    ("Softsign", nn.Softsign, ()),
    ("Tanhshrink", nn.Tanhshrink, ()),
    ("HardSigmoid", nn.Hardsigmoid, ()),
    ("HardSwish", nn.Hardswish, ()),
    ("HardTanh", nn.Hardtanh, (-2.0, 0.5)),
    ("ReLU6", nn.ReLU6, ()),
    ("Softshrink", nn.Softshrink, (0.25,)),
    ("Hardshrink", nn.Hardshrink, (0.25,)),
]


@pytest.mark.parametrize("name, theirs, arguments", PAIRS, ids=[name for name, *_ in PAIRS])
def test_modules_compute_what_those_of_torch_do(name, theirs, arguments):
    ours, theirs = getattr(actfast_torch, name)(*arguments), theirs(*arguments)
    x, y = normal(4, 250).requires_grad_(), normal(4, 250).requires_grad_()
    got, want = ours(x), theirs(y)
    # Theirs is float as well, and less exact than ours: 1e-5 is what they are apart.
    torch.testing.assert_close(got, want, rtol=1e-5, atol=1e-6)
    got.square().sum().backward()
    want.square().sum().backward()
    torch.testing.assert_close(x.grad, y.grad, rtol=2e-5, atol=2e-6)


def test_every_activation_has_a_module():
    assert len(actfast_torch.modules) == len(actfast.activations) + 4
    for name, module in actfast_torch.modules.items():
        assert getattr(actfast_torch, name) is module and name in actfast_torch.__all__
        x = normal(3, 4)
        assert module()(x).shape == (
            (3, 4) if issubclass(module, actfast_torch.Activation) else (3, 2)
        )
        assert module.__doc__


def test_gated_units_are_their_formulas():
    x = normal(6, 10)
    gate, up = x.chunk(2, -1)
    for module, f in (
        (actfast_torch.SwiGLU(), nn.functional.silu),
        (actfast_torch.GEGLU(), nn.functional.gelu),
        (actfast_torch.ReGLU(), torch.relu),
        (actfast_torch.GLU(), torch.sigmoid),
    ):
        torch.testing.assert_close(module(x), f(gate) * up, rtol=1e-5, atol=1e-6)
        assert torch.equal(module(x), module(gate, up))
    torch.testing.assert_close(
        actfast_torch.GLU()(torch.cat([up, gate], -1)), nn.GLU()(x), rtol=1e-5, atol=1e-6
    )


LEARN = {
    "SquarePlus": "b",
    "SoftPlus": "beta",
    "Swish": "beta",
    "LeakyReLU": "negative_slope",
    "ELU": "alpha",
    "CELU": "alpha",
}


def test_those_that_can_learn_are_those_of_the_library():
    can = set()
    for name, module in actfast_torch.modules.items():
        try:
            module(learnable=True)
            can.add(name)
        except TypeError:
            pass
    assert can == set(LEARN)


@pytest.mark.parametrize("name", LEARN)
def test_a_learnable_parameter_is_learned(name):
    """From data that another value of it has made, that value is found again."""
    module = getattr(actfast_torch, name)(learnable=True)
    (learned,) = module.parameters()
    assert dict(module.named_parameters()).keys() == {LEARN[name]}
    target = float(learned) * 1.6
    x = normal(400)
    want = actfast_torch.modules[name](**{LEARN[name]: target})(x)
    optimizer = torch.optim.Adam(module.parameters(), lr=0.02 * float(learned))
    for _ in range(300):
        optimizer.zero_grad()
        (module(x) - want).square().mean().backward()
        optimizer.step()
    assert float(learned) == pytest.approx(target, rel=1e-2)


def test_modules_are_saved_copied_and_printed_like_others():
    module = actfast_torch.SquarePlus(b=2.5, learnable=True)
    assert repr(module) == "SquarePlus(b=2.5, learnable)"
    assert repr(actfast_torch.SoftPlus(2.0)) == "SoftPlus(beta=2, threshold=20)"
    assert repr(actfast_torch.SwiGLU()) == "SwiGLU()"
    other = actfast_torch.SquarePlus(learnable=True)
    other.load_state_dict(module.state_dict())
    stored = io.BytesIO()
    torch.save(module, stored)
    stored.seek(0)
    loaded = torch.load(stored, **({"weights_only": False} if hasattr(torch, "compile") else {}))
    for one in (other, copy.deepcopy(module), pickle.loads(pickle.dumps(module)), loaded):
        assert float(one.b) == 2.5 and isinstance(one.b, nn.Parameter)
    assert actfast_torch.SquarePlus().state_dict() == {}


def test_wrong_arguments_are_refused_at_once():
    for call in (
        lambda: actfast_torch.SquarePlus(b=-1.0),
        lambda: actfast_torch.HardTanh(1.0, 0.0),
        lambda: actfast_torch.Swish(float("inf")),
    ):
        with pytest.raises(ValueError, match="parameter is not valid"):
            call()
    for call in (
        lambda: actfast_torch.Swish(gamma=1.0),
        lambda: actfast_torch.GELU(1.0),
        lambda: actfast_torch.GELU(learnable=True),
        lambda: actfast_torch.SwiGLU(2),
    ):
        with pytest.raises(TypeError):
            call()


def test_a_parameter_that_has_become_invalid_is_an_error_of_the_next_forward_pass():
    module = actfast_torch.SquarePlus(learnable=True)
    with torch.no_grad():
        module.b -= 5
    with pytest.raises(ValueError, match=r"squareplus\(b=-1\): a parameter is not valid"):
        module(normal(3))


def test_the_package_goes_with_the_version_of_actfast():
    text = (Path(__file__).resolve().parents[1] / "pyproject.toml").read_text()
    assert f'\nversion = "{actfast.__version__}"\n' in text
    assert f'"actfast=={actfast.__version__}"' in text
