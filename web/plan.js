/* plan.js - the report of a plan. */

/** Names of reps by id; two of the same name are told apart by their ids. */
function repNames(ids, names) {
    const of = new Map(), times = new Map();
    ids.forEach((id, k) => of.set(id, names[k] || id));
    for (const name of of.values())
        times.set(name, (times.get(name) || 0) + 1);
    for (const [id, name] of of)
        if (times.get(name) > 1 && name !== id) of.set(id, `${name} (${id})`);
    return of;
}

/** What stands in books.csv, by metric: the books that have a target. */
function booksByMetric(table, names) {
    const by = new Map();
    for (let k = 0; k < table.n; k++) {
        if (table.cell(k, "target") === "") continue;
        const group = table.cell(k, "group");
        const metric = table.cell(k, "metric");
        const name = names.get(table.cell(k, "rep_id"));
        if (!by.has(metric)) by.set(metric, []);
        by.get(metric).push({
            label: group ? `${name}, ${group}` : name,
            target: Number(table.cell(k, "target")),
            loads: [Number(table.cell(k, "load_before")),
                Number(table.cell(k, "load_after"))],
            values: [numberOf(table.cell(k, "deviation_before")),
                numberOf(table.cell(k, "deviation_after"))],
        });
    }
    return by;
}

const MOMENTS = ["before", "after"];

/* ---- In short ------------------------------------------------------------ */

/** Sums over the groups of a metric, as the terminal has them. */
function overGroups(metric) {
    const sum = {reps: 0, meanBefore: 0, meanAfter: 0, farBefore: 0,
        farAfter: 0, inBefore: 0, inAfter: 0};
    for (const g of metric.groups) {
        sum.reps += g.reps;
        sum.meanBefore += (g.mean_abs_deviation_before || 0) * g.reps;
        sum.meanAfter += (g.mean_abs_deviation_after || 0) * g.reps;
        sum.farBefore = Math.max(sum.farBefore, g.max_deviation_before || 0);
        sum.farAfter = Math.max(sum.farAfter, g.max_deviation_after || 0);
        sum.inBefore += g.within_band_before;
        sum.inAfter += g.within_band_after;
    }
    sum.meanBefore /= sum.reps || 1;
    sum.meanAfter /= sum.reps || 1;
    return sum;
}

/** "within 0.98 % of the best possible", by the bound the status rests on. */
function gapWords(plan) {
    const bound = plan.proof === "solver" ? plan.solver_bound
        : plan.lower_bound;
    if (!isNumber(bound)) return null;
    const open = plan.objective - bound;
    const gap = open / Math.max(Math.abs(plan.objective), 1e-9);
    return gap > 0.1 && open <= 0.1 + 1e-12 ? points(open) : share(gap);
}

function resultWords(plan) {
    const gap = gapWords(plan);
    const words = {
        optimal: () => plan.proof === "checked"
            ? "No better plan exists, and that is proved."
            : "No better plan exists, as far as the solver’s own search " +
              "tree can be believed.",
        within_gap: () => `This plan is within ${gap} of the best possible` +
            (plan.proof === "checked" ? ", and that is proved." :
                ", by the solver’s own search tree."),
        feasible: () => gap ? `This plan keeps every rule and is within ` +
            `${gap} of the best possible, which is more than was asked for.`
            : "This plan keeps every rule; how good it is is not known.",
        infeasible: () => "No plan keeps every rule. This one breaks them " +
            "least.",
        stopped: () => "The search was stopped; this is the best plan found " +
            "until then" + (gap ? `, within ${gap} of the best possible.`
            : "."),
    };
    return words[plan.status]();
}

function fairnessWords(sum, metric) {
    return `Measured by ${metric.name}, books were on average ` +
        `${percent(sum.meanBefore)} off what they are due; by this plan it ` +
        `is ${percent(sum.meanAfter)}.`;
}

function movesWords(moves) {
    const verb = (n, one, many) => `${count(n, "account")} ` +
        (n === 1 ? one : many);
    const parts = [];
    if (moves.moved > 0)
        parts.push(verb(moves.moved, "changes", "change") +
            " owner by choice");
    if (moves.forced > 0)
        parts.push(verb(moves.forced, "does", "do") + " because " +
            (moves.forced === 1 ? "its" : "their") + " owner cannot keep " +
            (moves.forced === 1 ? "it" : "them"));
    if (moves.placed > 0)
        parts.push(verb(moves.placed, "gets", "get") + " a first owner");
    parts.push(verb(moves.kept, "stays", "stay"));
    return parts.length === 1 ? "No account changes owner."
        : sentence(parts.join("; ")) + ".";
}

