"""Calls the library on tensors: which memory it is handed as it is, and what is copied first."""
import ctypes

import torch
from actfast._library import check, pass_of


def check_tensor(tensor, name):
    """Float32 in the memory of this machine, or a TypeError that says what to do."""
    if not isinstance(tensor, torch.Tensor):
        raise TypeError(f"{name} must be a tensor, not {type(tensor).__name__}")
    if tensor.layout != torch.strided or tensor.device.type != "cpu":
        raise TypeError(
            f"{name} is {tensor.layout} on {tensor.device}; what is computed is dense and "
            f"on the CPU: give {name}.cpu() or {name}.to_dense()"
        )
    if tensor.dtype != torch.float32:
        raise TypeError(
            f"{name} has dtype {tensor.dtype}, and float32 is computed, with no silent "
            f"conversion: give {name}.float()"
        )


def check_same_shape(tensors, names):
    for tensor, name in zip(tensors[1:], names[1:]):
        if tensor.shape != tensors[0].shape:
            raise ValueError(
                f"{name} has shape {tuple(tensor.shape)}, {names[0]} has "
                f"{tuple(tensors[0].shape)}; there is no broadcasting"
            )


def _laid_out_as(tensor, result):
    """The tensor itself if its elements lie in memory as those of the result do, else a copy that
    does. A negation that is only noted has to be done."""
    tensor = tensor.resolve_neg()
    if tensor.stride() == result.stride():
        return tensor
    return torch.empty_like(result).copy_(tensor)


def _head(activation, params):
    floats = (ctypes.c_float * len(params))(*params) if params else None
    return None, activation.id, floats


def _describe(activation, params):
    given = ", ".join(f"{name}={value:g}" for name, value in zip(activation.defaults, params))
    return f"{activation.name}({given})" if given else activation.name


def _refuse_export():
    """What C writes through pointers no exporter sees: its graph would have zeros in its place."""
    if torch.onnx.is_in_onnx_export():
        raise RuntimeError(
            "actfast_torch has no ONNX form: export the model with torch's own activations"
        )


def run(name, activation, params, inputs, outputs=1):
    """An elementwise pass. The results are new, without gaps, and in the order of the first input:
    channels last stays channels last."""
    _refuse_export()
    results = [torch.empty_like(inputs[0]) for _ in range(outputs)]
    inputs = [_laid_out_as(tensor, results[0]) for tensor in inputs]
    pointers = [tensor.data_ptr() for tensor in inputs + results]
    check(
        pass_of(name)(*_head(activation, params), *pointers, results[0].numel()),
        _describe(activation, params),
    )
    return results[0] if outputs == 1 else results


def param_grad(activation, params, x, dy):
    """The sum of dy*df/dp, p the first parameter, added up in double."""
    x, dy = x.resolve_neg().contiguous(), dy.resolve_neg().contiguous()
    sums = (ctypes.c_double * len(params))()
    status = pass_of("param_grad")(
        *_head(activation, params), x.data_ptr(), dy.data_ptr(), x.numel(), sums
    )
    check(status, _describe(activation, params))
    return sums[0]


def gated_rows(activation, params, x):
    """f of the first half of the last dimension times the second half. Rows may lie apart."""
    _refuse_export()
    columns = x.shape[-1] // 2
    y = x.new_empty(x.shape[:-1] + (columns,))
    if y.numel() == 0:
        return y
    rows = x.resolve_neg().reshape(-1, 2 * columns)
    apart = rows.stride(0) if rows.shape[0] > 1 else 2 * columns
    if rows.stride(1) != 1 or apart < 2 * columns:
        rows, apart = rows.contiguous(), 2 * columns
    status = pass_of("gated_rows")(
        *_head(activation, params),
        rows.data_ptr(),
        y.data_ptr(),
        rows.shape[0],
        columns,
        apart,
        columns,
    )
    check(status, _describe(activation, params))
    return y


def check_params(activation, params):
    """Raises the ValueError that a call with these parameters would."""
    check(
        pass_of("forward")(*_head(activation, params), None, None, 0), _describe(activation, params)
    )
