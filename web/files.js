/* files.js - the files that the page holds: documents, and CSV as columns. */

const files = JSON.parse(document.getElementById("files").textContent);

/** Rows of cells of a CSV text, RFC 4180. */
function csvRows(text) {
    const rows = [];
    let row = [], at = 0;
    while (at < text.length) {
        let cell = "";
        if (text[at] === '"') {
            for (;;) {
                const end = text.indexOf('"', at + 1);
                cell += text.slice(at + 1, end);
                at = end + 1;
                if (text[at] !== '"') break;
                cell += '"';
            }
        } else {
            let end = at;
            while (end < text.length && text[end] !== "," &&
                text[end] !== "\n") end++;
            cell = text.slice(at, end);
            at = end;
        }
        row.push(cell);
        if (text[at] === ",") {
            at++;
            if (at < text.length && text[at] !== "\n") continue;
            row.push("");
        }
        at++;
        rows.push(row);
        row = [];
    }
    return rows;
}

/** {names, n, column(name)}: the table of that file, empty if it is not here.
 * Columns are arrays of text. */
function tableOf(name) {
    const rows = csvRows(files[name] || "");
    const names = rows.shift() || [];
    const at = new Map(names.map((n, k) => [n, k]));
    return {
        names,
        n: rows.length,
        rows,
        column: (n) => rows.map((row) => row[at.get(n)] ?? ""),
        cell: (row, n) => rows[row][at.get(n)] ?? "",
    };
}

/** "" is no number. */
const numberOf = (text) => text === "" ? null : Number(text);
