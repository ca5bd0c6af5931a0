#!/bin/bash
# daily.sh - a day's changes on a large ledger: how long, and in how much memory.
#
# A ledger of PRESET (crm) is made, and settled by the first N changes of its year; then
# each of RUNS (5) batches of the N (1000) that follow is one `daily`, timed as a whole:
# opening, deciding, the bound, the commit. Prints a row for each.
#
# Settings, from the environment: PRESET, SEED (1), N, RUNS, THREADS (1), EVENBOOK.
set -u
export LC_ALL=C
cd "$(dirname "$0")/.." || exit 3
evenbook=${EVENBOOK:-build/release/evenbook}
work=build/bench/daily
n=${N:-1000}
[ -x "$evenbook" ] || { echo "there is no $evenbook; run make first" >&2; exit 3; }
rm -rf "$work" && mkdir -p "$work" || exit 3
"$evenbook" generate "${PRESET:-crm}" --seed "${SEED:-1}" --year -q -o "$work/books" &&
    "$evenbook" ledger init "$work/books.db" "$work/books" -q || exit 3

batch() { # K: changes k n + 1 .. (k + 1) n
    head -n 1 "$work/books/changes.csv"
    tail -n +"$((2 + $1 * n))" "$work/books/changes.csv" | head -n "$n"
}

batch 0 >"$work/changes.csv"
"$evenbook" daily "$work/books.db" "$work/changes.csv" -q || exit 3
echo "batch,events,seconds,user,system"
for ((k = 1; k <= ${RUNS:-5}; k++)); do
    batch "$k" >"$work/changes.csv"
    TIMEFORMAT='%R,%U,%S'
    took=$({ time "$evenbook" daily "$work/books.db" "$work/changes.csv" -q \
        --threads "${THREADS:-1}"; } 2>&1) || exit 3
    echo "$k,$n,$took"
done
"$evenbook" ledger check "$work/books.db"
