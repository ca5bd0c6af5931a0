#!/bin/bash
# peers.sh - gives other solvers the same program, and time.
#
# Settings, from the environment: PEERS (of glpsol, cbc, highs and scip, those to
# ask), PRESETS, SEEDS, EFFORT, TIME_LIMIT (theirs), OUR_LIMIT, THREADS (ours),
# GAP (0 here; for all), NAME. Results: benchmarks/results/NAME.csv and
# NAME.txt. Exits with 1 if a plan was not made or verified, or if somebody's
# cost lies below the bound of somebody else.
set -u
GAP=${GAP:-0}
# shellcheck source=benchmarks/common.sh
. "$(dirname "$0")/common.sh"
our_limit=${OUR_LIMIT:-10}

# What a peer wrote, and "column value" of each line of it.
answer=$work/peer.answer
solution=$work/peer.solution
# Where npm puts HiGHS if there is no `highs`.
npm=build/npm

# columns MPS: the names of its columns, in order.
columns() {
    awk '
        /^COLUMNS/ { inside = 1; next }
        /^[A-Z]/ { inside = 0 }
        inside && $2 != "\047MARKER\047" && $1 != last { print last = $1 }
    ' "$1"
}

# Each of these runs a peer on the file $1 and sets what `measure` sets, and
# `result`, `claimed` (an objective) and `bound`, as far as there is one. If
# there is a solution it is put into $solution.

run_glpsol() {
    local log=$work/glpsol.log mark value
    measure "$log" glpsol --freemps "$1" --tmlim "$TIME_LIMIT" \
        --mipgap "$GAP" -w "$answer"
    # "s mip ROWS COLUMNS MARK OBJECTIVE"
    read -r mark value < <(awk '$1 == "s" { print $5, $6 }' "$answer" \
        2>/dev/null)
    case ${mark:-} in
    o) result=optimal claimed=$value bound=$value ;;
    f) result=feasible claimed=$value ;;
    n) result=infeasible ;;
    esac
    # Columns have no names there, but "j NUMBER VALUE".
    [ -z "$claimed" ] || columns "$1" | awk '
        NR == FNR { name[NR] = $1; next }
        $1 == "j" { print name[$2], $3 }' - "$answer" >"$solution"
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
        sec "$TIME_LIMIT" solve solution "$answer"
    if grep -q -i '^result - problem .*infeasible\|^Problem is infeas' \
        "$log"; then
        result=infeasible
        return
    fi
    claimed=$(sed -n 's/^Objective value: *//p' "$log")
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
    [ -n "$claimed" ] || return
    result=feasible
    if grep -q '^Result - Optimal solution found$' "$log"; then
        result=optimal
        bound=$claimed
    fi
    # "NUMBER COLUMN VALUE ...", with "**" before what breaks a bound.
    awk 'FNR > 1 { sub(/^ *[*]+/, ""); print $2, $3 }' "$answer" >"$solution"
}

run_highs() {
    local log=$work/highs.log options=$work/highs.options
    if [ -n "$highs" ]; then
        printf '%s\n' 'threads = 1' "mip_rel_gap = $GAP" >"$options"
        measure "$log" "$highs" --options_file "$options" \
            --time_limit "$TIME_LIMIT" --solution_file "$answer" "$1"
    else
        measure "$log" node benchmarks/highs.js "$npm/node_modules/highs" \
            "$1" "$TIME_LIMIT" "$GAP" "$answer"
    fi
    bound=$(awk '/^ *Dual bound / && $3 !~ /inf/ { b = $3 } END { print b }' \
        "$log")
    # The state of the model, then that of the solution and its objective.
    case $(sed -n 2p "$answer" 2>/dev/null) in
    Infeasible) result=infeasible ;;
    Optimal) result=optimal ;;
    *) result=feasible ;;
    esac
    claimed=$(awk '
        /^# Primal/ { inside = 1 }
        /^# Col/ { exit }
        inside && $1 == "Feasible" { good = 1 }
        good && $1 == "Objective" { print $2 }' "$answer" 2>/dev/null)
    if [ -z "$claimed" ]; then
        [ "$result" = infeasible ] || result=none
        return
    fi
    awk '/^# Rows/ { exit } inside { print $1, $2 } /^# Col/ { inside = 1 }' \
        "$answer" >"$solution"
}