function tile(title, main, ...more) {
    return el("div", null, el("dt", null, title), el("dd", {class: "main"},
        main), more.filter(Boolean).map((m) => el("dd", null, m)));
}

function planTiles(plan, metrics) {
    const sums = metrics.map(overGroups);
    const total = (key) => sums.reduce((all, s) => all + s[key], 0);
    const retained = plan.retention.value;
    return el("dl", {class: "tiles"},
        total("reps") === 0 ? null : tile("Loads within their bands",
            `${whole(total("inBefore"))} → ${whole(total("inAfter"))}`,
            `of ${count(total("reps"), "load")}`),
        tile("Accounts that move by choice", whole(plan.moves.moved),
            isNumber(plan.retention.accounts)
                ? `${percent(1 - plan.retention.accounts)} of those that ` +
                  "could stay" : null,
            plan.moves.forced ? `and ${whole(plan.moves.forced)} that must` : null),
        tile("Expected loss", figure(plan.moves.expected_loss +
            plan.moves.expected_loss_forced),
        plan.moves.forced ? `${figure(plan.moves.expected_loss)} by choice, ` +
            `${figure(plan.moves.expected_loss_forced)} by force` : null,
        isNumber(retained) ? `${percent(retained)} of the value that could ` +
            "stay does" : null),
        tile("Points of this plan", figure(plan.objective),
            isNumber(plan.lower_bound)
            ? `at least ${figure(plan.lower_bound)} for any plan ` +
              underRules(plan) : "there is no bound"));
}

/* ---- Fairness ------------------------------------------------------------ */

function fairnessRows(metric) {
    const row = (name, g) => [name, String(metric.weight),
        String(metric.band), String(g.mean_abs_deviation_before ?? ""),
        String(g.mean_abs_deviation_after ?? ""),
        String(g.max_deviation_before ?? ""),
        String(g.max_deviation_after ?? ""),
        `${whole(g.within_band_before)} → ${whole(g.within_band_after)} of ` +
            whole(g.reps)];
    if (metric.groups.length === 1 && metric.groups[0].group === null)
        return [row(metric.name, metric.groups[0])];
    return metric.groups.map((g) => row(`${metric.name}, ${g.group}`, g));
}

function fairness(plan, byMetric) {
    const shown = plan.metrics.filter((m) =>
        (byMetric.get(m.name) || []).length > 0);
    if (shown.length === 0) return null;
    return section("fairness", "How fair the books are",
        paragraph("A book’s target is what its rep is due by capacity; its " +
            "deviation is how far the book lies from it. Within the band a " +
            "deviation costs next to nothing."),
        smallTable("Deviations from the targets, before and after the plan",
            [["metric", "text"], ["weight", "exact"], ["band ±", "percent"],
                ["mean before", "percent"], ["mean after", "percent"],
                ["farthest before", "percent"], ["farthest after", "percent"],
                ["in the band", "text"]], shown.flatMap(fairnessRows)),
        paragraph("Bands of counted metrics are widened to whole accounts, so " +
            "a book may lie in its band a little outside the shaded part."),
        el("div", {class: byMetric.get(shown[0].name).length > NAMED_BOOKS
            ? "figures" : "figures small"}, shown.map((m) =>
            deviationChart(m.name, m.band, byMetric.get(m.name), MOMENTS))),
        el("h3", null, "How the deviations are spread"),
        el("div", {class: "figures small"}, shown.map((m) =>
            histogram(m.name, m.band, byMetric.get(m.name), MOMENTS))),
        el("h3", null, "How unequal the books are"),
        el("div", {class: "figures small"}, shown.map((m) =>
            lorenz(m.name, byMetric.get(m.name), MOMENTS))));
}

/* ---- Who gives to whom, and what moves ----------------------------------- */

