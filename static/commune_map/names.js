// The names of communes on the map: inside where they fit; on the whole map the others are led out of it or have a number.

const part = (name) => import(new URL(name + new URL(import.meta.url).search, import.meta.url));
const { escape, inkOn, overlaps, put, textWidth, twoLines } = await part("dom.js");
const { DASH } = await part("numbers.js");
const { isOutside } = await part("message.js");
const { landOf } = await part("land.js");
const { ledOut } = await part("leaders.js");

const SIZE = 12; // px
const FONT = `600 ${SIZE}px "Be Vietnam Pro"`;
const LINE = SIZE * 1.2;
const KEY_FONT = '400 12px "Be Vietnam Pro"';
const KEY_NUMBER = 18; // px: the column of the numbers in their key
const GAP = 24; // px between legend, card and key
const NUMBER = 11; // px: the height of a number
const LEAST = 7; // px: the radius of a commune that holds a number

/** Names where they belong at this scale, none over another or over the boxes of `taken`; and the key of the numbers. */
export function placeNames(map, taken) {
  const hidden = map.data.theme === "projector" || (map.isCircles && map.view.k < 1.8);
  const plan = isFull(map) ? planOf(map) : null;
  const first = plan ? [] : [map.selected].filter((i) => i != null);
  let inside = plan?.inside;
  if (!plan || map.view.k > 1) inside = namesInside(map, hidden ? [] : ranked(map), taken, first);
  const named = new Set(inside.map(({ i }) => i));
  const led = plan && map.view.k === 1 ? plan.led : [];
  const numbered = (plan?.numbered ?? []).filter(({ i }) => !named.has(i));
  const lines = led.map(leaderMarkup);
  const texts = [...inside.map((each) => nameMarkup(map, each)), ...led.map((each) => ledMarkup(map, each))];
  put(map.labels, lines.join("") + texts.join("") + numbersMarkup(map, numbered));
  drawKey(map, plan?.numbered ?? []);
}

/** Whether every commune is to be named: where the map has a side for a key, and numbers on it mean nothing else. */
function isFull(map) {
  const { data } = map;
  return map.isFew && !map.isCircles && !data.bare && !data.legend_off && !map.marked.size && map.root.dataset.size !== "phone" && data.theme !== "projector";
}

/** Communes in the order in which they get a name: the large ones first. */
function ranked(map) {
  map.order ??= new Map();
  const { anchor } = map.geometry;
  if (!map.order.has(map.geometry)) map.order.set(map.geometry, [...anchor.keys()].sort((a, b) => anchor[b][2] - anchor[a][2]));
  return map.order.get(map.geometry);
}

/** The names that fit into their communes, large ones first; those of `first` before all, whether they fit or not. */
function namesInside(map, units, taken, first = []) {
  const { anchor, names, box } = map.geometry;
  const chosen = [];
  for (const i of [...first, ...units.filter((each) => !first.includes(each))]) {
    const must = first.includes(i);
    if (isOutside(map.data, i) && !must) continue;
    const r = anchor[i][2] * map.scale;
    if (r < 7 && !must) continue;
    const [x, y] = map.toScreen(anchor[i]);
    if (x < 0 || y < 0 || x > map.width || y > map.height) continue;
    const room = Math.max(2.5 * r, Math.min(1.1 * (box[i][2] - box[i][0]) * map.scale, 3.2 * r));
    const single = textWidth(names[i], FONT);
    const lines = single <= Math.min(room, 2.1 * r) ? [names[i]] : twoLines(names[i]);
    if ("dnb".includes(map.shown.classes[i])) lines.push(DASH);
    const w = Math.max(...lines.map((each) => textWidth(each, FONT)));
    const h = lines.length * LINE;
    if (!must && (w > room || h > 2.6 * r)) continue;
    if (x - w / 2 - 1 < 0 || x + w / 2 + 1 > map.width) continue;
    // In the middle, else a little below or above it, where the commune is still wide enough.
    const aside = Math.min(h / 2 + 13, r - h / 2);
    const down = w <= 2 * Math.sqrt(Math.max(0, r ** 2 - aside ** 2)) && aside > 0 ? [0, aside, -aside] : [0];
    // A middle that is taken by a few pixels leaves room a little beside it.
    const shifts = [...down.map((by) => [0, by]), ...[0.25, -0.25, 0.5, -0.5].map((share) => [share * r, 0])];
    const rect = shifts
      .map(([dx, dy]) => ({ i, lines, x: x + dx, y: y + dy }))
      .map((at) => ({ ...at, x0: at.x - w / 2 - 1, x1: at.x + w / 2 + 1, y0: at.y - h / 2, y1: at.y + h / 2 }))
      .find((each) => !taken.some((other) => other.i !== i && overlaps(each, other)));
    if (!rect) continue;
    taken.push(rect);
    chosen.push(rect);
  }
  return chosen;
}

/** How the whole map is named: {inside, led, numbered}, kept until room, shapes, scope or what is blank change. */
function planOf(map) {
  const { data, shown } = map;
  const dashes = [...shown.classes].map((kind) => ("dnb".includes(kind) ? "1" : "0")).join("");
  const about = [map.width, map.height, map.root.dataset.size, data.inside, dashes].join(" ");
  if (map.plan?.about !== about || map.plan.geometry !== map.geometry) {
    const { view } = map;
    // Numbers and their key are those of the whole map, however near one has come.
    map.view = { k: 1, x: map.geometry.w / 2, y: map.geometry.h / 2 };
    map.plan = { about, geometry: map.geometry, ...plan(map) };
    map.view = view;
  }
  return map.plan;
}

