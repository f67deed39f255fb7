#!/bin/sh
# Installs the library, moves what was installed, and builds users of it: by find_package, by pkg-config,
# and with the source as a part of their own.
#
#     check.sh SOURCE BUILD CC
#
# CFLAGS are those of the build: a sanitizer wants to be in all parts of a program.
set -eu
source=$1 build=$2 cc=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

build_and_run() {
    name=$1
    shift
    echo "--- $name"
    cmake -S "$source/tests/package" -B "$work/$name" -DCMAKE_C_COMPILER="$cc" "$@" >"$work/log" ||
        { cat "$work/log"; exit 1; }
    cmake --build "$work/$name" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
    (cd "$work/$name" && ctest --output-on-failure --no-tests=error) >"$work/log" 2>&1 ||
        { cat "$work/log"; exit 1; }
}

cmake --install "$build" --prefix "$work/first" >/dev/null
mv "$work/first" "$work/moved"
(cd "$work/moved" && find . -type f -o -type l | sort)
if grep -rIl -e "$source" -e "$build" -e "$work" "$work/moved"; then
    echo "these files name a directory of this machine"
    exit 1
fi

build_and_run installed -DCMAKE_PREFIX_PATH="$work/moved"
build_and_run subdirectory -DACTFAST_SOURCE="$source"

# compile NAME [pkg-config option]
compile() {
    # shellcheck disable=SC2046,SC2086
    "$cc" ${CFLAGS:-} "$source/tests/package/consumer.c" \
        $(pkg-config ${2:-} --cflags --libs actfast) -o "$work/$1"
}

echo "--- pkg-config"
PKG_CONFIG_PATH=$(dirname "$(find "$work/moved" -name actfast.pc)")
export PKG_CONFIG_PATH
compile shared
LD_LIBRARY_PATH="$(pkg-config --variable=libdir actfast)" "$work/shared"
rm "$PKG_CONFIG_PATH"/../libactfast.so*
compile static --static
"$work/static"
