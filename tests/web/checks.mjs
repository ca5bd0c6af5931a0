// checks.mjs - what every report must do, in a browser. Each check gets
// {page, folder, width, scheme} and throws where it fails.
import assert from "node:assert/strict";
import Ajv from "ajv";
import {createRequire} from "node:module";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {pixels} from "./png.mjs";

const axe = readFileSync(createRequire(import.meta.url)
    .resolve("axe-core/axe.min.js"), "utf8");

/* Vega-Lite's own schema; what it says of formats is for readers alone. */
const isSpec = new Ajv({strict: false, validateFormats: false}).compile(
    JSON.parse(readFileSync(new URL("../../web/node_modules/vega-lite/build/" +
        "vega-lite-schema.json", import.meta.url), "utf8")));

/** The rows of a CSV file, by code that shares nothing with the page's. */
export function rowsOf(path) {
    const cells = /("(?:[^"]|"")*"|[^,\n]*)(,|\n|$)/gy;
    const text = readFileSync(path, "utf8");
    const rows = [[]];
    while (cells.lastIndex < text.length) {
        const [, cell, end] = cells.exec(text);
        rows[rows.length - 1].push(cell.startsWith("\"")
            ? cell.slice(1, -1).replaceAll("\"\"", "\"") : cell);
        if (end === "\n") rows.push([]);
    }
    rows.pop();
    return rows;
}

/** No chart is missing, empty or of one colour. */
export async function chartsAreDrawn({page}) {
    const charts = await page.locator(".chart").all();
    assert.ok(charts.length > 0, "there are no charts");
    for (const chart of charts) {
        const label = await chart.getAttribute("aria-label");
        assert.ok(label, "a chart without a label");
        assert.equal(await chart.locator("svg").count(), 1, label);
        const {width, height, at} = pixels(await chart.screenshot());
        const ground = String(at(0, 0));
        let inked = 0, coloured = 0;
        for (let y = 0; y < height; y++)
            for (let x = 0; x < width; x++) {
                const [r, g, b] = at(x, y);
                if (String([r, g, b]) !== ground) inked++;
                if (Math.max(r, g, b) - Math.min(r, g, b) > 60) coloured++;
            }
        assert.ok(inked > 300, `${label}: ${inked} pixels are drawn`);
        assert.ok(coloured > 30, `${label}: ${coloured} have a colour`);
        assert.ok(inked < width * height * 0.9, `${label}: all is drawn over`);
    }
}

/** Before the page's scripts: keeps what the chart library is asked to draw. */
export function keepSpecs() {
    let library;
    window.drawnSpecs = [];
    Object.defineProperty(window, "vegaEmbed", {
        set: (embed) => { library = embed; },
        get: () => library && ((place, spec, options) => {
            window.drawnSpecs.push(structuredClone(spec));
            return library(place, spec, options);
        }),
    });
}

/** Each chart is what Vega-Lite's schema allows, to the last property. */
export async function specsAreValid({page}) {
    const specs = await page.evaluate(() => window.drawnSpecs);
    assert.ok(specs.length > 0, "there are no charts");
    for (const spec of specs) {
        const valid = isSpec(spec);
        /* Of alternatives the one that fits best fails deepest. */
        const [worst] = [...isSpec.errors || []].sort((a, b) =>
            b.instancePath.length - a.instancePath.length);
        assert.ok(valid, `${worst?.instancePath}: ${worst?.message} ` +
            JSON.stringify(worst?.params));
    }
}

export async function nothingSticksOut({page, width}) {
    const wide = await page.evaluate(() =>
        document.documentElement.scrollWidth);
    assert.ok(wide <= width, `the page is ${wide} pixels wide`);
}

export async function axeIsContent({page}) {
    await page.evaluate(axe);
    const found = await page.evaluate(() => window.axe.run(document, {
        resultTypes: ["violations"]}));
    const serious = found.violations.filter((v) =>
        ["serious", "critical"].includes(v.impact));
    assert.deepEqual(serious.map((v) => `${v.id}: ${v.nodes[0].html}`), []);
    assert.ok(found.passes.length > 10, "axe looked at nothing");
}

/** Tab reaches all that can be used, in order, and leaves the page again. */
export async function keyboardReachesAll({page}) {
    const wanted = await page.evaluate(() => {
        const all = [...document.querySelectorAll("a[href], summary, input, " +
            "button:not([disabled]), [tabindex='0']")]
            .filter((e) => e.checkVisibility());
        all.forEach((e, k) => e.setAttribute("data-k", k));
        document.activeElement.blur();
        return all.length;
    });
    const reached = new Set();
    let unseen = 0;
    for (let k = 0; k < wanted + 5; k++) {
        await page.keyboard.press("Tab");
        const now = await page.evaluate(() => {
            const e = document.activeElement;
            return {k: e.getAttribute("data-k"),
                seen: getComputedStyle(e).outlineStyle !== "none"};
        });
        if (now.k === null) continue;
        reached.add(now.k);
        if (!now.seen) unseen++;
    }
    assert.equal(reached.size, wanted, "of those that Tab should reach");
    assert.equal(unseen, 0, "have the focus and do not show it");
}

