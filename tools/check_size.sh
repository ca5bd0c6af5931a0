#!/bin/bash
# check_size.sh - lists the longest functions and files, for a reader's taste;
# it never fails.
#
# usage: tools/check_size.sh [HOW_MANY]
set -u
cd "$(dirname "$0")/.." || exit 2
many=${1:-12}

files=()
for file in {base,solver,model,verify,io,cli}/*.[ch]; do
    [ -e "$file" ] && files+=("$file")
done
[ ${#files[@]} -gt 0 ] || exit 0

echo "Longest files (lines; 100-300 is usual, 500 wants a reason)"
wc -l "${files[@]}" | grep -v ' total$' | sort -rn | head -n "$many"
echo
echo "Longest functions (lines; 5-40 is usual, 60 wants a reason)"
# In this format a function's braces, and no others, stand in column 1; its
# name is the last word before a parenthesis on a line that starts in column 1.
awk '
    FNR == 1 { open = 0 }
    /^[a-zA-Z_].*\(/ {
        head = $0
        sub(/\(.*/, "", head)
        sub(/.*[ *]/, "", head)
    }
    /^{/ { open = FNR }
    /^}/ && open {
        printf "%5d %s:%d %s\n", FNR - open - 1, FILENAME, open, head
        open = 0
    }' "${files[@]}" | sort -rn | head -n "$many"
exit 0
