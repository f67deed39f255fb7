"""Holds the pictures and tables of docs/speed.md, docs/choosing.md and README.md to the measurements in docs/speed: drawn and written
anew, each is the same.

speed.py; exits with 77 where this machine has another Matplotlib than the one that drew them, or none. The
tables need none and are compared all the same."""
import filecmp
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from drawn import SKIPPED, missing

SOURCE = Path(__file__).resolve().parents[2]
DOCS = SOURCE / "docs"


def run(*command, **environment):
    command = [sys.executable, "-B", *map(str, command)]
    return subprocess.run(command, env={**os.environ, **environment}, check=False).returncode


def tables():
    """How many pages are wrong, and whether the pages have the tables at all."""
    pages = (DOCS / "speed.md", DOCS / "choosing.md", SOURCE / "README.md")
    empty = [page for page in pages if not re.search(r"<!-- speed: \w+ -->\n[^<]*\|", page.read_text())]
    for page in empty:
        print(f"{page} has no table")
    return len(empty) + run(SOURCE / "tools" / "speed_tables.py", "--check", *pages)


def pictures():
    """How many are wrong."""
    with tempfile.TemporaryDirectory() as folder:
        if run(SOURCE / "tools" / "plot_speed.py", folder, MPLCONFIGDIR=folder):
            return 1
        drawn = {str(path.relative_to(folder)) for path in Path(folder).rglob("*.svg")}
        committed = {str(path.relative_to(DOCS)) for path in (DOCS / "speed.svg", *DOCS.glob("speed/*.svg"))}
        wrong, absent = filecmp.cmpfiles(folder, DOCS, drawn & committed, shallow=False)[1:]
    wrong += [*absent, *(drawn ^ committed)]
    for name in wrong:
        print(f"docs/{name} is not what docs/speed/*.csv give: tools/plot_speed.py docs")
    print(f"{len(drawn)} pictures, {len(wrong)} wrong")
    return len(wrong)


def main():
    if tables():
        return 1
    reason = missing(DOCS / "speed.svg")
    if reason:
        print(f"SKIPPED: only the tables are tested of docs/speed.md: {reason}")
        return SKIPPED
    return 1 if pictures() else 0


if __name__ == "__main__":
    sys.exit(main())
