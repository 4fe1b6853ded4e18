"""Lines across a chart that are no data: the target; where figures before and after differ (merger, definition, kind of source)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import wrap

from base.formats import day
from base.texts import Texts
from charts.figure import Part, part
from charts.series import Series
from charts.theme import Style
from indicators.catalogue import Indicator
from indicators.events import Event, within
from indicators.labels import period_short, target_text
from indicators.periods import Period, parse
from indicators.standing import change_text
from indicators.versions import definition_breaks

# Letters of a line where a chart is as narrow as a phone.
_SHORT_LINE = 14


@dataclass(frozen=True)
class Mark:
    """A line and what is written at it."""

    shape: Part
    annotation: Part


@dataclass(frozen=True)
class Break:
    """That lines begin anew at the period `code`, and why, in words."""

    code: str
    text: str


def target_across(target: float, indicator: Indicator, say: Texts, style: Style) -> Mark:
    """The target (in the indicator's unit) where values go up, as a level line."""
    return Mark(
        part(type="line", xref="paper", x0=0, x1=1, y0=target, y1=target, line=_target_stroke(style)),
        part(
            xref="paper", x=0, xanchor="left", y=target, yanchor="bottom", text=_target_said(target, indicator, say),
            showarrow=False, font={"size": style.note, "color": style.colours.text},
        ),
    )  # fmt: skip


def target_upright(target: float, indicator: Indicator, say: Texts, style: Style) -> Mark:
    """The target (in the indicator's unit) where values go to the right, as an upright line behind the dots."""
    return Mark(
        part(
            type="line", x0=target, x1=target, yref="paper", y0=0, y1=1, layer="below", line=_target_stroke(style)
        ),
        part(
            x=target, yref="paper", y=0, yanchor="bottom", xanchor="left", xshift=4, showarrow=False,
            text=_target_said(target, indicator, say), font={"size": style.note, "color": style.colours.text},
        ),
    )  # fmt: skip


def _target_said(target: float, indicator: Indicator, say: Texts) -> str:
    return say("target {target}", target=target_text(target, indicator, say.language))


def _target_stroke(style: Style) -> Part:
    return part(color=style.colours.text, width=style.thin * 1.5, dash="longdash")


def parting_line(at: date, style: Style) -> Part:
    """A dotted upright line from top to bottom of an axis of time."""
    return part(
        type="line", x0=at.isoformat(), x1=at.isoformat(), yref="paper", y0=0, y1=1,
        line={"color": style.colours.outline, "width": style.thin * 1.5, "dash": "dot"},
    )  # fmt: skip


def seam_mark(seam: date, say: Texts, style: Style, *, narrow: bool) -> Mark:
    """The day on which communes merged with its words, fewer of them where it is `narrow`."""
    on = day(seam, say.language)
    return Mark(
        parting_line(seam, style),
        part(
            x=seam.isoformat(), xanchor="right", yref="paper", y=1, yanchor="bottom", showarrow=False,
            text=say("merger {day}", day=on) if narrow else say("communes merged {day}", day=on),
            font={"size": style.note, "color": style.colours.muted},
        ),
    )  # fmt: skip


def event_marks(
    events: Iterable[Event], axis: Sequence[Period], style: Style, *, said: bool = True, narrow: bool = False
) -> list[Mark]:
    """An upright line on the day of each event that falls within `axis`; with its words beneath the upper edge, if `said`.

    narrow: in short lines above the lower edge, since at the upper one they would stand over the target's words and the axis.
    """
    found = within(events, axis)
    marks = []
    for rank, each in enumerate(found):
        late = sum(period.ends_on < each.on for period in axis) * 2 > len(axis)
        marks.append(
            Mark(
                part(
                    type="line", x0=each.on.isoformat(), x1=each.on.isoformat(), yref="paper", y0=0, y1=1, layer="below",
                    line={"color": style.colours.neutral, "width": style.thin, "dash": "dashdot"},
                ),
                part(
                    x=each.on.isoformat(), xanchor="right" if late else "left", yref="paper", showarrow=False,
                    y=0 if narrow else 1, yanchor="bottom" if narrow else "top", align="right" if late else "left",
                    yshift=rank * style.note * 2.6 if narrow else -rank * style.note * 1.3,
                    text="<br>".join(wrap(each.text, _SHORT_LINE) if narrow else [each.text]) if said else "",
                    font={"size": style.note, "color": style.colours.text},
                ),
            )
        )  # fmt: skip
    return marks


def axis_breaks(axis: Sequence[Period], indicator: Indicator, say: Texts) -> list[Break]:
    """The first periods of the axis under another definition."""
    found = definition_breaks([period.code for period in axis], indicator)
    return [Break(code, other_definition(parse(code), say)) for code in found]


def line_breaks(line: Series, say: Texts) -> list[Break]:
    """The first periods after each change between survey and other figures of a line."""
    return [
        Break(code, change_text(before, after, say, period_short(parse(code), say)))
        for code, (before, after) in line.changes.items()
    ]


def other_definition(period: Period, say: Texts) -> str:
    """What is written where another definition begins with `period`."""
    return say("other definition before {year}", year=period_short(period, say))


def break_marks(breaks: Iterable[Break], axis: Sequence[Period], style: Style) -> list[Mark]:
    """A mark per break of `axis`, the last one's words where several fall on one period: an upright line halfway to the period
    before it, its words at the foot. Raises KeyError for a period that is not on the axis."""
    place = {period.code: n for n, period in enumerate(axis)}
    marks: list[Mark] = []
    for rank, (code, text) in enumerate({each.code: each.text for each in breaks}.items()):
        here = axis[place[code]].ends_on
        at = here - (here - axis[place[code] - 1].ends_on) / 2
        marks.append(
            Mark(
                parting_line(at, style),
                part(
                    x=at.isoformat(), xanchor="right" if 2 * place[code] > len(axis) else "left", yref="paper", y=0,
                    yanchor="bottom", yshift=rank * style.note * 1.3, text=text, showarrow=False,
                    font={"size": style.note, "color": style.colours.muted},
                ),
            )
        )  # fmt: skip
    return marks
