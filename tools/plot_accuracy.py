"""Draws docs/accuracy.svg: the error of f along x, ours and that of other libraries.

plot_accuracy.py CURVES PICTURE; CURVES is what `judge_peers --curve` prints. The same Matplotlib makes the
same bytes of it."""
import csv
import math
import sys

import matplotlib
from plot_style import STYLE, plt, save

# Ours stand out; eight kinds of line, told apart by colour and dashes.
LINES = {
    ("actfast", "accurate"): ("accurate", {"color": "#000000", "linewidth": 1.8}),
    ("actfast", "fast"): ("fast", {"color": "#0072b2", "linewidth": 1.3}),
    ("libm", "peer"): ("libm", {"color": "#999999", "dashes": (4, 1)}),
    ("libmvec", "peer"): ("libmvec", {"color": "#56b4e9", "dashes": (1, 1)}),
    ("gcc", "peer"): ("gcc", {"color": "#56b4e9", "dashes": (3, 2)}),
    ("sleef", "peer"): ("SLEEF", {"color": "#e69f00", "dashes": (4, 1, 1, 1)}),
    ("onednn", "peer"): ("oneDNN", {"color": "#d55e00"}),
    ("xnnpack", "peer"): ("XNNPACK", {"color": "#cc79a7"}),
    ("torch", "peer"): ("PyTorch", {"color": "#009e73"}),
}
LOWEST, MANY, NONE = 0.4, 1e9, 1e11
# At 2^24 ULP nothing is left of a result: it is 0, or has the wrong sign.
TICKS = {1: "1", 10: "10", 1e2: "100", 1e4: "10⁴", 2**24: "0", MANY: "more", NONE: "NaN"}


def height(text):
    """Of a worst error on the scale; at least that of correct rounding. None where f is subnormal."""
    ulp = float(text)
    if ulp < 0:
        return math.nan
    return NONE if math.isnan(ulp) else min(max(ulp, 0.5), MANY)


def read(path):
    """{activation: [(key, from, to, heights)]}, in the order of the file."""
    curves = {}
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            key = row["library"], row["accuracy"]
            heights = [height(text) for text in row["worst"].split()]
            curve = (key, float(row["from"]), float(row["to"]), heights)
            curves.setdefault(row["activation"], []).append(curve)
    return curves


def draw(axes, activation, curves):
    for key, low, high, heights in reversed(curves):  # ours on top
        label, style = LINES[key]
        step = (high - low) / len(heights)
        x = [low + (i + 0.5) * step for i in range(len(heights))]
        axes.plot(x, heights, label=label, **{"linewidth": 1.0, **style})
        axes.set_xlim(low, high)
    axes.set_yscale("log")
    axes.set_ylim(LOWEST, 2 * NONE)
    axes.set_yticks(list(TICKS), list(TICKS.values()))
    axes.xaxis.set_major_locator(matplotlib.ticker.MaxNLocator(6, integer=True))
    axes.yaxis.set_minor_locator(matplotlib.ticker.NullLocator())
    axes.grid(axis="y", color="#eeeeee", linewidth=0.6)
    axes.tick_params(labelsize=7, length=2, pad=1.5)
    axes.set_title(activation, fontsize=9, family="monospace", pad=3)


def main():
    curves = read(sys.argv[1])
    with plt.rc_context({**STYLE, "path.simplify_threshold": 0.5}):
        columns = 3
        rows = math.ceil(len(curves) / columns)
        figure, grid = plt.subplots(rows, columns, figsize=(9.6, 2.1 * rows), layout="constrained")
        for axes, (activation, of_it) in zip(grid.flat, curves.items()):
            draw(axes, activation, of_it)
        lines = [plt.Line2D([], [], **{"linewidth": 1.0, **style}) for _, style in LINES.values()]
        labels = [label for label, _ in LINES.values()]
        # In the first, relu's, every line is at the bottom.
        grid.flat[0].legend(lines, labels, loc="upper center", ncols=2, fontsize=8)
        figure.supylabel("largest error of f in ULP", fontsize=9)
        save(figure, sys.argv[2], "Error of f against x")


if __name__ == "__main__":
    main()
