"""What applying a file would do: how many figures are added, changed, removed; where; and the province before and after."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from markupsafe import Markup

from base import formats
from base.texts import Texts, marked
from geo.published import Geometry
from indicators import periods
from indicators.catalogue import Catalogue, Indicator
from indicators.labels import communes_text, period_label, points_text, value_text
from indicators.measure import value_of_one
from intake.checked import CheckedUpload
from ui.frame import phrases

WHAT = ("added", "changed", "removed", "same")
_WORDS = {
    "added": marked("Added"),
    "changed": marked("Changed"),
    "removed": marked("Removed"),
    "same": marked("Same as now"),
}
MOST, MOST_ROWS = 40, 500
"""Rows of a table that are seen at once; rows of a document that are shown at all."""

# A map of the whole country would be a message of its own size; the communes touched are counted then.
_MOST_ON_MAP = 400


def numbers(found: CheckedUpload, *, say: Texts) -> Markup:
    """The counts of what applying would do, and how many figures stay out, large."""
    if found.counts is None:
        return Markup("")
    shown = [(what, say(_WORDS[what]), n) for what, n in found.counts.items()]
    if found.refused:
        shown.append(("out", say("Stay out, with errors"), found.refused))
    return Markup('<dl class="tally">{}</dl>').format(
        Markup("").join(
            Markup('<div class="{}"><dt>{}</dt><dd>{}</dd></div>').format(what, label, formats.number(n, say.language))
            for what, label, n in shown
        )
    )


def document(changed: pd.DataFrame, *, say: Texts) -> Markup:
    """What a configuration document changes, row by row. changed: CHANGES."""
    head = _head([(say("Row"), ""), (say("Now"), ""), (say("Afterwards"), "")])
    rows = [
        Markup('<tr><td class="where">{}</td><td class="given">{}</td><td class="given">{}</td></tr>').format(
            row["key"], row["before"] or formats.BLANK, row["after"] or say("removed")
        )
        for row in changed.head(MOST_ROWS).to_dict("records")
    ]
    left_out = len(changed) - len(rows)
    note = (
        Markup('<p class="notes">{}</p>').format(say("and {n} more rows", n=formats.number(left_out, say.language)))
        if left_out > 0
        else Markup("")
    )
    return _long(head, rows, say) + note


def changes(frame: pd.DataFrame, catalogue: Catalogue, *, say: Texts) -> Markup:
    """Counts by indicator and period. frame: indicator, period, what, n."""
    wide = frame.pivot_table(
        index=["indicator", "period"], columns="what", values="n", aggfunc="sum", fill_value=0, sort=False
    ).reindex(columns=list(WHAT), fill_value=0)
    head = _head([(say("Indicator"), ""), (say("Period"), ""), *((say(_WORDS[what]), "num") for what in WHAT)])
    rows = [
        Markup("<tr><td>{}</td><td>{}</td>{}</tr>").format(
            catalogue[code].wording(say.language).short,
            period_label(periods.parse(period), say),
            Markup("").join(_count(n, say) for n in counts),
        )
        for (code, period), counts in zip(wide.index, wide.to_numpy().tolist(), strict=True)
    ]
    return _long(head, rows, say)


def _count(n: float, say: Texts) -> Markup:
    return Markup('<td class="num">{}</td>').format(formats.number(n, say.language) if n else formats.BLANK)


def totals(frame: pd.DataFrame, catalogue: Catalogue, *, say: Texts) -> Markup:
    """The province before and after, what moves most first. frame: totals of Review."""
    both = [_beside(row, catalogue[str(row["indicator"])]) for row in frame.to_dict("records")]
    both.sort(key=lambda each: -(abs(each.moved) if each.moved == each.moved else math.inf))
    head = _head(
        [(say("Province"), ""), (say("Period"), ""), (say("Now"), "num"), (say("Afterwards"), "num"), ("", "num")]
    )
    return _long(head, [_total(each, say) for each in both], say)


@dataclass(frozen=True)
class _Beside:
    """A total of the province now and afterwards, in the indicator's unit. row: of the totals of Review."""

    row: Mapping[Any, Any]
    indicator: Indicator
    was: float
    will: float

    @property
    def moved(self) -> float:
        """By how much it changes; NaN where one of the two is not known."""
        return self.will - self.was


def _beside(row: Mapping[Any, Any], indicator: Indicator) -> _Beside:
    before, after = (_value(row, when, indicator) for when in ("before", "after"))
    return _Beside(row, indicator, before, after)


def _value(row: Mapping[Any, Any], when: str, indicator: Indicator) -> float:
    """The value in the indicator's unit: of the counts, else as it was published."""
    top, bottom = (
        np.nan if row[f"{when}_{part}"] is None else row[f"{when}_{part}"] for part in ("numerator", "denominator")
    )
    found = value_of_one(top, bottom, indicator)
    given = row[f"{when}_value"]
    return found if found == found or given is None else float(given)


