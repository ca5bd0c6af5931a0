#!/bin/bash
# check_symbols.sh - fails if the library exports a name that is not eb_*, or
# lacks one that its header declares.
#
# usage: tools/check_symbols.sh LIBRARY HEADER
set -u

if [ $# -ne 2 ] || [ ! -r "$1" ] || [ ! -r "$2" ]; then
    echo "usage: tools/check_symbols.sh LIBRARY HEADER" >&2
    exit 2
fi
exported=$(nm --extern-only --defined-only "$1" | awk 'NF == 3 { print $3 }' |
    sort -u)
declared=$(tr '\n' ' ' <"$2" | grep -oE 'EB_API [^(;]*\(' |
    grep -oE 'eb_[a-z0-9_]+ *\($' | tr -d ' (' | sort -u)
bad=0

# complain TEXT NAMES: one line per name, %s in the text being the name.
complain() {
    local text=$1 name
    shift
    for name in "$@"; do
        # shellcheck disable=SC2059 # the texts below are formats
        printf "$text\n" "$name"
        bad=1
    done
}

if [ -z "$exported" ] || [ -z "$declared" ]; then
    echo "$1 exports nothing, or $2 declares nothing"
    exit 1
fi
mapfile -t foreign < <(grep -v '^eb_' <<<"$exported")
mapfile -t lacking < <(comm -13 <(echo "$exported") <(echo "$declared"))
mapfile -t secret < <(comm -23 <(grep '^eb_' <<<"$exported") \
    <(echo "$declared"))
complain 'exported, but does not start with eb_: %s' "${foreign[@]}"
complain 'declared in the header, but not in the library: %s' "${lacking[@]}"
complain 'exported, but not declared in the header: %s' "${secret[@]}"
exit $bad
