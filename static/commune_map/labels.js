// What keeps its size when the map is zoomed: names, badges, the scale bar.

const part = (name) => import(new URL(name + new URL(import.meta.url).search, import.meta.url));
const { escape, inkOn, put, set, textWidth } = await part("dom.js");
const { NBSP, number } = await part("numbers.js");
const { placeCircles } = await part("circles.js");
const { putTip } = await part("card.js");
const { drawKey } = await part("legend.js");
const { namesNow, planOf } = await part("names.js");

/** Put everything where it belongs at this scale. */
export function place(map) {
  if (!map.width || !map.shown) return;
  const { scale } = map;
  const [ox, oy] = map.origin;
  for (const group of [map.world, map.overlay]) set(group, "transform", `translate(${ox} ${oy}) scale(${scale})`);
  const inverse = map.theme === "projector" ? 2 / scale : 1 / scale;
  for (const pattern of map.patterns) set(pattern, "patternTransform", `scale(${inverse})`);
  // Halos round units of a few pixels would leave nothing of their colour.
  map.radii ??= new Map();
  if (!map.radii.has(map.geometry)) {
    const sorted = map.geometry.anchor.map(([, , r]) => r).sort((a, b) => a - b);
    map.radii.set(map.geometry, sorted[Math.floor(sorted.length / 2)]);
  }
  map.root.classList.toggle("fine", map.radii.get(map.geometry) * scale < 7);
  map.picture.style.touchAction = map.view.k > 1 ? "none" : "pan-x pan-y";
  // Points keep their size whatever the zoom.
  set(map.places, "style", `--r:${(map.theme === "projector" ? 5 : 3.5) / scale}px`);
  const taken = [];
  placeBadges(map, taken, placeCircles(map, taken));
  placeInsets(map, taken);
  drawNames(map, taken);
  placeRuler(map);
  if (map.hover != null && map.focus === map.hover) putTip(map, ...map.toScreen(map.geometry.anchor[map.hover]));
}

/** The numbers of the message's communes: in the middle, or beside the circle where they hide no other number. */
function placeBadges(map, taken, circles) {
  const r = map.theme === "projector" ? Math.max(12, innerHeight * 0.0205) : 11;
  const parts = [];
  const kept = [...circles.values()].filter(({ text }) => text).map(({ x, y, r: size }) => boxRound(x, y, size * 0.7));
  for (const [i, n] of map.marked) {
    if (i == null) continue;
    const [x, y] = badgePlace(map.toScreen(map.geometry.anchor[i]), r, circles.get(i), kept);
    const box = boxRound(x, y, r);
    taken.push(box);
    kept.push(box);
    parts.push(
      `<g transform="translate(${x.toFixed(1)} ${y.toFixed(1)})"><circle r="${r}"/><text dy=".36em" style="font-size:${r * 1.1}px">${n}</text></g>`,
    );
  }
  put(map.badges, parts.join(""));
}

const boxRound = (x, y, r) => ({ x0: x - r, y0: y - r, x1: x + r, y1: y + r });

/** The first place on the rim of its `circle` that hides nothing of `kept`; the one that hides least, if all hide some. */
function badgePlace([x, y], r, circle, kept) {
  if (!circle) return [x, y];
  const away = circle.r + r / 2;
  const shared = (a, b) => Math.max(0, Math.min(a.x1, b.x1) - Math.max(a.x0, b.x0)) * Math.max(0, Math.min(a.y1, b.y1) - Math.max(a.y0, b.y0));
  let best = null;
  for (const turn of [-1, 1, -3, 3, 0, 4, -2, 2]) {
    const place = [x + away * Math.cos((turn * Math.PI) / 4), y + away * Math.sin((turn * Math.PI) / 4)];
    const hidden = kept.reduce((sum, each) => sum + shared(boxRound(...place, r), each), 0);
    if (!best || hidden < best.hidden) best = { place, hidden };
    if (!hidden) break;
  }
  return best.place;
}

/** The names of the boxes out at sea: always there, whatever else is named. */
function placeInsets(map, taken) {
  const size = map.theme === "projector" ? Math.max(14, innerHeight * 0.02) : 11;
  const font = `600 ${size}px "Be Vietnam Pro"`;
  const parts = (map.geometry.insets ?? []).map(({ unit, box }) => {
    const [left, top] = map.toScreen(box);
    const wide = (box[2] - box[0]) * map.scale;
    const { full, names } = map.geometry;
    const text = textWidth(full[unit], font) <= wide ? full[unit] : names[unit];
    const w = textWidth(text, font);
    const [x, y] = [left + (wide - w) / 2, top - 4];
    taken.push({ x0: x, x1: x + w, y0: y - size, y1: y + 2 });
    return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" style="font-size:${size}px">${escape(text)}</text>`;
  });
  put(map.insets, parts.join(""));
}

/** Names where they belong at this scale, none over another or over the boxes of `taken`; and the key of the numbers. */
function drawNames(map, taken) {
  const { inside, led, numbered } = namesNow(map, taken);
  const texts = [...inside.map((each) => nameMarkup(map, each)), ...led.map((each) => ledMarkup(map, each))];
  put(map.labels, led.map(leaderMarkup).join("") + texts.join("") + numbersMarkup(map, numbered));
  drawKey(map, planOf(map)?.numbered ?? []);
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

/** What stands of the whole map in a picture too: names out of it with their places, and what its numbers mean. */
export function namesOf(map) {
  const { led, numbered } = planOf(map) ?? { led: [], numbered: [] };
  return { led: map.view.k === 1 ? led : [], numbered: numbered.map(({ i, n }) => ({ n, name: map.geometry.names[i] })) };
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

/** The longest round distance that the scale bar has room for. */
export function rulerKm(map, perKm) {
  const longest = (map.theme === "projector" ? 150 : 95) / perKm;
  const ten = 10 ** Math.floor(Math.log10(longest));
  return [5, 2, 1].find((each) => each * ten <= longest) * ten;
}

/** '20 km' in the reader's language. */
export function kmText(map, km) {
  return `${number(km, map.data.lang, km < 1 ? Math.ceil(-Math.log10(km)) : 0)}${NBSP}km`;
}

/** The scale bar, and the note of what the boundaries are. */
function placeRuler(map) {
  const perKm = (1000 / map.geometry.unit_m) * map.scale;
  const km = rulerKm(map, perKm);
  const text = kmText(map, km);
  const label = map.geometry.label?.[map.data.lang];
  const note = label ? `<p class="boundaries">${escape(label)}</p>` : "";
  put(map.foot, `<div class="ruler"><i style="width:${(km * perKm).toFixed(1)}px"></i><span>${text}</span></div>${note}`);
}
