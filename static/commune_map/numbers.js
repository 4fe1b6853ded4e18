// Numbers: packed columns from Python, and how they are written in the reader's language.

const MINUS = "\u2212";
export const NBSP = "\u00a0";
export const DASH = "\u2013";

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

/** `template` with its {names} filled in. */
export const fill = (template, values) => template.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
