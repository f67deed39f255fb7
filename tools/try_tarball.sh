#!/bin/sh
# Makes the tarballs for other machines and tries them where nothing else is: a chroot with libc and no other
# package (aarch64: under qemu) and, with -d, a minimal Debian. What the programs measure there is compared.
# Who makes, runs and compares types what docs/target-cpus.md says.
#
#     tools/try_tarball.sh [-d] [-o DIRECTORY] [ARCHITECTURE...]
#
#   -d             the tarball of this machine also in a minimal system made by debootstrap
#   DIRECTORY      where tarballs and results are put; nowhere if left out
#   ARCHITECTURE   x86_64, aarch64; both if left out
#
# Needs root, Debian on x86-64, and the packages of cmake/setup.sh build ci.
set -eu
cd "$(dirname "$0")/.."

fail() {
    echo "tools/try_tarball.sh: $*" >&2
    exit 1
}

minimal="" output=""
while getopts do: option; do
    case $option in
    d) minimal=yes ;;
    o) output=$OPTARG ;;
    *) fail "see the head of this file for its options" ;;
    esac
done
shift $((OPTIND - 1))
if [ $# = 0 ]; then set -- x86_64 aarch64; fi
[ "$(id -u)" = 0 ] || fail "needs root, for a chroot"

work=$(mktemp -d "${TMPDIR:-/tmp}/actfast-tarball.XXXXXX")
clean_up() {
    for mounted in "$work"/*/proc "$work"/*/sys; do umount "$mounted" 2>/dev/null || true; done
    rm -rf --one-file-system "$work"
}
trap clean_up EXIT
trap 'exit 1' INT TERM HUP
mkdir "$work/results" "$work/packages"

# quietly COMMAND...: its output only if it fails
quietly() {
    "$@" >"$work/log" 2>&1 || { tail -n 40 "$work/log"; fail "$* failed"; }
}

# commands_of HEADING: the block of commands below that heading of the page
commands_of() {
    awk -v heading="## $1" '$0 == heading { below = 1 }
        below && /^```$/ { exit }
        inside { print; any = 1 }
        below && /^```sh$/ { inside = 1 }
        END { exit !any }' docs/target-cpus.md || fail "docs/target-cpus.md has no commands below $1"
}

# set_names ARCHITECTURE: what presets, Debian and the compiler call it
set_names() {
    case $1 in
    x86_64) preset=tarball heading="Make the tarball" debian=amd64 compiler=cc emulator="" ;;
    aarch64) preset=tarball-aarch64 heading="Make it for 64-bit Arm" debian=arm64 \
        compiler=aarch64-linux-gnu-gcc emulator=/qemu ;;
    *) fail "no architecture $1: x86_64 or aarch64" ;;
    esac
}

# unpacked_package NAME DIRECTORY: a package of the distribution, which is not installed
unpacked_package() {
    (cd "$work/packages" && quietly apt-get -q -o APT::Sandbox::User=root download "$1")
    dpkg-deb -x "$work/packages/${1%%:*}"_*_"${3:-*}".deb "$2"
}

# A root with libc, its loader and, for another architecture, the emulator in one static file.
make_root() {
    root=$work/$1
    mkdir -p "$root/proc" "$root/sys" "$root/tmp"
    unpacked_package "libc6:$debian" "$root" "$debian"
    if [ "$emulator" ]; then
        unpacked_package qemu-user-static "$work/emulator" amd64
        cp "$work/emulator/usr/bin/qemu-$1-static" "$root$emulator"
    fi
    find "$root" -name 'libsleef*' -o -name 'libstdc++*' -o -name 'libgcc_s*' -o -name 'libbenchmark*' |
        grep . && fail "the root is not bare"
    mount -t proc proc "$root/proc"
    mount --bind -o ro /sys "$root/sys"
}

# in_root PROGRAM ARGUMENT...: with next to no environment
in_root() {
    # shellcheck disable=SC2086 # no word, or one
    env -i PATH="$PATH" timeout 300 chroot "$root" $emulator "$@"
}

# A program of a user, built with the headers and the library of the tarball.
build_user() {
    "$compiler" -I"$root/$name/include" examples/quickstart.c -L"$root/$name/lib" -lactfast \
        -Wl,-rpath-link,"$root/$name/lib" -Wl,-rpath,"/$name/lib" -o "$root/quickstart"
}

try() {
    set_names "$1"
    echo "#### $1"
    commands=$(commands_of "$heading")
    quietly sh -euc "$commands"
    tarball=$(ls "$PWD/build/$preset"/actfast-*-linux-"$1".tar.gz)
    make_root "$1"
    tar -xzf "$tarball" -C "$root"
    name=$(basename "$tarball" .tar.gz)
    cat "$root/$name/share/doc/actfast/CONTENTS.txt"
    in_root "/$name/bin/actfast-info" --json >"$work/results/$1-info.json"
    in_root "/$name/bin/actfast-bench" --benchmark_filter='^(relu|silu|gelu)/value/.*/1024$' \
        --benchmark_min_time=0.01 --benchmark_out="/tmp/$1.json" >"$work/log" 2>&1 ||
        { cat "$work/log"; fail "actfast-bench does not run"; }
    mv "$root/tmp/$1.json" "$work/results"
    in_root "/$name/bin/actfast-summary" --seconds=1 >"$work/log" || fail "actfast-summary does not run"
    grep "^geometric mean" "$work/log"
    build_user
    in_root /quickstart >"$work/log" || fail "a program that was built with the tarball does not run"
    python3 -B tests/programs/results.py "$1" "$work/results/$1-info.json" "$work/results/$1.json"
    if [ "$output" ]; then cp "$tarball" "$output"; fi
}

# A minimal Debian has libstdc++ and libgcc_s, and neither of the others.
try_minimal() {
    mkdir "$work/parcel"
    cp "$PWD/build/tarball"/actfast-*-linux-x86_64.tar.gz "$work/parcel"
    commands=$(commands_of "Run it there")
    tools/fresh_machine.sh -d "$work/parcel" \
        "! find /usr/lib -name 'libsleef*' -o -name 'libbenchmark*' | grep ." \
        "cd /root/parcel && set -e && $commands" \
        "grep actfast_cpu /root/parcel/*.json"
}

# As a user would, who has the two files and the project in one folder.
compare() {
    mkdir "$work/folder"
    ln -s "$PWD/tools" "$work/folder/tools"
    cp "$work/results/$1.json" "$work/folder/laptop.json"
    cp "$work/results/${2:-$1}.json" "$work/folder/board.json"
    commands=$(commands_of "Side by side")
    (cd "$work/folder" && sh -euc "$commands" && cp machines.svg "$work/results")
}

for architecture in "$@"; do try "$architecture"; done
compare "$@"
if [ "$output" ]; then cp "$work/results"/* "$output"; fi
if [ "$minimal" ]; then try_minimal; fi
