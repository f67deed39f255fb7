"""Draws the pictures of docs/speed.md from the measurements in docs/speed: plot_speed.py FOLDER, which gets
speed.svg and speed/*.svg. The same Matplotlib makes the same bytes of the same CSV on every machine."""
import csv
import sys
from pathlib import Path

import speed_data
from plot_style import STYLE, plt, save
from speed_data import CACHE, MEMORY

ACCURATE, FAST, PEER, GREY = "#0072b2", "#d55e00", "#bbbbbb", "#777777"
ACCURACIES = (("accurate", ACCURATE), ("fast", FAST))
ARTICLE = ("relu", "squareplus", "softplus", "gelu", "swish", "mish")
ON_ROOF = ("relu", "squareplus", "tanh", "sigmoid", "silu", "softplus", "mish", "gelu")
CALLED = ("relu", "squareplus", "silu", "gelu")
FMAS = 64  # multiply-adds for each element of the reference `fma` (benchmarks/reference.h)


def caption(figure, run, more=""):
    figure.supxlabel(f"{more}{speed_data.where(run)}", fontsize=7, color="#555555")


def bars(axes, run, pass_):
    """Three bars for each activation, the fastest at the top."""
    names = [n for n in run.activations if run.ours(n, pass_, CACHE, "accurate")]
    names.sort(key=lambda name: run.ours(name, pass_, CACHE, "fast") or 0, reverse=True)
    for row, name in enumerate(names):
        peer, who = run.best_peer(name, pass_, CACHE)
        widths = [run.ours(name, pass_, CACHE, a) or 0 for a, _ in ACCURACIES] + [peer or 0]
        for k, (width, colour) in enumerate(zip(widths, (ACCURATE, FAST, PEER))):
            axes.barh(row + 0.28 - 0.28 * k, width * 1000, height=0.26, color=colour)
        if who:
            axes.annotate(f" {who}", (peer * 1000, row - 0.28), fontsize=6, va="center", color=GREY)
    axes.set_yticks(range(len(names)), names, family="monospace", fontsize=7.5)
    axes.set(title=f"{pass_}", xlabel="picoseconds per element", ylim=(-0.7, len(names) - 0.3))
    axes.tick_params(axis="y", length=0)


def draw_functions():
    run = speed_data.read("functions")
    figure, grid = plt.subplots(1, 2, figsize=(9.6, 8.4), layout="constrained")
    for axes, pass_ in zip(grid, ("value", "backward")):
        bars(axes, run, pass_)
    handles = [plt.Rectangle((0, 0), 1, 1, color=c) for c in (ACCURATE, FAST, PEER)]
    grid[0].legend(handles, ["accurate", "fast", "best peer"], loc="upper right")
    caption(figure, run, f"{CACHE:,} floats; shorter is faster. ")
    return figure


def draw_article():
    """SquarePlus among the rectifiers, as the article that it comes from compares them: on this CPU."""
    run = speed_data.read("functions")
    figure, axes = plt.subplots(figsize=(6.4, 2.9), layout="constrained")
    series = [("libm", None, GREY, "s"), *((a, a, c, "o") for a, c in ACCURACIES)]
    for label, accuracy, colour, marker in series:
        times = [
            run.ours(n, "value", CACHE, accuracy) if accuracy else run.time(n, "value", CACHE, "libm")
            for n in ARTICLE
        ]
        axes.plot([t * 1000 for t in times], range(len(ARTICLE)), marker, color=colour, label=label)
    axes.set(xscale="log", xlabel="picoseconds per element, value", ylim=(len(ARTICLE) - 0.5, -0.5))
    axes.set_yticks(range(len(ARTICLE)), ARTICLE, family="monospace")
    axes.grid(axis="x", color="#eeeeee", which="both", linewidth=0.6)
    axes.legend(loc="upper right")
    caption(figure, run, f"{CACHE:,} floats. ")
    return figure


def operations():
    with open(speed_data.FOLDER / "operations.csv", encoding="utf-8") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return {row["activation"]: float(row["operations"]) for row in rows if row["pass"] == "value"}


