/* compare.js - the report of a comparison. */

/** A plan's figures in a metric; undefined where it has none. */
const measureOf = (metrics, name) => metrics.find((m) => m.name === name);

/** Metrics in order of first sight. */
function metricNames(doc) {
    return [...new Set([...doc.today, ...doc.plans.flatMap((p) => p.metrics)]
        .map((m) => m.name))];
}

/** The page of a plan that lies in a folder of this one. */
function planLink(plan) {
    return files["page.json"]?.within && plan.folder
        ? el("a", {href: encodeURIComponent(plan.folder) + "/report.html"},
            plan.name) : plan.name;
}

/* ---- In short ------------------------------------------------------------ */

/** "Fairest in value is X, with 1.5 %": the least of those that take part. */
function bestWords(plans, what, of, show) {
    const known = plans.filter((p) => isNumber(of(p)));
    if (known.length < 2) return null;
    const least = Math.min(...known.map(of));
    const best = known.filter((p) => of(p) === least).map((p) => p.name);
    if (best.length === known.length) return null;
    return `${what}: ${few(best)}, with ${show(least)}`;
}

function bestOf(doc) {
    const kept = doc.plans.filter((p) => p.broken === 0);
    return [...metricNames(doc).map((name) => bestWords(kept,
        `Fairest in ${name}`, (p) =>
            measureOf(p.metrics, name)?.mean_deviation, percent)),
    bestWords(kept, "Fewest moves", (p) => p.moves.moved, (n) =>
        whole(n)),
    bestWords(kept, "Least expected loss", (p) => p.moves.expected_loss +
        p.moves.expected_loss_forced, figure)].filter(Boolean);
}

function brokenWords(plan) {
    const rules = plan.conflict?.rules || [];
    return `${plan.name} breaks ${count(plan.broken, "rule")}` +
        (rules.length > 0 ? "; in conflict: " + rules.join(" and ") : "") +
        ".";
}

/* ---- Fairness ------------------------------------------------------------ */

function fairnessOfPlans(doc) {
    const names = metricNames(doc);
    const reps = new Map(doc.books.map((b) => [b.rep, b.name || b.rep]));
    const cells = (metrics) => names.flatMap((name) => {
        const m = measureOf(metrics, name);
        return m ? [String(m.mean_deviation ?? ""), `${m.in_band} of ` +
            m.books] : ["", ""];
    });
    const rows = [["today", ...cells(doc.today), "", ""],
        ...doc.plans.map((p) => [p.name, ...cells(p.metrics),
            p.farthest ? `${reps.get(p.farthest.rep)} (${p.farthest.metric})` : "",
            String(p.farthest?.deviation ?? "")])];
    const charts = names.map((name) => {
        const bars = [["today", measureOf(doc.today, name)],
            ...doc.plans.map((p) => [p.name, measureOf(p.metrics, name)])]
            .filter(([, m]) => m && isNumber(m.mean_deviation))
            .map(([plan, m]) => [plan, m.mean_deviation]);
        return bars.length === 0 ? null : deviationBars(name, bars);
    });
    return section("fairness", "How fair each plan is",
        smallTable("Mean deviation from the targets, and books in the band",
            [["plan", "text"], ...names.flatMap((name) => [[name, "percent"],
                ["in the band", "text"]]), ["farthest off", "text"],
            ["by", "signed"]], rows),
        el("div", {class: "figures"}, charts.filter(Boolean)));
}

function deviationBars(name, bars) {
    return chart({
        height: 24 * bars.length,
        data: {values: bars.map(([plan, mean]) => ({plan, mean,
            today: plan === bars[0][0]}))},
        mark: {type: "bar"},
        encoding: {
            y: {field: "plan", type: "nominal", title: null, scale: {domain:
                bars.map(([plan]) => plan)}, axis: {labelLimit: 200}},
            x: {field: "mean", type: "quantitative",
                axis: percentAxis("mean deviation")},
            fill: {field: "today", type: "nominal", legend: null,
                scale: {domain: [true, false],
                    range: [colour("before"), colour("after")]}},
            tooltip: [{field: "plan"}, {field: "mean", format: ".1%"}]},
    }, `${sentence(name)}: mean deviation from the targets, today and by ` +
        "each plan.", `Bars of the mean deviation in ${name}`, null);
}

/* ---- What each costs ----------------------------------------------------- */

