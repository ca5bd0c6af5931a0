/* replay.js - the report of a replay: policies against a year of changes. */

const policyNames = (doc) => doc.policies.map((p) => p.policy);

/* ---- In short ------------------------------------------------------------ */

function replayWords(doc) {
    if (doc.policies.length < 2) return [];
    const least = (of) => doc.policies.reduce((a, b) => of(b) < of(a) ? b : a);
    const mean = least((p) => p.unfairness_mean);
    const end = least((p) => p.unfairness_end);
    return [`Fairest over the year is ${mean.policy}, with ` +
        `${points(mean.unfairness_mean)} of unfairness on average` +
        (end === mean ? " and " : `; at the end ${end.policy}, with `) +
        `${points(end.unfairness_end)}` + (end === mean ? " at the end."
        : ".")];
}

function yearWords(doc) {
    const first = doc.policies[0];
    const moved = doc.policies.some((p) => p.moved > 0);
    return `${count(first.events, "change")} in ` +
        `${count(first.batches, "batch", "batches")} from ${doc.from} on, ` +
        "decided as they came. " + (moved
        ? "Existing customers move only within the month's budget."
        : "No existing customer moves who need not.");
}

/* ---- The course ---------------------------------------------------------- */

/* A line for each policy: told apart by dashes as well as by colour. */
const dashes = [[], [8, 4], [2, 3], [8, 3, 2, 3], [14, 5]];
const hues = ["after", "before", "muted", "ink", "after"];

function courseChart(doc, course, field, title, caption) {
    const names = policyNames(doc);
    const values = course.rows.map((_, k) => ({
        policy: course.cell(k, "policy"), date: course.cell(k, "date"),
        y: numberOf(course.cell(k, field))})).filter((v) => v.y !== null);
    if (values.length === 0) return null;
    return chart({height: 300, data: {values}, mark: {type: "line",
        strokeWidth: 2, interpolate: "step-after"},
    encoding: {
        x: {field: "date", type: "temporal", timeUnit: "utcyearmonthdate",
            axis: {title: null, format: "%b %Y", tickCount: 6}},
        y: {field: "y", type: "quantitative", scale: {zero: false},
            axis: {title}},
        stroke: {field: "policy", type: "nominal", sort: names,
            scale: {domain: names, range: names.map((_, k) =>
                colour(hues[k]))},
            legend: names.length > 1 ? {symbolSize: 400,
                symbolStrokeColor: colour("ink")} : null},
        strokeDash: {field: "policy", type: "nominal", sort: names,
            scale: {domain: names, range: dashes.slice(0, names.length)}},
    }}, caption, `Chart of ${title} over time, by policy`, null);
}

function policiesTable(doc) {
    const heads = [["policy", "text"], ["placed", "exact"],
        ["forced", "exact"], ["returned", "exact"], ["moved", "exact"],
        ["unfairness, mean", "figure"], ["at the end", "figure"],
        ["drift, mean", "figure"], ["at the end", "figure"],
        ["reps outside a band", "exact"], ["over a limit", "exact"],
        ["alerts", "exact"]];
    const rows = doc.policies.map((p) => [p.policy, String(p.placed),
        String(p.forced), String(p.returned), String(p.moved),
        String(p.unfairness_mean), String(p.unfairness_end),
        String(p.drift_mean), String(p.drift_end),
        String(p.outside_band_end), String(p.over_limit_end),
        String(p.alerts)]);
    return smallTable("What each policy comes to", heads, rows);
}

function batchesTable(course) {
    const columns = [["policy", "text"], ["date", "text"],
        ["events", "exact"], ["placed", "exact"], ["forced", "exact"],
        ["moved", "exact"], ["unfairness", "figure"], ["drift", "figure"],
        ["outside_band", "exact"], ["alerts", "exact"]].map(([name, kind]) => ({
        label: name.replace("_", " "), kind, cells: course.column(name)}));
    return grid("batches-table", "Every batch", ["batch", "batches"], columns,
        "replay.csv");
}

function replayReport() {
    const doc = files["replay.json"], course = tableOf("replay.csv");
    const intro = [
        el("p", {class: "about"}, `Evenbook ${doc.version}`),
        el("p", {class: "lead"}, yearWords(doc)),
        bullets(replayWords(doc))];
    return {intro, sections: [
        section("policies", "Policies side by side", policiesTable(doc),
            paragraph("Unfairness is in points; drift is how many points " +
                "the books are above a bound on the best plan of the day, " +
                "which nothing can be below. Reps are counted at the end.")),
        section("course", "Over time",
            courseChart(doc, course, "unfairness", "points of unfairness",
                "How fair the books stay under each policy: lower is fairer."),
            courseChart(doc, course, "drift", "points above the bound",
                "How far the books are from the best plan of each day, at " +
                "most."),
            courseChart(doc, course, "outside_band",
                "reps outside a band",
                "How many reps have a metric outside its band.")),
        section("batches", "Every batch", batchesTable(course))]};
}
