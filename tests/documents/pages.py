"""The pages of the project: README.md and docs/*.md, their code blocks, and the comments before a block that
say what becomes of it.

    <!-- not run: REASON -->    is not run; the reason is printed
    <!-- run by: TEST -->       another test runs it, or a step of CI
    <!-- file: NAME -->         is written to that file
    <!-- output -->             is what the block before prints, to the letter

and, below the heading of a section,

    <!-- section run by: TEST -->   another test runs the blocks from here to the next heading, with these marks

Without one, `sh` and `python` are run, `c` and `cpp` compiled, `text` and `json` are for reading; any other
language needs one."""
import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```$", re.M | re.S)
HEADING = re.compile(r"^#+ .*\n+(?:<!--\s*section run by:\s*(\S+)\s*-->)?", re.M)
MARK = re.compile(r"<!--\s*([\w ]+?)(?::\s*((?:(?!-->).)*?))?\s*-->\s*\Z", re.S)


@dataclass
class Block:
    place: str  # page:line
    language: str
    text: str
    mark: str  # of those above; "" where there is none
    note: str  # what follows the mark
    runner: str  # the test that runs its section; "" where the page is run from its top


def paths():
    return [SOURCE / "README.md", *sorted((SOURCE / "docs").glob("*.md"))]


def name_of(path):
    return str(path.relative_to(SOURCE))


def runner_at(before):
    """The test that runs the section in which a page's text `before` ends."""
    headings = HEADING.findall(FENCE.sub("", before))
    return headings[-1] if headings else ""


def blocks(path):
    """The code blocks of a page, in their order."""
    text = path.read_text(encoding="utf-8")
    found = []
    for fence in FENCE.finditer(text):
        before = text[: fence.start()]
        mark = MARK.search(before)
        place = f"{name_of(path)}:{before.count(chr(10)) + 1}"
        kind, note = (mark[1], mark[2] or "") if mark else ("", "")
        note = " ".join(note.split())
        found.append(Block(place, fence[1], fence[2], kind, note, runner_at(before)))
    return found


def without_blocks(path):
    """The text of a page, with empty lines in place of its code blocks."""
    text = path.read_text(encoding="utf-8")
    return FENCE.sub(lambda fence: "\n" * fence[0].count("\n"), text)


def tests_of(build, ctest):
    """The names of all tests of a build."""
    listed = subprocess.run(
        [ctest, "--test-dir", str(build), "-N"], capture_output=True, text=True, check=True
    )
    return re.findall(r"^ +Test +#\d+: (\S+)", listed.stdout, re.M)
