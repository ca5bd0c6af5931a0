#!/bin/bash
# build_web.sh - what a report embeds: the chart library from npm, and the
# style and scripts of web/, as files in one folder.
#
# usage: tools/build_web.sh FOLDER
#
# Writes page.css, page.js, charts.js and notices.txt, each only if its text
# changes. The library lies in web/node_modules, as web/package-lock.json pins
# it; it is fetched when it is missing or the lock file has changed, and the
# network is needed no more after that. Where it cannot be fetched, one message
# says so and charts.js is empty: reports then show tables in place of charts.
set -u
out=$(realpath -m -- "${1:?usage: tools/build_web.sh FOLDER}")
cd "$(dirname "$0")/../web" || exit 2
mkdir -p "$out" || exit 2

libraries=(
    node_modules/vega/build/vega.min.js
    node_modules/vega-lite/build/vega-lite.min.js
    node_modules/vega-embed/build/vega-embed.min.js
)
notices=(vega vega-lite vega-embed)
scripts=(words.js files.js tables.js charts.js figures.js plan.js audit.js
    compare.js frontier.js replay.js page.js)
fetched=node_modules/.evenbook-lock

# say WHY: the one message; without the library the build goes on.
say() {
    echo "web: $1; reports will have tables and no charts" >&2
}

# fetch: whether the library is there as the lock file pins it.
fetch() {
    cmp -s package-lock.json "$fetched" && return 0
    if ! command -v npm >/dev/null; then
        say "npm is not installed (tools/setup.sh build installs it)"
        return 1
    fi
    if ! npm ci --ignore-scripts --no-audit --no-fund --loglevel=error \
        --fetch-retries=1 --fetch-timeout=30000 >"$out/npm.log" 2>&1; then
        say "npm ci failed (see build/web/npm.log)"
        return 1
    fi
    cp package-lock.json "$fetched"
}

# keep NAME: standard input as that file, untouched if it is the same.
keep() {
    cat >"$out/$1.new"
    if cmp -s "$out/$1.new" "$out/$1"; then
        rm "$out/$1.new"
    else
        mv "$out/$1.new" "$out/$1"
    fi
}

# Inside <script> two sequences would end it or change how it is read.
quote_script() {
    sed -e 's|</\(script\)|<\\/\1|gI' -e 's|<!--|<\\!--|g'
}

write_charts() {
    local file
    for file in "${libraries[@]}"; do
        grep -v '^//# sourceMappingURL' "$file"
        echo
    done | quote_script
}

write_notices() {
    local name
    for name in "${notices[@]}"; do
        printf '%s %s\n\n' "$name" \
            "$(sed -n 's/^  "version": "\(.*\)",/\1/p' \
                "node_modules/$name/package.json")"
        cat "node_modules/$name/LICENSE"
        echo
    done | sed -e 's/&/\&amp;/g' -e 's/</\&lt;/g'
}

write_page() {
    echo '(() => {'
    echo '"use strict";'
    cat "${scripts[@]}"
    echo '})();'
}

if fetch; then
    write_charts | keep charts.js
    write_notices | keep notices.txt
else
    keep charts.js </dev/null
    keep notices.txt </dev/null
fi
# shellcheck disable=SC2094 # the one lies in web/, the other in the folder
keep page.css <page.css
write_page | quote_script | keep page.js