function pairsOf(moves, names) {
    const pairs = new Map();
    for (let k = 0; k < moves.n; k++) {
        const from = moves.cell(k, "from_rep_id");
        const to = moves.cell(k, "to_rep_id");
        const key = JSON.stringify([from, to]);
        const pair = pairs.get(key) || {from: names.get(from) || from,
            to: names.get(to) || to, accounts: 0, forced: 0, value: 0,
            loss: 0};
        pair.accounts++;
        pair.forced += moves.cell(k, "change") === "forced";
        pair.value += Number(moves.cell(k, "value"));
        pair.loss += Number(moves.cell(k, "expected_loss"));
        pairs.set(key, pair);
    }
    return [...pairs.values()].sort((a, b) => b.accounts - a.accounts ||
        b.value - a.value);
}

function flows(moves, names) {
    if (moves.n === 0) return null;
    const pairs = pairsOf(moves, names);
    const column = (label, kind, of) => ({label, kind,
        cells: pairs.map((p) => String(of(p)))});
    return section("flows", "Who gives to whom", flowChart(pairs),
        grid("pairs", "Accounts by giver and receiver", ["pair", "pairs"], [
            column("from", "text", (p) => p.from),
            column("to", "text", (p) => p.to),
            column("accounts", "exact", (p) => p.accounts),
            column("of these by force", "exact", (p) => p.forced),
            column("value", "figure", (p) => p.value),
            column("expected loss", "figure", (p) => p.loss)]));
}

/** The columns of a file as those of a grid: [name, label, kind, map]. */
function columnsOf(table, list) {
    return list.filter(([name]) => table.names.includes(name))
        .map(([name, label, kind, map]) => ({label, kind,
            cells: map ? table.column(name).map(map) : table.column(name)}));
}

function movesSection(moves, names) {
    if (moves.n === 0) return null;
    const named = (id) => names.get(id) || id;
    return section("moves", "What moves, and why",
        paragraph("Dearest first. Expected loss is what the change of owner " +
            "puts at risk."),
        grid("moves-table", "Moves", ["move", "moves"], columnsOf(moves, [
            ["account_id", "account", "text"],
            ["account_name", "name", "text"],
            ["from_rep_id", "from", "text", named],
            ["to_rep_id", "to", "text", named],
            ["change", "change", "text"],
            ["value", "value", "exact"],
            ["expected_loss", "expected loss", "figure"],
            ["reason", "why", "long"]]), "moves.csv"));
}

/* ---- Books and teams ----------------------------------------------------- */

const loads = [
    ["target", "target", "figure"],
    ["load_before", "before", "exact"],
    ["load_after", "after", "exact"],
    ["deviation_before", "deviation before", "signed"],
    ["deviation_after", "deviation after", "signed"],
    ["accounts_before", "accounts before", "exact"],
    ["accounts_after", "accounts after", "exact"],
];

function booksSection(books) {
    const groups = books.column("group").some((g) => g !== "");
    return section("books", "Every book",
        grid("books-table", "Books", ["book", "books"], columnsOf(books, [
            ["rep_id", "rep", "text"], ["rep_name", "name", "text"],
            ["metric", "metric", "text"],
            ...groups ? [["group", "group", "text"]] : [],
            ...loads, ["gained", "gained", "exact"],
            ["lost", "lost", "exact"], ["forced", "forced", "exact"],
            ["placed", "placed", "exact"]]), "books.csv"));
}

function teamsSection(teams) {
    if (teams.n === 0) return null;
    return section("teams", "Teams and territories",
        grid("teams-table", "Teams and territories", ["row", "rows"],
            columnsOf(teams, [["by", "by", "text"], ["team", "name", "text"],
                ["reps", "reps", "exact"], ["metric", "metric", "text"],
                ...loads]), "teams.csv"));
}

function accountsSection(accounts, names) {
    const named = (id) => names.get(id) || id;
    return section("accounts", "Every account",
        grid("accounts-table", "Accounts", ["account", "accounts"],
            columnsOf(accounts, [["account_id", "account", "text"],
                ["account_name", "name", "text"],
                ["rep_id", "owner by this plan", "text", named],
                ["previous_rep_id", "owner before", "text", named],
                ["change", "change", "text"]]),
            "assignments.csv, with reasons,"));
}

function mapSection(accounts) {
    if (!accounts.names.includes("latitude")) return null;
    const [north, east, change] = ["latitude", "longitude", "change"].map(
        (name) => accounts.column(name));
    const places = north.map((_, k) => ({north: numberOf(north[k]),
        east: numberOf(east[k]),
        changed: change[k] === "moved" || change[k] === "forced"}))
        .filter((p) => p.north !== null && p.east !== null);
    return places.length === 0 ? null
        : section("map", "On the map", placeMap(places));
}

