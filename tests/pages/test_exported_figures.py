"""Every figure of a page, its slide and the words of its charts stands under the same name in the page's file.

Tables are read cell by cell: the head of a column names the columns of the file in which the figure must stand, in a row of the same
name. A figure under a head that the file does not have fails, and so does one in a sentence that neither the table nor the
lines above it have.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

import pytest

from base.look import Look
from exports.tables import csv_bytes
from indicators.scope_names import ScopeName
from tests.pages.offered import HOME
from tests.pages.test_scope import CATALOGUE, CONSTANTS, NAMES, is_one_of, numbers
from tests.pages.test_values import every, page_of
from ui.frame.blocks import Plot, Sheet
from ui.frame.menu import about_of
from ui.frame.projecting import table as slide_table
from ui.site import NAMES as PAGES
from ui.site import SITE

INTERVAL = ("95% interval, low", "95% interval, high")
COUNTS = ("Numerator", "Denominator")
# What heads of columns on screen are called in the file, where it is more than one column or a longer name.
CALLED: dict[str, tuple[str, ...]] = {
    "Province": ("Value", "Province"),
    "Commune": ("Value",),
    "Rate": (*INTERVAL, "Target"),
    "Rate, 95% interval": (*INTERVAL, "Target"),
    "Number": ("Value",),
    "Against": ("Change",),
    "Counts": COUNTS,
    "Children under 16": ("Children concerned",),
    "Nearest, as the crow flies": ("Kilometres, as the crow flies",),
    "Of the gap": ("Share of the gap (0 to 1)",),
    "Added up": ("Added up, most needed first (0 to 1)",),
    "Points": ("Difference to target",),
    "Still needed": ("Still needed", "Still needed, as a whole"),
    "n/N · 95% interval": (*COUNTS, *INTERVAL),
    "95% interval": INTERVAL,
    "Numerator/denominator": COUNTS,
    "Communes with a figure": ("Communes reported", "Communes", "Communes hidden"),
    "Value, 95% interval": ("Value", *INTERVAL, "Without chance, about"),
    "Part of the gap": ("Part of the gap",),
    "Share of the gap": ("Share of the gap between groups (0 to 1)",),
    "Missed": ("Targets missed", "Targets judged"),
    "Clearly": ("Targets clearly missed",),
}
FULL = {each["en"]["short"]: each["en"]["name"] for each in CATALOGUE.values()}
REASONED = ("Why withheld", "Why no interval")
YEAR = re.compile(r"(?:19|20)\d\d(?:–\d\d)?")


@dataclass(frozen=True)
class Exported:
    """The file of a page. about: its lines above the table. rows: the table, a dictionary a row."""

    about: str
    rows: list[dict[str, str]]

    def of(self, name: str, *, period: str = "") -> list[dict[str, str]]:
        """The rows that bear `name` (of an indicator, commune, group or measure), in `period` where there is one."""
        named = [
            row for row in self.rows if any(name in (text, text.partition(" ")[2]) for text in map(plain, row.values()))
        ]
        return [row for row in named if not period or row["Period"] in (period, f"School year {period}")]

    def cells(self, rows: Iterable[dict[str, str]], columns: Iterable[str] | None = None) -> set[float]:
        """The numbers in `columns` of `rows`, shares of 1 also in per cent."""
        found = set[float]()
        for row in rows:
            for name, text in row.items():
                if text and (columns is None or name in columns) and re.fullmatch(r"-?[\d.]+", text):
                    number = abs(float(text))
                    found |= {number, 100 * number} if "(0 to 1)" in name else {number}
        return found

    @property
    def counted(self) -> set[float]:
        """How many rows say the same in a column: communes that miss, that are not distinguishable, that report."""
        return {
            float(count)
            for column in self.rows[0]
            for by in ("Level", "Indicator")
            for count in Counter((row[column], row.get(by)) for row in self.rows).values()
        }


def exported(page: Any, spec: Any, model: Any) -> Exported:
    file = spec.file(page, model)
    content = csv_bytes(file.table(), about=about_of(page, file, HOME), say=page.say)
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    start = rows.index([])
    about = plain(" ".join(text for _, text in rows[:start]))
    return Exported(about, [dict(zip(rows[start + 1], row, strict=True)) for row in rows[start + 2 :]])


class Read(HTMLParser):
    """HTML as its tables (rows of cells) and the texts outside of them. headless: tables whose first row names no columns."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.texts: list[str] = [""]
        self.headless = set[int]()
        self._inside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._inside += 1
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            if tag == "td" and len(self.tables[-1]) == 1:
                self.headless.add(len(self.tables) - 1)
            span = int(dict(attrs).get("colspan") or 1)
            self.tables[-1][-1].extend(["", *["\0"] * (span - 1)])
        elif tag in ("p", "h1", "h2", "h3", "li", "section", "summary", "div") and not self._inside:
            self.texts.append("")
        elif tag in ("small", "br") and self._inside:
            self._add(" ¦ ")

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self._inside -= 1

    def handle_data(self, data: str) -> None:
        self._add(data)

    def _add(self, data: str) -> None:
        if self._inside and self.tables[-1] and self.tables[-1][-1]:
            cells = self.tables[-1][-1]
            at = max(n for n, text in enumerate(cells) if text != "\0")
            cells[at] += data
        elif not self._inside:
            self.texts[-1] += data


def read(html: str) -> Read:
    found = Read()
    found.feed(html.replace("\N{MINUS SIGN}", "").replace("\xa0", " "))
    return found


def plain(text: str) -> str:
    """A text of the file as `read` has those of the page."""
    return text.replace("\N{MINUS SIGN}", "").replace("\xa0", " ")


