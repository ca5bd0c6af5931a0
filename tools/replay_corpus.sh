#!/bin/bash
# replay_corpus.sh - gives each fuzz target every file of its corpus, once.
#
# usage: tools/replay_corpus.sh FOLDER_OF_PROGRAMS
#
#   COUNTS=F  where to write "passed failed skipped"; one target is one test
set -u
cd "$(dirname "$0")/.." || exit 2
programs=${1:?usage: tools/replay_corpus.sh FOLDER_OF_PROGRAMS}
passed=0
failed=0

for source in tests/fuzz/fuzz_*.c; do
    [ -e "$source" ] || continue
    name=${source##*/fuzz_}
    name=${name%.c}
    mapfile -t inputs < <(find "tests/fuzz/corpus/$name" -type f | LC_ALL=C sort)
    if [ ${#inputs[@]} -eq 0 ]; then
        echo "tests/fuzz/corpus/$name holds no input"
        failed=$((failed + 1))
    elif timeout -k 10 120 "$programs/replay_$name" "${inputs[@]}"; then
        passed=$((passed + 1))
    else
        echo "replay_$name ended with a failure"
        failed=$((failed + 1))
    fi
done

echo "corpus: $passed targets survive their inputs, $failed do not"
echo "$passed $failed 0" >"${COUNTS:-/dev/null}"
[ $failed -eq 0 ]