/* ---- Rules --------------------------------------------------------------- */

function conditionWords(value) {
    if (Array.isArray(value)) return "one of " + value.map(String).join(", ");
    if (value === null || typeof value !== "object") return String(value);
    if ("not" in value) return "not " + conditionWords(value.not);
    return [["at least", value.min], ["at most", value.max]]
        .filter(([, v]) => v !== undefined && v !== null)
        .map(([w, v]) => `${w} ${v}`).join(" and ");
}

function whereWords(where) {
    const parts = Object.entries(where || {}).map(([column, value]) =>
        `${column} is ${conditionWords(value)}`);
    return parts.length > 0 ? " where " + parts.join(" and ") : "";
}

function limitWords(limit, rules) {
    if (limit.band_of_group !== undefined && rules === undefined)
        return `the band of ${limit.metric}` + (limit.band_of_group
            ? `, ${limit.band_of_group}` : "");
    const ends = [["at least", rules?.min], ["at most", rules?.max]]
        .filter(([, v]) => v !== null && v !== undefined)
        .map(([w, v]) => `${w} ${v}`).join(" and ");
    return `${limit.metric}${whereWords(rules?.where)} ${ends}`;
}

function limitRows(plan, rules, names) {
    return plan.limits.map((limit, k) => [
        limitWords(limit, rules.limits?.[k]),
        limit.kept ? "kept" : "broken",
        limit.violations.map((v) => `${names.get(v.rep) || v.rep} has ` +
            figure(v.load)).join(", ")]);
}

function budgetRows(plan, names) {
    return plan.budgets.map((b) => [
        [b.kind, b.metric, names.get(b.rep) || b.rep].filter(Boolean)
            .join(", "), String(b.max), String(b.used),
        b.used <= b.max ? "kept" : "broken"]);
}

function rulesSection(plan, rules, names) {
    const parts = [];
    if (plan.conflict && plan.conflict.rules.length > 0)
        parts.push(el("div", {class: "alert"}, paragraph(plan.conflict.minimal
            ? "These rules cannot be kept together; without any one of them " +
              "the others can:" : "These rules cannot be kept together:"),
        bullets(plan.conflict.rules)));
    if (plan.limits.length > 0) {
        const columns = plan.limits.every((l) => l.kept) ? 2 : 3;
        parts.push(smallTable("Limits", [["limit", "text"],
            ["kept or broken", "text"], ["by whom", "text"]].slice(0, columns),
        limitRows(plan, rules, names).map((row) => row.slice(0, columns))));
    }
    if (plan.budgets.length > 0)
        parts.push(grid("budgets", "Budgets of moves", ["budget", "budgets"],
            ["budget", "most", "used", "kept or broken"].map((label, k) =>
                ({label, kind: k === 1 || k === 2 ? "exact" : "text",
                    cells: budgetRows(plan, names).map((row) => row[k])}))));
    if (plan.unassignable.length > 0)
        parts.push(el("h3", null, "Accounts that nobody may own"),
            grid("unassignable", "Accounts that nobody may own",
                ["account", "accounts"], [
                    {label: "account", kind: "text", cells:
                        plan.unassignable.map((u) => u.account)},
                    {label: "why", kind: "long", cells: plan.unassignable
                        .map((u) => u.reps.map((r) =>
                            `${names.get(r.rep) || r.rep}: ${r.why}`)
                            .join("; "))}]));
    if (plan.indivisible.length > 0)
        parts.push(el("h3", null, "Too large for any band"),
            paragraph("These families weigh more than the band of whoever " +
                "has them."),
            grid("indivisible", "Families too large for any band",
                ["family", "families"],
                [["account", "account", "text"], ["metric", "metric", "text"],
                    ["rep", "rep", "text"], ["load", "weighs", "figure"],
                    ["target", "target", "figure"]].map(
                    ([key, label, kind]) => ({label, kind,
                        cells: plan.indivisible.map((i) => key === "rep"
                            ? names.get(i.rep) || i.rep : String(i[key]))}))));
    if (plan.warnings.length > 0)
        parts.push(el("h3", null, "Warnings"), bullets(plan.warnings));
    return parts.length === 0 ? null
        : section("rules", "Rules, and what to know", parts);
}

