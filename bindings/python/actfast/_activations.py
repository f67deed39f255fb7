"""A function for each activation of the library, and on it one for each of its passes."""
import ctypes
import keyword
import textwrap
from typing import NamedTuple

import numpy as np

from ._arrays import address, as_floats, as_outs, check_same_shape, elementwise, rowwise
from ._backends import pointer_of
from ._library import check, native, pass_of


class Activation(NamedTuple):
    """What the library tells of an activation."""

    id: int
    name: str
    formula: str
    defaults: dict  # of the parameters, in their order
    passes: tuple  # those it has


class Pass(NamedTuple):
    """A pass as Python sees it."""

    name: str  # of the attribute; "" for the activation itself
    native: str
    inputs: tuple
    outputs: tuple
    run: object  # run(bound, inputs, params, out, backend)
    formula: str
    notes: str


class Bound(NamedTuple):
    """A pass of an activation: what its function needs at each call."""

    what: str  # as errors name it
    activation: int
    function: object
    inputs: tuple
    outputs: tuple
    parameters: tuple


# ---- The three kinds of passes ----


def _pack(bound, params):
    """The parameters as the library takes them: floats, NULL if there are none."""
    if not params:
        return None
    packed = (ctypes.c_float * len(params))()
    for i, value in enumerate(params):
        try:
            packed[i] = value
        except TypeError:
            raise TypeError(
                f"{bound.what}: {bound.parameters[i]} must be a number, "
                f"not {type(value).__name__}"
            ) from None
    return packed


def _head(bound, params, backend):
    return pointer_of(backend), bound.activation, _pack(bound, params)


def _describe(bound, params):
    given = ", ".join(f"{name}={value}" for name, value in zip(bound.parameters, params))
    return f"{bound.what}({given})" if given else bound.what


def _run_elementwise(bound, inputs, params, out, backend):
    inputs = [as_floats(value, name) for value, name in zip(inputs, bound.inputs)]
    check_same_shape(inputs, bound.inputs)
    outs = as_outs(out, bound.outputs, inputs[0].shape)
    head = _head(bound, params, backend)
    return elementwise(
        lambda: _describe(bound, params),
        inputs,
        outs,
        lambda n, buffers: bound.function(*head, *buffers, n),
    )


def _as_matrix(value, name):
    x = as_floats(value, name)
    if x.ndim != 2:
        raise ValueError(f"{name} must have rows and columns, not the shape {x.shape}")
    return x


def _run_bias(bound, inputs, params, out, backend):
    x = _as_matrix(inputs[0], "x")
    bias = np.asarray(as_floats(inputs[1], "bias"), order="C")
    if bias.shape != x.shape[1:]:
        raise ValueError(
            f"bias has shape {bias.shape}, x has {x.shape}: there must be one bias for "
            "each column"
        )
    outs = as_outs(out, bound.outputs, x.shape)
    head = _head(bound, params, backend)
    return rowwise(
        lambda: _describe(bound, params),
        x,
        outs,
        x.shape[1],
        lambda from_, to, *shape: bound.function(*head, from_, address(bias), to, *shape),
    )


def _run_gated_rows(bound, inputs, params, out, backend):
    x = _as_matrix(inputs[0], "x")
    if x.shape[1] % 2:
        raise ValueError(f"x has shape {x.shape}: the columns must be even in number, gate and up")
    columns = x.shape[1] // 2
    outs = as_outs(out, bound.outputs, (x.shape[0], columns))
    head = _head(bound, params, backend)
    return rowwise(
        lambda: _describe(bound, params),
        x,
        outs,
        columns,
        lambda *rows: bound.function(*head, *rows),
    )


def _run_param_grad(bound, inputs, params, backend):
    inputs = [as_floats(value, name) for value, name in zip(inputs, bound.inputs)]
    check_same_shape(inputs, bound.inputs)
    # In the order of the elements as C counts them: the sum depends on it.
    x, dy = [np.asarray(array, order="C") for array in inputs]
    sums = (ctypes.c_double * len(params))()
    status = bound.function(*_head(bound, params, backend), address(x), address(dy), x.size, sums)
    check(status, _describe(bound, params))
    return sums[0]


