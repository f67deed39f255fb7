"""Whether pictures can be drawn anew here: the same bytes need the same Matplotlib."""
import importlib.util
import re
import sys

SKIPPED = 77


def missing(picture):
    """Why it cannot be compared; None if it can."""
    for module in ("numpy", "matplotlib"):
        if not importlib.util.find_spec(module):
            return f"{sys.executable} has no {module}; cmake/setup.sh docs installs it"
    import matplotlib

    drawn_by = re.search(r"Matplotlib v([\w.]+)", picture.read_text())[1]
    if matplotlib.__version__ != drawn_by:
        return f"the pictures are by Matplotlib {drawn_by}, here is {matplotlib.__version__}"
    return None
