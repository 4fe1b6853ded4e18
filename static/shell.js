// The frame around every page: header with search, sheets of HTML whose links answer to Python, keyboard shortcuts.
// Plain ES module; loaded once by URL, so that a rerun sends data and never code.

const here = new URL(".", import.meta.url);
const version = new URL(import.meta.url).search;

const fold = (text) =>
  text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d");

const escape = (text) =>
  String(text).replace(/[&<>"']/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[c]);

/** The instance of a component in its shadow root: made at the first call, kept over reruns. */
function instance(parentElement, make) {
  if (!parentElement.atlas) {
    for (const name of ["tokens.css", "atlas.css"]) {
      const link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = new URL(name + version, here).href;
      parentElement.append(link);
    }
    const root = document.createElement("div");
    root.className = "atlas";
    parentElement.append(root);
    parentElement.atlas = { root };
    make(parentElement.atlas);
  }
  return parentElement.atlas;
}

const geometries = new Map();
/** The published geometry file at `url`, fetched once. */
export function geometry(url) {
  if (!geometries.has(url)) {
    const promise = fetch(new URL(url, document.baseURI)).then((answer) => {
      if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
      return answer.json();
    });
    promise.catch(() => geometries.delete(url));
    geometries.set(url, promise);
  }
  return geometries.get(url);
}

/** Where a link of ours leads: page and parameters, from its href. */
function destination(href) {
  const url = new URL(href, document.baseURI);
  return { page: url.pathname.split("/").pop(), query: Object.fromEntries(url.searchParams) };
}

/** Follow a link inside the app without loading the page anew; with a modifier key the browser does as always. */
function follow(event, link, ctx) {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button) return;
  event.preventDefault();
  ctx.setTriggerValue("go", destination(link.getAttribute("href")));
}

// ---------------------------------------------------------------- header

/** data: brand, nav [{text, href, here}], banners [{strong, text, way, href}], words, language, other {text, label, href},
 *  project {text, href}, geometry (url or null), indicators [[code, name]], find (query keys kept on choosing a commune). */
export function header(ctx) {
  const { parentElement, data } = ctx;
  document.documentElement.lang = data.language;
  document.documentElement.dataset.atlasView = data.projector ? "projector" : "page";
  document.documentElement.dataset.theme = data.theme;
  if (!document.head.querySelector("link[data-atlas]")) {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: new URL("tokens.css" + version, here).href });
    link.dataset.atlas = "tokens";
    document.head.append(link);
  }
  const self = instance(parentElement, (made) => {
    made.root.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-go]");
      if (link) follow(event, link, made.ctx);
    });
    made.root.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-toggle]");
      if (!button) return;
      const open = made.root.classList.toggle(`show-${button.dataset.toggle}`);
      button.setAttribute("aria-expanded", String(open));
      if (open && button.dataset.toggle === "find") made.root.querySelector("input").focus();
    });
    document.addEventListener("keydown", (made.slash = (event) => {
      if (event.code !== "Slash" || typing(event) || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      made.root.classList.add("show-find");
      made.root.querySelector("input")?.focus();
    }));
  });
  self.ctx = ctx;
  self.root.dataset.theme = data.theme;
  // The server can't see how wide the screen is; charts are drawn there. A wide screen says nothing, so costs nothing.
  if (!self.narrow) {
    self.narrow = matchMedia("(max-width: 640px)");
    self.told = data.narrow;
    const tell = () => {
      if (self.narrow.matches !== self.told) self.ctx.setStateValue("narrow", (self.told = self.narrow.matches));
    };
    self.narrow.addEventListener("change", tell);
    tell();
  }
  const { words } = data;
  const html = `
    <header class="top ${data.projector ? "top-projector" : ""}">
      <a class="brand" data-go href="${escape(data.home)}">${escape(data.brand)}<span class="wide"> · ${escape(data.province)}</span></a>
      <nav aria-label="${escape(words.pages)}">${data.nav
        .map((n) => `<a data-go href="${escape(n.href)}" ${n.here ? 'aria-current="page"' : ""}>${escape(n.text)}</a>`)
        .join("")}</nav>
      <div class="find" role="search">
        <input type="text" role="combobox" aria-expanded="false" aria-controls="found" aria-autocomplete="list"
          aria-label="${escape(words.find_label)}" placeholder="${escape(words.find)}" autocomplete="off" spellcheck="false">
        <ul id="found" role="listbox" aria-label="${escape(words.found)}" hidden></ul>
      </div>
      <button class="narrow" data-toggle="find" aria-expanded="false">${escape(words.find_short)}</button>
      <button class="narrow" data-toggle="menu" aria-expanded="false">${escape(words.menu)}</button>
      <a class="button lang" data-go href="${escape(data.other.href)}" lang="${escape(data.other.lang)}" aria-label="${escape(data.other.label)}">${data.other.html}</a>
      <a class="button project" data-go href="${escape(data.project.href)}">${escape(data.project.text)}</a>
    </header>
    ${data.banners.map((b) => `<p class="banner"><strong>${escape(b.strong)}</strong> <span>${escape(b.text)}</span>${b.way ? ` <a data-go href="${escape(b.href)}">${escape(b.way)}</a>` : ""}</p>`).join("")}`;
  if (html !== self.html) {
    self.html = html;
    const typed = self.root.querySelector("input")?.value ?? "";
    self.root.classList.remove("show-menu", "show-find");
    self.root.innerHTML = html;
    search(self, typed);
  }
  return () => document.removeEventListener("keydown", self.slash);
}

