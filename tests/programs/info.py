"""What actfast-info promises: info.py TIERS LIST [EMULATOR...] PROGRAM

TIERS is the tiers.def of the build, LIST the program list_backends; both programs run under EMULATOR.
"""

import json
import os
import pathlib
import re
import subprocess
import sys

from faults import expect, leave

TIERS, LIST, *PROGRAM = sys.argv[1:]
EMULATOR = PROGRAM[:-1]
VERBOSE = re.compile(r"libactfast (\S+) on (.*): (\S+) (\S+) \((.*)\); streams outputs from (\d+) bytes\n")
NEVER = 2**64 - 1
# What the flags of a CPU on x86-64 let it run, best first.
NEEDS = {"avx512": {"avx2", "fma", "avx512f", "avx512bw", "avx512dq", "avx512vl"},
         "avx2": {"avx2", "fma"}, "sse2": {"sse2"}, "scalar": set()}


def run(command, arguments=(), stdout=subprocess.PIPE, **environment):
    clean = {k: v for k, v in os.environ.items() if not k.startswith("ACTFAST_")}
    done = subprocess.run([*command, *arguments], env={**clean, **environment}, timeout=60,
                          stdout=stdout, stderr=subprocess.PIPE, text=True)
    # An emulator may complain of its own.
    done.stderr = re.sub(r"^qemu-\w+: .*\n", "", done.stderr, flags=re.MULTILINE)
    return done


def output_of(command, arguments=(), **environment):
    done = run(command, arguments, **environment)
    expect((done.returncode, done.stderr), (0, ""), f"{command} {arguments}")
    return done.stdout


def info(**environment):
    return json.loads(output_of(PROGRAM, ["--json"], **environment))


def named(backend):
    return f"{backend['isa']} {backend['accuracy']}"


def active(found):
    return [named(b) for b in found["backends"] if b["active"]]


def text_of(found):
    """The text that says what the JSON says."""
    features = found["features"]

    def listed(wanted):
        return " ".join(name for name in features if features[name] == wanted) or "none"

    def state(backend):
        return ("active" if backend["active"] else "usable" if backend["usable"]
                else "not usable on this machine")

    streams = found["stream_bytes"]
    return "\n".join([
        f"libactfast: {found['version']}", f"revision: {found['revision']}",
        f"compiler: {found['compiler']}", f"build type: {found['build_type']}",
        f"CPU: {found['cpu']}", f"architecture: {found['architecture']}",
        f"features: {listed(True)}", f"missing features: {listed(False)}",
        *(f"cache: level {c['level']}, {c['type']}, {c['bytes']} bytes" for c in found["caches"]),
        *(f"backend: {named(b)}, {state(b)}" for b in found["backends"]),
        f"reason: {found['reason']}",
        "streams outputs: " + ("never" if streams is None else f"from {streams} bytes"), ""])


def text_and_json_agree():
    for environment in {}, {"ACTFAST_ISA": "scalar"}, {"ACTFAST_STREAM_BYTES": "0"}:
        expect(output_of(PROGRAM, **environment), text_of(info(**environment)), "the text")


def the_backends_are_those_of_the_interface():
    built = re.findall(r"^TIER\((\w+), (\w+)\)", pathlib.Path(TIERS).read_text(), re.MULTILINE)
    found = info()
    *usable, chosen = output_of([*EMULATOR, LIST]).splitlines()
    expect([named(b) for b in found["backends"]], [" ".join(b) for b in built], "what is built in")
    expect([named(b) for b in found["backends"] if b["usable"]], usable, "what is usable")
    expect(active(found), [chosen], "what is active")


def the_environment_is_obeyed_and_named():
    found = info()
    expect(found["reason"], "the best this machine can run", "the reason without a wish")
    wishes = {b["isa"]: "obeyed" for b in found["backends"] if b["usable"]}
    for backend in found["backends"]:
        wishes.setdefault(backend["isa"], "not obeyed: not usable on this machine")
    wishes["vax"] = "not obeyed: not built in"
    for isa, outcome in wishes.items():
        wished = info(ACTFAST_ISA=isa)
        expect(wished["reason"], f"ACTFAST_ISA={isa} {outcome}", "the reason")
        expect(active(wished), [f"{isa} accurate"] if outcome == "obeyed" else active(found),
               f"what is active with ACTFAST_ISA={isa}")
    strange = info(ACTFAST_ISA='"\\\n\x7fä')
    expect(strange["reason"].isprintable(), True, "a reason that can be printed")
    for text, streams in ("0", None), ("12345", 12345):
        expect(info(ACTFAST_STREAM_BYTES=text)["stream_bytes"], streams, "the streaming threshold")


def it_says_what_the_verbose_line_says():
    for isa in "scalar", "vax":
        done = run(PROGRAM, ["--json"], ACTFAST_VERBOSE="1", ACTFAST_ISA=isa)
        found = json.loads(done.stdout)
        line = VERBOSE.fullmatch(done.stderr)
        expect(bool(line), True, "one line on stderr")
        version, cpu, chosen, accuracy, reason, streams = line.groups()
        expect((found["version"], found["cpu"], active(found), found["reason"],
                found["stream_bytes"]),
               (version, cpu or "unknown", [f"{chosen} {accuracy}"], reason,
                None if int(streams) == NEVER else int(streams)), "what both say")


def caches_and_features_are_the_systems():
    found = info()
    caches = []
    for index in sorted(pathlib.Path("/sys/devices/system/cpu/cpu0/cache").glob("index*")):
        level, kind, size = ((index / name).read_text().strip() for name in ("level", "type", "size"))
        unit = {"K": 1024, "M": 1024 * 1024}[size[-1]]
        caches.append({"level": int(level), "type": kind.lower(), "bytes": int(size[:-1]) * unit})
    if caches:
        expect(found["caches"], caches, "the caches")
    else:
        print("SKIPPED: this system has no sysfs with caches")
    if EMULATOR or found["architecture"] != "x86_64":
        print("SKIPPED: /proc/cpuinfo is not that of the CPU that the program sees, or names differ")
        return
    flags = re.search(r"^flags\s*:(.*)", pathlib.Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    names = set(flags.group(1).split())
    for feature, there in found["features"].items():
        expect(there, {"fma3": "fma"}.get(feature, feature) in names, feature)
    can = [isa for isa in NEEDS if NEEDS[isa] <= names]
    expect([named(b) for b in found["backends"] if b["usable"]],
           [f"{isa} {accuracy}" for isa in can for accuracy in ("accurate", "fast")],
           "the backends of a CPU with these flags")


def errors_end_with_2_and_a_sentence():
    for wrong in "--jsn", "json", "-j", "":
        done = run(PROGRAM, [wrong])
        expect((done.returncode, done.stdout), (2, ""), f"{wrong!r}: status and output")
        expect(done.stderr, f"actfast-info: {wrong} is not an option; actfast-info --help lists them\n",
               "the sentence")
    with open("/dev/full", "w") as full:
        done = run(PROGRAM, stdout=full)
        expect((done.returncode, done.stderr), (2, "actfast-info: the output cannot be written\n"),
               "a full disk")


for promise in (text_and_json_agree, the_backends_are_those_of_the_interface,
                the_environment_is_obeyed_and_named, it_says_what_the_verbose_line_says,
                caches_and_features_are_the_systems, errors_end_with_2_and_a_sentence):
    print(promise.__name__)
    promise()
leave()
