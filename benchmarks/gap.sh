#!/bin/bash
# gap.sh - plans published instances of the Generalized Assignment Problem and
# compares each objective with the best cost known.
#
# usage: benchmarks/gap.sh FOLDER
#
# FOLDER/best_known.csv lists the instances: columns `path` (within FOLDER) and
# `best_known`, others as they like. Settings, from the environment: ONLY (part
# of a path), EFFORT, TIME_LIMIT, THREADS, GAP (0 here), NAME. Results:
# benchmarks/results/NAME.csv and NAME.txt. Exits with 1 if a plan was not made
# or verified, or if a cost or a bound contradicts what is published.
set -u
if [ $# -ne 1 ] || [ -z "$1" ]; then
    echo "usage: benchmarks/gap.sh FOLDER (make bench-gap FOLDER=...)" >&2
    exit 2
fi
folder=$(realpath -e -- "$1") || exit 3
GAP=${GAP:-0}
# shellcheck source=benchmarks/common.sh
. "$(dirname "$0")/common.sh"

# instances: path and best cost of each, one a line. The file may come with
# CRLF.
instances() {
    awk -F , '
        { sub(/\r$/, "") }
        NR == 1 {
            for (c = 1; c <= NF; c++)
                place[$c] = c
            if (!("path" in place) || !("best_known" in place))
                exit 1
            next
        }
        NF > 0 { print $place["path"], $place["best_known"] }
    ' "$folder/best_known.csv"
}

# judge INSTANCE: compares; sets `excess`, what the plan costs too much.
judge() {
    excess=
    [ -n "$objective" ] && [ "$result" != infeasible ] || return
    excess=$(awk -v got="$objective" -v best="$best_known" \
        'BEGIN { printf "%.9g", got - best }')
    [[ $excess != -* ]] ||
        complain "$1: $objective is less than the best known, $best_known"
    awk -v bound="$lower_bound" -v best="$best_known" \
        'BEGIN { exit !(bound > best) }' &&
        complain "$1: the bound $lower_bound is above a cost, $best_known"
}

report() {
    about
    echo
    table instance agents items status best_known objective excess \
        lower_bound solver_bound gap seconds peak_mib verified
    awk -F , 'NR == 1 { for (c = 1; c <= NF; c++) place[$c] = c; next }
        {
            excess = $place["excess"]
            best = $place["best_known"]
            if (excess == "")
                next
            if (excess <= 0)
                met++
            if (best > 0)
                sum += excess / best
            planned++
        }
        END {
            printf "\n%d of %d at the best cost known", met, NR - 1
            if (planned > 0)
                printf "; %.3f %% above it on average", 100 * sum / planned
            print ""
        }' "$csv"
}

begin gap
listed=$(instances) ||
    refuse 3 "$folder/best_known.csv has no columns path and best_known"
head_row instance agents items status best_known objective excess \
    lower_bound solver_bound gap seconds peak_mib verified

mkdir -p "$work/books"
while read -r path best_known; do
    [[ $path == *"$ONLY"* ]] || continue
    progress "$path"
    books=$work/books/gap-${path//\//-}
    rm -rf "$books"
    if ! benchmarks/gap_to_books.sh "$folder/$path" "$books"; then
        complain "$path: not converted"
        continue
    fi
    plan "$books" "$work/gap-${path//\//-}"
    judge "$path"
    row "$path" "$(($(wc -l <"$books/reps.csv") - 1))" \
        "$(($(wc -l <"$books/accounts.csv") - 1))" "$result" "$best_known" \
        "$objective" "$excess" "$lower_bound" "$solver_bound" "$gap" \
        "$seconds" "$peak_mib" "$verified"
done <<<"$listed"
report | show
finish