const typing = (event) => {
  const target = event.composedPath()[0];
  // The map's communes are a list box too, but a key pressed there is meant for the page.
  const fields = "input, textarea, select, [contenteditable=true], [role=combobox], [role=listbox]:not(.fills), [role=slider]";
  return target?.closest?.(fields) != null;
};

/** Type-ahead over communes and indicators, without diacritics; arrows and Enter choose. */
function search(self, typed) {
  const input = self.root.querySelector("input");
  const list = self.root.querySelector("#found");
  let found = [];
  let active = -1;

  const draw = () => {
    list.innerHTML = found.length
      ? found
          .map((f, i) => `<li role="option" id="found-${i}" data-i="${i}" aria-selected="${i === active}">${escape(f.text)}<span>${escape(f.kind)}</span></li>`)
          .join("")
      : `<li class="none">${escape(self.ctx.data.words.nothing)}</li>`;
    list.hidden = !input.value;
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (active >= 0) input.setAttribute("aria-activedescendant", `found-${active}`);
    else input.removeAttribute("aria-activedescendant");
  };

  const look = async () => {
    const asked = fold(input.value.trim());
    const { data } = self.ctx;
    const known = data.geometry ? await geometry(data.geometry) : { codes: [], full: [] };
    if (fold(input.value.trim()) !== asked) return;
    const communes = known.codes.map((code, i) => ({ code, text: known.full[i], kind: data.words.commune, sets: "commune" }));
    const indicators = data.indicators.map(([code, text]) => ({ code, text, kind: data.words.indicator, sets: "indicator" }));
    const rank = (text) => {
      const folded = fold(text);
      const at = folded.indexOf(asked);
      return at < 0 ? -1 : at === 0 || folded[at - 1] === " " ? 0 : 1;
    };
    found = asked
      ? [...communes, ...indicators]
          .map((f) => ({ ...f, rank: Math.min(...[rank(f.text), rank(f.code)].filter((r) => r >= 0)) }))
          .filter((f) => f.rank < 2)
          .sort((a, b) => a.rank - b.rank)
          .slice(0, 8)
      : [];
    active = found.length ? 0 : -1;
    draw();
  };

  const choose = (chosen) => {
    input.value = "";
    found = [];
    draw();
    input.blur();
    self.root.classList.remove("show-find");
    self.ctx.setTriggerValue("found", { sets: chosen.sets, code: chosen.code });
  };

  input.value = typed;
  input.addEventListener("input", look);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (found.length) active = (active + (event.key === "ArrowDown" ? 1 : -1) + found.length) % found.length;
      draw();
    } else if (event.key === "Enter" && found[active]) {
      choose(found[active]);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      input.value = "";
      found = [];
      draw();
      input.blur();
      self.root.classList.remove("show-find");
    }
  });
  list.addEventListener("pointerdown", (event) => {
    const item = event.target.closest("li[data-i]");
    event.preventDefault();
    if (item) choose(found[Number(item.dataset.i)]);
  });
  input.addEventListener("blur", () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
  });
}

// ---------------------------------------------------------------- sheet

/** A piece of page made by Python (every text escaped there). Links [data-go] and choices [data-set] answer to Python;
 *  data-act="copy-link" | "print" | "save-svg" | "save-png" are done here. data: html, theme, words. */
export function sheet(ctx) {
  const { parentElement, data } = ctx;
  const self = instance(parentElement, (made) => {
    made.root.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-go]");
      if (link) return follow(event, link, made.ctx);
      const choice = event.target.closest("[data-set]");
      if (choice) return made.ctx.setTriggerValue("set", JSON.parse(choice.dataset.set));
      const act = event.target.closest("[data-act]");
      if (act) return acts[act.dataset.act](act, made.ctx);
    });
    made.root.addEventListener("input", (event) => {
      if (!event.target.matches("[data-filter]")) return;
      made.typed = event.target.value;
      narrow(made);
    });
    made.root.addEventListener("keydown", (event) => {
      const choice = event.target.closest("[data-set]");
      if (!choice || choice.tagName === "BUTTON") return;
      if (event.key === "Enter" && choice.dataset.enter) {
        event.preventDefault();
        made.ctx.setTriggerValue("go", destination(choice.dataset.enter));
      } else if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        made.ctx.setTriggerValue("set", JSON.parse(choice.dataset.set));
      } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        const rows = [...made.root.querySelectorAll("[data-set][tabindex]")];
        const next = rows[rows.indexOf(choice) + (event.key === "ArrowDown" ? 1 : -1)];
        if (next) {
          event.preventDefault();
          event.stopPropagation();
          next.focus();
        }
      }
    });
  });
  self.ctx = ctx;
  self.root.dataset.theme = data.theme;
  if (self.html !== data.html) {
    const focused = self.root.querySelector(":focus")?.id;
    self.html = data.html;
    self.root.innerHTML = data.html;
    if (self.typed) narrow(self);
    reveal(self);
    // Before the style sheets are there, a list has no height of its own to scroll in.
    for (const link of parentElement.querySelectorAll("link")) link.addEventListener("load", () => reveal(self), { once: true });
    if (focused) self.root.querySelector(`#${CSS.escape(focused)}`)?.focus({ preventScroll: true });
  }
}

