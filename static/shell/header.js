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
  const html = markup(data);
  if (html === self.html) return;
  self.html = html;
  const typed = self.root.querySelector("input")?.value ?? "";
  self.root.classList.remove("show-menu", "show-find");
  self.root.innerHTML = html;
  self.root.querySelector("input").defaultValue = typed; // its default, so that search.js can tell what is typed from now on
}

/** What style sheets and browser must know of the whole document. */
function dress(data) {
  const { documentElement, head } = document;
  documentElement.lang = data.language;
  documentElement.dataset.atlasView = data.projector ? "projector" : "page";
  documentElement.dataset.theme = data.theme;
  if (head.querySelector("link[data-atlas]")) return;
  const href = new URL(`../tokens.css${VERSION}`, import.meta.url).href;
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  link.dataset.atlas = "tokens";
  head.append(link);
}

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
    if (!button) return;
    const open = self.root.classList.toggle(`show-${button.dataset.toggle}`);
    button.setAttribute("aria-expanded", String(open));
    if (open && button.dataset.toggle === "find") self.root.querySelector("input").focus();
  });
  self.root.addEventListener("focusin", async (event) => {
    if (!event.target.matches("input")) return;
    const { search } = await part("search.js");
    search(self);
  });
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
