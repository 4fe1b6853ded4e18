// A list to choose one of, or several, below its button and above everything else. Fetched when the first one opens; what is typed into it
// is filtered by search.js, what is chosen is told by sheet.js.

const EDGE = 8;
const served = new WeakSet();

// Heard before anybody else: what the list stands in stays open.
const onEscape = (event) => {
  const box = event.key === "Escape" && event.composedPath().find((each) => each.matches?.(".lookup:popover-open"));
  if (!box) return;
  event.stopImmediatePropagation();
  event.preventDefault();
  box.hidePopover();
};
addEventListener("keydown", onEscape, true);

/** Lay the open list `box` out below its button, with what is chosen in sight, and serve its keys. */
export function openFinder(box) {
  const input = box.querySelector("input");
  const under = box.previousElementSibling.getBoundingClientRect();
  const left = Math.max(EDGE, Math.min(under.left, innerWidth - box.offsetWidth - EDGE));
  const top = under.bottom + 4;
  box.style.cssText = `left:${left}px;top:${top}px;max-height:${Math.max(220, innerHeight - top - EDGE)}px`;
  const options = shown(box);
  walk(box, options.find((each) => each.id === box.dataset.at) ?? options.find((each) => each.ariaSelected === "true") ?? options[0]);
  if (served.has(box)) return;
  served.add(box);
  input.addEventListener("keydown", (event) => onKey(box, event));
  // After sheet.js has filtered.
  new MutationObserver(() => {
    if (!shown(box).includes(active(box))) walk(box, shown(box)[0]);
  }).observe(box, { subtree: true, attributes: true, attributeFilter: ["hidden"] });
}

/** What the address is to say once `choice`, of a list of several, is chosen too, or no longer. The list knows it at once, so that
 *  the next choice adds to this one before the page has answered. */
export function toggled(choice) {
  const list = choice.closest("[role=listbox]");
  const before = list.dataset.chosen.split(".").filter(Boolean);
  const { one } = choice.dataset;
  const after = before.includes(one) ? before.filter((each) => each !== one) : [...before, one];
  list.dataset.chosen = after.join(".");
  choice.ariaSelected = String(after.includes(one));
  return { [list.dataset.param]: list.dataset.chosen || null };
}

const shown = (box) => [...box.querySelectorAll("[role=option]")].filter((each) => each.checkVisibility());
const active = (box) => box.querySelector("[role=option].active");

/** Make `option` the one that Enter chooses. */
function walk(box, option) {
  active(box)?.classList.remove("active");
  const input = box.querySelector("input");
  if (!option) return input.removeAttribute("aria-activedescendant");
  option.classList.add("active");
  option.scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", option.id);
}

function onKey(box, event) {
  const options = shown(box);
  const at = options.indexOf(active(box));
  const to = { ArrowDown: Math.min(at + 1, options.length - 1), ArrowUp: Math.max(at - 1, 0) }[event.key];
  if (to !== undefined) walk(box, options[to]);
  else if (event.key === "Enter") active(box)?.click();
  else if (event.key === "Tab") return box.hidePopover();
  else return;
  event.preventDefault();
}
