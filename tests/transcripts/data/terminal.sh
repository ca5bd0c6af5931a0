#!/bin/bash
# terminal.sh - runs a command on a terminal of its own, COLUMNS wide.
#
# What colours is shown as <33> and <>, the mark from left to right as <LRM>.
# IS and READS are the terminal's TERM and LC_ALL.
export TERM=${IS:-xterm} LC_ALL=${READS:-C.UTF-8} COLUMNS=${COLUMNS:-100}
script -qec "$*" /dev/null </dev/null | tr -d '\r' |
    sed -e 's/.*\x1b\[K//' -e 's/\x1b\[0m/<>/g' \
        -e 's/\x1b\[\([0-9]*\)m/<\1>/g' -e 's/\xe2\x80\x8e/<LRM>/g'
