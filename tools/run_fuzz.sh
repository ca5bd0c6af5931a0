#!/bin/bash
# run_fuzz.sh - gives each fuzzer random input for a while.
#
# Starts from tests/fuzz/corpus/NAME/ and adds nothing to it: what is new goes
# to build/fuzz/NAME/, and an input that crashes to build/fuzz/crash-*, to be
# mended and then kept in the corpus.
#
# usage: tools/run_fuzz.sh SECONDS FUZZER...
set -u
seconds=${1:?usage: tools/run_fuzz.sh SECONDS FUZZER...}
shift

[ $# -gt 0 ] || {
    echo "there is no tests/fuzz/fuzz_*.c"
    exit 1
}
bad=0
for fuzzer in "$@"; do
    name=${fuzzer##*/fuzz_}
    found=build/fuzz/$name
    seeds=tests/fuzz/corpus/$name
    mkdir -p "$found"
    folders=("$found")
    [ ! -d "$seeds" ] || folders+=("$seeds")
    echo "== $name, $seconds s"
    "$fuzzer" -max_total_time="$seconds" -timeout=10 -print_final_stats=1 \
        -verbosity=0 -artifact_prefix="build/fuzz/crash-$name-" \
        "${folders[@]}" || bad=1
done
exit $bad
