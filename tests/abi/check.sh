#!/bin/sh
# The binary interface of the library against the one that is committed beside this script.
#
#     check.sh compare LIBRARY SOURCE     a difference is a fault, also one that programs survive
#     check.sh sees LIBRARY SOURCE        faults planted into the committed interface are seen
#     check.sh constants LIBRARY SOURCE   the constants of the headers have their committed values
#     check.sh update LIBRARY SOURCE      commits what is there, unless it breaks programs
#
# LIBRARY is libactfast.so with debug information (a build of type Debug or RelWithDebInfo). Needs libabigail
# 2 (abigail-tools); where either is lacking it says so and ends with 77, which ctest shows as skipped.
set -eu
task=$1 library=$2 source=$3
committed=$source/tests/abi/libactfast-x86_64.abi
constants=$source/tests/abi/constants.txt
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fault() {
    echo "FAULT: $*"
    exit 1
}

skip() {
    echo "SKIPPED: $*; NOTHING is tested of the binary interface"
    exit 77
}

dump() {
    # One package has both.
    command -v abidiff >/dev/null ||
        skip "no abidw and abidiff; cmake/setup.sh package installs them on Debian and Ubuntu"
    objdump -h "$library" | grep -q '\.debug_info' || skip "$library has no debug information"
    abidw --headers-dir "$source/include/actfast" --drop-private-types --exported-interfaces-only \
        --no-corpus-path --no-comp-dir-path --no-elf-needed --no-show-locs --no-parameter-names \
        --type-id-style hash --out-file "$work/library.abi" "$library"
}

# differs BEFORE AFTER: whether there is any difference; breaks BEFORE AFTER: whether there is one beside new
# functions. abidiff's own bit for that leaves out changed types. An error ends the script.
differs() {
    bits=0
    abidiff "$@" >"$work/report" 2>&1 || bits=$?
    if [ $((bits & 3)) != 0 ]; then cat "$work/report"; fault "abidiff: $bits"; fi
    [ $bits != 0 ]
}

breaks() {
    differs --no-added-syms "$@"
}

print_constants() {
    cat "$source/include/actfast/actfast.h" "$source/include/actfast/activations.h" | sed -nE \
        -e 's/^ +(ACTFAST_[A-Z0-9_]+) = (-?[0-9]+),?( .*)?$/\1 \2/p' \
        -e '/ACTFAST_VERSION_/d' -e 's/^#define (ACTFAST_[A-Z0-9_]+) +([^ ]+)$/\1 \2/p'
}

compare() {
    dump
    if breaks "$committed" "$work/library.abi"; then
        cat "$work/report"
        fault "programs that are built break: see docs/abi.md"
    fi
    if differs "$committed" "$work/library.abi"; then
        cat "$work/report"
        fault "the interface has grown: see docs/abi.md, then build the target update-abi"
    fi
}

# plant NAME WORDS SED-COMMAND...: whether the library is seen to differ from an interface of another time.
plant() {
    name=$1 words=$2
    shift 2
    sed -E "$@" "$work/library.abi" >"$work/planted.abi"
    if cmp -s "$work/library.abi" "$work/planted.abi"; then fault "$name: nothing was planted"; fi
    breaks "$work/planted.abi" "$work/library.abi" || fault "$name is not seen"
    grep -qF "$words" "$work/report" || { cat "$work/report"; fault "$name is not what is reported"; }
    echo "seen: $name"
}

sees() {
    dump
    symbol="name='actfast_gelu_f32'"
    body="/function-decl $symbol/,/<\/function-decl>/"
    float=$(sed -nE "s/.*type-decl name='float'.* id='([^']*)'.*/\1/p" "$work/library.abi")
    [ "$float" ] || fault "no float in the interface"
    plant "a function is gone" "1 Removed function" \
        -e "s/(elf-symbol|function-decl) $symbol/\1 name='actfast_gone_f32'/" \
        -e "s/actfast_gelu_f32'/actfast_gone_f32'/; s/actfast_gelu_f32@/actfast_gone_f32@/"
    plant "another type of the result" "return type changed" -e "$body s/(return type-id=')[^']*/\1$float/"
    plant "a parameter less" "was added" -e "$body { /<parameter type-id/ { x; s/^/x/; /^xxx$/ { x; d; }; x; }; }"
    plant "a name has another node" "ACTFAST_0.0" -e "/elf-symbol $symbol/ s/ACTFAST_[0-9.]+/ACTFAST_0.0/" \
        -e "s/actfast_gelu_f32@@ACTFAST_[0-9.]+/actfast_gelu_f32@@ACTFAST_0.0/"
    plant "another SONAME" "SONAME changed" -e "s/soname='[^']*'/soname='libactfast.so.9'/"

    sed -E -e "/elf-symbol $symbol/d" -e "$body d" "$work/library.abi" >"$work/before.abi"
    if breaks "$work/before.abi" "$work/library.abi"; then fault "a new function is said to break programs"; fi
    differs "$work/before.abi" "$work/library.abi" || fault "a new function is not seen"
    echo "seen, and breaks nothing: a new function"
}

check_constants() {
    print_constants >"$work/constants"
    [ "$(wc -l <"$work/constants")" -gt 30 ] || fault "the constants of the headers were not found"
    diff "$constants" "$work/constants" ||
        fault "constants have changed: a new one is added by the target update-abi, another value is never given"
}

update_constants() {
    print_constants >"$work/constants"
    if [ -e "$constants" ] && grep -vxFf "$work/constants" "$constants"; then
        fault "these constants are gone or have other values; a new major version begins with removing $constants"
    fi
    cp "$work/constants" "$constants"
}

update() {
    update_constants
    dump
    if [ -e "$committed" ]; then
        if breaks "$committed" "$work/library.abi"; then
            cat "$work/report"
            fault "this breaks programs; a new major version begins with removing $committed"
        fi
    fi
    cp "$work/library.abi" "$committed"
}

case $task in
constants) check_constants ;;
*) "$task" ;;
esac
