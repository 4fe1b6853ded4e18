// The time slider: periods are drawn here while it is dragged, and sent when it is let go. Playing shows view after view of the
// whole page: what a heading or a ranking says beside the map is of the year on the map.

const part = (name) => import(new URL(name + new URL(import.meta.url).search, import.meta.url));
const { escape, put, set, textWidth } = await part("dom.js");
const { frameNow } = await part("message.js");
const { paint } = await part("shapes.js");
const { place, recolourNames } = await part("labels.js");

const PLAY_MS = 900;

/** The slider with its periods, as many named as there is room for. */
export function timeline(map) {
  const { slider } = map.data;
  map.time.hidden = !slider || Boolean(map.data.bare);
  if (map.time.hidden) return;
  const { words } = map;
  const last = slider.periods.length - 1;
  const share = (at) => (last ? (at / last) * 100 : 0).toFixed(3);
  const longest = Math.max(...slider.periods.map(({ label }) => textWidth(label, '400 13px "Be Vietnam Pro"')));
  const track = map.root.dataset.size === "phone" ? 215 : 360;
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
    `<div class="track"><div class="ticks" aria-hidden="true">${ticks}${seam}</div><output class="when" aria-hidden="true"></output>` +
    `<input type="range" min="0" max="${last}" step="1" aria-label="${escape(words.period)}"></div>${note}`;
  put(map.time, markup);
  map.time.toggleAttribute("data-held", Boolean(map.frames));
  map.range = map.time.querySelector("input");
  showTime(map);
}

/** Where the slider stands. */
function showTime(map) {
  const { slider } = map.data;
  const at = map.trying ?? slider.current;
  if (map.range.value !== String(at)) map.range.value = String(at);
  const { label } = slider.periods[at];
  set(map.range, "aria-valuetext", label);
  const button = map.time.querySelector(".play");
  const text = map.playing ? map.words.pause : map.words.play;
  put(button.querySelector("span"), escape(text));
  set(button.querySelector("path"), "d", map.playing ? "M2 1h3v10H2zM7 1h3v10H7z" : "M2 1l9 5-9 5z");
  // What is on the map is not yet what the page is about: it stands in place of all other periods, which it would cover.
  const when = map.time.querySelector(".when");
  put(when, map.trying == null ? "" : escape(label));
  const share = `${((at / Math.max(1, slider.periods.length - 1)) * 100).toFixed(3)}%`;
  Object.assign(when.style, { left: share, translate: `-${share}` });
  map.time.toggleAttribute("data-trying", map.trying != null);
}

/** One listener per kind of event. */
export function listenToTime(map) {
  map.time.addEventListener("pointerdown", (event) => event.target.matches("input") && wantFrames(map));
  map.time.addEventListener("input", (event) => {
    const at = Number(event.target.value);
    if (map.playing) stopPlaying(map);
    wantFrames(map, () => map.trying != null && go(map, map.trying));
    go(map, at);
  });
  map.time.addEventListener("change", () => letGo(map));
  map.time.addEventListener("click", (event) => {
    if (!event.target.closest(".play")) return;
    if (map.playing) stopPlaying(map);
    else play(map);
  });
}

/** All periods are asked for once, when the slider is first used; then `action`. */
function wantFrames(map, action = null) {
  if (map.frames) return action?.();
  map.waiting = action ?? map.waiting ?? (() => {});
  if (map.wanted === map.data.slider.token) return;
  map.wanted = map.data.slider.token;
  map.send("slider", { token: map.data.slider.token });
}

/** Draw another period, here only: nothing is sent before the slider is let go. */
function go(map, at) {
  map.trying = at;
  paint(map, frameNow(map));
  if (map.isCircles) place(map);
  else recolourNames(map);
  showTime(map);
}

/** The slider was let go: Python is told which period is wanted. */
function letGo(map) {
  const { slider } = map.data;
  const at = map.trying;
  if (at == null) return;
  if (at === slider.current) {
    map.trying = null;
    go(map, slider.current);
    map.trying = null;
    showTime(map);
    return;
  }
  map.settling = slider.periods[at].code;
  map.send("period", { code: map.settling });
}

/** Walk through the periods to the last, from the first if it is shown already. */
function play(map) {
  const { current, periods, token } = map.data.slider;
  map.playing = { token, from: current, to: current < periods.length - 1 ? current + 1 : 0, pause: null };
  map.trying = null;
  ask(map);
}

/** Ask for the view of the next period. Playing is one step of the browser's history, whose address moves on with it. */
function ask(map) {
  const { to, begun } = map.playing;
  const { code } = map.data.slider.periods[to];
  const url = new URL(location.href);
  url.searchParams.set("period", code);
  if (begun) history.replaceState(history.state, "", url);
  map.playing.begun = true;
  map.send("period", { code });
  showTime(map);
}

/** A message came: when it is the view that was asked for, wait a while and go on; when it is another one, the reader has gone there. */
export function playOn(map) {
  if (!map.playing) return;
  const { slider } = map.data;
  const { token, from, to, pause } = map.playing;
  const here = slider?.token === token ? slider.current : null;
  if (here === (pause ? to : from)) return;
  if (pause || here !== to || to === slider.periods.length - 1) return stopPlaying(map);
  map.playing.pause = setTimeout(() => {
    Object.assign(map.playing, { from: to, to: to + 1, pause: null });
    ask(map);
  }, PLAY_MS);
}

/** Stop where it is. */
export function stopPlaying(map) {
  clearTimeout(map.playing?.pause);
  map.playing = null;
  if (map.range) showTime(map);
}
