#!/bin/sh
# gap_to_books.sh - turns a published instance of the Generalized Assignment
# Problem into a folder that `evenbook plan` solves.
#
# usage: benchmarks/gap_to_books.sh INSTANCE DIR
#
# An instance is a list of numbers in the layout of the OR-Library: m agents
# and n items, m rows of n costs, m rows of n weights, m capacities; the sum of
# the costs is to be small. Agents become reps and items accounts; the weight
# of an item at an agent is the workload of the pair. Nothing is balanced,
# nobody owns anything, and the cost of a pair counts as it stands: the
# plan's objective, in points, is the instance's cost.
set -eu

if [ $# -ne 2 ]; then
    echo "usage: $0 INSTANCE DIR" >&2
    exit 2
fi
if [ ! -r "$1" ]; then
    echo "$0: $1 cannot be read" >&2
    exit 3
fi
mkdir -p "$2"

awk -v dir="$2" '
    function complain(text) {
        printf "%s: %s\n", FILENAME, text >"/dev/stderr"
        failed = 1
        exit 3
    }
    # Ids of one width, so that their order as bytes is that of the numbers.
    function id(letter, k, most) {
        return sprintf("%s%0*d", letter, length(most ""), k)
    }
    {
        sub(/\r$/, "")
        for (k = 1; k <= NF; k++) {
            if ($k !~ /^[0-9]+([.][0-9]+)?$/)
                complain("line " FNR ": \"" $k "\" is not a number")
            number[total++] = $k
        }
    }
    END {
        if (failed)
            exit 3
        if (total < 2)
            complain("there is no instance in it")
        m = number[0] + 0
        n = number[1] + 0
        want = 2 + 2 * m * n + m
        if (total != want)
            complain(total " numbers where " m " agents and " n \
                " items take " want)

        file = dir "/accounts.csv"
        print "id" >file
        for (i = 1; i <= n; i++)
            print id("i", i, n) >file
        close(file)

        file = dir "/reps.csv"
        print "id,capacity" >file
        for (r = 1; r <= m; r++)
            print id("r", r, m) "," number[1 + 2 * m * n + r] >file
        close(file)

        file = dir "/pairs.csv"
        print "account,rep,cost,workload" >file
        for (i = 1; i <= n; i++)
            for (r = 1; r <= m; r++) {
                at = 2 + (r - 1) * n + i - 1
                print id("i", i, n) "," id("r", r, m) "," number[at] "," \
                    number[at + m * n] >file
            }
        close(file)
    }' "$1"

cat >"$2/rules.json" <<'RULES'
{
  "metrics": [{"name": "workload", "weight": 0}],
  "limits": [{"metric": "workload", "max": "capacity"}],
  "territory": "off",
  "fit": [{"pair": "cost", "weight": 1, "missing": "forbidden"}],
  "families": "off",
  "continuity": {"weight": 0}
}
RULES
