#!/bin/bash
# check_faults.sh - what becomes of a ledger when a command that writes to it is killed, when
# its disk is full or fails, when its log is torn: the state before or after, and sound.
#
# usage: tools/check_faults.sh EVENBOOK FAULT_SO
#
#   KILLS=N  how often each command is killed at a random moment (60)
#   TEARS=N  how many torn logs are looked at (60)
#   ONLY=X   the command import, adopt, rollback, daily, route or reassign alone
#   SEED=N   of all chance (1)
#   COUNTS=F where to write "passed failed skipped"; one broken run is one test
#
# A command leads from `before`, a ledger, to `after`. FAULT_SO (tests/faults/preload) lets
# its first, second, third ... change of the ledger's files go wrong, until it does not
# make so many. `ledger check` has to be content each time, with the batches of before or
# of after, and with those of after if the command said that all went well; and the
# command, run once more after it was killed, has to lead to after.
set -u
evenbook=$(realpath -e -- "${1:?usage: EVENBOOK FAULT_SO}") || exit 2
fault=$(realpath -e -- "${2:?usage: EVENBOOK FAULT_SO}") || exit 2
: "${KILLS:=60}" "${TEARS:=60}" "${ONLY:=}" "${SEED:=1}"
counts=$(realpath -m -- "${COUNTS:-/dev/null}")
RANDOM=$SEED

# In memory where that can be: nothing here asks for more of a disk than it gives.
work=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d) || exit 2
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
cd "$work" || exit 2
exec {never}<> <(:)

passed=0
failed=0
skipped=0

# judge WHAT STATUS: the ledger in run/ after a run that ended so
judge() {
    local state
    state=$("$evenbook" ledger check run/book.ledger 2>&1)
    if [ "$state" != "$before" ] && [ "$state" != "$after" ]; then
        echo "faults: $command, $1: neither before nor after: $state"
        failed=$((failed + 1))
        return 1
    fi
    if [ "$2" -eq 0 ] && [ "$state" != "$after" ]; then
        echo "faults: $command, $1: ended well, but the ledger is as before"
        failed=$((failed + 1))
        return 1
    fi
    passed=$((passed + 1))
}

# once_more WHAT: that the command leads to `after` now
once_more() {
    local state
    run_command >/dev/null 2>&1
    state=$("$evenbook" ledger check run/book.ledger 2>&1)
    if [ "$state" = "$after" ]; then
        passed=$((passed + 1))
    else
        echo "faults: $command, $1: run again, it does not lead to after: $state"
        failed=$((failed + 1))
    fi
}

# fresh: the ledger as it was, in run/
fresh() {
    rm -rf run
    cp -R "$command" run
}

# run_command: the command under test, on run/book.ledger; its words stand in `words`.
# `exec` keeps its process the one that is killed.
run_command() {
    "$evenbook" "${words[@]}"
}

# every_change KIND: the first, second, ... change goes wrong
every_change() {
    local n status
    for ((n = 1; ; n++)); do
        fresh
        rm -f gone-wrong
        LD_PRELOAD=$fault FAULT_FILE=run/book.ledger FAULT_AT=$n \
            FAULT_KIND=$1 FAULT_DONE=$work/gone-wrong "$evenbook" "${words[@]}" \
            >/dev/null 2>said
        status=$?
        [ -e gone-wrong ] || break
        if [ "$status" -ne 0 ] && [ "$status" -lt 128 ] && ! [ -s said ]; then
            echo "faults: $command, $1 at $n: ended with $status, and said nothing"
            failed=$((failed + 1))
        fi
        judge "$1 at $n" "$status" && [ "$1" = kill ] && once_more "$1 at $n"
    done 2>/dev/null
    echo "   $command, $1: $((n - 1)) changes"
}

# random_kills: at moments of the time that the command takes
random_kills() {
    local k began took=0 pid status late=0
    for k in 1 2 3 4 5; do
        fresh
        began=${EPOCHREALTIME/[.,]/}
        run_command >/dev/null 2>&1
        pid=$((${EPOCHREALTIME/[.,]/} - began))
        [ $took -ne 0 ] && [ $took -le $pid ] || took=$pid
    done
    for ((k = 0; k < KILLS; k++)); do
        local wait=$(((RANDOM * 32768 + RANDOM) % (took + 1)))
        fresh
        "$evenbook" "${words[@]}" >/dev/null 2>&1 &
        pid=$!
        read -rt "$(printf '0.%06d' $wait)" -u "$never"
        kill -9 $pid 2>/dev/null
        wait $pid
        status=$?
        [ $status -eq 137 ] || late=$((late + 1))
        judge "killed after $wait us" $status
    done 2>/dev/null
    echo "   $command: killed $KILLS times within $took us, $late times too late"
}

