"""PyTorch's activations and their gradients, on one thread, for judge_peers: prints the version, then
answers questions on stdin until it ends. A question is a line with the name of an activation and n, then n
floats; the answer a 1, n values and n gradients; or a 0 for an activation that PyTorch does not have."""
import struct
import sys

import torch
from torch.nn import functional as F

# With our default parameters, which are its own; hard_sigmoid is left out, because its 1/6 is no float.
FUNCTIONS = {
    "relu": F.relu,
    "leaky_relu": F.leaky_relu,
    "softplus": F.softplus,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "gelu": F.gelu,
    "gelu_tanh": lambda x: F.gelu(x, approximate="tanh"),
    "silu": F.silu,
    "mish": F.mish,
    "elu": F.elu,
    "selu": F.selu,
    "celu": F.celu,
    "log_sigmoid": F.logsigmoid,
    "softsign": F.softsign,
    "tanhshrink": F.tanhshrink,
    "hard_swish": F.hardswish,
    "hard_tanh": F.hardtanh,
    "relu6": F.relu6,
    "softshrink": F.softshrink,
    "hardshrink": F.hardshrink,
}


def answer(name, data):
    x = torch.frombuffer(bytearray(data), dtype=torch.float32).requires_grad_()
    y = FUNCTIONS[name](x)
    y.backward(torch.ones_like(y))
    return y.detach().numpy().tobytes() + x.grad.numpy().tobytes()


def main():
    torch.set_num_threads(1)
    questions, answers = sys.stdin.buffer, sys.stdout.buffer
    answers.write(f"{torch.__version__}\n".encode())
    answers.flush()
    while line := questions.readline():
        name, n = line.split()
        name, data = name.decode(), questions.read(4 * int(n))
        answers.write(struct.pack("=i", name in FUNCTIONS))
        if name in FUNCTIONS and data:
            answers.write(answer(name, data))
        answers.flush()


if __name__ == "__main__":
    main()
