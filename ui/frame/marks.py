"""Small inline pictures that stand in tables: marks of status (never colour alone), target squares, bars, strips, intervals.

Pure SVG and HTML as `Markup`; colours are CSS variables of the sheet, so that one string serves all themes.
"""

from collections.abc import Sequence
from itertools import groupby

import numpy as np
import pandas as pd
from markupsafe import Markup

from base.texts import Texts
from indicators.catalogue import Indicator
from indicators.labels import period_short, value_text
from indicators.measure import Total
from indicators.periods import parse
from indicators.standing import in_passing, remarks
from indicators.trend import PROVEN, Trend

_MARKS = {
    "better": '<circle cx="8" cy="8" r="6.5" fill="var(--atlas-better)"/><path d="M4.8 8.2l2.2 2.3 4.2-4.8" fill="none" stroke="var(--atlas-card)" stroke-width="1.8"/>',
    "similar": '<circle cx="8" cy="8" r="5" fill="none" stroke="var(--atlas-similar)" stroke-width="2.4"/>',
    "worse": '<path d="M8 1l7 7-7 7-7-7z" fill="var(--atlas-worse)"/>',
    "neutral": '<rect x="2" y="5.5" width="12" height="5" fill="none" stroke="var(--atlas-neutral)" stroke-width="1.8"/>',
    "met": '<rect x="2" y="2" width="12" height="12" fill="var(--atlas-better)"/>',
    "short": '<rect x="3" y="3" width="10" height="10" fill="none" stroke="var(--atlas-worse)" stroke-width="2.2"/>',
    # The interval beside the target, and across it.
    "apart": '<path d="M2.5 1v14M7 8h7.5M7 5v6m7.5-6v6" fill="none" stroke="var(--atlas-text)" stroke-width="1.8"/>',
    "across": '<path d="M8 1v14M2 8h12M2 5v6m12-6v6" fill="none" stroke="var(--atlas-text)" stroke-width="1.8"/>',
    "up": '<path d="M8 2l6 7h-4v5H6V9H2z" fill="var(--atlas-neutral)"/>',
    "down": '<path d="M8 14l6-7h-4V2H6v5H2z" fill="var(--atlas-neutral)"/>',
    "error": '<path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" fill="var(--atlas-worse)"/><path d="M5.4 5.4l5.2 5.2m0-5.2l-5.2 5.2" stroke="var(--atlas-card)" stroke-width="2"/>',
    "warning": '<path d="M8 1.5l7 13H1z" fill="none" stroke="var(--atlas-text)" stroke-width="1.8" stroke-linejoin="round"/><path d="M8 6v4m0 1.4v1.6" stroke="var(--atlas-text)" stroke-width="1.8"/>',
    "note": '<circle cx="8" cy="8" r="6.4" fill="none" stroke="var(--atlas-similar)" stroke-width="1.8"/><path d="M8 4v1.6m0 1.6v4.6" stroke="var(--atlas-similar)" stroke-width="1.8"/>',
}


def spoken(text: str) -> Markup:
    """`text` for who listens: the head of a column that needs none for the eye."""
    return Markup('<span class="spoken">{}</span>').format(text)


def mark(kind: str, label: str = "") -> Markup:
    """A mark of status, 16 px. label: for who can't see it; without one it is decoration beside its word."""
    hidden = Markup('aria-hidden="true"') if not label else Markup('role="img" aria-label="{}"').format(label)
    return Markup('<svg class="mark" viewBox="0 0 16 16" {}>{}</svg>').format(hidden, Markup(_MARKS[kind]))


def target_marks(*, short: bool, sure: bool, say: Texts, interval: bool = True) -> Markup:
    """Two marks: whether the value meets the target, and whether its interval excludes it (none without an interval)."""
    value = mark("short" if short else "met", say("missed") if short else say("met"))
    if not interval:
        return value
    label = say("the interval excludes the target") if sure else say("the interval includes the target")
    return value + mark("apart" if sure else "across", label)


def target_legend(say: Texts, *, across: bool = False) -> Markup:
    """What the marks of `target_marks` mean. across: also that of an interval which holds the target, where it is drawn."""
    return legend(
        ("short", say("missed")),
        ("met", say("met")),
        ("apart", say("the interval excludes the target")),
        *([("across", say("the interval includes the target"))] if across else []),
    )


def legend(*entries: tuple[str, str]) -> Markup:
    """Kinds of marks with what they mean."""
    return Markup(" &ensp; ").join(Markup("{} {}").format(mark(kind), text) for kind, text in entries)


def total_marks(total: Total, say: Texts) -> Markup:
    """`target_marks` of a total that is judged by a target."""
    return target_marks(short=total.short, sure=total.clear or total.safe, interval=total.low == total.low, say=say)


def target_state(*, short: bool, sure: bool, say: Texts, interval: bool = True) -> Markup:
    """`target_marks` with their words: 'Clearly not met', 'Not met', 'Met', 'Clearly met'; nothing is 'clearly' so without an interval."""
    sure = sure and interval
    if short:
        words = say("Clearly not met") if sure else say("Not met")
    else:
        words = say("Clearly met") if sure else say("Met")
    return Markup("{} {}").format(target_marks(short=short, sure=sure, say=say, interval=interval), words)


