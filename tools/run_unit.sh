#!/bin/bash
# run_unit.sh - runs a Criterion binary and believes nothing but its last line.
#
# Criterion settles a test's verdict before the test's process exits, so that
# a leak reported at exit leaves its status at 0; and it exits with 0 when no
# test matches a filter or an option is unknown. Here every report goes to a
# file, and any text in one fails the run, as do a missing closing line and a
# run of no tests.
#
# usage: tools/run_unit.sh [--valgrind] BINARY [PATTERN]
#
#   PATTERN  suite/name, with * and ?
#   SEED=N   passed on to the property tests
#   COUNTS=F where to write "passed failed skipped"
set -u

valgrind=()
if [ "${1:-}" = --valgrind ]; then
    shift
    valgrind=(valgrind --quiet --leak-check=full --trace-children=yes
        "--suppressions=$(realpath "$(dirname "$0")")/valgrind.supp")
fi
binary=${1:?usage: tools/run_unit.sh [--valgrind] BINARY [PATTERN]}
pattern=${2:-}
counts=${COUNTS:-/dev/null}

reports=$(mktemp -d) || exit 2
trap 'rm -rf "$reports"' EXIT
[ ${#valgrind[@]} -eq 0 ] || valgrind+=("--log-file=$reports/valgrind.%p")
export ASAN_OPTIONS="log_path=$reports/asan:detect_leaks=1:\
strict_string_checks=1:detect_stack_use_after_return=1"
export UBSAN_OPTIONS="log_path=$reports/ubsan:print_stacktrace=1"
export LSAN_OPTIONS="log_threads=0"

# Criterion closes every possible descriptor: slow where the limit is huge.
ulimit -n 1024 2>/dev/null
timeout -k 10 "${UNIT_TIMEOUT:-900}" "${valgrind[@]}" "$binary" \
    ${pattern:+--filter "$pattern"} </dev/null 2>"$reports/stderr"
status=$?
cat "$reports/stderr"

bad=0
complain() {
    echo "tools/run_unit.sh: $1"
    bad=1
}

closing=$(sed 's/\x1b\[[0-9;]*m//g' "$reports/stderr" |
    grep 'Synthesis: Tested: ' | tail -n 1)
number() {
    sed -n "s/.*$1: \([0-9]*\).*/\1/p" <<<"$closing"
}
tested=$(number Tested)
passed=$(number Passing)
tested=${tested:-0}
passed=${passed:-0}

[ $status -eq 0 ] || complain "the tests ended with status $status"
[ -n "$closing" ] || complain "the closing line is missing"
[ "$tested" -gt 0 ] || complain "no test ran"
[ "$passed" -eq "$tested" ] || complain "$((tested - passed)) tests failed"

for report in "$reports"/*san.* "$reports"/valgrind.*; do
    [ -s "$report" ] || continue
    # Criterion's runner itself is not ours to mend.
    complain "a report at exit, which Criterion does not count:"
    cat "$report"
done

failed=$((tested - passed))
[ $bad -eq 0 ] || [ $failed -gt 0 ] || failed=1
echo "$passed $failed 0" >"$counts"
exit $bad
