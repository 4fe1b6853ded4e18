// The commune map and its legend, as Streamlit calls them. What is fetched once for all maps of the visit is here; the map
// itself is in commune_map/, one idea a module.
// Modules don't inherit the version in their address: each passes it on to those it imports, so that a change gives all of
// them new addresses and the browser may keep the old ones for ever.

const VERSION = new URL(import.meta.url).search;
const at = (name) => new URL(name + VERSION, import.meta.url);

// All are under way at once: a module that waits for another finds it on its way already.
const NAMES = ["dom", "numbers", "message", "circles", "legend", "former", "pointing", "card", "table", "shapes", "names", "labels", "slider", "zoom", "keys", "map"];
const modules = Promise.all(NAMES.map((name) => import(at(`commune_map/${name}.js`)))).then((all) => Object.assign({}, ...all));

const geometries = new Map();

/** The geometry file at `url`: fetched once for all maps of the visit. A failure is forgotten, so that one can try again. */
function geometryAt(url) {
  const address = new URL(url, document.baseURI).href;
  if (!geometries.has(address)) {
    const entry = { value: null };
    entry.promise = fetch(address).then(async (answer) => {
      if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
      entry.value = await answer.json();
      return entry.value;
    });
    entry.promise.catch(() => geometries.delete(address));
    geometries.set(address, entry);
  }
  return geometries.get(address);
}

let sheets = null;

/** Our two style sheets, shared by all maps. */
function styleSheets() {
  sheets ??= Promise.all(
    ["tokens.css", "commune_map.css"].map(async (name) => {
      const answer = await fetch(at(name));
      if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(await answer.text());
      return sheet;
    }),
  );
  sheets.catch(() => (sheets = null));
  return sheets;
}

styleSheets();

const maps = new WeakMap();
let ready = null;
modules.then((all) => (ready = all));

/** Called at every change of data with {parentElement, key, data, setStateValue, setTriggerValue}. */
export function commune_map(ctx) {
  const { parentElement: host, data } = ctx;
  const slot = maps.get(host) ?? { map: null };
  maps.set(host, slot);
  slot.ctx = ctx;
  const receive = () => {
    slot.map ??= new ready.CommuneMap(host, { fetched: { geometryAt, styleSheets }, ended: () => maps.delete(host) });
    slot.map.receive(slot.ctx);
  };
  if (ready) receive();
  else {
    geometryAt(data.geometry).promise.catch(() => {}); // on its way while the modules are; the map says what fails
    modules.then(() => slot.ctx === ctx && receive());
  }
  return () => slot.map?.end();
}

/** The legend by itself, where the page wants it elsewhere than beside the map. */
export function map_legend({ parentElement, data }) {
  parentElement.atlasLegend = data;
  // Not async: what a component gives back is called at its end, and a promise can't be.
  Promise.all([modules, styleSheets()]).then(([{ drawLegendAlone }, found]) => {
    if (parentElement.atlasLegend === data) drawLegendAlone(parentElement, data, found);
  });
}

export default commune_map;
