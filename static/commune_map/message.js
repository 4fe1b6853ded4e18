// The message of Python as the map reads it: numbers and words of each unit. Its keys: ui/map/message.py.

const part = (name) => import(new URL(name + new URL(import.meta.url).search, import.meta.url));
const { DASH, fill, FIRST, number, percent, unpack } = await part("numbers.js");

const keptFrames = new Map(); // tables of the time slider by their id: sent once

export const BLANKS = "mhdnb"; // not reported, hidden, not due, not applicable, merged

/** Whether there is no value, and so no colour: `kind` says why. */
export const isBlank = (kind) => BLANKS.includes(kind);

/** Whether unit `i` is outside the highlighted group: drawn without its figure, and not counted. */
export const isOutside = (data, i) => data.inside?.[i] === "0";

/** Take over what the message says: columns of numbers, marks, and what the slider holds. */
export function readMessage(map, data) {
  const count = map.count;
  const columns = { num: null, den: null, value: null, below: null, above: null, need: null, steady: null };
  for (const name of Object.keys(columns)) columns[name] = unpack(data[name], count);
  if (data.lack) {
    const lack = unpack(data.lack, count);
    columns.num = columns.den.map((den, i) => (den == null ? null : den - lack[i]));
  }
  map.columns = columns;
  map.estimated = new Set(data.estimated ?? []);
  map.surveyed = new Set(data.surveyed ?? []);
  map.marked = new Map((data.marked ?? []).map((code, at) => [map.index.get(code), at + 1]));
  const { slider } = data;
  const settled = slider && slider.periods[slider.current].code === map.settling;
  if (!slider || settled || map.token !== slider.token) map.trying = map.settling = null;
  map.token = slider?.token;
  const frames = data.slider?.frames;
  if (frames?.classes) keptFrames.set(frames.id, frames);
  map.frames = frames ? keptFrames.get(frames.id) : null;
  if (frames && !map.frames) map.send("slider", { token: data.slider.token });
  map.decoded = new Map();
}

/** What is drawn now: the message's own period, or the one the slider stands on. */
export function frameNow(map) {
  const { data } = map;
  const own = { classes: data.classes, columns: map.columns, own: true };
  if (map.trying == null || map.trying === data.slider.current || !map.frames) return own;
  const at = map.trying;
  if (!map.decoded.has(at)) {
    const columns = {
      value: unpack(map.frames.values[at], map.count),
      need: unpack(map.frames.needs?.[at], map.count),
    };
    map.decoded.set(at, { classes: map.frames.classes[at], columns, own: false });
  }
  return map.decoded.get(at);
}

/** The value of unit `i` in the indicator's unit; null where there is none. */
export function valueAt(map, i) {
  const { num, den, value } = map.shown.columns;
  if (isBlank(map.shown.classes[i])) return null;
  if (value) return value[i] == null ? null : value[i] / 10 ** map.data.decimals;
  if (!num || num[i] == null) return null;
  return den ? (map.data.multiplier * num[i]) / den[i] : num[i];
}

/** A value in the indicator's unit: '95,5%', '3 trường'; a dash for none. */
function valueText(map, value) {
  const { lang, decimals, unit } = map.data;
  if (value == null) return DASH;
  const text = unit === "percent" ? percent(value, lang, decimals) : number(value, lang, decimals);
  return fill(map.words.value[value === 1 ? 0 : 1], { v: text });
}

/** Everything there is to say about unit `i`. */
export function about(map, i) {
  const { geometry, words, data } = map;
  const kind = map.shown.classes[i];
  const said = { name: geometry.full[i], kind, value: "", fraction: "", interval: "", state: 0, versus: null, need: null };
  said.tag = data.tags ? data.tag_texts[data.tags.charCodeAt(i) - 48] : "";
  if (isBlank(kind)) {
    said.reason = words.reasons[kind] ?? words.blanks[kind];
    const least = map.shown.own ? data.at_least?.[i] : null;
    if (least != null) said.reason += `: ${fill(words.range, { v: percent(least, data.lang, 0) })}`;
    return said;
  }
  const value = valueAt(map, i);
  const { num, den, below, above, need, steady } = map.shown.columns;
  const answers = words.answers?.length ? words.answers : null;
  said.value = answers ? answers[value > 0 ? 1 : 0] : valueText(map, value);
  said.need = need?.[i] ?? null;
  said.notes = [];
  if (!map.shown.own) return said;
  if (data.remarks) said.notes.push(data.remark_texts[data.remarks.charCodeAt(i) - 48]);
  if (den && den[i] != null && !answers) {
    said.fraction = fill(words.fraction, { n: number(num[i], data.lang), d: number(den[i], data.lang) });
  }
  if (below && below[i] != null) {
    // Written from the value's own rounding, as it was when the distances were made.
    const middle = Math.floor(value * 10 ** data.decimals + 0.5);
    const a = (middle - below[i]) / 10 ** data.decimals;
    const b = (middle + above[i]) / 10 ** data.decimals;
    const high = data.unit === "percent" ? percent(b, data.lang, data.decimals) : number(b, data.lang, data.decimals);
    said.interval = fill(words.interval, { a: number(a, data.lang, data.decimals), b: high });
  }
  if (steady && steady[i] != null) {
    const middle = Math.floor(value * 10 ** data.decimals + 0.5);
    said.steady = fill(words.steady, { v: valueText(map, (middle + steady[i]) / 10 ** data.decimals) });
  }
  if (data.measure === "cluster") said.cluster = data.legend.labels[kind] ?? words.unjudged;
  if (data.status) {
    const code = data.status.charCodeAt(i);
    const digit = code > 92 ? code - FIRST - 1 : code - FIRST; // as in packed numbers: no backslash
    if (digit % 2) said.notes.push(words.provisional);
    const versus = Math.floor(digit / 2) % 6;
    said.versus = versus === 5 ? null : versus;
    said.state = Math.floor(digit / 12);
  }
  if (map.estimated.has(i)) said.notes.unshift(words.estimated);
  if (map.surveyed.has(i)) said.notes.push(words.survey);
  return said;
}

/** 'Cần thêm 40 trẻ': the need of one commune as a sentence. */
export function needText(map, need) {
  const { words, lang } = { words: map.words, lang: map.data.lang };
  return fill(words.needed[need === 1 ? 0 : 1], { n: number(need, lang) });
}

/** All of unit `i` as one sentence, for those who listen. */
export function spokenText(map, i) {
  const said = about(map, i);
  if (said.reason) return `${said.name}: ${said.reason}`;
  const parts = [said.value, map.data.legend.labels?.[said.kind], said.fraction, said.interval, said.steady];
  if (said.need) parts.push(needText(map, said.need));
  parts.push(...said.notes);
  return `${said.name}: ${parts.filter(Boolean).join(", ")}`;
}
