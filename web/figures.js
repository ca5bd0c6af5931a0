/* figures.js - the figures that several reports have. */

/* Above so many books a chart shows all of them as sorted dots, without
 * names; deviations further out are drawn at the edge. */
const NAMED_BOOKS = 40, EDGE = 1;

const clamped = (x) => Math.max(-EDGE, Math.min(EDGE, x));

/** books: [{label, values: [deviation or null per moment]}]; words: the
 * moments. */
function deviationChart(metric, band, books, words) {
    const known = books.filter((b) => b.values.some(isNumber));
    const beyond = known.filter((b) =>
        b.values.some((v) => isNumber(v) && Math.abs(v) > EDGE)).length;
    const few = known.length <= NAMED_BOOKS;
    const spec = few ? namedDeviations(known, band, words)
        : sortedDeviations(known, band, words);
    const caption = `${sentence(metric)}: each book’s deviation from its ` +
        `target. Shaded: the band of ±${share(band)}.` +
        (words.length > 1 ? ` Circles: ${words[0]}; diamonds: ${words[1]}.`
            : "") + (few ? "" : " Books from the emptiest to the fullest" +
            (beyond ? `; ${count(beyond, "book")} further off than ` +
            `${share(EDGE)} at the edge` : "") + ".");
    return chart(spec, caption, `Chart of the deviation from the target in ` +
        `${metric} of ${count(known.length, "book")}`,
    smallDeviations(metric, known, words));
}

/* All rows of a small chart; of a large one the quantiles. */
function smallDeviations(metric, books, words) {
    if (books.length <= NAMED_BOOKS)
        return smallTable(`Deviation in ${metric}`,
            [["book", "text"], ...words.map((w) => [w, "signed"])],
            books.map((b) => [b.label, ...b.values.map((v) =>
                isNumber(v) ? String(v) : "")]));
    const sorted = words.map((_, k) => books.map((b) => b.values[k])
        .filter(isNumber).sort((a, b) => a - b));
    const at = [["emptiest", 0], ["a tenth is below", 0.1],
        ["a quarter is below", 0.25], ["half is below", 0.5],
        ["a quarter is above", 0.75], ["a tenth is above", 0.9],
        ["fullest", 1]];
    return smallTable(`Deviation in ${metric}; every book stands under Books`,
        [["books", "text"], ...words.map((w) => [w, "signed"])],
        at.map(([name, q]) => [name, ...sorted.map((list) =>
            list.length === 0 ? ""
                : String(list[Math.round(q * (list.length - 1))]))]));
}

function namedDeviations(books, band, words) {
    const last = words.length - 1;
    const order = [...books].sort((a, b) =>
        (b.values[last] ?? 0) - (a.values[last] ?? 0)).map((b) => b.label);
    const values = books.flatMap((b) => words.map((when, k) =>
        ({label: b.label, when, deviation: b.values[k]}))
        .filter((v) => isNumber(v.deviation)));
    const y = {field: "label", type: "nominal", title: null,
        scale: {domain: order}, axis: {grid: true}};
    const x = {field: "deviation", type: "quantitative", scale: {padding: 8},
        axis: percentAxis("deviation from the target")};
    const tooltip = [{field: "label", title: "book"},
        {field: "when", title: "when"},
        {field: "deviation", format: "+.1%"}];
    return {
        height: 22 * order.length,
        layer: [
            bandLayer("x", band),
            {mark: {type: "rule", stroke: colour("ink"), opacity: 0.6},
                data: {values: [{zero: 0}]},
                encoding: {x: {field: "zero", type: "quantitative"}}},
            ...words.length > 1 ? [{data: {values: books.filter((b) =>
                b.values.every(isNumber)).map((b) => ({label: b.label,
                from: b.values[0], to: b.values[1]}))},
            mark: {type: "rule", stroke: colour("muted"), opacity: 0.5},
            encoding: {y, x: {...x, field: "from"}, x2: {field: "to"}}}] : [],
            {data: {values}, mark: {type: "point", size: 90,
                strokeWidth: 2, filled: false},
            encoding: {y, x, tooltip, ...marksOf(words)}},
        ],
    };
}

