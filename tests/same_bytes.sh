#!/bin/sh
# Promise: the same sources give the same libactfast.so, wherever and whenever they are built.
# tests/same_bytes.sh: builds it twice, with debug information, in directories of other names; takes about a minute.
set -eu
source=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export CCACHE_DISABLE=1

# build_in DIRECTORY NAME EPOCH: GCC, and Clang since 16, take __DATE__ and __TIME__ from SOURCE_DATE_EPOCH.
build_in() {
    mkdir -p "$work/$1"
    tar -C "$source" -c --exclude=./build --exclude=./.git --exclude=node_modules . | tar -C "$work/$1" -x
    SOURCE_DATE_EPOCH=$3 CFLAGS="${CFLAGS:-} -g1" cmake -S "$work/$1" -B "$work/$1/$2" \
        -DCMAKE_BUILD_TYPE=Release -DACTFAST_TESTS=OFF -DACTFAST_BENCHMARKS=OFF \
        -DACTFAST_EXAMPLES=OFF >"$work/log" || { cat "$work/log"; exit 1; }
    SOURCE_DATE_EPOCH=$3 cmake --build "$work/$1/$2" --target actfast --parallel "${JOBS:-1}" \
        >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
    cp "$work/$1/$2/libactfast.so" "$work/$1.so"
}

build_in one build 1000000000
build_in a/longer/way out/there 1700000000
cmp "$work/one.so" "$work/a/longer/way.so"
for library in one.so a/longer/way.so; do
    if grep -aqF "$work" "$work/$library"; then
        echo "FAULT: $library names the directory that it was built in"
        exit 1
    fi
done
wc -c "$work/one.so" | sed 's|/.*|twice the same bytes|'
