"""The passes of the library as functions of autograd, differentiable twice."""
import torch

from . import _native


class _Last(torch.autograd.Function):
    """A derivative that the library has no derivative of. Asking for one is an error wherever it is
    asked for; PyTorch's once_differentiable lets a silent zero through where dy is a constant."""

    @staticmethod
    def backward(ctx, *gradients):
        raise RuntimeError(
            "actfast has first and second derivatives with respect to x, first ones with "
            "respect to a parameter; here a further one is asked for"
        )


class Apply(torch.autograd.Function):
    """y = f(x)."""

    @staticmethod
    def forward(ctx, x, activation, params):
        ctx.activation, ctx.params = activation, params
        ctx.save_for_backward(x)
        return _native.run("forward", activation, params, [x])

    @staticmethod
    def backward(ctx, dy):
        (x,) = ctx.saved_tensors
        return Backward.apply(x, dy, ctx.activation, ctx.params), None, None


class Backward(torch.autograd.Function):
    """dx = dy*f'(x)."""

    @staticmethod
    def forward(ctx, x, dy, activation, params):
        ctx.activation, ctx.params = activation, params
        ctx.save_for_backward(x, dy)
        return _native.run("backward", activation, params, [x, dy])

    @staticmethod
    def backward(ctx, ddx):
        x, dy = ctx.saved_tensors
        of_x = of_dy = None
        if ctx.needs_input_grad[0]:
            of_x = Second.apply(x, dy, ddx, ctx.activation, ctx.params)
        if ctx.needs_input_grad[1]:
            of_dy = Backward.apply(x, ddx, ctx.activation, ctx.params)
        return of_x, of_dy, None, None


class Second(_Last):
    """ddx*dy*f''(x)."""

    @staticmethod
    def forward(ctx, x, dy, ddx, activation, params):
        return ddx * dy * _native.run("grad2", activation, params, [x])


class Learn(torch.autograd.Function):
    """y = f(x) with a first parameter that learns. The library has no second derivatives that go
    through the parameter, so this can be differentiated once."""

    @staticmethod
    def forward(ctx, x, learned, activation, others):
        ctx.activation, ctx.params = activation, (learned.item(), *others)
        ctx.save_for_backward(x, learned)
        return _native.run("forward", activation, ctx.params, [x])

    @staticmethod
    def backward(ctx, dy):
        needs = ctx.needs_input_grad[:2]
        return (
            *LearnBackward.apply(*ctx.saved_tensors, dy, ctx.activation, ctx.params, needs),
            None,
            None,
        )


class LearnBackward(_Last):
    """dx = dy*f'(x) and the sum of dy*df/dp, those of the two that are needed."""

    @staticmethod
    def forward(ctx, x, learned, dy, activation, params, needs):
        of_x = of_learned = None
        if needs[0]:
            of_x = _native.run("backward", activation, params, [x, dy])
        if needs[1]:
            of_learned = torch.full_like(learned, _native.param_grad(activation, params, x, dy))
        return of_x, of_learned


class Gated(torch.autograd.Function):
    """y = f(gate)*up."""

    @staticmethod
    def forward(ctx, gate, up, activation, params):
        ctx.activation, ctx.params = activation, params
        ctx.save_for_backward(gate, up)
        return _native.run("gated", activation, params, [gate, up])

    @staticmethod
    def backward(ctx, dy):
        gate, up = ctx.saved_tensors
        return (*GatedBackward.apply(gate, up, dy, ctx.activation, ctx.params), None, None)


class GatedRows(torch.autograd.Function):
    """y = f(gate)*up, gate and up the halves of the last dimension of x. Forward reads x as it is;
    backward copies the halves apart."""

    @staticmethod
    def forward(ctx, x, activation, params):
        ctx.activation, ctx.params = activation, params
        ctx.save_for_backward(x)
        return _native.gated_rows(activation, params, x)

    @staticmethod
    def backward(ctx, dy):
        (x,) = ctx.saved_tensors
        gate, up = x.chunk(2, -1) if x.shape[-1] else (x, x)
        halves = GatedBackward.apply(gate, up, dy, ctx.activation, ctx.params)
        return torch.cat(halves, -1), None, None


class GatedBackward(torch.autograd.Function):
    """dgate = dy*up*f'(gate) and dup = dy*f(gate)."""

    @staticmethod
    def forward(ctx, gate, up, dy, activation, params):
        ctx.activation, ctx.params = activation, params
        ctx.save_for_backward(gate, up, dy)
        return tuple(_native.run("gated_backward", activation, params, [gate, up, dy], outputs=2))

    @staticmethod
    def backward(ctx, ddgate, ddup):
        seconds = GatedSecond.apply(*ctx.saved_tensors, ddgate, ddup, ctx.activation, ctx.params)
        return (*seconds, None, None)


class GatedSecond(_Last):
    """The derivatives of ddgate*dgate + ddup*dup with respect to gate, up and dy."""

    @staticmethod
    def forward(ctx, gate, up, dy, ddgate, ddup, activation, params):
        f, slope = _native.run("value_and_grad", activation, params, [gate], outputs=2)
        bend = _native.run("grad2", activation, params, [gate])
        of_gate = dy * (ddgate * up * bend + ddup * slope)
        of_dy = ddgate * up * slope + ddup * f
        return of_gate, ddgate * dy * slope, of_dy