function sortedDeviations(books, band, words) {
    const values = words.flatMap((when, k) => {
        const list = books.map((b) => ({label: b.label, deviation:
            b.values[k]})).filter((b) => isNumber(b.deviation))
            .sort((a, b) => a.deviation - b.deviation);
        return list.map((b, rank) => ({...b, when, drawn:
            clamped(b.deviation), part: (rank + 0.5) / list.length}));
    });
    return {
        height: 260,
        layer: [
            bandLayer("y", band),
            {data: {values}, mark: {type: "point", size: 16,
                strokeWidth: 1.2, filled: false},
            encoding: {
                x: {field: "part", type: "quantitative", scale: {domain:
                    [0, 1]}, axis: {...percentAxis("books, from the emptiest to " +
                    "the fullest"), grid: false}},
                y: {field: "drawn", type: "quantitative",
                    axis: percentAxis("deviation from the target")},
                tooltip: [{field: "label", title: "book"},
                    {field: "when", title: "when"},
                    {field: "deviation", format: "+.1%"}],
                ...marksOf(words)}},
        ],
    };
}

/* ---- Histogram ----------------------------------------------------------- */

/** The width of a bin: of 1, 2, 5, 10, ... % the least that needs at most 24. */
function binWidth(least, most) {
    const widths = [0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 1];
    return widths.find((w) => (most - least) / w <= 24) || 1;
}

function binsOf(books, words) {
    const all = books.flatMap((b) => b.values).filter(isNumber).map(clamped);
    const width = binWidth(Math.min(...all, 0), Math.max(...all, 0));
    const place = (v) => Math.min(Math.floor(clamped(v) / width + 1e-9),
        Math.round(EDGE / width) - 1);
    const first = Math.min(...all.map(place)), last =
        Math.max(...all.map(place));
    const bins = [];
    for (let k = first; k <= last; k++)
        bins.push({from: k * width, to: (k + 1) * width,
            counts: words.map((_, w) => books.filter((b) =>
                isNumber(b.values[w]) && place(b.values[w]) === k).length)});
    return bins;
}

function histogram(metric, band, books, words) {
    const bins = binsOf(books, words);
    const last = words.length - 1;
    const bars = bins.map((b) => ({from: b.from, to: b.to,
        books: b.counts[last], when: words[last]}));
    const steps = bins.map((b) => ({at: b.from, books: b.counts[0],
        when: words[0]}));
    if (bins.length > 0)
        steps.push({at: bins[bins.length - 1].to, books:
            bins[bins.length - 1].counts[0], when: words[0]});
    const x = {type: "quantitative",
        axis: percentAxis("deviation from the target")};
    const y = {field: "books", type: "quantitative",
        axis: {title: "books", tickMinStep: 1, format: "d"}};
    const layer = [bandLayer("x", band),
        {data: {values: bars}, mark: {type: "bar", strokeWidth: 1},
            encoding: {x: {...x, field: "from"}, x2: {field: "to"}, y,
                y2: {datum: 0}, fill: {value: colour("after")},
                fillOpacity: {value: 0.75},
                tooltip: [{field: "from", format: "+.0%"},
                    {field: "to", format: "+.0%"}, {field: "books"}]}}];
    if (words.length > 1)
        layer.push({data: {values: steps}, mark: {type: "line",
            interpolate: "step-after", strokeWidth: 2.5,
            stroke: colour("before")},
        encoding: {x: {...x, field: "at"}, y}});
    const head = ["deviation", "text"];
    return chart({height: 180, layer},
        `${sentence(metric)}: how many books lie how far off` +
        (words.length > 1 ? ` (line: ${words[0]}; bars: ${words[1]})` : "") +
        (books.some((b) => b.values.some((v) => isNumber(v) && v > EDGE))
            ? `; those further than ${share(EDGE)} are in the last bar` : "") +
        ".", `Histogram of deviations in ${metric}`,
        smallTable(`Books by deviation in ${metric}`,
            [head, ...words.map((w) => [w, "exact"])],
            bins.map((b) => [`${signedPercent(b.from)} to ` +
                signedPercent(b.to), ...b.counts.map(String)])));
}

