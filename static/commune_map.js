// The commune map: classes, circles, selection, zoom, labels, time slider, card, table, pictures.
// A plain ES module that draws SVG. It is fetched once by URL; a change of filter brings class digits and packed
// numbers in the order of the geometry file, and this module knows names and shapes and makes every label.
// The message is documented where it is made: ui/components/commune_map/payload.py.

const HERE = new URL(".", import.meta.url);
const VERSION = new URL(import.meta.url).search;
const FEW = 500; // up to here every shape has its own spoken label and the table is made unasked
const PART = 45; // communes whose borders are one path
const PLAY_MS = 900;
const ECHO_MS = 4000; // how long a click outlives an answer that was on its way before it

// ---------------------------------------------------------------- what is fetched once

const geometries = new Map();

/** The geometry file at `url`: fetched once for all maps of the visit. A failure is forgotten, so that one can try again. */
function geometryAt(url) {
  const address = new URL(url, document.baseURI).href;
  if (!geometries.has(address)) {
    const entry = { value: null };
    entry.promise = fetch(address).then(async (answer) => {
      if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
      entry.value = await answer.json();
      return entry.value;
    });
    entry.promise.catch(() => geometries.delete(address));
    geometries.set(address, entry);
  }
  return geometries.get(address);
}

let sheets = null;

/** Our two style sheets, shared by all maps. */
function styleSheets() {
  sheets ??= Promise.all(
    ["tokens.css", "commune_map.css"].map(async (name) => {
      const answer = await fetch(new URL(name + VERSION, HERE));
      if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(await answer.text());
      return sheet;
    }),
  );
  sheets.catch(() => (sheets = null));
  return sheets;
}

// Both are under way at once. A version in the address keeps old and new files apart in the browser's cache.
styleSheets();
const {
  clamp, DASH, escape, fill, FIRST, html, inkOn, isBlank, legendMarkup, mark, NBSP, number, overlaps, percent,
  put, set, SVG, svg, textWidth, twoLines, unpack, VERSUS_MARKS,
} = await import(new URL("commune_map_parts.js" + VERSION, HERE));

// ---------------------------------------------------------------- the map

const instances = new WeakMap();
const keptViews = new Map(); // zoom and centre by component, kept when the element is made anew
const keptFrames = new Map(); // tables of the time slider by their id: sent once

class CommuneMap {
  constructor(host) {
    this.host = host;
    this.root = html("div", { class: "atlas-map" }, host);
    this.root.addEventListener("keydown", (event) => this.onKey(event));
    this.sheeted = styleSheets().then((found) => {
      const scope = host.getRootNode();
      scope.adoptedStyleSheets = [...new Set([...scope.adoptedStyleSheets, ...found])];
      this.ready = true;
    });
    this.observer = new ResizeObserver(() => this.resized());
    this.onDownload = (event) => this.download(event.detail?.format ?? "png");
    window.addEventListener("atlas:download-map", this.onDownload);
  }

  end() {
    // Streamlit also ends calls that were overtaken by a newer one; the map itself ends only with its element.
    if (this.root.isConnected) return;
    this.observer.disconnect();
    this.stopPlaying();
    window.removeEventListener("atlas:download-map", this.onDownload);
    instances.delete(this.host);
  }

  /** A new message: at once when everything is there, else when the files have come and no newer message has. */
  receive(ctx) {
    this.ctx = ctx;
    const { data } = ctx;
    const entry = geometryAt(data.geometry);
    if (this.ready && entry.value) return this.apply(data, entry.value);
    Promise.all([this.sheeted, entry.promise])
      .then(([, geometry]) => this.ctx.data === data && this.apply(data, geometry))
      .catch((error) => {
        console.error(error);
        this.failed(data);
      });
  }

  failed(data) {
    put(this.root, `<p class="failed" role="alert"></p>`);
    this.geometry = null;
    const line = this.root.firstChild;
    line.textContent = `${data.words.failed} `;
    const again = html("button", { type: "button" }, line);
    again.textContent = data.words.again;
    again.addEventListener("click", () => this.receive(this.ctx));
  }

  apply(data, geometry) {
    const first = this.geometry !== geometry;
    this.data = data;
    this.words = data.words;
    this.theme = data.theme;
    if (first) this.build(geometry);
    this.read(data);
    set(this.root, "data-theme", data.theme);
    set(this.root, "data-scale", data.scale);
    set(this.root, "data-circles", data.circles ?? "");
    this.root.lang = data.lang;
    this.root.classList.toggle("bare", Boolean(data.bare));
    this.root.classList.toggle("alone", Boolean(data.legend_off));
    this.inks = new Map();
    this.settleSelection(data.selected);
    this.speak();
    this.timeline();
    this.paint(this.frame());
    if (first) this.resized();
    else this.place();
    if (this.waiting && this.frames) {
      const then = this.waiting;
      this.waiting = null;
      then();
    }
  }

  // ------------------------------------------------------------ reading the message

  read(data) {
    const count = this.count;
    const columns = { num: null, den: null, value: null, below: null, above: null, need: null };
    for (const name of Object.keys(columns)) columns[name] = unpack(data[name], count);
    if (data.lack) {
      const lack = unpack(data.lack, count);
      columns.num = columns.den.map((den, i) => (den == null ? null : den - lack[i]));
    }
    this.columns = columns;
    this.estimated = new Set(data.estimated ?? []);
    this.marked = new Map((data.marked ?? []).map((code, at) => [this.index.get(code), at + 1]));
    const { slider } = data;
    const settled = slider && slider.periods[slider.current].code === this.settling;
    if (!slider || settled || this.token !== slider.token) this.trying = this.settling = null;
    this.token = slider?.token;
    const frames = data.slider?.frames;
    if (frames?.classes) keptFrames.set(frames.id, frames);
    this.frames = frames ? keptFrames.get(frames.id) : null;
    if (frames && !this.frames) this.send("slider", { token: data.slider.token });
    this.decoded = new Map();
  }