# torn_logs: after a commit whose log has not been brought into the ledger yet
torn_logs() {
    local n=0 k size at
    for ((n = 1; ; n++)); do
        fresh
        rm -f gone-wrong
        LD_PRELOAD=$fault FAULT_FILE=run/book.ledger FAULT_AT=$n \
            FAULT_KIND=kill FAULT_DONE=$work/gone-wrong "$evenbook" "${words[@]}" \
            >/dev/null 2>&1
        [ -e gone-wrong ] || break
        [ -s run/book.ledger-wal ] || continue
        rm -rf torn
        cp -R run torn
        [ "$("$evenbook" ledger check run/book.ledger 2>&1)" != "$after" ] ||
            break
    done 2>/dev/null
    [ -d torn ] || return
    size=$(stat -c %s torn/book.ledger-wal)
    for ((k = 0; k < TEARS; k++)); do
        rm -rf run
        cp -R torn run
        at=$(((RANDOM * 32768 + RANDOM) % size))
        case $((k % 3)) in
        0) truncate -s $at run/book.ledger-wal ;;
        1) printf 'torn' | dd of=run/book.ledger-wal bs=1 seek=$at \
            conv=notrunc status=none ;;
        2) head -c $((size - at)) /dev/zero | dd of=run/book.ledger-wal \
            bs=65536 oflag=seek_bytes seek=$at conv=notrunc status=none ;;
        esac
        [ $((RANDOM % 2)) -eq 0 ] || rm -f run/book.ledger-shm
        judge "a log of $size bytes torn at $at" 1
    done
    echo "   $command: $TEARS torn logs of $size bytes"
}

# limits: a file that may not grow; a ledger and a folder that may not be written
limits() {
    local status
    fresh
    (ulimit -f 1 && run_command) >/dev/null 2>&1
    status=$?
    judge 'no file may have more than 1 kB' $status
    [ $status -ne 0 ] || {
        echo "faults: $command: ended well without space"
        failed=$((failed + 1))
    }
    as_nobody=()
    if [ "$(id -u)" -eq 0 ]; then
        if ! command -v setpriv >/dev/null; then
            echo "   skipped: what may not be written, for root may"
            skipped=$((skipped + 2))
            return
        fi
        as_nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups)
        chmod 755 "$work"
    fi
    fresh
    chmod 444 run/book.ledger
    chmod 555 run
    "${as_nobody[@]}" "$evenbook" "${words[@]}" >/dev/null 2>&1
    judge 'nothing may be written' $?
    if "${as_nobody[@]}" "$evenbook" ledger check run/book.ledger -q; then
        passed=$((passed + 1))
    else
        echo "faults: $command: a ledger that may not be written cannot be read"
        failed=$((failed + 1))
    fi
    chmod 755 run
}

# try NAME WORD...: a folder NAME with the ledger as it was is there
try() {
    command=$1
    shift
    words=("$@")
    [ -z "$ONLY" ] || [ "$ONLY" = "$command" ] || return
    fresh
    before=$("$evenbook" ledger check run/book.ledger)
    run_command >said 2>&1 || {
        echo "faults: $command does not work at all:" && cat said
        failed=$((failed + 1))
        return
    }
    after=$("$evenbook" ledger check run/book.ledger)
    [ "$before" != "$after" ] || {
        echo "faults: $command changes nothing"
        failed=$((failed + 1))
        return
    }
    local kind
    for kind in kill torn full io; do
        every_change $kind
    done
    random_kills
    torn_logs
    limits
}

# together: several at once wait for each other, and all get through
together() {
    local k state pids=()
    fresh
    for k in 1 2 3 4 5 6; do
        sed "2s/,[^,]*,/,Together $k,/" new/accounts.csv >new-$k.csv
        "$evenbook" ledger import run/book.ledger -a new-$k.csv \
            --date 2027-03-01 --patience 60 >/dev/null 2>&1 &
        pids+=($!)
    done
    for k in "${pids[@]}"; do
        if wait "$k"; then
            passed=$((passed + 1))
        else
            echo "faults: one of six at once failed"
            failed=$((failed + 1))
        fi
    done
    state=$("$evenbook" ledger check run/book.ledger)
    if [[ $state == *"sound: 7 batches"* ]]; then
        passed=$((passed + 1))
    else
        echo "faults: six at once: $state"
        failed=$((failed + 1))
    fi
}

# ---- The ledgers before ------------------------------------------------------

"$evenbook" generate small -o books --seed 3 --year >/dev/null || exit 2
mkdir import new
"$evenbook" ledger init import/book.ledger books -q || exit 2
sed 's/,no,/,yes,/; 5d' books/accounts.csv >new/accounts.csv
cp -R import daily
cp -R import route
head -30 books/changes.csv >changes.csv
"$evenbook" plan --from import/book.ledger -o plan -q --effort quick || exit 2
cp -R import adopt
cp -R import rollback
"$evenbook" ledger adopt rollback/book.ledger plan -q || exit 2

try import ledger import run/book.ledger new --date 2027-02-01 --close-missing
try adopt ledger adopt run/book.ledger plan
try rollback ledger rollback run/book.ledger 2
if "$evenbook" help daily >/dev/null 2>&1; then
    try daily daily run/book.ledger changes.csv
fi
if "$evenbook" help route >/dev/null 2>&1; then
    try route route run/book.ledger Z900 value=12000 workload=1.5
fi
command=import
[ -n "$ONLY" ] || together

echo "faults: $passed runs as they should be, $failed not"
echo "$passed $failed $skipped" >"$counts"
[ $failed -eq 0 ]
