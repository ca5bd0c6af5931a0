/* words.js - numbers and sentences, rounded as on the terminal; elements. */

/** The nearest number with so many decimals, halves away from zero. */
function rounded(x, places) {
    const [digits, power] = Math.abs(x).toExponential(14).split("e");
    const whole = Math.round(Number(digits + "e" + (Number(power) + places)));
    return Math.sign(x) * Number(whole + "e-" + places);
}

/** Commas between thousands of a plain decimal. */
function grouped(text) {
    const [whole, part] = text.split(".");
    const commas = whole.replace(/\B(?=(\d{3})+$)/g, ",");
    return part === undefined ? commas : commas + "." + part;
}

const isNumber = (x) => typeof x === "number" && Number.isFinite(x);

/** Three significant digits: 0.42, 12.3, 1,963. */
function figure(x) {
    if (!isNumber(x)) return "–";
    const size = Math.abs(x);
    const before = size < 1e-9 ? 1 : Math.floor(Math.log10(size)) + 1;
    const places = Math.min(Math.max(3 - before, 0), 9);
    const text = rounded(x, places).toFixed(places);
    return grouped(text.includes(".") ? text.replace(/\.?0+$/, "") : text);
}

/** All digits as they stand in the file. */
function exact(text) {
    return /^-?\d+(\.\d+)?$/.test(text) ? grouped(text) : text;
}

/* A number and its unit stay on one line. */
const SPACE = "\u00a0";

/** A fraction as "7.4 %"; ties to the even digit, as C's printf has it. */
function percent(fraction) {
    if (!isNumber(fraction)) return "–";
    const times = fraction * 100;
    const tie = /\.\d50{18}$/.test(Math.abs(times).toFixed(20));
    const even = tie ? 2 * Math.round(times * 5) / 10 : times;
    const text = (tie ? even : times).toFixed(1);
    return (text === "-0.0" ? "0.0" : text) + SPACE + "%";
}

function signedPercent(fraction) {
    const text = percent(fraction);
    return isNumber(fraction) && fraction > 0 && text !== percent(0)
        ? "+" + text : text;
}

/** A fraction with two significant digits: "0.044 %", "12 %". */
function share(fraction) {
    const size = Math.abs(fraction) * 100;
    let places = 0;
    while (places < 6 && size > 0 && size * 10 ** places < 9.95) places++;
    return (fraction * 100).toFixed(places) + SPACE + "%";
}

const whole = (n) => grouped(String(n));

function count(n, one, many) {
    return whole(n) + SPACE + (n === 1 ? one : many || one + "s");
}

function points(x) {
    const text = figure(x);
    return text + SPACE + (text === "1" ? "point" : "points");
}

function sentence(text) {
    return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Words with commas and an "and". */
function listed(words) {
    return words.length < 2 ? words.join("")
        : words.slice(0, -1).join(", ") + " and " + words[words.length - 1];
}

/** The same of the first three, and how many more. */
function few(words) {
    return words.length <= 3 ? listed(words)
        : listed([...words.slice(0, 3), `${words.length - 3} more`]);
}

/** el("p", {class: "x"}, "text", child): text is text, never HTML. */
function el(name, attributes, ...children) {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {}))
        if (value !== null && value !== undefined)
            node.setAttribute(key, value);
    node.append(...children.flat().filter((c) => c !== null &&
        c !== undefined));
    return node;
}

const paragraph = (...words) => el("p", null, ...words);

/** A part of the page with a heading that the contents list. */
function section(id, title, ...children) {
    return el("section", {id, "aria-labelledby": id + "-title"},
        el("h2", {id: id + "-title"}, title), ...children);
}

function bullets(items) {
    return el("ul", null, items.map((item) => el("li", null, item)));
}