def figures_in(text: str) -> list[str]:
    """The numbers of a text that are no part of an indicator's name."""
    for name in NAMES:
        text = text.replace(name, "")
    return numbers(text)


def names_of(text: str, scope: ScopeName) -> list[str]:
    """What the file may call what a row of the page calls so: with its signs, remarks or code taken off, or in full."""
    parts = [re.sub(r"[≈*]", "", part).strip() for part in text.split("¦")]
    in_full = [FULL[part] for part in parts if part in FULL]
    return [*filter(None, parts), *in_full, *([plain(scope.long)] if parts[0] == plain(scope.short) else [])]


def without_place(table: list[list[str]], file: Exported, scope: ScopeName, *, with_heads: bool) -> Iterator[str]:
    """Cells of a table whose figure the file does not have under the names of their row and column."""
    heads, *rows = table if with_heads else [[], *table]
    for place, row in enumerate(rows, start=1):
        cells = [
            "" if text.strip() == str(place) and not at else text.replace("\0", "").strip()
            for at, text in enumerate(row)
        ]
        # A row of figures alone is of the province.
        name = next((text for text in cells if re.search(r"[^\W\d]{2}", text)), "Province")
        for head, text in zip([*heads, *[""] * len(row)], cells, strict=False):
            told = figures_in(text)
            if not told or text == name:
                continue
            period = head.strip() if YEAR.fullmatch(head.strip()) else ""
            # An indicator by name and a year: of another than the one in view.
            if (named := re.fullmatch(r"(.*), (\d{4})", head.strip())) and named[1] in NAMES:
                period = named[2]
            title = re.sub(r"┃.*|\(.*\)| \d{4}$", "", re.sub(r"^┃", "", head.strip())).strip()
            rows_of = [row for each in names_of(name, scope) for row in file.of(each, period=period)]
            columns: tuple[str, ...] | None = CALLED.get(title, (title,) if title else None)
            if period:
                columns = ("Value", *COUNTS)
            elif title == plain(scope.short):
                columns = ("Value", "Province")
            elif title and any(row.get("Indicator") == head.strip() for row in rows_of):
                rows_of, columns = [row for row in rows_of if row["Indicator"] == head.strip()], ("Value",)
            if any(not is_one_of(number, {*file.cells(rows_of, columns), 95.0}) for number in told):
                yield f"{head} | {name} | {text}"


def said_nowhere(texts: Iterable[str], file: Exported) -> Iterator[str]:
    """Sentences with a number that neither a cell of the file has nor the lines above it, and that counts no rows of it."""
    known = {*file.cells(file.rows), *file.counted, *map(float, numbers(file.about)), *CONSTANTS}
    known |= {float(n) for row in file.rows for column in REASONED for n in numbers(plain(row.get(column, "")))}
    for text in texts:
        if any(not is_one_of(number, known) for number in figures_in(text)):
            yield text.strip()


def missing(page: Any, spec: Any) -> list[str]:
    """Figures of the page as `page` has it that its file lacks."""
    model = spec.model(page)
    file, found = exported(page, spec, model), list[str]()
    blocks = list(every(spec.blocks(page, model)))
    for block in blocks:
        if isinstance(block, Sheet):
            html = read(str(block.html))
            for nth, table in enumerate(html.tables):
                found += without_place(table, file, page.scope, with_heads=nth not in html.headless)
            found += said_nowhere(html.texts, file)
        elif isinstance(block, Plot):
            found += said_nowhere([block.alt], file)
    return found


def missing_on_slide(page: Any, spec: Any) -> list[str]:
    """Figures of the slide that the page's file lacks."""
    model = spec.model(page)
    file, slide = exported(page, spec, model), spec.slide(page, model)
    texts = [slide.title, slide.alt, slide.message, slide.notes.beneath, slide.notes.caveat]
    texts += [f"{number.value} {number.words}" for number in slide.numbers]
    found = list(said_nowhere([text for each in texts for text in read(str(each)).texts], file))
    if slide.table is not None:
        (table,) = read(str(slide_table(slide.table))).tables
        found += without_place(table, file, page.scope, with_heads=bool(slide.table.head))
    return found


SEEN: list[tuple[str, Mapping[str, str]]] = [
    ("overview", {}),
    ("overview", {"border": "yes"}),
    *(("gap_map", {"indicator": code}) for code in ("IMM01", "NUT01", "PLA01", "STF02", "BIR01", "ABU02")),
    ("gap_map", {"indicator": "IMM01", "border": "yes", "measure": "need"}),
    *(("trends", {"indicator": code}) for code in ("IMM01", "PLA01", "ABU02")),
    ("trends", {"indicator": "IMM01", "border": "yes", "by": "region"}),
    *(("equity", {"indicator": "IMM01", "by": by}) for by in ("ethnic", "region", "child_ethnic", "commune")),
    ("equity", {"indicator": "PLA01"}),
    ("commune", {}),
    ("commune", {"commune": "03160"}),
]


@pytest.mark.usefixtures("installation")
@pytest.mark.parametrize(
    ("name", "asked"), SEEN, ids=lambda each: "-".join(each.values()) if isinstance(each, dict) else each
)
def test_every_figure_of_a_page_and_of_its_slide_stands_in_its_file(name: str, asked: Mapping[str, str]):
    spec = SITE[PAGES.index(name)]
    page = page_of(spec, language="en", **asked)
    assert missing(page, spec) == []
    slide = page_of(spec, language="en", look=Look("projector"), view="projector", **asked)
    assert missing_on_slide(slide, spec) == []
