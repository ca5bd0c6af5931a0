#!/bin/bash
# check.sh - `make check`: every step, to the end, then one line that counts.
#
# A failing step does not keep the later ones from running; the exit status is
# 0 only if nothing failed. Called by the Makefile, which sets MAKE, JOBS, CC
# and LIBS.
set -u
cd "$(dirname "$0")/.." || exit 2
: "${MAKE:=make}" "${JOBS:=}" "${CC:=gcc}" "${LIBS:?}"

mkdir -p build/check
rm -f build/check/*

passed=0
failed=0
skipped=0
failures=()

# step NAME COMMAND...: a command that counts its tests writes "passed failed
# skipped" to $COUNTS; another is one test, passed if its status is 0.
step() {
    local name=$1 status=0 counts=build/check/$1 p=0 f=0 s=0
    local began=$SECONDS
    shift
    echo "== $name"
    COUNTS=$PWD/$counts "$@" || status=$?
    if [ -s "$counts" ]; then
        read -r p f s <"$counts"
    elif [ $status -eq 0 ]; then
        p=1
    fi
    if [ $status -ne 0 ] && [ "$f" -eq 0 ]; then
        f=1
    fi
    passed=$((passed + p))
    failed=$((failed + f))
    skipped=$((skipped + s))
    [ "$f" -eq 0 ] || failures+=("$name")
    echo "   $((SECONDS - began)) s"
}

# compile_header LANGUAGE STANDARD COMPILER: whether the public header compiles
# alone, without a warning.
compile_header() {
    "$3" -x "$1" -std="$2" -Wall -Wextra -Wpedantic -Werror -Iinclude \
        -fsyntax-only - <<<'#include <evenbook.h>'
}

header() {
    local p=0 f=0 s=0 standard
    for standard in c99 c11 c17; do
        if compile_header c $standard "$CC"; then
            p=$((p + 1))
        else
            f=$((f + 1))
        fi
    done
    if ! command -v g++ >/dev/null; then
        echo "skipped: C++17, for there is no g++"
        s=1
    elif compile_header c++ c++17 g++; then
        p=$((p + 1))
    else
        f=$((f + 1))
    fi
    # shellcheck disable=SC2153 # step sets COUNTS
    echo "$p $f $s" >"$COUNTS"
    [ $f -eq 0 ]
}

unit() {
    compile build/debug/test && tools/run_unit.sh build/debug/test
}

transcripts() {
    compile build/debug/evenbook &&
        tools/check_transcripts.sh build/debug/evenbook
}

corpus() {
    compile replayers && tools/replay_corpus.sh build/debug
}

# compile TARGET
compile() {
    # shellcheck disable=SC2086 # JOBS is empty or one option
    "$MAKE" $JOBS "$1"
}

reports() {
    tools/check_reports.sh build/release/evenbook
}

faults() {
    compile build/fault.so &&
        tools/check_faults.sh build/release/evenbook build/fault.so
}

step layers tools/check_layers.sh
step build compile all
step symbols tools/check_symbols.sh build/release/libevenbook.a \
    include/evenbook.h
step header header
step flags tools/check_flags.sh build/release/evenbook
step examples tools/check_examples.sh
step reports reports
step unit unit
step corpus corpus
step transcripts transcripts
step faults faults

echo
[ $failed -eq 0 ] || echo "failed in: ${failures[*]}"
if [ $skipped -gt 0 ]; then
    echo "$passed passed, $failed failed, $skipped skipped"
else
    echo "$passed passed, $failed failed"
fi
[ $failed -eq 0 ]
