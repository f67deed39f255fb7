#!/usr/bin/python3
"""Puts what actfast-bench wrote on several machines side by side: a table, and a chart if wanted.

    compare_machines.py [--svg FILE] FILE.json FILE.json...

The files are those of `actfast-bench --benchmark_out=FILE.json`; a machine is called by the name of its
file. The table, in Markdown, is printed: first what the machines and the builds are, then, for every pass
and size that all files have, the nanoseconds per element of each machine's active backend and how many
times as fast as its own libm loop that is. Python 3.9 or later, nothing else.
"""

import argparse
import html
import json
import math
import pathlib
import statistics
import sys
from typing import Dict, List, NamedTuple, Optional, Tuple

Case = Tuple[str, int]  # pass, floats
COLOURS = ("#2a6fbb", "#d1662a", "#3d9a50", "#8a5bb5", "#b8922a", "#5b6770")
BAR, GAP, LEFT, WIDTH = 14, 8, 150, 760


class Unusable(Exception):
    """A file that is not one of actfast-bench, or files that have nothing in common."""


class Machine(NamedTuple):
    name: str
    facts: Dict[str, str]
    ours: Dict[Case, Dict[str, float]]  # nanoseconds per element, by activation
    libm: Dict[Case, Dict[str, float]]


def size_text(size: int) -> str:
    return f"{size >> 20} MiB" if size >= 1 << 20 and size % (1 << 20) == 0 else f"{size >> 10} KiB"


def facts_of(context: dict) -> Dict[str, str]:
    kinds = {"Data": "d", "Instruction": "i"}
    caches = [f"L{c['level']}{kinds.get(c['type'], '')} {size_text(c['size'])}"
              for c in context.get("caches", [])]
    return {
        "CPU": context["actfast_cpu"],
        "backend": context["actfast_active_backend"],
        "caches": ", ".join(caches) or "unknown",
        "CPUs": str(context["num_cpus"]),
        "libactfast": f"{context['actfast_version']} ({context['actfast_revision']})",
        "compiler": context["actfast_compiler"],
        "build type": context["actfast_build_type"],
        "inputs": context["actfast_inputs"],
        "measured": context["date"],
    }


def read(path: str) -> Machine:
    try:
        content = json.loads(pathlib.Path(path).read_text(encoding="utf-8"))
        facts = facts_of(content["context"])
        runs = content["benchmarks"]
    except (OSError, ValueError) as trouble:
        raise Unusable(f"{path}: {trouble}") from trouble
    except (KeyError, TypeError) as missing:
        raise Unusable(f"{path}: not written by actfast-bench, it has no {missing}") from missing
    times: Dict[Tuple[str, ...], List[float]] = {}
    for run in runs:
        if run.get("run_type", "iteration") == "iteration" and run.get("items_per_second"):
            times.setdefault(tuple(run["name"].split("/")), []).append(1e9 / run["items_per_second"])
    ours: Dict[Case, Dict[str, float]] = {}
    libm: Dict[Case, Dict[str, float]] = {}
    for (activation, pass_name, isa, accuracy, floats), values in times.items():
        case = (pass_name, int(floats))
        if isa == "libm":
            libm.setdefault(case, {})[activation] = statistics.median(values)
        elif f"{isa} {accuracy}" == facts["backend"]:
            ours.setdefault(case, {})[activation] = statistics.median(values)
    return Machine(pathlib.Path(path).stem, facts, ours, libm)


def common_cases(machines: List[Machine]) -> Dict[Case, List[str]]:
    """The activations that all machines have, for each pass and size of the first one."""
    common = {}
    for case, times in machines[0].ours.items():
        names = [a for a in times if all(a in m.ours.get(case, {}) for m in machines)]
        if names:
            common[case] = names
    if not common:
        raise Unusable("the files have no case in common: run actfast-bench with the same filter on all machines")
    return common


def geometric_mean(values: List[float]) -> float:
    return math.exp(statistics.fmean(math.log(v) for v in values))


def cell(machine: Machine, case: Case, activation: str) -> str:
    ours = machine.ours[case][activation]
    libm: Optional[float] = machine.libm.get(case, {}).get(activation)
    return f"{ours:.3f}" + (f" ({libm / ours:.1f}x libm)" if libm else "")


