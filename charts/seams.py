"""Lines across time where figures before and after differ: communes merged, another definition, another kind of source."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from base.formats import day
from base.texts import Texts
from charts.series import Series
from charts.theme import Look
from indicators.catalogue import Indicator
from indicators.labels import period_short
from indicators.periods import Period, parse
from indicators.standing import change_text
from indicators.versions import definition_breaks


def seam_marks(seam: date, axis: Sequence[Period], say: Texts, style: Look, *, narrow: bool) -> dict[str, Any] | None:
    """Shape and annotation of the day on which communes merged; None if it lies outside the axis."""
    if not axis or not axis[0].ends_on < seam <= axis[-1].ends_on:
        return None
    on = day(seam, say.language)
    return {
        "shape": {
            "type": "line", "x0": seam.isoformat(), "x1": seam.isoformat(), "yref": "paper", "y0": 0, "y1": 1,
            "line": {"color": style.colours.outline, "width": style.thin * 1.5, "dash": "dot"},
        },
        "annotation": {
            "x": seam.isoformat(), "xanchor": "right", "yref": "paper", "y": 1, "yanchor": "bottom",
            "text": say("merger {day}", day=on) if narrow else say("communes merged {day}", day=on), "showarrow": False,
            "font": {"size": style.note, "color": style.colours.muted},
        },
    }  # fmt: skip


def axis_breaks(axis: Sequence[Period], indicator: Indicator, say: Texts) -> list[tuple[str, str]]:
    """The first periods of the axis under another definition, each with its words."""
    found = definition_breaks([period.code for period in axis], indicator)
    return [(code, say("other definition before {year}", year=period_short(parse(code), say))) for code in found]


def line_breaks(line: Series, say: Texts) -> list[tuple[str, str]]:
    """The first periods after each change between survey and other figures of a line, each with its words."""
    return [
        (code, change_text(before, after, say, period_short(parse(code), say)))
        for code, (before, after) in line.changes.items()
    ]


def break_marks(breaks: Iterable[tuple[str, str]], axis: Sequence[Period], style: Look) -> list[Mapping[str, Any]]:
    """Shape and annotation of each break: an upright line halfway to the period before it, its words at the foot."""
    place = {period.code: n for n, period in enumerate(axis)}
    marks: list[Mapping[str, Any]] = []
    for rank, (code, text) in enumerate(dict(breaks).items()):
        here = axis[place[code]].ends_on
        at = (here - (here - axis[place[code] - 1].ends_on) / 2).isoformat()
        marks.append(
            {
                "shape": {
                    "type": "line", "x0": at, "x1": at, "yref": "paper", "y0": 0, "y1": 1,
                    "line": {"color": style.colours.outline, "width": style.thin * 1.5, "dash": "dot"},
                },
                "annotation": {
                    "x": at, "xanchor": "right" if 2 * place[code] > len(axis) else "left", "yref": "paper", "y": 0, "yanchor": "bottom", "yshift": rank * style.note * 1.3,
                    "text": text, "showarrow": False, "font": {"size": style.note, "color": style.colours.muted},
                },
            }
        )  # fmt: skip
    return marks
