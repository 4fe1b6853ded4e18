// The line to the server: what the reader is told when it is away, and that what he did then counts once it is back.
//
// Loaded before Streamlit, whose socket it watches: Streamlit notices a line that is frozen after minutes only, and what was pressed
// meanwhile, or first after the server began anew, it forgets. Every view is an address, so what was asked for can be asked for again.

/** ms: no sign of life for so long after something was asked for; for so long although the server is there; between looks. */
const SILENT = 4000;
const LOST = 15000;
const LOOK = 500;
/** ms: a server that does not answer to this within so long is away. */
const PROBE = 4000;
/** ms: an action that was not followed for so long was given up by the reader too. */
const FORGET = 300000;
/** The first byte of a message that asks for a run (BackMsg.rerun_script); others need no answer. */
const RUN = 0x5a;

const SETTLED = new Set(["indicator", "commune", "lang", "view"]);

const words = JSON.parse(document.querySelector("script[data-line]").dataset.line);
const now = () => performance.now();
const Native = window.WebSocket;
const line = { socket: null, asked: 0, heard: 0, opened: 0, away: false, probing: false };
let wanted = null;

window.WebSocket = class extends Native {
  constructor(...args) {
    super(...args);
    if (!String(args[0]).includes("/_stcore/stream")) return;
    line.socket = this;
    this.addEventListener("open", () => {
      line.asked = 0;
      if (line.opened++) line.anew = now();
    });
    this.addEventListener("message", () => {
      if (line.socket !== this) return;
      line.heard = now();
      line.asked = 0;
    });
  }
  send(data) {
    if (new Uint8Array(data.buffer ?? data)[0] === RUN) line.asked ||= now();
    super.send(data);
  }
};

/** Remember what the reader asked for, {page?, query?, set?}, until the address says so. */
window.atlasLine = (asked) => (wanted = { ...asked, at: now() });

// Who goes back or forward wants what he comes to, not what he had asked for before.
addEventListener("popstate", (event) => event.isTrusted && (wanted = null));

const app = () => document.querySelector("[data-testid=stApp]");
const isConnected = () => ["CONNECTED", "INITIAL", "CONNECTING", undefined].includes(app()?.dataset.testConnectionState);
const isIdle = () => app()?.dataset.testScriptState === "notRunning";

setInterval(look, LOOK);

async function look() {
  const silent = line.asked ? now() - line.asked : 0;
  if (!isConnected() || silent > SILENT) await probe();
  else show(false);
  if (line.away || !isConnected()) return;
  if (silent > LOST) reconnect();
  else follow();
}

/** Is the server there? */
async function probe() {
  if (line.probing) return;
  line.probing = true;
  const was = line.away;
  try {
    const answer = await fetch(new URL("_stcore/health", window.__streamlit.BACKEND_BASE_URL), {
      cache: "no-store",
      signal: AbortSignal.timeout(PROBE),
    });
    show(!answer.ok);
  } catch {
    show(true);
  }
  line.probing = false;
  // Back after it was away: the socket of before may have died unheard.
  if (was && !line.away && isConnected()) reconnect();
}

/** Let Streamlit open a new socket: of the old one nothing will come. */
function reconnect() {
  line.asked = 0;
  line.socket?.dispatchEvent(new CloseEvent("close", { code: 4000, wasClean: false }));
}

/** Ask by its address for what was asked for and did not come; and for the same page anew after the server began anew. */
function follow() {
  if (wanted && (isShown(wanted) || now() - wanted.at > FORGET)) wanted = null;
  if (!isIdle() || line.asked) return;
  const unanswered = wanted && line.heard > wanted.at && now() - line.heard > LOOK;
  const beganAnew = line.anew && now() - line.anew > LOOK;
  if (unanswered || beganAnew) go(wanted ? address(wanted) : new URL(location.href));
}

function go(url) {
  wanted = null;
  line.anew = 0;
  history.pushState(null, "", url);
  dispatchEvent(new PopStateEvent("popstate"));
}

/** The address that `asked` leads to. */
function address({ page, query, set = {} }) {
  const url = new URL(page === undefined ? location.href : page || "./", document.baseURI);
  if (query) url.search = new URLSearchParams(query);
  for (const [name, value] of Object.entries(set)) {
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  return url;
}

/** Whether the page is where `asked` leads to. */
function isShown(asked) {
  const [there, here] = [address(asked), new URL(location.href)];
  // A page may settle other parts of an address as it must; these it takes as they are.
  const names = [...Object.keys(asked.query ?? {}).filter((name) => SETTLED.has(name)), ...Object.keys(asked.set ?? {})];
  return there.pathname === here.pathname && names.every((name) => there.searchParams.get(name) === here.searchParams.get(name));
}

/** Say that the server is away, above all that stays readable; or that it is there again. */
function show(away) {
  if (line.away !== away && !away) line.anew ||= now();
  line.away = away;
  let banner = document.getElementById("atlas-line");
  if (!away) return banner?.remove();
  const said = words[document.documentElement.lang] ?? words.vi;
  if (!banner) {
    banner = Object.assign(document.createElement("div"), { id: "atlas-line" });
    banner.setAttribute("role", "status");
    // A slide says at its top what it is about, and is read from afar.
    const [place, size] =
      document.documentElement.dataset.atlasView === "projector" ? ["auto 0 0 0", "2.6vh"] : ["0 0 auto 0", "15px"];
    banner.style.cssText =
      `position:fixed;inset:${place};z-index:1000000;padding:.5em 1em;text-align:center;font:600 ${size}/1.4 'Be Vietnam Pro',sans-serif;` +
      "background:#FFF3D6;color:#5B3A00;border:solid #B26A00;border-width:2px 0";
    document.body.append(banner);
  }
  if (banner.textContent !== said) banner.textContent = said;
}
