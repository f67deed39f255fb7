#!/bin/sh
# From a fresh clone to networks that train through the library: installs what is missing, builds, says
# which backend was chosen and why, trains a network with each activation, measures them all.
set -eu
cd "$(dirname "$0")/.."

# The build as a whole needs the tests' packages too.
cmake/setup.sh build test
cmake/build.sh train_digits actfast-summary

echo
ACTFAST_VERBOSE=1 build/examples/train_digits
echo
build/benchmarks/actfast-summary
