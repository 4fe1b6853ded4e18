// Pictures of the map to take along. Fetched when the first one is asked for.

const part = (name) => import(new URL(name + new URL(import.meta.url).search, import.meta.url));
const { escape, set, SVG, wrapped } = await part("dom.js");
const { countText, legendModel, legendRows } = await part("legend.js");
const { circleSizes, circlesMarkup } = await part("circles.js");
const { kmText, namesOf, rulerKm } = await part("labels.js");
const { savePicture } = await part("../picture_file.js");

const KEY_COLUMNS = 3;

let faces = null;

/** Our typeface as data, so that a picture looks the same on a machine that lacks it; the system's where it can't be had. */
function fontFaces() {
  const weights = { 400: "regular", 600: "semibold" };
  faces ??= Promise.all(
    Object.entries(weights).map(async ([weight, name]) => {
      const answer = await fetch(new URL(`../fonts/be-vietnam-pro-${name}.woff2`, import.meta.url));
      if (!answer.ok) return "";
      const bytes = new Uint8Array(await answer.arrayBuffer());
      const text = btoa(bytes.reduce((all, each) => all + String.fromCharCode(each), ""));
      return `@font-face{font-family:"Be Vietnam Pro";font-weight:${weight};src:url(data:font/woff2;base64,${text})}`;
    }),
  )
    .then((rules) => rules.join(""))
    .catch((error) => {
      console.warn(error);
      faces = null;
      return "";
    });
  return faces;
}

/** Save what is on the stage of `map`, with title, legend, source, period and version inside. format: 'svg' or 'png'. */
export async function download(map, format) {
  const { markup, width, height } = await picture(map);
  await savePicture(markup, { name: map.data.download.file, format, width, height });
}

async function picture(map) {
  const { data } = map;
  const { title, lines } = data.download;
  const margin = 32;
  const side = 320;
  // The whole map takes the room it needs; a part of it fills the stage.
  const atLeft = map.root.dataset.size === "wide" && map.view.k === 1;
  const { led, numbered } = namesOf(map);
  const stage = atLeft ? Math.min(map.width, Math.max(2 * map.home, ...led.map(({ x1 }) => x1 + 4))) : map.width;
  const width = Math.ceil(stage + side + 3 * margin);
  const titles = wrapped(title, '600 24px "Be Vietnam Pro"', width - 2 * margin);
  const top = margin + titles.length * 32 + 12;
  const feet = [map.geometry.label?.[data.lang], ...lines].filter(Boolean);
  const footer = feet.flatMap((text) => wrapped(text, '400 13px "Be Vietnam Pro"', width - 2 * margin));
  const write = (text, x, y, size, more = "") =>
    `<text x="${x}" y="${y}" font-size="${size}" ${more}>${escape(text)}</text>`;
  const drawing = map.svg.cloneNode(true);
  for (const layer of [map.lines, map.marks]) drawing.append(...layer.cloneNode(true).childNodes);
  drawing.querySelector(".circles").innerHTML = circlesMarkup(map);
  drawing.querySelectorAll(".hovering, .focused").forEach((each) => each.remove());
  for (const each of drawing.querySelectorAll("[tabindex], [role], [aria-label]")) {
    for (const name of ["tabindex", "role", "aria-label", "aria-selected"]) each.removeAttribute(name);
  }
  set(drawing, "x", String(margin));
  set(drawing, "y", String(top));
  set(drawing, "width", String(stage));
  set(drawing, "overflow", "hidden");
  // Patterns of the map are scaled with it; those of the legend are not.
  const patterns = [...drawing.querySelectorAll("pattern")].map((pattern) => {
    const copy = pattern.cloneNode(true);
    set(copy, "id", `${pattern.id}-key`);
    copy.removeAttribute("patternTransform");
    return new XMLSerializer().serializeToString(copy);
  });
  const rows = legendRows(legendModel(map));
  const left = stage + 2 * margin;
  let y = top + 20;
  const key = [write(data.legend.title, left, y, 14, 'font-weight="600"')];
  const step = (row) => {
    y += 27;
    if (row.rule) {
      key.push(write(row.rule, left, y - 3, 12, 'font-weight="600"'), `<path class="rule" d="M${left} ${y + 3}h${side}"/>`);
      return;
    }
    const ground = { m: "key-m", h: "key-h", e: "plain", ".": "k-none", out: "out" }[row.kind] ?? `k-${row.kind}`;
    const edge = "ednb".includes(row.kind) ? "dash" : "edge";
    if (row.kind === "p") key.push(`<circle class="place" cx="${left + 13}" cy="${y - 5}" r="4"/>`);
    else if (row.kind === "f") key.push(`<path class="former-key" d="M${left} ${y - 5}h26"/>`);
    else key.push(`<rect class="${ground} ${edge}" x="${left}" y="${y - 13}" width="26" height="17"/>`);
    wrapped(row.text, '400 14px "Be Vietnam Pro"', side - 100).forEach((text, at) => {
      if (at) y += 19;
      key.push(write(text, left + 36, y, 14));
    });
    if (countText(row, data)) key.push(write(countText(row, data), left + side, y, 14, 'class="muted" text-anchor="end"'));
  };
  const sizes = circleSizes(map);
  const middle = left + (sizes[0]?.r ?? 0) + 2;
  for (const { r, text } of sizes) {
    y += 2 * r + 6;
    key.push(`<g class="circles"><circle cx="${middle}" cy="${y - r}" r="${r.toFixed(2)}"/></g>`, write(text, 2 * middle - left + 12, y - r + 5, 14));
  }
  rows.rows.forEach(step);
  y += 10;
  rows.others.forEach(step);
  if (numbered.length) {
    y += 40;
    key.push(write(map.words.numbered, left, y, 13, 'font-weight="600"'));
    const rows = Math.ceil(numbered.length / KEY_COLUMNS);
    numbered.forEach(({ n, name }, at) => {
      const x = left + Math.floor(at / rows) * (side / KEY_COLUMNS);
      const line = y + 20 + (at % rows) * 18;
      key.push(write(n, x, line, 12, 'font-weight="600"'), write(name, x + 20, line, 12));
    });
    y += 20 + rows * 18;
  }
  const under = Math.max(top + map.height, y);
  const height = Math.ceil(under + 24 + footer.length * 20 + margin);
  const foot = under + 24;
  const perKm = (1000 / map.geometry.unit_m) * map.scale;
  const km = rulerKm(map, perKm);
  const ruler =
    `<path class="rule" d="M${margin} ${top + map.height + 14}h${(km * perKm).toFixed(1)}"/>` +
    write(kmText(map, km), margin + km * perKm + 10, top + map.height + 18, 13, 'class="muted"');
  const markup =
    `<svg xmlns="${SVG}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="'Be Vietnam Pro', sans-serif" lang="${data.lang}">` +
    `<title>${escape(title)}</title><desc>${escape(feet.join(" · "))}</desc><style>${await fontFaces()}${pictureStyle(map)}</style>` +
    `<defs>${patterns.join("")}</defs><rect class="page" width="${width}" height="${height}"/>` +
    titles.map((text, at) => write(text, margin, margin + 24 + at * 32, 24, 'font-weight="600"')).join("") +
    new XMLSerializer().serializeToString(drawing) +
    key.join("") +
    ruler +
    footer.map((text, at) => write(text, margin, foot + 16 + at * 20, 13, 'class="muted"')).join("") +
    "</svg>";
  return { markup, width, height };
}

