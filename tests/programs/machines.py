"""What tools/compare_machines.py promises: machines.py COMPARE BENCH INFO

Two machines are made of one by ACTFAST_ISA; a third and fourth of a file that is written here.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

from faults import expect, leave

COMPARE, BENCH, INFO = sys.argv[1:]
SVG = "{http://www.w3.org/2000/svg}"
FLAGS = ["--benchmark_filter=^(relu|silu)/(value|grad)/.*/1024$", "--benchmark_min_time=0.001"]


def measure(path, isa):
    environment = {**os.environ, "ACTFAST_ISA": isa, "ACTFAST_ACCURACY": "accurate"}
    subprocess.run([BENCH, *FLAGS, f"--benchmark_out={path}"], check=True, env=environment, timeout=60,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def compare(*arguments):
    return subprocess.run([sys.executable, COMPARE, *map(str, arguments)], timeout=60, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def rows_of(text):
    return [[c.strip() for c in line.strip("|").split("|")] for line in text.splitlines()
            if line.startswith("|") and not line.startswith("|---")]


def bench_says_what_info_says(path):
    context = json.loads(path.read_text())["context"]
    info = json.loads(subprocess.run([INFO, "--json"], check=True, stdout=subprocess.PIPE).stdout)
    for key in "version", "revision", "compiler", "build_type", "cpu":
        expect(context[f"actfast_{key}"], info[key], f"{key} in what actfast-bench writes")


def the_table_has_what_was_measured(paths):
    done = compare(*paths)
    expect((done.returncode, done.stderr), (0, ""), "the comparison")
    rows = rows_of(done.stdout)
    expect(rows[0], ["", *(p.stem for p in paths)], "the names of the machines")
    contexts = [json.loads(p.read_text())["context"] for p in paths]
    facts = {row[0]: row[1:] for row in rows}
    expect(facts["CPU"], [c["actfast_cpu"] for c in contexts], "the CPUs")
    expect(facts["backend"], [c["actfast_active_backend"] for c in contexts], "the backends")
    expect(facts["build type"], [c["actfast_build_type"] for c in contexts], "the builds")
    wanted = []
    for pass_name in "value", "grad":
        for activation in "relu", "silu":
            cells = [activation]
            for path, context in zip(paths, contexts):
                isa, accuracy = context["actfast_active_backend"].split()
                times = {b["name"]: b["cpu_time"] / 1024 for b in json.loads(path.read_text())["benchmarks"]}
                ours = times[f"{activation}/{pass_name}/{isa}/{accuracy}/1024"]
                libm = times[f"{activation}/{pass_name}/libm/-/1024"]
                cells.append(f"{ours:.3f} ({libm / ours:.1f}x libm)")
            wanted.append(cells)
    expect([row for row in rows if row[0] in ("relu", "silu")], wanted, "the measurements")


def the_chart_is_drawn_to_scale(paths, folder):
    drawn = folder / "chart.svg"
    expect(compare("--svg", drawn, *paths).returncode, 0, "the comparison with a chart")
    root = xml.etree.ElementTree.parse(drawn).getroot()
    colours = [r.get("fill") for r in root.iter(SVG + "rect")][1:1 + len(paths)]
    expect(len(set(colours)), len(paths), "colours")
    bars = [r for r in root.iter(SVG + "rect") if r.get("x") == "150"]
    expect([b.get("fill") for b in bars], colours * 4, "a bar for each machine, activation and pass")
    cells = [float(c.split()[0]) for row in rows_of(compare(*paths).stdout)
             if row[0] in ("relu", "silu") for c in row[1:]]
    for half in (0, len(cells) // 2):
        times, drawn_bars = cells[half:half + len(cells) // 2], bars[half:half + len(cells) // 2]
        for time, bar in zip(times, drawn_bars):
            length = float(bar.get("width")) / max(float(b.get("width")) for b in drawn_bars)
            expect(abs(length - time / max(times)) < 0.02, True, f"a bar of {length:.3f} for {time}")
    labels = [t.text for t in root.iter(SVG + "text")]
    for path in paths:
        expect(any(label.startswith(f"{path.stem}: ") for label in labels), True, f"{path.stem} in the chart")


def made_up(path, times, **context):
    facts = {"actfast_cpu": "a|<b>&", "actfast_active_backend": "vax fast", "actfast_version": "9.8.7",
             "actfast_revision": "r", "actfast_compiler": "c", "actfast_build_type": "Release",
             "actfast_inputs": "i", "num_cpus": 1, "date": "d", "caches": [], **context}
    runs = [{"name": name, "run_type": kind, "items_per_second": 1e9 / ns} for name, kind, ns in times]
    path.write_text(json.dumps({"context": facts, "benchmarks": runs}))
    return path


def repetitions_count_by_their_median(folder):
    name = "elu/value/vax/fast/64"
    one = made_up(folder / "one.json", [(name, "iteration", t) for t in (9, 1, 2)] +
                  [(name + "", "aggregate", 50), ("elu/value/vax/accurate/64", "iteration", 70),
                   ("elu/value/libm/-/64", "iteration", 8)])
    two = made_up(folder / "two.json", [(name, "iteration", 6)], actfast_build_type="Debug")
    done = compare("--svg", folder / "made.svg", one, two)
    expect(done.stderr, "", "the comparison of two that are made up")
    rows = {row[0]: row[1:] for row in rows_of(done.stdout)}
    expect(rows["elu"], ["2.000 (4.0x libm)", "6.000"], "the median")
    expect(rows["time / one's"], ["1.00", "3.00"], "the geometric mean")
    expect("The machines differ in build type" in done.stdout, True, "a word on unlike builds")
    xml.etree.ElementTree.parse(folder / "made.svg")


def what_cannot_be_compared_is_refused(folder, measured):
    other = made_up(folder / "other.json", [("elu/value/vax/fast/64", "iteration", 1)])
    (folder / "foreign.json").write_text('{"context": {}, "benchmarks": []}')
    (folder / "broken.json").write_text("{")
    for wrong, sentence in ((folder / "absent.json", "No such file"), (folder / "broken.json", "Expecting"),
                            (folder / "foreign.json", "not written by actfast-bench"),
                            (other, "no case in common")):
        done = compare(measured, wrong)
        expect((done.returncode, done.stdout), (2, ""), f"{wrong.name}: status and output")
        expect(bool(re.match(f"compare_machines.py: .*{sentence}.*\n$", done.stderr)), True,
               f"{wrong.name}: a sentence, not {done.stderr!r}")


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    measured = [folder / "best.json", folder / "plain.json"]
    measure(measured[0], "")
    measure(measured[1], "scalar")
    bench_says_what_info_says(measured[0])
    the_table_has_what_was_measured(measured)
    the_chart_is_drawn_to_scale(measured, folder)
    repetitions_count_by_their_median(folder)
    what_cannot_be_compared_is_refused(folder, measured[0])
leave()
