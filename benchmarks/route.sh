#!/bin/bash
# route.sh - how many decisions a second `evenbook route --watch` answers, and how long
# each takes, seen from the other end of the pipes: as advice, and durable.
#
#   PRESET=  books to generate (crm: 250,000 accounts, 2,000 reps)
#   N=       requests (20000): new accounts without a parent
#   DURABLE= of these durable (5000)
set -eu
cd "$(dirname "$0")/.."
preset=${PRESET:-crm}
n=${N:-20000}
durable=${DURABLE:-5000}
evenbook=${EVENBOOK:-build/release/evenbook}
work=build/bench/route
driver=$work/driver

mkdir -p "$work"
${CC:-cc} -O2 -o "$driver" benchmarks/route_driver.c
if [ ! -e "$work/$preset.db" ]; then
    "$evenbook" generate "$preset" --seed 1 --year -o "$work/$preset" --quiet
    "$evenbook" ledger init "$work/$preset.db" "$work/$preset" --quiet
    "$evenbook" daily "$work/$preset.db" --date 2027-01-05 --quiet
fi
# The accounts that a year adds, as requests.
awk -F, -v most="$n" '
    NR == 1 { for (k = 1; k <= NF; k++) name[k] = $k; next }
    $3 == "add" {
        line = "{\"event\": \"" $1 "\", \"account\": \"" $4 "\""
        parent = 0
        for (k = 7; k <= NF; k++) {
            if ($k == "")
                continue
            line = line ", \"" name[k] "\": \"" $k "\""
            parent += name[k] == "parent"
        }
        if (parent == 0 && done++ < most)
            print line "}"
    }' "$work/$preset/changes.csv" >"$work/requests.jsonl"
head -n "$durable" "$work/requests.jsonl" >"$work/durable.jsonl"

measure() { # name, window, requests, flags
    local name=$1 window=$2 requests=$3 out
    shift 3
    rm -f "$work"/trial.db*
    cp "$work/$preset.db" "$work/trial.db"
    out=$("$driver" "$window" "$requests" "$evenbook" route "$work/trial.db" \
        --watch "$@")
    # shellcheck disable=SC2086
    printf '%-28s %8s %8s %10s %8s %8s %8s\n' "$name" $out
}

printf '%-28s %8s %8s %10s %8s %8s %8s\n' what answers seconds a_second \
    p50_us p99_us most_us
measure 'advice, one at a time' 1 "$work/requests.jsonl" --no-save
measure 'advice, 16 under way' 16 "$work/requests.jsonl" --no-save
measure 'durable, 16 under way' 16 "$work/durable.jsonl"
measure 'durable, 256 under way' 256 "$work/durable.jsonl"
"$evenbook" ledger check "$work/trial.db"