/** The rules of commune_map.css that a picture needs, with this theme's colours written out. */
function pictureStyle(map) {
  const c = (name) => map.colour(name);
  const ground = c("card");
  const kinds = [0, 1, 2, 3, 4].map((k) => `.k-${k}{fill:${c(`${map.data.scale}-${k}`)}}`).join("");
  // Widths are written in units of the map, so that lines keep their weight at any size of the picture.
  const line = (name, wide, dash = "none") =>
    `{fill:none;stroke-linejoin:round;stroke:${name};stroke-width:${wide / map.scale};stroke-dasharray:${dash}}`;
  const dash = `${4 / map.scale} ${3 / map.scale}`;
  const fine = map.root.classList.contains("fine");
  const halo = fine || map.isCircles ? 0 : 2.4;
  return (
    `text{fill:${c("text")}}.muted{fill:${c("muted")}}.page{fill:${ground}}${kinds}` +
    `.k-none,.k-d,.k-n,.k-b,.ground{fill:${c("blank")}}.k-m{fill:url(#hatch)}.k-h{fill:url(#dots)}.plain{fill:none}` +
    `.key-m{fill:url(#hatch-key)}.key-h{fill:url(#dots-key)}` +
    `pattern .line{stroke:${c("blank-ink")};stroke-width:1.4}pattern .dot{fill:${c("blank-ink")}}` +
    `.out{fill:${c("outside")}}.rule{fill:none;stroke:${c("text")};stroke-width:2}.edge{stroke:${c("outline")}}` +
    `.former-key{stroke:${c("outline")};stroke-width:1.4;stroke-dasharray:2 2.5}.dash{stroke:${c("blank-ink")};stroke-dasharray:4 3}` +
    `.mesh${line(c("outline"), fine ? 0.25 : 0.7)}.mesh.halo${line(ground, halo)}.province${line(c("outline"), fine ? 0.8 : 1.5)}` +
    `.former${line(c("outline"), 0.8, `${2 / map.scale} ${3 / map.scale}`)}.former.halo${line(ground, 1)}.former.halo{stroke-opacity:.6}` +
    `.dashed${line(c("blank-ink"), 1.4, dash)}.dashed.halo${line(ground, 3)}` +
    `.chosen${line(c("text"), 3)}.chosen.halo${line(ground, 7)}` +
    `.inset{fill:none;stroke:${c("outline")};stroke-width:${1 / map.scale}}.insets text{font-weight:600;paint-order:stroke;stroke:${ground};stroke-width:2.6px}` +
    `.place{fill:${c("accent")};stroke:${ground}}.places circle{fill:${c("accent")};stroke:${ground};stroke-width:${1 / map.scale};r:${3.5 / map.scale}px}` +
    `.circles circle{fill:${c(map.data.circles === "need" ? "worse" : "seq-3")};stroke:${ground};stroke-width:2}` +
    `.circles text,.label,.badges text{text-anchor:middle;font-weight:600}.label{font-size:12px;paint-order:stroke;stroke-width:2.6px;stroke-linejoin:round}` +
    `.label.number{font-size:11px}.label.led{font-weight:400;fill:${c("text")};stroke:${ground}}` +
    `.leader{fill:none;stroke:${c("text")};stroke-width:1}.leader.halo{stroke:${ground};stroke-width:2.6}circle.leader{fill:${c("text")};stroke:${ground}}` +
    `.badges circle{fill:${ground};stroke:${c("text")};stroke-width:2}`
  );
}