def versus_mark(step: object, say: Texts) -> Markup:
    """The comparison with the province: −2 … 2 of MEASURED, NA for none."""
    if pd.isna(step):  # type: ignore[call-overload]
        return Markup("")
    if int(step) < 0:  # type: ignore[call-overload]
        return mark("worse", say("worse than the province"))
    if int(step) > 0:  # type: ignore[call-overload]
        return mark("better", say("better than the province"))
    return mark("similar", say("not distinguishable from the province"))


def trend_arrow(trend: Trend, indicator: Indicator, say: Texts) -> Markup:
    """An arrow where five years prove a rise or a fall; nothing where they don't or where it can't be said."""
    if trend.result not in PROVEN:
        return Markup("")
    proven = say("rise proven over five years") if trend.result == "up" else say("fall proven over five years")
    ends = ((trend.v0, trend.y0), (trend.v1, trend.y1))
    label = f"{proven}: " + " → ".join(
        f"{value_text(value, indicator, say.language)} ({period_short(parse(year), say)})" for value, year in ends
    )
    return Markup('<span title="{}">{}</span>').format(label, mark(trend.result, label))


def trend_legend(say: Texts) -> Markup:
    """What the arrows of `trend_arrow` mean."""
    return Markup("{} {} {}").format(mark("up"), mark("down"), say("rise or fall proven over five years in a row"))


def origin_word(total: Total | None, say: Texts, *, is_demo: bool) -> str:
    """Whether a province value is published or comes from the demo (nothing once the demo is out), and how firm it is."""
    if total is None:
        return ""
    words = {"published": say("Published"), "summed": say("Illustrative")}
    said = [words.get(total.origin) or say("Reported")] if is_demo else []
    standing = {"provisional": total.provisional, "estimated": total.estimated}
    firm = in_passing if said else remarks
    return ", ".join(said + firm(**standing, source_kind=total.source_kind, say=say))


def origin(total: Total | None, say: Texts, *, is_demo: bool) -> Markup:
    """`origin_word` under a value."""
    word = origin_word(total, say, is_demo=is_demo)
    return Markup("<small>{}</small>").format(word) if word else Markup("")


def bullet(value: float, target: float | None, *, met: bool | None, top: float = 100.0) -> Markup:
    """A bar of `value` on a scale 0…`top` with the target as an upright line. met: None = not judged."""
    colour = "var(--atlas-muted)" if met is None else "var(--atlas-better)" if met else "var(--atlas-worse)"
    width = float(np.clip(value / top, 0, 1)) * 100
    line = ""
    if target is not None:
        at = float(np.clip(target / top, 0, 1)) * 100
        line = Markup('<rect x="calc({:.2f}% - 1px)" width="3" height="18" fill="var(--atlas-text)"/>').format(at)
    return Markup(
        '<svg class="bullet" width="100%" height="18" aria-hidden="true">'
        '<rect y="5" width="100%" height="8" fill="var(--atlas-blank)"/><rect y="5" width="{:.2f}%" height="8" fill="{}"/>{}</svg>'
    ).format(width, Markup(colour), line)


def strip(classes: str, *, label: str, codes: Sequence[str] = (), names: Sequence[str] = ()) -> Markup:
    """The communes from worst to best as a row of cells. classes: one character each, in that order ('0'-'4', else blank).

    codes, names: of the communes, where a cell is to be named on pointing, and a link around it to lead to its commune.
    """
    cells = []
    for letter, run in groupby(classes):
        size = len(list(run))
        name = f"g{letter}" if letter.isdigit() else f"b-{letter}"
        cells.append(Markup('<i class="{}" style="flex:{}"></i>').format(name, size))
    told = Markup(' data-codes="{}" data-names="{}"').format(" ".join(codes), "|".join(names)) if codes else Markup("")
    return Markup('<span class="strip" role="img" aria-label="{}" style="--cells:{}"{}>{}</span>').format(
        label, len(classes), told, Markup("").join(cells)
    )


def interval(
    value: float, low: float, high: float, *, scale: tuple[float, float], target: float | None, shade: str
) -> Markup:
    """Value with its interval on `scale` (both ends in the unit), the target as a line. shade: class character of the dot."""
    first, last = scale
    span = (last - first) or 1.0

    def at(x: float) -> float:
        return float(np.clip((x - first) / span, 0, 1)) * 100

    line = (
        Markup('<rect x="calc({:.1f}% - 1px)" y="1" width="2.5" height="18" fill="var(--atlas-text)"/>').format(
            at(target)
        )
        if target is not None
        else ""
    )
    if np.isnan(value):
        return Markup('<svg class="interval" width="100%" height="20" aria-hidden="true">{}</svg>').format(line)
    whisker = (
        ""
        if np.isnan(low)
        else Markup(
            '<line x1="{:.1f}%" x2="{:.1f}%" y1="10" y2="10" stroke="var(--atlas-outline)" stroke-width="2"/>'
        ).format(at(low), at(high))
    )
    return Markup(
        '<svg class="interval" width="100%" height="20" aria-hidden="true">{}{}<circle cx="{:.1f}%" cy="10" r="5.5" class="f{}"/></svg>'
    ).format(line, whisker, at(value), shade)
