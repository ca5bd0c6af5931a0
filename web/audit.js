/* audit.js - the report of an audit. */

const flagTitles = {
    unowned: "nobody owns it",
    owner_left: "its owner cannot keep it",
    not_eligible: "its owner may not own it",
    over_limit: "above a limit",
    under_limit: "below a limit",
    idle: "among the best, and not contacted for 90 days",
    family_of_several: "a family of several owners",
    risk: "one rep with most of what may be lost",
};

const imposedWords = {
    limits: "imposed by limits",
    territory: "imposed by territories and who may own what",
    families: "imposed by families and who is kept apart",
    locks: "imposed by locks and pins",
};

/** The names in names.csv: {reps, accounts}. */
function auditNames() {
    const table = tableOf("names.csv");
    const of = (kind) => {
        const at = table.rows.filter((row) => row[0] === kind);
        return repNames(at.map((row) => row[1]), at.map((row) => row[2]));
    };
    return {reps: of("rep"), accounts: new Map(table.rows.filter((row) =>
        row[0] === "account").map((row) => [row[1], row[2]]))};
}

function auditBooks(audit, names) {
    const by = new Map();
    for (const rep of audit.reps)
        for (const book of rep.books) {
            if (!isNumber(book.target)) continue;
            if (!by.has(book.metric)) by.set(book.metric, []);
            const name = names.reps.get(rep.id);
            by.get(book.metric).push({
                label: book.group === null ? name : `${name}, ${book.group}`,
                target: book.target, loads: [book.load],
                values: [book.deviation]});
        }
    return by;
}

/* ---- In short ------------------------------------------------------------ */

const booksInBand = (m) => Math.round((m.within_band || 0) * m.books);

function auditLead(audit) {
    const words = audit.metrics.filter((m) => m.books > 0).map((m) =>
        `by ${m.name}, ${booksInBand(m)} of ${count(m.books, "book")} ` +
        `${booksInBand(m) === 1 ? "lies" : "lie"} within ±${share(m.band)} ` +
        `of what is due, and the farthest is ${percent(m.max_deviation)} off`);
    return words.length === 0 ? "No metric has a target."
        : sentence(words.join("; ")) + ".";
}

function partWords(parts) {
    const mended = parts.drift > 0 ? ` ${points(parts.drift)} could be ` +
        "mended within the rules by moving accounts" : "";
    return `Of ${points(parts.total)} of unfairness, with what leavers own ` +
        "and nobody placed, " +
        `${figure(parts.unavoidable)} cannot be avoided by anybody ` +
        `and ${figure(parts.imposed)} the rules impose` +
        (mended ? "." + mended + "." : ".");
}

function mendWords(parts) {
    const mend = parts.mend;
    if (!mend) return null;
    return `${count(mend.moves, "move")} ${mend.moves === 1 ? "recovers"
        : "recover"} ${share(mend.share)} of that; ` + (mend.fewest
        ? "fewer do not, and that is proved." : "fewer may do too.") +
        (mend.not_eligible > 0 ? ` Besides, ${count(mend.not_eligible,
            "account")} must leave owners who may not own ` +
            (mend.not_eligible === 1 ? "it." : "them.") : "");
}

function auditTiles(audit) {
    const metrics = audit.metrics.filter((m) => m.books > 0);
    const sum = (list, of) => list.reduce((all, x) => all + of(x), 0);
    const flags = (kind) => audit.flags.filter((f) => f.kind === kind).length;
    return el("dl", {class: "tiles"},
        tile("Unfairness today", points(audit.unfairness)),
        metrics.length === 0 ? null : tile("Loads within their bands",
            grouped(String(sum(metrics, booksInBand))),
            `of ${count(sum(metrics, (m) => m.books), "load")}`),
        tile("Accounts that nobody owns", grouped(String(flags("unowned"))),
            flags("owner_left") ? `and ${grouped(String(flags(
                "owner_left")))} whose owner cannot keep them` : null),
        tile("Rules that are broken", whole(audit.broken.length)));
}

/* ---- How fair ------------------------------------------------------------ */

