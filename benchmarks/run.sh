#!/bin/bash
# run.sh - plans generated books of growing size and measures it.
#
# Settings, from the environment (README.md has their meaning): PRESETS, SEEDS,
# EFFORT, TIME_LIMIT, THREADS, GAP, NAME. Results: benchmarks/results/NAME.csv
# and, as printed, NAME.txt. Exits with 1 if a plan was not made or verified.
set -u
# shellcheck source=benchmarks/common.sh
. "$(dirname "$0")/common.sh"

phases='read compile greedy descent dual exact'

# phase_seconds RUN_JSON: of each phase, with commas between.
phase_seconds() {
    [ -r "$1" ] || {
        echo ,,,,,
        return
    }
    awk -v wanted="$phases" '
        /^  "seconds": / { inside = 1; next }
        /^  }/ { inside = 0 }
        inside { gsub(/[",:]/, ""); of[$1] = $2 }
        END {
            n = split(wanted, name, " ")
            for (k = 1; k <= n; k++)
                printf "%s%.3f", (k > 1 ? "," : ""), of[name[k]]
        }' "$1"
}

rows() {
    echo $(($(wc -l <"$1") - 1))
}

report() {
    about
    echo
    table preset seed accounts reps status objective lower_bound \
        solver_bound gap gap_points seconds peak_mib verified
    echo
    echo 'seconds per phase'
    table preset seed read compile greedy descent dual exact
}

begin ladder
# shellcheck disable=SC2086 # the phases are words
head_row preset seed accounts reps status objective lower_bound \
    solver_bound gap gap_points seconds peak_mib $phases verified

for preset in $PRESETS; do
    for seed in $SEEDS; do
        progress "$preset, seed $seed"
        generate "$preset" "$seed"
        plan "$books" "$work/$preset-$seed" --seed "$seed"
        row "$preset" "$seed" "$(rows "$books/accounts.csv")" \
            "$(rows "$books/reps.csv")" "$result" "$objective" \
            "$lower_bound" "$solver_bound" "$gap" "$gap_points" \
            "$seconds" "$peak_mib" \
            "$(phase_seconds "$work/$preset-$seed/run.json")" "$verified"
    done
done
report | show
finish
