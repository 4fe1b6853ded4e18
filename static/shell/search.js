// Finding what is typed, without diacritics: communes and indicators in the header, entries of a long list. Fetched when a
// reader is first in one of those fields.

const part = (name) => import(new URL(name + new URL(import.meta.url).search, import.meta.url));
const { escape, tellToggles } = await part("header.js");

const fold = (text) =>
  text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d");

/** Whether a text has all words of `typed`, in any order, each also within a word. */
const matching = (typed) => {
  const words = fold(typed).split(/\s+/).filter(Boolean);
  return (text) => words.every((word) => fold(text).includes(word));
};

/** How near `text` is to what was typed: 0 a word of it begins so, 1 its words begin with those that were typed, else 2. */
function nearness(text, asked) {
  const starts = (part) => ` ${fold(text)}`.includes(` ${part}`);
  if (starts(asked)) return 0;
  return asked.split(/\s+/).every(starts) ? 1 : 2;
}

const geometries = new Map();
/** The published geometry file at `url`, fetched once; a failure (its cause: the answer's status) is forgotten, so that one can
 *  try again. */
function geometry(url) {
  if (!geometries.has(url)) {
    const promise = fetch(new URL(url, document.baseURI)).then((answer) => {
      if (!answer.ok) throw new Error(`${url}: ${answer.status}`, { cause: answer.status });
      return answer.json();
    });
    promise.catch(() => geometries.delete(url));
    geometries.set(url, promise);
  }
  return geometries.get(url);
}

const served = new WeakSet();

/** Serve the search field of the header; arrows and Enter choose. It reads of the header's data: words, geometry (address
 *  or null: its communes can be found), indicators [[code, name, all that it is found by]]. */
export function search(self) {
  const input = self.root.querySelector("input");
  if (served.has(input)) return;
  served.add(input);
  const list = self.root.querySelector("#found");
  let found = [];
  let active = -1;
  let lacking = ""; // why no communes are among what is found

  const draw = () => {
    const said = input.value && (lacking || (found.length ? "" : self.ctx.data.words.nothing));
    list.innerHTML =
      found
        .map((f, i) => `<li role="option" id="found-${i}" data-i="${i}" aria-selected="${i === active}">${escape(f.text)}<span>${escape(f.kind)}</span></li>`)
        .join("") + (said ? `<li class="none" role="option" aria-disabled="true" aria-selected="false">${escape(said)}</li>` : "");
    list.hidden = !input.value;
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (active >= 0) input.setAttribute("aria-activedescendant", `found-${active}`);
    else input.removeAttribute("aria-activedescendant");
  };

  const look = async () => {
    const asked = fold(input.value.trim());
    const { data } = self.ctx;
    let known = { codes: [], full: [] };
    let why = "";
    try {
      if (asked && data.geometry) known = await geometry(data.geometry);
    } catch (error) {
      console.error(error);
      why = data.words.no_communes.replace("{why}", data.words[`why_${error.cause}`] ?? data.words.why_other);
    }
    if (fold(input.value.trim()) !== asked) return;
    lacking = why;
    const communes = known.codes.map((code, i) => ({ code, text: known.full[i], by: `${known.full[i]} ${code}`, kind: data.words.commune, sets: "commune" }));
    const indicators = data.indicators.map(([code, text, by]) => ({ code, text, by, kind: data.words.indicator, sets: "indicator" }));
    const matches = matching(asked);
    found = asked
      ? [...communes, ...indicators]
          .filter((f) => matches(f.by))
          .map((f) => ({ ...f, rank: Math.min(nearness(f.text, asked), nearness(f.code, asked)) }))
          .sort((a, b) => a.rank - b.rank)
          .slice(0, 8)
      : [];
    active = found.length ? 0 : -1;
    draw();
  };

  const leave = () => {
    input.value = "";
    found = [];
    draw();
    input.blur();
    self.root.classList.remove("show-find");
    tellToggles(self);
  };

  const choose = ({ sets, code }) => {
    leave();
    window.atlasLine?.({ set: { [sets]: code } });
    self.tell("found", { sets, code });
  };

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
      leave();
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
  // What was typed while this module was on its way.
  if (input.value) look();
}

/** Leave of a sheet's list what has all words that were typed into its [data-filter]; [data-none] says if nothing has. */
export function filterList({ root, typed }) {
  const box = root.querySelector("[data-filter]");
  if (!box) return;
  box.value = typed;
  const matches = matching(typed);
  for (const each of root.querySelectorAll("[data-text]")) each.hidden = !matches(each.dataset.text);
  for (const group of root.querySelectorAll("[data-group]")) group.hidden = !group.querySelector("[data-text]:not([hidden])");
  root.querySelector("[data-none]").hidden = !!root.querySelector("[data-text]:not([hidden])");
}
