"""Counts what a kernel does for each element, in its machine code: CSV on standard output.

count_operations.py OBJECT [OBJDUMP], the object of one tier and accuracy on x86-64. Counted are the innermost
loops over whole vectors in the cache, for each vector they store: a fused multiply-add as two operations,
any other arithmetic of floats as one, moves, permutations, comparisons and logic as none. Kernels that call
functions are left out, since those count too."""
import csv
import re
import subprocess
import sys
from pathlib import Path

LIST = Path(__file__).parent.parent / "kernels/activations.def"
ENTRY = re.compile(r"^ACTIVATION\((\w+),.*?\b(SHARED|AHEAD|SHORT)\b", re.M | re.S)
FUNCTION = re.compile(r"^[0-9a-f]+ <(\w+)_(value|backward)_kernel>:\n((?:.+\n)+)", re.M)
LINE = re.compile(r"^ *([0-9a-f]+):\t(\S+)(?: +(.*))?$", re.M)
VECTOR = re.compile(r"%[xyz]mm")
ARITHMETIC = re.compile(r"v?(add|sub|mul|div|sqrt|min|max|scalef|rcp14|rcp|rsqrt14|rsqrt|rndscale|reduce|getexp|range|getmant|round)ps$")
FUSED = re.compile(r"vfn?m(add|sub)\d*ps$")


def loops_of(code):
    """The innermost loops: lists of (address, name, operands)."""
    lines = [(int(a, 16), name, operands) for a, name, operands in LINE.findall(code)]
    jumps = []
    for address, name, operands in lines:
        target = re.match(r"([0-9a-f]+) <", operands or "")
        # What jumps back without a condition, or from behind a loop into it, returns from a rare case.
        if name.startswith("j") and name != "jmp" and target and int(target[1], 16) <= address:
            jumps.append((int(target[1], 16), address))
    jumps = [(s, e) for s, e in jumps if not any(s2 < s <= e2 < e for s2, e2 in jumps)]
    for start, end in jumps:
        if not any(s >= start and e <= end and (s, e) != (start, end) for s, e in jumps):
            yield [line for line in lines if start <= line[0] <= end]


def stores(loop):
    """The base registers of the whole vectors that are stored, but for those that the compiler keeps on the stack."""
    kept = re.compile(r"%[xyz]mm\d+,[^(]*\((?!%rsp|%rbp\))(%\w+)")
    found = [kept.match(operands) for _, name, operands in loop if re.match(r"v?mov[ua]ps$", name)]
    return [store[1] for store in found if store]


def operations(loop):
    names = [name for _, name, operands in loop if VECTOR.search(operands)]
    return sum(2 if FUSED.match(n) else bool(ARITHMETIC.match(n)) for n in names), len(loop)


def count(code, shares):
    """Operations and instructions for a vector; None if that cannot be seen."""
    if re.search(r"\tcall ", code):
        return None
    # Loops of single vectors in front of the rounds start what is shared, if anything is; those behind them do what is left. Rounds
    # may come in variants, of which those for rare parameters do more.
    before, rounds = [], []
    for loop in loops_of(code):
        names, stored = {name for _, name, _ in loop}, stores(loop)
        if names & {"vmovntps", "movntps", "prefetcht0"} or not stored:
            continue
        each = tuple(number / len(stored) for number in operations(loop))
        if len(stored) > 1:
            rounds.append(each)
        elif shares and not rounds:
            before.append(each)
    if not rounds:
        return None
    return tuple(map(sum, zip(min(rounds), *before)))


def main():
    objdump = sys.argv[2] if len(sys.argv) > 2 else "objdump"
    command = [objdump, "-d", "--no-show-raw-insn", sys.argv[1]]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    out = csv.writer(sys.stdout, lineterminator="\n")
    print(f"# what {Path(__file__).name} counts in {Path(sys.argv[1]).parent.parent.stem.removesuffix('.dir')}")
    out.writerow(["activation", "pass", "operations", "instructions_per_vector"])
    loops = dict(ENTRY.findall(LIST.read_text()))
    for name, pass_, code in sorted(FUNCTION.findall(text)):
        found = count(code, loops[name] == "SHARED") if name in loops else None
        if found:
            out.writerow([name, pass_, f"{found[0]:g}", f"{found[1]:g}"])


if __name__ == "__main__":
    main()
