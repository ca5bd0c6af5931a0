#!/bin/bash
# check_flags.sh - whether the table of flags in docs/CLI.md is what the commands
# accept; with --update, makes it so.
#
# Its columns are the commands, in order of `evenbook help`; its rows, with what
# they mean, are written by hand. A flag that a command has and no row names is a
# fault either way.
#
# usage: tools/check_flags.sh [--update] EVENBOOK
set -eu
update=
[ "${1:-}" != --update ] || { update=1 && shift; }
program=$1
output=${update:+docs/CLI.md.new}
cd "$(dirname "$0")/.."

# "command --flag" of all there are, in order.
accepted() {
    local command
    "$program" help | awk '/^Commands:/ { on = 1; next } NF == 0 { on = 0 }
        on { print $1 }' | while read -r command; do
        "$program" help "$command" | awk -v command="$command" '
            /^Options:/ { on = 1; next }
            on && match($0, /^ +(-., )?--[a-z-]+/) {
                flag = substr($0, RSTART, RLENGTH)
                sub(/.*--/, "--", flag)
                print command, flag
            }'
    done
}

accepted | awk -v update="$update" '
    FNR == NR {
        if (!($1 in seen)) { seen[$1] = 1; commands[++n] = $1 }
        has[$1, $2] = 1
        flags[$2] = 1
        next
    }
    function cells(line) {
        gsub(/\\\|/, "\001", line)
        count = split(line, cell, / *\| */)
        for (k = 1; k <= count; k++) gsub(/\001/, "\\|", cell[k])
    }
    # The row with a mark for each command, what stood there where there was one.
    function row(    k, c, line, names, rest, marked) {
        rest = cell[2]
        names = ""
        while (match(rest, /--[a-z-]+/)) {
            names = names " " substr(rest, RSTART, RLENGTH)
            rest = substr(rest, RSTART + RLENGTH)
        }
        line = "| " cell[2] " |"
        for (c = 1; c <= n; c++) {
            marked = ""
            m = split(names, name, " ")
            for (k = 1; k <= m; k++) {
                named[name[k]] = 1
                if ((commands[c], name[k]) in has) marked = "x"
            }
            if (marked != "" && was[commands[c]] != "") marked = was[commands[c]]
            line = line (marked == "" ? " |" : " " marked " |")
        }
        return line " " cell[count - 1] " |"
    }
    /^\| flag \|/ { inside = 1 }
    !/^\|/ { inside = 0 }
    inside && /^\| flag/ {
        cells($0)
        for (k = 3; k < count - 1; k++) column[k] = cell[k]
        last = count - 1
        line = "| flag |"
        rule = "|---|"
        for (c = 1; c <= n; c++) { line = line " " commands[c] " |"; rule = rule "---|" }
        emit(line " meaning |")
        next
    }
    inside && /^\|---/ { emit(rule "---|"); next }
    inside {
        cells($0)
        delete was
        for (k = 3; k < last; k++) was[column[k]] = count == last + 1 ? cell[k] : ""
        emit(row())
        next
    }
    { emit($0) }
    function emit(line) {
        if (line != $0) {
            wrong = 1
            if (!update) print "docs/CLI.md:" FNR ": expected " line >"/dev/stderr"
        }
        if (update) print line
    }
    END {
        for (flag in flags)
            if (!(flag in named)) {
                print "docs/CLI.md: no row names " flag >"/dev/stderr"
                missing = 1
            }
        exit missing || (wrong && !update)
    }' - docs/CLI.md >"${output:-/dev/null}" || {
    [ -z "$update" ] || rm -f "$output"
    exit 1
}
[ -z "$update" ] || mv "$output" docs/CLI.md
