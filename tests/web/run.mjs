// run.mjs - opens reports in Chromium and looks at what they do.
//
// usage: node run.mjs FOLDER [NAME...]
//
// FOLDER holds a folder with a report.html for each row of the table below;
// NAME restricts the run. Writes "N passed, N failed" last; COUNTS=FILE gets
// "passed failed skipped".
import assert from "node:assert/strict";
import {readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {chromium} from "playwright-core";
import * as checks from "./checks.mjs";
import {texts} from "./hostile.mjs";

const [root, ...names] = process.argv.slice(2);

const everywhere = [checks.nothingSticksOut, checks.axeIsContent,
    checks.chartsAreDrawn];
const once = [checks.specsAreValid, checks.keyboardReachesAll,
    checks.tablesSort,
    checks.tablesFilter, checks.paperIsClean];

const plan = [
    async function movesAreAllThere(at) {
        await checks.tableHasFile(at, "moves-table", "moves.csv",
            ["account_id", "account_name"]);
    },
    async function booksAreAllThere(at) {
        await checks.tableHasFile(at, "books-table", "books.csv",
            ["rep_id", "rep_name", "metric"]);
    },
    /* "value  mean deviation 45.5 % -> 5.8 %; in the band 0 -> 3 of 4" */
    async function fairnessIsThatOfTheSummary({page, folder}) {
        const summary = readFileSync(join(folder, "summary.txt"), "utf8")
            .replace(/\n {12}/g, " ");
        const tiles = await page.locator(".tiles").textContent();
        for (const [, loss] of summary.matchAll(/expected loss ([\d,.]+)/g))
            assert.ok(tiles.includes(loss), `${loss} is not in ${tiles}`);
        const rows = await page.locator("#fairness table").first()
            .locator("tbody tr").allTextContents();
        const found = [...summary.matchAll(/mean deviation (\S+ %) -> (\S+ %)/g)];
        assert.equal(found.length, rows.length);
        found.forEach(([, before, after], k) =>
            assert.ok(rows[k].replaceAll("\u00a0", " ")
                .includes(before + after), rows[k]));
    },
];

const hostile = [
    async function namesAreNames({page}) {
        assert.equal(await page.evaluate(() => window.hacked), undefined);
        const words = await page.evaluate(() =>
            document.getElementById("page").textContent);
        for (const text of [texts[0], texts[1], texts[2], texts[3]])
            assert.ok(words.includes(text), text);
        assert.equal(await page.locator("img, iframe, object").count(), 0);
    },
];

const reports = [
    {name: "plan", checks: [...once, ...plan]},
    {name: "large", checks: [checks.tablesSort, checks.paperIsClean, ...plan],
        widths: [1600]},
    {name: "hostile", checks: [...plan, ...hostile], widths: [1600]},
    {name: "audit", checks: once},
    {name: "compare", checks: once},
    {name: "frontier", checks: once},
    {name: "replay", checks: once},
    {name: "hostile-audit", checks: hostile, widths: [1600]},
    {name: "hostile-compare", checks: hostile, widths: [1600]},
];

let passed = 0, failed = 0;

async function attempt(name, check, at) {
    const began = performance.now();
    try {
        await check(at);
        passed++;
    } catch (error) {
        failed++;
        console.log(`${name}: ${check.name}: ${error.message}`);
    }
    if (process.env.TIMES)
        console.log(`${Math.round(performance.now() - began)} ms`, name,
            check.name);
}

/* What the page does that it must not. */
function listen(page, wrong) {
    page.on("console", (said) => {
        if (["error", "warning"].includes(said.type()))
            wrong.push(said.text());
    });
    page.on("pageerror", (error) => wrong.push(error.message));
    page.on("dialog", (dialog) => {
        wrong.push("a dialog: " + dialog.message());
        dialog.dismiss();
    });
    page.on("request", (request) => {
        if (!/^(file|blob|data):/.test(request.url()) ||
            request.resourceType() !== "document")
            wrong.push("a request: " + request.url().slice(0, 100));
    });
}

async function open(browser, folder, width, colorScheme) {
    const page = await browser.newPage({viewport: {width, height: 1000},
        colorScheme});
    const wrong = [];
    listen(page, wrong);
    await page.addInitScript(checks.keepSpecs);
    await page.goto("file://" + join(folder, "report.html"));
    await page.waitForSelector("html[data-drawn]", {timeout: 30000,
        state: "attached"});
    return {page, folder, width, wrong};
}

async function withoutScripts(browser, folder) {
    const page = await browser.newPage({javaScriptEnabled: false});
    await page.goto("file://" + join(folder, "report.html"));
    assert.ok((await page.locator("h1").textContent()).length > 5);
    assert.ok(await page.locator("noscript table tbody tr, pre").count() > 0);
    await page.close();
}

async function look(browser, report) {
    const folder = join(root, report.name);
    for (const width of report.widths || [1600, 360]) {
        const at = await open(browser, folder, width,
            width === 360 ? "dark" : "light");
        const name = `${report.name} at ${width}`;
        for (const check of everywhere) await attempt(name, check, at);
        if (width === 1600)
            for (const check of report.checks)
                await attempt(name, check, at);
        await attempt(name, function nothingIsWrong({wrong}) {
            assert.deepEqual(wrong, []);
        }, at);
        await at.page.close();
    }
    await attempt(report.name, function worksWithoutScripts() {
        return withoutScripts(browser, folder);
    }, {});
}

const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
    args: ["--no-sandbox"]});
const queue = reports.filter((r) => names.length === 0 ||
    names.includes(r.name));

/* Three at once: what one waits for, another uses. */
async function work() {
    while (queue.length > 0) {
        const report = queue.shift();
        try {
            await look(browser, report);
        } catch (error) {
            failed++;
            console.log(`${report.name}: ${error.message}`);
        }
    }
}

await Promise.all([work(), work(), work()]);
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
if (process.env.COUNTS)
    writeFileSync(process.env.COUNTS, `${passed} ${failed} 0\n`);
process.exit(failed > 0 ? 1 : 0);
