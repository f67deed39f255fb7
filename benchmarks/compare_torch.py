"""Times libactfast and PyTorch side by side, in turns in one process on one thread.

compare_torch.py LIBRARY [--floats=N,N] [--rounds=N] [--csv=FILE]

Both are called from Python, ours through ctypes and PyTorch's operators with the output given, so that neither
allocates; the time of a call on one float is taken off both: what is left is the arithmetic. Medians over rounds
in which each has its turn. Exits with 77 where there is no PyTorch, with 1 where it has few of the functions."""
import argparse
import ctypes
import os
import platform
import statistics
import sys
import time

SAMPLE_SECONDS = 1e-3

# What PyTorch calls them: the operator and what follows the input; backward's input comes behind dy.
VALUES = {
    "relu": ("relu", ()),
    "leaky_relu": ("leaky_relu", (0.01,)),
    "softplus": ("softplus", (1, 20)),
    "sigmoid": ("sigmoid", ()),
    "tanh": ("tanh", ()),
    "gelu": ("gelu", ()),
    "silu": ("silu", ()),
    "mish": ("mish", ()),
    "elu": ("elu", ()),
    "log_sigmoid": ("log_sigmoid", ()),
    "hard_sigmoid": ("hardsigmoid", ()),
    "hard_swish": ("hardswish", ()),
    "hard_tanh": ("hardtanh", ()),
    "softshrink": ("softshrink", ()),
    "hardshrink": ("hardshrink", ()),
}
BACKWARDS = {
    "relu": ("threshold_backward", (0,)),
    "leaky_relu": ("leaky_relu_backward", (0.01, False)),
    "softplus": ("softplus_backward", (1, 20)),
    "gelu": ("gelu_backward", ()),
    "silu": ("silu_backward", ()),
    "elu": ("elu_backward", (1, 1, 1, False)),
    "hard_tanh": ("hardtanh_backward", (-1, 1)),
}


class Library:
    """The calls of the C interface that are timed."""

    def __init__(self, path):
        self.c = ctypes.CDLL(os.path.abspath(path))
        p, s = ctypes.c_void_p, ctypes.c_char_p
        self.c.actfast_backend_find.restype = p
        self.c.actfast_backend_find.argtypes = (s, s)
        self.c.actfast_version_string.restype = s
        self.c.actfast_backend_isa.restype = s
        self.c.actfast_backend_isa.argtypes = (p,)
        self.c.actfast_forward_f32.argtypes = (p, ctypes.c_int, p, p, p, ctypes.c_size_t)
        self.c.actfast_backward_f32.argtypes = (p, ctypes.c_int, p, p, p, p, ctypes.c_size_t)

    def call(self, accuracy, pass_, name, x, dy, y):
        """A function of no arguments; None where there is no such backend."""
        backend = self.c.actfast_backend_find(None, accuracy.encode())
        number = self.c.actfast_activation_find(name.encode())
        if not backend or number < 0:
            return None
        if pass_ == "value":
            arguments = (backend, number, None, x.data_ptr(), y.data_ptr(), x.numel())
            return lambda f=self.c.actfast_forward_f32: f(*arguments)
        arguments = (backend, number, None, x.data_ptr(), dy.data_ptr(), y.data_ptr(), x.numel())
        return lambda f=self.c.actfast_backward_f32: f(*arguments)


def torch_call(torch, pass_, name, x, dy, y):
    """A function of no arguments; None where PyTorch has no such operator."""
    operator, more = (VALUES if pass_ == "value" else BACKWARDS)[name]
    packet = getattr(torch.ops.aten, operator, None)
    overload = "out" if pass_ == "value" else "grad_input"
    if packet is None or overload not in packet.overloads():
        return None
    f = getattr(packet, overload)
    if pass_ == "value":
        return lambda: f(x, *more, out=y)
    if name == "elu":  # its own order
        return lambda: f(dy, *more, x, grad_input=y)
    return lambda: f(dy, x, *more, grad_input=y)


