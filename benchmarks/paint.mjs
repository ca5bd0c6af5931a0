// paint.mjs - opens each FOLDER's report.html in a fresh Chromium and prints how
// large it is, when it was first painted, when all charts were drawn, and the
// slowest frame of a scroll from top to bottom.
import {statSync} from "node:fs";
import {createRequire} from "node:module";
import {basename, join, resolve} from "node:path";

const {chromium} = createRequire(
    new URL("../tests/web/", import.meta.url))("playwright-core");

/* In the page: a screen's height at each frame, down to the end. */
async function scrollDown() {
    let slowest = 0, last = performance.now();
    for (let y = 0; y < document.documentElement.scrollHeight;
        y += innerHeight) {
        scrollTo(0, y);
        const now = await new Promise(requestAnimationFrame);
        slowest = Math.max(slowest, now - last);
        last = now;
    }
    return slowest;
}

async function measure(folder) {
    const path = resolve(join(folder, "report.html"));
    const browser = await chromium.launch({
        executablePath: process.env.CHROMIUM, args: ["--no-sandbox"]});
    const page = await browser.newPage({viewport: {width: 1600, height: 1000}});
    await page.goto("file://" + path);
    await page.waitForSelector("html[data-drawn]", {timeout: 120000,
        state: "attached"});
    const drawn = await page.evaluate(() => performance.now());
    const paint = await page.evaluate(() => performance
        .getEntriesByName("first-contentful-paint")[0].startTime);
    const frame = await page.evaluate(scrollDown);
    await browser.close();
    return [basename(folder), (statSync(path).size / 2 ** 20).toFixed(2),
        (paint / 1000).toFixed(2), (drawn / 1000).toFixed(2),
        frame.toFixed(0)];
}

console.log("report,mib,first_paint,drawn,slowest_frame_ms");
for (const folder of process.argv.slice(2))
    console.log((await measure(folder)).join(","));
