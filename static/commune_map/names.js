// Where the names of communes go: inside where they fit. Of the whole map the others are led out of it, into free room, or have a number.

const part = (name) => import(new URL(name + new URL(import.meta.url).search, import.meta.url));
const { overlaps, textWidth, twoLines } = await part("dom.js");
const { DASH } = await part("numbers.js");
const { isOutside } = await part("message.js");

const SIZE = 12; // px
const FONT = `600 ${SIZE}px "Be Vietnam Pro"`;
const LINE = SIZE * 1.2;
const NUMBER = 11; // px: the height of a number
const LEAST = 7; // px: the radius of a commune that holds a number
const STEP = { x: 6, y: 4 }; // px between two places that are tried
// The longest line that an eye follows among others, and how much of it may run over other communes: shares of the height of the whole map.
const REACH = 0.28;
const OVER = 0.115;
const APART = 5; // px beside a name, so that two of them don't read as one
const SQUARE = 2; // px: fine enough for letters, a quarter of the work of single pixels
const STRIDE = 5; // px between two points of a line that are looked at

/** What is named at this scale, none over another or over the boxes of `taken`: {inside, led: with places, numbered: [{i, n}]}. */
export function namesNow(map, taken) {
  const whole = planOf(map);
  if (whole && map.view.k === 1) return whole;
  if (whole) return near(map, whole);
  const hidden = map.data.theme === "projector" || (map.isCircles && map.view.k < 1.8 * map.nearest);
  const chosen = [map.selected].filter((i) => i != null);
  return { inside: namesInside(map, hidden ? [] : ranked(map), taken, chosen), led: [], numbered: [] };
}

/** The names of a part of the map. Lines are drawn once it has come to rest: with it they would jump. */
function near(map, whole) {
  const numbers = new Map(whole.numbered.map(({ i, n }) => [i, n]));
  const units = ranked(map).filter((i) => !isOutside(map.data, i) && onStage(map, i));
  const tools = toolsBox(map);
  const inside = namesInside(map, units, [tools]);
  const named = new Set(inside.map(({ i }) => i));
  const rest = units.filter((i) => !named.has(i));
  const numbered = rest.filter((i) => numbers.has(i)).map((i) => ({ i, n: numbers.get(i) }));
  if (map.moving) return { inside, led: [], numbered };
  const taken = [...inside, tools, ...numbered.map(({ i }) => middleOf(map, i))];
  return { inside, led: ledOut(choicesOf(map, rest.filter((i) => !numbers.has(i))), taken), numbered };
}

function onStage(map, i) {
  const [x, y] = map.toScreen(map.geometry.anchor[i]);
  return x > 0 && y > 0 && x < map.width && y < map.height;
}

/** Whether every commune is to be named: where the map has a side for a key, and numbers on it mean nothing else. */
function isFull(map) {
  const { data } = map;
  return map.isFew && !map.isCircles && !data.bare && !data.legend_off && !map.marked.size && map.root.dataset.size !== "phone" && data.theme !== "projector";
}