function auditRows(metric) {
    const text = (x) => isNumber(x) ? String(x) : "";
    const row = (name, m) => [name, text(m.total), text(m.mean),
        `${booksInBand(m)} of ${m.books}`, text(m.max_deviation), text(m.cv),
        text(m.gini), text(m.jain), text(m.max_min)];
    return [row(metric.name, metric), ...metric.groups.map((g) =>
        row(`${metric.name}, ${g.group}`, g))];
}

function auditFairness(audit, byMetric) {
    const shown = audit.metrics.filter((m) => byMetric.has(m.name));
    if (shown.length === 0) return null;
    const words = ["today"];
    const many = byMetric.get(shown[0].name).length > NAMED_BOOKS;
    return section("fairness", "How fair the books are",
        paragraph("A book’s target is what its rep is due by capacity; its " +
            "deviation is how far the book lies from it. CV, Gini, Jain and " +
            "max/min compare the books, each over what is due: 0, 0, 1 and 1 " +
            "if all are equal."),
        smallTable("Fairness by metric", [["metric", "text"],
            ["total", "figure"], ["mean of a book", "figure"],
            ["in the band", "text"], ["farthest", "percent"],
            ["CV", "figure"], ["Gini", "figure"], ["Jain", "figure"],
            ["max/min", "figure"]], shown.flatMap(auditRows)),
        el("div", {class: many ? "figures" : "figures small"}, shown.map((m) =>
            deviationChart(m.name, m.band, byMetric.get(m.name), words))),
        el("h3", null, "How the deviations are spread"),
        el("div", {class: "figures small"}, shown.map((m) =>
            histogram(m.name, m.band, byMetric.get(m.name), words))),
        el("h3", null, "How unequal the books are"),
        el("div", {class: "figures small"}, shown.map((m) =>
            lorenz(m.name, byMetric.get(m.name), words))));
}

/* ---- What it is made of -------------------------------------------------- */

function partRows(parts) {
    return [["unavoidable with whole accounts: proved", parts.unavoidable],
        ...parts.imposed_by.map((i) => [imposedWords[i.rule], i.points]),
        ["slack: neither proved nor mended", parts.slack],
        ["drift: what moving accounts could mend", parts.drift]];
}

function barChart(rows, caption, label, title) {
    return chart({
        height: 26 * rows.length,
        data: {values: rows.map(([what, value]) => ({what, value}))},
        mark: {type: "bar", fill: colour("after")},
        encoding: {
            y: {field: "what", type: "nominal", title: null,
                scale: {domain: rows.map(([what]) => what)},
                axis: {labelLimit: 260}},
            x: {field: "value", type: "quantitative",
                axis: {title, tickCount: 5}},
            tooltip: [{field: "what"}, {field: "value", format: ".4~g"}]},
    }, caption, label, smallTable(label, [["what", "text"],
        [title, "figure"]], rows.map(([w, v]) => [w, String(v)])));
}

function partsSection(audit) {
    const parts = audit.decomposition;
    if (!parts) return null;
    return section("parts", "What the unfairness is made of",
        paragraph(partWords(parts)), mendWords(parts) && paragraph(
            mendWords(parts)),
        parts.limits_kept ? null : paragraph("No plan was found that keeps " +
            "the limits, so they do not count here."),
        el("div", {class: "figures"},
            barChart(partRows(parts), "Parts of today’s unfairness.",
                "Parts of the unfairness", "points"),
            barChart([["today", parts.total],
                ["accounts dealt out in turn", parts.round_robin],
                ["the dearest to whoever is emptiest", parts.by_value],
                ["the best plan found", parts.best]],
            "Today’s unfairness beside that of simple ways to divide the " +
                "accounts, and of the best plan found.",
            "Ways to divide the accounts", "points")),
        paragraph("What is unavoidable is proved by the plan in the folder ",
            el("code", null, "unavoidable"), ", which ", el("code", null,
                "evenbook verify"), " checks."));
}