def _total(each: _Beside, say: Texts) -> Markup:
    indicator = each.indicator
    moved = points_text(each.moved, indicator, say) if each.moved == each.moved else ""
    return Markup(
        '<tr><td>{}</td><td>{}</td><td class="num">{}</td><td class="num"><b>{}</b></td><td class="num">{}</td></tr>'
    ).format(
        indicator.wording(say.language).short,
        period_label(periods.parse(str(each.row["period"])), say),
        _figure(each, "before", each.was, say),
        _figure(each, "after", each.will, say),
        moved if each.moved else say("unchanged"),
    )


def _figure(each: _Beside, when: str, value: float, say: Texts) -> Markup:
    indicator = each.indicator
    text = value_text(value, indicator, say.language)
    top, bottom = each.row[f"{when}_numerator"], each.row[f"{when}_denominator"]
    if not indicator.is_rate or top is None or top != top:
        return Markup("{}").format(text)
    return Markup("{}<small>{}</small>").format(text, phrases.counts(top, bottom, indicator, say))


def examples(frame: pd.DataFrame, catalogue: Catalogue, *, say: Texts) -> Markup:
    """Cells that are changed or removed, before and after. frame: examples of Review."""
    head = _head(
        [(say("Commune"), ""), (say("Indicator"), ""), (say("Period"), ""), (say("Now"), "num"), (say("Afterwards"), "num")]
    )  # fmt: skip
    rows = [_example(row, catalogue[str(row["indicator"])], say) for row in frame.to_dict("records")]
    return Markup("<details><summary>{}</summary>{}</details>").format(
        say("Figures that change or go, one by one"), _long(head, rows, say, most=len(rows))
    )


def _example(row: Mapping[Any, Any], indicator: Indicator, say: Texts) -> Markup:
    after = say("removed") if row["what"] == "removed" else counts_text(row, "after", indicator, say)
    return Markup(
        '<tr><td>{}</td><td>{}</td><td>{}</td><td class="num">{}</td><td class="num"><b>{}</b></td></tr>'
    ).format(
        row["name"],
        indicator.wording(say.language).short,
        period_label(periods.parse(str(row["period"])), say),
        counts_text(row, "before", indicator, say),
        after,
    )


def counts_text(row: Mapping[Any, Any], when: str, indicator: Indicator | None, say: Texts) -> str:
    """'455/510' or '592' or, where no counts were given, the value. indicator: None if it is no longer in the catalogue."""
    top, bottom, value = (row[f"{when}_{part}"] for part in ("numerator", "denominator", "value"))
    if top is not None and top == top:
        has_two = bottom is not None and bottom == bottom if indicator is None else indicator.is_rate
        return "/".join(formats.number(each, say.language) for each in ([top, bottom] if has_two else [top]))
    return formats.number(value, say.language, 1) if indicator is None else value_text(value, indicator, say.language)


def where(communes: pd.DataFrame, geometry: Geometry | None, *, say: Texts) -> Markup:
    """The communes that the file speaks of, on a small map: changed before added. communes: code, added, changed, removed."""
    touched = communes[communes[["added", "changed", "removed"]].sum(axis=1) > 0]
    kinds = {
        str(row["code"]): "changed" if row["changed"] or row["removed"] else "added"
        for row in touched.to_dict("records")
    }
    caption = say("The file touches {n}.", n=communes_text(len(kinds), say))
    if geometry is None or not set(kinds) & set(geometry.codes) or len(geometry.codes) > _MOST_ON_MAP:
        return Markup("<p>{}</p>").format(caption)
    shapes = Markup("").join(
        Markup('<path class="{}" d="{}"><title>{}</title></path>').format(kinds.get(code, "none"), path, name)
        for code, path, name in zip(geometry.codes, geometry.paths, geometry.full_names, strict=True)
    )
    legend = Markup("").join(
        Markup('<span><i class="swatch {}"></i>{}</span>').format(kind, label)
        for kind, label in (("added", say("New figures only")), ("changed", say("Figures change or go")))
        if kind in kinds.values()
    )
    return Markup(
        '<figure class="touched"><svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg><figcaption>{}<span class="keys">{}</span></figcaption></figure>'
    ).format(geometry.width, geometry.height, caption, shapes, caption, legend)


def _head(cells: Sequence[tuple[str, str]]) -> Markup:
    return Markup("<thead><tr>{}</tr></thead>").format(
        Markup("").join(Markup('<th class="{}">{}</th>').format(kind, text) for text, kind in cells)
    )


def _long(head: Markup, rows: Sequence[Markup], say: Texts, *, most: int = MOST) -> Markup:
    """A table whose end is opened on demand."""
    table = Markup('<div class="scroll"><table class="cells">{}<tbody>{}</tbody></table></div>')
    shown = table.format(head, Markup("").join(rows[:most]))
    if len(rows) <= most:
        return shown
    title = say("The other {n}", n=formats.number(len(rows) - most, say.language))
    rest = table.format(head, Markup("").join(rows[most:]))
    return shown + Markup("<details><summary>{}</summary>{}</details>").format(title, rest)
