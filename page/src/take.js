// What can be taken away: tables as CSV, the network as GEXF, the drawing as SVG. Makes texts only.
import { outline } from "./shapes.js";
import { wrapped } from "./texts.js";

/**
 * A cell of a CSV file: quoted where it must be, and never a formula of a spreadsheet.
 * @param {string | number | null | undefined} value
 * @param {string} separator
 */
function cell(value, separator) {
  const text = String(value ?? "");
  const safe = typeof value === "string" && /^'*[=+\-@＝＋－＠\t\r\n]/.test(text) ? `'${text}` : text;
  return /["\r\n]/.test(safe) || safe.includes(separator) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/**
 * A table with a byte order mark, so that spreadsheets read its letters; French ones expect semicolons.
 * @param {(string | number | null | undefined)[][]} rows
 * @param {string} lang
 */
export function csv(rows, lang) {
  const separator = lang === "fr" ? ";" : ",";
  /** @param {string | number | null | undefined} value */
  const written = (value) => (typeof value === "number" && lang === "fr" ? String(value).replace(".", ",") : value);
  return `\uFEFF${rows.map((row) => row.map((value) => cell(written(value), separator)).join(separator)).join("\r\n")}\r\n`;
}

/** @param {string} text what XML may hold, escaped */
export function xml(text) {
  return text
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, "\uFFFD")
    .replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/**
 * @param {{ id: string, label: string, kind: string, country: string }[]} nodes
 * @param {[source: string, target: string, weight: number][]} ties
 */
export function gexf(nodes, ties) {
  const attributes = ["kind", "country"];
  const declared = attributes.map((name) => `<attribute id="${name}" title="${name}" type="string"/>`).join("");
  const drawn = nodes.map(({ id, label, ...more }) => {
    const values = attributes.map((name) => `<attvalue for="${name}" value="${xml(more[/** @type {"kind"} */ (name)])}"/>`);
    return `<node id="${xml(id)}" label="${xml(label)}"><attvalues>${values.join("")}</attvalues></node>`;
  });
  const edges = ties.map(([source, target, weight], number) =>
    `<edge id="${number}" source="${xml(source)}" target="${xml(target)}" weight="${weight}"/>`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="http://gexf.net/1.3" version="1.3"><graph defaultedgetype="undirected">`
    + `<attributes class="node">${declared}</attributes>\n<nodes>\n${drawn.join("\n")}\n</nodes>\n<edges>\n${edges.join("\n")}\n</edges></graph></gexf>\n`;
}

/** @typedef {{ x1: number, y1: number, x2: number, y2: number, width: number, past?: boolean, faint?: number, color?: string }} Line faint: how much of it is seen */
/**
 * @typedef {object} Picture
 * @property {string} title
 * @property {string[]} notes below the title: what was chosen
 * @property {string[]} foot source and licence lines
 * @property {{ name: string, color: string, shape: string, count: number }[]} legend
 * @property {number} width
 * @property {number} height
 * @property {{ rings: number[][], x: number, y: number, scale: number } | null} [land] outlines, and where they lie
 * @property {{ x: number, top: number, text: string }[]} [headings]
 * @property {Line[]} lines
 * @property {{ x: number, y: number, radius: number, shape: string, color: string, ring: boolean, faint?: number }[]} shapes
 * @property {{ x: number, top: number, size: number, lines: string[], strong: boolean }[]} labels
 */

const FACE = "system-ui, -apple-system, Segoe UI, Roboto, Noto Sans, Arial, sans-serif";
// The title, the notes and the sources of a picture: the size of their letters and the height of a line.
const [TITLE, NOTE, FOOT] = [[18, 22], [13, 18], [11, 16]];
// So wide is a letter of its size on average, and an entry of the legend.
const [LETTER, ENTRY] = [0.58, 220];
// So many letters of a name stand beside the bars of a row.
const NAMED = 30;

/** @param {string} words @param {number} letters */
const cut = (words, letters) => (words.length > letters ? `${words.slice(0, Math.max(0, letters - 1))}…` : words);

/** Texts below each other, broken where they reach the rim. @param {string[]} texts @param {number} width @param {number[]} face @returns {string[]} */
const fitting = (texts, width, [size]) => texts.flatMap((one) => wrapped(one, Math.floor((width - 24) / (LETTER * size))));

/** @param {number} faint */
const seen = (faint) => (faint < 1 ? ` opacity="${short(faint * 100) / 100}"` : "");

/** @param {number} value */
const short = (value) => Math.round(value * 10) / 10;

/** The outlines of the land as one path; their steps are relative, as SVG's are. @param {NonNullable<Picture["land"]>} land */
function drawnLand({ rings, x, y, scale }) {
  const path = rings.map((ring) => `M${ring[0]} ${ring[1]}l${ring.slice(2).join(" ")}z`).join("");
  return `<path transform="translate(${short(x)} ${short(y)}) scale(${scale})" d="${path}" fill="#eceae4"/>`;
}

/** @param {string} words @param {number} x @param {number} y @param {number} size @param {string} [more] */
const text = (words, x, y, size, more = "") => `<text x="${short(x)}" y="${short(y)}" font-size="${size}" ${more}>${xml(words)}</text>`;

/** @param {number} width @param {number} height @param {string[]} parts */
const svgFile = (width, height, parts) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FACE}" fill="#16212c">${parts.join("\n")}</svg>\n`;

/**
 * What stands above and below a picture, in lines that fit, and how high it is above.
 * @param {{ title: string, notes: string[], foot: string[] }} picture @param {number} width
 */
