"""Prints of several runs of the same measurements what met the fewest neighbours: quietest_run.py CSV...

What was timed in turns, an activation's pass for a number of floats, stays together, so that ratios are of one run: it
is taken from that run where its times are, in the geometric mean, the smallest multiple of the least that any of the
runs took for the same. What the runs say in summary of all activations is left out: it is of none of them any more."""
import csv
import math
import sys
from pathlib import Path

TIMES = ("ns_per_element", "cycles_per_element")
IN_TURNS = ("activation", "pass", "floats")
SUMMARIES = ("worst", "geometric mean")


def read(path):
    """What stands before the lines, the names of the columns, and {what was timed in turns: its lines}."""
    text = path.read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in text if not line.startswith("#"))
    groups = {}
    for row in rows:
        if row["activation"] not in SUMMARIES:
            groups.setdefault(tuple(row[key] for key in IN_TURNS), []).append(row)
    return [line for line in text if line.startswith("#")], rows.fieldnames, groups


def times(rows):
    """{what a line is of: nanoseconds}; without those that the cost of a call, taken off, has left nothing of."""
    found = {}
    for row in rows:
        what = tuple(value for key, value in row.items() if key not in TIMES and "ratio" not in key and "call" not in key)
        if row["ns_per_element"] and float(row["ns_per_element"]) > 0:
            found[what] = float(row["ns_per_element"])
    return found


def noises(runs):
    """Of each of {what a line is of: nanoseconds} the logarithm of its multiple of the least times."""
    common = set.intersection(*map(set, runs))
    if not common:
        sys.exit("quietest_run.py: the runs have no line in common")
    least = {what: min(run[what] for run in runs) for what in common}
    return [sum(math.log(run[what] / least[what]) for what in common) / len(common) for run in runs]


def main():
    paths = [Path(name) for name in sys.argv[1:]]
    runs = [read(path) for path in paths]
    head, columns, first = runs[0]
    print(*head, sep="\n")
    out = csv.DictWriter(sys.stdout, columns, lineterminator="\n")
    out.writeheader()
    kept, logs = [0] * len(runs), [0.0] * len(runs)
    for group in first:
        noise = noises([times(groups.get(group, [])) for _, _, groups in runs])
        quietest = noise.index(min(noise))
        out.writerows(runs[quietest][2][group])
        kept[quietest] += 1
        logs = [total + log for total, log in zip(logs, noise)]
    for path, count, log in zip(paths, kept, logs):
        print(f"{path.name}: {math.exp(log / len(first)):.3f} of the least times, {count} of {len(first)} kept",
              file=sys.stderr)


if __name__ == "__main__":
    main()
