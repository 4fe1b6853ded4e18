// Circles of counts and needs: one scale for all periods, in the map, in its key, and in pictures of it.

const part = (name) => import(new URL(name + new URL(import.meta.url).search, import.meta.url));
const { escape, inkOn, put, set, textWidth } = await part("dom.js");
const { fill, number, unpack } = await part("numbers.js");
const { isBlank, isOutside, valueAt } = await part("message.js");

const FACE = '"Be Vietnam Pro"';
const SMALLEST = 1.5; // px: the radius below which a circle could not be seen
const EDGE = 2; // px
const LARGEST_STAMP = 11; // px: beyond, circles are few and may hold their number
const AREA = 4; // of the largest circles inside the communes: with more, the circles of a country are one heap
const STEPS = 4; // stamps a pixel of radius

/** The largest number of all periods that are here: the scale of the circles. */
function maximum(map) {
  const need = map.data.circles === "need";
  if (map.frames && map.mostOf?.frames !== map.frames) {
    const columns = need ? map.frames.needs : map.frames.values;
    const unit = need ? 1 : 10 ** map.data.decimals;
    let most = 0;
    for (const column of columns ?? []) for (const each of unpack(column, map.count) ?? []) most = Math.max(most, (each ?? 0) / unit);
    map.mostOf = { frames: map.frames, most };
  }
  const own = need ? map.columns.need : map.columns.value ?? map.columns.num;
  const unit = !need && map.columns.value ? 10 ** map.data.decimals : 1;
  let most = map.frames ? map.mostOf.most : 0;
  for (const each of own ?? []) if (each != null) most = Math.max(most, each / unit);
  return most;
}

/** The radius of a number in pixels: area follows the number. Circles grow more slowly than the map when one comes nearer than it opened. */
function radii(map, k = map.view.k) {
  const most = maximum(map);
  const largest = Math.min(map.height * 0.046, map.width * 0.09, roomFor(map, most)) * Math.sqrt(Math.max(1, k / map.nearest));
  return (n) => largest * Math.sqrt(n / most);
}

/** The largest radius at which all circles of the message together cover no more than AREA times the room inside the communes. */
function roomFor(map, most) {
  const own = map.data.circles === "need" ? map.columns.need : map.columns.value ?? map.columns.num;
  const unit = map.data.circles !== "need" && map.columns.value ? 10 ** map.data.decimals : 1;
  let inside = 0;
  let sum = 0;
  for (let i = 0; i < map.count; i++) {
    inside += map.geometry.anchor[i][2] ** 2;
    sum += (own?.[i] ?? 0) / unit;
  }
  return sum ? map.fit * Math.sqrt((AREA * inside * most) / sum) : Infinity;
}

const textSize = (map) => (map.theme === "projector" ? innerHeight * 0.022 : 13);
const fillName = (map) => (map.data.circles === "need" ? "worse" : "seq-3");

/** What is on the stage now, the largest first: [{i, n, x, y, r, text}]; text where it fits inside, else ''. */
function circlesOf(map) {
  const radius = radii(map);
  const size = textSize(map);
  const font = `600 ${size}px ${FACE}`;
  const [ox, oy] = map.origin;
  const { scale } = map;
  const found = [];
  for (let i = 0; i < map.count; i++) {
    if (isBlank(map.shown.classes[i]) || isOutside(map.data, i)) continue;
    const n = map.data.circles === "need" ? map.shown.columns.need?.[i] : valueAt(map, i);
    if (!n) continue;
    const [ax, ay] = map.geometry.anchor[i];
    const [x, y] = [ox + ax * scale, oy + ay * scale];
    const r = Math.max(SMALLEST, radius(n));
    if (x < -r || y < -r || x > map.width + r || y > map.height + r) continue;
    let text = "";
    if (r >= size * 0.9) {
      text = number(n, map.data.lang);
      if (textWidth(text, font) + 6 > 2 * r) text = "";
    }
    found.push({ i, n, x, y, r, text });
  }
  return found.sort((a, b) => b.n - a.n);
}

/** Circles at their place and size, the largest below; the boxes they cover are added to `taken`. Gives {i: circle}. */
export function placeCircles(map, taken) {
  const circles = map.isCircles ? circlesOf(map) : [];
  for (const { x, y, r } of circles) taken.push({ x0: x - r, y0: y - r, x1: x + r, y1: y + r });
  // Thousands of elements took 0.2 s a step; as dots on one sheet they are there in a frame.
  put(map.circles, map.isFew ? circlesMarkup(map, circles) : "");
  drawOnSheet(map, map.isFew ? [] : circles);
  return new Map(circles.map((circle) => [circle.i, circle]));
}

