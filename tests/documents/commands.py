"""Runs what the pages tell to type, in a copy of the source with the build at hand, as a reader would.

commands.py BUILD CTEST [PAGE...]; exits with 77 without NumPy, which some need. Each page has a copy of its own, with `build` in it; the blocks of a page share
their exports and their folder, as in one terminal. `cmake` configures and builds other projects, but takes
this one as built. What is not run is printed with its reason."""
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pages

SECONDS = 60
SKIPPED = 77
READ_ONLY = ("text", "json")
RUN = {"sh": "{}", "python": "/usr/bin/python3 - <<'END_OF_BLOCK'\n{}END_OF_BLOCK\n"}
COMPILED = {
    "c": "cc -std=c99 -Wall -Wextra -Wpedantic -Werror -fsyntax-only -Iinclude -x c - ",
    "cpp": "c++ -std=c++17 -Wall -Wextra -Wpedantic -Werror -fsyntax-only -Iinclude -x c++ - ",
}
CMAKE = """#!/bin/sh
# This project is configured and built; other projects, installation and all else are CMake's.
known() { grep -qx -- "$1" "$2" || { echo "no such preset or target: $3" >&2; exit 1; }; }
case "$PWD $*" in
"@ROOT@ --build --preset "*) known ".*\\"name\\": \\"$3\\".*" CMakePresets.json "$3" ;;
"@ROOT@ --preset "*) known ".*\\"name\\": \\"$2\\".*" CMakePresets.json "$2" ;;
"@ROOT@ -B build"* | "@ROOT@ -S . -B build"*) ;;
"@ROOT@ --build build"*)
    shift 2
    while [ $# -gt 0 ]; do
        if [ "$1" = --target ]; then
            shift
            @CMAKE@ --build "@BUILD@" --target help > "@ROOT@/home/targets"
            known "\\.\\.\\. $1" "@ROOT@/home/targets" "$1"
        fi
        shift
    done ;;
*) exec @CMAKE@ "$@" ;;
esac
"""


def copy(root, build):
    """A clone of the source with its build, in which nothing that is written reaches either."""
    ignored = shutil.ignore_patterns(".git", "build*", "__pycache__", "*.egg-info", "node_modules")
    shutil.copytree(pages.SOURCE, root, ignore=ignored, symlinks=True)
    for folder in ("build", "home", "home/bin"):
        (root / folder).mkdir()
    for entry in build.iterdir():
        # A ctest of the page's own writes there.
        if entry.name != "Testing":
            (root / "build" / entry.name).symlink_to(entry)
    wrapper = root / "home" / "bin" / "cmake"
    text = CMAKE.replace("@ROOT@", str(root)).replace("@BUILD@", str(build))
    wrapper.write_text(text.replace("@CMAKE@", shutil.which("cmake")))
    wrapper.chmod(0o755)


def environment_of(root):
    dropped = ("ACTFAST_", "ACT_", "PYTHON", "PKG_CONFIG", "LD_LIBRARY_PATH", "CMAKE_", "CTEST_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    return {
        **kept,
        "ACTFAST_NO_SETUP": "1",
        # The same commands in a fraction of the time: what is measured here does not matter.
        "ACT_TEST_QUICK": "1",
        "BENCHMARK_MIN_TIME": "0.01",
        "HOME": str(root / "home"),
        "PATH": f"{root}/home/bin:{kept['PATH']}",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def run(root, commands, text=None):
    """Status and what is printed, after which the next block goes on in the same folder."""
    state = f"{root}/home/state"
    script = (
        f"set -eu\nif [ -f {state} ]; then . {state}; fi\ntrap 'export -p > {state}; "
        f'echo "cd \\"$PWD\\"" >> {state}\' EXIT\n{commands}'
    )
    process = subprocess.Popen(
        ["sh", "-c", script],
        cwd=root,
        env=environment_of(root),
        text=True,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        printed, complained = process.communicate(text, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        # The shell's own children too: they hold its output open.
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return f"takes more than {SECONDS} s", ""
    status = process.returncode
    return (f"status {status}\n{printed}{complained}" if status else ""), printed


def who_runs(build, ctest):
    """The names of tests, and of steps of CI, where there is one."""
    names = pages.tests_of(build, ctest)
    for path in pages.SOURCE.glob(".ci/run"):
        names += re.findall(r'^step "([^"]+)"', path.read_text(encoding="utf-8"), re.M)
    return names


class Session:
    """One page, from its first block to its last."""

    def __init__(self, root, runners):
        self.root = root
        self.runners = runners  # of blocks that are run elsewhere
        self.printed = None

    def run_marked(self, block):
        """The fault of a block with a mark; "" if it has none."""
        if block.mark == "not run":
            print(f"SKIPPED {block.place}: {block.note}")
            return "" if block.note else "a mark `not run` without a reason"
        if block.mark == "run by":
            return "" if block.note in self.runners else f"no test is called {block.note}"
        if block.mark == "file":
            file = self.root / block.note
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block.text, encoding="utf-8")
            return ""
        if block.mark == "output":
            if self.printed == block.text:
                return ""
            return f"the commands before print\n{self.printed}and not\n{block.text}"
        return f"a mark that nobody knows: {block.mark}"

    def run(self, block):
        if block.mark:
            return self.run_marked(block)
        if block.language in RUN:
            # A reader who stands somewhere else after a cd types the next command there.
            fault, self.printed = run(self.root, RUN[block.language].format(block.text))
            return fault
        if block.language in COMPILED:
            return run(self.root, COMPILED[block.language], block.text)[0]
        if block.language in READ_ONLY:
            return ""
        return f"a block of `{block.language}` needs a mark (tests/documents/pages.py)"


def run_page(blocks, build, runners):
    """How many blocks were run, and how many have a fault."""
    run_blocks = faults = 0
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder).resolve() / "libactfast"
        copy(root, build)
        session = Session(root, runners)
        for block in blocks:
            start = time.monotonic()
            fault = session.run(block)
            if not block.mark and block.language not in READ_ONLY:
                print(f"{time.monotonic() - start:5.1f} s  {block.place} {block.language}")
                run_blocks += 1
            if fault:
                print(f"FAULT {block.place}: {fault}\n{block.text}")
                faults += 1
    return run_blocks, faults


def has_numpy():
    """The pages speak of the distribution's Python, which is not always the one that runs this."""
    command = ["/usr/bin/python3", "-c", "import numpy"]
    return not subprocess.run(command, capture_output=True, check=False).returncode


def main():
    if not has_numpy():
        print("SKIPPED: /usr/bin/python3 has no NumPy, NO command of the pages is run;")
        print("cmake/setup.sh build test python installs it")
        return SKIPPED
    build, chosen = Path(sys.argv[1]).resolve(), sys.argv[3:]
    runners = who_runs(build, sys.argv[2])
    run_blocks = faults = 0
    for path in pages.paths():
        sections = {block.runner for block in pages.blocks(path)} - {""}
        for runner in sorted(sections - set(runners)):
            print(f"FAULT {pages.name_of(path)}: no test is called {runner}")
            faults += 1
        found = [block for block in pages.blocks(path) if not block.runner]
        if found and (not chosen or pages.name_of(path) in chosen):
            counts = run_page(found, build, runners)
            run_blocks, faults = run_blocks + counts[0], faults + counts[1]
    print(f"{run_blocks} blocks run, {faults} faults")
    return 1 if faults or not run_blocks else 0


if __name__ == "__main__":
    sys.exit(main())
