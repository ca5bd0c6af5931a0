# shellcheck shell=bash disable=SC2034
# common.sh - what the benchmarks share: settings, measuring, tables.
#
# Read by run.sh, gap.sh, peers.sh and growth.sh, which use variables that are
# set here alone (SC2034). Numbers stay text for bash, and are worked out by awk.

export LC_ALL=C
cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 3

# The settings, from the environment.
PRESETS=${PRESETS:-small team midmarket wall region}
SEEDS=${SEEDS:-1 2 3}
EFFORT=${EFFORT:-normal}
TIME_LIMIT=${TIME_LIMIT:-60}
THREADS=${THREADS:-1}
GAP=${GAP:-}
ONLY=${ONLY:-}
evenbook=${EVENBOOK:-build/release/evenbook}

# The phases of a run, and the columns of the share of each.
phases='read compile greedy descent dual exact'
shares='read_pct compile_pct greedy_pct descent_pct dual_pct exact_pct rest_pct'
# How long evenbook itself may take.
our_limit=$TIME_LIMIT
# Whoever has not ended by then is killed.
deadline=0
# Books, plans and logs; the results go to benchmarks/results/.
work=build/bench
csv=
child=
gnu_time=
load=
bad=0
plots=

# complain TEXT: something that makes the whole run fail, but not end.
complain() {
    echo "$name: $1" >&2
    bad=1
}

# refuse STATUS TEXT
refuse() {
    echo "$name: $2" >&2
    exit "$1"
}

# progress TEXT: on a terminal alone.
progress() {
    [ ! -t 2 ] || printf '\r\033[K%s' "$1" >&2
}

leave() {
    progress ''
    [ -z "$child" ] || kill "$child" 2>/dev/null
}

# begin NAME: `name` is also what the files of results are called.
begin() {
    local seconds
    name=${NAME:-$1}
    trap leave EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    for seconds in "$TIME_LIMIT" "$our_limit"; do
        [[ $seconds =~ ^[1-9][0-9]{0,5}$ ]] ||
            refuse 2 "a time limit is to be a whole number of seconds"
    done
    deadline=$((2 * (our_limit > TIME_LIMIT ? our_limit : TIME_LIMIT) + 60))
    [ -x "$evenbook" ] || refuse 3 "there is no $evenbook; run make first"
    mkdir -p "$work" benchmarks/results || exit 3
    csv=benchmarks/results/$name.csv

    load=$(cut -d " " -f 1 /proc/loadavg 2>/dev/null)

    # A `time` of another make may know no -f.
    if /usr/bin/time -f %M -o "$work/peak" true 2>/dev/null; then
        gnu_time=/usr/bin/time
    fi
}

# watch PID: writes the peak of its memory in KiB, as /proc has it, again and
# again; kills it at the deadline. Until PID has become the program it is to
# run, it is this shell, whose memory does not count.
watch() {
    local line peak name end=$((SECONDS + deadline))
    while [ $SECONDS -lt $end ]; do
        peak=
        name=
        while read -r line; do
            case $line in
            Name:*) name=${line#Name:} ;;
            VmHWM:*) peak=${line//[!0-9]/} ;;
            esac
        done 2>/dev/null <"/proc/$1/status" || return
        if [ -n "$peak" ] && [ "${name//[[:space:]]/}" != bash ]; then
            echo "$peak"
        fi
        sleep 0.01
    done
    kill "$1" 2>/dev/null
}

# measure LOG COMMAND...: runs it and sets `status`, `seconds` (by the clock,
# of the whole process) and `peak_mib` (resident; blank if unknown).
measure() {
    local log=$1 start stop
    shift
    : >"$work/peak"
    start=${EPOCHREALTIME/./}
    if [ -n "$gnu_time" ]; then
        "$gnu_time" -f %M -o "$work/peak" \
            timeout --foreground -k 10 $deadline "$@" \
            >"$log" 2>&1 </dev/null
        status=$?
        stop=${EPOCHREALTIME/./}
    else
        "$@" >"$log" 2>&1 </dev/null &
        child=$!
        watch $child >"$work/peak" 2>/dev/null &
        wait $child
        status=$?
        stop=${EPOCHREALTIME/./}
        child=
        wait
    fi
    seconds=$(awk -v us=$((stop - start)) 'BEGIN {
        printf "%.3f", us / 1e6 }')
    # `time` puts a line before it if the command failed.
    peak_mib=$(awk '/^[0-9]+$/ { kib = $1 } END {
        if (kib != "") printf "%.1f", kib / 1024 }' "$work/peak")
}

# top FILE KEY: the value of a key of the outermost object of a JSON file
# that evenbook wrote; nothing for null, or if there is no such file.
top() {
    [ -r "$1" ] || return 0
    awk -v head="  \"$2\": " 'index($0, head) == 1 {
        value = substr($0, length(head) + 1)
        sub(/,$/, "", value)
        gsub(/"/, "", value)
        print value == "null" ? "" : value
        exit
    }' "$1"
}

# plan BOOKS PLAN [OPTION...]: plans and verifies. Sets what `measure` sets
# and the others below.
plan() {
    local books=$1 folder=$2
    shift 2
    rm -rf "$folder"
    measure "$folder.log" "$evenbook" plan "$books" -o "$folder" \
        --effort "$EFFORT" --time-limit "$our_limit" \
        --threads "$THREADS" ${GAP:+--gap "$GAP"} "$@"
    result=$(top "$folder/plan.json" status)
    objective=$(top "$folder/plan.json" objective)
    lower_bound=$(top "$folder/plan.json" lower_bound)
    solver_bound=$(top "$folder/plan.json" solver_bound)
    gap=$(top "$folder/plan.json" gap)
    gap_points=$(top "$folder/plan.json" gap_points)
    verified=no
    if [ -z "$result" ]; then
        result="exit $status"
        complain "$books: no plan: $(tail -n 1 "$folder.log")"
    elif "$evenbook" verify "$folder" "$books" \
        >"$folder.verify.log" 2>&1; then
        verified=yes
    else
        complain "$books: $(tail -n 1 "$folder.verify.log")"
    fi
}

