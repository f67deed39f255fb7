"""Prints that one of several runs of the same measurements that met the fewest neighbours: the one whose times are, in
the geometric mean, the smallest multiple of the least that any of the runs took for the same: quietest_run.py CSV..."""
import csv
import math
import sys
from pathlib import Path

TIMES = ("ns_per_element", "cycles_per_element")


def times(path):
    """{what a line is of: nanoseconds}; without those that the cost of a call, taken off, has left nothing of."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    found = {}
    for row in csv.DictReader(lines):
        what = tuple(value for key, value in row.items() if key not in TIMES and "ratio" not in key and "call" not in key)
        if row["ns_per_element"] and float(row["ns_per_element"]) > 0:
            found[what] = float(row["ns_per_element"])
    return found


def main():
    paths = [Path(name) for name in sys.argv[1:]]
    runs = [times(path) for path in paths]
    common = set.intersection(*map(set, runs))
    if not common:
        sys.exit("quietest_run.py: the runs have no line in common")
    least = {what: min(run[what] for run in runs) for what in common}
    noise = [sum(math.log(run[what] / least[what]) for what in common) / len(common) for run in runs]
    for path, log in zip(paths, noise):
        print(f"{path.name}: {math.exp(log):.3f} of the least times", file=sys.stderr)
    sys.stdout.write(paths[noise.index(min(noise))].read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
