#!/bin/bash
# setup.sh - installs the Debian packages that are missing, or names them.
#
# usage: tools/setup.sh build|check|dev
#
#   build  what compiling and running evenbook needs
#   check  the same, and what the tests need
#   dev    the same, and what the lints, valgrind, coverage and fuzzing need
#
# Quick when nothing is missing. When something is, and apt-get can be used,
# at least the packages of `check` are installed, so that `make check` after
# `make demo` needs the network no more. Where apt-get cannot be used, the
# packages wanted are named, nothing is touched, and the exit status is 1.
set -u

# package | wanted for | how to tell that it is there without asking dpkg
packages='
gcc              | build | command gcc
libc6-dev        | build | header stdio.h
binutils         | build | command objcopy
libglpk-dev      | build | header glpk.h
libcsv-dev       | build | header csv.h
libcjson-dev     | build | header cjson/cJSON.h
libutf8proc-dev  | build | header utf8proc.h
libsqlite3-dev   | build | header sqlite3.h
npm              | build | command npm
libcriterion-dev | check | header criterion/criterion.h
coinor-cbc       | check | command cbc
glpk-utils       | check | command glpsol
chromium         | check | command chromium
g++              | dev   | command g++
clang            | dev   | command clang
clang-format     | dev   | command clang-format
clang-tidy       | dev   | command clang-tidy
valgrind         | dev   | command valgrind
gcovr            | dev   | command gcovr
shellcheck       | dev   | command shellcheck
git              | dev   | command git
'

# level NAME: each purpose includes those before it.
level() {
    case $1 in
    build) echo 1 ;;
    check) echo 2 ;;
    dev) echo 3 ;;
    *) return 1 ;;
    esac
}

# present PACKAGE KIND NAME
present() {
    local folder
    case $2 in
    command)
        command -v "$3" >/dev/null && return 0
        ;;
    header)
        for folder in /usr/include /usr/local/include /usr/include/*-linux-gnu*; do
            [ -e "$folder/$3" ] && return 0
        done
        ;;
    esac
    # Debian's own record, for a package whose files lie elsewhere.
    command -v dpkg-query >/dev/null &&
        dpkg-query --show --showformat='${Status}\n' "$1" 2>/dev/null |
        grep -q '^install ok installed$'
}

# missing LEVEL: the packages up to that level that are not there.
missing() {
    local package bar purpose kind name
    while read -r package bar purpose bar kind name; do
        [ -n "$package" ] || continue
        [ "$(level "$purpose")" -le "$1" ] || continue
        present "$package" "$kind" "$name" || printf '%s ' "$package"
    done <<<"$packages"
    : "$bar"
}

# refuse WHY PACKAGES: nothing has been touched so far.
refuse() {
    echo "tools/setup.sh: these packages are missing: $2" >&2
    echo "tools/setup.sh: $1; nothing was changed" >&2
    exit 1
}

# apt-get never asks, takes what is needed alone, and says what goes wrong on
# standard error.
install_packages() {
    $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install --yes -qq --no-install-recommends \
        -o Dpkg::Use-Pty=0 "$@" >/dev/null
}

update_lists() {
    $as_root apt-get update -qq >/dev/null
}

have_lists() {
    compgen -G '/var/lib/apt/lists/*_Packages*' >/dev/null
}

wanted=$(level "${1:-}") || {
    echo "usage: tools/setup.sh build|check|dev" >&2
    exit 2
}
needed=$(missing "$wanted")
needed=${needed% }
[ -n "$needed" ] || exit 0

command -v apt-get >/dev/null ||
    refuse "there is no apt-get here: install them, or their like, yourself" \
        "$needed"
as_root=
if [ "$(id -u)" -ne 0 ]; then
    as_root='sudo -n'
    sudo -n true 2>/dev/null ||
        refuse "installing them takes root's rights: run apt-get install \
$needed" "$needed"
fi

[ "$wanted" -ge 2 ] || wanted=2
read -ra list <<<"$(missing "$wanted")"
echo "Installing: ${list[*]}"
have_lists || update_lists ||
    refuse "apt-get update failed, see above" "$needed"

# apt-get fetches everything before it unpacks anything. A first failure may
# come from lists that are too old.
install_packages "${list[@]}" || {
    update_lists && install_packages "${list[@]}"
} || {
    needed=$(missing "$(level "$1")")
    echo "tools/setup.sh: apt-get install failed, see above;" \
        "still missing: $needed" >&2
    exit 1
}
