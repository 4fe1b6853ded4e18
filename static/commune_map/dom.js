// Small things for drawing: elements of SVG and HTML, escaping, inks, widths of texts, marks.

export const SVG = "http://www.w3.org/2000/svg";

/** `value` between `low` and `high`; `low` where they cross. */
export const clamp = (value, low, high) => Math.min(Math.max(value, low), Math.max(low, high));
/** `text` for HTML and for attributes in double quotes. */
export const escape = (text) =>
  String(text).replace(/[&<>"']/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[c]);

/** A new SVG element, at the end of `parent`. */
export function svg(name, attributes = {}, parent = null) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  parent?.append(element);
  return element;
}

/** A new HTML element, at the end of `parent`. */
export function html(name, attributes = {}, parent = null) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  parent?.append(element);
  return element;
}

/** Style sheets for the document or shadow root that `host` is in, each once. */
export function adopt(host, sheets) {
  const scope = host.getRootNode();
  scope.adoptedStyleSheets = [...new Set([...scope.adoptedStyleSheets, ...sheets])];
}

/** Set what is inside only if it is something else: keeps focus, selection and time. */
export function put(element, markup) {
  if (element.atlasMarkup === markup) return;
  element.atlasMarkup = markup;
  element.innerHTML = markup;
}

/** Set an attribute only if it is something else. */
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

/** Pixels that `text` takes in the CSS font `font`. */
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

/** Whether two boxes {x0, y0, x1, y1} share any room. */
export const overlaps = (a, b) => a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1;

// Marks are shapes, not letters: the typeface lacks them and colour alone must not speak.
const MARKS = {
  better: '<circle cx="7" cy="7" r="6.5"/><path d="M3.8 7.2l2.3 2.3 4.2-4.6" class="tick"/>',
  similar: '<circle cx="7" cy="7" r="5"/>',
  worse: '<path d="M7 .5L13.5 7 7 13.5.5 7z"/>',
  met: '<path d="M1.5 1.5h11v11h-11z"/>',
  short: '<path d="M2.5 2.5h9v9h-9z"/>',
  apart: '<path d="M2 1v12M6 7h7M6 4.5v5m7-5v5"/>', // the interval beside the target
  across: '<path d="M7 1v12M1.5 7h11M1.5 4.5v5m11-5v5"/>', // and across it
};
/** The mark of that name as inline SVG. */
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