# phase_times RUN_JSON SECONDS: the seconds of each phase, then, in percent of
# SECONDS, the share of each and of what is in none; with commas between.
phase_times() {
    [ -r "$1" ] || {
        echo ,,,,,,,,,,,,
        return
    }
    awk -v wanted="$phases" -v whole="$2" '
        /^  "seconds": / { inside = 1; next }
        /^  }/ { inside = 0 }
        inside { gsub(/[",:]/, ""); of[$1] = $2 }
        END {
            n = split(wanted, name, " ")
            rest = whole
            for (k = 1; k <= n; k++) {
                printf "%.3f,", of[name[k]]
                rest -= of[name[k]]
            }
            of["rest"] = rest > 0 ? rest : 0
            name[++n] = "rest"
            for (k = 1; k <= n; k++)
                printf "%s%.1f", (k > 1 ? "," : ""), \
                    (whole > 0 ? 100 * of[name[k]] / whole : 0)
        }' "$1"
}

# generate PRESET SEED [OPTION...]: sets `books`.
generate() {
    local preset=$1 seed=$2
    shift 2
    books=$work/books/$preset-$seed
    rm -rf "$books"
    mkdir -p "$work/books"
    "$evenbook" generate "$preset" --seed "$seed" -o "$books" "$@" \
        >"$books.log" 2>&1 ||
        refuse 2 "$(tail -n 1 "$books.log")"
}

# row FIELD...: the first one makes the file, with the names of the columns.
row() {
    local IFS=,
    echo "$*" >>"$csv"
}

head_row() {
    : >"$csv" || exit 3
    row "$@"
}

# table COLUMN...: these columns of the results, aligned, numbers to the right
# and rounded for reading.
table() {
    awk -F , -v wanted="$*" '
        function short(text) {
            if (text !~ /^-?[0-9]+[.][0-9][0-9][0-9][0-9]+$/ &&
                text !~ /^-?[0-9.]+e-[0-9]+$/)
                return text
            if (text >= 100 || text <= -100)
                return sprintf("%.1f", text)
            text = sprintf("%.4f", text)
            return text == "-0.0000" ? "0.0000" : text
        }
        NR == 1 {
            n = split(wanted, name, " ")
            for (c = 1; c <= NF; c++)
                place[$c] = c
        }
        {
            for (c = 1; c <= n; c++) {
                text = NR == 1 ? name[c] : short($(place[name[c]]))
                cell[NR, c] = text
                if (length(text) > width[c])
                    width[c] = length(text)
                if (NR > 1 && text != "" && text !~ /^-?[0-9.]+$/)
                    left[c] = 1
            }
        }
        END {
            for (r = 1; r <= NR; r++) {
                line = ""
                for (c = 1; c <= n; c++) {
                    form = "%" (left[c] ? "-" : "") width[c] "s"
                    line = line (c > 1 ? "  " : "") \
                        sprintf(form, cell[r, c])
                }
                sub(/ +$/, "", line)
                print line
            }
        }' "$csv"
}

# about: the machine, the program and the settings, one line each. The load is
# that of before the runs.
about() {
    local cpu memory compiler commit
    cpu=$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo 2>/dev/null |
        head -n 1)
    memory=$(awk '/^MemTotal:/ { printf ", %.1f GiB", $2 / 1048576 }' \
        /proc/meminfo 2>/dev/null)
    compiler=$(sed -n '1s/ .*//p' build/release/flags 2>/dev/null)
    compiler=$("${compiler:-cc}" --version 2>/dev/null | head -n 1)
    commit=$(git describe --always --dirty 2>/dev/null)
    echo "machine: ${cpu:-$(uname -m)}, $(nproc) processors$memory," \
        "$(uname -sr), load ${load:-unknown}"
    echo "program: $("$evenbook" --version)${commit:+ ($commit)}," \
        "${compiler:-compiler unknown}"
    echo "settings: effort $EFFORT, time limit $our_limit s," \
        "threads $THREADS, gap ${GAP:-0.01}, $(date -u +%Y-%m-%d)"
}

# show: prints standard input, and keeps it beside the CSV.
show() {
    progress ''
    tee "benchmarks/results/$name.txt"
}

# plot WHAT TITLE X_LABEL Y_LABEL [-v NAME=VALUE]...: draws standard input as
# benchmarks/results/NAME-WHAT.svg (plot.awk has the form of both).
plot() {
    local file=benchmarks/results/$name-$1.svg
    awk -v title="$2" -v x_label="$3" -v y_label="$4" "${@:5}" \
        -f benchmarks/plot.awk - >"$file"
    plots+="$file "
}

# columns_of COLUMN...: these of the results, with commas, without their names.
columns_of() {
    awk -F , -v wanted="$*" '
        NR == 1 {
            n = split(wanted, name, " ")
            for (c = 1; c <= NF; c++)
                place[$c] = c
            next
        }
        {
            for (c = 1; c <= n; c++)
                printf "%s%s", $(place[name[c]]), (c < n ? "," : "\n")
        }' "$csv"
}

# finish: says where the results are; fails if something was complained of.
finish() {
    echo
    # shellcheck disable=SC2086 # names without blanks
    printf '%s\n' "$csv" $plots
    exit $bad
}
