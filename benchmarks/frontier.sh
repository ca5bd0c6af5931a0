#!/bin/bash
# frontier.sh - the frontier against other ways to it.
#
#   frontier.sh cbc       small books: all efficient points, and those that cbc finds
#                         limit by limit on the exported programs
#   frontier.sh shared    larger books: all points, in the time that one plan with the
#                         rules of the middle one needs to come as near
#
# Settings, from the environment: SEEDS (1 2 3 for cbc, 1 for shared), ACCOUNTS (24)
# and REPS (4) for cbc, PRESET (midmarket) and POINTS (21) for shared, EVENBOOK.
# Exits with 1 if a point differs, is missing or not verified, or if sharing is no gain:
# more than 4 times the time of the one plan.
set -u
export LC_ALL=C
cd "$(dirname "$0")/.." || exit 3
evenbook=${EVENBOOK:-build/release/evenbook}
work=build/bench/frontier
[ -x "$evenbook" ] || { echo "there is no $evenbook; run make first" >&2; exit 3; }
rm -rf "$work" && mkdir -p "$work" || exit 3
bad=0

complain() {
    echo "frontier: $1" >&2
    bad=1
}

verify_all() { # FOLDER
    local point
    for point in "$1"/point-*; do
        "$evenbook" verify "$point" --quiet || complain "$point is refused"
    done
}

# ---- cbc -------------------------------------------------------------------

# rules_with K: the rules of the frontier's first point with K moves.
rules_with() {
    sed "s/\"max_moves\": [0-9]*/\"max_moves\": $1/" \
        "$work/out/point-01/rules.json" >"$work/rules.json"
}

# best_of K: the least objective in points with K moves, by cbc; nothing where
# no plan keeps the rules.
best_of() {
    rules_with "$1"
    "$evenbook" export mps "$work/books" -R "$work/rules.json" \
        -o "$work/one.mps" --quiet || return
    cbc "$work/one.mps" ratioGap 0 allowableGap 0 solve >"$work/cbc.log"
    awk '/^Result - Optimal solution found/ { found = 1 }
        found && /^Objective value:/ { print $3; exit }' "$work/cbc.log"
}

# What cbc finds: "moves points" of each efficient point, from no move on to as many
# as the last point has, and one more.
loop() {
    local last k now best=
    last=$(tail -n 1 "$work/out/frontier.csv" | cut -d , -f 3)
    for ((k = 0; k <= last + 1; k++)); do
        now=$(best_of "$k")
        [ -n "$now" ] || continue
        if [ -z "$best" ] ||
            awk "BEGIN { exit !($now < $best - 5e-7) }"; then
            printf '%d %.6f\n' "$k" "$now"
            best=$now
        fi
    done
}

compare_with_cbc() {
    local seed
    command -v cbc >/dev/null || { echo "cbc is not installed: nothing done"; exit 0; }
    for seed in ${SEEDS:-1 2 3}; do
        rm -rf "$work/books" "$work/out"
        "$evenbook" generate small --n-accounts "${ACCOUNTS:-24}" \
            --n-reps "${REPS:-4}" --seed "$seed" -o "$work/books" --quiet || exit 3
        "$evenbook" frontier "$work/books" --exact -o "$work/out" --quiet ||
            complain "seed $seed: not all points are proved"
        verify_all "$work/out"
        awk -F , 'NR > 1 { printf "%d %.6f\n", $3, $2 }' \
            "$work/out/frontier.csv" >"$work/ours.txt"
        loop >"$work/theirs.txt"
        # Points that differ by less than the export rounds are one point to cbc.
        if awk 'NR == FNR { ours[$1] = $2; next }
            !($1 in ours) { exit 1 }
            (ours[$1] - $2) ^ 2 > 1e-10 { exit 1 }' \
            "$work/ours.txt" "$work/theirs.txt" &&
            awk 'NR == FNR { theirs[$1] = $2; next }
            ($1 in theirs) { last = $2; next }
            last - $2 > 1e-6 { exit 1 }' \
                "$work/theirs.txt" "$work/ours.txt"; then
            echo "seed $seed: $(wc -l <"$work/ours.txt") points, as cbc finds them"
        else
            complain "seed $seed: cbc finds other points"
            diff "$work/ours.txt" "$work/theirs.txt" >&2
        fi
    done
}

# ---- Shared work ------------------------------------------------------------

seconds() { # COMMAND...
    local TIMEFORMAT=%U
    { time "$@" >/dev/null 2>&1; } 2>&1
}

compare_with_plan() {
    local seed all one gap middle
    for seed in ${SEEDS:-1}; do
        rm -rf "$work/books" "$work/out"
        "$evenbook" generate "${PRESET:-midmarket}" --seed "$seed" \
            -o "$work/books" --quiet || exit 3
        all=$(seconds "$evenbook" frontier "$work/books" --threads 1 \
            --points "${POINTS:-21}" -o "$work/out")
        verify_all "$work/out"
        middle=$(awk -F , 'NR > 1 { row[NR - 1] = $8 " " $7 }
            END { print row[int(NR / 2)] }' "$work/out/frontier.csv")
        gap=${middle#* }
        one=$(seconds timeout 600 "$evenbook" plan "$work/books" --threads 1 \
            -R "$work/out/${middle% *}/rules.json" --gap "$gap" -o "$work/one")
        echo "seed $seed: $(($(wc -l <"$work/out/frontier.csv") - 1)) points in $all s;" \
            "one plan as near as ${middle% *} (gap $gap) in $one s:" \
            "$(awk '/^result/' "$work/one/summary.txt")"
        awk "BEGIN { exit !($all <= 4 * $one) }" ||
            complain "seed $seed: more than 4 times the time of one plan"
    done
}

case ${1:-} in
cbc) compare_with_cbc ;;
shared) compare_with_plan ;;
*)
    echo "usage: benchmarks/frontier.sh cbc|shared" >&2
    exit 2
    ;;
esac
exit "$bad"