function around({ title, notes, foot }, width) {
  const [titled, noted] = [fitting([title], width, TITLE), fitting(notes, width, NOTE)];
  return { title: titled, notes: noted, foot: fitting(foot, width, FOOT), head: 12 + TITLE[1] * titled.length + NOTE[1] * noted.length };
}

/** The title and the notes. @param {string[]} title @param {string[]} notes */
const begun = (title, notes) => [
  ...title.map((line, place) => text(line, 12, 24 + TITLE[1] * place, TITLE[0], 'font-weight="600"')),
  ...notes.map((line, place) => text(line, 12, 22 + TITLE[1] * title.length + NOTE[1] * place, NOTE[0])),
];

/**
 * The drawing with its title above, its legend and its sources below; text stays text.
 * @param {Picture} picture
 */
export function svgPicture(picture) {
  const { width, height } = picture;
  const { title, notes, foot, head } = around(picture, width);
  const columns = Math.min(4, Math.max(1, Math.floor(width / ENTRY)));
  const rows = Math.ceil(picture.legend.length / columns);
  const below = head + height;
  const total = below + 22 * rows + FOOT[1] * foot.length + 20;
  const n = short;
  /** @param {{ x: number, y: number, radius: number, shape: string, color: string, faint?: number }} one */
  const shape = ({ x, y, radius, shape: kind, color, faint = 1 }) => {
    const points = outline(kind, x, y, radius);
    const look = `fill="${xml(color)}" stroke="#16212c" stroke-width="1"${seen(faint)}`;
    return points ? `<polygon points="${points.map((point) => point.map(n).join(",")).join(" ")}" ${look}/>`
      : `<circle cx="${n(x)}" cy="${n(y)}" r="${n(radius)}" ${look}/>`;
  };
  const parts = [
    `<rect width="${width}" height="${total}" fill="#ffffff"/>`,
    ...begun(title, notes),
    `<svg x="0" y="${head}" width="${width}" height="${height}">`,
    picture.land ? drawnLand(picture.land) : "",
    ...picture.lines.map(({ x1, y1, x2, y2, width: wide, past, faint = 1, color = "#8d99a6" }) =>
      `<line x1="${n(x1)}" y1="${n(y1)}" x2="${n(x2)}" y2="${n(y2)}" stroke="${color}" stroke-width="${n(wide)}"${seen(faint)}${past ? ' stroke-dasharray="7 5"' : ""}/>`),
    ...picture.shapes.map((one) => shape(one) + (one.ring
      ? `<circle cx="${n(one.x)}" cy="${n(one.y)}" r="${n(one.radius * 1.25 + 4)}" fill="none" stroke="#005a8c" stroke-width="2.5"/>` : "")),
    ...picture.labels.flatMap(({ x, top, size, lines, strong }) => lines.map((line, place) =>
      text(line, x, top + size + place * (size + 2), size, `text-anchor="middle" paint-order="stroke" stroke="#ffffff" stroke-width="3"${strong ? ' font-weight="600"' : ""}`))),
    ...(picture.headings ?? []).map(({ x, top, text: words }) =>
      text(words, x, top + 13, 13, 'text-anchor="middle" paint-order="stroke" stroke="#ffffff" stroke-width="3" font-weight="600" fill="#005a8c"')),
    "</svg>",
    ...picture.legend.map((one, place) => {
      const [x, y] = [20 + (place % columns) * (width / columns), below + 16 + 22 * Math.floor(place / columns)];
      return shape({ ...one, x, y: y - 4, radius: 6 }) + text(`${one.name} (${one.count})`, x + 12, y, 12);
    }),
    ...foot.map((line, place) => text(line, 12, below + 22 * rows + 18 + FOOT[1] * place, FOOT[0], 'fill="#55626f"')),
  ];
  return svgFile(width, total, parts);
}

/**
 * Rows with bars from year to year.
 * @param {{ title: string, notes: string[], foot: string[], from: number, to: number,
 *   rows: { name: string, lanes: number, bars: { text: string, first: number, last: number, lane: number }[] }[] }} picture
 */
export function svgYears({ rows, from, to, ...told }) {
  const [width, names, lane] = [1000, 210, 18];
  const { title, notes, foot, head: above } = around(told, width);
  const head = above + 20;
  const year = (width - names - 20) / Math.max(1, to - from + 1);
  let top = head;
  const drawn = rows.flatMap((row) => {
    const begin = top;
    top += row.lanes * lane + 8;
    return [
      text(cut(row.name, NAMED), 12, begin + 13, 12),
      ...row.bars.flatMap((bar) => {
        const [x, wide] = [names + (bar.first - from) * year, (bar.last - bar.first + 1) * year];
        const y = begin + bar.lane * lane;
        const room = Math.floor((wide - 8) / 6);
        return [`<rect x="${short(x)}" y="${y}" width="${short(wide)}" height="${lane - 2}" rx="3" fill="#e8f1f7" stroke="#2f7fb3"/>`,
          room > 1 ? text(cut(bar.text, room), x + 4, y + 12, 11) : ""];
      }),
    ];
  });
  const step = Math.max(1, Math.ceil((to - from + 1) / 12));
  const marks = to < from ? [] : Array.from({ length: Math.ceil((to - from + 1) / step) }, (_, place) => from + place * step);
  const total = top + FOOT[1] * foot.length + 20;
  return svgFile(width, total, [
    `<rect width="${width}" height="${total}" fill="#ffffff"/>`,
    ...begun(title, notes),
    ...marks.map((one) => text(String(one), names + (one - from) * year, head - 6, 11, 'fill="#55626f"')),
    ...drawn,
    ...foot.map((line, place) => text(line, 12, top + 18 + FOOT[1] * place, FOOT[0], 'fill="#55626f"')),
  ]);
}
