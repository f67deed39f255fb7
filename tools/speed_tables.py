"""Writes the tables of docs/speed.md and README.md from the measurements in docs/speed: speed_tables.py [--check] PAGE...

A table stands between <!-- speed: NAME --> and <!-- speed end -->. With --check nothing is written: exits with 1
if a page says something else than the measurements."""
import math
import re
import statistics
import sys
from pathlib import Path

import speed_data
from speed_data import CACHE, MEMORY, SECOND

KNOWN = ("relu", "squareplus", "sigmoid", "tanh", "silu", "gelu", "softplus", "mish")
ACCURACIES = ("accurate", "fast")
PASSES = ("value", "backward", "value_and_grad")
MARKED = re.compile(r"(<!-- speed: (\w+) -->\n).*?(<!-- speed end -->)", re.S)


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(str(cell) for cell in line)} |\n" for line in lines)


def ps(ns):
    return "" if ns is None else f"{ns * 1000:.0f}"


def ratio(a, b):
    return "" if a is None or b is None else f"{a / b:.2f}"


def mean(values):
    return math.exp(sum(map(math.log, values)) / len(values))


def size_name(n):
    return "64 Mi" if n == MEMORY else f"{n:,}"


def measured(name="functions"):
    run = speed_data.read(name)
    c = run.context
    peers = ", ".join(f"{who} {c[who]}" for who in ("onednn", "xnnpack", "sleef", "libmvec", "gcc") if who in c)
    return (f"Measured on {c['date']}: {c['CPU']}, {run.isa}, one thread, {c['compiler']}, {c['build type']}, "
            f"revision {c['revision']}; {peers}.\n")


def functions(pass_, name="functions"):
    run = speed_data.read(name)
    rows = []
    for name in run.activations:
        ours = [run.ours(name, pass_, CACHE, a) for a in ACCURACIES]
        second = run.ours(name, pass_, SECOND, "fast")
        peer, who = run.best_peer(name, pass_, CACHE)
        rows.append([name, *map(ps, ours), ps(second), f"{who} {ps(peer)}", *(ratio(peer, t) for t in ours)])
    return table(["", "accurate", "fast", "fast, 131,072", "best peer", "best / accurate", "best / fast"], rows)


def peers():
    run = speed_data.read("functions")
    rows = []
    for pass_ in PASSES[:2]:
        for n in (CACHE, SECOND):
            names = ("onednn", "xnnpack", "sleef", "libmvec", "gcc")
            ratios = {}
            for a in ACCURACIES:
                best = {}
                for who in names:
                    found = run.numbers(f"ratio_to_{a}", **{"pass": pass_, "floats": n, "who": who, "kind": "peer"})
                    ratios[who, a] = [found[name] for name in run.activations if name in found]
                    best = {name: min(found.get(name, math.inf), best.get(name, math.inf)) for name in {**found, **best}}
                ratios["best", a] = [best[name] for name in run.activations if name in best]
            for who in (*names, "best"):
                found = [ratios[who, a] for a in ACCURACIES]
                if all(found):
                    rows.append([pass_, size_name(n), who, *(f"{f(r):.2f}" for r in found for f in (min, mean))])
    return table(["pass", "floats", "peer", "accurate: worst", "mean", "fast: worst", "mean"], rows)


def isas():
    run = speed_data.read("functions")
    tiers = list(dict.fromkeys(row["isa"] for row in run.rows if row["who"] == "actfast"))
    rows = []
    for name in KNOWN:
        for accuracy in ACCURACIES:
            times = [run.time(name, "value", CACHE, "actfast", accuracy, isa) for isa in tiers]
            rows.append([name, accuracy, *map(ps, times), ps(run.time(name, "value", CACHE, "libm"))])
    return table(["", "", *tiers, "a loop of libm calls"], rows)


def halves():
    run = speed_data.read("functions")
    found = {a: run.numbers("ratio_to_slower_half", **{"pass": "value_and_grad", "floats": CACHE, "who": "actfast",
                                                       "isa": run.isa, "accuracy": a}) for a in ACCURACIES}
    rows = [[a, f"{mean(found[a].values()):.2f}", f"{max(found[a].values()):.2f}", max(found[a], key=found[a].get)]
            for a in ACCURACIES if found[a]]
    return table(["", "geometric mean", "worst", "of"], rows)


