#!/bin/bash
# check_layers.sh - fails on an include that the layers do not allow.
#
#     cli -> io -> { model -> solver, verify } -> base -> include
#
# Every #include "..." is written from the root, stays in its folder or points
# right; the modules (x.c with x.h) form no circle; each third-party header is
# included by its adapter alone. The names of the folders that a folder may
# include stand in the table below.
#
# usage: tools/check_layers.sh [ROOT]
set -u
cd "${1:-$(dirname "$0")/..}" || exit 2

may_include='
include  include
base     base include
solver   solver base include
verify   verify base
model    model solver base include
io       io model solver verify base include
cli      cli io model solver verify base include
examples include
'

# header (as a pattern) and the files that may include it
adapters='
glpk[.]h           solver/glpk_fence.c solver/mip_glpk.c
setjmp[.]h         solver/glpk_fence.c
csv[.]h            io/csv_reader.c
(cjson/)?cJSON[.]h io/json.c
sqlite3[.]h        io/ledger_sql.c
utf8proc[.]h       base/glyphs.c
'

list=$(mktemp) || exit 2
trap 'rm -f "$list"' EXIT

# list: file, line, q(uoted) or a(ngled), header
folders=$(awk 'NF { print $1 }' <<<"$may_include")
for folder in $folders; do
    for file in "$folder"/*.c "$folder"/*.h; do
        [ -e "$file" ] || continue
        awk -v file="$file" '
            /^[ \t]*#[ \t]*include[ \t]*["<]/ {
                kind = index($0, "\"") ? "q" : "a"
                split($0, part, /["<>]/)
                print file, FNR, kind, part[2]
            }' "$file"
    done
done >"$list"

awk -v may="$may_include" -v adapters="$adapters" '
    function complain(text) {
        printf "%s:%d: %s\n", $1, $2, text
        bad = 1
    }
    BEGIN {
        n = split(may, row, "\n")
        for (k = 1; k <= n; k++) {
            m = split(row[k], word, " ")
            for (j = 2; j <= m; j++)
                allowed[word[1], word[j]] = 1
            if (m)
                known[word[1]] = 1
        }
        n_adapters = split(adapters, adapter, "\n")
    }
    {
        from = to = $1
        sub(/\/.*/, "", from)
        to = $4
        sub(/\/.*/, "", to)
    }
    $3 == "q" && ($4 !~ /\// || $4 ~ /\.\./) {
        complain("\"" $4 "\" is not written from the root")
        next
    }
    $3 == "q" && !((from, to) in allowed) {
        complain(from "/ may not include \"" $4 "\"")
    }
    $3 == "a" && from != "examples" && (to in known) {
        complain("<" $4 "> is ours: include it with quotes, from the root")
    }
    {
        for (k = 1; k <= n_adapters; k++) {
            m = split(adapter[k], word, " ")
            if (!m || $4 !~ "^(.*/)?" word[1] "$")
                continue
            mine = 0
            for (j = 2; j <= m; j++)
                mine = mine || $1 == word[j]
            if (!mine)
                complain($4 " belongs in " word[2] " alone")
        }
    }
    END { exit bad }
' "$list"
bad=$?

# tsort takes pairs "module, one that it uses" and names the loops.
circles=$(awk '
    function module(path) {
        sub(/\.[ch]$/, "", path)
        return path
    }
    $3 == "q" { print module($1), module($4) }' "$list" |
    tsort 2>&1 >/dev/null | sed -n 's/^tsort: //p')
if [ -n "$circles" ]; then
    awk '/input contains a loop/ { $0 = "modules in a circle:" } 1' \
        <<<"$circles"
    bad=1
fi

exit $bad
