#!/bin/bash
# check_reports.sh - makes reports of several books and looks at them in
# Chromium: nothing is fetched, nothing goes wrong, charts are drawn, tables
# sort and filter, the keyboard reaches all, axe-core finds no serious fault,
# and names that look like code stay names.
#
# usage: tools/check_reports.sh BINARY [NAME...]
#
#   NAME      one of the reports that tests/web/run.mjs lists
#   COUNTS=F  where to write "passed failed skipped"
#
# The tools lie in tests/web/node_modules, as its package-lock.json pins them.
# Where they cannot be fetched, or there is no Chromium, all is skipped and one
# message says why.
set -u
binary=$(realpath -e -- "${1:?usage: tools/check_reports.sh BINARY}") || exit 2
shift
export COUNTS=${COUNTS:-/dev/null}
cd "$(dirname "$0")/.." || exit 2
out=$PWD/build/reports
fetched=tests/web/node_modules/.evenbook-lock

skip() {
    echo "skipped: reports, for $1"
    echo "0 0 1" >"$COUNTS"
    exit 0
}

fetch() {
    cmp -s tests/web/package-lock.json "$fetched" && return 0
    (cd tests/web && npm ci --ignore-scripts --no-audit --no-fund \
        --loglevel=error --fetch-retries=1 --fetch-timeout=30000) >build/npm.log 2>&1 &&
        cp tests/web/package-lock.json "$fetched"
}

command -v npm >/dev/null || skip "npm is not installed"
export CHROMIUM=${CHROMIUM:-$(command -v chromium)}
[ -n "$CHROMIUM" ] || skip "chromium is not installed"
mkdir -p build
fetch || skip "npm ci failed (see build/npm.log)"

rm -rf "$out"
mkdir -p "$out/books"

# make NAME COMMAND...: a report of that name; 1 means that rules are broken.
make() {
    local name=$1 status=0
    shift
    "$binary" "$@" --quiet -o "$out/$name" 2>"$out/$name.log" || status=$?
    [ $status -le 1 ] && return 0
    cat "$out/$name.log"
    exit 1
}

node tests/web/hostile.mjs "$out/books/hostile" || exit 1
make books/large generate midmarket --seed 1
make plan plan examples
make large plan "$out/books/large" --effort quick
make hostile plan "$out/books/hostile"
make audit audit examples --decompose
make compare compare examples/scenarios.json
make frontier frontier examples
"$binary" ledger init "$out/year.db" examples --quiet || exit 1
make replay replay "$out/year.db" examples/changes.csv --every week
make hostile-audit audit "$out/books/hostile"
make hostile-compare compare "$out/books/hostile/scenarios.json"
node tests/web/run.mjs "$out" "$@"