def memory():
    """Against memcpy for values, against the memory alone for what has three streams."""
    run = speed_data.read("memory")
    rows = []
    for name in [n for n in KNOWN if n in run.activations]:
        cells = []
        for pass_ in PASSES:
            bound = "memcpy" if pass_ == "value" else "streams"
            base = run.time(name, pass_, MEMORY, bound)
            cells += [ratio(run.ours(name, pass_, MEMORY, a), base) for a in ACCURACIES]
        peer, who = run.best_peer(name, "value", MEMORY)
        fast = run.ours(name, "value", MEMORY, "fast")
        rows.append([name, *cells, f"{who} {ratio(peer, fast)}" if who else ""])
    for who in ("memcpy", "streams"):
        times = [run.reference(who, pass_, MEMORY) for pass_ in PASSES]
        rows.append([f"{who}, ps", *(cell for t in times for cell in (ps(t), "")), ""])
    head = ["", *(f"{p}, {a}" for p in PASSES for a in ACCURACIES), "best peer / fast, value"]
    return table(head, rows)


def sweep():
    """By default and without streaming are two runs: each is held against its own memcpy."""
    runs = speed_data.read("streams"), speed_data.read("stores")
    rows = []
    for n in runs[0].sizes:
        copies = [run.reference("memcpy", "value", n) for run in runs]
        cells = [
            " / ".join(ratio(run.ours(name, pass_, n, "fast"), copy) for run, copy in zip(runs, copies))
            for pass_ in PASSES for name in ("relu", "silu")
        ]
        mib = n * 4 // 2**20
        rows.append([f"{mib} MiB" if mib < 1024 else f"{mib // 1024} GiB", " / ".join(map(ps, copies)), *cells])
    head = ["a buffer", "memcpy, ps", *(f"{name} {p}" for p in PASSES for name in ("relu", "silu"))]
    return table(head, rows)


def calls():
    run = speed_data.read("calls")
    rows = []
    for name in run.activations:
        for accuracy in ACCURACIES:
            beyond = []
            for n in run.sizes:
                found = run.numbers("call_ns_beyond_kernel", **{"pass": "value", "floats": n, "who": "actfast",
                                                                "isa": run.isa, "accuracy": accuracy})
                beyond += [found[name]] if name in found else []
            whole = [run.ours(name, "value", n, accuracy) * n for n in (1, 16, 64)]
            rows.append([name, accuracy, *(f"{t:.0f}" for t in whole), f"{statistics.median(beyond):.0f}",
                         f"{max(beyond):.0f}"])
    return table(["", "", "1 float", "16", "64", "beyond the kernel, median", "largest"], rows)


def cliffs():
    """The time on U[-120, 120] over that on N(0, 2.5)."""
    normal, wide = speed_data.read("functions"), speed_data.read("wide")
    rows = []
    for name in normal.activations:
        cells = []
        for pass_ in PASSES[:2]:
            for accuracy in ACCURACIES:
                cells.append(ratio(wide.ours(name, pass_, CACHE, accuracy), normal.ours(name, pass_, CACHE, accuracy)))
            worst = [(wide.time(name, pass_, CACHE, who) / normal.time(name, pass_, CACHE, who), who)
                     for who in ("onednn", "xnnpack", "sleef", "libmvec") if normal.time(name, pass_, CACHE, who)]
            cells.append("{1} {0:.1f}".format(*max(worst)) if worst else "")
        rows.append([name, *cells])
    return table(["", *(f"{p}, {w}" for p in PASSES[:2] for w in (*ACCURACIES, "worst peer"))], rows)


def avx2():
    if not (speed_data.FOLDER / "avx2.csv").exists():
        return "Not measured: this machine's best is no wider.\n"
    return functions("value", "avx2")