def row(cells: List[str]) -> str:
    return "| " + " | ".join(c.replace("|", "\\|") for c in cells) + " |"


def rule(count: int) -> str:
    return "|---|" + "---:|" * count


def table(machines: List[Machine], common: Dict[Case, List[str]]) -> str:
    names = [m.name for m in machines]
    lines = [row(["", *names]), "|---" * (len(machines) + 1) + "|"]
    lines += [row([fact, *(m.facts[fact] for m in machines)]) for fact in machines[0].facts]
    for fact in ("libactfast", "build type", "inputs"):
        if len({m.facts[fact] for m in machines}) > 1:
            lines += ["", f"**The machines differ in {fact}: what follows compares that too.**"]
    for case, activations in common.items():
        lines += ["", f"## {case[0]}, {case[1]} floats: nanoseconds per element", "",
                  row(["activation", *names]), rule(len(machines))]
        lines += [row([a, *(cell(m, case, a) for m in machines)]) for a in activations]
        first = machines[0].ours[case]
        means = [geometric_mean([m.ours[case][a] / first[a] for a in activations]) for m in machines]
        lines.append(row([f"time / {names[0]}'s", *(f"{mean:.2f}" for mean in means)]))
    return "\n".join(lines) + "\n"


def text(x: float, y: float, words: str, anchor: str = "start", weight: str = "normal") -> str:
    return (f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-weight="{weight}">'
            f"{html.escape(words)}</text>")


def panel(machines: List[Machine], case: Case, activations: List[str], top: float) -> Tuple[List[str], float]:
    """The bars of a pass and size, and where they end."""
    longest = max(m.ours[case][a] for m in machines for a in activations)
    parts = [text(10, top, f"{case[0]}, {case[1]} floats: nanoseconds per element", weight="bold")]
    y = top + 12
    for activation in activations:
        parts.append(text(LEFT - 6, y + BAR * len(machines) / 2 + 4, activation, "end"))
        for i, machine in enumerate(machines):
            time = machine.ours[case][activation]
            length = time / longest * (WIDTH - LEFT - 60)
            parts.append(f'<rect x="{LEFT}" y="{y:.1f}" width="{length:.1f}" height="{BAR - 2}" '
                         f'fill="{COLOURS[i % len(COLOURS)]}"/>')
            parts.append(text(LEFT + length + 4, y + BAR - 4, f"{time:.3f}"))
            y += BAR
        y += GAP
    return parts, y + 24


def chart(machines: List[Machine], common: Dict[Case, List[str]]) -> str:
    parts, y = [], 24.0
    for i, machine in enumerate(machines):
        parts.append(f'<rect x="10" y="{y - 10:.1f}" width="12" height="12" fill="{COLOURS[i % len(COLOURS)]}"/>')
        parts.append(text(28, y, f"{machine.name}: {machine.facts['CPU']}, {machine.facts['backend']}"))
        y += 18
    y += 12
    for case, activations in common.items():
        bars, y = panel(machines, case, activations, y)
        parts += bars
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y:.0f}" width="{WIDTH}" '
        f'height="{y:.0f}" font-family="sans-serif" font-size="12">',
        "<title>libactfast on several machines, shorter is faster</title>",
        f'<rect width="{WIDTH}" height="{y:.0f}" fill="#ffffff"/>', *parts, "</svg>", ""])


def main() -> int:
    parser = argparse.ArgumentParser(description="Puts what actfast-bench wrote on several machines side by side.")
    parser.add_argument("--svg", metavar="FILE", help="also draw the times there, as SVG")
    parser.add_argument("files", metavar="FILE.json", nargs="+", help="what actfast-bench --benchmark_out wrote")
    options = parser.parse_args()
    try:
        machines = [read(path) for path in options.files]
        common = common_cases(machines)
    except Unusable as trouble:
        print(f"compare_machines.py: {trouble}", file=sys.stderr)
        return 2
    print(table(machines, common), end="")
    if options.svg:
        pathlib.Path(options.svg).write_text(chart(machines, common), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