def draw_roofline():
    """Operations a byte to the right, operations a second upwards; value reads four bytes and writes four."""
    cache, memory, counted = speed_data.read("functions"), speed_data.read("memory"), operations()
    figure, axes = plt.subplots(figsize=(6.4, 4.2), layout="constrained")
    peak = 2 * FMAS / cache.reference("fma", "value", CACHE)
    roofs = (("first cache (relu)", 8 / cache.reference("relu", "value", CACHE)),
             ("memory (streams)", 8 / memory.reference("streams", "value", MEMORY)))
    for label, bandwidth in roofs:
        axes.plot([0.02, peak / bandwidth], [0.02 * bandwidth, peak], color=GREY, linewidth=0.9)
        axes.annotate(f"{label}: {bandwidth:.0f} GB/s", (0.13, 0.15 * bandwidth), fontsize=7, color=GREY,
                      rotation=33, rotation_mode="anchor")
    axes.axhline(peak, color=GREY, linewidth=0.9)
    axes.annotate(f"multiply-adds: {peak:.0f} Gflop/s", (0.115, peak * 1.06), fontsize=7, color=GREY)
    for run, n, colour, label in ((cache, CACHE, FAST, f"{CACHE:,} floats"), (memory, MEMORY, ACCURATE, "64 Mi floats")):
        points = [(name, counted[name] / 8, counted[name] / run.ours(name, "value", n, "fast"))
                  for name in ON_ROOF if name in counted]
        axes.plot([p[1] for p in points], [p[2] for p in points], "o", color=colour, markersize=4, label=label)
        for k, (name, x, y) in enumerate(sorted(points, key=lambda p: p[1])):
            up = k % 2 == 1
            axes.annotate(f" {name}", (x, y), fontsize=6, va="bottom" if up else "top", family="monospace",
                          rotation=40 if up else -40, rotation_mode="anchor")
    axes.set(xscale="log", yscale="log", xlim=(0.1, 20), ylim=(1, peak * 1.6), xlabel="operations per byte, value, fast",
             ylabel="Gflop/s")
    axes.legend(loc="lower right")
    caption(figure, cache)
    return figure


def draw_calls():
    run = speed_data.read("calls")
    figure, grid = plt.subplots(1, 2, figsize=(8.4, 3.4), layout="constrained", sharey=True)
    colours = dict(zip(CALLED, ("#1b1b1b", "#009e73", ACCURATE, FAST)))
    for axes, (accuracy, _) in zip(grid, ACCURACIES):
        for name in CALLED:
            for who, style in (("actfast", "-"), ("kernel", ":")):
                times = [(n, run.time(name, "value", n, who, accuracy) * n) for n in run.sizes]
                axes.plot(*zip(*times), style, color=colours[name], linewidth=1.1,
                          label=name if who == "actfast" else None)
        axes.set(title=accuracy, xlabel="floats in the call", ylim=(0, None), xticks=range(0, 65, 16))
    grid[0].set_ylabel("nanoseconds per call")
    grid[0].legend(loc="upper left")
    caption(figure, run, "Dotted: the kernel alone. ")
    return figure


def draw_streams():
    past, plain = speed_data.read("streams"), speed_data.read("stores")
    figure, grid = plt.subplots(1, 3, figsize=(9.6, 3.3), layout="constrained")
    for axes, pass_ in zip(grid, ("value", "backward", "value_and_grad")):
        sizes = [n * 4 / 2**20 for n in past.sizes]
        for name, colour in (("relu", "#1b1b1b"), ("silu", FAST)):
            for run, style, label in ((past, "-", f"{name}"), (plain, "--", None)):
                times = [run.ours(name, pass_, n, "fast") * 1000 for n in run.sizes]
                axes.plot(sizes, times, style, color=colour, linewidth=1.1, label=label)
        for who, colour in (("memcpy", GREY), ("streams", ACCURATE)):
            times = [past.reference(who, pass_, n) * 1000 for n in past.sizes]
            axes.plot(sizes, times, ":", color=colour, linewidth=1.1, label=who)
        axes.set(title=pass_, xscale="log", xlabel="MiB in each buffer", ylim=(0, None))
        axes.set_xscale("log", base=2)
        axes.set_xticks([1, 8, 64, 512], ["1", "8", "64", "512"])
    grid[0].set_ylabel("picoseconds per element, fast")
    grid[0].legend(loc="upper left", fontsize=7)
    caption(figure, past, "Dashed: ACTFAST_STREAM_BYTES=0. ")
    return figure


PICTURES = {
    "speed": draw_functions,
    "speed/squareplus": draw_article,
    "speed/roofline": draw_roofline,
    "speed/calls": draw_calls,
    "speed/streams": draw_streams,
}


def main():
    folder = Path(sys.argv[1])
    (folder / "speed").mkdir(parents=True, exist_ok=True)
    with plt.rc_context(STYLE):
        for name, make in PICTURES.items():
            save(make(), folder / f"{name}.svg", name)


if __name__ == "__main__":
    main()