const numberIn = (text) => Number(text.replace(/[,%+\s]/g, "")
    .replace("−", "-").replace("→", ""));

async function column(grid, k) {
    return grid.locator(`tbody tr td:nth-child(${k + 1})`).allTextContents();
}

/* In the page: presses the button of each heading twice, and tells what then
 * stands beneath it. */
function pressAll(grid) {
    return [...grid.querySelectorAll("thead th")].flatMap((head, k) =>
        [0, 1].map(() => {
            head.querySelector("button").click();
            return {number: head.className === "number",
                name: head.textContent,
                order: head.getAttribute("aria-sort"),
                cells: [...grid.querySelectorAll("tbody tr")]
                    .map((row) => row.cells[k].textContent)};
        }));
}

/** Every heading sorts, up and down; the first by the keyboard too. */
export async function tablesSort({page}) {
    for (const grid of await page.locator(".grid").all()) {
        for (const {number, name, order, cells} of
            await grid.evaluate(pressAll)) {
            const filled = cells.filter((t) => t !== "");
            const keys = number ? filled.map(numberIn) : filled;
            const sorted = [...keys].sort((a, b) =>
                a < b ? -1 : a > b ? 1 : 0);
            if (order === "descending") sorted.reverse();
            else assert.equal(order, "ascending");
            assert.deepEqual(keys, sorted, name);
        }
        const first = grid.locator("thead th").first();
        await first.locator("button").focus();
        await page.keyboard.press("Enter");
        assert.match(await first.getAttribute("aria-sort"), /ending$/);
    }
}

/** Searching for a word of a row shows just the rows that have it. */
export async function tablesFilter({page}) {
    for (const grid of await page.locator(".grid").all()) {
        const search = grid.locator("input");
        if (await search.count() === 0) continue;
        const status = grid.locator("[role=status]");
        const before = await status.textContent();
        const word = (await column(grid, 0))[0].split(/\s/)[0];
        await search.fill(word);
        const rows = await grid.locator("tbody tr").allTextContents();
        assert.ok(rows.length > 0, `nothing found for ${word}`);
        for (const row of rows)
            assert.ok(row.toLowerCase().includes(word.toLowerCase()), row);
        await search.fill("no such thing is here");
        assert.equal(await grid.locator("tbody tr").count(), 0);
        assert.match(await status.textContent(), /^No /);
        await search.fill("");
        assert.equal(await status.textContent(), before);
    }
}

/* In the page: turns all pages of a table, the first first. */
function turnAll(grid, n) {
    const press = (name) => {
        const button = [...grid.querySelectorAll(".pager button")].find((b) =>
            b.textContent === name);
        if (button.disabled || button.parentNode.hidden) return false;
        button.click();
        return true;
    };
    const shown = [];
    press("First");
    do {
        for (const row of grid.querySelectorAll("tbody tr"))
            shown.push([...row.cells].slice(0, n).map((c) => c.textContent));
    } while (press("Next"));
    return shown;
}

/** The pages of a table hold all rows of its file, once each. */
export async function tableHasFile({page, folder}, id, file, columns) {
    const [heads, ...rows] = rowsOf(join(folder, file));
    const shown = await page.locator("#" + id).evaluate(turnAll,
        columns.length);
    const at = columns.map((name) => heads.indexOf(name));
    const key = (list) => list.map((r) => r.join("|")).sort();
    assert.deepEqual(key(shown), key(rows.map((row) =>
        at.map((k) => row[k]))));
}

/** On paper nothing is left that can only be used on a screen, tables show more
 * than a page of theirs, and who has the PDF read aloud misses nothing. */
export async function paperIsClean({page}) {
    await page.emulateMedia({media: "print", colorScheme: "dark"});
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    await axeIsContent({page});
    await chartsAreDrawn({page});
    const found = await page.evaluate(() => {
        const ground = getComputedStyle(document.body).backgroundColor;
        const left = [...document.querySelectorAll("nav, input, .pager")]
            .filter((e) => e.checkVisibility()).length;
        const grids = [...document.querySelectorAll(".grid")].map((g) => ({
            rows: g.querySelector("tbody").rows.length,
            status: g.querySelector("[role=status]").textContent}));
        return {ground, left, grids};
    });
    assert.equal(found.ground, "rgb(255, 255, 255)");
    assert.equal(found.left, 0, "things for a screen alone");
    for (const {rows, status} of found.grids) {
        const [, all] = status.match(/([\d,]+)\s[a-z]+(;|\.| match)/) || [];
        assert.equal(rows, Math.min(numberIn(all || "0"), 500), status);
    }
    const pdf = await page.pdf({format: "A4", printBackground: true});
    assert.ok(pdf.length > 10000);
    assert.doesNotMatch(pdf.toString("latin1"), /\/Subtype\s*\/Image/,
        "charts are printed as pictures of dots");
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    await page.emulateMedia({media: null, colorScheme: null});
}
