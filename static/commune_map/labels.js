// What keeps its size when the map is zoomed: names, badges, the scale bar.

const part = (name) => import(new URL(name + new URL(import.meta.url).search, import.meta.url));
const { escape, inkOn, overlaps, put, set, textWidth, twoLines } = await part("dom.js");
const { DASH, NBSP, number } = await part("numbers.js");
const { placeCircles } = await part("circles.js");
const { isOutside } = await part("message.js");
const { putTip } = await part("card.js");

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
  placeLabels(map, taken);
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

/** Names where they fit: large units first, none over another, only what is on the stage. */
function placeLabels(map, taken) {
  const hidden = map.data.theme === "projector" || (map.isCircles && map.view.k < 1.8 * map.nearest);
  const chosen = [];
  if (!hidden || map.selected != null) {
    const size = 12;
    const font = `600 ${size}px "Be Vietnam Pro"`;
    const line = size * 1.2;
    const { anchor, names, box } = map.geometry;
    const order = (map.order ??= new Map());
    if (!order.has(map.geometry)) {
      order.set(map.geometry, [...anchor.keys()].sort((a, b) => anchor[b][2] - anchor[a][2]));
    }
    const ranked = map.selected == null ? order.get(map.geometry) : [map.selected, ...order.get(map.geometry)];
    for (const i of ranked) {
      if (hidden && i !== map.selected) break;
      if (isOutside(map.data, i) && i !== map.selected) continue;
      if (map.geometry.insets?.some(({ unit }) => unit === i)) continue;
      if (i === map.selected && chosen.some((label) => label.i === i)) continue;
      const r = anchor[i][2] * map.scale;
      if (r < 7 && i !== map.selected) break;
      const [x, y] = map.toScreen(anchor[i]);
      if (x < 0 || y < 0 || x > map.width || y > map.height) continue;
      const room = Math.max(2.5 * r, Math.min(1.1 * (box[i][2] - box[i][0]) * map.scale, 3.2 * r));
      const single = textWidth(names[i], font);
      const lines = single <= Math.min(room, 2.1 * r) ? [names[i]] : twoLines(names[i]);
      if ("dnb".includes(map.shown.classes[i])) lines.push(DASH);
      const w = Math.max(...lines.map((each) => textWidth(each, font)));
      const h = lines.length * line;
      if (i !== map.selected && (w > room || h > 2.6 * r)) continue;
      if (x - w / 2 - 1 < 0 || x + w / 2 + 1 > map.width) continue;
      // In the middle, else a little below or above it, where the commune is still wide enough.
      const aside = Math.min(h / 2 + 13, r - h / 2);
      const shifts = w <= 2 * Math.sqrt(Math.max(0, r ** 2 - aside ** 2)) && aside > 0 ? [0, aside, -aside] : [0];
      const rect = shifts
        .map((by) => ({ i, lines, x, y: y + by, x0: x - w / 2 - 1, x1: x + w / 2 + 1, y0: y + by - h / 2, y1: y + by + h / 2 }))
        .find((each) => !taken.some((other) => overlaps(each, other)));
      if (!rect) continue;
      taken.push(rect);
      chosen.push(rect);
    }
  }
  const parts = chosen.map(({ i, lines, x, y }) => {
    const kind = map.shown.classes[i];
    const ground = map.classColour(kind);
    if (!map.inks.has(ground)) map.inks.set(ground, inkOn(ground));
    const start = (1 - lines.length) / 2 + 0.36;
    const spans = lines.map((each, at) => `<tspan x="0" y="${((start + at) * 1.17 - 0.06).toFixed(2)}em">${escape(each)}</tspan>`);
    return (
      `<text class="label" data-label="${map.geometry.codes[i]}" transform="translate(${x.toFixed(1)} ${y.toFixed(1)})" ` +
      `style="fill:${map.inks.get(ground)};stroke:${ground}">${spans.join("")}</text>`
    );
  });
  put(map.labels, parts.join(""));
}

/** Names in the ink that can be read on the new colours. */
export function recolourLabels(map) {
  const size = map.theme === "projector" ? 0 : map.labels.childElementCount;
  if (!size) return;
  for (const label of map.labels.children) {
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
  const note = label ? `<span class="schematic">${escape(label)}</span>` : "";
  put(map.ruler, `<i style="width:${(km * perKm).toFixed(1)}px"></i><span>${text}</span>${note}`);
}
