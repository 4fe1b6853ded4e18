// The map itself: what it is made of and when each part is drawn. A plain module that draws SVG; a change of filter
// brings class digits and packed numbers in the order of the geometry file, which this side knows the shapes and names of.

const part = (name) => import(new URL(name + new URL(import.meta.url).search, import.meta.url));
const { adopt, escape, html, put, set } = await part("dom.js");
const { frameNow, readMessage } = await part("message.js");
const { point, pointElsewhere } = await part("card.js");
const { hearPointed } = await part("pointing.js");
const { drawTable } = await part("table.js");
const { drawPlaces, makeLayers, paint } = await part("shapes.js");
const { place } = await part("labels.js");
const { listenToTime, playOn, stopPlaying, timeline } = await part("slider.js");
const { drawTools, onDoubleClick, onDown, onMove, onUp, onWheel, resized, whole, zoomIn, zoomOut } = await part("zoom.js");
const { onFocus, onKey, openProfile, rove, select, settleSelection } = await part("keys.js");

const keptViews = new Map(); // zoom and centre by component, kept when the element is made anew

/** One map in its element. Its fields are what the other modules of this folder draw from. */
export class CommuneMap {
  /** fetched: {geometryAt, styleSheets}, what all maps of the visit share. ended: called when the element is gone. */
  constructor(host, { fetched, ended }) {
    this.fetched = fetched;
    this.ended = ended;
    this.root = html("div", { class: "atlas-map" }, host);
    this.root.addEventListener("keydown", (event) => onKey(this, event));
    this.sheeted = fetched.styleSheets().then((found) => {
      adopt(host, found);
      this.ready = true;
    });
    this.observer = new ResizeObserver(() => resized(this));
    this.onDownload = (event) => this.download(event.detail?.format ?? "png");
    window.addEventListener("atlas:download-map", this.onDownload);
    this.unheard = hearPointed(this, (code) => this.geometry && this.shown && pointElsewhere(this, this.index.get(code) ?? null));
  }

  end() {
    // Streamlit also ends calls that were overtaken by a newer one; the map itself ends only with its element.
    if (this.root.isConnected) return;
    this.observer.disconnect();
    stopPlaying(this);
    window.removeEventListener("atlas:download-map", this.onDownload);
    this.unheard();
    this.ended();
  }

  /** A new message: at once when everything is there, else when the files have come and no newer message has. */
  receive(ctx) {
    this.ctx = ctx;
    const { data } = ctx;
    const entry = this.fetched.geometryAt(data.geometry);
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
    readMessage(this, data);
    set(this.root, "data-theme", data.theme);
    set(this.root, "data-scale", data.scale);
    set(this.root, "data-circles", data.circles ?? "");
    this.root.lang = data.lang;
    this.root.classList.toggle("bare", Boolean(data.bare));
    this.root.classList.toggle("alone", Boolean(data.legend_off));
    this.inks = new Map();
    settleSelection(this, data.selected);
    drawTools(this);
    drawPlaces(this);
    timeline(this);
    playOn(this);
    paint(this, frameNow(this));
    if (first) resized(this);
    else place(this);
    if (this.waiting && this.frames) {
      const then = this.waiting;
      this.waiting = null;
      then();
    }
  }

