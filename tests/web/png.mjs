// png.mjs - the pixels of a screenshot: 8 bits a channel, RGB or RGBA.
import {inflateSync} from "node:zlib";

function chunks(bytes) {
    const found = [];
    for (let at = 8; at < bytes.length;) {
        const length = bytes.readUInt32BE(at);
        found.push({kind: bytes.toString("latin1", at + 4, at + 8),
            data: bytes.subarray(at + 8, at + 8 + length)});
        at += 12 + length;
    }
    return found;
}

function paeth(a, b, c) {
    const p = a + b - c;
    const pa = Math.abs(p - a), pb = Math.abs(p - b), pc = Math.abs(p - c);
    return pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
}

/** {width, height, at(x, y) -> [r, g, b]} */
export function pixels(bytes) {
    const parts = chunks(bytes);
    const head = parts.find((p) => p.kind === "IHDR").data;
    const width = head.readUInt32BE(0), height = head.readUInt32BE(4);
    const size = head[9] === 6 ? 4 : 3;
    if (head[8] !== 8 || ![2, 6].includes(head[9]) || head[12] !== 0)
        throw new Error("a kind of PNG that is not read here");
    const raw = inflateSync(Buffer.concat(parts.filter((p) =>
        p.kind === "IDAT").map((p) => p.data)));
    const row = width * size;
    const out = Buffer.alloc(row * height);
    for (let y = 0; y < height; y++) {
        const filter = raw[y * (row + 1)];
        for (let k = 0; k < row; k++) {
            const left = k >= size ? out[y * row + k - size] : 0;
            const up = y > 0 ? out[(y - 1) * row + k] : 0;
            const corner = y > 0 && k >= size
                ? out[(y - 1) * row + k - size] : 0;
            const add = [0, left, up, (left + up) >> 1,
                paeth(left, up, corner)][filter];
            out[y * row + k] = raw[y * (row + 1) + 1 + k] + add;
        }
    }
    return {width, height, at: (x, y) => [...out.subarray(
        y * row + x * size, y * row + x * size + 3)]};
}
