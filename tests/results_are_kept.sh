#!/bin/sh
# The judge's results survive the file they are kept in, and later ones take the place of earlier ones. A
# run that was stopped goes on where it was, with the same library alone.
# results_are_kept.sh EXHAUSTIVE...: the program, behind its emulator if it needs one.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

judge() { "$@" --quiet --activation silu --activation squareplus 2>/dev/null; }
judge "$@" --stride 1048573 --csv >few.csv
judge "$@" --stride 524287 --csv >more.csv
judge "$@" --stride 524287 --markdown >more.md

"$@" --from more.csv --markdown | cmp - more.md
"$@" --from more.csv --csv >sorted.csv
"$@" --from few.csv --from more.csv --csv | cmp - sorted.csv
[ "$(sort more.csv | cksum)" = "$(sort sorted.csv | cksum)" ]
if "$@" --from more.md --csv >/dev/null 2>&1; then
    echo "a page was taken for results"
    exit 1
fi

again="--quiet --activation silu --activation squareplus --stride 524287 --csv --state state"
# shellcheck disable=SC2086 # words
resume() { "$@" $again >resumed.csv; }
# shellcheck disable=SC2086 # words
"$@" $again >resumed.csv &
sleep 0.2
kill -TERM $! 2>/dev/null || true
status=0
wait $! || status=$?
case $status in
0 | 3) ;;
*) echo "a run that was stopped ended with $status" && exit 1 ;;
esac
[ $status = 0 ] || resume "$@"
cmp resumed.csv more.csv
resume "$@"
cmp resumed.csv more.csv
library=$([ $# != 1 ] || ldd "$1" | sed -n 's/.*libactfast.* => \(.*\) (.*/\1/p')
if [ "$library" ]; then
    mkdir other
    (cat "$library" && echo) >"other/$(basename "$library")"
    export LD_LIBRARY_PATH=other
    if resume "$@" 2>/dev/null; then
        echo "the state of another library was taken"
        exit 1
    fi
fi