/** Communes in the order in which they get a name: the large ones first. */
function ranked(map) {
  map.order ??= new Map();
  const { anchor, insets } = map.geometry;
  if (!map.order.has(map.geometry)) {
    // Boxes out at sea have their names at all times.
    const inBox = new Set(insets?.map(({ unit }) => unit));
    const units = [...anchor.keys()].filter((i) => !inBox.has(i));
    map.order.set(map.geometry, units.sort((a, b) => anchor[b][2] - anchor[a][2]));
  }
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
    if (!onStage(map, i)) continue;
    const [x, y] = map.toScreen(anchor[i]);
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

/** How the whole map is named: {inside, led, numbered}, kept until room, shapes, scope or what is blank change; null where not all are. */
export function planOf(map) {
  if (!isFull(map)) return null;
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
  const choices = choicesOf(map, rest);
  const numbered = new Set();
  let led = [];
  // No line runs over a number, so whoever gets one stands in the way of others, until all find their place.
  for (let before = -1; before < numbered.size; ) {
    before = numbered.size;
    const taken = [...inside, tools, ...[...numbered].map((i) => middles.get(i))];
    led = ledOut(choices.filter(([{ i }]) => !numbered.has(i)), taken);
    const away = new Set(led.map(({ i }) => i));
    for (const i of rest) if (!away.has(i)) numbered.add(i);
  }
  // From the north, as one looks for them.
  const order = [...numbered].sort((a, b) => anchor[a][1] - anchor[b][1]);
  return { inside, led, numbered: order.map((i, at) => ({ i, n: at + 1 })) };
}

/** The places beside the map for each of these that has any. Those without room for a number choose first, then those with the shortest way out. */
function choicesOf(map, units) {
  const land = landOf(map);
  const tiny = (places) => map.geometry.anchor[places[0].i][2] * map.scale < LEAST;
  const choices = units.map((i) => placesFor(map, i, land, { font: FONT, line: LINE })).filter((each) => each.length);
  return choices.sort((a, b) => tiny(b) - tiny(a) || a[0].cost - b[0].cost);
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

const side = (px, py, qx, qy, rx, ry) => Math.sign((qx - px) * (ry - py) - (qy - py) * (rx - px));
const cross = (ax, ay, bx, by, cx, cy, dx, dy) =>
  side(ax, ay, bx, by, cx, cy) !== side(ax, ay, bx, by, dx, dy) && side(cx, cy, dx, dy, ax, ay) !== side(cx, cy, dx, dy, bx, by);

/** Whether the line of one place crosses that of the other. */
const crosses = ({ from: [ax, ay], to: [bx, by] }, { from: [cx, cy], to: [dx, dy] }) => cross(ax, ay, bx, by, cx, cy, dx, dy);

/** Whether the line of a place touches the box. */
function strikes({ from: [ax, ay], to: [bx, by] }, { x0, y0, x1, y1 }) {
  if (Math.max(ax, bx) < x0 || Math.min(ax, bx) > x1 || Math.max(ay, by) < y0 || Math.min(ay, by) > y1) return false;
  const within = (x, y) => x > x0 && x < x1 && y > y0 && y < y1;
  return within(ax, ay) || within(bx, by) || cross(ax, ay, bx, by, x0, y0, x1, y1) || cross(ax, ay, bx, by, x0, y1, x1, y0);
}

/** The places for the name of unit `i` in free room, the best first: short lines, over little of other communes. land: of `landOf`; font, line: of the letters. */
function placesFor(map, i, land, { font, line }) {
  const name = map.geometry.names[i];
  const from = map.toScreen(map.geometry.anchor[i]);
  const [fx, fy] = from;
  const [longest, most] = [REACH, OVER].map((share) => share * map.geometry.h * map.fit);
  const own = map.geometry.anchor[i][2] * map.scale;
  const found = [];
  for (const lines of name.includes(" ") ? [[name], twoLines(name)] : [[name]]) {
    const w = Math.max(...lines.map((each) => textWidth(each, font))) / 2 + 1;
    const h = (lines.length * line) / 2;
    const [right, bottom] = [Math.min(map.width - w, fx + longest + w), Math.min(map.height - h, fy + longest + h)];
    for (let y = Math.max(h, fy - longest - h); y <= bottom; y += STEP.y) {
      for (let x = Math.max(w, fx - longest - w); x <= right; x += STEP.x) {
        // The line ends at the side that looks to the commune.
        const beside = fx < x - w ? -1 : fx > x + w ? 1 : 0;
        const tx = x + beside * (w + 1);
        const ty = beside ? y : y + (fy < y ? -h : h);
        const length = Math.hypot(tx - fx, ty - fy);
        if (length > longest || land.covered(x - w - 3, y - h, x + w + 3, y + h)) continue;
        const over = Math.max(0, land.length(fx, fy, tx, ty) - own);
        if (over > most) continue;
        const cost = length + 0.4 * Math.abs(ty - fy) + 1.5 * over + 4 * (lines.length - 1);
        found.push({ i, lines, x, y, x0: x - w, x1: x + w, y0: y - h, y1: y + h, from, to: [tx, ty], cost });
      }
    }
  }
  return found.sort((a, b) => a.cost - b.cost);
}

/** Names led out of the map: of `choices` (lists of `placesFor`) one place each, as far as there is one. None is over another, over `taken`, or crossed by a line. */
function ledOut(choices, taken) {
  const led = [];
  for (const places of choices) {
    const fits = places.find((place) => {
      const wide = { x0: place.x0 - APART, x1: place.x1 + APART, y0: place.y0, y1: place.y1 };
      return (
        !taken.some((box) => overlaps(wide, box) || strikes(place, box)) &&
        !led.some(
          (other) => overlaps(wide, other) || crosses(place, other) || strikes(place, other) || strikes(other, wide),
        )
      );
    });
    if (fits) led.push(fits);
  }
  return led;
}

/** Where on the stage communes are drawn, as a sheet of squares that can be asked fast: {covered(x0, y0, x1, y1), length(ax, ay, bx, by)}: whether a box touches a commune; how many pixels of a line run over communes. */
function landOf(map) {
  const columns = Math.ceil(map.width / SQUARE) + 1;
  const rows = Math.ceil(map.height / SQUARE) + 1;
  const pen = new OffscreenCanvas(columns, rows).getContext("2d", { willReadFrequently: true });
  const [ox, oy] = map.origin;
  const scale = map.scale / SQUARE;
  pen.setTransform(scale, 0, 0, scale, ox / SQUARE, oy / SQUARE);
  pen.fill(new Path2D(map.geometry.paths.join("")), "evenodd");
  const { data } = pen.getImageData(0, 0, columns, rows);
  const is = (x, y) => data[4 * (y * columns + x) + 3] > 0;
  // How many squares of land lie above and left of each: any box is then four look-ups.
  const sums = new Uint32Array((columns + 1) * (rows + 1));
  for (let y = 0; y < rows; y++) {
    let row = 0;
    for (let x = 0; x < columns; x++) {
      row += is(x, y) ? 1 : 0;
      sums[(y + 1) * (columns + 1) + x + 1] = sums[y * (columns + 1) + x + 1] + row;
    }
  }
  const before = (x, y) => sums[y * (columns + 1) + x];
  return {
    covered(x0, y0, x1, y1) {
      const left = Math.max(0, Math.floor(x0 / SQUARE));
      const top = Math.max(0, Math.floor(y0 / SQUARE));
      const right = Math.min(columns, Math.ceil(x1 / SQUARE));
      const bottom = Math.min(rows, Math.ceil(y1 / SQUARE));
      return before(right, bottom) - before(left, bottom) - before(right, top) + before(left, top) > 0;
    },
    length(ax, ay, bx, by) {
      const whole = Math.hypot(bx - ax, by - ay);
      const steps = Math.ceil(whole / STRIDE);
      let on = 0;
      for (let step = 0; step < steps; step++) {
        const share = (step + 0.5) / steps;
        const x = Math.floor((ax + (bx - ax) * share) / SQUARE);
        const y = Math.floor((ay + (by - ay) * share) / SQUARE);
        if (x >= 0 && y >= 0 && x < columns && y < rows && is(x, y)) on += 1;
      }
      return steps ? (on / steps) * whole : 0;
    },
  };
}
