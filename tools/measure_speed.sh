#!/bin/sh
# Measures what docs/speed.md, README.md and their pictures say, and writes it there: tools/measure_speed.sh [BUILD]
#
# Five to ten minutes on a quiet machine, 5 GiB of memory; needs NumPy and Matplotlib (cmake/setup.sh docs), and
# takes PyTorch with it where it is installed. The measurements are written to docs/speed/.
set -eu
cd "$(dirname "$0")/.."
build=${1:-build}
data=docs/speed
compare=$build/benchmarks/actfast-compare
known="relu,squareplus,sigmoid,tanh,silu,gelu,softplus,mish"
mkdir -p $data
unset ACTFAST_ISA ACTFAST_ACCURACY ACTFAST_STREAM_BYTES

# measure NAME OPTION...: one run, whose CSV is complete or not there.
measure() {
    name=$1
    shift
    echo "== $name: actfast-compare $*"
    "$compare" "$@" --csv="$data/$name.new" >"$data/$name.txt" || {
        cat "$data/$name.txt"
        exit 1
    }
    rm "$data/$name.txt"
    mv "$data/$name.new" "$data/$name.csv"
}

measure functions --floats=4096,131072 --passes=value,backward,value_and_grad
measure memory --floats=67108864 --passes=value,backward,value_and_grad --functions=$known
if "$build/tools/actfast-info" | grep -q '^backend: avx512'; then
    measure avx2 --isa=avx2 --floats=4096,131072 --passes=value,backward --functions=$known,elu,leaky_relu,hard_swish,gelu_tanh
fi
measure wide --inputs=wide --floats=4096 --passes=value,backward
measure calls --floats=1,2,3,4,6,8,12,16,17,20,24,28,32,33,40,48,56,64 --passes=value --functions=relu,squareplus,silu,gelu --peers=onednn
sweep=262144,1048576,2097152,4194304,8388608,16777216,67108864,268435456
streams="--floats=$sweep --passes=value,backward,value_and_grad --functions=relu,silu --peers=none --rounds=11"
# shellcheck disable=SC2086 # words
measure streams $streams
# shellcheck disable=SC2086 # words
ACTFAST_STREAM_BYTES=0 measure stores $streams
best=$("$build/tools/actfast-info" | sed -n 's/^backend: \([a-z0-9]*\) .*/\1/p' | head -1)
for object in "$build"/CMakeFiles/actfast_tier_"${best}"_fast.dir/kernels/*.o; do
    /usr/bin/python3 -B tools/count_operations.py "$object" >$data/operations.csv
done
if /usr/bin/python3 -c 'import torch' 2>/dev/null; then
    /usr/bin/python3 -B benchmarks/compare_torch.py "$build/libactfast.so" --csv=$data/torch.csv
fi

/usr/bin/python3 -B tools/plot_speed.py docs
/usr/bin/python3 -B tools/speed_tables.py docs/speed.md README.md
