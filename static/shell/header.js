// The header: pages, search field, language, projector, and below it what must be known of the data.

const VERSION = new URL(import.meta.url).search;
const part = (name) => import(new URL(name + VERSION, import.meta.url));

/** `text` for HTML and for attributes in double quotes. */
export const escape = (text) =>
  String(text).replace(/[&<>"']/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" })[c]);

/** Draw the header. Its data: brand, province, home, nav [{text, href, here}], banners [{strong, text, way, href}], words,
 *  language, theme, projector, narrow, other {html, label, lang, href}, project {text, href}, and what search.js reads. */
export function drawHeader(self) {
  const { data } = self.ctx;
  dress(data);
  nameStreamlitsParts(data.words);
  if (self.html === undefined) listen(self);
  self.root.dataset.theme = data.theme;
  tellWidth(self);
  tellScheme(self);
  const html = markup(data);
  if (html === self.html) return;
  self.html = html;
  const made = Object.assign(document.createElement("template"), { innerHTML: html }).content;
  // A menu that was open has done its duty; who is in the search field stays there.
  self.root.classList.remove("show-menu");
  if (!self.root.querySelector("input:focus")) self.root.classList.remove("show-find");
  become(self.root, made);
  tellToggles(self);
}

const FOUND_OUT = ["aria-expanded", "aria-activedescendant", "hidden"];

/** Make the children of `now` those of `wanted`, touching what differs alone: who stands on a link or types stays there. */
function become(now, wanted) {
  const theirs = [...wanted.childNodes];
  for (const [at, each] of theirs.entries()) {
    const mine = now.childNodes[at];
    if (!mine) now.append(each);
    else if (mine.nodeName !== each.nodeName) mine.replaceWith(each);
    else if (mine.nodeType !== Node.ELEMENT_NODE) mine.data = each.data;
    else {
      // How far a search has come is known to search.js alone.
      const own = mine.closest(".find") ? FOUND_OUT : [];
      for (const { name } of [...mine.attributes]) if (!each.hasAttribute(name) && !own.includes(name)) mine.removeAttribute(name);
      for (const { name, value } of each.attributes) if (!own.includes(name)) mine.setAttribute(name, value);
      if (mine.id !== "found") become(mine, each);
    }
  }
  while (now.childNodes.length > theirs.length) now.lastChild.remove();
}

/** What style sheets and browser must know of the whole document. */
function dress(data) {
  const { documentElement, head } = document;
  documentElement.lang = data.language;
  documentElement.dataset.atlasView = data.projector ? "projector" : "page";
  documentElement.dataset.theme = data.theme;
  paper(data.printed);
  if (head.querySelector("link[data-atlas]")) return;
  const href = new URL(`../tokens.css${VERSION}`, import.meta.url).href;
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  link.dataset.atlas = "tokens";
  head.append(link);
}

/** What stands on each printed sheet, beside its number. */
function paper(text) {
  let style = document.head.querySelector("style[data-atlas]");
  if (!style) {
    style = document.createElement("style");
    style.dataset.atlas = "paper";
    document.head.append(style);
  }
  const box = "font: 9pt 'Be Vietnam Pro', sans-serif; color: #333";
  const quoted = JSON.stringify(text).replace(/</g, "\\3c ");
  const rules = `@page { @top-left { content: ${quoted}; ${box} } @top-right { content: counter(page) "/" counter(pages); ${box} } }`;
  if (style.textContent !== rules) style.textContent = rules;
}

/** Charts are drawn as wide as the screen has room; on paper none is cut. */
const PAPER = 1040; // px of A4 across, less its margins
function fitPaper(event) {
  for (const chart of document.querySelectorAll('[data-testid="stPlotlyChart"]')) {
    const [width, paper] = [chart.offsetWidth, event.type === "beforeprint"];
    // Held as wide as it is: drawn anew for the sheet it would be printed before it is there.
    chart.style.width = paper ? `${width}px` : "";
    chart.style.zoom = paper ? String(Math.min(1, PAPER / width)) : "";
  }
}
window.addEventListener("beforeprint", fitPaper);
window.addEventListener("afterprint", fitPaper);

// Streamlit's own parts whose names no setting reaches: nameless, or English in every language.
const named = (words) => [
  ["[data-testid=stSelectbox] button[aria-label]", "aria-label", words.open_list],
  ["[data-testid=stMultiSelect] button[aria-label=Open]", "aria-label", words.open_list],
  ["button[aria-label=Dismiss]", "aria-label", words.close_list],
  ["[data-testid=stFileUploaderDropzone]", "role", "group"],
  ["[data-testid=stFileUploaderDropzone] button:not([aria-label])", "title", words.choose_file],
];
const COUNTED = /^(\d+) options? available\.$/;
let naming = null;

/** Name them in the reader's language, now and whenever Streamlit draws. */
function nameStreamlitsParts(words) {
  naming?.disconnect();
  const name = () => {
    for (const [where, attribute, text] of named(words))
      for (const node of document.querySelectorAll(where)) if (node.getAttribute(attribute) !== text) node.setAttribute(attribute, text);
    for (const node of document.querySelectorAll("[data-live-announcer] div:not(:has(*))")) {
      const count = node.textContent.match(COUNTED)?.[1];
      if (count) node.textContent = words.options.replace("{n}", count);
    }
  };
  naming = new MutationObserver(name);
  naming.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ["aria-label", "role"] });
  name();
}