# ---- The list of passes ----


PASSES = (
    Pass("", "forward", ("x",), ("y",), _run_elementwise, "y = f(x)", ""),
    Pass("grad", "grad", ("x",), ("g",), _run_elementwise, "g = f'(x)", ""),
    Pass(
        "backward",
        "backward",
        ("x", "dy"),
        ("dx",),
        _run_elementwise,
        "dx = dy*f'(x)",
        "x is what f was applied to, dy the derivative of a loss with respect to y = f(x), dx that "
        "with respect to x.",
    ),
    Pass(
        "value_and_grad",
        "value_and_grad",
        ("x",),
        ("y", "g"),
        _run_elementwise,
        "y = f(x) and g = f'(x), in one pass",
        "The bits are those of the two separate passes.",
    ),
    Pass("grad2", "grad2", ("x",), ("h",), _run_elementwise, "h = f''(x)", ""),
    Pass(
        "gated",
        "gated",
        ("gate", "up"),
        ("y",),
        _run_elementwise,
        "y = f(gate)*up",
        "SwiGLU is silu.gated, GEGLU gelu.gated, ReGLU relu.gated, GLU sigmoid.gated.",
    ),
    Pass(
        "gated_backward",
        "gated_backward",
        ("gate", "up", "dy"),
        ("dgate", "dup"),
        _run_elementwise,
        "dgate = dy*up*f'(gate) and dup = dy*f(gate), in one pass",
        "",
    ),
    Pass(
        "bias",
        "bias_rows",
        ("x", "bias"),
        ("y",),
        _run_bias,
        "y[r, c] = f(x[r, c] + bias[c])",
        "x has two dimensions, bias one element for each column. Rows may lie any distance apart: "
        "x[:, 3:9] is not copied.",
    ),
    Pass(
        "gated_rows",
        "gated_rows",
        ("x",),
        ("y",),
        _run_gated_rows,
        "y[r, c] = f(x[r, c])*x[r, columns + c]",
        "x has two dimensions and 2*columns columns: gate, then up; y has columns. Rows may lie "
        "any distance apart.",
    ),
    Pass(
        "backward_from_output",
        "backward_from_output",
        ("y", "dy"),
        ("dx",),
        _run_elementwise,
        "dx = dy*f'(x), given y = f(x) in place of x",
        "y is rounded, and where f is flat its last digits are all that f' can be had from; "
        "actfast/activations.h says for each activation what is lost.",
    ),
    Pass(
        "param_grad",
        "param_grad",
        ("x", "dy"),
        (),
        _run_param_grad,
        "the sum of dy*df/d{learned} over all elements",
        "A float of double precision: the derivative of a loss with respect to {learned}.",
    ),
)

# Passes that not every activation has; a call of no elements tells.
_SOME_HAVE = ("backward_from_output", "param_grad")


def _has(id_, pass_):
    if pass_.name not in _SOME_HAVE:
        return True
    function = pass_of(pass_.native)
    buffers = [0] * len(function.argtypes[3:])
    return function(None, id_, None, *buffers) == 0


def _default(id_, i):
    """The shortest number that is this float: 0.01, not 0.00999999977648258."""
    return float(str(np.float32(native.actfast_activation_param_default(id_, i))))


def _parameter(id_, i):
    """The name of a parameter; lambda, which Python keeps for itself, becomes lambda_."""
    name = native.actfast_activation_param_name(id_, i).decode()
    return name + "_" if keyword.iskeyword(name) else name


def _describe_activation(id_):
    count = native.actfast_activation_param_count(id_)
    return Activation(
        id_,
        native.actfast_activation_name(id_).decode(),
        native.actfast_activation_formula(id_).decode(),
        {_parameter(id_, i): _default(id_, i) for i in range(count)},
        tuple(pass_ for pass_ in PASSES if _has(id_, pass_)),
    )


