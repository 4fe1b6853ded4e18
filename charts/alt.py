"""What a chart says, in words, from the same data: for those who can't see it, and for whoever reads the export."""

from collections.abc import Sequence
from datetime import date

import pandas as pd

from base.formats import day
from base.texts import Texts
from charts.commune import former_lines
from charts.funnel_points import level_text
from charts.groups import group_lines
from charts.series import Series, area_lines, axis_periods
from charts.trend import MOST_CHOSEN
from indicators.catalogue import Indicator
from indicators.funnel import Funnel
from indicators.labels import communes_text, period_label, period_short, target_text, value_text
from indicators.periods import Kind, Period
from indicators.status import LIKELY, NEAR_CERTAIN


def _when(period: Period, say: Texts) -> str:
    """A year is its number; every other period needs its name to be understood by ear."""
    return period_short(period, say) if period.kind is Kind.YEAR else period_label(period, say)


def line_in_words(line: Series, indicator: Indicator, say: Texts) -> str:
    """'Province: 84.8% (2019) to 93.6% (2025, provisional); no figure for 2022.' A line without figures says so."""
    known = [i for i, value in enumerate(line.value) if value == value]
    if not known:
        return say("{name}: no figure.", name=line.name)
    first, last = known[0], known[-1]

    def at(i: int) -> str:
        value = value_text(line.value[i], indicator, say.language)
        when = _when(line.axis[i], say)
        return say("{value} ({period})", value=value, period=", ".join([when, *line.standing(i, say)]))

    if first == last:
        text = f"{line.name}: {at(last)}"
    else:
        text = say("{name}: {first} to {last}", name=line.name, first=at(first), last=at(last))
    gaps = [_when(line.axis[i], say) for i in range(first, last) if i not in known]
    return text + (say("; no figure for {periods}", periods=", ".join(gaps)) if gaps else "") + "."


def _opening(axis: Sequence[Period], indicator: Indicator, say: Texts) -> str:
    return say(
        "Line chart of {indicator}, {first} to {last}.",
        indicator=indicator.wording(say.language).short,
        first=_when(axis[0], say),
        last=_when(axis[-1], say),
    )


def _closing(
    axis: Sequence[Period], indicator: Indicator, say: Texts, target: float | None, seam: date | None
) -> list[str]:
    parts = []
    if target is not None:
        parts.append(say("Target: {target}.", target=target_text(target, indicator, say.language)))
    if seam is not None and axis[0].ends_on < seam <= axis[-1].ends_on:
        parts.append(
            say(
                "Communes were merged on {day}; earlier figures are sums of the former ones.",
                day=day(seam, say.language),
            )
        )
    return parts


def trend_alt(
    history: pd.DataFrame,
    *,
    indicator: Indicator,
    say: Texts,
    kind: Kind = Kind.YEAR,
    chosen: Sequence[str] = (),
    target: float | None = None,
    seam: date | None = None,
) -> str:
    """The words of `charts.trend.trend_chart` with the same arguments: province, country, chosen ones, the range of all."""
    axis = axis_periods(history, kind)
    if not axis:
        return say("No figures to draw.")
    named = list(chosen)[:MOST_CHOSEN]
    everyone = len(history)
    communes = area_lines(history, axis, kind="commune", indicator=indicator, say=say, most=everyone)
    lines = area_lines(history, axis, kind="province", indicator=indicator, say=say, name=say("Province"))
    lines += area_lines(history, axis, kind="country", indicator=indicator, say=say, name=say("Country"))
    lines += sorted((c for c in communes if c.code in named), key=lambda c: named.index(c.code))
    parts = [_opening(axis, indicator, say), *(line_in_words(line, indicator, say) for line in lines)]
    last = [line.value[-1] for line in communes if line.value[-1] == line.value[-1]]
    if last:
        parts.append(
            say(
                "{communes} in {period}: from {low} to {high}.",
                communes=communes_text(len(last), say),
                period=_when(axis[-1], say),
                low=value_text(min(last), indicator, say.language),
                high=value_text(max(last), indicator, say.language),
            )
        )
    return " ".join(parts + _closing(axis, indicator, say, target, seam))


def groups_alt(
    groups: pd.DataFrame,
    history: pd.DataFrame,
    *,
    scheme: str,
    indicator: Indicator,
    say: Texts,
    kind: Kind = Kind.YEAR,
    target: float | None = None,
    seam: date | None = None,
) -> str:
    """The words of `charts.groups.group_small_multiples` with the same arguments."""
    axis = axis_periods(history, kind)
    if not axis or groups.empty:
        return say("No figures to draw.")
    lines = group_lines(groups, history, scheme=scheme, kind=kind, indicator=indicator, say=say)
    lines += area_lines(history, axis, kind="province", indicator=indicator, say=say, name=say("Province"))
    parts = [_opening(axis, indicator, say), *(line_in_words(line, indicator, say) for line in lines)]
    return " ".join(parts + _closing(axis, indicator, say, target, seam))


def commune_alt(
    history: pd.DataFrame,
    former: pd.DataFrame,
    *,
    code: str,
    indicator: Indicator,
    say: Texts,
    kind: Kind = Kind.YEAR,
    target: float | None = None,
    seam: date | None = None,
) -> str:
    """The words of `charts.commune.commune_trend` with the same arguments."""
    own = history[(history["kind"] != "commune") | (history["code"] == code)]
    axis = axis_periods(own, kind)
    if not axis:
        return say("No figures to draw.")
    lines = area_lines(own, axis, kind="commune", indicator=indicator, say=say)
    lines += area_lines(own, axis, kind="province", indicator=indicator, say=say, name=say("Province"))
    lines += former_lines(former, axis, indicator=indicator, say=say)
    parts = [_opening(axis, indicator, say), *(line_in_words(line, indicator, say) for line in lines)]
    return " ".join(parts + _closing(axis, indicator, say, target, seam))


def funnel_alt(funnel: Funnel, *, say: Texts) -> str:
    """The words of `charts.funnel.funnel_chart`: the province, who lies outside the wider limits, how many between the two."""
    indicator = funnel.indicator
    likely, certain = (level_text(c, say) for c in (LIKELY, NEAR_CERTAIN))
    parts = [
        say(
            "Funnel plot of {indicator}: {communes} by size around the province, {value}.",
            indicator=indicator.wording(say.language).short,
            communes=communes_text(len(funnel.points), say),
            value=value_text(funnel.benchmark, indicator, say.language),
        )
    ]
    if funnel.outliers.empty:
        parts.append(say("None lies outside the {p} limits.", p=certain))
    for step, text in (
        (-2, say("Below the {p} limits: {names}.", p=certain, names="{names}")),
        (2, say("Above the {p} limits: {names}.", p=certain, names="{names}")),
    ):
        rows = funnel.outliers[funnel.outliers["outside"] == step]
        named = [
            f"{name} {value_text(value, indicator, say.language)}"
            for name, value in zip(rows["name"], rows["value"], strict=True)
        ]
        if named:
            parts.append(text.replace("{names}", ", ".join(named)))
    between = int((funnel.points["outside"].abs() == 1).sum())
    if between:
        parts.append(
            say("Between the {a} and the {b} limits: {n}.", a=likely, b=certain, n=communes_text(between, say))
        )
    return " ".join(parts)