  /** What is drawn now: the message's own period, or the one the slider stands on. */
  frame() {
    const { data } = this;
    const own = { classes: data.classes, columns: this.columns, own: true };
    if (this.trying == null || this.trying === data.slider.current || !this.frames) return own;
    const at = this.trying;
    if (!this.decoded.has(at)) {
      const columns = {
        value: unpack(this.frames.values[at], this.count),
        need: unpack(this.frames.needs?.[at], this.count),
      };
      this.decoded.set(at, { classes: this.frames.classes[at], columns, own: false });
    }
    return this.decoded.get(at);
  }

  /** The value of unit `i` in the indicator's unit; null where there is none. */
  value(i) {
    const { num, den, value } = this.shown.columns;
    if (isBlank(this.shown.classes[i])) return null;
    if (value) return value[i] == null ? null : value[i] / 10 ** this.data.decimals;
    if (!num || num[i] == null) return null;
    return den ? (this.data.multiplier * num[i]) / den[i] : num[i];
  }

  valueText(value) {
    const { lang, decimals, unit } = this.data;
    if (value == null) return DASH;
    const text = unit === "percent" ? percent(value, lang, decimals) : number(value, lang, decimals);
    return fill(this.words.value[value === 1 ? 0 : 1], { v: text });
  }

  /** Everything there is to say about unit `i`. */
  about(i) {
    const { geometry, words, data } = this;
    const kind = this.shown.classes[i];
    const said = { name: geometry.full[i], kind, value: "", fraction: "", interval: "", state: 0, versus: null, need: null };
    said.tag = data.tags ? data.tag_texts[data.tags.charCodeAt(i) - 48] : "";
    if (isBlank(kind)) {
      said.reason = words.reasons[kind] ?? words.blanks[kind];
      return said;
    }
    const value = this.value(i);
    const { num, den, below, above, need } = this.shown.columns;
    said.value = this.valueText(value);
    said.need = need?.[i] ?? null;
    said.notes = [];
    if (!this.shown.own) return said;
    if (den && den[i] != null) {
      said.fraction = fill(words.fraction, { n: number(num[i], data.lang), d: number(den[i], data.lang) });
    }
    if (below && below[i] != null) {
      // Written from the value's own rounding, as it was when the distances were made.
      const middle = Math.floor(value * 10 ** data.decimals + 0.5);
      const a = (middle - below[i]) / 10 ** data.decimals;
      const b = (middle + above[i]) / 10 ** data.decimals;
      const high = data.unit === "percent" ? percent(b, data.lang, data.decimals) : number(b, data.lang, data.decimals);
      said.interval = fill(words.interval, { a: number(a, data.lang, data.decimals), b: high });
    }
    if (data.status) {
      const digit = data.status.charCodeAt(i) - FIRST;
      if (digit % 2) said.notes.push(words.provisional);
      const versus = Math.floor(digit / 2) % 6;
      said.versus = versus === 5 ? null : versus;
      said.state = Math.floor(digit / 12);
    }
    if (this.estimated.has(i)) said.notes.unshift(words.estimated);
    return said;
  }

  needText(need) {
    const { words, lang } = { words: this.words, lang: this.data.lang };
    return fill(words.needed[need === 1 ? 0 : 1], { n: number(need, lang) });
  }

  spoken(i) {
    const said = this.about(i);
    if (said.reason) return `${said.name}: ${said.reason}`;
    const parts = [said.value, this.data.legend.labels?.[said.kind], said.fraction, said.interval];
    if (said.need) parts.push(this.needText(said.need));
    parts.push(...said.notes);
    return `${said.name}: ${parts.filter(Boolean).join(", ")}`;
  }

  // ------------------------------------------------------------ shapes, made once per geometry

  build(geometry) {
    this.geometry = geometry;
    this.count = geometry.codes.length;
    this.index = new Map(geometry.codes.map((code, i) => [code, i]));
    this.root.atlasMarkup = null;
    this.root.replaceChildren();
    this.stage = html("div", { class: "stage" }, this.root);
    this.side = html("div", { class: "side" }, this.root);
    this.legend = html("div", { class: "legend" }, this.side);
    this.card = html("section", { class: "card", "aria-live": "polite" }, this.side);
    this.time = html("div", { class: "time" }, this.root);
    this.tableBox = html("div", { class: "table" }, this.root);
    this.time.hidden = true;
    this.card.hidden = true;

    // Three pictures one on another, so that a change of colours leaves the borders as they are: without a graphics card,
    // drawing them again took 200 ms of every frame.
    this.picture = html("div", { class: "map" }, this.stage);
    this.svg = svg("svg", {}, this.picture);
    this.lines = svg("svg", { class: "lines", "aria-hidden": "true" }, this.picture);
    this.marks = svg("svg", { class: "marks" }, this.picture);
    const defs = svg("defs", {}, this.svg);
    this.patterns = ["hatch", "dots"].map((name) => {
      const size = name === "hatch" ? 7 : 6;
      const pattern = svg("pattern", { id: name, width: size, height: size, patternUnits: "userSpaceOnUse" }, defs);
      svg("rect", { width: size, height: size, class: "ground" }, pattern);
      if (name === "hatch") svg("path", { d: "M-1 8L8 -1M-1 1L1 -1M6 8L8 6", class: "line" }, pattern);
      else svg("circle", { cx: 3, cy: 3, r: 1.1, class: "dot" }, pattern);
      return pattern;
    });
    this.world = svg("g", { class: "world" }, this.svg);
    this.fills = svg("g", { class: "fills", role: "listbox" }, this.world);
    this.shapes = new Array(this.count);
    this.classes = new Array(this.count).fill("");
    for (let i = 0; i < this.count; i++) {
      const attributes = { d: geometry.paths[i], "data-code": geometry.codes[i], "data-i": i, role: "option" };
      this.shapes[i] = svg("path", attributes, this.fills);
    }
    const overlay = (this.overlay = svg("g", { class: "overlay" }, this.lines));
    // Borders are drawn over all fills. Codes lie near one another, so a part of the list is a part of the country,
    // and the browser skips the parts that are off the stage.
    for (const name of ["mesh halo", "mesh"]) {
      for (let from = 0; from < this.count; from += PART) {
        svg("path", { class: name, d: geometry.paths.slice(from, from + PART).join("") }, overlay);
      }
    }
    this.dashed = [svg("path", { class: "dashed halo" }, overlay), svg("path", { class: "dashed" }, overlay)];
    svg("path", { class: "province", d: geometry.outline }, overlay);
    this.hovering = svg("path", { class: "hovering" }, overlay);
    this.chosen = [svg("path", { class: "chosen halo" }, overlay), svg("path", { class: "chosen" }, overlay)];
    this.focused = [svg("path", { class: "focused halo" }, overlay), svg("path", { class: "focused" }, overlay)];
    this.circles = svg("g", { class: "circles" }, this.marks);
    this.labels = svg("g", { class: "labels", "aria-hidden": "true" }, this.marks);
    this.badges = svg("g", { class: "badges", "aria-hidden": "true" }, this.marks);

    this.ruler = html("div", { class: "ruler" }, this.stage);
    this.tools = html("div", { class: "tools", role: "group" }, this.stage);
    this.tip = html("div", { class: "tip", role: "tooltip" }, this.stage);
    this.when = html("div", { class: "when", "aria-hidden": "true" }, this.stage);
    this.tip.hidden = true;

    const kept = keptViews.get(this.ctx.key);
    this.view = kept?.geometry === geometry ? kept.view : { k: 1, x: geometry.w / 2, y: geometry.h / 2 };
    keptViews.set(this.ctx.key, { geometry, view: this.view });
    this.hover = this.focus = null;
    this.roving = null;
    this.rove(0);
    this.listen();
    this.observer.disconnect();
    this.observer.observe(this.root);
    this.observer.observe(this.stage);
  }

