#!/bin/sh
# Installs what is missing, builds, and runs all tests: cmake/test.sh [what ctest takes...]
set -eu
cd "$(dirname "$0")/.."

cmake/setup.sh build test python
cmake/build.sh
cd build
ctest --output-on-failure --no-tests=error --parallel "$(nproc)" "$@"
