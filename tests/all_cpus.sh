#!/bin/bash
# The tests as other CPUs run them, under qemu: tests/all_cpus.sh [short]
#
# `short` runs what depends most on the CPU: the choice at load, arguments, edges, values, features taken
# away one by one; without it the whole suite runs on each, which takes about an hour on two cores. For
# each CPU it first looks whether the library chose the tier that this CPU has. Needs cmake/setup.sh
# build test ci.
set -euo pipefail
cd "$(dirname "$0")/.."

# CPU, the tier that must be chosen
x86="Nehalem:sse2 Westmere:sse2 SandyBridge:sse2 Haswell:avx2 EPYC:avx2
     Haswell,-fma:sse2 Haswell,-avx2:sse2 Haswell,-xsave:sse2"
arm="cortex-a53:neon cortex-a72:neon neoverse-n1:neon max:neon"
selection=(-E '^check_oracle|^package_|test_huge|endurance|example_|documented')
if [ "${1:-}" = short ]; then
    selection=(-R '^test_(reference|edges|dispatch|arguments|tiers_x86)$|program_starts|before_the')
fi

# try PRESET EMULATOR CPU TIER
try() {
    local start=$SECONDS total
    QEMU_CPU=$3 ACTFAST_VERBOSE=1 $2 "build/$1/tests/test_reference" 2>&1 |
        grep "^libactfast .*: $4 accurate" >/dev/null || { echo "$3 does not choose $4"; return 1; }
    total=$(cd "build/$1" && QEMU_CPU=$3 ACT_TEST_QUICK=1 ACTFAST_TEST_SETS=100 \
        ctest --parallel "$(nproc)" --output-on-failure --no-tests=error "${selection[@]}" |
        tee /dev/stderr | grep 'tests passed')
    printf '%-16s %-5s %4d s  %s\n' "$3" "$4" $((SECONDS - start)) "$total" >>"$report"
}

report=$(mktemp)
trap 'rm -f "$report"' EXIT
for preset in emulated aarch64; do
    cmake --preset "$preset" >/dev/null && cmake --build --preset "$preset" --parallel "$(nproc)"
done
for cpu in $x86; do try emulated qemu-x86_64 "${cpu%:*}" "${cpu#*:}"; done
for cpu in $arm; do try aarch64 "qemu-aarch64 -L /usr/aarch64-linux-gnu" "${cpu%:*}" "${cpu#*:}"; done
cat "$report"