  /** One listener per kind of event for all shapes. */
  listen() {
    const unit = (event) => {
      const at = event.target.closest?.("[data-i]");
      return at ? Number(at.dataset.i) : null;
    };
    const on = (name, action, options) => this.picture.addEventListener(name, action, options);
    on("pointermove", (event) => this.onMove(event, unit(event)));
    on("pointerleave", () => this.point(null));
    on("pointerdown", (event) => this.onDown(event));
    on("pointerup", (event) => this.onUp(event));
    on("pointercancel", (event) => this.onUp(event));
    on("click", (event) => {
      const i = unit(event);
      if (i == null || this.dragged) return;
      this.rove(i);
      this.shapes[i].focus({ preventScroll: true });
      this.select(i);
      if (this.data.bare) this.point(i);
    });
    on("wheel", (event) => this.onWheel(event), { passive: false });
    // On the stage, not on the picture: Chromium puts an SVG that listens to focus into the order of the tab key.
    this.stage.addEventListener("focusin", (event) => this.onFocus(unit(event)));
    this.stage.addEventListener("focusout", () => this.onFocus(null));
    this.tools.addEventListener("click", (event) => {
      const action = event.target.closest("button")?.dataset.do;
      if (action === "in") this.zoomBy(1.6);
      else if (action === "out") this.zoomBy(1 / 1.6);
      else if (action === "whole") this.whole();
      else if (action) this.download(action);
    });
    this.card.addEventListener("click", (event) => {
      const action = event.target.closest("button")?.dataset.do;
      if (action === "open") this.open(this.selected);
      if (action === "close") this.select(null);
    });
    this.listenToTime();
  }

  // ------------------------------------------------------------ colours

  paint(frame) {
    this.shown = frame;
    const { data, count } = this;
    const few = count <= FEW;
    const dashed = [];
    for (let i = 0; i < count; i++) {
      const kind = frame.classes[i];
      const circle = this.isCircles && !isBlank(kind);
      let name = circle || kind === "." ? "k-none" : `k-${kind}`;
      if (data.inside && data.inside[i] === "0") name += " out";
      if (this.classes[i] !== name) {
        this.classes[i] = name;
        this.shapes[i].setAttribute("class", name);
      }
      if ((frame.own && this.estimated.has(i)) || "dnb".includes(kind)) dashed.push(this.geometry.paths[i]);
      if (few) set(this.shapes[i], "aria-label", this.spoken(i));
    }
    for (const path of this.dashed) set(path, "d", dashed.join(""));
    this.drawLegend();
    this.drawCard();
    this.tableLater();
    if (this.hover != null) this.point(this.hover, true);
  }

  get isCircles() {
    return this.data.circles != null;
  }

  colour(name) {
    this.colours ??= new Map();
    const key = `${this.theme} ${name}`;
    if (!this.colours.has(key)) {
      this.colours.set(key, getComputedStyle(this.root).getPropertyValue(`--atlas-${name}`).trim());
    }
    return this.colours.get(key);
  }

  classColour(kind) {
    return /[0-4]/.test(kind) && !this.isCircles ? this.colour(`${this.data.scale}-${kind}`) : this.colour("blank");
  }

  // ------------------------------------------------------------ words around the map

  speak() {
    const { words, data } = this;
    set(this.fills, "aria-label", data.title);
    set(this.tools, "aria-label", words.tools);
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
    put(this.tools, buttons);
  }

  /** What a legend is made of; also of the picture that is downloaded. */
  legendModel() {
    const { data, shown } = this;
    const rule = shown.own ? data.legend.rule : (data.slider.rules?.[this.trying] ?? data.legend.rule);
    return { data, classes: shown.classes, estimated: shown.own ? this.estimated.size : 0, rule };
  }

  drawLegend() {
    if (this.data.bare || this.data.legend_off) return put(this.legend, "");
    put(this.legend, legendMarkup(this.legendModel(), this.isCircles ? this.circleKey() : ""));
  }

