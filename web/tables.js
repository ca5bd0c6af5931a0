/* tables.js - tables: small ones as they are, large ones in pages that can be
 * searched and sorted. */

/* How a cell is shown, and whether its column is one of numbers. */
const kinds = {
    text: {show: (t) => t},
    long: {long: true, show: (t) => t},
    exact: {number: true, show: (t) => exact(t)},
    figure: {number: true, show: (t) => t === "" ? "" : figure(Number(t))},
    percent: {number: true, show: (t) => t === "" ? "" : percent(Number(t))},
    signed: {number: true,
        show: (t) => t === "" ? "" : signedPercent(Number(t))},
};

function cellOf(kind, text) {
    return el("td", {class: kinds[kind].number ? "number"
        : kinds[kind].long ? "long" : null}, kinds[kind].show(text));
}

/** A region that scrolls sideways where its table is wider than the page. */
function wide(label, table) {
    return el("div", {class: "wide", role: "region", tabindex: "0",
        "aria-label": label}, table);
}

/** heads: [label, kind]; rows: arrays of cells, text or numbers as text. The
 * first cell of a row is its heading. */
function smallTable(caption, heads, rows) {
    const head = el("tr", null, heads.map(([label, kind]) =>
        el("th", {scope: "col", class: kinds[kind].number ? "number" : null},
            label)));
    const body = rows.map((row) => el("tr", null, row.map((cell, k) =>
        k === 0 ? el("th", {scope: "row"}, kinds[heads[k][1]].show(cell))
            : cellOf(heads[k][1], cell))));
    return wide(caption, el("table", null, el("caption", null, caption),
        el("thead", null, head), el("tbody", null, body)));
}

/* Rows of a page, on paper, and of a table that needs no search. */
const PAGE = 25, PRINTED = 500, SHORT = 10;

/** A large table. columns: {label, kind, cells}; noun: ["move", "moves"].
 * Only the rows of one page are in the document; the buttons and the status
 * below it lead through all of them. */
function grid(id, caption, noun, columns, file) {
    const n = columns[0].cells.length;
    const state = {order: [], page: 0, size: PAGE, by: -1, down: false,
        words: ""};
    const status = el("p", {role: "status", class: "status"});
    const body = el("tbody");
    const heads = columns.map(headOf);
    let haystack = null;

    function headOf(column, k) {
        const button = el("button", {type: "button"}, column.label,
            el("span", {"aria-hidden": "true", class: "arrow"}));
        button.addEventListener("click", () => sortBy(k));
        return el("th", {scope: "col", class: kinds[column.kind].number
            ? "number" : null}, button);
    }

    function matches(row) {
        haystack ??= Array.from({length: n}, (_, k) =>
            columns.map((c) => c.cells[k]).join("\n").toLowerCase());
        return state.words.every((word) => haystack[row].includes(word));
    }

    function compare(a, b) {
        const {cells, kind} = columns[state.by];
        const x = cells[a], y = cells[b];
        if ((x === "") !== (y === "")) return x === "" ? 1 : -1;
        const order = kinds[kind].number ? Number(x) - Number(y)
            : x < y ? -1 : x > y ? 1 : 0;
        return (state.down ? -order : order) || a - b;
    }

    function arrange() {
        state.order = [];
        for (let row = 0; row < n; row++)
            if (state.words.length === 0 || matches(row))
                state.order.push(row);
        if (state.by >= 0) state.order.sort(compare);
        state.page = 0;
        show();
    }

    function sortBy(k) {
        const number = kinds[columns[k].kind].number;
        state.down = state.by === k ? !state.down : Boolean(number);
        state.by = k;
        heads.forEach((head, j) => {
            if (j === k)
                head.setAttribute("aria-sort",
                    state.down ? "descending" : "ascending");
            else head.removeAttribute("aria-sort");
        });
        arrange();
    }

    function turn(page) {
        state.page = page;
        show();
    }

    function show() {
        const found = state.order.length;
        const from = state.page * state.size;
        const to = Math.min(from + state.size, found);
        body.replaceChildren(...state.order.slice(from, to).map((row) =>
            el("tr", null, columns.map((c) => cellOf(c.kind, c.cells[row])))));
        status.textContent = found === 0 ? `No ${noun[0]} matches.`
            : (found > to - from ? `${whole(from + 1)} to ` +
                `${whole(to)} of ` : "") +
              count(found, noun[0], noun[1]) +
              (found < n ? (found === 1 ? " matches" : " match") +
                  `, of ${whole(n)}` : "") +
              (file ? `; ${file} has all` : "") + ".";
        const last = Math.max(Math.ceil(found / state.size) - 1, 0);
        [[first, 0], [back, 0], [next, last], [end, last]].forEach(
            ([button, edge]) =>
                button.toggleAttribute("disabled", state.page === edge));
        pager.toggleAttribute("hidden", found <= state.size);
        state.last = last;
    }

    const button = (label, go) => {
        const node = el("button", {type: "button"}, label);
        node.addEventListener("click", () => turn(go()));
        return node;
    };
    const first = button("First", () => 0);
    const back = button("Back", () => state.page - 1);
    const next = button("Next", () => state.page + 1);
    const end = button("Last", () => state.last);
    const pager = el("div", {class: "pager", role: "group",
        "aria-label": "Pages of " + caption.toLowerCase()},
    first, back, next, end);
    const search = el("input", {type: "search", id: id + "-search",
        autocomplete: "off", spellcheck: "false"});
    search.addEventListener("input", () => {
        state.words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
        arrange();
    });
    state.words = [];
    arrange();
    addEventListener("beforeprint", () => {
        state.size = PRINTED;
        turn(0);
    });
    addEventListener("afterprint", () => {
        state.size = PAGE;
        turn(0);
    });
    return el("div", {class: "grid", id},
        n <= SHORT ? null : el("div", {class: "tools"},
            el("label", {for: id + "-search"}, `Search ${noun[1]}`), search),
        wide(caption, el("table", null, el("caption", null, caption),
            el("thead", null, el("tr", null, heads)), body)),
        el("div", {class: "foot"}, status, pager));
}
