"""The pages of the manual: manual.py lint|options|example ...

lint PAGE...             mandoc has nothing against the pages, groff formats them without a warning,
                         and they refer to one another by their names
options PAGE PROGRAM...  the options in the page are those in the help of the program, which runs
                         with all of PROGRAM as its command, and the status of errors is the same
example PAGE INCLUDE LIBRARY CC...  the program in the page compiles without a warning and runs
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

SKIPPED = 77
OPTION = re.compile(r"--[a-z_]+")


def lint(*pages):
    formatter = shutil.which("mandoc")
    if not formatter:
        print("SKIPPED: no mandoc, NOTHING is known of the form of the pages (cmake/setup.sh test)")
        return SKIPPED
    faults = 0
    for page in pages:
        commands = [[formatter, "-T", "lint", "-W", "style", page]]
        if shutil.which("groff"):
            commands.append(["groff", "-mandoc", "-Tutf8", "-ww", "-z", page])
        for command in commands:
            # Pages that are installed, an older copy of these among them, are not to be looked at.
            done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                  env={**os.environ, "MANPATH": "/nonexistent"})
            # mandoc then finds none; those of the project are looked for below.
            complaints = [line for line in done.stdout.splitlines()
                          if "referenced manual not found: Xr actfast" not in line]
            if complaints:
                faults += 1
                print("FAULT:", *command, *complaints, sep="\n")
        for name, section in re.findall(r"^\.Xr (actfast\S*) (\d)", pathlib.Path(page).read_text(),
                                        re.MULTILINE):
            if not any(pathlib.Path(other).name == f"{name}.{section}" for other in pages):
                faults += 1
                print(f"FAULT: {page} refers to {name}({section}), which is not there")
    return 1 if faults else 0


def options(page, *program):
    source = pathlib.Path(page).read_text()
    described = [re.sub(r"^\\-", "--", name)
                 for name in re.findall(r"^\.It Fl (\\-[a-z_]+)", source, re.MULTILINE)]
    summary = source[source.index(".Sh SYNOPSIS"):source.index(".Sh DESCRIPTION")]
    shown = {name.replace("\\-", "--") for name in re.findall(r"\\-[a-z_]+", summary)}
    helped = subprocess.run([*program, "--help"], check=True, stdout=subprocess.PIPE, text=True).stdout
    listed = [OPTION.match(line.strip()).group() for line in helped.splitlines()
              if line.startswith("  --")]
    faults = []
    if sorted(described) != sorted(listed):
        faults.append(f"described are {described}, in the help are {listed}")
    # Google Benchmark's flags are one word in the synopsis.
    own = {"--benchmark_" if name.startswith("--benchmark_") else name for name in listed}
    if shown != own:
        faults.append(f"the synopsis has {sorted(shown)}, not {sorted(own)}")
    status = " ".join(source[source.index(".Sh EXIT STATUS"):].splitlines()[1:3]).split(".")[0]
    if status not in re.sub(r"\s+", " ", helped.replace("Exits with 0, or with 2", "0, or 2")):
        faults.append(f"the help says nothing like {status!r}")
    wrong = subprocess.run([*program, "--no-such-option"], stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)
    if wrong.returncode != 2:
        faults.append(f"a wrong option ends with {wrong.returncode}")
    for fault in faults:
        print("FAULT:", fault)
    return 1 if faults else 0


def example(page, include, library, *compiler):
    source = pathlib.Path(page).read_text()
    (code,) = re.findall(r"^\.Bd -literal\n(.*?)^\.Ed", source, re.MULTILINE | re.DOTALL)
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "example.c")
        path.write_text(code)
        subprocess.run([*compiler, "-Wall", "-Wextra", "-Werror", f"-I{include}", str(path), library,
                        "-o", f"{folder}/example"], check=True)
        subprocess.run([f"{folder}/example"], check=True,
                       env={**os.environ, "LD_LIBRARY_PATH": os.path.dirname(library)})
    return 0


sys.exit({"lint": lint, "options": options, "example": example}[sys.argv[1]](*sys.argv[2:]))