function auditBooksSection(audit, names) {
    const rows = audit.reps.flatMap((rep) => rep.books.map((book) =>
        ({...book, rep: rep.id})));
    if (rows.length === 0) return null;
    const text = (x) => isNumber(x) ? String(x) : "";
    const column = (label, kind, of) => ({label, kind, cells: rows.map(of)});
    return section("books", "Every book",
        grid("books-table", "Books", ["book", "books"], [
            column("rep", "text", (b) => b.rep),
            column("name", "text", (b) => names.reps.get(b.rep)),
            column("metric", "text", (b) => b.metric),
            ...rows.some((b) => b.group !== null) ? [column("group", "text",
                (b) => b.group ?? "")] : [],
            column("load", "exact", (b) => text(b.load)),
            column("target", "figure", (b) => text(b.target)),
            column("deviation", "signed", (b) => text(b.deviation)),
            column("rank, fullest first", "exact", (b) => text(b.rank))],
        "audit.json"));
}

/* ---- Reps, flags, rules -------------------------------------------------- */

/** Over all groups. */
function repDeviation(rep, metric) {
    const books = rep.books.filter((b) => b.metric === metric &&
        isNumber(b.target));
    const due = books.reduce((s, b) => s + b.target, 0);
    return due === 0 ? "" : String(books.reduce((s, b) => s + b.load, 0) /
        due - 1);
}

function repsSection(audit, names, byMetric) {
    const column = (label, kind, of) => ({label, kind,
        cells: audit.reps.map((r) => of(r))});
    const mean = (rep, key) => {
        const known = rep.capture.filter((c) => isNumber(c[key]));
        return known.length === 1 ? String(known[0][key]) : "";
    };
    const has = (key) => audit.reps.some((r) => mean(r, key) !== "");
    return section("reps", "Every rep",
        grid("reps-table", "Reps", ["rep", "reps"], [
            column("rep", "text", (r) => r.id),
            column("name", "text", (r) => names.reps.get(r.id)),
            column("accounts", "exact", (r) => String(r.accounts)),
            column("worth", "exact", (r) => String(r.value)),
            ...[...byMetric.keys()].map((metric) => column(
                `${metric}, off by`, "signed",
                (r) => repDeviation(r, metric))),
            ...has("share") ? [column("of the best", "percent",
                (r) => mean(r, "share"))] : [],
            ...has("activation") ? [column("of these contacted", "percent",
                (r) => mean(r, "activation"))] : []]));
}

function flagsSection(audit, names) {
    if (audit.flags.length === 0 && audit.broken.length === 0 &&
        audit.warnings.length === 0) return null;
    const column = (label, kind, of) => ({label, kind,
        cells: audit.flags.map((f) => of(f))});
    return section("flags", "What is amiss",
        audit.broken.length > 0 ? el("div", {class: "alert"},
            paragraph("Rules that today’s books break:"),
            bullets(audit.broken.map((b) => b.text))) : null,
        audit.flags.length > 0 ? grid("flags-table", "What is amiss",
            ["entry", "entries"], [
                column("account", "text", (f) => f.account ?? ""),
                column("name", "text", (f) =>
                    names.accounts.get(f.account) ?? ""),
                column("rep", "text", (f) => f.rep === undefined ? ""
                    : names.reps.get(f.rep) ?? f.rep),
                column("value", "exact", (f) => String(f.value)),
                column("kind", "text", (f) => flagTitles[f.kind] ?? f.kind),
                column("what", "long", (f) => f.text)], "audit.json") : null,
        audit.warnings.length > 0 ? [el("h3", null, "Warnings"),
            bullets(audit.warnings)] : null);
}

function auditReport() {
    const audit = files["audit.json"];
    const names = auditNames(), byMetric = auditBooks(audit, names);
    const parts = audit.decomposition;
    const intro = [
        el("p", {class: "about"}, sentence(aboutWords(audit))),
        el("p", {class: "lead"}, auditLead(audit),
            parts && parts.drift > 0 ? " Once what leavers own, and nobody, " +
                `is placed, ${points(parts.total)} of unfairness are left, ` +
                `and ${figure(parts.drift)} of these could be mended. ` +
                (mendWords(parts) || "") : ""),
        auditTiles(audit)];
    return {intro, sections: [auditFairness(audit, byMetric),
        partsSection(audit), repsSection(audit, names, byMetric),
        auditBooksSection(audit, names), flagsSection(audit, names)]};
}