def zen4():
    """The least that another processor has to say: 4,096 floats, by instruction sets as wide."""
    run = speed_data.read("zen4")
    rows = []
    for name in run.activations:
        cells = []
        for pass_ in PASSES[:2]:
            ours = [run.ours(name, pass_, CACHE, a) for a in ACCURACIES]
            peer, who = run.best_peer(name, pass_, CACHE)
            cells += [*map(ps, ours), f"{who} {ps(peer)}", ratio(peer, ours[1])]
        rows.append([name, *cells])
    head = [cell for p in PASSES[:2] for cell in (f"{p}, accurate", "fast", "best peer", "best / fast")]
    return f"{measured('zen4')}\n{table(['', *head], rows)}"


def costs():
    """Relative to relu: to a half below 3, to a whole beyond."""
    run = speed_data.read("functions")

    def cost(name, pass_, accuracy):
        times = run.ours(name, pass_, CACHE, accuracy) / run.ours("relu", pass_, CACHE, accuracy)
        return f"{round(2 * times) / 2:g}" if times < 3 else f"{times:.0f}"

    rows = [[f"`{name}`", *(cost(name, p, a) for a in ACCURACIES for p in PASSES[:2])] for name in run.activations]
    return table(["", *(f"{p}, {a}" for a in ACCURACIES for p in PASSES[:2])], rows)


def torch():
    if not (speed_data.FOLDER / "torch.csv").exists():
        return "PyTorch was not there.\n"
    run = speed_data.read("torch")
    rows = []
    for pass_ in PASSES[:2]:
        for n in (CACHE, SECOND):
            found = [run.numbers(f"ratio_to_{a}", **{"pass": pass_, "floats": n, "who": "torch"}) for a in ACCURACIES]
            if all(found):
                rows.append([pass_, size_name(n), len(found[0]),
                             *(f"{f(r.values()):.2f}" for r in found for f in (min, mean))])
    head = ["pass", "floats", "functions", "accurate: worst", "mean", "fast: worst", "mean"]
    return f"PyTorch {run.context['torch']}:\n\n{table(head, rows)}"


def readme():
    run = speed_data.read("functions")
    rows = []
    for name in KNOWN:
        peer, who = run.best_peer(name, "value", CACHE)
        times = [run.ours(name, "value", CACHE, a) for a in ACCURACIES]
        rows.append([name, *map(ps, times), f"{ps(peer)} ({who})", ps(run.time(name, "value", CACHE, "libm"))])
    c = run.context
    text = f"Picoseconds per element, value, {CACHE:,} floats, {run.isa} ({c['CPU']}, one thread, {c['date']}):\n\n"
    text += table(["", "accurate", "fast", "fastest peer", "a loop of libm calls"], rows)
    gains = {}
    for pass_ in PASSES[:2]:
        for accuracy in ACCURACIES:
            gains[pass_, accuracy] = mean([run.time(name, pass_, CACHE, "libm") / run.ours(name, pass_, CACHE, accuracy)
                                           for name in run.activations if run.time(name, pass_, CACHE, "libm")])
    means = "; ".join(f"{p} " + ", ".join(f"{gains[p, a]:.0f} ({a})" for a in ACCURACIES) for p in PASSES[:2])
    return f"{text}\nA loop of libm calls over ours, geometric mean of all activations: {means}.\n"


TABLES = {
    "measured": measured,
    "value": lambda: functions("value"),
    "backward": lambda: functions("backward"),
    **{f.__name__: f for f in (peers, isas, halves, avx2, zen4, memory, sweep, calls, cliffs, torch, readme, costs)},
}


def main():
    check, pages = sys.argv[1] == "--check", [Path(page) for page in sys.argv[1:] if page != "--check"]
    wrong = 0
    for page in pages:
        text = page.read_text(encoding="utf-8")
        new = MARKED.sub(lambda m: f"{m[1]}{TABLES[m[2]]()}{m[3]}", text)
        if check and new != text:
            print(f"{page} says something else than docs/speed: tools/speed_tables.py {page}")
            wrong = 1
        elif not check:
            page.write_text(new, encoding="utf-8")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