/** The circles as SVG: in the map of a province, and in every picture. */
export function circlesMarkup(map, circles = map.isCircles ? circlesOf(map) : []) {
  const ink = inkOn(map.colour(fillName(map)));
  const size = textSize(map);
  return circles
    .map(({ i, x, y, r, text }) => {
      const label = text && `<text dy=".36em" style="font-size:${size}px;fill:${ink}">${text}</text>`;
      return (
        `<g data-i="${i}" transform="translate(${x.toFixed(1)} ${y.toFixed(1)})">` +
        `<circle r="${r.toFixed(2)}"/>${label}</g>`
      );
    })
    .join("");
}

function disc(pen, x, y, r, colour, ground) {
  pen.beginPath();
  pen.arc(x, y, r, 0, 2 * Math.PI);
  pen.fillStyle = colour;
  pen.fill();
  // A dot of a few pixels would be all edge.
  pen.lineWidth = Math.min(EDGE, r / 2);
  pen.strokeStyle = ground;
  pen.stroke();
}

const stamps = new Map();

/** A small circle drawn once and then stamped: a fifth of the time of drawing each anew. `dots`: device pixels a pixel. */
function stampOf(r, colour, ground, dots) {
  const key = `${r} ${colour} ${ground} ${dots}`;
  if (!stamps.has(key)) {
    const stamp = document.createElement("canvas");
    stamp.width = stamp.height = 2 * Math.ceil((r + EDGE) * dots);
    const pen = stamp.getContext("2d");
    pen.scale(dots, dots);
    disc(pen, stamp.width / 2 / dots, stamp.width / 2 / dots, r, colour, ground);
    stamps.set(key, stamp);
  }
  return stamps.get(key);
}

/** The same on the canvas over the borders. The pointer goes through it to the communes. */
function drawOnSheet(map, circles) {
  const { sheet } = map;
  sheet.hidden = !circles.length;
  if (sheet.hidden) return;
  const dots = window.devicePixelRatio || 1;
  set(sheet, "width", String(Math.round(map.width * dots)));
  set(sheet, "height", String(Math.round(map.height * dots)));
  sheet.style.width = `${map.width}px`;
  sheet.style.height = `${map.height}px`;
  const pen = sheet.getContext("2d");
  const [colour, ground] = [map.colour(fillName(map)), map.colour("card")];
  const ink = inkOn(colour);
  pen.setTransform(dots, 0, 0, dots, 0, 0);
  pen.clearRect(0, 0, map.width, map.height);
  pen.font = `600 ${textSize(map)}px ${FACE}`;
  pen.textAlign = "center";
  for (const { x, y, r, text } of circles) {
    if (r <= LARGEST_STAMP) {
      const stamp = stampOf(Math.round(r * STEPS) / STEPS, colour, ground, dots);
      const half = stamp.width / 2;
      pen.drawImage(stamp, Math.round(x * dots - half) / dots, Math.round(y * dots - half) / dots, stamp.width / dots, stamp.width / dots);
      continue;
    }
    disc(pen, x, y, r, colour, ground);
    if (!text) continue;
    pen.fillStyle = ink;
    pen.fillText(text, x, y + 0.36 * textSize(map));
  }
}

/** Which circles the legend explains: up to three round numbers with their radius on the whole map, the largest first. */
export function circleSizes(map) {
  const most = map.isCircles ? maximum(map) : 0;
  if (!most || !map.width) return [];
  const nice = (value) => {
    const ten = 10 ** Math.floor(Math.log10(value));
    return Math.max(1, [5, 2, 1].find((each) => each * ten <= value) * ten);
  };
  const radius = radii(map, 1);
  const counted = (n) => fill(map.words.counted[n === 1 ? 0 : 1], { n: number(n, map.data.lang) });
  return [...new Set([nice(most), nice(most / 4), nice(most / 16)])].map((n) => ({ r: Math.max(2, radius(n)), text: counted(n) }));
}

/** Rows of the legend that say how large a circle is for how many. */
export function circleKey(map) {
  const sizes = circleSizes(map);
  const box = Math.ceil(sizes[0]?.r ?? 0) * 2 + 4;
  return sizes
    .map(({ r, text }) => {
      const circle = `<svg class="circle" width="${box}" height="${r * 2 + 4}"><circle cx="${box / 2}" cy="${r + 2}" r="${r}"/></svg>`;
      return `<li class="size">${circle}<span>${escape(text)}</span></li>`;
    })
    .join("");
}
