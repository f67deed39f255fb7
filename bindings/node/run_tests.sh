#!/bin/sh
# Runs tests with Node's own runner, for ctest: run_tests.sh TEST...
#
# Where something is missing nothing can be tested: that is said loudly, and the status is 77, which
# ctest shows as skipped.
set -eu
cd "$(dirname "$0")"

skip() {
    echo "SKIPPED: $1, NOTHING is tested of $tests;" \
        "cmake/setup.sh node installs it on Debian and Ubuntu"
    exit 77
}

tests=$*
for program in node npm; do
    command -v "$program" >/dev/null || skip "there is no $program"
done
node -e 'process.exit(parseInt(process.versions.node) >= 18 ? 0 : 1)' ||
    skip "node $(node --version) is not 18 or later"
for package in koffi typescript; do
    node -e "require('$package')" 2>/dev/null || skip "bindings/node has no $package"
done
if [ ! -e "$ACTFAST_LIBRARY" ]; then
    echo "$ACTFAST_LIBRARY is not there"
    exit 1
fi
echo "node $(node --version), $(command -v node)"
exec node --test "$@"
