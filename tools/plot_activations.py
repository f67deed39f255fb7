"""Draws the pictures of docs/pictures from values of the library: each activation with f' and f'', all of
them on one sheet, and what the learnable parameters do.

plot_activations.py FOLDER, with ACTFAST_LIBRARY and PYTHONPATH as in docs/python.md. The same Matplotlib
makes the same bytes on every machine: the values are those of the scalar backend, and no date is written."""
import sys
from pathlib import Path

import matplotlib
import numpy as np
from plot_style import STYLE, plt, save

import actfast

# Three colours that the colour-blind tell apart, and three kinds of line for a print in grey.
CURVES = (
    ("f", None, {"color": "#1b1b1b", "linewidth": 1.7}),
    ("f′", "grad", {"color": "#d55e00", "linewidth": 1.2}),
    ("f″", "grad2", {"color": "#0072b2", "linewidth": 1.0, "dashes": (3, 1.5)}),
)
# x from, x to, y from, y to: a unit is as long to the right as it is upwards.
WINDOW = (-5, 5, -2, 4)
WINDOWS = {"relu6": (-2.5, 8.5, -0.5, 6.1), "log_sigmoid": (-5, 5, -4.5, 1.5)}
STEEPEST = 12  # between two points: more than any curve has, less than any jump
LEARNABLE = {
    "leaky_relu": ("negative_slope", (0.01, 0.1, 0.25)),
    "squareplus": ("b", (0.25, 1, 4)),
    "softplus": ("beta", (0.5, 1, 2)),
    "swish": ("beta", (0, 0.5, 1, 2)),
    "elu": ("alpha", (0.5, 1, 1.5)),
    "celu": ("alpha", (0.5, 1, 1.5)),
}


def values(name, pass_, x, **parameters):
    """f, f' or f'' with a gap in the line where it jumps."""
    f = actfast.activations[name]
    y = getattr(f, pass_)(x, **parameters) if pass_ else f(x, **parameters)
    jumps = np.flatnonzero(np.abs(np.diff(y)) > STEEPEST * np.diff(x)) + 1
    return np.insert(x, jumps, np.nan), np.insert(y, jumps, np.nan)


def prepare(axes, window):
    left, right, low, high = window
    axes.set(xlim=(left, right), ylim=(low, high), aspect="equal")
    axes.xaxis.set_major_locator(matplotlib.ticker.MultipleLocator(2))
    axes.yaxis.set_major_locator(matplotlib.ticker.MultipleLocator(2))
    axes.axhline(0, color="#dddddd", linewidth=0.7, zorder=0)
    axes.axvline(0, color="#dddddd", linewidth=0.7, zorder=0)
    return np.linspace(left, right, 1441, dtype=np.float32)


def draw(axes, name, scale=1.0):
    x = prepare(axes, WINDOWS.get(name, WINDOW))
    for label, pass_, style in reversed(CURVES):
        style = {**style, "linewidth": style["linewidth"] * scale}
        axes.plot(*values(name, pass_, x), label=label, **style)


def legend_of(axes, handles, labels):
    axes.legend(handles, labels, loc="upper left", handlelength=1.6, borderaxespad=0.2)


def draw_one(name):
    figure, axes = plt.subplots(figsize=(4.2, 2.8), layout="constrained")
    draw(axes, name)
    handles, labels = axes.get_legend_handles_labels()
    legend_of(axes, handles[::-1], labels[::-1])
    return figure


def draw_all():
    figure, grid = plt.subplots(5, 5, figsize=(9.6, 7.1), layout="constrained")
    for axes, name in zip(grid.flat, actfast.activations):
        draw(axes, name, scale=0.85)
        axes.set_title(name, fontsize=9, family="monospace", pad=3)
        axes.tick_params(labelsize=7, length=2, pad=1.5)
    handles, labels = grid.flat[0].get_legend_handles_labels()
    legend_of(grid.flat[0], handles[::-1], labels[::-1])
    return figure


def draw_parameters():
    figure, grid = plt.subplots(2, 3, figsize=(9.0, 4.2), layout="constrained")
    for axes, (name, (parameter, choices)) in zip(grid.flat, LEARNABLE.items()):
        x = prepare(axes, WINDOW)
        shades = matplotlib.colormaps["viridis"](np.linspace(0, 0.8, len(choices)))
        for choice, shade in zip(choices, shades):
            line = values(name, None, x, **{parameter: choice})
            axes.plot(*line, color=shade, linewidth=1.3, label=f"{choice:g}")
        axes.set_title(f"{name}: {parameter}", fontsize=9, family="monospace", pad=3)
        axes.legend(loc="upper left", handlelength=1.2, borderaxespad=0.2, fontsize=8)
    return figure


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    pictures = {"activations": draw_all, "parameters": draw_parameters}
    for name in actfast.activations:
        pictures[name] = lambda name=name: draw_one(name)
    with actfast.backend("scalar"), plt.rc_context(STYLE):
        for name, make in pictures.items():
            save(make(), folder / f"{name}.svg", name)


if __name__ == "__main__":
    main()
