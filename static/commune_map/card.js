// What is said of one commune: on the card when it is chosen, in the tip when it is pointed at.

const part = (name) => import(new URL(name + new URL(import.meta.url).search, import.meta.url));
const { escape, mark, put, set, VERSUS_MARKS } = await part("dom.js");
const { about, needText } = await part("message.js");
const { formerText } = await part("former.js");
const { tellPointed } = await part("pointing.js");

/** The card of the chosen commune. */
export function drawCard(map) {
  const i = map.selected;
  map.card.hidden = i == null || Boolean(map.data.bare);
  map.root.classList.toggle("carded", !map.card.hidden);
  if (map.card.hidden) return put(map.card, "");
  const { words } = map;
  const said = about(map, i);
  const lines = [];
  if (said.reason) lines.push(`<p>${escape(said.reason)}</p>`);
  else {
    lines.push(`<p class="big">${escape(said.value)}</p>`);
    const facts = [said.fraction, said.interval].filter(Boolean).join(" · ");
    if (facts) lines.push(`<p class="facts">${escape(facts)}</p>`);
    if (said.steady) lines.push(`<p class="facts">${escape(said.steady)}</p>`);
    if (said.cluster) lines.push(`<p>${escape(said.cluster)}</p>`);
    if (said.state) {
      const met = said.state === 1 || said.state === 4;
      const sure = said.interval ? mark(said.state > 2 ? "apart" : "across") : "";
      lines.push(`<p class="state">${mark(met ? "met" : "short")}${sure}${escape(words.states[said.state])}</p>`);
    }
    if (said.versus != null) {
      lines.push(`<p class="versus">${mark(VERSUS_MARKS[said.versus])}${escape(words.versus[said.versus])}</p>`);
    }
    if (said.need) lines.push(`<p class="need">${strong(map, needText(map, said.need))}</p>`);
    if (said.notes?.length) lines.push(`<p class="facts">${escape(said.notes.join(" · "))}</p>`);
  }
  put(
    map.card,
    `<header><h3 aria-level="2">${escape(said.name)}</h3><p>${escape(said.tag)}</p>` +
      `<button type="button" data-do="close" aria-label="${escape(words.close)}">×</button></header>` +
      lines.join("") +
      `<button type="button" class="open" data-do="open">${escape(words.open)} <span aria-hidden="true">↵</span></button>`,
  );
}

/** The number of a sentence and its noun in bold: 'Cần thêm **40 trẻ**.' */
export function strong(map, text) {
  return escape(text).replace(/\d[\d.,]*(?:\u00a0[\p{L}]+)?/u, "<b>$&</b>");
}

/** The reader points at unit `i` (none: null): what there is to say of it is said beside the pointer, and its code to all others. */
export function point(map, i, again = false) {
  if (map.hover === i && !again) return;
  if (map.hover !== i) tellPointed(map, i == null ? null : map.geometry.codes[i]);
  show(map, i);
}

/** Elsewhere on the page unit `i` (none: null) is pointed at. */
export function pointElsewhere(map, i) {
  if (map.hover === i) return;
  map.pointer = null;
  show(map, i);
}

function show(map, i) {
  map.hover = i;
  map.tip.hidden = i == null;
  const outline = i == null || map.data.theme === "projector" ? "" : map.geometry.paths[i];
  for (const path of map.hovering) set(path, "d", outline);
  if (i == null) return put(map.tip, "");
  const said = about(map, i);
  const facts = [said.fraction, said.interval].filter(Boolean).join(" · ");
  const lines = said.reason ? [`<p>${escape(said.reason)}</p>`] : [`<p class="big">${escape(said.value)}</p>`];
  if (facts) lines.push(`<p>${escape(facts)}</p>`);
  if (said.need) lines.push(`<p>${strong(map, needText(map, said.need))}</p>`);
  if (said.notes?.length) lines.push(`<p>${escape(said.notes.join(" · "))}</p>`);
  const { places } = map.data;
  if (map.place != null && places) lines.push(`<p class="place">${escape(`${places.kind} ${places.names[map.place]}`)}</p>`);
  const anchored = !map.pointer || map.focus === i;
  const former = formerText(map, i, anchored ? null : map.pointer);
  if (former) lines.push(`<p class="place">${escape(former)}</p>`);
  put(map.tip, `<h4>${escape(said.name)}</h4>${lines.join("")}`);
  if (anchored) putTip(map, ...map.toScreen(map.geometry.anchor[i]));
  else putTip(map, ...map.pointer);
}

/** Where the tip has room beside (x, y). */
export function putTip(map, x, y) {
  const { offsetWidth: w, offsetHeight: h } = map.tip;
  const left = x + 16 + w > map.stage.clientWidth ? x - w - 12 : x + 16;
  const top = y + 16 + h > map.height ? y - h - 12 : y + 16;
  map.tip.style.transform = `translate(${Math.max(0, left)}px, ${Math.max(0, top)}px)`;
}
