#!/bin/bash
# run.sh - plans generated books of growing size and measures it.
#
# Settings, from the environment (README.md has their meaning): PRESETS, SEEDS,
# EFFORT, TIME_LIMIT, THREADS, GAP, NAME. Results: benchmarks/results/NAME.csv,
# as printed NAME.txt, and drawn NAME-gap.svg and NAME-time.svg. Exits with 1
# if a plan was not made or verified.
set -u
# shellcheck source=benchmarks/common.sh
. "$(dirname "$0")/common.sh"

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
    # shellcheck disable=SC2086 # phases and shares are words
    table preset seed $phases
    echo
    echo 'share of the seconds per phase, in percent; rest: writing, starting'
    # shellcheck disable=SC2086
    table preset seed $shares
}

# gaps RUN_JSON PRESET SEED SECONDS: "PRESET,SEED,seconds,gap in percent" of each
# moment of the history that knows a bound, and of the end.
gaps() {
    [ -r "$1" ] || return
    awk -v run="$2,$3" -v whole="$4" '
        /^  "history": / { inside = 1 }
        /^  ]/ { inside = 0 }
        inside { gsub(/[",:]/, ""); of[$1] = $2 }
        inside && $1 == "lower_bound" && $2 != "null" &&
        of["objective"] != "null" {
            size = of["objective"] > 1e-9 ? of["objective"] : 1e-9
            gap = 100 * (of["objective"] - $2) / size
            at = of["seconds"]
            printf "%s,%.6f,%.9f\n", run, \
                (at > 0.001 ? at : 0.001), gap
        }
        END {
            if (gap != "" && whole > at)
                printf "%s,%.6f,%.9f\n", run, whole, gap
        }' "$1"
}

draw() {
    plot gap 'Gap over time: a line for each run' 'seconds' \
        'gap, % of the objective (at 0.001: or less)' -v steps=1 \
        -v lowest=0.001 <"$work/gaps"
    plot time 'Time over size: a point for each run' 'accounts' 'seconds' \
        -v marks=1 < <(columns_of preset seed accounts seconds)
}

begin ladder
# shellcheck disable=SC2086 # phases and shares are words
head_row preset seed accounts reps status objective lower_bound \
    solver_bound gap gap_points seconds peak_mib $phases $shares verified

: >"$work/gaps"
for preset in $PRESETS; do
    for seed in $SEEDS; do
        progress "$preset, seed $seed"
        generate "$preset" "$seed"
        plan "$books" "$work/$preset-$seed" --seed "$seed"
        row "$preset" "$seed" "$(rows "$books/accounts.csv")" \
            "$(rows "$books/reps.csv")" "$result" "$objective" \
            "$lower_bound" "$solver_bound" "$gap" "$gap_points" \
            "$seconds" "$peak_mib" \
            "$(phase_times "$work/$preset-$seed/run.json" "$seconds")" \
            "$verified"
        gaps "$work/$preset-$seed/run.json" "$preset" "$seed" "$seconds" \
            >>"$work/gaps"
    done
done
report | show
draw
finish
