// The communes that those of today were made of, as a sketch: thin lines within today's, and which part the pointer is in.

const part = (name) => import(new URL(name + new URL(import.meta.url).search, import.meta.url));
const { set } = await part("dom.js");
const { isOutside } = await part("message.js");

/** The lines, where the period shown is the message's own: the slider may stand on one after the merger. */
export function drawFormer(map) {
  const { former } = map.data;
  const lines = former && map.shown.own ? former.borders.filter((_, at) => !isOutside(map.data, former.units[at])) : [];
  for (const path of map.former) set(path, "d", lines.join(""));
}

/** What is said of the former communes of unit `i`: of the one at `place` on the stage, of all without a place; "" for nothing. */
export function formerText(map, i, place) {
  const { former } = map.data;
  const at = former && map.shown.own && !isOutside(map.data, i) ? former.units.indexOf(i) : -1;
  if (at < 0) return "";
  const names = former.names[at];
  if (!place) return former.all.replace("{names}", names.join(", "));
  const [ox, oy] = map.origin;
  const [x, y] = [(place[0] - ox) / map.scale, (place[1] - oy) / map.scale];
  const away = former.sites[at].map(([sx, sy, power]) => (x - sx) ** 2 + (y - sy) ** 2 - power);
  return former.word.replace("{name}", names[away.indexOf(Math.min(...away))]);
}
