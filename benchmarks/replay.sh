#!/bin/bash
# replay.sh - a simulated year, decided as it comes, against one plan made in hindsight.
#
# The books of day 1 are a plan's (START=plan, adopted) or as they are generated
# (START=books). `replay` decides the year under each policy with MOVES moves a month. For
# `best` the books of the last day are then planned anew from the owners of day 1,
# with as many moves as the year had, in TIME_LIMIT seconds, but for what then waits.
# Prints for each policy what `replay` says, and both ends of `best`: points of
# unfairness, reps outside a band.
#
# Settings, from the environment: PRESET (region), SEEDS (1), START (plan), MOVES (0.01),
# VACANCY (0), TIME_LIMIT (120), THREADS (1), EVENBOOK.
set -u
export LC_ALL=C
cd "$(dirname "$0")/.." || exit 3
evenbook=${EVENBOOK:-build/release/evenbook}
work=build/bench/replay
[ -x "$evenbook" ] || { echo "there is no $evenbook; run make first" >&2; exit 3; }
threads=(--threads "${THREADS:-1}")
limit=(--time-limit "${TIME_LIMIT:-120}")

# owners_of_day_1 ACCOUNTS.CSV LAST.CSV: the last day's accounts with the owners of day
# 1; nobody owns what came since. Generated books have no quotes.
owners_of_day_1() {
    awk -F, -v OFS=, '
        FNR == 1 { for (k = 1; k <= NF; k++) at[FILENAME, $k] = k }
        FNR == NR {
            owner[$at[FILENAME, "id"]] = $at[FILENAME, "owner"]
            since[$at[FILENAME, "id"]] = $at[FILENAME, "owner_since"]
            so_far[$at[FILENAME, "id"]] = $at[FILENAME, "owners_so_far"]
            next
        }
        FNR > 1 {
            id = $at[FILENAME, "id"]
            $at[FILENAME, "owner"] = owner[id]
            $at[FILENAME, "owner_since"] = since[id]
            $at[FILENAME, "owners_so_far"] = so_far[id]
        }
        { print }' "$1" "$2"
}

# here REPS.CSV ACCOUNTS.CSV IN.CSV: of IN only the accounts whose owner in ACCOUNTS is here.
# What a leaver left waits for who takes the post, and what somebody has who is away
# until further notice waits for them: neither is anybody else's due, so the plan in
# hindsight does not divide it.
here() {
    awk -F, '
        FNR == 1 {
            file++
            for (k = 1; k <= NF; k++) at[file, $k] = k
            if (file == 3) print
            next
        }
        file == 1 {
            gone[$1] = $at[file, "end_date"] != "" ||
                ($at[file, "out_from"] != "" && $at[file, "out_to"] == "")
        }
        file == 2 { waits[$1] = gone[$at[file, "owner"]] }
        file == 3 && !waits[$1] { print }' "$@"
}

# outside BOOKS.CSV: reps with a metric outside its band after the plan, by the bands
# of the generated rules.
outside() {
    awk -F, 'NR == 1 { for (k = 1; k <= NF; k++) at[$k] = k; next }
        { d = $at["deviation_after"]; d = d < 0 ? -d : d
          if ($at["deviation_after"] != "" && d > ($at["metric"] == "accounts" ? 0.15 : 0.1))
              reps[$at["rep_id"]] = 1 }
        END { for (r in reps) n++; print n + 0 }' "$1"
}

number() { # KEY FILE: the first number of that key in JSON
    sed -n "s/.*\"$1\": \(-\{0,1\}[0-9.]*\).*/\1/p" "$2" | head -n 1
}

for seed in ${SEEDS:-1}; do
    rm -rf "$work" && mkdir -p "$work" || exit 3
    "$evenbook" generate "${PRESET:-region}" --seed "$seed" --year -q -o "$work/books" &&
        "$evenbook" ledger init "$work/year.db" "$work/books" -q || exit 3
    if [ "${START:-plan}" = plan ]; then
        "$evenbook" plan --from "$work/year.db" -q "${limit[@]}" "${threads[@]}" \
            -o "$work/plan" && "$evenbook" ledger adopt "$work/year.db" "$work/plan" -q ||
            exit 3
    fi
    echo "${PRESET:-region} $seed, from ${START:-plan}"
    "$evenbook" replay "$work/year.db" "$work/books/changes.csv" "${threads[@]}" \
        --moves "${MOVES:-0.01}" --vacancy "${VACANCY:-0}" -o "$work/course" || exit 3
    "$evenbook" ledger export "$work/year.db" -o "$work/day1" -q
    mkdir "$work/again"
    cp "$work"/course/best/*.csv "$work/again/"
    owners_of_day_1 "$work/day1/accounts.csv" "$work/course/best/accounts.csv" \
        >"$work/all.csv"
    here "$work"/course/best/{reps,accounts}.csv "$work/all.csv" \
        >"$work/again/accounts.csv"
    moves=$(number moved "$work/course/replay.json")
    sed "s/\"continuity\": {/\"continuity\": {\"max_moves\": $moves, /" \
        "$work/course/best/rules.json" >"$work/again/rules.json"
    "$evenbook" plan "$work/again" -q "${limit[@]}" "${threads[@]}" -o "$work/hindsight" \
        2>"$work/hindsight.log" || exit 3
    awk -v online="$(number unfairness_end "$work/course/replay.json")" \
        -v online_out="$(number outside_band_end "$work/course/replay.json")" \
        -v hindsight="$(number unfairness "$work/hindsight/plan.json")" \
        -v hindsight_out="$(outside "$work/hindsight/books.csv")" -v moves="$moves" '
        BEGIN {
            printf "best, %d moves: %.3f points, %d reps outside; in hindsight %.3f, %d", \
                moves, online, online_out, hindsight, hindsight_out
            printf "; %+.1f %%, %+.3f points\n\n", \
                100 * (online / hindsight - 1), online - hindsight
        }'
done