  build(geometry) {
    this.geometry = geometry;
    this.count = geometry.codes.length;
    this.index = new Map(geometry.codes.map((code, i) => [code, i]));
    this.root.atlasMarkup = null;
    this.root.replaceChildren();
    this.stage = html("div", { class: "stage" }, this.root);
    this.foot = html("div", { class: "foot" }, this.root);
    this.side = html("div", { class: "side" }, this.root);
    this.legend = html("div", { class: "legend" }, this.side);
    this.card = html("section", { class: "card", "aria-live": "polite" }, this.side);
    this.key = html("div", { class: "key", "aria-hidden": "true" }, this.root);
    this.time = html("div", { class: "time" }, this.root);
    this.tableBox = html("div", { class: "table" }, this.root);
    this.time.hidden = true;
    this.card.hidden = true;

    makeLayers(this);

    this.tools = html("div", { class: "tools", role: "group" }, this.stage);
    this.tip = html("div", { class: "tip", role: "tooltip" }, this.stage);
    this.tip.hidden = true;

    const kept = keptViews.get(this.ctx.key);
    this.view = kept?.geometry === geometry ? kept.view : { k: 1, x: geometry.w / 2, y: geometry.h / 2 };
    this.nearest = 1; // the zoom that a map of several provinces opens with
    this.unopened = kept?.geometry !== geometry && this.data.home != null;
    keptViews.set(this.ctx.key, { geometry, view: this.view });
    this.hover = this.focus = null;
    this.roving = null;
    rove(this, 0);
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
    on("pointermove", (event) => {
      this.place = event.target.dataset?.place ?? null;
      onMove(this, event, unit(event));
    });
    on("pointerleave", () => {
      this.pointer = this.place = null;
      point(this, null);
    });
    on("pointerdown", (event) => onDown(this, event));
    on("pointerup", (event) => onUp(this, event));
    on("pointercancel", (event) => onUp(this, event));
    on("click", (event) => {
      const i = unit(event);
      if (i == null || this.dragged) return;
      rove(this, i);
      this.shapes[i].focus({ preventScroll: true });
      select(this, i);
      if (this.data.bare) point(this, i);
    });
    on("dblclick", (event) => onDoubleClick(this, event));
    on("wheel", (event) => onWheel(this, event), { passive: false });
    // On the stage, not on the picture: Chromium puts an SVG that listens to focus into the order of the tab key.
    this.stage.addEventListener("focusin", (event) => onFocus(this, unit(event)));
    this.stage.addEventListener("focusout", () => onFocus(this, null));
    this.tools.addEventListener("click", (event) => {
      const action = event.target.closest("button")?.dataset.do;
      if (action === "in") zoomIn(this);
      else if (action === "out") zoomOut(this);
      else if (action === "whole") whole(this);
      else if (action) this.download(action);
    });
    this.card.addEventListener("click", (event) => {
      const action = event.target.closest("button")?.dataset.do;
      if (action === "open") openProfile(this, this.selected);
      if (action === "close") select(this, null);
    });
    listenToTime(this);
  }

  get isCircles() {
    return this.data.circles != null;
  }

  /** A colour of the theme by its name in tokens.css. */
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

  /** How many are few: up to here every shape has its own spoken label and the table is made unasked. */
  get isFew() {
    return this.count <= 500;
  }

  /** Tell Python. */
  send(event, value) {
    const held = this.frames?.id ?? null;
    const sets = { select: "commune", period: "period" }[event];
    if (sets) window.atlasLine?.({ set: { [sets]: value.code } });
    this.ctx.setTriggerValue(event, { ...value, held });
  }

  get scale() {
    return this.fit * this.view.k;
  }

  /** Where the left upper corner of the geometry lies on the stage. A wide stage has the map at its left, as on paper. */
  get origin() {
    const { view, scale } = this;
    return [this.middle - view.x * scale, this.height / 2 - view.y * scale];
  }

  /** Where the middle of the view lies across the stage. */
  get middle() {
    return this.data.bare || this.root.dataset.size !== "wide" ? this.width / 2 : Math.min(this.width / 2, this.home);
  }

  get home() {
    return (this.geometry.w * this.fit) / 2 + 20;
  }

  toScreen([x, y]) {
    const [ox, oy] = this.origin;
    return [ox + x * this.scale, oy + y * this.scale];
  }

  tableLater() {
    if (this.data.bare) return;
    if (!this.isFew) {
      // Thousands of rows are made when they are asked for.
      if (this.tableBox.firstChild?.tagName !== "BUTTON") {
        put(this.tableBox, `<button type="button">${escape(this.words.table)}</button>`);
        this.tableBox.firstChild.addEventListener("click", () => drawTable(this));
      }
      return;
    }
    clearTimeout(this.tabling);
    this.tabling = setTimeout(() => drawTable(this), 400);
  }

  /** A picture to take along, where the page has said what is to stand in it. */
  async download(format) {
    if (!this.data?.download || !this.shown) return;
    const { download } = await part("picture.js");
    await download(this, format);
  }
}
