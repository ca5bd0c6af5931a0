#!/bin/bash
# growth.sh - how time and memory grow with the books, at 100 accounts a rep.
#
# Settings, from the environment: SIZES (numbers of accounts), SEEDS (1 here),
# EFFORT (quick here), TIME_LIMIT (3600 here), THREADS, GAP, NAME. Results:
# benchmarks/results/NAME.csv, NAME.txt and NAME-time.svg. Exits with 1 if a plan
# was not made or verified.
set -u
SEEDS=${SEEDS:-1}
EFFORT=${EFFORT:-quick}
TIME_LIMIT=${TIME_LIMIT:-3600}
# shellcheck source=benchmarks/common.sh
. "$(dirname "$0")/common.sh"
sizes=${SIZES:-1000 10000 100000}

# grow ACCOUNTS SEED: books of `region`, ten reps to a cell; sets `books`.
grow() {
    generate region "$2" --n-accounts "$1" --n-reps $(($1 / 100)) \
        --reps-per-cell 10
}

# count_arcs BOOKS: the integer columns of the exported program, each a family
# with a choice and one of the reps it may go to. Blank if there is none.
count_arcs() {
    "$evenbook" export mps "$1" -o - 2>/dev/null | awk '
        $1 == "MARKER2" { inside = 0 }
        inside && $1 != last { last = $1; n++ }
        $1 == "MARKER1" { inside = 1 }
        END { print n }'
}

# per_arc FACTOR NUMBER: FACTOR * NUMBER / arcs; blank where one is not known.
per_arc() {
    awk -v factor="$1" -v number="$2" -v arcs="$arcs" 'BEGIN {
        if (number != "" && arcs > 0)
            printf "%.4f", factor * number / arcs
    }'
}

report() {
    about
    echo
    table accounts reps seed arcs status gap seconds peak_mib us_per_arc \
        kib_per_arc verified
    echo
    echo 'share of the seconds per phase, in percent; rest: writing, starting'
    # shellcheck disable=SC2086 # phases and shares are words
    table accounts seed $shares
}

# A line per seed of the whole run, and of each phase; of runs with a plan.
draw() {
    local part
    for part in seconds $phases; do
        columns_of gap seed accounts "$part" | sed -n \
            "/^,/!{s/^[^,]*/$part/;s/^seconds/all/;p}"
    done >"$work/times"
    plot time 'Time over size: 100 accounts a rep' 'accounts' \
        'seconds' -v marks=1 -v lowest=0.001 <"$work/times"
}

begin growth
for size in $sizes; do
    [[ $size =~ ^[1-9][0-9]{3,6}$ ]] ||
        refuse 2 "\"$size\" in SIZES is no number of accounts from 1000 up"
done
# shellcheck disable=SC2086 # phases and shares are words
head_row accounts reps seed arcs status objective lower_bound gap seconds \
    peak_mib us_per_arc kib_per_arc $phases $shares verified
for size in $sizes; do
    for seed in $SEEDS; do
        progress "$size accounts, seed $seed"
        grow "$size" "$seed"
        arcs=$(count_arcs "$books")
        folder=$work/growth-$size-$seed
        plan "$books" "$folder" --seed "$seed"
        row "$size" $((size / 100)) "$seed" "$arcs" "$result" "$objective" \
            "$lower_bound" "$gap" "$seconds" "$peak_mib" \
            "$(per_arc 1000000 "$seconds")" "$(per_arc 1024 "$peak_mib")" \
            "$(phase_times "$folder/run.json" "$seconds")" "$verified"
    done
done
report | show
draw
finish
