#!/bin/sh
# The judge's results survive the file they are kept in, and later ones take the place of earlier ones.
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
