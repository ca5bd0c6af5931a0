# mps_value.awk - what a solution of an exported program is worth.
#
# usage: awk -f mps_value.awk SOLUTION PROGRAM.mps
#
# SOLUTION has "column value" on each line; columns that are not in it are 0.
# Only the integer columns are believed, rounded to whole numbers. Of the others
# each stands in one row at most and costs nothing at 0: they take the cheapest
# values with which the row holds. Prints the objective, or "broken ROW" where no
# values make ROW hold, or "broken COLUMN" where a column is out of its bounds.

function abs(number) {
    return number < 0 ? -number : number
}

function complain(text) {
    print "mps_value.awk: " text >"/dev/stderr"
    failed = 1
    exit 2
}

function broken(what) {
    print "broken " what
    failed = 1
    exit 1
}

# One entry of an integer column, or of one that is not and is kept for later.
function entry(column, row, number) {
    if (row == objective) {
        cost[column] = number
        return
    }
    if (!(row in type))
        complain("no row " row)
    if (column in whole) {
        load[row] += number * value[column]
        size[row] += abs(number * value[column])
        return
    }
    if (column in row_of)
        complain(column " is in two rows")
    row_of[column] = row
    slope[column] = number
    extras[row] = extras[row] " " column
}

function bound(kind, column, number) {
    if (kind == "UP" || kind == "FX")
        most[column] = number
    if (kind == "LO" || kind == "FX")
        least[column] = number
    if (kind != "UP" && kind != "FX" && kind != "LO")
        complain("bound of kind " kind)
}

# From both ends of a row, `lo` and `hi`, as the format has them.
function find_ends(row,    side, range) {
    side = rhs[row] + 0
    lo = type[row] == "L" ? -1e300 : side
    hi = type[row] == "G" ? 1e300 : side
    if (row in ranges) {
        range = abs(ranges[row])
        if (type[row] == "L")
            lo = side - range
        else if (type[row] == "G")
            hi = side + range
        else
            complain("a range of the equation " row)
    }
}

# How much of `missing` the cheapest column of the row that is not used yet, and
# pushes in the direction `sign`, can give; adds its cost. 0 if there is none.
function fill(row, sign, missing,    n, k, name, best, room) {
    n = split(extras[row], name, " ")
    for (k = 1; k <= n; k++)
        if (!(name[k] in used) && slope[name[k]] * sign > 0 &&
            (best == "" || cost[name[k]] / abs(slope[name[k]]) < \
                           cost[best] / abs(slope[best])))
            best = name[k]
    if (best == "")
        return 0
    used[best] = 1
    room = best in most ? most[best] * abs(slope[best]) : missing
    if (room > missing)
        room = missing
    total += cost[best] * room / abs(slope[best])
    return room > 0 ? room : 1e-300
}

# Doubles add up to that of a row with an error of this much.
function settle(row,    sign, missing, tolerance, part) {
    find_ends(row)
    sign = load[row] < lo ? 1 : -1
    missing = sign > 0 ? lo - load[row] : load[row] - hi
    tolerance = 1e-9 * (1 + size[row] + abs(rhs[row]))
    while (missing > 0) {
        part = fill(row, sign, missing)
        if (part == 0)
            break
        missing -= part
    }
    if (missing > tolerance)
        broken(row)
}

BEGIN {
    objective = ""
}

# The solution is the first file; the other begins with NAME.
FILENAME != before {
    before = FILENAME
    files++
}

files == 1 {
    value[$1] = int($2 + 1000000.5) - 1000000
    next
}

/^[A-Z]/ {
    section = $1
    next
}

section == "ROWS" {
    if ($1 == "N" && objective == "")
        objective = $2
    else if ($1 != "N")
        type[$2] = $1
    next
}

section == "COLUMNS" && $2 == "'MARKER'" {
    integers = $3 == "'INTORG'"
    next
}

section == "COLUMNS" {
    if (!($1 in cost)) {
        cost[$1] = 0
        if (integers)
            whole[$1] = 1
    }
    for (k = 2; k < NF; k += 2)
        entry($1, $k, $(k + 1))
    next
}

section == "RHS" {
    rhs[$2] = $3
    next
}

section == "RANGES" {
    ranges[$2] = $3
    next
}

section == "BOUNDS" {
    bound($1, $3, $4)
    next
}

END {
    if (failed)
        exit
    if (section != "ENDATA")
        complain("the program has no end")
    for (column in cost) {
        at = least[column] + 0
        if (column in whole)
            at = value[column] + 0
        else if (cost[column] < 0 && most[column] != least[column])
            complain(column " is paid for")
        if (at < least[column] || (column in most && at > most[column]))
            broken(column)
        total += cost[column] * at
        if (!(column in whole) && at != 0 && column in row_of)
            complain(column " is not 0 at least")
    }
    for (row in type)
        settle(row)
    printf "%.9f\n", total
}
