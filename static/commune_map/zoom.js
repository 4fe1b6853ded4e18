// Size, zoom and pan: buttons, wheel, one and two fingers.

const part = (name) => import(new URL(name + new URL(import.meta.url).search, import.meta.url));
const { clamp, escape, put, set } = await part("dom.js");
const { drawLegend } = await part("legend.js");
const { point } = await part("card.js");
const { place } = await part("labels.js");
const { timeline } = await part("slider.js");

const REST_MS = 150; // how long a map stands still before it is at rest
const STEP = 1.6; // how much nearer a press of a button comes

/** Names and buttons in the language of the message. */
export function drawTools(map) {
  const { words, data } = map;
  set(map.fills, "aria-label", data.title);
  set(map.tools, "aria-label", words.tools);
  const button = (action, label, face) =>
    `<button type="button" data-do="${action}" aria-label="${escape(label)}" title="${escape(label)}">${face}</button>`;
  const icon = (d) => `<svg viewBox="0 0 16 16" aria-hidden="true"><path d="${d}"/></svg>`;
  let buttons =
    button("in", words.zoom_in, icon("M8 3v10M3 8h10")) +
    button("out", words.zoom_out, icon("M3 8h10")) +
    button("whole", words.zoom_whole, icon("M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10"));
  if (data.download) {
    buttons += '<span class="gap"></span>' + button("png", words.png, "PNG") + button("svg", words.svg, "SVG");
  }
  put(map.tools, buttons);
}

/** Find the layout for the room there is, and draw to its scale. */
export function resized(map) {
  if (!map.shown || !map.root.clientWidth) return;
  const phone = matchMedia("(max-width: 640px)").matches;
  const wide = map.root.clientWidth >= (map.theme === "projector" ? innerHeight : 600);
  // First the layout, then what room it leaves: beside its legend a map in a narrow place would have none.
  const small = phone && map.theme !== "projector" ? "phone" : "narrow";
  const size = wide ? "wide" : small;
  set(map.root, "data-size", size);
  if (!map.stage.clientWidth || !map.stage.clientHeight) return;
  map.width = map.stage.clientWidth;
  map.height = map.stage.clientHeight;
  const margin = size === "phone" ? 6 : 14;
  const above = 8; // px over and under the map, for the edge of the chosen commune
  // A wide stage has the map at its left and the buttons at its right: they cover no commune.
  const sides = size === "wide" && map.theme !== "projector" && !map.data.bare ? 20 + 44 : 2 * margin;
  map.fit = Math.min((map.width - sides) / map.geometry.w, (map.height - 2 * above) / map.geometry.h);
  map.deepest = !map.isFew ? 60 : 14;
  for (const layer of [map.svg, map.lines, map.marks]) {
    set(layer, "width", String(map.width));
    set(layer, "height", String(map.height));
  }
  map.nearest = map.data.home ? opening(map).k : 1;
  if (map.unopened) open(map);
  map.unopened = false;
  drawLegend(map);
  timeline(map);
  place(map);
}

/** The view of the province that a map of several opens on: as large as the room about its middle lets it be. */
function opening(map) {
  const [x0, y0, x1, y1] = map.data.home;
  const fits = Math.min((2 * map.middle) / (x1 - x0), map.height / (y1 - y0)) / map.fit;
  return { k: clamp(0.94 * fits, 1, map.deepest), x: (x0 + x1) / 2, y: (y0 + y1) / 2 };
}

/** The view to that province, not beyond the edge of the map. */
function open(map) {
  Object.assign(map.view, opening(map));
  keepInside(map);
}

function keepInside({ view, geometry }) {
  const slack = (1 - 1 / view.k) / 2;
  view.x = clamp(view.x, geometry.w * (0.5 - slack), geometry.w * (0.5 + slack));
  view.y = clamp(view.y, geometry.h * (0.5 - slack), geometry.h * (0.5 + slack));
}

/** Zoom in to the chosen commune, which comes to the middle of the stage; without one, to the middle of what is there. */
export function zoomIn(map) {
  const { selected, view } = map;
  if (selected == null) return zoomBy(map, STEP);
  const k = Math.min(view.k * STEP, map.deepest);
  if (k === view.k) return;
  view.k = k;
  const [x, y] = map.toScreen(map.geometry.anchor[selected]);
  view.x += (x - map.width / 2) / map.scale;
  view.y += (y - map.height / 2) / map.scale;
  placeSoon(map);
}