/* ---- Lorenz curve -------------------------------------------------------- */

/** books: {target, loads: [per moment]}. The curve runs from the book that is
 * emptiest for its target to the fullest. */
function lorenzPoints(books, k) {
    const list = books.filter((b) => b.target > 0 && isNumber(b.loads[k]) &&
        b.loads[k] >= 0).sort((a, b) =>
        a.loads[k] / a.target - b.loads[k] / b.target);
    const due = list.reduce((sum, b) => sum + b.target, 0);
    const load = list.reduce((sum, b) => sum + b.loads[k], 0);
    let x = 0, y = 0;
    const out = [{due: 0, held: 0}];
    for (const b of list) {
        x += b.target / (due || 1);
        y += b.loads[k] / (load || 1);
        out.push({due: x, held: y});
    }
    return out;
}

/* What the emptiest part of the targets holds, on the line between points. */
function heldAt(curve, due) {
    const k = curve.findIndex((p) => p.due >= due - 1e-9);
    if (k <= 0) return 0;
    const a = curve[k - 1], b = curve[k];
    return b.due === a.due ? b.held
        : a.held + (b.held - a.held) * (due - a.due) / (b.due - a.due);
}

function lorenz(metric, books, words) {
    const curves = words.map((_, k) => lorenzPoints(books, k));
    const values = words.flatMap((when, k) =>
        curves[k].map((p) => ({...p, when})));
    const axis = percentAxis;
    const x = {field: "due", type: "quantitative", scale: {domain: [0, 1]},
        axis: axis("of all targets, emptiest books first")};
    const y = {field: "held", type: "quantitative", scale: {domain: [0, 1]},
        axis: axis(`of all ${metric}`)};
    return chart({height: 220, layer: [
        {data: {values: [{due: 0, held: 0}, {due: 1, held: 1}]},
            mark: {type: "line", stroke: colour("muted"), strokeWidth: 1},
            encoding: {x, y}},
        {data: {values}, mark: {type: "line", strokeWidth: 2.5},
            encoding: {x, y,
                stroke: byMoment(words, [colour("before"), colour("after")]),
                strokeDash: byMoment(words, [[5, 3], [1, 0]]),
                order: {field: "due", type: "quantitative"}}}]},
    `${sentence(metric)}: Lorenz curve` + (words.length > 1
        ? ` (dashed: ${words[0]}; solid: ${words[1]})` : "") +
        ". On the thin line every book has just what it is due.",
    `Lorenz curve of ${metric}`,
    smallTable(`What the emptiest books hold of all ${metric}`,
        [["of all targets", "text"], ...words.map((w) => [w, "percent"])],
        [0.1, 0.25, 0.5, 0.75, 0.9].map((due) => [share(due),
            ...curves.map((c) => String(heldAt(c, due)))])));
}

/* ---- Who gives to whom --------------------------------------------------- */

const MOST_NAMES = 40;

/** pairs: [{from, to, accounts}], labels. A matrix where names fit, else how
 * much each rep gives and gets. */
function flowChart(pairs) {
    const givers = [...new Set(pairs.map((p) => p.from))].sort();
    const takers = [...new Set(pairs.map((p) => p.to))].sort();
    return Math.max(givers.length, takers.length) <= MOST_NAMES
        ? flowMatrix(pairs, givers, takers) : flowScatter(pairs);
}

function flowMatrix(pairs, givers, takers) {
    const most = Math.max(...pairs.map((p) => p.accounts));
    const x = {field: "to", type: "nominal", scale: {domain: takers},
        axis: {title: "to", orient: "top", labelAngle: -45,
            labelAlign: "left"}};
    const y = {field: "from", type: "nominal", scale: {domain: givers},
        axis: {title: "from"}};
    return chart({
        height: 26 * givers.length,
        data: {values: pairs},
        layer: [
            {mark: {type: "rect", fill: colour("after")},
                encoding: {x, y, fillOpacity: {field: "accounts",
                    type: "quantitative", legend: null,
                    scale: {domain: [0, most], range: [0.12, 0.55]}},
                tooltip: [{field: "from"}, {field: "to"},
                    {field: "accounts"}]}},
            {mark: {type: "text", fontSize: 12}, encoding: {x, y,
                text: {field: "accounts"}}},
        ],
    }, "How many accounts go from whom to whom. The stronger the colour, the more.",
    "Matrix of accounts by the rep who gives and the rep who gets them", null);
}

