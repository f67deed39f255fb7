#!/bin/sh
# Promises of the installed library to those who build with it: one WAY after another, each in a
# temporary place.
#
#     check.sh WAY SOURCE BUILD CC CXX
#
#   components     each file is in one component, at the same place with DESTDIR; moved, the programs run
#   cmake          find_package: C and C++17, shared and static
#   pkg_config     pkg-config: shared and static, a prefix of any kind
#   versions       which versions it passes for
#   subdirectory, fetch_content   as a part of another project, where it leaves no trace
#
# CFLAGS are those of the build.
set -eu
way=$1 source=$2 build=$3 cc=$4 cxx=$5
projects=$source/tests/consumer
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fault() {
    echo "FAULT: $*"
    exit 1
}

# quietly COMMAND...: what it prints is of interest if it fails.
quietly() {
    "$@" >"$work/log" 2>&1 || { cat "$work/log"; fault "$*"; }
}

files_of() {
    (cd "$1" && find . -type f -o -type l | sort)
}

# Installs all of it, then moves it to $work/moved.
install_and_move() {
    quietly cmake --install "$build" --prefix "$work/first"
    mv "$work/first" "$work/moved"
    pc=$(dirname "$(find "$work/moved" -name actfast.pc)")
    library=$(dirname "$pc")
}

# make_project NAME [cmake option...]: builds one of the projects in $work/NAME.
make_project() {
    name=$1
    shift
    quietly cmake -S "$projects/$name" -B "$work/$name" -DCMAKE_C_COMPILER="$cc" \
        -DCMAKE_CXX_COMPILER="$cxx" -DCMAKE_EXPORT_COMPILE_COMMANDS=ON "$@"
    quietly cmake --build "$work/$name"
}

# It has the library inside, and loads none.
is_static() {
    if readelf -d "$1" | grep libactfast; then fault "$1 loads the shared library"; fi
    "$1"
}

check_components() {
    install_and_move
    files_of "$work/moved" >"$work/all"
    cat "$work/all"
    if grep -rIl -e "$source" -e "$build" -e "$work" "$work/moved"; then
        fault "these files name a directory of this machine"
    fi
    for component in runtime development tools; do
        quietly cmake --install "$build" --prefix "$work/$component" --component "$component"
        [ -d "$work/$component" ] || mkdir "$work/$component" # without benchmarks there are no tools
        files_of "$work/$component" >"$work/$component.files"
    done
    sort "$work"/*.files | cmp - "$work/all" || fault "the components are not a partition of all files"
    if grep -v 'libactfast\.so\.[0-9.]*$' "$work/runtime.files"; then
        fault "these are no part of the shared library"
    fi
    [ "$(wc -l <"$work/runtime.files")" = 2 ] || fault "a library and its SONAME are to be two names"
    if grep -v -e '/bin/actfast-[a-z]*$' -e '/man1/actfast-[a-z]*\.1$' "$work/tools.files"; then
        fault "these are no tools"
    fi

    DESTDIR=$work/destdir quietly cmake --install "$build" --prefix /opt/actfast
    files_of "$work/destdir/opt/actfast" | cmp - "$work/all" || fault "DESTDIR changes what is installed"
    files_of "$work/destdir" | grep -v '^./opt/actfast/' && fault "these are outside of the prefix"

    for program in "$work"/moved/bin/*; do
        [ -e "$program" ] || continue
        [ "${program##*/}" = actfast-info ] && continue # has the static library inside
        ldd "$program" | grep -F "libactfast.so" | grep -qF "$work/moved/" ||
            fault "$program does not load the library that it came with"
    done
    if [ -e "$work/moved/bin/actfast-bench" ]; then
        "$work/moved/bin/actfast-bench" --benchmark_list_tests | grep -q '^gelu/' ||
            fault "actfast-bench does not run"
    fi
}

check_cmake() {
    install_and_move
    # Where there is neither pkg-config's SLEEF nor cpu_features, the shared library is enough.
    PKG_CONFIG_LIBDIR=$pc make_project cmake_shared -DCMAKE_PREFIX_PATH="$work/moved" \
        -DCMAKE_DISABLE_FIND_PACKAGE_CpuFeatures=ON
    "$work/cmake_shared/consumer"
    if PKG_CONFIG_LIBDIR=$pc cmake -S "$projects/cmake_static" -B "$work/lacking" \
        -DCMAKE_C_COMPILER="$cc" -DCMAKE_PREFIX_PATH="$work/moved" >"$work/log" 2>&1; then
        fault "a static library without SLEEF"
    fi
    grep -q 'actfast_static needs .*SLEEF' "$work/log" || { cat "$work/log"; fault "SLEEF is not named"; }

    make_project cxx17 -DCMAKE_PREFIX_PATH="$work/moved"
    "$work/cxx17/with_actfast"
    is_static "$work/cxx17/with_actfast_static"

    make_project cmake_static -DCMAKE_PREFIX_PATH="$work/moved"
    cp -r "$work/moved" "$work/shared_alone"
    rm "$library"/libactfast.so* "$work/shared_alone/${library#"$work/moved/"}"/libactfast.a
    is_static "$work/cmake_static/consumer"
    rm -rf "$work/cmake_shared"
    make_project cmake_shared -DCMAKE_PREFIX_PATH="$work/shared_alone"
}

