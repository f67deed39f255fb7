"""What tools/measure_speed.sh has measured: the CSV files of docs/speed, read."""
import csv
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "speed"
CACHE, SECOND, MEMORY = 4096, 131072, 67108864  # floats


@dataclass
class Run:
    """One run of actfast-compare: what it says of the machine, and its lines."""

    context: dict
    rows: list

    def numbers(self, column, **wanted):
        """{activation: number} of the lines that have these values, in their order."""
        return {
            row["activation"]: float(row[column])
            for row in self.rows
            if row[column] and all(row[key] == str(value) for key, value in wanted.items())
        }

    def time(self, activation, pass_, n, who, accuracy="", isa=None):
        """Nanoseconds for an element; None if that was not measured."""
        isa = {"isa": isa} if isa else {} if who in ("libm", "memcpy") else {"isa": self.isa}
        wanted = {"pass": pass_, "floats": n, "who": who, **isa}
        if accuracy:
            wanted["accuracy"] = accuracy
        return self.numbers("ns_per_element", **wanted).get(activation)

    def ours(self, activation, pass_, n, accuracy):
        return self.time(activation, pass_, n, "actfast", accuracy)

    def best_peer(self, activation, pass_, n):
        """Nanoseconds for an element and the name of the fastest peer; (None, "") without any."""
        times = [
            (float(row["ns_per_element"]), row["who"])
            for row in self.rows
            if row["kind"] == "peer"
            and (row["activation"], row["pass"], row["floats"]) == (activation, pass_, str(n))
            and row["ns_per_element"]
        ]
        return min(times, default=(None, ""))

    def reference(self, name, pass_, n):
        """The median over the activations of a reference: each has been timed beside it."""
        found = sorted(self.numbers("ns_per_element", **{"pass": pass_, "floats": n, "who": name,
                                                         "kind": "reference"}).values())
        return found[len(found) // 2] if found else None

    @property
    def isa(self):
        return self.context["instruction set"]

    @property
    def activations(self):
        names = dict.fromkeys(row["activation"] for row in self.rows if row["ns_per_element"])
        return list(names)

    @property
    def sizes(self):
        return sorted({int(row["floats"]) for row in self.rows})


def read(name):
    """The run of docs/speed/<name>.csv."""
    lines = (FOLDER / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    head = [line[2:].split(": ", 1) for line in lines if line.startswith("# ")]
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return Run(dict(pair for pair in head if len(pair) == 2), list(rows))


def where(run):
    """Date and machine of a run, as a caption."""
    c = run.context
    return f"{c['date']}, {c['CPU']}, {c['instruction set']}, one thread; {c['compiler']}, {c['build type']}"