function flowScatter(pairs) {
    const sums = new Map();
    const add = (rep, key, n) => {
        const of = sums.get(rep) || {gives: 0, gets: 0};
        of[key] += n;
        sums.set(rep, of);
    };
    for (const p of pairs) {
        add(p.from, "gives", p.accounts);
        add(p.to, "gets", p.accounts);
    }
    const values = [...sums].map(([rep, of]) => ({rep, ...of}));
    const axis = (field, title) => ({field, type: "quantitative",
        axis: {title, tickMinStep: 1}});
    return chart({
        height: 300,
        data: {values},
        mark: {type: "point", stroke: colour("after"), size: 30,
            strokeWidth: 1.5, filled: false, opacity: 0.8},
        encoding: {x: axis("gives", "accounts given"),
            y: axis("gets", "accounts received"),
            tooltip: [{field: "rep"}, {field: "gives"}, {field: "gets"}]},
    }, "How many accounts each rep gives and receives; the table beneath has " +
        "every pair.",
    `Chart of the accounts that ${count(values.length, "rep")} give and get`,
    null);
}

/* ---- Map ----------------------------------------------------------------- */

const MOST_PLACES = 2000, CELLS = 60;

/** places: [{north, east, changed}]. Many are gathered into cells. */
function placeMap(places) {
    const middle = places.reduce((s, p) => s + p.north, 0) / places.length;
    const flat = Math.max(Math.cos(middle * Math.PI / 180), 0.2);
    const many = places.length > MOST_PLACES;
    const drawn = many ? gathered(places)
        : places.map((p) => ({...p, accounts: 1}));
    const extent = (key) => [Math.min(...drawn.map((p) => p[key])),
        Math.max(...drawn.map((p) => p[key]))];
    const [south, north] = extent("north"), [west, east] = extent("east");
    const aspect = Math.min(Math.max((north - south) /
        (((east - west) || 1) * flat), 0.35), 1);
    const words = ["stays", "goes to another rep"];
    const axis = (field, title) => ({field, type: "quantitative", scale:
        {zero: false, nice: false, padding: 12},
    axis: {title, grid: true, tickCount: 6}});
    return chart({
        height: Math.round(560 * aspect),
        data: {values: drawn.map((p) => ({...p, what: words[+p.changed]}))},
        mark: {type: "point", filled: false, strokeWidth: 1.5},
        encoding: {x: axis("east", "degrees east"),
            y: axis("north", "degrees north"),
            size: {field: "accounts", type: "quantitative", legend: null,
                scale: {range: many ? [6, 260] : [34, 34]}},
            stroke: {field: "what", type: "nominal", scale: {domain: words,
                range: [colour("muted"), colour("forced")]}},
            shape: {field: "what", type: "nominal", scale: {domain: words,
                range: ["circle", "triangle-up"]}},
            tooltip: [{field: "what"}, {field: "accounts"}]},
    }, "Where the accounts lie, and which go to another rep." +
        (many ? " Accounts near each other are one mark, the larger the " +
        "more." : ""), `Map of ${count(places.length, "account")}`, null);
}

function gathered(places) {
    const least = (key) => Math.min(...places.map((p) => p[key]));
    const spread = (key) => Math.max(...places.map((p) => p[key])) -
        least(key) || 1;
    const [y0, x0] = [least("north"), least("east")];
    const [dy, dx] = [spread("north") / CELLS, spread("east") / CELLS];
    const cells = new Map();
    for (const p of places) {
        const y = Math.round((p.north - y0) / dy);
        const x = Math.round((p.east - x0) / dx);
        const key = `${x} ${y} ${p.changed}`;
        const cell = cells.get(key) || {north: y0 + y * dy,
            east: x0 + x * dx, changed: p.changed, accounts: 0};
        cell.accounts++;
        cells.set(key, cell);
    }
    return [...cells.values()];
}
