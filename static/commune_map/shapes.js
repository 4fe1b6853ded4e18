// The shapes of the communes: made once per geometry, recoloured with every message.

const part = (name) => import(new URL(name + new URL(import.meta.url).search, import.meta.url));
const { html, put, set, svg } = await part("dom.js");
const { isBlank, isOutside, spokenText } = await part("message.js");
const { drawLegend } = await part("legend.js");
const { drawCard, point } = await part("card.js");
const { drawFormer } = await part("former.js");

const PART = 45; // communes whose borders are one path

/** The layers of the picture, made once per geometry. */
export function makeLayers(map) {
  const { geometry } = map;
  // Three pictures one on another, so that a change of colours leaves the borders as they are: without a graphics card,
  // drawing them again took 200 ms of every frame.
  map.picture = html("div", { class: "map" }, map.stage);
  map.svg = svg("svg", {}, map.picture);
  map.lines = svg("svg", { class: "lines", "aria-hidden": "true" }, map.picture);
  map.sheet = html("canvas", { class: "sheet", "aria-hidden": "true" }, map.picture);
  map.sheet.hidden = true;
  map.marks = svg("svg", { class: "marks" }, map.picture);
  const defs = svg("defs", {}, map.svg);
  map.patterns = ["hatch", "dots"].map((name) => {
    const size = name === "hatch" ? 7 : 6;
    const pattern = svg("pattern", { id: name, width: size, height: size, patternUnits: "userSpaceOnUse" }, defs);
    svg("rect", { width: size, height: size, class: "ground" }, pattern);
    if (name === "hatch") svg("path", { d: "M-1 8L8 -1M-1 1L1 -1M6 8L8 6", class: "line" }, pattern);
    else svg("circle", { cx: 3, cy: 3, r: 1.1, class: "dot" }, pattern);
    return pattern;
  });
  map.world = svg("g", { class: "world" }, map.svg);
  map.fills = svg("g", { class: "fills", role: "listbox" }, map.world);
  map.places = svg("g", { class: "places", "aria-hidden": "true" }, map.world);
  map.shapes = new Array(map.count);
  map.voiced = new Set(); // units with a spoken text, where not all have one
  map.classes = new Array(map.count).fill("");
  // Islands are specks: their whole box answers to the pointer.
  for (const { unit, box: [x0, y0, x1, y1] } of geometry.insets ?? []) {
    svg("rect", { class: "inset", x: x0, y: y0, width: x1 - x0, height: y1 - y0, "data-i": unit }, map.fills);
  }
  for (let i = 0; i < map.count; i++) {
    const attributes = { d: geometry.paths[i], "data-code": geometry.codes[i], "data-i": i, role: "option" };
    map.shapes[i] = svg("path", attributes, map.fills);
  }
  const overlay = (map.overlay = svg("g", { class: "overlay" }, map.lines));
  // Borders are drawn over all fills. Codes lie near one another, so a part of the list is a part of the country,
  // and the browser skips the parts that are off the stage.
  for (const name of ["mesh halo", "mesh"]) {
    for (let from = 0; from < map.count; from += PART) {
      svg("path", { class: name, d: geometry.paths.slice(from, from + PART).join("") }, overlay);
    }
  }
  map.former = [svg("path", { class: "former halo" }, overlay), svg("path", { class: "former" }, overlay)];
  map.dashed = [svg("path", { class: "dashed halo" }, overlay), svg("path", { class: "dashed" }, overlay)];
  svg("path", { class: "province", d: geometry.outline }, overlay);
  map.hovering = [svg("path", { class: "hovering halo" }, overlay), svg("path", { class: "hovering" }, overlay)];
  map.chosen = [svg("path", { class: "chosen halo" }, overlay), svg("path", { class: "chosen" }, overlay)];
  map.focused = [svg("path", { class: "focused halo" }, overlay), svg("path", { class: "focused" }, overlay)];
  map.circles = svg("g", { class: "circles" }, map.marks);
  map.labels = svg("g", { class: "labels", "aria-hidden": "true" }, map.marks);
  map.insets = svg("g", { class: "insets", "aria-hidden": "true" }, map.marks);
  map.badges = svg("g", { class: "badges", "aria-hidden": "true" }, map.marks);
}

/** The points of the message, each in its commune, so that pointing at one is pointing at both. */
export function drawPlaces(map) {
  const { places } = map.data;
  const dots = (places?.at ?? []).map(([x, y], p) =>
    isOutside(map.data, places.units[p]) ? "" : `<circle cx="${x}" cy="${y}" data-i="${places.units[p]}" data-place="${p}"/>`,
  );
  put(map.places, dots.join(""));
}

/** Show `frame`: only what differs is touched. */
export function paint(map, frame) {
  map.shown = frame;
  const { data, count } = map;
  const dashed = [];
  for (let i = 0; i < count; i++) {
    const kind = frame.classes[i];
    const circle = map.isCircles && !isBlank(kind);
    const out = isOutside(data, i);
    // Outside there is no colour of the data, not even a faded one: that reads as a class.
    const name = out ? "out" : circle || kind === "." ? "k-none" : `k-${kind}`;
    if (map.classes[i] !== name) {
      map.classes[i] = name;
      map.shapes[i].setAttribute("class", name);
    }
    if (!out && ((frame.own && map.estimated.has(i)) || "dnb".includes(kind))) dashed.push(map.geometry.paths[i]);
    if (map.isFew) set(map.shapes[i], "aria-label", spokenText(map, i));
  }
  // Where only visited communes have a spoken text, it is made anew for the one in focus and forgotten for the others.
  for (const i of map.voiced) {
    if (i === map.focus) set(map.shapes[i], "aria-label", spokenText(map, i));
    else {
      map.shapes[i].removeAttribute("aria-label");
      map.voiced.delete(i);
    }
  }
  for (const path of map.dashed) set(path, "d", dashed.join(""));
  drawFormer(map);
  drawLegend(map);
  drawCard(map);
  map.tableLater();
  if (map.hover != null) point(map, map.hover, true);
}
