"""The pictures of the equity page in words, from the same data."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from base.formats import number
from base.texts import Texts
from charts.equidots import MOST_HUES, years_of
from charts.gap_line import MOST_BARS
from indicators.catalogue import Indicator
from indicators.equity.labels import distance_text
from indicators.labels import period_short, target_text, value_text
from indicators.periods import Period, parse
from indicators.standing import in_passing


def equiplot_alt(
    groups: pd.DataFrame,
    *,
    names: Mapping[str, str],
    indicator: Indicator,
    say: Texts,
    target: float | None = None,
    last_only: bool = False,
) -> str:
    """The words of `equiplot`: the groups of the newest period from the lowest to the highest, then the span of each earlier one."""
    periods = years_of(groups)
    if not periods:
        return say("No figures to draw.")
    known = groups[groups["value"].notna()]

    def of(period: Period) -> pd.DataFrame:
        return known[known["period"] == period.code].sort_values("value", kind="stable")

    def said(row: dict[Any, Any]) -> str:
        return f"{names[row['group']]} {value_text(row['value'], indicator, say.language)}" + _standing(row, say)

    newest = of(periods[0]).to_dict("records")
    if len(newest) > MOST_HUES:
        newest = [newest[0], newest[-1]]
    parts = [
        say(
            "Dots of {indicator}, {period}: {groups}.",
            indicator=indicator.wording(say.language).short,
            period=period_short(periods[0], say),
            groups=", ".join(map(said, newest)),
        )
    ]
    if not last_only:
        for period in periods[1:]:
            rows = of(period).to_dict("records")
            low, high = said(rows[0]), said(rows[-1])
            parts.append(say("{period}: from {low} to {high}.", period=period_short(period, say), low=low, high=high))
    if target is not None:
        parts.append(say("Target: {target}.", target=target_text(target, indicator, say.language)))
    return " ".join(parts)


def gap_alt(course: pd.DataFrame, *, worst: str, best: str, indicator: Indicator, say: Texts) -> str:
    """The words of `gap_line`: the gap in each period with its interval."""
    decimals = max(1, indicator.decimals)
    said = []
    for row in course.to_dict("records"):
        when = period_short(parse(row["period"]), say)
        value = distance_text(row["gap"], indicator, say)
        if row["low"] == row["low"]:
            low, high = (number(row[end], say.language, decimals) for end in ("low", "high"))
            text = say("{period}: {value} ({low} to {high})", period=when, value=value, low=low, high=high)
        else:
            text = f"{when}: {value}"
        said.append(text + _standing(row, say))
    return say("Gap between {worst} and {best}: {values}.", worst=worst, best=best, values="; ".join(said))


def _standing(row: dict[Any, Any], say: Texts) -> str:
    """' [provisional, survey]', or nothing where a figure is final, reported and of a register."""
    flags = {name: bool(row[name]) for name in ("provisional", "estimated")}
    said = in_passing(**flags, source_kind=str(row["source_kind"]), say=say)
    return f" [{', '.join(said)}]" if said else ""


def contributions_alt(parts: pd.DataFrame, *, indicator: Indicator, say: Texts) -> str:
    """The words of `contributions`."""
    noun = indicator.wording(say.language).unit_noun_many
    rows = parts[parts["excess"] > 0].head(MOST_BARS)
    named = ", ".join(f"{row['name']} {number(row['excess'], say.language)}" for row in rows.to_dict("records"))
    return say("Communes that add most to the gap, in {noun}: {communes}.", noun=noun, communes=named)
