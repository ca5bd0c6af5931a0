/* charts.js - figures drawn by Vega-Lite, each with its numbers in a table.
 *
 * Colours are the page's own, by name, so that light, dark and paper need no
 * second drawing. A figure is one image to a screen reader: its label says what
 * it shows, the table beneath has the numbers. */

const colour = (name) => `var(--${name})`;

const chartConfig = {
    background: null,
    aria: false,
    font: "system-ui, sans-serif",
    view: {stroke: null},
    mark: {aria: false},
    axis: {aria: false, labelColor: colour("muted"), titleColor: colour("ink"),
        gridColor: colour("line"), domainColor: colour("line"),
        tickColor: colour("line"), labelFontSize: 12, titleFontSize: 12,
        titleFontWeight: "normal", labelLimit: 150},
    legend: {aria: false, labelColor: colour("ink"), titleColor: colour("ink"),
        labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal",
        orient: "top", title: null, symbolStrokeWidth: 2},
    text: {fill: colour("ink")},
};

const waiting = [];

/** A figure. caption: what to see in it; label: what it is, in one sentence;
 * table: the element that has its numbers, or null where another has them. */
function chart(spec, caption, label, table) {
    const place = el("div", {class: "chart", role: "img",
        "aria-label": label});
    waiting.push({place, spec});
    return el("figure", null, el("figcaption", null, caption), place,
        table && el("details", null,
            el("summary", null, "The numbers of this chart"), table));
}

function draw({place, spec}) {
    const options = {renderer: "svg", actions: false, ast: true,
        defaultStyle: false, config: chartConfig};
    return vegaEmbed(place, {width: "container", autosize: {type: "fit-x",
        contains: "padding"}, ...spec}, options);
}

/** Draws what waits, one after the other, after the page has been shown; in
 * between the page may scroll. */
async function drawAll() {
    for (const one of waiting) {
        await new Promise((go) => setTimeout(go));
        if (typeof vegaEmbed === "undefined")
            one.place.replaceChildren("This build of Evenbook has no chart " +
                "library; the tables have the same numbers.");
        else
            await draw(one);
        one.place.querySelector("svg")?.setAttribute("aria-hidden", "true");
    }
    document.documentElement.setAttribute("data-drawn",
        String(waiting.length));
}

/* ---- Parts of specs ------------------------------------------------------ */

/** A channel by moment: the first of the range for the first, and so on. Where
 * there is one moment, the last of the range. */
function byMoment(words, range) {
    return words.length > 1 ? {field: "when", type: "nominal", legend: null,
        scale: {domain: words, range}} : {value: range[range.length - 1]};
}

/** Hollow circles for before, filled diamonds for after. */
function marksOf(words) {
    return {
        stroke: byMoment(words, [colour("before"), colour("after")]),
        shape: byMoment(words, ["circle", "diamond"]),
        fill: byMoment(words, [colour("page"), colour("after")]),
    };
}

const percentAxis = (title) => ({title, tickCount: 5,
    labelExpr: "replace(format(datum.value * 100, '.3~g'), '-', '−') + ' %'"});

function bandLayer(axis, band) {
    return {
        data: {values: [{from: -band, to: band}]},
        mark: {type: "rect", fill: colour("band"), tooltip: false},
        encoding: {[axis]: {field: "from", type: "quantitative"},
            [axis + "2"]: {field: "to"}},
    };
}
