#!/bin/bash
# check_examples.sh - builds each examples/*.c against libevenbook.a alone, as
# a user would, and runs it; and sees that the program shown in evenbook.h and
# in README.md is the one in examples/plan_in_memory.c.
#
# usage: CC=gcc LIBS='-lglpk ...' tools/check_examples.sh
#
#   COUNTS=F  where to write "passed failed skipped"
set -u
cd "$(dirname "$0")/.." || exit 2
counts=${COUNTS:-/dev/null}
read -ra libs <<<"${LIBS:?}"
program=examples/plan_in_memory.c

passed=0
failed=0
judge() {
    if [ "$1" -eq 0 ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "$2"
    fi
}

# plain: code without indentation, blank lines and comments' stars
plain() {
    sed -e 's/^ \* //' -e 's/^[ \t]*//' -e '/^$/d' -e '/^\*$/d'
}

# same_code NAME: every line on standard input stands in the program, in order
same_code() {
    plain | awk -v program="$program" -v name="$1" '
        function next_line() {
            while ((getline line < program) > 0) {
                sub(/^[ \t]+/, "", line)
                if (line == $0)
                    return 1
            }
            return 0
        }
        !next_line() {
            print name ": not in " program ", or not in this order: " $0
            bad = 1
            exit
        }
        END {
            if (!NR)
                print name ": shows no program"
            exit bad || !NR
        }'
}

sed -n '/^ \* A complete program/,/^ \* Rules that hold/p' \
    include/evenbook.h | sed '1d;$d' | same_code include/evenbook.h
judge $? "include/evenbook.h and $program differ"
# shellcheck disable=SC2016 # the backticks are Markdown's
sed -n '/^```c$/,/^```$/p' README.md | sed '/^```/d' | same_code README.md
judge $? "README.md and $program differ"

mkdir -p build/examples
for source in examples/*.c; do
    binary=build/$source
    binary=${binary%.c}
    "${CC:-gcc}" -std=c99 -Wall -Wextra -Wpedantic -Werror -Iinclude \
        "$source" build/release/libevenbook.a "${libs[@]}" -o "$binary" &&
        timeout 60 "$binary" >"$binary.txt" 2>&1 </dev/null
    judge $? "$source does not build, or does not run"
    [ -s "$binary.txt" ]
    judge $? "$source prints nothing"
done

echo "examples: $passed as they should be, $failed not"
echo "$passed $failed 0" >"$counts"
[ $failed -eq 0 ]
