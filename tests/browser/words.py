"""What a page lets a reader see or hear, and which of its words are of which language."""

import re
import tomllib
import unicodedata
from functools import cache
from itertools import chain
from typing import Any

import pandas as pd
from babel.messages.pofile import read_po
from playwright.sync_api import Page

from base.settings import ASSETS
from tests.browser.pages import SHOWN

# Text nodes and attributes that are shown or read out, shadow roots included; [how it is said, text] each.
_COLLECT = (
    f"""() => {{ {SHOWN}"""
    + """
  const said = [["title", document.title]];
  const attributes = ["aria-label", "aria-description", "aria-roledescription", "aria-valuetext", "placeholder", "title", "alt", "label"];
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) {
      if (node.data.trim()) said.push(["text", node.data.trim()]);
      return;
    }
    if (node.nodeType === Node.ELEMENT_NODE) {
      if (["SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE"].includes(node.tagName) || !shown(node)) return;
      if (node.matches("[data-testid=stIconMaterial][aria-hidden=true]")) return; // drawn as a sign, and not read out
      for (const name of attributes) if (node.getAttribute(name)) said.push([name, node.getAttribute(name)]);
      if (node.matches("input:not([type=checkbox], [type=radio]), textarea") && node.value) said.push(["value", node.value]);
    }
    if (node.shadowRoot) walk(node.shadowRoot);
    for (const child of node.childNodes) walk(child);
  };
  walk(document.body);
  return said;
}"""
)


def said_on(page: Page) -> set[tuple[str, str]]:
    """Everything on the page that is seen or heard: (how, text), how = 'text', 'title', 'aria-label' …"""
    return {(how, text) for how, text in page.evaluate(_COLLECT)}


_WORD = re.compile(r"[^\W\d_]+")
_SYLLABLE = re.compile(
    r"(ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
    r"(uye|uya|uyu|uoi|uou|ieu|yeu|oai|oay|oeo|uay|uao|[aeiouy]{1,2})"
    r"(ch|ng|nh|[cmnpt])?"
)


def words(text: str) -> list[str]:
    """The words of a text, lower case, composed."""
    return [word.lower() for word in _WORD.findall(unicodedata.normalize("NFC", text))]


def plain(word: str) -> str:
    """Without diacritics; đ stays."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def could_be_vietnamese(word: str) -> bool:
    """Whether a word is built like a Vietnamese syllable."""
    return _SYLLABLE.fullmatch(plain(word)) is not None


@cache
def _texts() -> tuple[list[str], list[str]]:
    """English and Vietnamese texts of program and catalogue."""
    english, vietnamese = [], []
    with (ASSETS / "locale" / "vi.po").open("rb") as source:
        for message in read_po(source, locale="vi"):
            if message.id:
                english += [message.id] if isinstance(message.id, str) else message.id
                vietnamese += [message.string] if isinstance(message.string, str) else message.string
    for file in (ASSETS / "catalogue").glob("*.toml"):
        entries: dict[str, Any] = tomllib.loads(file.read_text(encoding="utf-8"))
        for entry in entries.values():
            english += entry["en"].values()
            vietnamese += entry["vi"].values()
    braces = re.compile(r"\{[^}]*\}")
    return [braces.sub(" ", text) for text in english], [braces.sub(" ", text) for text in vietnamese]


@cache
def names() -> frozenset[str]:
    """The words of proper names: communes of today and before, districts, peoples, the province and the country."""
    today = pd.read_csv(ASSETS / "areas" / "communes.csv", dtype=str)
    before = pd.read_csv(ASSETS / "areas" / "former.csv", dtype=str)
    peoples = "Thái Mông Hmong Kinh Khơ Mú Hà Nhì Dao La Ha Lào Kháng Xinh Mun Cống Si Hoa Tày Mường Nùng Phù Lá"
    own = "Điện Biên Việt Nam Viet Nam Dien Bien"
    areas = [*today["full_name"], *before["old_full_name"], *before["old_district"]]
    return frozenset(chain.from_iterable(map(words, [*areas, peoples, own])))


@cache
def english_words() -> frozenset[str]:
    """Words that only an English text has: of our sources, of the catalogue, and of Streamlit's own texts."""
    english, vietnamese = _texts()
    ours = set(chain.from_iterable(map(words, english)))
    streamlits = set(chain.from_iterable(map(words, STREAMLIT)))
    return frozenset((ours | streamlits) - set(chain.from_iterable(map(words, vietnamese))) - names())


@cache
def vietnamese_words() -> frozenset[str]:
    """Words that only a Vietnamese text has."""
    english, vietnamese = _texts()
    theirs = set(chain.from_iterable(map(words, vietnamese)))
    return frozenset(theirs - set(chain.from_iterable(map(words, english))) - names())


# What Streamlit 1.67 says by itself, as far as its parts are on our pages or could come to be.
STREAMLIT = (
    "Open", "Close", "No results", "No options to select", "Select all", "Clear all", "Clear value", "Choose an option",
    "Choose options", "Press Enter to apply", "Press Enter to submit", "Fullscreen", "View fullscreen", "Exit fullscreen",
    "Close fullscreen", "Show/hide columns", "Download as CSV", "Search", "Deploy", "Rerun", "Settings", "Print", "Record a screencast",
    "Running", "Stop", "Connecting", "Connection error", "Is Streamlit still running", "Please wait", "Upload", "Browse files",
    "Drag and drop file here", "Limit per file", "Show data", "Show chart", "More options", "Copy to clipboard", "Copied",
    "Page not found", "Made with Streamlit", "Delete", "Remove", "selected", "Use Up and Down to choose options",
    "Main menu", "Loading", "Downloading", "Failed", "Try again", "Tooltip", "Help for",
)  # fmt: skip

# Words of neither language, or of both: names of formats, keys, laws, units, sources; what is not read as English.
NEITHER = frozenset(
    [
        "vi",
        "en",
        "svg",
        "png",
        "csv",
        "xlsx",
        "pdf",
        "km",
        "webgl",
        "rubella",
        "esc",
        "escape",
        "menu",
        "atlas",
        "ttg",
        "qđ",
        "nđ",
        "cp",
        "qh",
        "tt",
        "byt",
        "nq",
        "ubnd",
        "un",
        "unicef",
        "who",
        "nso",
        "niis",
        "geojson",
        "make",
        "run",
        "p",
        "m",
        "n",
        "x",
        "d",
        "kv",
        "iii",
        "iv",
        "ii",
        "i",
        "css",
        "html",
        "plotly",
        "ctrl",
        "hpv",
        "bcg",
        "bhyt",
        "hcđb",
        "english",
        "tiếng",
        "dhis",
        "parquet",
        "sha",
        "t",
        # Vaccines, and measures that bear the names of people.
        *("dpt", "vgb", "hib", "gini", "theil"),
        # Measures as WHO HEAT abbreviates them.
        *("heat", "r", "q", "par", "paf", "bgv", "bgsd", "cov", "mdmu", "mdmw", "mdbu", "mdbw", "mdru", "mdrw"),
        *("idisu", "idisw", "ti", "mld", "sii", "rii", "aci", "rci"),
    ]
)
