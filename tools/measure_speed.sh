#!/bin/sh
# Measures what docs/speed.md, README.md, docs/choosing.md and their pictures say, and writes it there:
# tools/measure_speed.sh [BUILD [RUNS]]
#
# Five to ten minutes a run on a quiet machine, 5 GiB of memory; needs NumPy and Matplotlib (cmake/setup.sh docs), has
# the peers that were installed when BUILD was made (cmake/setup.sh compare), and takes PyTorch with it where it is
# installed. The measurements replace those in docs/speed/; of RUNS, 3 if it is not given, each file keeps what met the
# fewest neighbours (tools/quietest_run.py).
#
# Another processor of which the pages say something has a file of its own, in half a minute a run:
# ONLY=zen4 tools/measure_speed.sh [BUILD [RUNS]]
set -eu
cd "$(dirname "$0")/.."
build=${1:-build}
runs=${2:-3}
data=docs/speed
compare=$build/benchmarks/actfast-compare
known="relu,squareplus,sigmoid,tanh,silu,gelu,softplus,mish"
mkdir -p $data
unset ACTFAST_ISA ACTFAST_ACCURACY ACTFAST_STREAM_BYTES

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# measure NAME COMMAND...: the command's CSV, --csv=FILE, of the quietest runs.
measure() {
    name=$1
    shift
    echo "== $name: $*"
    for run in $(seq "$runs"); do
        "$@" --csv="$scratch/$run.csv" >"$scratch/log" || {
            cat "$scratch/log"
            exit 1
        }
    done
    /usr/bin/python3 -B tools/quietest_run.py "$scratch"/*.csv >"$scratch/quietest"
    mv "$scratch/quietest" "$data/$name.csv"
    rm "$scratch"/*.csv
}

tables() {
    /usr/bin/python3 -B tools/speed_tables.py docs/speed.md docs/choosing.md README.md
}

if [ -n "${ONLY-}" ]; then
    measure "$ONLY" "$compare" --floats=4096 --passes=value,backward
    tables
    exit
fi
measure functions "$compare" --floats=4096,131072 --passes=value,backward,value_and_grad
measure memory "$compare" --floats=67108864 --passes=value,backward,value_and_grad --functions=$known
if "$build/tools/actfast-info" | grep -q '^backend: avx512'; then
    measure avx2 "$compare" --isa=avx2 --floats=4096,131072 --passes=value,backward --functions=$known,elu,leaky_relu,hard_swish,gelu_tanh
else
    rm -f $data/avx2.csv
fi
measure wide "$compare" --inputs=wide --floats=4096 --passes=value,backward
measure calls "$compare" --floats=1,2,3,4,6,8,12,16,17,20,24,28,32,33,40,48,56,64 --passes=value --functions=relu,squareplus,silu,gelu --peers=onednn
sweep=262144,1048576,2097152,4194304,8388608,16777216,67108864,268435456
streams="--floats=$sweep --passes=value,backward,value_and_grad --functions=relu,silu --peers=none --rounds=11"
# shellcheck disable=SC2086 # words
measure streams "$compare" $streams
# shellcheck disable=SC2086 # words
measure stores env ACTFAST_STREAM_BYTES=0 "$compare" $streams
best=$("$build/tools/actfast-info" | sed -n 's/^backend: \([a-z0-9]*\) .*/\1/p' | head -1)
for object in "$build"/CMakeFiles/actfast_tier_"${best}"_fast.dir/kernels/*.o; do
    /usr/bin/python3 -B tools/count_operations.py "$object" >$data/operations.csv
done
if /usr/bin/python3 -c 'import torch' 2>/dev/null; then
    measure torch /usr/bin/python3 -B benchmarks/compare_torch.py "$build/libactfast.so"
else
    rm -f $data/torch.csv
fi

/usr/bin/python3 -B tools/plot_speed.py docs
tables
