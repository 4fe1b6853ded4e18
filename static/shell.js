// The frame around every page, as Streamlit calls it: header, sheets of HTML whose links answer to Python, keyboard shortcuts.
// What header and sheets share is here; each of them is in shell/, one idea a module. How their addresses get a version:
// commune_map.js. Keys are here too: a module of so few lines would cost every first visit a request.

const VERSION = new URL(import.meta.url).search;
const at = (name) => new URL(name + VERSION, import.meta.url);

// What is seen first: the first document has them preloaded (delivery.py), so that none waits for another. The modules that
// only some readers need are fetched by those that need them.
const NAMES = ["header", "sheet"];
const SHEETS = ["tokens.css", "atlas.css"];
const modules = Promise.all(NAMES.map((name) => import(at(`shell/${name}.js`)))).then((all) => Object.assign({}, ...all));
let ready = null;
modules.then((all) => (ready = all));

/** Header or sheet in its shadow root: made at the first call, kept over reruns. ctx: the call that counts now. */
class Part {
  constructor(host) {
    this.root = Object.assign(document.createElement("div"), { className: "atlas" });
    // Unseen until its style sheets are there or can't be had: without them the words for wide and for narrow screens both stand there.
    this.root.style.visibility = "hidden";
    let awaited = SHEETS.length;
    const come = () => --awaited || this.root.style.removeProperty("visibility");
    for (const name of SHEETS) {
      const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: at(name).href });
      for (const ended of ["load", "error"]) link.addEventListener(ended, come, { once: true });
      host.append(link);
    }
    host.append(this.root);
    this.root.addEventListener("click", (event) => {
      const link = event.target.closest("a[data-go]");
      // With a modifier key the browser does as always.
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button) return;
      event.preventDefault();
      this.go(link.getAttribute("href"));
    });
  }

  /** Go to a page of ours without loading the document anew. */
  go(href) {
    const url = new URL(href, document.baseURI);
    const target = { page: url.pathname.split("/").pop(), query: Object.fromEntries(url.searchParams) };
    window.atlasLine?.(target);
    this.tell("go", target);
  }

  /** Tell Python. */
  tell(event, value) {
    if (event === "set") window.atlasLine?.({ set: value });
    this.ctx.setTriggerValue(event, value);
  }
}

/** The part that is called, drawn by the function `name` of its module: at once, or when the modules are there. */
function drawn(name, ctx) {
  const part = (ctx.parentElement.atlas ??= new Part(ctx.parentElement));
  part.ctx = ctx;
  if (ready) ready[name](part);
  else modules.then((all) => part.ctx === ctx && all[name](part));
  return part;
}

/** The top of the page; '/' leads to its search from anywhere. data: shell/header.js. */
export function header(ctx) {
  const part = drawn("drawHeader", ctx);
  return hearing(ctx.parentElement, (event) => {
    if (event.code !== "Slash") return;
    event.preventDefault();
    ready?.openSearch(part);
  });
}

/** A piece of page made by Python. data: shell/sheet.js. */
export function sheet(ctx) {
  drawn("drawSheet", ctx);
}

/** Keyboard shortcuts of the page. data.keys: event.code -> parameters to set (null removes one);
 *  by code, because Vietnamese layouts type ă â ê ô on the digits. */
export function keys(ctx) {
  const host = ctx.parentElement;
  host.ctx = ctx;
  const unheard = hearing(host, (event) => {
    if (event.defaultPrevented || event.altKey) return;
    const onMap = event.composedPath().some((e) => e.classList?.contains?.("map"));
    if (onMap && event.code.startsWith("Arrow")) return;
    if (host.ctx.data.keys[event.code]) event.preventDefault();
    if (!isAnswering(host)) followKey(host, event.code);
    else if (!event.repeat && waiting.length < MOST_WAITING) holdKey(host, event.code);
  });
  return () => {
    unheard();
    host.looking = clearInterval(host.looking);
  };
}

/** What a key means is known once the page has answered to the one before: who presses a key twice goes two steps. A key that is
 *  held down goes as fast as pages come. */
const waiting = [];
const MOST_WAITING = 8;
/** ms: between looks whether the page has answered; a page at rest for so long has; and a key waits for no answer longer than that. */
const LOOK = 40;
const AT_REST = 250;
const LONGEST = 5000;

/** Whether what the last key asked for is still to come. The keys of the page it leads to end that. Where they are the same the page
 *  has come to rest: not at once, for the run that was under way when the key was pressed ends before the key's own begins. */
function isAnswering({ ctx, asked }) {
  const now = performance.now();
  if (!asked || now - asked.at > LONGEST || now - asked.rested > AT_REST) return false;
  return JSON.stringify(ctx.data.keys) === asked.keys;
}

function followKey(host, code) {
  const wanted = host.ctx.data.keys[code];
  if (!wanted) return;
  host.asked = { keys: JSON.stringify(host.ctx.data.keys), at: performance.now(), rested: Infinity };
  noteRest(host.asked);
  window.atlasLine?.({ set: wanted });
  host.ctx.setTriggerValue("set", wanted);
}

/** Note in `asked` since when the page is at rest, as long as that is asked. */
function noteRest(asked) {
  const app = document.querySelector("[data-testid=stApp]");
  const observer = new MutationObserver(() => {
    asked.rested = app.dataset.testScriptState === "notRunning" ? performance.now() : Infinity;
  });
  observer.observe(app, { attributeFilter: ["data-test-script-state"] });
  setTimeout(() => observer.disconnect(), LONGEST);
}

function holdKey(host, code) {
  waiting.push(code);
  host.looking ??= setInterval(() => {
    while (waiting.length && !isAnswering(host)) followKey(host, waiting.shift());
    if (!waiting.length) host.looking = clearInterval(host.looking);
  }, LOOK);
}

// Who goes back wants none of what he had asked for before.
addEventListener("popstate", (event) => event.isTrusted && waiting.splice(0));

/** Let `onKey` hear keys that are pressed anywhere on the page, from the first call for `host` until the end it gives back. */
function hearing(host, onKey) {
  if (!host.listener) {
    host.listener = (event) => {
      if (!isTyped(event) && !event.ctrlKey && !event.metaKey) onKey(event);
    };
    document.addEventListener("keydown", host.listener);
  }
  return () => {
    document.removeEventListener("keydown", host.listener);
    host.listener = undefined;
  };
}

/** Whether a key is meant for a field, not for the page. */
function isTyped(event) {
  const target = event.composedPath()[0];
  // The map's communes are a list box too, but a key pressed there is meant for the page.
  const fields = "input, textarea, select, [contenteditable=true], [role=combobox], [role=listbox]:not(.fills), [role=slider]";
  return target?.closest?.(fields) != null;
}
