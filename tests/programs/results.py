"""What the programs wrote on another machine tells of it: results.py ARCHITECTURE INFO.json BENCH.json"""

import json
import pathlib
import sys

architecture, *paths = sys.argv[1:]
info, bench = (json.loads(pathlib.Path(path).read_text()) for path in paths)
context = bench["context"]
usable = [b["isa"] for b in info["backends"] if b["usable"]]
active = [b for b in info["backends"] if b["active"]]
measured = {run["name"].split("/")[2] for run in bench["benchmarks"] if run["items_per_second"] > 0}

checks = {
    "the architecture": info["architecture"] == architecture,
    "a backend of the architecture": {"x86_64": "sse2", "aarch64": "neon"}[architecture] in usable,
    "a name of the CPU": bool(info["cpu"]) and context["actfast_cpu"] == info["cpu"],
    "one active backend": [f"{b['isa']} {b['accuracy']}" for b in active] ==
                          [context["actfast_active_backend"]],
    "measurements of all backends and libm": measured == {*usable, "libm"},
    "an optimised build": context["actfast_build_type"] == info["build_type"] == "Release",
    "the same build": all(context[f"actfast_{key}"] == info[key]
                          for key in ("version", "revision", "compiler")),
}
for what, fine in checks.items():
    if not fine:
        print(f"FAULT: {what}: {info} {context}")
print(f"{info['cpu']}: {', '.join(usable)}; active: {context['actfast_active_backend']}")
sys.exit(0 if all(checks.values()) else 1)
