#!/bin/sh
# Installs what libactfast needs and this machine lacks: cmake/setup.sh [GROUP...], where GROUP is
#
#   build   to build the library, the benchmarks and the examples (what no argument means)
#   test    to build and run the tests
#   python  to use and test the package for Python
#   node    to use and test the package for Node.js: also its two packages of npm, by its lock file
#   docs    to make the reference and the pictures of docs/
#   torch   to use and test the package for PyTorch (up to 230 MB to fetch)
#   runtimes to run the programs of docs/runtimes.md in LuaJIT, Go, Rust and R (up to 211 MB to fetch)
#   package to compare binary interfaces, and to build and try the Debian packages
#   cache   what .ci/run compiles through: the same thing once
#   ci      for all of .ci/run: Clang, sanitizers, the cross build, the emulators (Debian on x86-64)
#   compare the other libraries that actfast-compare and judge_peers measure, PyTorch among them
#   peers   PyTorch, to prove the values of it that the tests have stored (140 MB or more to fetch)
#
# Debian and Ubuntu, as root or with sudo; but for npm's only the distribution's packages. Elsewhere it
# says what to install and fails; ACTFAST_NO_SETUP=1 skips it for those who have done so.
set -eu

fail() {
    echo "cmake/setup.sh: $*" >&2
    exit 1
}

packages_of() {
    case $1 in
    build) echo gcc g++ libc6-dev cmake make pkg-config libsleef-dev libcpu-features-dev \
                libbenchmark-dev ;;
    test) echo binutils libcmocka-dev libmpfr-dev python3 libonnx-testdata mandoc ;;
    python) echo python3 python3-numpy python3-pytest python3-setuptools python3-wheel mypy ;;
    node) echo nodejs npm ;;
    docs) echo doxygen python3 python3-numpy python3-matplotlib ;;
    ci) echo clang clang-format clang-tidy cppcheck libclang-rt-dev qemu-user \
             gcc-aarch64-linux-gnu g++-aarch64-linux-gnu \
             libsleef-dev:arm64 libcpu-features-dev:arm64 libcmocka-dev:arm64 \
             libmpfr-dev:arm64 libbenchmark-dev:arm64 debootstrap ;;
    cache) echo ccache ;;
    package) echo abigail-tools binutils debhelper debootstrap dh-python dpkg-dev fakeroot lintian \
                  pybuild-plugin-pyproject python3-all python3-setuptools ;;
    peers | torch) echo python3-torch ;;
    compare) echo libdnnl-dev libxnnpack-dev libpthreadpool-dev python3-torch ;;
    runtimes) echo luajit golang-go rustc r-base-core ;;
    *) fail "no group '$1': build, test, python, node, docs, torch, runtimes, package, cache, ci, compare or peers" ;;
    esac
}

# The command that a package is wanted for, if it is one that may well come from elsewhere.
command_of() {
    case $1 in
    gcc) echo cc ;;
    g++) echo c++ ;;
    binutils) echo nm ;;
    nodejs) echo node ;;
    golang-go) echo go ;;
    r-base-core) echo R ;;
    cmake | make | pkg-config | mypy | npm | python3 | luajit | rustc | doxygen | clang | clang-format | clang-tidy | cppcheck) echo "$1" ;;
    esac
}

is_there() {
    program=$(command_of "$1")
    if [ "$program" ] && command -v "$program" >/dev/null; then return 0; fi
    case $1 in
    *:*) architecture=${1#*:} ;;
    *) architecture=$(dpkg --print-architecture) ;;
    esac
    dpkg-query -W -f '${Architecture} ${db:Status-Status}\n' "$1" 2>/dev/null |
        grep -qxE "($architecture|all) installed"
}

explain_elsewhere() {
    cat >&2 <<END
cmake/setup.sh installs packages on Debian and Ubuntu alone. Here, please install
  to build   a C11 and a C++14 compiler, CMake 3.18 or later, make, pkg-config,
             SLEEF 3.5 or later, cpu_features 0.7 or later (with its CMake package),
             Google Benchmark 1.7 or later
  to test    also nm (binutils), CMocka 1.1.5 or later, MPFR 4, Python 3.9 or later and,
             for one test each to run at all, ONNX's node tests (see docs/building.md) and mandoc
  for Python Python 3.9 or later with NumPy, pytest, setuptools, wheel and mypy; for PyTorch
             also PyTorch 1.13 or later
  for Node   Node.js 18 or later, and npm; run npm ci in bindings/node
  for docs/runtimes.md  LuaJIT 2.1, Go 1.19, Rust 1.63 or R 4.2, or later ones, with which it was run
  for docs   Doxygen 1.9.4 or later, and Python with NumPy and Matplotlib
  for CI     also Clang, clang-format, clang-tidy, cppcheck, qemu-user, a cross compiler
             for aarch64-linux-gnu and SLEEF, cpu_features, CMocka, MPFR and Google Benchmark
             for that machine, debootstrap
each with its headers. Then run the same command again with ACTFAST_NO_SETUP=1.
END
    exit 1
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        env "$@" </dev/null
    elif command -v sudo >/dev/null; then
        sudo env "$@" </dev/null
    else
        fail "these packages are missing, and there is neither root nor sudo to install them:$missing"
    fi
}

apt_get() {
    as_root DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300 \
        -o Dpkg::Use-Pty=0 "$@"
}

# The packages of another architecture come from the same place on Debian; Ubuntu has them elsewhere.
add_arm64() {
    if dpkg --print-foreign-architectures | grep -qx arm64; then return 0; fi
    . /etc/os-release
    if [ "$ID" != debian ]; then
        fail "the packages for aarch64 ($missing) can be set up on Debian alone"
    fi
    as_root dpkg --add-architecture arm64
}

install_missing() {
    echo "Installing:$missing"
    case $missing in
    *:arm64*) add_arm64 ;;
    esac
    apt_get update || fail "apt-get update failed: are the package sources of this machine reachable?"
    # shellcheck disable=SC2086 # a list of words
    apt_get install -y --no-install-recommends $missing ||
        fail "apt-get could not install$missing; they are in Debian 12 and Ubuntu 24.04 (universe) or later"
}

# Into bindings/node/node_modules, as that folder's own .npmrc says.
install_npm_packages() {
    cd "$(dirname "$0")/../bindings/node"
    if npm ls >/dev/null 2>&1; then return 0; fi
    npm ci --include=dev || fail "npm ci failed in bindings/node: is the registry of npm reachable?"
}

wanted=""
for group in "${@:-build}"; do wanted="$wanted $(packages_of "$group")"; done
if [ "${ACTFAST_NO_SETUP:-0}" = 1 ]; then exit 0; fi
if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then explain_elsewhere; fi

missing=""
for package in $wanted; do
    if ! is_there "$package"; then missing="$missing $package"; fi
done
if [ "$missing" ]; then install_missing; fi
case " $* " in
*" node "*) install_npm_packages ;;
esac
