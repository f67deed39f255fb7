#!/bin/sh
# Builds the Debian packages of HEAD in a clean clone, asks lintian, installs them on a minimal system of this
# release, tries them there, and removes them: nothing is left.
#
#     tools/debian_packages.sh [-o DIRECTORY] [-b]
#
#   DIRECTORY   where the packages are put; nowhere if left out
#   -b          build and ask lintian alone
#
# Needs root, Debian, and the packages of cmake/setup.sh build package.
set -eu
cd "$(dirname "$0")/.."

output="" build_alone=""
while getopts o:b option; do
    case $option in
    o) output=$OPTARG ;;
    b) build_alone=yes ;;
    *) exit 1 ;;
    esac
done

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/packages"
git clone --quiet . "$work/packages/source"

# timed NAME COMMAND...
timed() {
    name=$1 begin=$(date +%s)
    shift
    "$@"
    echo "#### $name: fine, $(($(date +%s) - begin)) s"
}

# A machine may have another Python before Debian's.
build() {
    (cd "$work/packages/source" && env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/nonexistent LC_ALL=C.UTF-8 \
        DEB_BUILD_OPTIONS="parallel=$(nproc)" dpkg-buildpackage -us -uc -b) >"$work/log" 2>&1 ||
        { tail -n 50 "$work/log"; exit 1; }
    rm -rf "$work/packages/source"
    (cd "$work/packages" && ls -l ./*.deb)
}

build_packages() {
    timed "dpkg-buildpackage" build
    timed "lintian" lintian --allow-root --fail-on error --suppress-tags initial-upload-closes-no-bugs \
        "$work"/packages/*.changes
    for package in libactfast0 libactfast-dev actfast-tools python3-actfast; do
        ls "$work/packages/$package"_*.deb >/dev/null
    done
}

# apt of a minimal system, without what packages only recommend.
install='DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 install --no-install-recommends -y'
packages=/root/packages

build_packages
if [ "$output" ]; then cp "$work"/packages/*.deb "$output"; fi
if [ "$build_alone" ]; then exit 0; fi

tools/fresh_machine.sh -d "$work/packages" \
    "apt-get -qq update" \
    "$install $packages/libactfast0_*.deb $packages/actfast-tools_*.deb $packages/python3-actfast_*.deb >/dev/null" \
    "test ! -e /usr/include/actfast && ! command -v cc" \
    "debian/tests/programs" \
    "debian/tests/python" \
    "$install $packages/libactfast-dev_*.deb gcc libc6-dev cmake make pkg-config >/dev/null" \
    "debian/tests/build" \
    "apt-get -qq purge -y libactfast0 libactfast-dev actfast-tools python3-actfast >/dev/null" \
    "! find / -xdev -name '*actfast*' -not -path '/root/*' -not -path '/proc/*' -not -path '/var/cache/apt/*' | grep ."
