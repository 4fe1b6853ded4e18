"""What was found in a file: by level and rule, with the cells. All of it escaped."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from base import formats
from base.texts import Texts
from indicators.findings import Level, cell, commune, told
from intake.rules import RULES
from ui.data.understood import place
from ui.frame import marks

FIRST, MOST = 5, 200
"""Cells of one rule that are seen at once, and those that the page opens on demand; all of them are in the workbook."""


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


def levels(rows: pd.DataFrame, say: Texts) -> Markup:
    """'3 lỗi · 2 cảnh báo · 1 lưu ý', each with its mark; or that nothing was found. rows: FINDINGS."""
    counts = rows["level"].value_counts()
    parts = [
        Markup("<span>{} {}</span>").format(marks.mark(str(level)), level_count(level, n, say))
        for level in Level
        if (n := int(counts.get(str(level), 0)))
    ]
    if not parts:
        parts = [Markup("<span>{} {}</span>").format(marks.mark("better"), say("Nothing to correct"))]
    return Markup('<p class="levels">{}</p>').format(Markup(" ").join(parts))


def findings(rows: pd.DataFrame, *, say: Texts, reasons: bool = False) -> Markup:
    """FINDINGS by level and rule: how many, what, what to do, the first cells, and the others on demand.

    reasons: with accepted_by and reason, as they are kept with a batch.
    """
    order = {str(level): place for place, level in enumerate(Level)}
    groups = [group for _, group in rows.groupby("rule", sort=False)]
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
    """The findings of one rule in a line: how many, where the first is and what it says."""
    row = group.iloc[:1].to_dict("records")[0]
    more = say("and {n} more like it", n=formats.number(len(group) - 1, say.language)) if len(group) > 1 else ""
    return Markup('<p class="warning">{} <b>{}</b> {}{} <span class="muted">{}</span></p>').format(
        marks.mark(str(row["level"])), _count(group, say), _placed(row), sentence(row, say), more
    )


def kind(group: pd.DataFrame, *, say: Texts) -> Markup:
    """How many findings of one rule there are, and what to do about them; each is told by `single`."""
    row = group.iloc[:1].to_dict("records")[0]
    return Markup('<p class="warning">{} <b>{}</b> {}</p>').format(
        marks.mark(str(row["level"])), _count(group, say), advice(row, say)
    )


def single(row: Mapping[Any, Any], *, say: Texts) -> Markup:
    """One finding among others of its rule: where it is and what it says."""
    return Markup('<p class="warning">{}{}</p>').format(_placed(row), sentence(row, say))


def _count(group: pd.DataFrame, say: Texts) -> str:
    return level_count(Level(group["level"].iloc[0]), len(group), say)


def _placed(row: Mapping[Any, Any]) -> Markup:
    at = where(row)
    return Markup("<b>{}</b>: ").format(at) if at else Markup("")


def where(row: Mapping[Any, Any]) -> str:
    """Whose figure it is and where it stands: 'Mường Nhé · Biểu 1, G14, H14'."""
    return " · ".join(filter(None, [commune(row), place(row["sheet"], cell(row))]))


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
    if not any(where(row) or row["value"] or any(text) for row, text in zip(rows, said, strict=True)):
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
            where(row), Markup("<q>{}</q>").format(row["value"]) if row["value"] else ""
        )
        for row in rows
    )
    return Markup("<ul class=places>{}</ul>").format(items)


def _table(rows: list[dict[Any, Any]], said: list[tuple[str, str]]) -> Markup:
    body = Markup("").join(
        Markup("<tr><td class=where>{}</td><td class=given>{}</td><td>{}{}</td></tr>").format(
            where(row),
            row["value"],
            text,
            Markup("<small>{}</small>").format(what) if what else "",
        )
        for row, (text, what) in zip(rows, said, strict=True)
    )
    return Markup("<div class=scroll><table class=cells><tbody>{}</tbody></table></div>").format(body)