def sample(call, count):
    start = time.perf_counter()
    for _ in range(count):
        call()
    return (time.perf_counter() - start) / count


def measure(calls, rounds):
    """Seconds of a call, for each: medians of interleaved rounds."""
    counts = {who: max(1, round(SAMPLE_SECONDS / max(sample(call, 3), 1e-7))) for who, call in calls.items()}
    times = {who: [] for who in calls}
    for _ in range(rounds):
        for who, call in calls.items():
            call()
            times[who].append(sample(call, counts[who]))
    return {who: statistics.median(t) for who, t in times.items()}


def calls_of(torch, library, pass_, name, n):
    generator = torch.Generator().manual_seed(1)
    x = torch.randn(n, generator=generator) * 2.5
    dy, y = torch.randn(n, generator=generator), torch.zeros(n)
    calls = {a: library.call(a, pass_, name, x, dy, y) for a in ("accurate", "fast")}
    calls["torch"] = torch_call(torch, pass_, name, x, dy, y)
    return {who: call for who, call in calls.items() if call}


def lines_of(torch, library, pass_, name, n, rounds):
    """CSV lines as actfast-compare writes them, and the ratios to our two."""
    calls = calls_of(torch, library, pass_, name, n)
    if "torch" not in calls:
        return []
    whole = measure(calls, rounds)
    single = measure(calls_of(torch, library, pass_, name, 1), rounds)
    ns = {who: max(whole[who] - single[who], 0) / n * 1e9 for who in whole}
    isa = library.c.actfast_backend_isa(library.c.actfast_backend_find(None, None)).decode()
    ratios = lambda who: [f"{ns[who] / ns[a]:.4g}" if ns[who] and ns.get(a) else "" for a in ("accurate", "fast")]
    lines = []
    for who in ns:
        kind = ["peer", "torch", isa, ""] if who == "torch" else ["actfast", "actfast", isa, who]
        lines.append([name, pass_, str(n), *kind, f"{ns[who]:.6g}", *ratios(who), f"{single[who] * 1e9:.0f}"])
    return lines


def context(torch, library):
    model = ""
    if os.path.exists("/proc/cpuinfo"):
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            model = next((line.split(": ", 1)[1].strip() for line in file if line.startswith("model name")), "")
    return {
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "actfast": library.c.actfast_version_string().decode(),
        "CPU": model or platform.machine(),
        "torch": f"{torch.__version__}, {torch.get_num_threads()} thread",
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library")
    parser.add_argument("--floats", default="4096,131072")
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--csv")
    options = parser.parse_args()
    try:
        import torch
    except ImportError:
        print("SKIPPED: no PyTorch; cmake/setup.sh peers installs it")
        return 77
    torch.set_num_threads(1)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    library = Library(options.library)
    head = [f"# {key}: {value}" for key, value in context(torch, library).items()]
    head.append("activation,pass,floats,kind,who,isa,accuracy,ns_per_element,ratio_to_accurate,ratio_to_fast,call_ns")
    text, compared = [*head], set()
    print("\n".join(head[:-1]))
    for n in map(int, options.floats.split(",")):
        for pass_, names in (("value", VALUES), ("backward", BACKWARDS)):
            print(f"\n== {pass_}, {n} floats: time of PyTorch / time of actfast, accurate and fast ==")
            for name in names:
                lines = lines_of(torch, library, pass_, name, n, options.rounds)
                text += [",".join(line) for line in lines]
                if lines:
                    compared.add((pass_, name))
                    print(f"{name:18} {lines[-1][-3]:>8} {lines[-1][-2]:>8}")
    if options.csv:
        with open(options.csv, "w", encoding="utf-8") as file:
            file.write("\n".join(text) + "\n")
    absent = [(p, n) for p, names in (("value", VALUES), ("backward", BACKWARDS)) for n in names if (p, n) not in compared]
    for pass_, name in absent:
        print(f"this PyTorch has no {pass_} of {name} with an output given")
    return 1 if len(absent) > len(VALUES) // 2 else 0


if __name__ == "__main__":
    sys.exit(main())
