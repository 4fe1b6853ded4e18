// The legend: classes with their counts, where the target lies, blanks with their reason; and the key of the numbers on the map.

const part = (name) => import(new URL(name + new URL(import.meta.url).search, import.meta.url));
const { adopt, escape, html, put, set, textWidth } = await part("dom.js");
const { DASH, fill, NBSP, number } = await part("numbers.js");
const { BLANKS, isBlank, isOutside } = await part("message.js");
const { circleKey } = await part("circles.js");

const KEY_FONT = '400 12px "Be Vietnam Pro"';
const KEY_NUMBER = 18; // px: the column of the numbers in their key
const KEY_GAP = 10; // px between its columns, at least
const GAP = 24; // px between legend and card

// How large circles are is known to the map only; the legend that stands elsewhere on the page has it from there.
const alone = new Map(); // its element: what draws it
let keyElsewhere = "";

function swatch(kind) {
  if (kind === "m") return '<i class="swatch hatch"></i>';
  if (kind === "h") return '<i class="swatch dots"></i>';
  if (isBlank(kind)) return `<i class="swatch other">${DASH}</i>`;
  if (kind === "p") return '<i class="swatch place"></i>';
  if (kind === "f") return '<i class="swatch former"></i>';
  if (kind === "e") return '<i class="swatch estimated"></i>';
  if (kind === "out") return '<i class="swatch outside"></i>';
  return `<i class="swatch k-${kind === "." ? "none" : kind}"></i>`;
}

/** '12 xã', '1 commune'. */
export const unitsText = (n, { words, lang }) => fill(words.units[n === 1 ? 0 : 1], { n: number(n, lang) });

/** How many communes a row of the legend counts, or how many places; '' where it counts nothing. */
export function countText(row, data) {
  if (row.number !== undefined) return number(row.number, data.lang);
  return row.n === undefined ? "" : unitsText(row.n, data);
}

/** Rows {kind, text, n} of the classes, with {rule} where the target lies, and of the blanks; counted in the highlighted group only, the rest has a row without n. */
export function legendRows({ data, classes, estimated, rule, own }) {
  const { legend, words } = data;
  const counts = {};
  for (let i = 0; i < classes.length; i++) {
    if (isOutside(data, i)) continue;
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
  if (data.inside?.includes("0")) others.push({ kind: "out", text: words.outside });
  const { places } = data;
  if (places) {
    const text = places.note ? `${places.kind} (${places.note})` : places.kind;
    others.push({ kind: "p", text, number: places.units.filter((i) => !isOutside(data, i)).length });
  }
  const { former } = data;
  if (former && own) {
    const within = former.names.filter((_, at) => !isOutside(data, former.units[at]));
    others.push({ kind: "f", text: former.legend, number: within.flat().length });
  }
  return { rows, others };
}

/** The legend as HTML: a list, and the same in one line for narrow places. */
export function legendMarkup(model, circleKey) {
  const { data, rule } = model;
  const { legend, words, lang } = data;
  const { rows, others } = legendRows(model);
  const item = (row) =>
    row.rule
      ? `<li class="rule"><span>${escape(row.rule)}</span></li>`
      : `<li data-class="${row.kind}">${swatch(row.kind)}<span>${escape(row.text)}</span>${countText(row, data) ? `<b>${escape(countText(row, data))}</b>` : ""}</li>`;
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
  const spans = others.map((row) => `<span>${swatch(row.kind)}${escape(row.text)}${row.n === undefined && row.number === undefined ? "" : NBSP + number(row.number ?? row.n, lang)}</span>`);
  const bar = `<div class="bar" aria-hidden="true">${line}<div class="others">${spans.join("")}</div></div>`;
  return `<h3 aria-level="2">${escape(legend.title)}</h3>${list}${rest}${bar}`;
}

const estimatedIn = (data) => (data.estimated ?? []).filter((i) => !isOutside(data, i)).length;

/** What a legend is made of; also of the picture that is downloaded. */
export function legendModel(map) {
  const { data, shown } = map;
  const rule = shown.own ? data.legend.rule : (data.slider.rules?.[map.trying] ?? data.legend.rule);
  return { data, classes: shown.classes, estimated: shown.own ? estimatedIn(data) : 0, rule, own: shown.own };
}

/** The legend beside the map; none where the page has it elsewhere. */
export function drawLegend(map) {
  const key = map.isCircles ? circleKey(map) : "";
  if (map.data.legend_off && key !== keyElsewhere) {
    keyElsewhere = key;
    for (const draw of alone.values()) draw();
  }
  if (map.data.bare || map.data.legend_off) return put(map.legend, "");
  put(map.legend, legendMarkup(legendModel(map), key));
}

/** The legend by itself in `host`, for a page that wants it elsewhere than beside the map. */
export function drawLegendAlone(host, data, sheets) {
  adopt(host, sheets);
  // Not ":scope >": the host is a shadow root, in which that finds nothing, and every change put another legend on the last.
  const root = host.querySelector(".legend-only") ?? html("div", { class: "atlas-map legend-only" }, host);
  set(root, "data-theme", data.theme);
  set(root, "data-scale", data.scale);
  root.lang = data.lang;
  set(root, "data-circles", data.circles ?? "");
  const model = { data, classes: data.classes, estimated: estimatedIn(data), rule: data.legend.rule, own: true };
  const draw = () => put(root, `<div class="legend">${legendMarkup(model, data.circles ? keyElsewhere : "")}</div>`);
  for (const each of alone.keys()) if (!each.isConnected) alone.delete(each);
  alone.set(root, draw);
  draw();
}

/** The key of the numbers: beside the map where the legend and the card leave it room, else below. */
export function drawKey(map, numbered) {
  const { root, side, key, legend, card, stage } = map;
  // Asked once per change: how high things are is known only after all has been laid out.
  const about = [numbered.map(({ i }) => i), map.data.lang, legend.atlasMarkup, card.atlasMarkup, map.width, map.height].join();
  if (map.seated === about) return;
  map.seated = about;
  key.hidden = !numbered.length;
  root.classList.remove("low");
  if (key.hidden) return put(key, "");
  put(key, keyMarkup(map, numbered, side.clientWidth));
  const high = legend.offsetHeight + key.offsetHeight + (card.hidden ? 0 : GAP + card.offsetHeight);
  if (high <= stage.offsetHeight) return;
  root.classList.add("low");
  put(key, keyMarkup(map, numbered, root.clientWidth));
}

/** As many columns as `room` pixels hold, each as wide as its names. */
function keyMarkup(map, numbered, room) {
  const names = numbered.map(({ i }) => map.geometry.names[i]);
  const widths = names.map((each) => Math.ceil(textWidth(each, KEY_FONT)) + KEY_NUMBER);
  let rows = 1;
  const needed = () => {
    let sum = -KEY_GAP;
    for (let at = 0; at < widths.length; at += rows) sum += KEY_GAP + Math.max(...widths.slice(at, at + rows));
    return sum;
  };
  while (rows < names.length && needed() > room) rows += 1;
  const items = numbered.map(({ n }, at) => `<li><b>${n}</b>${escape(names[at])}</li>`);
  return `<h3>${escape(map.words.numbered)}</h3><ol style="grid-template-rows:repeat(${rows},auto)">${items.join("")}</ol>`;
}
