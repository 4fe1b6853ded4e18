// Circles of counts and needs: one scale for all periods, in the map and in its key.

const part = (name) => import(new URL(name + new URL(import.meta.url).search, import.meta.url));
const { escape, inkOn, put, textWidth } = await part("dom.js");
const { fill, number, unpack } = await part("numbers.js");
const { isBlank, valueAt } = await part("message.js");

/** The largest number of all periods that are here: the scale of the circles. */
export function maximum(map) {
  if (map.frames && map.mostOf?.frames !== map.frames) {
    const columns = map.data.circles === "need" ? map.frames.needs : map.frames.values;
    const all = (columns ?? []).flatMap((column) => unpack(column, map.count));
    const unit = map.data.circles === "need" ? 1 : 10 ** map.data.decimals;
    map.mostOf = { frames: map.frames, most: Math.max(0, ...all.map((each) => (each ?? 0) / unit)) };
  }
  const own = map.data.circles === "need" ? map.columns.need : map.columns.value ?? map.columns.num;
  let most = map.frames ? map.mostOf.most : 0;
  const unit = map.data.circles !== "need" && map.columns.value ? 10 ** map.data.decimals : 1;
  for (const each of own ?? []) if (each != null) most = Math.max(most, each / unit);
  return most;
}

/** Area follows the number. Circles grow more slowly than the map when one comes nearer. */
export function radius(map, n, k = map.view.k) {
  const largest = Math.min(map.height * 0.046, map.width * 0.09) * Math.sqrt(k);
  return largest * Math.sqrt(n / maximum(map));
}

/** Circles at their place and size, the largest below; what they cover is added to `taken`. */
export function placeCircles(map, taken) {
  if (!map.isCircles) return put(map.circles, "");
  const drawn = [];
  for (let i = 0; i < map.count; i++) {
    if (isBlank(map.shown.classes[i])) continue;
    const n = map.data.circles === "need" ? map.shown.columns.need?.[i] : valueAt(map, i);
    if (n) drawn.push([n, i]);
  }
  drawn.sort((a, b) => b[0] - a[0]);
  const ink = inkOn(map.colour(map.data.circles === "need" ? "worse" : "seq-3"));
  const size = map.theme === "projector" ? innerHeight * 0.022 : 13;
  const parts = drawn.map(([n, i]) => {
    const [x, y] = map.toScreen(map.geometry.anchor[i]);
    const r = Math.max(1.5, radius(map, n));
    if (x < -r || y < -r || x > map.width + r || y > map.height + r) return "";
    taken.push({ x0: x - r, y0: y - r, x1: x + r, y1: y + r });
    const text = number(n, map.data.lang);
    const fits = r >= size * 0.9 && textWidth(text, `600 ${size}px "Be Vietnam Pro"`) + 6 <= 2 * r;
    const faded = map.data.inside && map.data.inside[i] === "0" ? ' class="out"' : "";
    const label = fits ? `<text dy=".36em" style="font-size:${size}px;fill:${ink}">${text}</text>` : "";
    return `<g${faded} data-i="${i}" transform="translate(${x.toFixed(1)} ${y.toFixed(1)})"><circle r="${r.toFixed(2)}"/>${label}</g>`;
  });
  put(map.circles, parts.join(""));
}

/** Rows of the legend that say how large a circle is for how many. */
export function circleKey(map) {
  const most = maximum(map);
  if (!most || !map.width) return "";
  const nice = (value) => {
    const ten = 10 ** Math.floor(Math.log10(value));
    return Math.max(1, [5, 2, 1].find((each) => each * ten <= value) * ten);
  };
  const sizes = [...new Set([nice(most), nice(most / 4), nice(most / 16)])].filter((each) => each >= 1);
  return sizes
    .map((size) => {
      const r = Math.max(2, radius(map, size, 1));
      const box = Math.ceil(radius(map, sizes[0], 1)) * 2 + 4;
      const circle = `<svg class="circle" width="${box}" height="${r * 2 + 4}"><circle cx="${box / 2}" cy="${r + 2}" r="${r}"/></svg>`;
      return `<li class="size">${circle}<span>${escape(fill(map.words.counted[size === 1 ? 0 : 1], { n: number(size, map.data.lang) }))}</span></li>`;
    })
    .join("");
}