function costsOfPlans(doc) {
    const body = doc.plans.map((p) => el("tr", null,
        el("th", {scope: "row"}, planLink(p)),
        ["status", "moved", "forced", "value", "loss", "broken", "objective",
            "bound", "gap"].map((key) => {
            const cell = {
                status: p.status.replace("_", " "),
                moved: whole(p.moves.moved),
                forced: whole(p.moves.forced),
                value: figure(p.moves.value_moved + p.moves.value_forced),
                loss: figure(p.moves.expected_loss +
                    p.moves.expected_loss_forced),
                broken: String(p.broken),
                objective: figure(p.objective),
                bound: figure(p.lower_bound),
                gap: isNumber(p.gap) ? share(p.gap < 5e-9 ? 0 : p.gap) : "–",
            }[key];
            return el("td", {class: key === "status" ? null : "number"},
                cell);
        })));
    const heads = ["plan", "result", "moves by choice", "by force",
        "value moved", "expected loss", "rules broken", "points", "at least",
        "gap"];
    return section("costs", "What each moves and costs",
        wide("What each plan moves and costs", el("table", null,
            el("caption", null, "Points are by each plan’s own rules" +
                (doc.same_metrics ? "." : ", which weigh different metrics: " +
                "they do not mean the same.")),
            el("thead", null, el("tr", null, heads.map((h, k) => el("th",
                {scope: "col", class: k > 1 ? "number" : null}, h)))),
            el("tbody", null, body))),
        tradeChart(doc));
}

/* Moves against unfairness, where points mean the same. */
function tradeChart(doc) {
    const values = doc.plans.map((p) => ({plan: p.name, moves: p.moves.moved,
        unfairness: p.terms?.unfairness, kept: p.broken === 0 ? "kept"
            : "broken"})).filter((v) => isNumber(v.unfairness));
    if (!doc.same_metrics || values.length < 2) return null;
    const x = {field: "moves", type: "quantitative", scale: {zero: false,
        padding: 30}, axis: {title: "moves by choice", tickMinStep: 1}};
    const y = {field: "unfairness", type: "quantitative", scale:
        {padding: 14}, axis: {title: "points of unfairness"}};
    const words = ["kept", "broken"];
    return chart({height: 280, data: {values}, layer: [
        {mark: {type: "point", size: 110, strokeWidth: 2, filled: false},
            encoding: {x, y, shape: {field: "kept", type: "nominal", legend:
                null, scale: {domain: words, range: ["diamond", "cross"]}},
            stroke: {field: "kept", type: "nominal", legend: null, scale:
                {domain: words, range: [colour("after"), colour("forced")]}},
            tooltip: [{field: "plan"}, {field: "moves"},
                {field: "unfairness", format: ".3~g"}]}},
        {mark: {type: "text", align: "left", dx: 9, dy: -8, fontSize: 12,
            limit: 220}, encoding: {x, y, text: {field: "plan"}}}]},
    "What each plan moves, and how unfair it leaves the books. Diamonds keep " +
        "their rules, crosses break some.",
    "Chart of moves and unfairness of each plan",
    smallTable("Moves and unfairness", [["plan", "text"], ["moves", "exact"],
        ["points of unfairness", "figure"]], values.map((v) => [v.plan,
        String(v.moves), String(v.unfairness)])));
}

/* ---- Books and accounts -------------------------------------------------- */

function booksOfPlans(doc) {
    const column = (label, kind, of) => ({label, kind,
        cells: doc.books.map(of)});
    const groups = doc.books.some((b) => b.group !== undefined);
    return section("books", "Every book in every plan",
        grid("books-table", "Loads", ["book", "books"], [
            column("rep", "text", (b) => b.rep),
            column("name", "text", (b) => b.name),
            column("metric", "text", (b) => b.metric),
            ...groups ? [column("group", "text", (b) => b.group ?? "")] : [],
            ...doc.plans.map((p) => column(p.name, "exact", (b) => {
                const load = b.in.find((i) => i.plan === p.name)?.load;
                return load === undefined ? "" : String(load);
            }))], "books.csv"));
}

function differencesOfPlans(doc) {
    if (doc.differences.length === 0) return null;
    const pair = (a, b) => doc.pairs.find((p) => (p.a === a && p.b === b) ||
        (p.a === b && p.b === a));
    return section("differences", "Accounts that differ",
        smallTable("How many accounts have different owners in two plans",
            [["plan", "text"], ...doc.plans.map((p) => [p.name, "exact"])],
            doc.plans.map((p) => [p.name, ...doc.plans.map((q) =>
                String(pair(p.name, q.name)?.differ ?? "–"))])),
        grid("differences-table", "Owners by plan", ["account", "accounts"], [
            {label: "account", kind: "text",
                cells: doc.differences.map((d) => d.account)},
            {label: "name", kind: "text",
                cells: doc.differences.map((d) => d.name)},
            ...doc.plans.map((p, k) => ({label: p.name, kind: "text",
                cells: doc.differences.map((d) => d.owners[k] ?? "–")}))],
        "differences.csv"));
}

function compareReport() {
    const doc = files["compare.json"];
    const broken = doc.plans.filter((p) => p.broken > 0);
    const best = bestOf(doc);
    const intro = [
        el("p", {class: "about"}, `Role ${doc.role}, Evenbook ` +
            `${doc.version}.`),
        best.length > 0 ? el("div", null, el("p", {class: "lead"},
            "Of the plans that keep their rules:"), bullets(best)) : "",
        broken.length > 0 ? el("div", {class: "alert"},
            broken.map((p) => paragraph(brokenWords(p)))) : ""];
    return {intro, sections: [fairnessOfPlans(doc), costsOfPlans(doc),
        booksOfPlans(doc), differencesOfPlans(doc)]};
}
