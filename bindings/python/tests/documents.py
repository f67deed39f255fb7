"""Runs what a page of docs/ shows, as it is shown (files to write, commands to type, sessions), and
the example in a docstring."""
import doctest
import os
import re
import subprocess
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[3]
LIBRARY = os.environ["ACTFAST_LIBRARY"]


def blocks(page, language):
    """The code blocks of a page, in their order."""
    text = (SOURCE / "docs" / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.M | re.S)


def stand_in_for_a_clone(place):
    """The clone, but with the library that is under test as what the build has made: cmake and
    cmake/setup.sh do nothing."""
    for entry in SOURCE.iterdir():
        if not entry.name.startswith((".", "build")):
            (place / entry.name).symlink_to(entry)
    (place / "build").mkdir()
    (place / "build" / "libactfast.so").symlink_to(LIBRARY)
    (place / "bin").mkdir()
    (place / "bin" / "cmake").write_text("#!/bin/sh\n")
    (place / "bin" / "cmake").chmod(0o755)


def run_commands(place, commands, timeout=500):
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("ACTFAST_LIBRARY", "PYTHONPATH")
    }
    environment.update(ACTFAST_NO_SETUP="1", PATH=f"{place}/bin:{environment['PATH']}")
    result = subprocess.run(
        ["sh", "-euc", commands],
        cwd=place,
        env=environment,
        text=True,
        capture_output=True,
        timeout=timeout,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def run_sessions(page):
    """The pycon blocks as one session: how many lines were typed, all with the results shown."""
    parser = doctest.DocTestParser()
    test = parser.get_doctest("\n".join(blocks(page, "pycon")), {}, page, page, 0)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    runner.run(test)
    assert runner.failures == 0
    return runner.tries


def run_example(package):
    """What is indented in the docstring of a package, as a program."""
    lines = [line[4:] for line in package.__doc__.splitlines() if line.startswith("    ")]
    assert lines
    exec("\n".join(lines), {})
