"""How the pictures of docs/ look, and how they are written: the same Matplotlib makes the same bytes on every
machine."""
import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt  # noqa: E402

STYLE = {
    # Ids in the file are made from this, not from chance.
    "svg.hashsalt": "libactfast",
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": "#999999",
    "axes.linewidth": 0.6,
    "axes.unicode_minus": True,
    "xtick.color": "#555555",
    "ytick.color": "#555555",
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "legend.frameon": False,
    "lines.solid_capstyle": "round",
}


def save(figure, path, title):
    """No date is written."""
    figure.savefig(path, metadata={"Date": None, "Title": title})
    plt.close(figure)
