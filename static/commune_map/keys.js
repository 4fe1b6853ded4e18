// Selection and focus: which commune is chosen, and the walk over neighbours with the keys.

const part = (name) => import(new URL(name + new URL(import.meta.url).search, import.meta.url));
const { set } = await part("dom.js");
const { spokenText } = await part("message.js");
const { drawCard, point } = await part("card.js");
const { place } = await part("labels.js");
const { whole, zoomIn, zoomOut } = await part("zoom.js");

const ECHO_MS = 4000; // how long a click outlives an answer that was on its way before it

/** The reader chose unit `i` (none: null): shown at once, then told to Python. */
export function select(map, i) {
  if (i === map.selected) return;
  const code = i == null ? null : map.geometry.codes[i];
  map.asked = { code, until: performance.now() + ECHO_MS };
  choose(map, i);
  map.send("select", { code });
}

/** The reader asks for the profile of unit `i`. */
export function openProfile(map, i) {
  if (i != null) map.send("open", { code: map.geometry.codes[i] });
}

/** What Python says is selected, unless a click is newer than its answer. */
export function settleSelection(map, code) {
  if (map.asked) {
    if (map.asked.code === (code ?? null) || performance.now() > map.asked.until) map.asked = null;
    else return;
  }
  choose(map, code == null ? null : (map.index.get(code) ?? null), false);
}

/** Outline unit `i` and put it on the card. */
function choose(map, i, draw = true) {
  if (map.selected != null) map.shapes[map.selected]?.removeAttribute("aria-selected");
  map.selected = i;
  if (i != null) {
    map.shapes[i].setAttribute("aria-selected", "true");
    rove(map, i);
  }
  for (const path of map.chosen) set(path, "d", i == null ? "" : map.geometry.paths[i]);
  if (!draw) return;
  drawCard(map);
  place(map);
}

/** The whole map is one stop of the tab key: only one shape can be reached by it. */
export function rove(map, i) {
  if (map.roving === i) return;
  if (map.roving != null) map.shapes[map.roving]?.removeAttribute("tabindex");
  map.roving = i;
  map.shapes[i].setAttribute("tabindex", "0");
}

/** The focus came to unit `i`, or left the map (null). */
export function onFocus(map, i) {
  map.focus = i;
  const seen = i != null && map.shapes[i].matches(":focus-visible");
  for (const path of map.focused) set(path, "d", seen ? map.geometry.paths[i] : "");
  if (i != null && !map.isFew) {
    map.voiced.add(i);
    set(map.shapes[i], "aria-label", spokenText(map, i));
  }
  if (seen) {
    reveal(map, i);
    point(map, i);
  } else if (i == null) point(map, null);
}

/** Pan so that unit `i` is inside the stage. */
function reveal(map, i) {
  if (map.view.k <= 1) return;
  const [x, y] = map.toScreen(map.geometry.anchor[i]);
  if (x > 40 && y > 40 && x < map.width - 40 && y < map.height - 40) return;
  [map.view.x, map.view.y] = map.geometry.anchor[i];
  place(map);
}

/** The neighbour of `i` that lies most in the direction (dx, dy); without one, the nearest unit that way. */
function towards(map, i, dx, dy) {
  const { anchor, neighbours } = map.geometry;
  const [x, y] = anchor[i];
  const best = (candidates, least) => {
    let found = null;
    let lowest = Infinity;
    for (const j of candidates) {
      const [ax, ay] = [anchor[j][0] - x, anchor[j][1] - y];
      const length = Math.hypot(ax, ay) || 1;
      const along = (ax * dx + ay * dy) / length;
      if (j === i || along < least) continue;
      const cost = length / along ** 3;
      if (cost < lowest) [found, lowest] = [j, cost];
    }
    return found;
  };
  return best(neighbours[i], 0.5) ?? best(map.shapes.keys(), 0.5) ?? best(neighbours[i], 0.2);
}

/** One key, wherever in the map the focus is. */
export function onKey(map, event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const arrows = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const inTime = map.time?.contains(event.target);
  if (inTime) {
    // The page's own arrow keys change the period too: one key, one step.
    if (event.code in arrows || event.code === "Space") event.stopPropagation();
    return;
  }
  const i = map.focus;
  const done = () => {
    event.preventDefault();
    event.stopPropagation();
  };
  if (event.code === "Escape" && map.selected != null) {
    done();
    select(map, null);
    return;
  }
  if (i == null) return;
  if (event.code in arrows) {
    done();
    const next = towards(map, i, ...arrows[event.code]);
    if (next != null) {
      rove(map, next);
      map.shapes[next].focus({ preventScroll: true, focusVisible: true });
    }
  } else if (event.code === "Enter" || event.code === "NumpadEnter" || event.code === "Space") {
    done();
    if (event.code !== "Space" && i === map.selected) openProfile(map, i);
    else select(map, i);
  } else if (event.code === "Equal" || event.code === "NumpadAdd") {
    done();
    zoomIn(map);
  } else if (event.code === "Minus" || event.code === "NumpadSubtract") {
    done();
    zoomOut(map);
  } else if (event.code === "Digit0" || event.code === "Numpad0") {
    done();
    whole(map);
  }
}
