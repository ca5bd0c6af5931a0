/* frontier.js - the report of a frontier. */

/** An amount of what is disrupted, in words. */
function disruption(doc, amount) {
    return doc.against === "moves" ? count(amount, "move")
        : `${doc.against} ${figure(amount)} moved`;
}

const aimWords = {unfairness: "unfairness", fit: "misfit",
    objective: "points"};

/* ---- In short ------------------------------------------------------------ */

function kneeWords(doc) {
    const at = doc.points[doc.knee - 1];
    return !at ? null : `The knee of the curve is point ${doc.knee}: ` +
        `${disruption(doc, at.against)} for ${percent(at.gained)} of all ` +
        "that can be gained.";
}

function gainWords(doc) {
    const at = doc.points[doc.gain_80 - 1];
    const last = doc.points[doc.points.length - 1];
    const bring = (p) => disruption(doc, p.against) +
        (doc.against === "moves" && p.against !== 1 ? " bring" : " brings");
    return !at || at === last ? null : `${sentence(bring(at))} ` +
        `${percent(at.gained)} of what ${bring(last)}.`;
}

function bandWords(doc) {
    const band = doc.in_band;
    if (!band) return null;
    const at = doc.points[band.point - 1];
    return at ? `Every book is within its bands from point ${band.point} on, ` +
        `with ${disruption(doc, at.against)}; less than ` +
        `${disruption(doc, band.at_least)} cannot do that.`
        : "At no point is every book within its bands.";
}

function leastWords(doc) {
    return doc.least.against > 0 ? "The rules cannot be kept with less than " +
        `${disruption(doc, doc.least.against)}` + (doc.least.proved
        ? ", which is proved." : ", as far as is known.") : null;
}

function completeWords(doc) {
    const n = count(doc.points.length, "point");
    return doc.complete ? `${n}: every efficient one, each proved. No plan ` +
        "moves less or is better without giving up the other."
        : `${n}, each the best plan ` + (doc.points.every((p) =>
            p.status === "optimal") ? "there is" : "found") +
          ` for its limit of ${doc.against}` + (doc.stopped
        ? "; the search was stopped." : ".");
}

/* ---- The curve ----------------------------------------------------------- */

function curveChart(doc) {
    const aim = aimWords[doc.minimise];
    const knee = "the knee";
    const values = doc.points.map((p) => ({...p, name: `point ${p.point}`,
        what: p.point === doc.knee ? knee : "a point",
        large: p.point === doc.knee ? 260 : 60}));
    const x = {field: "against", type: "quantitative", scale: {zero: false,
        nice: false, padding: 12}, axis: {title: doc.against === "moves"
        ? "moves by choice" : `${doc.against} moved`, tickMinStep: 1}};
    const y = {field: "minimised", type: "quantitative",
        axis: {title: `points of ${aim}`}};
    const words = ["a point", knee];
    const tooltip = [{field: "name", title: "which"}, {field: "against"},
        {field: "minimised", format: ".4~g"}, {field: "lower_bound",
            title: "at least", format: ".4~g"}];
    return chart({height: 340, data: {values}, layer: [
        {transform: [{filter: "isValid(datum.lower_bound)"}],
            mark: {type: "line", stroke: colour("muted"),
                strokeDash: [4, 4]},
            encoding: {x, y: {...y, field: "lower_bound"}}},
        {mark: {type: "line", stroke: colour("after"), strokeWidth: 2},
            encoding: {x, y}},
        {mark: {type: "point", filled: true, opacity: 1},
            encoding: {x, y, tooltip,
                shape: {field: "what", type: "nominal", legend: null,
                    scale: {domain: words, range: ["circle", "diamond"]}},
                size: {field: "large", type: "quantitative", scale: null},
                fill: {field: "what", type: "nominal", legend: null, scale:
                    {domain: words, range: [colour("after"),
                        colour("before")]}}}},
        {transform: [{filter: {field: "what", equal: knee}}],
            mark: {type: "text", align: "left", dx: 12, dy: -10,
                fontSize: 13}, encoding: {x, y, text: {field: "what"}}}]},
    `What each bit of disruption buys: the least ${aim} found for each limit` +
        " of it. Dashed: what no plan can be below.",
    `Curve of ${aim} against ${doc.against}, with the knee`, null);
}

function bandChart(doc) {
    const values = doc.points.filter((p) => isNumber(p.out_of_band));
    if (values.length === 0) return null;
    return chart({height: 200, data: {values}, mark: {type: "line",
        interpolate: "step-after", point: {filled: true,
            fill: colour("after"), size: 50}, stroke: colour("after")},
    encoding: {
        x: {field: "against", type: "quantitative", scale: {zero: false,
            nice: false, padding: 12}, axis: {title: doc.against === "moves"
            ? "moves by choice" : `${doc.against} moved`, tickMinStep: 1}},
        y: {field: "out_of_band", type: "quantitative",
            axis: {title: "loads outside their bands", tickMinStep: 1}},
        tooltip: [{field: "against"}, {field: "out_of_band",
            title: "outside"}]}},
    "How many loads lie outside their bands.",
    "Chart of the loads outside their bands at each point", null);
}

function pointsTable(doc) {
    const linked = files["page.json"]?.within;
    const heads = ["point", doc.against === "moves" ? "moves"
        : `${doc.against} moved`, ...doc.against === "moves" ? []
        : ["moves"], `points of ${aimWords[doc.minimise]}`, "at least", "gap",
    "gained", "value moved", "expected loss",
    ...doc.in_band ? ["in the band"] : []];
    const row = (p) => [figure(p.against), ...doc.against === "moves" ? []
        : [String(p.moves)], figure(p.minimised), figure(p.lower_bound),
    p.status === "optimal" ? "proved" : isNumber(p.gap) ? share(p.gap) : "–",
    percent(p.gained), figure(p.value_moved), figure(p.expected_loss),
    ...doc.in_band ? [`${doc.in_band.loads - p.out_of_band} of ` +
        doc.in_band.loads] : []];
    return wide("Points of the frontier", el("table", null,
        el("caption", null, linked ? "Each point is a plan with a page of " +
            "its own." : "Each point is a plan."),
        el("thead", null, el("tr", null, heads.map((h, k) => el("th",
            {scope: "col", class: k > 0 ? "number" : null}, h)))),
        el("tbody", null, doc.points.map((p) => el("tr", null,
            el("th", {scope: "row"}, linked ? el("a", {href: p.folder +
                "/report.html"}, `point ${p.point}`) : `point ${p.point}`,
            p.point === doc.knee ? " (knee)" : ""),
            row(p).map((text) => el("td", {class: "number"}, text)))))));
}

function frontierReport() {
    const doc = files["frontier.json"];
    const words = [kneeWords(doc), gainWords(doc), bandWords(doc),
        leastWords(doc)].filter(Boolean);
    const intro = [
        el("p", {class: "about"}, sentence(aboutWords(doc,
            `Evenbook ${doc.version}`))),
        el("p", {class: "lead"}, completeWords(doc)),
        bullets(words)];
    return {intro, sections: [
        section("curve", "The curve", curveChart(doc), bandChart(doc)),
        section("points", "Every point", pointsTable(doc),
            doc.nested ? paragraph("Each point is part of the next: whoever " +
                "has moved at one has moved to the same rep at all later " +
                "ones. Gaps are to the best plan of all, so that they show " +
                "what nesting costs.") : null,
            paragraph("The gap is how far a point may be from the best plan " +
                "for its limit. Gained is the part of all that the last " +
                "point gains over the first."))]};
}
