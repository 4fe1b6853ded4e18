// Names of communes too small for them: in the free room beside the map, each with a line that leads to its commune.

const part = (name) => import(new URL(name + new URL(import.meta.url).search, import.meta.url));
const { overlaps, textWidth, twoLines } = await part("dom.js");

const STEP = { x: 4, y: 3 }; // px between two places that are tried
// The longest line that an eye follows among others, and how much of it may run over other communes: shares of the map's height.
const REACH = 0.28;
const OVER = 0.115;
const APART = 5; // px beside a name, so that two of them don't read as one

const crosses = ([ax, ay], [bx, by], [cx, cy], [dx, dy]) => {
  const side = (px, py, qx, qy, rx, ry) => Math.sign((qx - px) * (ry - py) - (qy - py) * (rx - px));
  return (
    side(ax, ay, bx, by, cx, cy) !== side(ax, ay, bx, by, dx, dy) && side(cx, cy, dx, dy, ax, ay) !== side(cx, cy, dx, dy, bx, by)
  );
};

/** Whether the line from `a` to `b` touches the box. */
function strikes(a, b, { x0, y0, x1, y1 }) {
  const within = ([x, y]) => x > x0 && x < x1 && y > y0 && y < y1;
  return within(a) || within(b) || crosses(a, b, [x0, y0], [x1, y1]) || crosses(a, b, [x0, y1], [x1, y0]);
}

/** The places for the name of unit `i` in free room, the best first: short lines, over little of other communes. */
function placesFor(map, i, land, { font, line }) {
  const name = map.geometry.names[i];
  const from = map.toScreen(map.geometry.anchor[i]);
  const [longest, most] = [REACH, OVER].map((share) => share * map.geometry.h * map.scale);
  const own = map.geometry.anchor[i][2] * map.scale;
  const found = [];
  for (const lines of name.includes(" ") ? [[name], twoLines(name)] : [[name]]) {
    const w = Math.max(...lines.map((each) => textWidth(each, font))) + 2;
    const h = lines.length * line;
    const reach = { x: longest + w / 2, y: longest + h / 2 };
    for (let y = Math.max(h / 2, from[1] - reach.y); y <= Math.min(map.height - h / 2, from[1] + reach.y); y += STEP.y) {
      for (let x = Math.max(w / 2, from[0] - reach.x); x <= Math.min(map.width - w / 2, from[0] + reach.x); x += STEP.x) {
        const box = { x0: x - w / 2, x1: x + w / 2, y0: y - h / 2, y1: y + h / 2 };
        if (land.covered({ x0: box.x0 - 3, x1: box.x1 + 3, y0: box.y0, y1: box.y1 })) continue;
        const to = from[0] < box.x0 ? [box.x0 - 1, y] : from[0] > box.x1 ? [box.x1 + 1, y] : [x, from[1] < y ? box.y0 : box.y1];
        const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
        if (length > longest) continue;
        found.push({ i, lines, x, y, ...box, from, to, length, steep: Math.abs(to[1] - from[1]) });
      }
    }
  }
  for (const each of found) {
    each.over = Math.max(0, land.length(each.from, each.to) - own);
    each.cost = each.length + 0.4 * each.steep + 1.5 * each.over + 4 * (each.lines.length - 1);
  }
  return found.filter(({ over }) => over <= most).sort((a, b) => a.cost - b.cost);
}

/** Names led out of the map: [{i, lines, x, y, x0, y0, x1, y1, from, to}]. None is over another, over `taken`, or crossed by a line. */
export function ledOut(map, units, { taken, land, ...type }) {
  const choices = units.map((i) => placesFor(map, i, land, type)).filter((each) => each.length);
  // Those without room for a number go first, then those that have the shortest way out.
  const tiny = (places) => map.geometry.anchor[places[0].i][2] * map.scale < type.least;
  choices.sort((a, b) => tiny(b) - tiny(a) || a[0].cost - b[0].cost);
  const led = [];
  for (const places of choices) {
    const fits = places.find((place) => {
      const wide = { ...place, x0: place.x0 - APART, x1: place.x1 + APART };
      return (
        !taken.some((box) => overlaps(wide, box) || strikes(place.from, place.to, box)) &&
        !led.some(
          (other) => overlaps(wide, other) || crosses(place.from, place.to, other.from, other.to) ||
            strikes(place.from, place.to, other) || strikes(other.from, other.to, wide),
        )
      );
    });
    if (fits) led.push(fits);
  }
  return led;
}
