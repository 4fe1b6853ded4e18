"""The middle column of the ranking: points to the target, or shares of the gap, or the steadier estimate."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from base import formats
from base.texts import Texts
from indicators.catalogue import Indicator
from indicators.labels import value_text
from indicators.need import shares
from indicators.smoothing import figures, smoothed
from ui.frame import marks


def parts_of(
    measured: pd.DataFrame, rows: pd.DataFrame, *, indicator: Indicator, measure: str, judged: bool
) -> pd.DataFrame:
    """What stands there instead of points, by the index of `rows` (MEASURED in the order of the ranking); maybe nothing.

    Where the need is ranked: share, running (`need.shares`). Where the value is: smoothed, drawn from all of `measured`.
    """
    if judged and measure == "need":
        return shares(rows)
    return _steadier(measured, indicator) if measure == "value" else pd.DataFrame()


def _steadier(measured: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """The column is left out where no commune has an estimate."""
    estimates = pd.DataFrame({"smoothed": smoothed(*figures(measured), indicator)}, index=measured.index)
    return estimates.dropna(axis="columns", how="all")


def is_counted(indicator: Indicator) -> bool:
    """Whether all there are were counted, of so many so many: then the counts say more than points."""
    return indicator.is_rate and not indicator.has_interval


def head(parts: Sequence[str], *, judged: bool, counted: bool, say: Texts) -> Markup:
    """The heads of `cells`. counted: of all places or posts there are."""
    if "smoothed" in parts:
        return Markup('<th class="num points">{}</th>').format(say("Steadier"))
    if "share" in parts:
        heads = Markup('<th class="num points">{}</th><th class="num points">{}</th>')
        return heads.format(say("Of the gap"), say("Added up"))
    if counted:
        return Markup('<th class="num points">{}</th>').format(say("Counts"))
    return Markup('<th class="num points">{}</th>').format(say("Points") if judged else marks.spoken(say("Points")))


def cells(row: Mapping[Hashable, Any], indicator: Indicator, *, judged: bool, say: Texts) -> Markup:
    """Of so many so many, or how far a commune is from the target; its share of the gap and that of all down to it; or the steadier estimate."""
    if "smoothed" in row:
        return Markup('<td class="num points">{}</td>').format(value_text(row["smoothed"], indicator, say.language))
    if "share" in row:
        cells = (formats.percent(100 * row[name], say.language) for name in ("share", "running"))
        return Markup('<td class="num points">{}</td><td class="num points">{}</td>').format(*cells)
    if is_counted(indicator):
        counts = (formats.number(row[name], say.language) for name in ("numerator", "denominator"))
        return Markup('<td class="num points">{}/{}</td>').format(*counts)
    points = formats.signed(row["gap"], say.language, indicator.decimals) if judged else ""
    return Markup('<td class="num points">{}</td>').format(points)