/** Scroll a long list, and nothing else, to its current entry. */
function reveal({ root }) {
  const list = root.querySelector(".list");
  const current = list?.querySelector("[aria-current]");
  if (!current) return;
  const from = current.getBoundingClientRect().top - list.getBoundingClientRect().top;
  if (from < 0 || from > list.clientHeight - 30) list.scrollTop += from - list.clientHeight / 2;
}

/** Leave of a list what has all words that were typed into its [data-filter], without diacritics; [data-none] says if nothing has. */
function narrow({ root, typed }) {
  const box = root.querySelector("[data-filter]");
  if (!box) return;
  box.value = typed;
  const words = fold(typed).split(/\s+/).filter(Boolean);
  for (const each of root.querySelectorAll("[data-text]")) {
    const text = fold(each.dataset.text);
    each.hidden = !words.every((word) => text.includes(word));
  }
  for (const group of root.querySelectorAll("[data-group]")) group.hidden = !group.querySelector("[data-text]:not([hidden])");
  root.querySelector("[data-none]").hidden = !!root.querySelector("[data-text]:not([hidden])");
}

const acts = {
  async "copy-link"(button) {
    const before = button.textContent;
    await copy(location.href);
    button.textContent = button.dataset.done;
    button.setAttribute("aria-live", "polite");
    setTimeout(() => (button.textContent = before), 2000);
  },
  print: () => window.print(),
  "save-svg": (button) => saveChart(button, "svg"),
  "save-png": (button) => saveChart(button, "png"),
};

/** Copy text also where the page is not served over https, and the clipboard interface is therefore missing. */
async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = Object.assign(document.createElement("textarea"), { value: text });
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}

/** Save the chart inside the block of key data-chart as a picture, with the lines of data-notes under it. */
async function saveChart(button, format) {
  const plot = document.querySelector(`.st-key-${CSS.escape(button.dataset.chart)} .js-plotly-plot`);
  const layers = [...plot.querySelectorAll("svg.main-svg")];
  const { width, height } = layers[0].getBoundingClientRect();
  const notes = JSON.parse(button.dataset.notes);
  const title = notes.title;
  const foot = notes.lines;
  const top = 44;
  const total = height + top + 18 * foot.length + 16;
  const style = getComputedStyle(button);
  const ink = style.getPropertyValue("--atlas-text");
  const font = "font-family=\"'Be Vietnam Pro', sans-serif\"";
  const text = [
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${total}" viewBox="0 0 ${width} ${total}">`,
    `<rect width="100%" height="100%" fill="${style.getPropertyValue("--atlas-card")}"/>`,
    `<text x="12" y="28" ${font} font-size="18" font-weight="600" fill="${ink}">${escape(title)}</text>`,
    ...layers.map((layer) => {
      const copied = layer.cloneNode(true);
      copied.setAttribute("x", 0);
      copied.setAttribute("y", top);
      copied.setAttribute("width", width);
      copied.setAttribute("height", height);
      return new XMLSerializer().serializeToString(copied);
    }),
    ...foot.map((line, i) => `<text x="12" y="${height + top + 18 * (i + 1)}" ${font} font-size="12" fill="${ink}">${escape(line)}</text>`),
    "</svg>",
  ].join("");
  await save(text, { name: notes.name, format, width, height: total });
}

/** Hand `svg` to the reader as a file, drawn to twice its size for PNG. */
export async function save(svg, { name, format, width, height }) {
  let blob = new Blob([svg], { type: "image/svg+xml" });
  if (format === "png") {
    const image = new Image();
    image.src = URL.createObjectURL(blob);
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: 2 * width, height: 2 * height });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(image.src);
    blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  }
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: `${name}.${format}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// ---------------------------------------------------------------- keys

/** Keyboard shortcuts of the page. data.keys: event.code -> parameters to set (null removes one);
 *  by code, because Vietnamese layouts type ă â ê ô on the digits. */
export function keys(ctx) {
  const { parentElement } = ctx;
  if (!parentElement.listener) {
    parentElement.listener = (event) => {
      if (event.defaultPrevented || typing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
      const onMap = event.composedPath().some((e) => e.classList?.contains?.("map"));
      if (onMap && event.code.startsWith("Arrow")) return;
      const wanted = parentElement.ctx.data.keys[event.code];
      if (!wanted) return;
      event.preventDefault();
      parentElement.ctx.setTriggerValue("set", wanted);
    };
    document.addEventListener("keydown", parentElement.listener);
  }
  parentElement.ctx = ctx;
  return () => {
    document.removeEventListener("keydown", parentElement.listener);
    parentElement.listener = undefined;
  };
}
