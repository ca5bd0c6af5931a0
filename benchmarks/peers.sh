#!/bin/bash
# peers.sh - gives other solvers the same program and the same time.
#
# Settings, from the environment: PEERS (of glpsol and cbc, those to ask),
# PRESETS, SEEDS, EFFORT, TIME_LIMIT, THREADS (ours), GAP (0 here; for all),
# NAME. Results: benchmarks/results/NAME.csv and NAME.txt. Exits with 1 if a
# plan was not made or verified, or if somebody's cost lies below the bound of
# somebody else.
set -u
GAP=${GAP:-0}
# shellcheck source=benchmarks/common.sh
. "$(dirname "$0")/common.sh"

# Each of these runs a peer on the file $1 and sets what `measure` sets, and
# `result`, `objective` and `bound`, as far as there is one.

run_glpsol() {
    local log=$work/glpsol.log answer=$work/glpsol.txt mark value
    rm -f "$answer"
    measure "$log" glpsol --freemps "$1" --tmlim "$TIME_LIMIT" \
        --mipgap "$GAP" -w "$answer"
    # "s mip ROWS COLUMNS MARK OBJECTIVE"
    read -r mark value < <(awk '$1 == "s" { print $5, $6 }' "$answer" \
        2>/dev/null)
    case ${mark:-} in
    o) result=optimal objective=$value bound=$value ;;
    f) result=feasible objective=$value ;;
    n) result=infeasible ;;
    esac
    [ "${mark:-}" = o ] || [ "${mark:-}" = n ] || bound=$(awk '
        # The relaxation, then the lines of the tree.
        /obj = / { split($0, part, /obj = */); split(part[2], word, " ") }
        /^OPTIMAL LP SOLUTION FOUND/ { bound = word[1] }
        />= +-?[0-9]/ {
            split($0, part, />= */)
            split(part[2], word, " ")
            bound = word[1]
        }
        END { if (bound != "") printf "%.9f", bound }' "$log")
}

run_cbc() {
    local log=$work/cbc.log
    measure "$log" cbc "$1" timeMode elapsed ratio "$GAP" \
        sec "$TIME_LIMIT" solve
    if grep -q -i '^result - problem .*infeasible\|^Problem is infeas' \
        "$log"; then
        result=infeasible
        return
    fi
    objective=$(sed -n 's/^Objective value: *//p' "$log")
    # Bounds, ever better ones: that of the relaxation, those of the tree.
    bound=$(awk '
        /^Continuous objective value is / { bound = $5 }
        /best possible -?[0-9]/ && !/best possible -1e\+50/ {
            split($0, part, "best possible ")
            split(part[2], word, /[ ,)]/)
            bound = word[1]
        }
        /^Cbc0013I/ && /changed objective from/ {
            split($0, part, " to ")
            split(part[2], word, " ")
            bound = word[1]
        }
        END { print bound }' "$log")
    [ -z "$objective" ] || result=feasible
    if grep -q '^Result - Optimal solution found$' "$log"; then
        result=optimal
        bound=$objective
    fi
}

# find_gap: from `objective` and `bound`.
find_gap() {
    gap=$(awk -v o="$objective" -v b="$bound" 'BEGIN {
        if (o == "" || b == "")
            exit
        size = o < 0 ? -o : o
        printf "%.6f", (o - b) / (size > 1e-9 ? size : 1e-9)
    }')
}

# ask PEER MPS: `find_gap` is done, `checked_bound` blank.
ask() {
    result=none
    objective=
    bound=
    checked_bound=
    case $1 in
    glpsol) run_glpsol "$2" ;;
    cbc) run_cbc "$2" ;;
    esac
    case $status in
    124 | 137 | 143) result=killed ;;
    esac
    find_gap
}

# below COST BOUND: whether it is, beyond what rounding and the tolerances of
# the peers explain (cbc prints bounds with six digits or three decimals).
below() {
    [ -n "$1" ] && [ -n "$2" ] && awk -v cost="$1" -v bound="$2" 'BEGIN {
        size = bound < 0 ? -bound : bound
        exit !(cost < bound - 1e-3 - 1e-5 * size)
    }'
}

# judge WHERE PEER: compares with ours; sets `over_ours`, by what fraction of
# our objective the peer's is above it.
judge() {
    over_ours=
    [ "$our_result" != infeasible ] || return
    below "$objective" "$our_bound" &&
        complain "$1: $2 found $objective, our bound is $our_bound"
    below "$our_objective" "$bound" &&
        complain "$1: we found $our_objective, $2's bound is $bound"
    [ -n "$objective" ] || return
    over_ours=$(awk -v p="$objective" -v o="$our_objective" 'BEGIN {
        size = o < 0 ? -o : o
        printf "%.6f", (p - o) / (size > 1e-9 ? size : 1e-9)
    }')
}

put_row() {
    row "$preset" "$seed" "$1" "$result" "$objective" "$over_ours" \
        "$bound" "$gap" "$checked_bound" "$seconds" "$peak_mib"
}

versions() {
    local peer
    for peer in $peers; do
        case $peer in
        glpsol) glpsol --version | sed -n '1s/^/peer: /p' ;;
        cbc) cbc quit | sed -n 's/^Version: *\([^ ]*\).*/peer: cbc \1/p' ;;
        esac
    done
}

report() {
    about
    versions
    echo
    table preset seed solver status objective over_ours bound gap \
        checked_bound seconds peak_mib
}

begin peers
peers=
for peer in ${PEERS:-glpsol cbc}; do
    [[ $peer == glpsol || $peer == cbc ]] ||
        refuse 2 "there is no peer \"$peer\"; there are: glpsol cbc"
    if command -v "$peer" >/dev/null; then
        peers+="$peer "
    else
        echo "$name: $peer is not installed, and left out" >&2
    fi
done
head_row preset seed solver status objective over_ours bound gap \
    checked_bound seconds peak_mib

for preset in $PRESETS; do
    for seed in $SEEDS; do
        progress "$preset, seed $seed"
        generate "$preset" "$seed"
        over_ours=
        plan "$books" "$work/$preset-$seed" --seed "$seed"
        bound=${solver_bound:-$lower_bound}
        checked_bound=$lower_bound
        find_gap
        our_result=$result our_objective=$objective our_bound=$bound
        put_row evenbook
        mps=$work/$preset-$seed.mps
        [ -z "$peers" ] || "$evenbook" export mps "$books" -o "$mps" || {
            complain "$books: not exported"
            continue
        }
        for peer in $peers; do
            progress "$preset, seed $seed, $peer"
            ask "$peer" "$mps"
            judge "$preset, seed $seed" "$peer"
            put_row "$peer"
        done
        rm -f "$mps"
    done
done
report | show
finish