/** Zoom out from the middle of what is there. */
export function zoomOut(map) {
  zoomBy(map, 1 / STEP);
}

/** Zoom in where the pointer is. */
export function onDoubleClick(map, event) {
  zoomBy(map, STEP, atPointer(map, event));
}

/** Zoom by `factor` so that the point `at` of the stage stays where it is. */
function zoomBy(map, factor, at = null) {
  const { view } = map;
  const k = clamp(view.k * factor, 1, map.deepest);
  if (k === view.k) return;
  const [ox, oy] = map.origin;
  const [px, py] = at ?? map.toScreen([view.x, view.y]);
  const [gx, gy] = [(px - ox) / map.scale, (py - oy) / map.scale];
  view.k = k;
  const [qx, qy] = map.toScreen([gx, gy]);
  panBy(map, px - qx, py - qy, factor > 1);
}

/** Move the map by so many pixels, not off the stage. free: where a commune at the edge was brought to the middle, it may stay. */
function panBy(map, dx, dy, free = true) {
  const { view, geometry } = map;
  const slack = (1 - 1 / view.k) / 2;
  const moved = (from, by, length) => {
    const [low, high] = [length * (0.5 - slack), length * (0.5 + slack)];
    return free ? clamp(from - by, Math.min(low, from), Math.max(high, from)) : clamp(from - by, low, high);
  };
  view.x = moved(view.x, dx / map.scale, geometry.w);
  view.y = moved(view.y, dy / map.scale, geometry.h);
  placeSoon(map);
}

/** Back to the whole map; from there to the province that it opened on. */
export function whole(map) {
  if (map.view.k === 1 && map.data.home) {
    open(map);
    return placeSoon(map);
  }
  Object.assign(map.view, { k: 1, x: map.geometry.w / 2, y: map.geometry.h / 2 });
  placeSoon(map);
}

/** Place once before the next frame, however often asked. */
function placeSoon(map) {
  map.moving = true;
  clearTimeout(map.resting);
  map.resting = setTimeout(() => {
    map.moving = false;
    place(map);
  }, REST_MS);
  map.placing ??= requestAnimationFrame(() => {
    map.placing = null;
    place(map);
  });
}

/** Zoom with the wheel, at the pointer. */
export function onWheel(map, event) {
  // At its whole the map lets the page scroll on: a wheel turned down has nothing to do here.
  if (event.deltaY > 0 && map.view.k <= 1) return;
  event.preventDefault();
  zoomBy(map, Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), atPointer(map, event));
}

/** Where on the stage the pointer is. */
function atPointer(map, event) {
  const box = map.picture.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
}

/** A finger or the mouse button comes down. */
export function onDown(map, event) {
  map.fingers ??= new Map();
  if (event.pointerType === "mouse" && event.button) return;
  map.fingers.set(event.pointerId, atPointer(map, event));
  map.dragged = false;
  map.travel = 0;
}

/** Point, drag, or pinch. */
export function onMove(map, event, i) {
  const now = atPointer(map, event);
  map.pointer = now;
  const before = map.fingers?.get(event.pointerId);
  if (!before) {
    if (event.pointerType === "mouse") point(map, i, i != null);
    return;
  }
  const [dx, dy] = [now[0] - before[0], now[1] - before[1]];
  map.travel += Math.hypot(dx, dy);
  if (map.fingers.size === 2) {
    const [other] = [...map.fingers].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
    const was = Math.hypot(before[0] - other[0], before[1] - other[1]);
    const is = Math.hypot(now[0] - other[0], now[1] - other[1]);
    map.dragged = true;
    if (was > 0) zoomBy(map, is / was, [(now[0] + other[0]) / 2, (now[1] + other[1]) / 2]);
  } else if (map.view.k > 1 && (map.dragged || map.travel > 4)) {
    if (!map.dragged) {
      map.dragged = true;
      map.picture.setPointerCapture(event.pointerId);
      map.picture.classList.add("dragging");
      point(map, null);
    }
    panBy(map, dx, dy);
  }
  map.fingers.set(event.pointerId, now);
}

/** A finger or the mouse button goes up. */
export function onUp(map, event) {
  map.fingers?.delete(event.pointerId);
  map.picture.classList.remove("dragging");
}
