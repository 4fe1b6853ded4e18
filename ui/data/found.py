"""What is said about a file on its way in: what it is, what its columns mean, what was found in it. All of it escaped."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pandas as pd
from markupsafe import Markup

from base import formats
from base.settings import province
from base.texts import NBSP, Texts, marked
from indicators import periods
from indicators.catalogue import Catalogue
from indicators.findings import Level, cell, told
from indicators.labels import period_label
from intake import documents
from intake.checked import CheckedReports
from intake.checking import Checked
from intake.rules import RULES
from ui.frame import marks

FIRST, MOST = 5, 200
"""Cells of one rule that are seen at once, and those that the page opens on demand; all of them are in the workbook."""

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


def level_count(level: Level, count: int, say: Texts) -> str:
    """'3 lỗi', '1 cảnh báo', '12 lưu ý'."""
    n = formats.number(count, say.language)
    match level:
        case Level.ERROR:
            return say.plural("{n} error", "{n} errors", count, n=n)
        case Level.WARNING:
            return say.plural("{n} warning", "{n} warnings", count, n=n)
        case Level.NOTE:
            return say.plural("{n} note", "{n} notes", count, n=n)


def levels(found: pd.DataFrame, say: Texts) -> Markup:
    """'3 lỗi · 2 cảnh báo · 1 lưu ý', each with its mark; or that nothing was found. found: FINDINGS."""
    counts = found["level"].value_counts()
    parts = [
        Markup("<span>{} {}</span>").format(marks.mark(str(level)), level_count(level, n, say))
        for level in Level
        if (n := int(counts.get(str(level), 0)))
    ]
    if not parts:
        parts = [Markup("<span>{} {}</span>").format(marks.mark("better"), say("Nothing to correct"))]
    return Markup('<p class="levels">{}</p>').format(Markup(" ").join(parts))


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
    return Markup('<p class="column"><b>{}</b> {}</p>').format(_place(sheet, col), heading)


def columns(frame: pd.DataFrame, catalogue: Catalogue, *, say: Texts) -> Markup:
    """COLUMNS as a table that opens on demand: every column of the file and what it was taken for."""
    several = len(set(frame["sheet"])) > 1
    rows = Markup("").join(
        Markup("<tr><td class=where>{}</td><td>{}</td><td>{}</td><td class=muted>{}</td></tr>").format(
            _place(row["sheet"] if several else "", row["col"]),
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


def findings(found: pd.DataFrame, *, say: Texts, reasons: bool = False) -> Markup:
    """FINDINGS by level and rule: how many, what, what to do, the first cells, and the others on demand.

    reasons: with accepted_by and reason, as they are kept with a batch.
    """
    order = {str(level): place for place, level in enumerate(Level)}
    groups = [group for _, group in found.groupby("rule", sort=False)]
    groups.sort(key=lambda group: (order[group["level"].iloc[0]], -len(group)))
    return Markup("").join(_rule(group, say=say, reasons=reasons) for group in groups)


def _rule(group: pd.DataFrame, *, say: Texts, reasons: bool) -> Markup:
    level = Level(group["level"].iloc[0])
    rows = group.head(MOST).to_dict("records")
    said = [(sentence(row, say), advice(row, say)) for row in rows]
    told_once, advised_once = (len({each[i] for each in said}) == 1 for i in (0, 1))
    accepted = Markup("")
    if reasons and (reason := group["reason"].iloc[0]):
        text = say("Accepted by {who}: {reason}", who=group["accepted_by"].iloc[0], reason=reason)
        accepted = Markup("<p class=accepted>{}</p>").format(text)
    return Markup('<section class="finding {}"><h3>{} <span class=count>{}</span> {}</h3>{}{}{}</section>').format(
        level,
        marks.mark(str(level)),
        level_count(level, len(group), say),
        said[0][0] if told_once else "",
        Markup("<p class=advice>{}</p>").format(said[0][1]) if advised_once else "",
        accepted,
        _cells(rows, [("" if told_once else text, "" if advised_once else what) for text, what in said], group, say),
    )


def warning(group: pd.DataFrame, *, say: Texts) -> Markup:
    """The findings of one rule in a line: how many, and what the first says."""
    row = group.iloc[:1].to_dict("records")[0]
    count = level_count(Level(row["level"]), len(group), say)
    more = say("and {n} more like it", n=formats.number(len(group) - 1, say.language)) if len(group) > 1 else ""
    return Markup('<p class="warning">{} <b>{}</b> {} <span class="muted">{}</span></p>').format(
        marks.mark(str(row["level"])), count, sentence(row, say), more
    )


def headline(text: str) -> Markup:
    """The head of a card."""
    return Markup("<h2>{}</h2>").format(text)


def remark(text: str) -> Markup:
    """A line in small letters."""
    return Markup('<p class="notes">{}</p>').format(text)


def sentence(row: Mapping[Any, Any], say: Texts) -> str:
    """What one finding says; a rule of an earlier version that is no more is named by its code."""
    rule = RULES.get(str(row["rule"]))
    return told(rule.text, row, say) if rule else str(row["rule"])


def advice(row: Mapping[Any, Any], say: Texts) -> str:
    """What to do about one finding."""
    rule = RULES.get(str(row["rule"]))
    return told(rule.advice, row, say) if rule else ""


def _cells(rows: list[dict[Any, Any]], said: list[tuple[str, str]], group: pd.DataFrame, say: Texts) -> Markup:
    """Where it was found. Cells that say the same are a line of places; others are a table, with what each says.

    said: sentence and advice of each row, '' where the head of the rule has said it for all.
    """
    if not any(
        _place(row["sheet"], cell(row)) or row["value"] or any(text) for row, text in zip(rows, said, strict=True)
    ):
        return Markup("")
    draw = _table if any(any(text) for text in said) else _line
    first = draw(rows[:FIRST], said[:FIRST])
    if len(group) <= FIRST:
        return first
    left_out = len(group) - len(rows)
    note = (
        Markup("<p class=notes>{}</p>").format(
            say("{n} more are in the workbook with the marked cells.", n=formats.number(left_out, say.language))
        )
        if left_out
        else Markup("")
    )
    title = say("The other {n}", n=formats.number(len(group) - FIRST, say.language))
    return Markup("{}<details><summary>{}</summary>{}{}</details>").format(
        first, title, draw(rows[FIRST:], said[FIRST:]), note
    )


def _line(rows: list[dict[Any, Any]], _said: list[tuple[str, str]]) -> Markup:
    items = Markup("").join(
        Markup("<li><b>{}</b> {}</li>").format(
            _place(row["sheet"], cell(row)), Markup("<q>{}</q>").format(row["value"]) if row["value"] else ""
        )
        for row in rows
    )
    return Markup("<ul class=places>{}</ul>").format(items)


def _table(rows: list[dict[Any, Any]], said: list[tuple[str, str]]) -> Markup:
    body = Markup("").join(
        Markup("<tr><td class=where>{}</td><td class=given>{}</td><td>{}{}</td></tr>").format(
            _place(row["sheet"], cell(row)),
            row["value"],
            text,
            Markup("<small>{}</small>").format(what) if what else "",
        )
        for row, (text, what) in zip(rows, said, strict=True)
    )
    return Markup("<div class=scroll><table class=cells><tbody>{}</tbody></table></div>").format(body)


def _place(sheet: str, at: str) -> str:
    """'Biểu 1, D7'."""
    return ", ".join(part for part in (sheet, at) if part)
