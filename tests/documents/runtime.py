"""Runs one section of docs/runtimes.md: the library is installed from the build at hand, the section's
files are written, its commands typed, and what they print is what the page shows.

runtime.py BUILD CTEST TEST PROGRAM...; TEST is the name by which the section says who runs it. Exits with
77 where a PROGRAM is not installed. No program reaches the network."""
import math
import os
import re
import shutil
import sys
from pathlib import Path

import commands
import pages

PAGE = pages.SOURCE / "docs" / "runtimes.md"
POINTS, B = (-2.0, -1.0, 0.0, 2.0), 4.0


def formulas():
    """f and f' of SquarePlus at the points of the page, each as it has to be shown."""
    roots = [(x, math.sqrt(x * x + B)) for x in POINTS]
    return [
        [f"{(x + root) / 2:.4f}" for x, root in roots],
        [f"{(1 + x / root) / 2:.4f}" for x, root in roots],
    ]


def lacks(output):
    """What a section has to show and does not; "" if it shows the numbers and the error."""
    lines = [re.sub(r"[\[\],]", " ", line).split()[1:] for line in output.splitlines()]
    for numbers in formulas():
        if numbers not in lines:
            return f"the numbers {' '.join(numbers)}"
    if "status -4: a parameter is not valid" not in output:
        return "the status and the sentence of the error"
    return ""


def keep_apart():
    """The programs work in the temporary folder, whatever the user's settings are."""
    for name in list(os.environ):
        if name.startswith(("GO", "CGO_", "LUA_", "R_", "RUSTFLAGS")):
            del os.environ[name]
    # Without a network: of no module but the page's own, with the toolchain that is there.
    os.environ.update(GOPROXY="off", GOFLAGS="-mod=mod", GOTOOLCHAIN="local", GOENV="off")
    # A rustc of rustup looks for its toolchains below HOME, which is a temporary folder here.
    os.environ.setdefault("RUSTUP_HOME", str(Path.home() / ".rustup"))
    # The first program in Go compiles Go's runtime.
    commands.SECONDS = 300


def main():
    build, ctest, test = Path(sys.argv[1]).resolve(), sys.argv[2], sys.argv[3]
    missing = [program for program in sys.argv[4:] if not shutil.which(program)]
    if missing:
        print(f"SKIPPED: no {', '.join(missing)}; NOTHING of the section is run.")
        print("cmake/setup.sh build test runtimes installs it")
        return commands.SKIPPED
    found = pages.blocks(PAGE)
    section = [block for block in found if block.runner == test]
    shown = "".join(block.text for block in section if block.mark == "output")
    if lacks(shown):
        print(f"FAULT {pages.name_of(PAGE)}: the section run by {test} does not show {lacks(shown)}")
        return 1
    common = [block for block in found if not block.runner and not block.mark]
    keep_apart()
    run_blocks, faults = commands.run_page(common + section, build, commands.who_runs(build, ctest))
    print(f"{run_blocks} blocks run, {faults} faults")
    return 1 if faults or not run_blocks > len(common) else 0


if __name__ == "__main__":
    sys.exit(main())
