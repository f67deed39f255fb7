#!/bin/sh
# Configures and builds an optimised libactfast in build/: cmake/build.sh [target...]; all without one.
# quickstart.sh and test.sh begin with it.
set -eu
cd "$(dirname "$0")/.."

cmake -S . -B build -DCMAKE_BUILD_TYPE=Release
if [ $# -gt 0 ]; then set -- --target "$@"; fi
cmake --build build --parallel "$(nproc)" "$@"
