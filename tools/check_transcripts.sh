#!/bin/bash
# check_transcripts.sh - replays recorded terminal runs and compares.
#
# A transcript is a Markdown file. In it, a block
#
#     ```console
#     $ evenbook check books/
#     accounts.csv:3:2: value: "12k5" is not a number
#     [exit 3]
#     ```
#
# holds commands, each with what it prints (standard output and error as they
# come) and, unless it is 0, its exit status. A command that ends in \ goes on
# in the next line. A line `...` stands for any lines, or none. All else in the
# file is prose.
#
# Each file runs in a new folder that holds copies of examples/ and of
# tests/transcripts/data/ (as data/) and nothing else; its commands run one
# after the other, each in a shell of its own (sh-like, bash), without standard
# input, in the C locale and in UTC, and for 120 s at most. `evenbook` is the
# binary given.
#
# usage: tools/check_transcripts.sh [--update] BINARY [NAME...]
#
#   --update  rewrite what differs instead of failing
#   NAME      part of a path: replay such files alone
#   COUNTS=F  where to write "passed failed skipped"; one command is one test
set -u

update=0
if [ "${1:-}" = --update ]; then
    update=1
    shift
fi
binary=$(realpath -e -- "${1:?usage: [--update] BINARY [NAME...]}") || exit 2
shift
names=("$@")
counts=$(realpath -m -- "${COUNTS:-/dev/null}")
cd "$(dirname "$0")/.." || exit 2
root=$PWD

work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin"
ln -s "$binary" "$work/bin/evenbook"

passed=0
failed=0

# run COMMAND: its output, and a last line for a status that is not 0
run() {
    local status
    env -i PATH="$work/bin:/usr/local/bin:/usr/bin:/bin" HOME="$work" \
        LC_ALL=C TZ=UTC TERM=dumb \
        ${ASAN_OPTIONS:+ASAN_OPTIONS="$ASAN_OPTIONS"} \
        timeout -k 5 120 bash -c "$1" </dev/null >"$work/output" 2>&1
    status=$?
    # A program that stops in mid-line still ends its output here.
    cat "$work/output"
    [ -z "$(tail -c 1 "$work/output")" ] || echo
    [ $status -eq 0 ] || echo "[exit $status]"
}

# matches: whether the lines of `got` are those of `want`, where `...` stands
# for any number of lines. On a difference, goes back to the last `...` and
# lets it take one line more.
matches() {
    local w=0 g=0 star=-1 from=0
    while [ $g -lt ${#got[@]} ]; do
        if [ $w -lt ${#want[@]} ] && [ "${want[w]}" = ... ]; then
            star=$w
            from=$g
            w=$((w + 1))
        elif [ $w -lt ${#want[@]} ] && [ "${want[w]}" = "${got[g]}" ]; then
            w=$((w + 1))
            g=$((g + 1))
        elif [ $star -ge 0 ]; then
            from=$((from + 1))
            w=$((star + 1))
            g=$from
        else
            return 1
        fi
    done
    while [ $w -lt ${#want[@]} ] && [ "${want[w]}" = ... ]; do
        w=$((w + 1))
    done
    [ $w -eq ${#want[@]} ]
}

lines() {
    [ $# -eq 0 ] || printf '%s\n' "$@"
}

# try_command FILE LINE: runs `command`, judges it against `want`, and appends
# what the file should say to `kept`.
try_command() {
    mapfile -t got < <(cd "$work/here" && run "$command")
    if matches; then
        passed=$((passed + 1))
        kept+=("${want[@]}")
        return
    fi
    kept+=("${got[@]}")
    [ $update -eq 0 ] || return
    failed=$((failed + 1))
    echo "$1:$2: \$ $command"
    diff --label recorded --label now -u \
        <(lines "${want[@]}") <(lines "${got[@]}") | sed 's/^/    /'
}

# replay FILE
replay() {
    local lines kept=() want=() got=() k=0 line at command
    rm -rf "$work/here"
    mkdir "$work/here"
    [ ! -d examples ] || cp -R examples "$work/here/examples"
    [ ! -d tests/transcripts/data ] ||
        cp -R tests/transcripts/data "$work/here/data"

    mapfile -t lines <"$1"
    while [ $k -lt ${#lines[@]} ]; do
        line=${lines[k]}
        kept+=("$line")
        k=$((k + 1))
        [ "$line" = '```console' ] || continue
        while [ $k -lt ${#lines[@]} ] && [ "${lines[k]}" != '```' ]; do
            line=${lines[k]}
            kept+=("$line")
            k=$((k + 1))
            at=$k
            if [ "${line:0:2}" != '$ ' ]; then
                echo "$1:$at: output before a command"
                failed=$((failed + 1))
                continue
            fi
            command=${line:2}
            while [ "${line: -1}" = \\ ] && [ $k -lt ${#lines[@]} ]; do
                line=${lines[k]}
                kept+=("$line")
                command+=$'\n'$line
                k=$((k + 1))
            done
            want=()
            while [ $k -lt ${#lines[@]} ] && [ "${lines[k]:0:2}" != '$ ' ] &&
                [ "${lines[k]}" != '```' ]; do
                want+=("${lines[k]}")
                k=$((k + 1))
            done
            try_command "$1" $at
        done
        [ $k -lt ${#lines[@]} ] || {
            echo "$1: a block is not closed"
            failed=$((failed + 1))
        }
    done
    if [ $update -eq 1 ] &&
        ! cmp -s <(printf '%s\n' "${kept[@]}") "$1"; then
        printf '%s\n' "${kept[@]}" >"$root/$1"
        echo "$1: rewritten"
    fi
}

chosen() {
    local name
    [ ${#names[@]} -gt 0 ] || return 0
    for name in "${names[@]}"; do
        [[ $1 != *"$name"* ]] || return 0
    done
    return 1
}

for file in tests/transcripts/*.md tests/regress/*.md docs/CLI.md \
    README.md; do
    [ -e "$file" ] || continue
    chosen "$file" && replay "$file"
done

echo "transcripts: $passed commands as recorded, $failed not"
echo "$passed $failed 0" >"$counts"
[ $failed -eq 0 ]