def describe_all():
    """All activations in the order of their ids."""
    return [_describe_activation(id_) for id_ in range(native.actfast_activation_count())]


# ---- Functions ----


def _shapes(pass_):
    if pass_.run in (_run_bias, _run_gated_rows):
        return ""
    if len(pass_.inputs) > 1:
        return f"{', '.join(pass_.inputs)} must have the same shape; there is no broadcasting."
    return f"{pass_.inputs[0]} may have any shape."


def _results(pass_):
    if not pass_.outputs:
        return ""
    what = (
        "a new array, or the one"
        if len(pass_.outputs) == 1
        else "new arrays, or those of the tuple"
    )
    return (
        f"Returns {', '.join(pass_.outputs)}: {what} given as out. An out may be an input or "
        "overlap it in any way."
    )


def _parameters(activation):
    lines = [f"    {name}: default {value:g}" for name, value in activation.defaults.items()]
    return "\n".join(["Parameters, rounded to float32:", *lines]) if lines else ""


def _errors(activation):
    invalid = "parameters that are not valid, " if activation.defaults else ""
    return (
        "Raises TypeError for anything but float32 (nothing is converted silently; plain Python "
        f"numbers are taken as float32) and for masked arrays; ValueError for {invalid}shapes that "
        "do not fit, an out that is read-only, a backend that is not there."
    )


def _document(activation, pass_):
    learned = next(iter(activation.defaults), "")
    title = f"{activation.name}{'.' + pass_.name if pass_.name else ''}: {pass_.formula}"
    prose = [pass_.notes, _shapes(pass_)]
    tail = [
        _results(pass_),
        "backend: a Backend or the name of an instruction set, for this call alone.",
        _errors(activation),
    ]
    parts = [
        title,
        f"f(x) = {activation.formula}",
        *map(_wrap, prose),
        _parameters(activation),
        *map(_wrap, tail),
    ]
    return "\n\n".join(part for part in parts if part).replace("{learned}", learned) + "\n"


def _wrap(text):
    return textwrap.fill(text, 96)


def signature(activation, pass_):
    """The parameters of the function, as Python writes them."""
    named = [f"{name}={value!r}" for name, value in activation.defaults.items()]
    return list(pass_.inputs), named + (["out=None"] if pass_.outputs else []) + ["backend=None"]


def _build(activation, pass_):
    """A function with a signature of its own, so that Python itself checks how it is called."""
    positional, named = signature(activation, pass_)
    name = pass_.name or activation.name
    bound = Bound(
        f"{activation.name}.{name}" if pass_.name else name,
        activation.id,
        pass_of(pass_.native),
        pass_.inputs,
        pass_.outputs,
        tuple(activation.defaults),
    )
    arguments = [
        f"({''.join(word + ', ' for word in words)})" for words in (positional, activation.defaults)
    ]
    arguments += (["out"] if pass_.outputs else []) + ["backend"]
    source = (
        f"def {name}({', '.join(positional)}, *, {', '.join(named)}):\n"
        f"    return _run(_bound, {', '.join(arguments)})\n"
    )
    scope = {"_run": pass_.run, "_bound": bound}
    exec(compile(source, f"<actfast.{bound.what}>", "exec"), scope)
    function = scope[name]
    function.__module__, function.__qualname__ = "actfast", bound.what
    function.__doc__ = _document(activation, pass_)
    return function


def build_all():
    """The function of each activation by its name, with its passes as attributes."""
    functions = {}
    for activation in describe_all():
        function = _build(activation, activation.passes[0])
        for pass_ in activation.passes[1:]:
            setattr(function, pass_.name, _build(activation, pass_))
        function.formula = activation.formula
        function.defaults = dict(activation.defaults)
        functions[activation.name] = function
    return functions
