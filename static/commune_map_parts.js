// What the map is made of that knows nothing of the map: numbers in the reader's language, packed columns, small
// pieces of SVG and HTML, marks, the legend.

export const SVG = "http://www.w3.org/2000/svg";
const MINUS = "\u2212";
export const NBSP = "\u00a0";
export const DASH = "\u2013";
const BLANKS = "mhdnb";

// ---------------------------------------------------------------- numbers and small things

export const FIRST = 35; // '#'; the 91 printable characters from there, without the backslash, are the digits of packed numbers
const BASE = 91;

/** The numbers of a packed column {w, min, s, x}; null where there is none. The inverse of payload.pack. */
export function unpack(column, count) {
  if (!column) return null;
  const { w, min, s, x } = column;
  const numbers = new Array(count);
  for (let i = 0, at = 0; i < count; i++) {
    let value = 0;
    for (let j = 0; j < w; j++) {
      const code = s.charCodeAt(at++);
      value = value * BASE + (code > 92 ? code - FIRST - 1 : code - FIRST);
    }
    numbers[i] = value === 0 ? null : value - 1 + min;
  }
  for (const [i, value] of Object.entries(x ?? {})) numbers[i] = value;
  return numbers;
}

const formats = new Map();

/** '208.222', '95,5' in Vietnamese, '208,222', '95.5' in English; a true minus sign. */
export function number(value, lang, decimals = 0) {
  const key = lang + decimals;
  if (!formats.has(key)) {
    const options = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
    formats.set(key, new Intl.NumberFormat(lang === "vi" ? "vi-VN" : "en-GB", options));
  }
  const text = formats.get(key).format(Math.abs(value));
  return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}

/** A value under 100 is never rounded up to 100 %, one over 0 never down to 0: '>99,9%', '<0,1%'. */
export function percent(value, lang, decimals = 1) {
  const step = 10 ** -decimals;
  const rounded = Number(value.toFixed(decimals));
  if (value < 100 && rounded >= 100) return `>${number(100 - step, lang, decimals)}%`;
  if (value > 0 && rounded <= 0) return `<${number(step, lang, decimals)}%`;
  if (value === 100) return "100%";
  return `${number(value, lang, decimals)}%`;
}

export const fill = (template, values) => template.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
export const clamp = (value, low, high) => Math.min(Math.max(value, low), Math.max(low, high));
export const escape = (text) =>
  String(text).replace(/[&<>"']/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[c]);
export const isBlank = (kind) => BLANKS.includes(kind);

export function svg(name, attributes = {}, parent = null) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  parent?.append(element);
  return element;
}

export function html(name, attributes = {}, parent = null) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  parent?.append(element);
  return element;
}

/** Set what is inside only if it is something else: keeps focus, selection and time. */
export function put(element, markup) {
  if (element.atlasMarkup === markup) return;
  element.atlasMarkup = markup;
  element.innerHTML = markup;
}

export function set(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}

const channel = (hex, at) => {
  const share = parseInt(hex.slice(at, at + 2), 16) / 255;
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
};

/** Black or white: what can be read on `hex` (WCAG contrast). */
export function inkOn(hex) {
  const light = 0.2126 * channel(hex, 1) + 0.7152 * channel(hex, 3) + 0.0722 * channel(hex, 5);
  return 1.05 / (light + 0.05) > (light + 0.05) / 0.05 ? "#fff" : "#000";
}

const pen = document.createElement("canvas").getContext("2d");
const widths = new Map();

export function textWidth(text, font) {
  const key = font + text;
  if (!widths.has(key)) {
    pen.font = font;
    widths.set(key, pen.measureText(text).width);
  }
  return widths.get(key);
}

/** `name` in two lines, broken at the space nearest its middle; one line if there is no space. */
export function twoLines(name) {
  const spaces = [...name.matchAll(/ /g)].map((found) => found.index);
  if (!spaces.length) return [name];
  const middle = name.length / 2;
  const at = spaces.reduce((best, i) => (Math.abs(i - middle) < Math.abs(best - middle) ? i : best));
  return [name.slice(0, at), name.slice(at + 1)];
}

export const overlaps = (a, b) => a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;

