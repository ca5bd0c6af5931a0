#!/bin/bash
# prices.sh - do estimates find what is dearest? Everything of a `team` is solved, and the
# ten dearest by estimate are compared with the five dearest in truth.
#
# Settings, from the environment: SEEDS (1 .. 10), PRESET (team), EVENBOOK, THREADS (1).
# Prints a row for each seed: seed, what was priced, how many of the five dearest that
# cost over 0.1 points there are, how many of them are among the ten, how many prices are
# exact, the widest range. Exits with 1 if they are missed on more than one seed of ten.
set -u
export LC_ALL=C
cd "$(dirname "$0")/.." || exit 3
evenbook=${EVENBOOK:-build/release/evenbook}
work=build/bench/prices
[ -x "$evenbook" ] || { echo "there is no $evenbook; run make first" >&2; exit 3; }
rm -rf "$work" && mkdir -p "$work" || exit 3
missed=0 n=0

# summary CSV: one line; the row's number in order of estimate counts from 1. Texts
# may hold commas, numbers stand at fixed places from the end.
summary() {
    sed 1d "$1" | awk -F, '{ print $(NF - 5), $(NF - 3), $(NF - 2), $(NF - 1), $NF }' |
        sort -s -k1,1gr | awk '
            { rank[NR] = NR; price[NR] = $2; exact += $5 == "yes"
              if ($4 - $3 > widest) widest = $4 - $3 }
            END {
                for (k = 1; k <= 5; k++) {
                    best = 0
                    for (j = 1; j <= NR; j++)
                        if (!used[j] && (!best || price[j] > price[best])) best = j
                    if (!best || price[best] <= 0.1) break
                    used[best] = 1; dear++; found += best <= 10
                }
                printf "%d,%d,%d,%d,%.3f\n", NR, dear, found, exact, widest
            }'
}

echo "seed,priced,dearest,found,exact,widest"
for seed in ${SEEDS:-1 2 3 4 5 6 7 8 9 10}; do
    "$evenbook" generate "${PRESET:-team}" --seed "$seed" -q -o "$work/books" &&
        "$evenbook" plan "$work/books" --gap 0 -q -o "$work/plan" &&
        "$evenbook" price "$work/plan" --top 100000 -q -o "$work/prices.csv" \
            --threads "${THREADS:-1}" || exit 3
    line=$(summary "$work/prices.csv")
    echo "$seed,$line"
    n=$((n + 1))
    IFS=, read -r _ dear found _ <<<"$line"
    [ "$found" = "$dear" ] || missed=$((missed + 1))
    rm -rf "$work/books" "$work/plan"
done
echo "missed on $missed of $n" >&2
[ $((10 * missed)) -le "$n" ]
