"""Makes the reference and holds it to its promises: no warning of Doxygen, and every function that the
library exports, every enumerator and every macro of the headers has a text of its own.

reference.py FOLDER, in which the reference is made anew; exits with 77 without Doxygen."""
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2]
SKIPPED = 77


def make(folder):
    environment = {**os.environ, "ACTFAST_VERSION": "test", "ACTFAST_REFERENCE": str(folder)}
    result = subprocess.run(
        ["doxygen", "docs/Doxyfile"], cwd=SOURCE, env=environment, text=True, capture_output=True
    )
    said = (result.stdout + result.stderr).strip()
    return [said or f"doxygen ends with {result.returncode}"] if said or result.returncode else []


def has_text(element):
    texts = [element.find("briefdescription"), element.find("detaileddescription")]
    return any("".join(text.itertext()).strip() for text in texts if text is not None)


def documented(folder):
    """The names that have a text in the reference."""
    names = set()
    for page in (folder / "xml").glob("*_8h.xml"):
        root = ElementTree.parse(page).getroot()
        for element in [*root.iter("memberdef"), *root.iter("enumvalue")]:
            if has_text(element):
                names.add(element.findtext("name"))
    return names


def wanted():
    """What a caller sees: the exported functions, and what the headers define beside them."""
    exports = (SOURCE / "cmake" / "exports.txt").read_text().split()
    names = [name for name in exports if name.startswith("actfast_")]
    guards = {"ACTFAST_ACTFAST_H", "ACTFAST_ACTIVATIONS_H", "ACTFAST_API"}
    for header in ("actfast.h", "activations.h"):
        text = (SOURCE / "include" / "actfast" / header).read_text()
        names += re.findall(r"^#define (\w+)", text, re.M)
        names += re.findall(r"^    (ACTFAST_\w+) = ", text, re.M)
        names += re.findall(r"^(?:enum|typedef struct \w+) (actfast_\w+)", text, re.M)
    return [name for name in names if name not in guards]


def main():
    if not shutil.which("doxygen"):
        print("SKIPPED: no doxygen, NOTHING is tested of the reference; cmake/setup.sh docs has it")
        return SKIPPED
    with tempfile.TemporaryDirectory(dir=sys.argv[1]) as folder:
        faults = make(Path(folder))
        there, names = documented(Path(folder)), wanted()
    faults += [f"{name} is not documented" for name in names if name not in there]
    print(*faults, sep="\n")
    print(f"{len(names)} names, {len(faults)} faults")
    return 1 if faults or len(names) < 100 else 0


if __name__ == "__main__":
    sys.exit(main())
