// A sheet: a piece of page made by Python, where every text was escaped. Links [data-go] and choices [data-set] answer to
// Python; [data-act] is done here; [data-filter] leaves of a list what was typed.

const part = (name) => import(new URL(name + new URL(import.meta.url).search, import.meta.url));

// Few readers take something along, so that what it needs is fetched when they do.
const acts = {
  "copy-link": async (button) => (await part("address.js")).copyAddress(button),
  print: () => window.print(),
  download: async (button) => (await part("download.js")).download(button),
  "save-svg": async (button) => (await part("picture.js")).saveChart(button, "svg"),
  "save-png": async (button) => (await part("picture.js")).saveChart(button, "png"),
};

/** HTML as it travels (ui/frame/packed.py): texts, and rows as the number of their pattern and what differs between them. */
export const unpacked = ({ patterns, pieces }) =>
  pieces.map((piece) => (typeof piece === "string" ? piece : unrolled(patterns[piece[0]], piece))).join("");

const unrolled = (pattern, row) => pattern.map((each) => (typeof each === "string" ? each : row[each + 1])).join("");

/** Draw the sheet. Its data: parts, theme. */
export function drawSheet(self) {
  const { parentElement, data } = self.ctx;
  if (self.html === undefined) listen(self);
  self.root.dataset.theme = data.theme;
  const html = unpacked(data.parts);
  if (self.html === html) return;
  const focused = self.root.querySelector(":focus")?.id;
  const open = self.root.querySelector(":popover-open");
  self.html = html;
  self.root.innerHTML = html;
  self.filterList?.(self);
  if (open) stayOpen(self, open);
  rove(self);
  // What scrolls within itself is scrolled by keys too.
  for (const each of self.root.querySelectorAll(".scroll:not(:has(a, button, [tabindex]))")) each.tabIndex = 0;
  if (self.root.querySelector("tr[id^=rank-]")) shareRows(self);
  reveal(self);
  // Before the style sheets are there, a list has no height of its own to scroll in.
  for (const link of parentElement.querySelectorAll("link")) link.addEventListener("load", () => reveal(self), { once: true });
  if (focused) self.root.querySelector(`#${CSS.escape(focused)}`)?.focus({ preventScroll: true });
}

function listen(self) {
  self.root.addEventListener("click", (event) => {
    if (event.target.closest("a[data-go]")) return; // also inside a choice, a link is a link
    const choice = event.target.closest("[data-set], [data-one]");
    if (choice) return choose(self, choice);
    const button = event.target.closest("[data-act]");
    if (button) acts[button.dataset.act](button);
  });
  self.root.addEventListener("pointermove", nameCell);
  self.root.addEventListener("input", async (event) => {
    if (!event.target.matches("[data-filter]")) return;
    self.typed = event.target.value;
    ({ filterList: self.filterList } = await part("search.js"));
    self.filterList(self);
  });
  // It does not bubble.
  self.root.addEventListener("toggle", openList, true);
  self.root.addEventListener("focusin", (event) => {
    const row = event.target.closest(ROW);
    if (row) rove(self, row);
  });
  self.root.addEventListener("keydown", (event) => {
    const choice = event.target.closest("[data-set]");
    // A button is clicked by the browser.
    if (choice && choice.tagName !== "BUTTON") onKey(self, event, choice);
  });
}

/** The commune of a strip's cell that is pointed at: its name, and the way to it. */
function nameCell({ target, clientX }) {
  const strip = target.closest?.(".strip[data-codes]");
  if (!strip) return;
  const { left, width } = strip.getBoundingClientRect();
  const codes = strip.dataset.codes.split(" ");
  const at = Math.max(0, Math.min(codes.length - 1, Math.floor(((clientX - left) / width) * codes.length)));
  strip.title = strip.dataset.names.split("|")[at];
  const link = strip.closest("a[data-go]");
  if (!link) return;
  link.dataset.base ??= link.getAttribute("href");
  const [path, query] = link.dataset.base.split("?");
  const params = new URLSearchParams(query);
  params.set("commune", codes[at]);
  link.setAttribute("href", `${path}?${params}`);
}

/** Only lists of communes need it. */
async function shareRows(self) {
  if (self.shares) return;
  self.shares = true;
  (await part("rows.js")).sharePointing(self);
}

async function openList({ target, newState }) {
  if (!target.matches("[popover]")) return;
  if (newState === "open") return (await part("finder.js")).openFinder(target);
  // The browser gives the focus back to a button, but not to one in a shadow root.
  if (document.activeElement === document.body || target.contains(target.getRootNode().activeElement)) target.previousElementSibling.focus();
}

/** The list that was open before its sheet was drawn anew goes on where it was. */
function stayOpen({ root }, before) {
  const box = root.querySelector(`#${before.id}`);
  if (!box) return;
  box.style.cssText = before.style.cssText;
  box.dataset.at = before.querySelector(".active")?.id ?? "";
  box.showPopover();
}

async function choose(self, choice) {
  const box = choice.closest("[popover]");
  // What was typed has found it: the list is whole again.
  if (box && self.typed) self.filterList(Object.assign(self, { typed: "" }));
  if (choice.dataset.one) return self.tell("set", (await part("finder.js")).toggled(choice));
  box?.hidePopover();
  self.tell("set", JSON.parse(choice.dataset.set));
}

const ROW = "tr[data-set]";
const STEPS = {
  ArrowDown: (at, all) => Math.min(at + 1, all - 1),
  ArrowUp: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: () => -1,
};

/** A list of rows is one stop of the tab key: `row`, else the chosen one, else the first. */
function rove({ root }, row = root.querySelector(`${ROW}[aria-selected=true]`) ?? root.querySelector(ROW)) {
  for (const each of root.querySelectorAll(ROW)) each.tabIndex = each === row ? 0 : -1;
}

/** Enter opens a choice that leads somewhere, or takes it as Space does; arrows, Home and End walk through the rows. */
function onKey(self, event, choice) {
  if (event.key === "Enter" && choice.dataset.enter) {
    event.preventDefault();
    self.go(choice.dataset.enter);
  } else if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    choose(self, choice);
  } else if (STEPS[event.key]) {
    const rows = [...self.root.querySelectorAll(ROW)].filter((row) => row.checkVisibility());
    const next = rows.at(STEPS[event.key](rows.indexOf(choice), rows.length));
    if (!next || next === choice) return;
    event.preventDefault();
    event.stopPropagation();
    next.focus();
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
