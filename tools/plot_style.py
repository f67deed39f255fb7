"""How the pictures of docs/ look. The same Matplotlib makes the same bytes on every machine: ids are made from
the salt, not from chance, and who draws writes no date."""
STYLE = {
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