function listen(self) {
  self.root.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-toggle]");
    if (event.target.closest("[data-skip]")) answer()?.focus();
    // Also where the link leads to what is shown already, and nothing is drawn anew.
    if (event.target.closest("a[data-go]")) self.root.classList.remove("show-menu");
    if (!button) return tellToggles(self);
    const open = self.root.classList.toggle(`show-${button.dataset.toggle}`);
    tellToggles(self);
    if (open && button.dataset.toggle === "find") self.root.querySelector("input").focus();
  });
  self.root.addEventListener("focusin", async (event) => {
    if (!event.target.matches("input")) return;
    const { search } = await part("search.js");
    search(self);
  });
}

/** Say of each button that opens something whether it is open. */
export function tellToggles({ root }) {
  for (const button of root.querySelectorAll("button[data-toggle]")) {
    button.setAttribute("aria-expanded", String(root.classList.contains(`show-${button.dataset.toggle}`)));
  }
}

/** The heading of the page, below header and filters, ready to have the focus. It stands in a sheet's shadow root. */
function answer(inside = document) {
  const heading = inside.querySelector("h1");
  if (heading) heading.tabIndex = -1;
  return heading ?? [...inside.querySelectorAll("*")].filter((node) => node.shadowRoot).map((node) => answer(node.shadowRoot)).find(Boolean);
}

/** Show the search field, also where there is no room for it, and be in it. */
export function openSearch(self) {
  self.root.classList.add("show-find");
  tellToggles(self);
  self.root.querySelector("input")?.focus();
}

/** The server can't see how wide the screen is; charts are drawn there. A wide screen says nothing, so costs nothing. */
function tellWidth(self) {
  if (self.narrow) return;
  self.narrow = matchMedia("(max-width: 640px)");
  self.told = self.ctx.data.narrow;
  const tell = () => {
    if (self.narrow.matches !== self.told) self.ctx.setStateValue("narrow", (self.told = self.narrow.matches));
  };
  self.narrow.addEventListener("change", tell);
  tell();
}

/** Light or dark can change under an open page, as by the hour. Streamlit turns its own colours then and asks for no run; with the
 *  run that this asks for, it tells the server. */
function tellScheme(self) {
  if (self.scheme) return settleScheme(self);
  self.scheme = matchMedia("(prefers-color-scheme: dark)");
  self.scheme.addEventListener("change", () => askScheme(self, 1));
  // It may have changed while the page was on its way.
  if (!hasScheme(self)) askScheme(self, 1);
}

/** Streamlit hears the same, and tells the server only when it has drawn its new colours: asked too early, ask again. */
function askScheme(self, nth) {
  self.asked = nth;
  setTimeout(() => self.ctx.setTriggerValue("scheme", true), 100 * nth);
}

function settleScheme(self) {
  if (!self.asked || hasScheme(self) || self.asked > 5) self.asked = 0;
  else askScheme(self, self.asked + 1);
}

/** Whether the page has the colours that the screen asks for; a projector's are always light. */
function hasScheme({ ctx, scheme }) {
  return ctx.data.projector || ctx.data.theme === (scheme.matches ? "dark" : "light");
}

function markup(data) {
  const { words, other, project } = data;
  const page = ({ text, href, here }) => `<a data-go href="${escape(href)}" ${here ? 'aria-current="page"' : ""}>${escape(text)}</a>`;
  const banner = ({ strong, text, way, href }) => {
    const on = way ? ` <a data-go href="${escape(href)}">${escape(way)}</a>` : "";
    return `<p class="banner"><strong>${escape(strong)}</strong> <span>${escape(text)}</span>${on}</p>`;
  };
  return `
    <header class="top ${data.projector ? "top-projector" : ""}">
      <button class="skip" data-skip>${escape(words.skip)}</button>
      <a class="brand" data-go href="${escape(data.home)}">${escape(data.brand)}<span class="wide"> · ${escape(data.province)}</span></a>
      <nav aria-label="${escape(words.pages)}">${data.nav.map(page).join("")}</nav>
      <div class="find" role="search">
        <input type="text" role="combobox" aria-expanded="false" aria-controls="found" aria-autocomplete="list"
          aria-label="${escape(words.find_label)}" placeholder="${escape(words.find)}" autocomplete="off" spellcheck="false">
        <ul id="found" role="listbox" aria-label="${escape(words.found)}" hidden></ul>
      </div>
      <button class="narrow" data-toggle="find" aria-expanded="false">${escape(words.find_short)}</button>
      <button class="narrow" data-toggle="menu" aria-expanded="false">${escape(words.menu)}</button>
      <a class="button lang" data-go href="${escape(other.href)}" lang="${escape(other.lang)}" aria-label="${escape(other.label)}">${other.html}</a>
      <a class="button project" data-go href="${escape(project.href)}">${escape(project.text)}</a>
    </header>
    ${data.banners.map(banner).join("")}`;
}