  circleKey() {
    const most = this.most();
    if (!most || !this.width) return "";
    const nice = (value) => {
      const ten = 10 ** Math.floor(Math.log10(value));
      return Math.max(1, [5, 2, 1].find((each) => each * ten <= value) * ten);
    };
    const sizes = [...new Set([nice(most), nice(most / 4), nice(most / 16)])].filter((each) => each >= 1);
    return sizes
      .map((size) => {
        const r = Math.max(2, this.radius(size, 1));
        const box = Math.ceil(this.radius(sizes[0], 1)) * 2 + 4;
        const circle = `<svg class="circle" width="${box}" height="${r * 2 + 4}"><circle cx="${box / 2}" cy="${r + 2}" r="${r}"/></svg>`;
        return `<li class="size">${circle}<span>${escape(fill(this.words.counted[size === 1 ? 0 : 1], { n: number(size, this.data.lang) }))}</span></li>`;
      })
      .join("");
  }

  // ------------------------------------------------------------ the card of the chosen commune

  drawCard() {
    const i = this.selected;
    this.card.hidden = i == null || Boolean(this.data.bare);
    this.root.classList.toggle("carded", !this.card.hidden);
    if (this.card.hidden) return put(this.card, "");
    const { words } = this;
    const said = this.about(i);
    const lines = [];
    if (said.reason) lines.push(`<p>${escape(said.reason)}</p>`);
    else {
      lines.push(`<p class="big">${escape(said.value)}</p>`);
      const facts = [said.fraction, said.interval].filter(Boolean).join(" · ");
      if (facts) lines.push(`<p class="facts">${escape(facts)}</p>`);
      if (said.state) {
        lines.push(`<p class="state">${mark(said.state === 1 ? "met" : "short")}${escape(words.states[said.state])}</p>`);
      }
      if (said.versus != null) {
        lines.push(`<p class="versus">${mark(VERSUS_MARKS[said.versus])}${escape(words.versus[said.versus])}</p>`);
      }
      if (said.need) lines.push(`<p class="need">${this.strong(this.needText(said.need))}</p>`);
      if (said.notes?.length) lines.push(`<p class="facts">${escape(said.notes.join(" · "))}</p>`);
    }
    put(
      this.card,
      `<header><h3>${escape(said.name)}</h3><p>${escape(said.tag)}</p>` +
        `<button type="button" data-do="close" aria-label="${escape(words.close)}">×</button></header>` +
        lines.join("") +
        `<button type="button" class="open" data-do="open">${escape(words.open)} <span aria-hidden="true">↵</span></button>`,
    );
  }

  /** The number of a sentence and its noun in bold: 'Cần thêm **40 trẻ**.' */
  strong(text) {
    return escape(text).replace(/\d[\d.,]*(?:\u00a0[\p{L}]+)?/u, "<b>$&</b>");
  }

  // ------------------------------------------------------------ selection, hover, focus

  send(event, value) {
    const held = this.frames?.id ?? null;
    this.ctx.setTriggerValue(event, { ...value, held });
  }

  select(i) {
    if (i === this.selected) return;
    const code = i == null ? null : this.geometry.codes[i];
    this.asked = { code, until: performance.now() + ECHO_MS };
    this.choose(i);
    this.send("select", { code });
  }

  open(i) {
    if (i != null) this.send("open", { code: this.geometry.codes[i] });
  }

  /** What Python says is selected, unless a click is newer than its answer. */
  settleSelection(code) {
    if (this.asked) {
      if (this.asked.code === (code ?? null) || performance.now() > this.asked.until) this.asked = null;
      else return;
    }
    this.choose(code == null ? null : (this.index.get(code) ?? null), false);
  }

  choose(i, draw = true) {
    if (this.selected != null) this.shapes[this.selected]?.removeAttribute("aria-selected");
    this.selected = i;
    if (i != null) {
      this.shapes[i].setAttribute("aria-selected", "true");
      this.rove(i);
    }
    for (const path of this.chosen) set(path, "d", i == null ? "" : this.geometry.paths[i]);
    if (!draw) return;
    this.drawCard();
    this.place();
  }

  /** The whole map is one stop of the tab key: only one shape can be reached by it. */
  rove(i) {
    if (this.roving === i) return;
    if (this.roving != null) this.shapes[this.roving]?.removeAttribute("tabindex");
    this.roving = i;
    this.shapes[i].setAttribute("tabindex", "0");
  }

  onFocus(i) {
    this.focus = i;
    const seen = i != null && this.shapes[i].matches(":focus-visible");
    for (const path of this.focused) set(path, "d", seen ? this.geometry.paths[i] : "");
    if (i != null && this.count > FEW) set(this.shapes[i], "aria-label", this.spoken(i));
    if (seen) {
      this.reveal(i);
      this.point(i);
    } else if (i == null) this.point(null);
  }

  /** Pan so that unit `i` is inside the stage. */
  reveal(i) {
    if (this.view.k <= 1) return;
    const [x, y] = this.toScreen(this.geometry.anchor[i]);
    if (x > 40 && y > 40 && x < this.width - 40 && y < this.height - 40) return;
    [this.view.x, this.view.y] = this.geometry.anchor[i];
    this.place();
  }

  point(i, again = false) {
    if (this.hover === i && !again) return;
    this.hover = i;
    this.tip.hidden = i == null;
    set(this.hovering, "d", i == null || this.data.theme === "projector" ? "" : this.geometry.paths[i]);
    if (i == null) return;
    const said = this.about(i);
    const facts = [said.fraction, said.interval].filter(Boolean).join(" · ");
    const lines = said.reason ? [`<p>${escape(said.reason)}</p>`] : [`<p class="big">${escape(said.value)}</p>`];
    if (facts) lines.push(`<p>${escape(facts)}</p>`);
    if (said.need) lines.push(`<p>${this.strong(this.needText(said.need))}</p>`);
    if (said.notes?.length) lines.push(`<p>${escape(said.notes.join(" · "))}</p>`);
    put(this.tip, `<h4>${escape(said.name)}</h4>${lines.join("")}`);
    if (!this.pointer || again === "anchor" || this.focus === i) this.putTip(...this.toScreen(this.geometry.anchor[i]));
    else this.putTip(...this.pointer);
  }

