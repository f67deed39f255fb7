#!/bin/sh
# Runs the README's commands as a stranger would: in a clean clone of HEAD, in a chroot with nothing but
# the distribution's minimal system.
#
#     tools/fresh_machine.sh [-s SUITE] [-m MIRROR] [-d DIRECTORY] [-k] [COMMAND...]
#
#   SUITE     bookworm, trixie, noble…; that of this machine if left out
#   MIRROR    where its packages are; where this machine's apt gets its own if left out
#   DIRECTORY is copied to /root, beside the clone
#   -k        keep the chroot and print where it is
#   COMMAND   shell commands, one an argument; cmake/quickstart.sh and cmake/test.sh if left out
#
# Needs root and debootstrap, on Debian or Ubuntu.
set -eu
cd "$(dirname "$0")/.."

fail() {
    echo "tools/fresh_machine.sh: $*" >&2
    exit 1
}

suite="" mirror="" directory="" keep=""
while getopts s:m:d:k option; do
    case $option in
    s) suite=$OPTARG ;;
    m) mirror=$OPTARG ;;
    d) directory=$OPTARG ;;
    k) keep=yes ;;
    *) fail "see the head of this file for its options" ;;
    esac
done
shift $((OPTIND - 1))
if [ $# = 0 ]; then set -- cmake/quickstart.sh cmake/test.sh; fi

[ "$(id -u)" = 0 ] || fail "needs root, for a chroot"
for program in debootstrap git apt-get; do
    command -v "$program" >/dev/null || fail "needs $program"
done
here=$(. /etc/os-release && echo "$VERSION_CODENAME")
architecture=$(dpkg --print-architecture)
if [ ! "$mirror" ]; then
    mirror=$(apt-get indextargets --format '$(REPO_URI)' "Created-By: Packages" \
        "Release: $here" "Architecture: $architecture" | head -n 1)
    [ "$mirror" ] || fail "apt has no mirror for $here on this machine; name one with -m"
fi
case $mirror in
*ubuntu*) components=main,universe ;;
*) components=main ;;
esac

root=$(mktemp -d "${TMPDIR:-/tmp}/actfast-fresh.XXXXXX")
chmod 755 "$root" # apt fetches as a user of its own
clean_up() {
    umount "$root/proc" 2>/dev/null || true
    if [ "$keep" ]; then echo "kept: $root"; else rm -rf --one-file-system "$root"; fi
}
trap clean_up EXIT
trap 'exit 1' INT TERM HUP

echo "A minimal ${suite:=$here} in $root"
debootstrap --variant=minbase --components="$components" "$suite" "$root" "$mirror" \
    >"$root.log" 2>&1 || { tail -n 20 "$root.log"; fail "debootstrap failed; $root.log has it all"; }
rm "$root.log"
# Every installed system has it, and localhost is in it; debootstrap leaves it to the installer.
[ -e "$root/etc/hosts" ] || echo "127.0.0.1 localhost" >"$root/etc/hosts"
git clone --quiet --no-hardlinks . "$root/root/libactfast"
if [ "$directory" ]; then cp -R "$directory" "$root/root"; fi
mount -t proc proc "$root/proc"

for command in "$@"; do
    printf '\n#### %s\n' "$command"
    begin=$(date +%s)
    env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C \
        ${http_proxy:+"http_proxy=$http_proxy"} ${https_proxy:+"https_proxy=$https_proxy"} \
        chroot "$root" sh -c "cd /root/libactfast && $command" </dev/null ||
        fail "$command failed on a fresh $suite"
    printf '#### %s: fine, %d s\n' "$command" $(($(date +%s) - begin))
done