/** Marks are shapes, not letters: the typeface lacks them and colour alone must not speak. */
const MARKS = {
  better: '<circle cx="7" cy="7" r="6.5"/><path d="M3.8 7.2l2.3 2.3 4.2-4.6" class="tick"/>',
  similar: '<circle cx="7" cy="7" r="5"/>',
  worse: '<path d="M7 .5L13.5 7 7 13.5.5 7z"/>',
  met: '<path d="M1.5 1.5h11v11h-11z"/>',
  short: '<path d="M2.5 2.5h9v9h-9z"/>',
};
export const mark = (name) => `<svg class="mark ${name}" viewBox="0 0 14 14" aria-hidden="true">${MARKS[name]}</svg>`;
export const VERSUS_MARKS = ["worse", "worse", "similar", "better", "better"];

/** `text` in lines of at most `width` pixels. */
export function wrapped(text, font, width) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (lines.at(-1) && textWidth(longer, font) > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

// ---------------------------------------------------------------- the legend

function swatch(kind) {
  if (kind === "m") return '<i class="swatch hatch"></i>';
  if (kind === "h") return '<i class="swatch dots"></i>';
  if (isBlank(kind)) return `<i class="swatch other">${DASH}</i>`;
  if (kind === "e") return '<i class="swatch estimated"></i>';
  return `<i class="swatch k-${kind === "." ? "none" : kind}"></i>`;
}

export const unitsText = (n, { words, lang }) => fill(words.units[n === 1 ? 0 : 1], { n: number(n, lang) });

/** Rows {kind, text, n} of the classes, with {rule} where the target lies, and of the blanks; of the highlighted group only. */
export function legendRows({ data, classes, estimated, rule }) {
  const { legend, words } = data;
  const counts = {};
  for (let i = 0; i < classes.length; i++) {
    if (data.inside && data.inside[i] === "0") continue;
    counts[classes[i]] = (counts[classes[i]] ?? 0) + 1;
  }
  const rows = [];
  if (!data.circles) {
    // A class that can't be (over 100 %) is not in the order, unless a commune is in it all the same.
    const order = [...new Set([...legend.order, ...Object.keys(counts).filter((kind) => kind in legend.labels)])].sort();
    order.forEach((kind, at) => {
      if (at === legend.rule_before && rule) rows.push({ rule });
      rows.push({ kind, text: legend.labels[kind], n: counts[kind] ?? 0 });
    });
  }
  const others = [...BLANKS].filter((kind) => counts[kind]).map((kind) => ({ kind, text: words.blanks[kind], n: counts[kind] }));
  if (counts["."] && !data.circles) others.unshift({ kind: ".", text: words.unjudged, n: counts["."] });
  if (estimated) others.push({ kind: "e", text: words.estimated, n: estimated });
  return { rows, others };
}

export function legendMarkup(model, circleKey) {
  const { data, rule } = model;
  const { legend, words, lang } = data;
  const { rows, others } = legendRows(model);
  const item = (row) =>
    row.rule
      ? `<li class="rule"><span>${escape(row.rule)}</span></li>`
      : `<li data-class="${row.kind}">${swatch(row.kind)}<span>${escape(row.text)}</span><b>${escape(unitsText(row.n, data))}</b></li>`;
  const list = `<ul>${circleKey}${rows.map(item).join("")}</ul>`;
  const rest = others.length ? `<ul class="others">${others.map(item).join("")}</ul>` : "";
  // The same in one line, for narrow places; it repeats the list, so it is not read aloud.
  let line = "";
  if (!data.circles) {
    const cells = legend.order.map((kind) => `<i class="k-${kind}"></i>`).join("");
    const texts = legend.order.map((kind, at) =>
      at === legend.rule_before && rule ? `<b>${escape(words.target)}</b>` : `<span>${escape(legend.short[kind] ?? "")}</span>`,
    );
    line = `<div class="cells">${cells}</div><div class="texts">${texts.join("")}</div>`;
  }
  const spans = others.map((row) => `<span>${swatch(row.kind)}${escape(row.text)}${NBSP}${number(row.n, lang)}</span>`);
  const bar = `<div class="bar" aria-hidden="true">${line}<div class="others">${spans.join("")}</div></div>`;
  return `<h3>${escape(legend.title)}</h3>${list}${rest}${bar}`;
}