  putTip(x, y) {
    const { offsetWidth: w, offsetHeight: h } = this.tip;
    const left = x + 16 + w > this.stage.clientWidth ? x - w - 12 : x + 16;
    const top = y + 16 + h > this.height ? y - h - 12 : y + 16;
    this.tip.style.transform = `translate(${Math.max(0, left)}px, ${Math.max(0, top)}px)`;
  }

  /** The neighbour of `i` that lies most in the direction (dx, dy); without one, the nearest unit that way. */
  towards(i, dx, dy) {
    const { anchor, neighbours } = this.geometry;
    const [x, y] = anchor[i];
    const best = (candidates, least) => {
      let found = null;
      let lowest = Infinity;
      for (const j of candidates) {
        const [ax, ay] = [anchor[j][0] - x, anchor[j][1] - y];
        const length = Math.hypot(ax, ay) || 1;
        const along = (ax * dx + ay * dy) / length;
        if (j === i || along < least) continue;
        const cost = length / along ** 3;
        if (cost < lowest) [found, lowest] = [j, cost];
      }
      return found;
    };
    return best(neighbours[i], 0.5) ?? best(this.shapes.keys(), 0.5) ?? best(neighbours[i], 0.2);
  }

  onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const inTime = this.time?.contains(event.target);
    if (inTime) {
      // The page's own arrow keys change the period too: one key, one step.
      if (event.code in arrows || event.code === "Space") event.stopPropagation();
      return;
    }
    const i = this.focus;
    const done = () => {
      event.preventDefault();
      event.stopPropagation();
    };
    if (event.code === "Escape" && this.selected != null) {
      done();
      this.select(null);
      return;
    }
    if (i == null) return;
    if (event.code in arrows) {
      done();
      const next = this.towards(i, ...arrows[event.code]);
      if (next != null) {
        this.rove(next);
        this.shapes[next].focus({ preventScroll: true, focusVisible: true });
      }
    } else if (event.code === "Enter" || event.code === "NumpadEnter" || event.code === "Space") {
      done();
      if (event.code !== "Space" && i === this.selected) this.open(i);
      else this.select(i);
    } else if (event.code === "Equal" || event.code === "NumpadAdd") {
      done();
      this.zoomBy(1.6);
    } else if (event.code === "Minus" || event.code === "NumpadSubtract") {
      done();
      this.zoomBy(1 / 1.6);
    } else if (event.code === "Digit0" || event.code === "Numpad0") {
      done();
      this.whole();
    }
  }

  // ------------------------------------------------------------ zoom and pan

  resized() {
    if (!this.shown || !this.root.clientWidth) return;
    const phone = matchMedia("(max-width: 640px)").matches;
    const wide = this.root.clientWidth >= (this.theme === "projector" ? innerHeight : 600);
    // First the layout, then what room it leaves: beside its legend a map in a narrow place would have none.
    const small = phone && this.theme !== "projector" ? "phone" : "narrow";
    const size = wide ? "wide" : small;
    set(this.root, "data-size", size);
    if (!this.stage.clientWidth || !this.stage.clientHeight) return;
    this.width = this.stage.clientWidth;
    this.height = this.stage.clientHeight;
    const margin = size === "phone" ? 6 : 14;
    // The ruler and the note of what the boundaries are stand below the map.
    this.foot = this.theme === "projector" ? innerHeight * 0.035 + 6 : 24;
    this.fit = Math.min((this.width - 2 * margin) / this.geometry.w, (this.height - margin - this.foot) / this.geometry.h);
    this.deepest = this.count > FEW ? 60 : 14;
    for (const layer of [this.svg, this.lines, this.marks]) {
      set(layer, "width", String(this.width));
      set(layer, "height", String(this.height));
    }
    this.drawLegend();
    this.timeline();
    this.place();
  }

  get scale() {
    return this.fit * this.view.k;
  }

  /** Where the left upper corner of the geometry lies on the stage. A wide stage has the map at its left, as on paper. */
  get origin() {
    const { view, scale } = this;
    const left = this.data.bare || this.root.dataset.size !== "wide" ? this.width / 2 : Math.min(this.width / 2, this.home);
    return [left - view.x * scale, (this.height - this.foot + 8) / 2 - view.y * scale];
  }

  get home() {
    return (this.geometry.w * this.fit) / 2 + 20;
  }

  toScreen([x, y]) {
    const [ox, oy] = this.origin;
    return [ox + x * this.scale, oy + y * this.scale];
  }

  zoomBy(factor, at = null) {
    const { view } = this;
    const k = clamp(view.k * factor, 1, this.deepest);
    if (k === view.k) return;
    const [ox, oy] = this.origin;
    const [px, py] = at ?? this.toScreen([view.x, view.y]);
    const [gx, gy] = [(px - ox) / this.scale, (py - oy) / this.scale];
    view.k = k;
    const [qx, qy] = this.toScreen([gx, gy]);
    this.panBy(px - qx, py - qy);
  }

  panBy(dx, dy) {
    const { view, geometry } = this;
    view.x -= dx / this.scale;
    view.y -= dy / this.scale;
    const slack = (1 - 1 / view.k) / 2;
    view.x = clamp(view.x, geometry.w * (0.5 - slack), geometry.w * (0.5 + slack));
    view.y = clamp(view.y, geometry.h * (0.5 - slack), geometry.h * (0.5 + slack));
    this.placeSoon();
  }

  whole() {
    Object.assign(this.view, { k: 1, x: this.geometry.w / 2, y: this.geometry.h / 2 });
    this.placeSoon();
  }

  placeSoon() {
    this.placing ??= requestAnimationFrame(() => {
      this.placing = null;
      this.place();
    });
  }

  onWheel(event) {
    // At its whole the map lets the page scroll on: a wheel turned down has nothing to do here.
    if (event.deltaY > 0 && this.view.k <= 1) return;
    event.preventDefault();
    this.zoomBy(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0015)), this.at_(event));
  }

  at_(event) {
    const box = this.picture.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  onDown(event) {
    this.fingers ??= new Map();
    if (event.pointerType === "mouse" && event.button) return;
    this.fingers.set(event.pointerId, this.at_(event));
    this.dragged = false;
    this.travel = 0;
  }

  onMove(event, i) {
    const now = this.at_(event);
    this.pointer = now;
    const before = this.fingers?.get(event.pointerId);
    if (!before) {
      if (event.pointerType === "mouse") this.point(i, i != null);
      return;
    }
    const [dx, dy] = [now[0] - before[0], now[1] - before[1]];
    this.travel += Math.hypot(dx, dy);
    if (this.fingers.size === 2) {
      const [other] = [...this.fingers].filter(([id]) => id !== event.pointerId).map(([, at]) => at);
      const was = Math.hypot(before[0] - other[0], before[1] - other[1]);
      const is = Math.hypot(now[0] - other[0], now[1] - other[1]);
      this.dragged = true;
      if (was > 0) this.zoomBy(is / was, [(now[0] + other[0]) / 2, (now[1] + other[1]) / 2]);
    } else if (this.view.k > 1 && (this.dragged || this.travel > 4)) {
      if (!this.dragged) {
        this.dragged = true;
        this.picture.setPointerCapture(event.pointerId);
        this.picture.classList.add("dragging");
        this.point(null);
      }
      this.panBy(dx, dy);
    }
    this.fingers.set(event.pointerId, now);
  }

  onUp(event) {
    this.fingers?.delete(event.pointerId);
    this.picture.classList.remove("dragging");
  }

  // ------------------------------------------------------------ what depends on the scale: strokes, circles, labels, ruler

  place() {
    if (!this.width || !this.shown) return;
    const { scale } = this;
    const [ox, oy] = this.origin;
    for (const group of [this.world, this.overlay]) set(group, "transform", `translate(${ox} ${oy}) scale(${scale})`);
    const inverse = this.theme === "projector" ? 2 / scale : 1 / scale;
    for (const pattern of this.patterns) set(pattern, "patternTransform", `scale(${inverse})`);
    // Halos round units of a few pixels would leave nothing of their colour.
    this.radii ??= new Map();
    if (!this.radii.has(this.geometry)) {
      const sorted = this.geometry.anchor.map(([, , r]) => r).sort((a, b) => a - b);
      this.radii.set(this.geometry, sorted[Math.floor(sorted.length / 2)]);
    }
    this.root.classList.toggle("fine", this.radii.get(this.geometry) * scale < 7);
    this.picture.style.touchAction = this.view.k > 1 ? "none" : "pan-x pan-y";
    const taken = [];
    this.placeBadges(taken);
    this.placeCircles(taken);
    this.placeLabels(taken);
    this.placeRuler();
    if (this.hover != null && this.focus === this.hover) this.putTip(...this.toScreen(this.geometry.anchor[this.hover]));
  }

  placeBadges(taken) {
    const r = this.theme === "projector" ? Math.max(12, innerHeight * 0.0205) : 11;
    const parts = [];
    for (const [i, n] of this.marked) {
      if (i == null) continue;
      const [x, y] = this.toScreen(this.geometry.anchor[i]);
      taken.push({ x0: x - r, y0: y - r, x1: x + r, y1: y + r });
      parts.push(`<g transform="translate(${x} ${y})"><circle r="${r}"/><text dy=".36em" style="font-size:${r * 1.1}px">${n}</text></g>`);
    }
    put(this.badges, parts.join(""));
  }

  most() {
    if (this.frames && this.mostOf?.frames !== this.frames) {
      const columns = this.data.circles === "need" ? this.frames.needs : this.frames.values;
      const all = (columns ?? []).flatMap((column) => unpack(column, this.count));
      const unit = this.data.circles === "need" ? 1 : 10 ** this.data.decimals;
      this.mostOf = { frames: this.frames, most: Math.max(0, ...all.map((each) => (each ?? 0) / unit)) };
    }
    const own = this.data.circles === "need" ? this.columns.need : this.columns.value ?? this.columns.num;
    let most = this.frames ? this.mostOf.most : 0;
    const unit = this.data.circles !== "need" && this.columns.value ? 10 ** this.data.decimals : 1;
    for (const each of own ?? []) if (each != null) most = Math.max(most, each / unit);
    return most;
  }

  /** Area follows the number. Circles grow more slowly than the map when one comes nearer. */
  radius(n, k = this.view.k) {
    const largest = Math.min(this.height * 0.046, this.width * 0.09) * Math.sqrt(k);
    return largest * Math.sqrt(n / this.most());
  }

  placeCircles(taken) {
    if (!this.isCircles) return put(this.circles, "");
    const drawn = [];
    for (let i = 0; i < this.count; i++) {
      if (isBlank(this.shown.classes[i])) continue;
      const n = this.data.circles === "need" ? this.shown.columns.need?.[i] : this.value(i);
      if (n) drawn.push([n, i]);
    }
    drawn.sort((a, b) => b[0] - a[0]);
    const ink = inkOn(this.colour(this.data.circles === "need" ? "worse" : "seq-3"));
    const size = this.theme === "projector" ? innerHeight * 0.022 : 13;
    const parts = drawn.map(([n, i]) => {
      const [x, y] = this.toScreen(this.geometry.anchor[i]);
      const r = Math.max(1.5, this.radius(n));
      if (x < -r || y < -r || x > this.width + r || y > this.height + r) return "";
      taken.push({ x0: x - r, y0: y - r, x1: x + r, y1: y + r });
      const text = number(n, this.data.lang);
      const fits = r >= size * 0.9 && textWidth(text, `600 ${size}px "Be Vietnam Pro"`) + 6 <= 2 * r;
      const faded = this.data.inside && this.data.inside[i] === "0" ? ' class="out"' : "";
      const label = fits ? `<text dy=".36em" style="font-size:${size}px;fill:${ink}">${text}</text>` : "";
      return `<g${faded} data-i="${i}" transform="translate(${x.toFixed(1)} ${y.toFixed(1)})"><circle r="${r.toFixed(2)}"/>${label}</g>`;
    });
    put(this.circles, parts.join(""));
  }

  /** Names where they fit: large units first, none over another, only what is on the stage. */
  placeLabels(taken) {
    const hidden = this.data.theme === "projector" || (this.isCircles && this.view.k < 1.8);
    const chosen = [];
    if (!hidden || this.selected != null) {
      const size = 12;
      const font = `600 ${size}px "Be Vietnam Pro"`;
      const line = size * 1.2;
      const { anchor, names, box } = this.geometry;
      const order = (this.order ??= new Map());
      if (!order.has(this.geometry)) {
        order.set(this.geometry, [...anchor.keys()].sort((a, b) => anchor[b][2] - anchor[a][2]));
      }
      const ranked = this.selected == null ? order.get(this.geometry) : [this.selected, ...order.get(this.geometry)];
      for (const i of ranked) {
        if (hidden && i !== this.selected) break;
        if (this.data.inside?.[i] === "0" && i !== this.selected) continue;
        if (i === this.selected && chosen.some((label) => label.i === i)) continue;
        const r = anchor[i][2] * this.scale;
        if (r < 7 && i !== this.selected) break;
        const [x, y] = this.toScreen(anchor[i]);
        if (x < 0 || y < 0 || x > this.width || y > this.height) continue;
        const room = Math.max(2.5 * r, Math.min(1.1 * (box[i][2] - box[i][0]) * this.scale, 3.2 * r));
        const single = textWidth(names[i], font);
        const lines = single <= Math.min(room, 2.1 * r) ? [names[i]] : twoLines(names[i]);
        if ("dnb".includes(this.shown.classes[i])) lines.push(DASH);
        const w = Math.max(...lines.map((each) => textWidth(each, font)));
        const h = lines.length * line;
        if (i !== this.selected && (w > room || h > 2.6 * r)) continue;
        const rect = { i, lines, x, y, x0: x - w / 2 - 1, x1: x + w / 2 + 1, y0: y - h / 2, y1: y + h / 2 };
        if (rect.x0 < 0 || rect.x1 > this.width || taken.some((other) => overlaps(rect, other))) continue;
        taken.push(rect);
        chosen.push(rect);
      }
    }
    const parts = chosen.map(({ i, lines, x, y }) => {
      const kind = this.shown.classes[i];
      const ground = this.classColour(kind);
      if (!this.inks.has(ground)) this.inks.set(ground, inkOn(ground));
      const start = (1 - lines.length) / 2 + 0.36;
      const spans = lines.map((each, at) => `<tspan x="0" y="${((start + at) * 1.17 - 0.06).toFixed(2)}em">${escape(each)}</tspan>`);
      return (
        `<text class="label" data-label="${this.geometry.codes[i]}" transform="translate(${x.toFixed(1)} ${y.toFixed(1)})" ` +
        `style="fill:${this.inks.get(ground)};stroke:${ground}">${spans.join("")}</text>`
      );
    });
    put(this.labels, parts.join(""));
  }

  /** The longest round distance that the scale bar has room for. */
  rulerKm(perKm) {
    const longest = (this.theme === "projector" ? 150 : 95) / perKm;
    const ten = 10 ** Math.floor(Math.log10(longest));
    return [5, 2, 1].find((each) => each * ten <= longest) * ten;
  }

  kmText(km) {
    return `${number(km, this.data.lang, km < 1 ? Math.ceil(-Math.log10(km)) : 0)}${NBSP}km`;
  }

  placeRuler() {
    const perKm = (1000 / this.geometry.unit_m) * this.scale;
    const km = this.rulerKm(perKm);
    const text = this.kmText(km);
    const label = this.geometry.label?.[this.data.lang];
    const note = label ? `<span class="schematic">${escape(label)}</span>` : "";
    put(this.ruler, `<i style="width:${(km * perKm).toFixed(1)}px"></i><span>${text}</span>${note}`);
  }

  // ------------------------------------------------------------ time

  timeline() {
    const { slider } = this.data;
    this.time.hidden = !slider || Boolean(this.data.bare);
    if (this.time.hidden) return;
    const { words } = this;
    const last = slider.periods.length - 1;
    const share = (at) => (last ? (at / last) * 100 : 0).toFixed(3);
    const longest = Math.max(...slider.periods.map(({ label }) => textWidth(label, '400 13px "Be Vietnam Pro"')));
    const track = this.root.dataset.size === "phone" ? 215 : 360;
    const every = Math.ceil((slider.periods.length * (longest + 12)) / (track + longest));
    const ticks = slider.periods
      .map(({ label }, at) => {
        const named = (last - at) % every === 0;
        return `<i style="left:${share(at)}%"></i>${named ? `<span style="left:${share(at)}%">${escape(label)}</span>` : ""}`;
      })
      .join("");
    const seam = slider.seam == null ? "" : `<em style="left:${share(slider.seam - 0.5)}%"></em>`;
    const note = slider.seam == null ? "" : `<p class="seam"><em></em>${escape(slider.note)}</p>`;
    const markup =
      `<button type="button" class="play"><svg viewBox="0 0 12 12" aria-hidden="true"><path/></svg><span></span></button>` +
      `<div class="track"><div class="ticks" aria-hidden="true">${ticks}${seam}</div>` +
      `<input type="range" min="0" max="${last}" step="1" aria-label="${escape(words.period)}"></div>${note}`;
    put(this.time, markup);
    this.time.toggleAttribute("data-held", Boolean(this.frames));
    this.range = this.time.querySelector("input");
    this.showTime();
  }

  showTime() {
    const { slider } = this.data;
    const at = this.trying ?? slider.current;
    if (this.range.value !== String(at)) this.range.value = String(at);
    const { label } = slider.periods[at];
    set(this.range, "aria-valuetext", label);
    const button = this.time.querySelector(".play");
    const text = this.playing ? this.words.pause : this.words.play;
    put(button.querySelector("span"), escape(text));
    set(button.querySelector("path"), "d", this.playing ? "M2 1h3v10H2zM7 1h3v10H7z" : "M2 1l9 5-9 5z");
    put(this.when, this.trying == null ? "" : escape(label));
  }

  listenToTime() {
    this.time.addEventListener("pointerdown", (event) => event.target.matches("input") && this.wantFrames());
    this.time.addEventListener("input", (event) => {
      const at = Number(event.target.value);
      this.stopPlaying();
      this.wantFrames(() => this.trying != null && this.go(this.trying));
      this.go(at);
    });
    this.time.addEventListener("change", () => this.letGo());
    this.time.addEventListener("click", (event) => {
      if (!event.target.closest(".play")) return;
      if (this.playing) {
        this.stopPlaying();
        this.letGo();
      } else this.wantFrames(() => this.play());
    });
  }

  /** All periods are asked for once, when the slider is first used; then `action`. */
  wantFrames(action = null) {
    if (this.frames) return action?.();
    this.waiting = action ?? this.waiting ?? (() => {});
    if (this.wanted === this.data.slider.token) return;
    this.wanted = this.data.slider.token;
    this.send("slider", { token: this.data.slider.token });
  }

  /** Draw another period, here only: nothing is sent before the slider is let go. */
  go(at) {
    this.trying = at;
    this.paint(this.frame());
    if (this.isCircles) this.place();
    else this.recolourLabels();
    this.showTime();
  }

  recolourLabels() {
    const size = this.theme === "projector" ? 0 : this.labels.childElementCount;
    if (!size) return;
    for (const label of this.labels.children) {
      const ground = this.classColour(this.shown.classes[this.index.get(label.dataset.label)]);
      if (!this.inks.has(ground)) this.inks.set(ground, inkOn(ground));
      label.style.fill = this.inks.get(ground);
      label.style.stroke = ground;
    }
    this.labels.atlasMarkup = null;
  }

  letGo() {
    const { slider } = this.data;
    const at = this.trying;
    if (at == null) return;
    if (at === slider.current) {
      this.trying = null;
      this.go(slider.current);
      this.trying = null;
      this.showTime();
      return;
    }
    this.settling = slider.periods[at].code;
    this.send("period", { code: this.settling });
  }

  play() {
    const last = this.data.slider.periods.length - 1;
    const from = this.trying ?? this.data.slider.current;
    this.go(from >= last ? 0 : from);
    this.playing = setInterval(() => {
      if (this.trying >= last) {
        this.stopPlaying();
        this.letGo();
        return;
      }
      this.go(this.trying + 1);
    }, PLAY_MS);
    this.showTime();
  }

  stopPlaying() {
    clearInterval(this.playing);
    this.playing = null;
    if (this.range) this.showTime();
  }

  // ------------------------------------------------------------ the same as a table, for those who listen

  tableLater() {
    if (this.data.bare) return;
    if (this.count > FEW) {
      // Thousands of rows are made when they are asked for.
      if (this.tableBox.firstChild?.tagName !== "BUTTON") {
        put(this.tableBox, `<button type="button">${escape(this.words.table)}</button>`);
        this.tableBox.firstChild.addEventListener("click", () => this.drawTable());
      }
      return;
    }
    clearTimeout(this.tabling);
    this.tabling = setTimeout(() => this.drawTable(), 400);
  }

  drawTable() {
    const { words, geometry } = this;
    const head = words.columns.map((each) => `<th scope="col">${escape(each)}</th>`).join("");
    const rows = geometry.full.map((name, i) => {
      const said = this.about(i);
      const cells = said.reason
        ? `<td>${escape(said.reason)}</td><td></td><td></td><td></td>`
        : `<td>${escape(said.value)}</td><td>${escape(said.fraction)}</td><td>${escape(said.interval)}</td>` +
          `<td>${said.need == null ? "" : number(said.need, this.data.lang)}</td>`;
      return `<tr><th scope="row">${escape(name)}</th>${cells}</tr>`;
    });
    put(
      this.tableBox,
      `<table><caption>${escape(this.data.title)}</caption><thead><tr>${head}</tr></thead><tbody>${rows.join("")}</tbody></table>`,
    );
  }

  /** A picture to take along, where the page has said what is to stand in it. */
  async download(format) {
    if (!this.data?.download || !this.shown) return;
    const pictures = await import(new URL("commune_map_picture.js" + VERSION, HERE));
    await pictures.download(this, format);
  }
}

// ---------------------------------------------------------------- what Streamlit calls

/** Called at every change of data with {parentElement, key, data, setStateValue, setTriggerValue}. */
export function commune_map(ctx) {
  let map = instances.get(ctx.parentElement);
  if (!map) {
    map = new CommuneMap(ctx.parentElement);
    instances.set(ctx.parentElement, map);
  }
  map.receive(ctx);
  return () => map.end();
}

/** The legend by itself, where the page wants it elsewhere than beside the map. */
export function map_legend(ctx) {
  const { parentElement, data } = ctx;
  parentElement.atlasLegend ??= html("div", { class: "atlas-map legend-only" }, parentElement);
  const root = parentElement.atlasLegend;
  styleSheets().then((found) => {
    const scope = parentElement.getRootNode();
    scope.adoptedStyleSheets = [...new Set([...scope.adoptedStyleSheets, ...found])];
  });
  set(root, "data-theme", data.theme);
  set(root, "data-scale", data.scale);
  root.lang = data.lang;
  const model = { data, classes: data.classes, estimated: data.estimated?.length ?? 0, rule: data.legend.rule };
  put(root, `<div class="legend">${legendMarkup(model, "")}</div>`);
}

export default commune_map;