/* ---- Proof --------------------------------------------------------------- */

const underRules = (plan) => plan.status === "infeasible"
    ? "that breaks the rules so little" : "under these rules";

function boundWords(plan) {
    if (!isNumber(plan.lower_bound))
        return "There is no bound for this plan, so nothing is known of how " +
            "much better another could be.";
    const proved = `This plan costs ${points(plan.objective)}. The ` +
        `certificate proves that no plan ${underRules(plan)} costs less than ` +
        points(plan.lower_bound);
    return plan.gap_points < 1e-6 ? proved + ", which is the same but for " +
        "rounding." : proved + `. What is between, ${points(plan.gap_points)}` +
        ` or ${share(plan.gap)}, is all that a better plan could still save.`;
}

function termRows(plan) {
    const rows = Object.entries(plan.terms.by_metric).map(([name, cost]) =>
        [`unfairness in ${name}`, String(cost)]);
    return [...rows, ["disruption by moves", String(plan.terms.disruption)],
        ["misfit of reps and accounts", String(plan.terms.fit)]];
}

function proofSection(plan) {
    const last = plan.phases[plan.phases.length - 1];
    const digest = plan.files.find((f) => f.path === "certificate.json");
    return section("proof", "How good the plan is, and how to check that",
        last && last.name === "blend" ? paragraph(boundWords(plan)) : null,
        paragraph("One point is 1 % of mean deviation beyond the band of a " +
            "metric of weight 1, or 1 % of all value expected to be lost, " +
            "times the weight of continuity."),
        smallTable("What the points are made of", [["part", "text"],
            ["points", "figure"]], termRows(plan)),
        plan.phases.length > 1 ? smallTable("Phases, each with its own bound",
            [["phase", "text"], ["objective", "figure"],
                ["at least", "figure"]], plan.phases.map((p) => [p.name,
                String(p.objective), String(p.lower_bound ?? "")])) : null,
        paragraph("To check it, run ", el("code", null,
            "evenbook verify PLAN BOOKS"), " on the folder this page lies in " +
            "and the books it was made from. It works the plan and its bound " +
            "out again from the files alone, with code that shares nothing " +
            "with the planner, and refuses a page that does not belong to " +
            "the plan."),
        digest ? paragraph("The certificate’s SHA-256 is ",
            el("code", null, digest.sha256), ".") : null,
        smallTable("Made from", [["input", "text"], ["file", "text"],
            ["SHA-256", "text"]], plan.inputs.map((i) => [i.role, i.path,
            i.sha256.slice(0, 16) + "…"])));
}

/* ---- The page ------------------------------------------------------------ */

function aboutWords(doc, ...more) {
    return [`role ${doc.role}`, doc.as_of ? `as of ${doc.as_of}` : null,
        ...more].filter(Boolean).join(", ") + ".";
}

function planReport() {
    const plan = files["plan.json"], rules = files["rules.json"];
    const books = tableOf("books.csv"), moves = tableOf("moves.csv");
    const names = repNames(books.column("rep_id"), books.column("rep_name"));
    const byMetric = booksByMetric(books, names);
    const accounts = tableOf("accounts.csv");
    const balanced = plan.metrics.filter((m) => m.weight > 0 &&
        m.groups.some((g) => g.reps > 0));
    const first = [...balanced].sort((a, b) => b.weight - a.weight)[0];
    const intro = [
        el("p", {class: "about"}, sentence(aboutWords(plan, `goal ${plan.goal}`,
            `effort ${plan.effort}, seed ${plan.seed}`,
            `Evenbook ${plan.version}`))),
        el("p", {class: plan.status === "infeasible" ? "lead alert" : "lead"},
            resultWords(plan), " ",
            first ? fairnessWords(overGroups(first), first) + " " : "",
            movesWords(plan.moves)),
        planTiles(plan, balanced)];
    return {intro, sections: [
        fairness(plan, byMetric),
        flows(moves, names),
        movesSection(moves, names),
        booksSection(books),
        teamsSection(tableOf("teams.csv")),
        accountsSection(accounts, names),
        mapSection(accounts),
        rulesSection(plan, rules, names),
        proofSection(plan)]};
}