run_scip() {
    local log=$work/scip.log
    measure "$log" scip -c "set limits time $TIME_LIMIT" \
        -c "set limits gap $GAP" -c "set lp threads 1" -c "read $1" \
        -c optimize -c "write solution $answer" -c quit
    # "Primal Bound : +9.1e+01 (3 solutions)"; 1e+20 and "-" are none.
    bound=$(awk '/^Dual Bound/ && $4 !~ /^-$|e[+]20$/ {
        printf "%.9f", $4 }' "$log")
    claimed=$(awk '/^objective value:/ { printf "%.9f", $3 }' "$answer" \
        2>/dev/null)
    if grep -q '^SCIP Status .*\[infeasible\]' "$log"; then
        result=infeasible
    elif [ -n "$claimed" ]; then
        result=feasible
        ! grep -q '^SCIP Status .*\[optimal solution found\]' "$log" ||
            result=optimal
        awk '/^objective value:/ { inside = 1; next } inside { print $1, $2 }' \
            "$answer" >"$solution"
    fi
}

# weigh MPS: sets `objective`, what the peer's solution is worth when its
# assignment is rounded and everything else is worked out anew.
weigh() {
    [ -s "$solution" ] || return
    objective=$(awk -f benchmarks/mps_value.awk "$solution" "$1")
    if [[ $objective == broken* ]]; then
        echo "$name: $preset, seed $seed: rounded, $2's solution is" \
            "$objective" >&2
        result=broken
        objective=
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
    claimed=
    bound=
    checked_bound=
    rm -f "$answer" "$solution"
    case $1 in
    glpsol) run_glpsol "$2" ;;
    cbc) run_cbc "$2" ;;
    highs) run_highs "$2" ;;
    scip) run_scip "$2" ;;
    esac
    weigh "$2" "$1"
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
    row "$preset" "$seed" "$1" "$result" "$objective" "$claimed" "$over_ours" \
        "$bound" "$gap" "$checked_bound" "$seconds" "$peak_mib"
}

versions() {
    local peer
    for peer in $peers; do
        case $peer in
        glpsol) glpsol --version | sed -n '1s/^/peer: /p' ;;
        cbc) cbc quit | sed -n 's/^Version: *\([^ ]*\).*/peer: cbc \1/p' ;;
        highs) highs_version | sed -n '/version/{s/^/peer: /p;q}' ;;
        scip) scip --version | sed -n '1s/^/peer: /p' ;;
        esac
    done
}

highs_version() {
    if [ -n "$highs" ]; then
        "$highs" --version
    else
        node benchmarks/highs.js "$npm/node_modules/highs" --version
    fi
}

# find_highs: sets `highs`, blank where npm's stands in, which is installed now
# if it is not there yet.
find_highs() {
    highs=$(command -v highs) && return
    [ ! -d "$npm/node_modules/highs" ] || return 0
    if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
        echo "$name: without node and npm there is no HiGHS from npm" >&2
        return 1
    fi
    progress "highs from npm"
    mkdir -p "$npm"
    npm install --prefix "$npm" --no-audit --no-fund highs \
        >"$npm/log" 2>&1 </dev/null && return
    echo "$name: npm does not install HiGHS: $npm/log" >&2
    return 1
}

# is_there PEER
is_there() {
    case $1 in
    highs) find_highs ;;
    *) command -v "$1" >/dev/null ;;
    esac
}

# find_peers: sets `peers`, those of PEERS that are there.
find_peers() {
    local peer all='glpsol cbc highs scip'
    peers=
    for peer in ${PEERS:-$all}; do
        [[ " $all " == *" $peer "* ]] ||
            refuse 2 "there is no peer \"$peer\"; there are: $all"
        if is_there "$peer"; then
            peers+="$peer "
        else
            echo "$name: $peer is not installed, and left out" >&2
        fi
    done
}

report() {
    about
    echo "peers: time limit $TIME_LIMIT s, one thread, gap $GAP"
    versions
    echo
    table preset seed solver status objective claimed over_ours bound gap \
        checked_bound seconds peak_mib
}

begin peers
find_peers
head_row preset seed solver status objective claimed over_ours bound gap \
    checked_bound seconds peak_mib

for preset in $PRESETS; do
    for seed in $SEEDS; do
        progress "$preset, seed $seed"
        generate "$preset" "$seed"
        over_ours=
        claimed=
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
