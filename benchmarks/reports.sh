#!/bin/bash
# reports.sh - how large a report is, how soon it is seen, and how it scrolls.
#
# Settings, from the environment: PRESETS (company), SEEDS (1), EFFORT (quick),
# EVENBOOK, CHROMIUM. Prints a row for each plan and audit: what, MiB, seconds until
# the first paint and until all charts are drawn, and of scrolling from top to bottom
# the slowest frame in milliseconds. Needs what `make reports` needs.
set -u
export LC_ALL=C
cd "$(dirname "$0")/.." || exit 3
evenbook=${EVENBOOK:-build/release/evenbook}
work=build/bench/reports
[ -x "$evenbook" ] || { echo "there is no $evenbook; run make first" >&2; exit 3; }
[ -d tests/web/node_modules ] || { echo "run make reports first" >&2; exit 3; }
rm -rf "$work" && mkdir -p "$work" || exit 3

for preset in ${PRESETS:-company}; do
    for seed in ${SEEDS:-1}; do
        name=$preset-$seed
        "$evenbook" generate "$preset" --seed "$seed" -q -o "$work/books" &&
            "$evenbook" plan "$work/books" --effort "${EFFORT:-quick}" -q \
                -o "$work/plan-$name" &&
            "$evenbook" audit "$work/books" -q -o "$work/audit-$name" || exit 3
    done
done
rm -rf "$work/books"
CHROMIUM=${CHROMIUM:-$(command -v chromium)} node benchmarks/paint.mjs "$work"/*