# with_pkg_config TARGET: pkg_config/Makefile, as it is read from $work.
with_pkg_config() {
    (cd "$work" && quietly make -f "$projects/pkg_config/Makefile" CC="$cc" "$1")
}

# pc_of CMAKE-OPTION...: the actfast.pc of a build that is to be installed like that.
pc_of() {
    rm -rf "$work/configured"
    quietly cmake -S "$source" -B "$work/configured" -DCMAKE_C_COMPILER="$cc" -DACTFAST_TESTS=OFF \
        -DACTFAST_BENCHMARKS=OFF -DACTFAST_EXAMPLES=OFF -DCMAKE_INSTALL_PREFIX="$work/else" "$@"
    PKG_CONFIG_PATH=$work/configured pkg-config --cflags --libs actfast
}

check_pkg_config() {
    install_and_move
    PKG_CONFIG_LIBDIR=$pc with_pkg_config shared
    LD_LIBRARY_PATH=$library "$work/shared"
    export PKG_CONFIG_PATH="$pc"
    with_pkg_config static
    rm "$library"/libactfast.so*
    is_static "$work/static"

    version=$(pkg-config --modversion actfast)
    pkg-config --exists "actfast >= $version" || fault "it is no $version"
    if pkg-config --exists "actfast > $version"; then fault "it passes for more than $version"; fi

    got=$(pc_of -DCMAKE_INSTALL_LIBDIR="$work/else/lib/here" -DCMAKE_INSTALL_INCLUDEDIR=include)
    want="-I$work/else/include -L$work/else/lib/here -lactfast"
    [ "${got% }" = "$want" ] || fault "an absolute directory: $got, not $want"
}

check_versions() {
    install_and_move
    version=$(sed -n 's/^set(PACKAGE_VERSION "\(.*\)")/\1/p' "$library/cmake/actfast/actfastConfigVersion.cmake")
    IFS=. read -r major minor patch <<END
$version
END
    next=$major.$((minor + 1))
    quietly cmake -S "$projects/versions" -B "$work/versions" -DCMAKE_PREFIX_PATH="$work/moved" \
        -DACCEPTED="$major,$major.$minor,$version,=$version,$major.$minor...$major.9" \
        -DREFUSED="$major.$minor.$((patch + 1)),$next,$((major + 1)),=$next,$next...$major.9"

    # Later releases of the same kind: the next minor version passes for this one, the next major does not.
    later "$next.3" -DACCEPTED="$major.$minor,$version,$next" -DREFUSED="$next.4,=$version"
    later "$((major + 1)).0.0" -DACCEPTED="$((major + 1))" -DREFUSED="$major,$major.$minor,$version"
}

# later VERSION CMAKE-OPTION...: as though that were installed.
later() {
    rm -rf "$work/later" "$work/versions"
    cp -r "$work/moved" "$work/later"
    sed -i "s/\"$version\"/\"$1\"/g" "$work/later/${library#"$work/moved/"}/cmake/actfast/actfastConfigVersion.cmake"
    shift
    quietly cmake -S "$projects/versions" -B "$work/versions" -DCMAKE_PREFIX_PATH="$work/later" "$@"
}

# leaves_no_trace NAME [FLAG...]: what the project's own program is compiled with, which may have these flags and
# CFLAGS, and what is installed.
leaves_no_trace() {
    sed -n 's/.*"command": "\(.*consumer\.c\)".*/\1/p' "$work/$1/compile_commands.json" >"$work/lines"
    [ -s "$work/lines" ] || fault "no compiler's command found"
    # shellcheck disable=SC2086 # a list of words
    words=$(cut -d ' ' -f 2- "$work/lines" | tr ' ' '\n' | grep '^-' | grep -vxE -e '-I.*|-[oc]' || true)
    name=$1
    shift
    for flag in ${CFLAGS:-} "$@"; do words=$(echo "$words" | grep -vx -e "$flag" || true); done
    [ ! "$words" ] || fault "it adds these flags: $words"
    mkdir "$work/nothing"
    DESTDIR=$work/nothing quietly cmake --install "$work/$name"
    [ ! "$(files_of "$work/nothing")" ] || fault "it installs" "$(files_of "$work/nothing")"
}

check_subdirectory() {
    make_project subdirectory -DACTFAST_SOURCE="$source" -DCMAKE_BUILD_TYPE=Release
    "$work/subdirectory/with_actfast"
    is_static "$work/subdirectory/with_actfast_static"
    leaves_no_trace subdirectory -O3 -DNDEBUG # Release's own
}

# What the library is built from, and no more: a user needs no tests.
check_fetch_content() {
    tar -C "$source" -czf "$work/actfast.tar.gz" \
        CMakeLists.txt bindings/CMakeLists.txt cmake dispatch include kernels src
    make_project fetch_content -DACTFAST_ARCHIVE="$work/actfast.tar.gz"
    "$work/fetch_content/consumer"
    leaves_no_trace fetch_content
}

"check_$way"
