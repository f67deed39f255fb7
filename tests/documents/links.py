"""Holds the pages to what they name: links and their anchors, files of the source, programs of the build,
tests that a ctest command picks; and each page of docs/ is in the index.

links.py BUILD CTEST"""
import glob
import re
import sys
from pathlib import Path

import pages

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")
INDEX = pages.SOURCE / "docs" / "README.md"
# Programs that only some builds have.
OF_OTHER_BUILDS = re.compile(r"build/(fuzz|asan|tsan|msan|clang|dev|aarch64|emulated|memcheck)\b")
PLACEHOLDER = re.compile(r"[<>…]|\b[A-Z]{2,}\b")


def anchor_of(heading):
    """The anchor that forges make of a heading."""
    kept = re.sub(r"[^\w\- ]", "", re.sub(r"`|\*", "", heading.strip().lower()))
    return kept.replace(" ", "-")


def anchors(path):
    found = []
    for heading in re.findall(r"^#+ (.*)$", pages.without_blocks(path), re.M):
        anchor = anchor_of(heading)
        found.append(f"{anchor}-{found.count(anchor)}" if anchor in found else anchor)
    return found


def link_faults(path):
    text = CODE.sub("", pages.without_blocks(path))
    for target in LINK.findall(text):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        to = (path.parent / file).resolve() if file else path
        if not to.exists():
            yield f"a link to {target}, which is not there"
        elif anchor and to.suffix == ".md" and anchor not in anchors(to):
            yield f"a link to {target}: no heading makes that anchor"


def named(path):
    """What stands in backquotes and in the commands of the page."""
    yield from CODE.findall(pages.without_blocks(path))
    for block in pages.blocks(path):
        if block.language == "sh":
            yield from block.text.splitlines()


def file_faults(path, build):
    tops = {entry.name for entry in pages.SOURCE.iterdir() if entry.is_dir()}
    for text in named(path):
        for word in text.split():
            word = word.strip("'\"();,").split(":")[0].split("=")[-1]
            top = word.split("/")[0]
            if "/" not in word or PLACEHOLDER.search(word) or OF_OTHER_BUILDS.match(word):
                continue
            if top == "build" and re.match(r"build/(tests|benchmarks|examples)/", word):
                if not (build / word[len("build/") :]).exists():
                    yield f"{word}, which the build does not make"
            elif top in tops - {"build"} and not glob.glob(str(pages.SOURCE / word)):
                yield f"{word}, which is not in the source"


def test_faults(path, tests):
    for text in named(path):
        if "ctest " not in text:
            continue
        for pattern in re.findall(r"-R ('[^']+'|\S+)", text):
            if not any(re.search(pattern.strip("'"), test) for test in tests):
                yield f"{text}: no test has such a name"


def index_faults():
    there = {target.partition("#")[0] for target in LINK.findall(INDEX.read_text("utf-8"))}
    for path in pages.paths():
        if path.parent == INDEX.parent and path != INDEX and path.name not in there:
            yield f"{path.name} is not in it"


def main():
    build, ctest = Path(sys.argv[1]), sys.argv[2]
    tests = pages.tests_of(build, ctest)
    faults = [f"docs/README.md: {fault}" for fault in index_faults()]
    for path in pages.paths():
        found = [*link_faults(path), *file_faults(path, build), *test_faults(path, tests)]
        faults += [f"{pages.name_of(path)}: {fault}" for fault in found]
    print(*faults, sep="\n")
    print(f"{len(pages.paths())} pages, {len(tests)} tests known, {len(faults)} faults")
    return 1 if faults or not tests else 0


if __name__ == "__main__":
    sys.exit(main())
