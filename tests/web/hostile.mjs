// hostile.mjs - books whose every text would run if it were taken for code.
//
// usage: node hostile.mjs FOLDER
import {mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";

export const texts = [
    "<script>window.hacked = 1</script>",
    "</script><script>window.hacked = 2</script>",
    "=cmd()|' /C calc'!A0",
    "\"><img src=x onerror=window.hacked=3>",
    "<!--<script>",
    "+1+window.hacked",
    "@SUM(1;1)",
    "-2+3",
    "'=already()",
    "javascript:window.hacked=4",
    "${window.hacked=5}",
    "\u2028\u2029\u202eevil",
    "__proto__",
    "constructor",
    "datum['x']",
    "a \"quoted\", name\nwith a line",
    "&lt;b&gt;&amp;",
    "'+alert(1)+'",
];

const quote = (text) => "\"" + String(text).replace(/"/g, "\"\"") + "\"";
const csv = (rows) => rows.map((row) => row.map(quote).join(",")).join("\n") +
    "\n";

const N = 40;
const text = (k) => texts[k % texts.length];
const owner = (k) => k % 7 === 0 ? "=left()" : k % 11 === 0 ? "" : text(k % 3);

export function books(folder) {
    mkdirSync(folder, {recursive: true});
    const heads = ["id", "name", "value", "territory", "segment", "industry",
        "owner", "risk", "conflict_group", "latitude", "longitude",
        "<b>hours</b>"];
    const accounts = Array.from({length: N}, (_, k) => [
        text(k) + (k < texts.length ? "" : " " + k), text(k + 5),
        1000 + 37 * k % 501, text(k % 2), text(k + 2), text(k + 3), owner(k),
        "high", k < 2 ? text(2) : "", 48 + k % 9, 2 + k % 8, 1 + k % 5]);
    const reps = [0, 1, 2].map((k) => [text(k), text(k + 1), text(k + 2),
        text(k + 3), `${text(0)};${text(1)}`, text(k + 4)]);
    writeFileSync(join(folder, "accounts.csv"), csv([heads, ...accounts]));
    writeFileSync(join(folder, "reps.csv"), csv([["id", "name", "email",
        "manager", "territories", "team"], ...reps]));
    writeFileSync(join(folder, "rules.json"), JSON.stringify({
        metrics: [{name: "value"}, {name: "<b>hours</b>"},
            {name: "<img src=x onerror=window.hacked=6>", count: true}],
        limits: [{metric: "value", where: {segment: text(3)}, max: 1}],
        locks: [{where: {segment: text(4)}, why: text(0)}],
    }, null, 1));
    writeFileSync(join(folder, "scenarios.json"), JSON.stringify({
        base: ".",
        scenarios: [0, 2, 3, 15].map((k) => ({name: text(k),
            rules: {continuity: {max_moves: 5 + k}}})),
    }, null, 1));
}

if (process.argv[2]) books(process.argv[2]);
