# plot.awk - lines and points as SVG, both axes logarithmic.
#
# usage: awk -f plot.awk -v title=... -v x_label=... -v y_label=...
#            [-v steps=1] [-v marks=1] [-v lowest=Y] POINTS.csv
#
# POINTS.csv has a row "series,line,x,y" per point: points of one line are joined
# in their order, by steps if so asked, and lines of one series look alike. What
# lies below `lowest` is drawn there; other points that are not above 0 are
# left out, since a logarithm has no place for them.
BEGIN {
    FS = ","
    left = 90
    right = 640
    top = 50
    bottom = 400
    split("#0072b2 #d55e00 #009e73 #aa4499 #a67c00 #3399cc #555555", colour, " ")
    n_looks = 7
    split("none/7 3/2 3/9 3 2 3/12 4/4 4/1 3", dash, "/")
}

function log10(number) {
    return log(number) / log(10)
}

# The whole number below or at one, or above or at one; a hair does not count.
function floor(number,    cut) {
    cut = int(number + 1e-9)
    return cut > number + 1e-9 ? cut - 1 : cut
}

function ceil(number) {
    return -floor(-number)
}

# Where a point lies on the paper.
function across(x) {
    return left + (right - left) * (log10(x) - x_from) / (x_to - x_from)
}

function down(y) {
    return bottom - (bottom - top) * (log10(y) - y_from) / (y_to - y_from)
}

# 10^power as people write it: 0.001, 1, 10,000.
function power_text(power,    text) {
    if (power < 0)
        return sprintf("%.*f", -power, 10 ^ power)
    text = sprintf("%.0f", 10 ^ power)
    while (match(text, /[0-9][0-9][0-9][0-9](,|$)/))
        text = substr(text, 1, RSTART) "," substr(text, RSTART + 1)
    return text
}

function escape(text) {
    gsub(/&/, "\\&amp;", text)
    gsub(/</, "\\&lt;", text)
    return text
}

function write_text(x, y, anchor, text, more) {
    printf "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\"%s>%s</text>\n", x, y,
        anchor, more, escape(text)
}

function write_line(x1, y1, x2, y2, stroke, more) {
    printf "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" " \
        "stroke=\"%s\"%s/>\n", x1, y1, x2, y2, stroke, more
}

function write_mark(x, y, look,    shape) {
    shape = (look - 1) % 4
    if (shape == 0)
        printf "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\"", x, y
    else if (shape == 1)
        printf "<rect x=\"%.1f\" y=\"%.1f\" width=\"7\" height=\"7\"",
            x - 3.5, y - 3.5
    else if (shape == 2)
        printf "<path d=\"M%.1f %.1fl4.5 8h-9z\"", x, y - 5
    else
        printf "<path d=\"M%.1f %.1fl5 5l-5 5l-5 -5z\"", x, y - 5
    printf " fill=\"%s\"/>\n", colour[look]
}

function widen(x, y) {
    if (!n_points++) {
        x_least = x_most = x
        y_least = y_most = y
    }
    x_least = x < x_least ? x : x_least
    x_most = x > x_most ? x : x_most
    y_least = y < y_least ? y : y_least
    y_most = y > y_most ? y : y_most
}

function find_axes() {
    if (n_points == 0)
        x_least = x_most = y_least = y_most = 1
    x_from = floor(log10(x_least))
    x_to = ceil(log10(x_most))
    y_from = floor(log10(y_least))
    y_to = ceil(log10(y_most))
    x_to += x_to == x_from
    y_to += y_to == y_from
}

function write_axes(    k, at) {
    for (k = x_from; k <= x_to; k++) {
        at = across(10 ^ k)
        write_line(at, top, at, bottom, "#dddddd", "")
        write_text(at, bottom + 18, "middle", power_text(k), "")
    }
    for (k = y_from; k <= y_to; k++) {
        at = down(10 ^ k)
        write_line(left, at, right, at, "#dddddd", "")
        write_text(left - 8, at + 4, "end", power_text(k), "")
    }
    write_line(left, bottom, right, bottom, "#222222", "")
    write_line(left, top, left, bottom, "#222222", "")
    write_text((left + right) / 2, bottom + 42, "middle", x_label, "")
    write_text(0, 0, "middle", y_label, sprintf(" transform=\"translate(22 " \
        "%.1f) rotate(-90)\"", (top + bottom) / 2))
    write_text(left, 28, "start", title, " font-weight=\"bold\"")
}

# The points of a line, as those of a polyline; by steps a value holds until
# the next one.
function path_of(line,    k, text) {
    for (k = 1; k <= n_of[line]; k++) {
        if (steps && k > 1)
            text = text sprintf("%.1f,%.1f ", across(xs[line, k]),
                down(ys[line, k - 1]))
        text = text sprintf("%.1f,%.1f ", across(xs[line, k]),
            down(ys[line, k]))
    }
    return text
}

function write_curve(line,    look, k) {
    look = look_of[series_of[line]]
    if (n_of[line] > 1)
        printf "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" " \
            "stroke-width=\"1.8\" stroke-dasharray=\"%s\"/>\n",
            path_of(line), colour[look], dash[look]
    for (k = 1; marks && k <= n_of[line]; k++)
        write_mark(across(xs[line, k]), down(ys[line, k]), look)
}

function write_legend(    k, y) {
    for (k = 1; k <= n_series; k++) {
        y = top + 20 * k - 10
        if (joined)
            write_line(right + 16, y, right + 48, y, colour[look_of[name[k]]],
                " stroke-width=\"1.8\" stroke-dasharray=\"" \
                dash[look_of[name[k]]] "\"")
        if (marks)
            write_mark(right + 32, y, look_of[name[k]])
        write_text(right + 54, y + 4, "start", name[k], "")
    }
}

lowest != "" && $4 != "" && $4 < lowest + 0 {
    $4 = lowest
}

$3 > 0 && $4 > 0 {
    if (!($1 in look_of)) {
        name[++n_series] = $1
        look_of[$1] = (n_series - 1) % n_looks + 1
    }
    line = $1 SUBSEP $2
    if (!(line in n_of)) {
        order[++n_lines] = line
        series_of[line] = $1
    }
    k = ++n_of[line]
    joined = joined || k > 1
    xs[line, k] = $3
    ys[line, k] = $4
    widen($3 + 0, $4 + 0)
}

END {
    find_axes()
    print "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 800 460\" " \
        "width=\"800\" height=\"460\" role=\"img\" " \
        "font-family=\"sans-serif\" font-size=\"13\" fill=\"#222222\">"
    print "<title>" escape(title) "</title>"
    print "<rect width=\"800\" height=\"460\" fill=\"#ffffff\"/>"
    write_axes()
    for (k = 1; k <= n_lines; k++)
        write_curve(order[k])
    write_legend()
    print "</svg>"
}
