"""What is said of a file on its way in: what it was taken for, and what each of its columns. All of it escaped."""

from datetime import datetime

import pandas as pd
from markupsafe import Markup

from base import formats
from base.settings import province
from base.texts import NBSP, Texts, marked
from indicators import periods
from indicators.catalogue import Catalogue
from indicators.labels import period_label
from intake import documents
from intake.checked import CheckedReports
from intake.checking import Checked

MOST = 200
"""Columns that a page lists; those after them are in the file."""

_LAYOUTS = {
    "template": marked("The Child Atlas template"),
    "long": marked("Long table: one figure a row"),
    "wide": marked("Wide table: one column a figure"),
    "form": marked("Report form in free layout"),
    "dhis2": marked("DHIS2 export"),
    "demo": marked("Demo data"),
}
_PARTS = {"numerator": marked("numerator"), "denominator": marked("denominator"), "value": marked("value")}
_MEANINGS = {
    "": marked("left out"),
    "area_code": marked("commune code"),
    "area_name": marked("commune name"),
    "district": marked("district"),
    "valid_from": marked("first day of the commune"),
    "kind": marked("level"),
    "indicator": marked("indicator"),
    "indicator_name": marked("indicator"),
    "year": marked("year"),
    "quarter": marked("quarter"),
    "month": marked("month"),
    "period": marked("period"),
    "numerator": marked("numerator"),
    "denominator": marked("denominator"),
    "value": marked("value"),
    "stratum": marked("group of children"),
    "collection": marked("data collection"),
    "status": marked("status"),
    "reported_on": marked("day of the report"),
    "blank": marked("why there is no figure"),
}
_HOW = {
    "code": marked("by its code"),
    "name": marked("by its name"),
    "alias": marked("by another spelling"),
    "declared": marked("as you said"),
    "form": marked("by the form"),
    "none": marked("not understood"),
}


def instant(at: datetime, say: Texts) -> str:
    """Day and time in the province's zone: '15/01/2026 14:05'."""
    there = at.astimezone(province().zone)
    return f"{formats.day(there.date(), say.language)} {there:%H:%M}"


def size_text(size: int, say: Texts) -> str:
    """'12 kB', '3,4 MB'."""
    if size < 1_000_000:
        return f"{formats.number(max(1, round(size / 1000)), say.language)}{NBSP}kB"
    return f"{formats.number(size / 1_000_000, say.language, 1)}{NBSP}MB"


def layout_text(layout: str, say: Texts) -> str:
    """Which kind of form a file is; a kind without a name is shown by its code."""
    source = _LAYOUTS.get(layout) or documents.NAMES.get(layout)
    return say(source) if source else layout


def meaning_text(meaning: str, catalogue: Catalogue, say: Texts) -> str:
    """What a column was taken for: 'Tiêm chủng đầy đủ, dưới 1 tuổi · tử số', 'mã xã', 'bỏ qua'."""
    code, _, part = meaning.partition(".")
    if part in _PARTS and code in {i.code for i in catalogue}:
        return f"{catalogue[code].wording(say.language).short} · {say(_PARTS[part])}"
    return say(_MEANINGS[meaning]) if meaning in _MEANINGS else meaning


def facts(found: Checked, *, say: Texts) -> Markup:
    """What a file was taken for: its kind, periods, how numbers were read, how many figures."""
    pairs = [(say("Kind"), layout_text(found.form, say))]
    if isinstance(found, CheckedReports):
        spans = [period_label(periods.parse(code), say) for code in found.mapped.periods]
        written = {"vi": say("9.450 and 95,5 (Vietnamese)"), "en": say("9,450 and 95.5 (English)")}
        pairs += [
            (say("Period"), ", ".join(spans[:4]) + ("…" if len(spans) > 4 else "")),
            (say("Numbers"), written.get(found.mapped.language, "")),
            (say("Figures"), formats.number(len(found.mapped.claims), say.language)),
        ]
    return Markup('<dl class="pairs">{}</dl>').format(
        Markup("").join(Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(*pair) for pair in pairs if pair[1])
    )


def column(sheet: str, col: str, heading: str) -> Markup:
    """One column by its letters and its heading."""
    return Markup('<p class="column"><b>{}</b> {}</p>').format(place(sheet, col), heading)


def columns(frame: pd.DataFrame, catalogue: Catalogue, *, say: Texts) -> Markup:
    """COLUMNS as a table that opens on demand: every column of the file and what it was taken for."""
    several = len(set(frame["sheet"])) > 1
    rows = Markup("").join(
        Markup("<tr><td class=where>{}</td><td>{}</td><td>{}</td><td class=muted>{}</td></tr>").format(
            place(row["sheet"] if several else "", row["col"]),
            row["heading"],
            meaning_text(row["meaning"], catalogue, say),
            say(_HOW.get(row["how"], row["how"])) if row["how"] else "",
        )
        for row in frame.head(MOST).to_dict("records")
    )
    head = Markup("").join(
        Markup("<th>{}</th>").format(text)
        for text in (say("Column"), say("Heading in the file"), say("Taken for"), say("Known"))
    )
    understood = int((frame["how"] != "none").sum())
    title = say(
        "What each column was taken for: {k} of {n} understood",
        k=formats.number(understood, say.language),
        n=formats.number(len(frame), say.language),
    )
    return Markup(
        "<details><summary>{}</summary><div class=scroll><table class=cells><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div></details>"
    ).format(title, head, rows)


def place(sheet: str, at: str) -> str:
    """'Biểu 1, D7'."""
    return ", ".join(part for part in (sheet, at) if part)