function plan(map) {
  const { anchor } = map.geometry;
  const units = ranked(map).filter((i) => !isOutside(map.data, i));
  // The middle of every commune is its own: there its number stands, or its line ends.
  const middles = new Map(units.map((i) => [i, middleOf(map, i)]));
  const tools = toolsBox(map);
  const inside = namesInside(map, units, [...middles.values(), tools]);
  const named = new Set(inside.map(({ i }) => i));
  const rest = units.filter((i) => !named.has(i));
  const land = landOf(map);
  const numbered = new Set();
  let led = [];
  // No line runs over a number, so whoever gets one stands in the way of others, until all find their place.
  for (let before = -1; before < numbered.size; ) {
    before = numbered.size;
    const taken = [...inside, tools, ...[...numbered].map((i) => middles.get(i))];
    led = ledOut(map, rest.filter((i) => !numbered.has(i)), { taken, land, font: FONT, line: LINE, least: LEAST });
    const away = new Set(led.map(({ i }) => i));
    for (const i of rest) if (!away.has(i)) numbered.add(i);
  }
  // From the north, as one looks for them.
  const order = [...numbered].sort((a, b) => anchor[a][1] - anchor[b][1]);
  return { inside, led, numbered: order.map((i, at) => ({ i, n: at + 1 })) };
}

function middleOf(map, i) {
  const [x, y] = map.toScreen(map.geometry.anchor[i]);
  const r = map.geometry.anchor[i][2] * map.scale;
  const [w, h] = [Math.min(LEAST, r), Math.min(NUMBER / 2, r)];
  return { i, x0: x - w, x1: x + w, y0: y - h, y1: y + h };
}

function toolsBox(map) {
  const { offsetLeft: x, offsetTop: y, offsetWidth: w, offsetHeight: h } = map.tools;
  return { x0: x, x1: x + w, y0: y, y1: y + h };
}

/** Ink and edge of a text in unit `i`. */
function inked(map, i) {
  const ground = map.classColour(map.shown.classes[i]);
  if (!map.inks.has(ground)) map.inks.set(ground, inkOn(ground));
  return `fill:${map.inks.get(ground)};stroke:${ground}`;
}

function spans(lines) {
  const start = (1 - lines.length) / 2 + 0.36;
  return lines.map((each, at) => `<tspan x="0" y="${((start + at) * 1.17 - 0.06).toFixed(2)}em">${escape(each)}</tspan>`).join("");
}

const nameMarkup = (map, { i, lines, x, y }) =>
  `<text class="label" data-label="${map.geometry.codes[i]}" transform="translate(${x.toFixed(1)} ${y.toFixed(1)})" style="${inked(map, i)}">${spans(lines)}</text>`;

const ledMarkup = (map, { i, lines, x, y }) =>
  `<text class="label led" data-led="${map.geometry.codes[i]}" transform="translate(${x.toFixed(1)} ${y.toFixed(1)})">${spans(lines)}</text>`;

function leaderMarkup({ from, to }) {
  const [a, b] = [from, to].map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`);
  return `<path class="leader halo" d="M${a}L${b}"/><path class="leader" d="M${a}L${b}"/><circle class="leader" cx="${from[0].toFixed(1)}" cy="${from[1].toFixed(1)}" r="1.8"/>`;
}

function numbersMarkup(map, numbered) {
  return numbered
    .map(({ i, n }) => {
      const [x, y] = map.toScreen(map.geometry.anchor[i]);
      return `<text class="label number" data-label="${map.geometry.codes[i]}" transform="translate(${x.toFixed(1)} ${y.toFixed(1)})" style="${inked(map, i)}"><tspan x="0" y=".36em">${n}</tspan></text>`;
    })
    .join("");
}

/** The key of the numbers: beside the map where the legend and the card leave it room, else below. */
function drawKey(map, numbered) {
  const { root, key, legend, card, stage } = map;
  key.hidden = !numbered.length;
  put(key, numbered.length ? keyMarkup(map, numbered) : "");
  // Asked once per change: how high things are is known only after all has been laid out.
  const about = [key.atlasMarkup, legend.atlasMarkup, card.atlasMarkup, map.width, map.height].join();
  if (map.seated === about) return;
  map.seated = about;
  root.classList.remove("low");
  const high = [legend, card, key].reduce((sum, each) => sum + (each.hidden ? 0 : each.offsetHeight + GAP), 0);
  root.classList.toggle("low", !key.hidden && high - GAP > stage.offsetHeight);
}

/** What stands of the whole map in a picture too: names out of it with their places, and what its numbers mean. */
export function namesOf(map) {
  const { led, numbered } = isFull(map) ? planOf(map) : { led: [], numbered: [] };
  return { led: map.view.k === 1 ? led : [], numbered: numbered.map(({ i, n }) => ({ n, name: map.geometry.names[i] })) };
}

function keyMarkup(map, numbered) {
  const names = numbered.map(({ i }) => map.geometry.names[i]);
  const widest = Math.ceil(Math.max(...names.map((each) => textWidth(each, KEY_FONT)))) + KEY_NUMBER;
  const items = numbered.map(({ n }, at) => `<li><b>${n}</b>${escape(names[at])}</li>`);
  return `<h3>${escape(map.words.numbered)}</h3><ol style="columns:${widest}px">${items.join("")}</ol>`;
}

/** Names in the ink that can be read on the new colours. */
export function recolourNames(map) {
  for (const label of map.labels.querySelectorAll("[data-label]")) {
    const ground = map.classColour(map.shown.classes[map.index.get(label.dataset.label)]);
    if (!map.inks.has(ground)) map.inks.set(ground, inkOn(ground));
    label.style.fill = map.inks.get(ground);
    label.style.stroke = ground;
  }
  map.labels.atlasMarkup = null;
}
