"""The answer of each page: one sentence, its denominator always all communes in scope, blanks named (screens.md §3).

Pure: frames and totals in, `Markup` out. What a leader must not miss is underlined.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from base import formats
from base.texts import NBSP, Texts
from indicators.catalogue import Indicator, Target
from indicators.equity.labels import distance_text
from indicators.labels import communes_text as communes
from indicators.labels import filter_sentence, target_text, value_text
from indicators.measure import Total
from indicators.need import half_of_need, total_need
from indicators.scope import AreaFilter
from indicators.trend import Trend


def fill(template: str, **values: Any) -> Markup:
    """`template`, already translated, with `values` put in; everything that is not Markup is escaped."""
    return Markup(escape(template)).format(**values)


def mark(text: object) -> Markup:
    """The part of an answer that matters most."""
    return Markup("<u>{}</u>").format(text)


def noun(indicator: Indicator, count: float, say: Texts) -> str:
    """'212 trẻ' / '212 children': a number with what the indicator counts."""
    words = indicator.wording(say.language)
    return f"{formats.number(count, say.language)}{NBSP}{words.unit_noun if count == 1 else words.unit_noun_many}"


def counts(numerator: float, denominator: float, indicator: Indicator, say: Texts) -> str:
    """'455/510 trẻ' or, for a plain count, '592 trẻ'."""
    if not indicator.is_rate:
        return noun(indicator, numerator, say)
    top = formats.number(numerator, say.language)
    return f"{top}/{noun(indicator, denominator, say)}"


def action(indicator: Indicator, count: float, say: Texts) -> Markup:
    """What closes a need of `count`, in the indicator's own phrase, the number underlined."""
    words = indicator.wording(say.language)
    before, _, after = words.action.partition("{n}")
    return Markup("{}{}{}").format(before, mark(formats.number(count, say.language)), after)


def blanks(measured: pd.DataFrame, say: Texts) -> str:
    """How many communes have no figure and why, as a phrase; '' if none."""
    counts = measured["blank"].value_counts()

    def number(count: int) -> str:
        return formats.number(count, say.language)

    phrases = {
        "missing": lambda n: say.plural("{n} commune not reported", "{n} communes not reported", n, n=number(n)),
        "hidden": lambda n: say.plural("{n} commune hidden", "{n} communes hidden", n, n=number(n)),
        "not_due": lambda n: say.plural("{n} commune not due yet", "{n} communes not due yet", n, n=number(n)),
        "not_applicable": lambda n: say.plural(
            "{n} commune not applicable", "{n} communes not applicable", n, n=number(n)
        ),
        "merged": lambda n: say.plural("{n} commune not comparable", "{n} communes not comparable", n, n=number(n)),
    }
    return ", ".join(phrase(int(counts[reason])) for reason, phrase in phrases.items() if reason in counts)


def _with_blanks(measured: pd.DataFrame, say: Texts) -> str:
    named = blanks(measured, say)
    return f" ({named})" if named else ""


@dataclass(frozen=True)
class Furthest:
    """The headline indicator that misses its target by most, relative to it."""

    indicator: Indicator
    total: Total


def overview(
    *,
    period: str,
    met: int,
    judged: int,
    furthest: Furthest | None,
    worse: Sequence[Indicator],
    communes_short: int,
    say: Texts,
) -> Markup:
    """Where the province stands: targets met of those judged, the furthest one, what got clearly worse.

    period: as it reads at the start of a sentence. communes_short: communes that miss at least one target.
    """
    if not judged:
        return fill(say("{period}: no indicator has both a figure and a target."), period=period)
    if furthest is None:
        first = fill(
            say("{period}: all {k} targets met; {x} miss at least one."),
            period=period,
            k=judged,
            x=communes(communes_short, say),
        )
    else:
        words = furthest.indicator.wording(say.language)
        first = fill(
            say("{period}: {m} of {k} targets met. Furthest: {name}, {v} (target {t})."),
            period=period,
            m=met,
            k=judged,
            name=words.about,
            v=value_text(furthest.total.value, furthest.indicator, say.language),
            t=target_text(furthest.total.target or 0, furthest.indicator, say.language),
        )
    if not worse:
        return first
    count = say.plural("{n} indicator clearly worse", "{n} indicators clearly worse", len(worse), n=len(worse))
    named = ", ".join(i.wording(say.language).about for i in worse)
    return first + Markup(" {}: {}.").format(mark(count), named)


def gap_map(
    measured: pd.DataFrame,
    *,
    indicator: Indicator,
    target: Target | None,
    province: Total | None,
    whole_year: bool = True,
    short: bool = False,
    say: Texts,
) -> Markup:
    """How many communes miss the target, how surely, and what would close the gap.

    measured: MEASURED of the communes in scope. whole_year: the period is one that targets judge. short: the sentence
    of a phone.
    """
    words = indicator.wording(say.language)
    value = value_text(province.value, indicator, say.language) if province else formats.BLANK
    if indicator.province_only:
        known = fill(say("{name}: province {v}."), name=words.short, v=value)
        return known + " " + escape(say("Not published by commune, to protect children."))
    with_figure = measured[measured["blank"] == ""]
    if len(measured) and (measured["blank"] == "not_applicable").all():
        return fill(say("{name}: there is nobody to count in any commune."), name=words.short)
    if province is None and with_figure.empty and not (measured["blank"] == "merged").all():
        return not_enough(0, len(measured), say)
    if target is None or indicator.direction == "neutral":
        known = fill(say("{name}: province {v}."), name=words.short, v=value)
        if indicator.direction == "neutral":
            return known + " " + escape(say("No target; neither up nor down is good or bad."))
        if indicator.targets and not whole_year:
            return known + " " + escape(say("Targets judge whole years; this period is part of one."))
        return known + " " + escape(say("No target is set for this period."))
    if with_figure.empty and (measured["blank"] == "merged").all():
        known = fill(say("{name}: province {v}."), name=words.short, v=value)
        return known + " " + escape(say("By commune it can't be compared: communes were merged since."))
    if with_figure.empty:
        return not_enough(0, len(measured), say)
    limit = target_text(target.value, indicator, say.language)
    missed = int(with_figure["short"].sum())
    if not missed:
        if len(with_figure) < len(measured):
            text = say("All {n} with data meet the {t} target for {name}{blanks}.")
        else:
            text = say("All {n} meet the {t} target for {name}{blanks}.")
        return fill(
            text, n=communes(len(with_figure), say), t=limit, name=words.about, blanks=_with_blanks(measured, say)
        )
    need, half = total_need(with_figure), half_of_need(with_figure)
    if short:
        return fill(
            say("{a}/{n} communes miss {t}; {action}, half of it in {h}."),
            a=formats.number(missed, say.language),
            n=formats.number(len(measured), say.language),
            t=limit,
            action=action(indicator, need, say),
            h=communes(half, say),
        )
    clearly = int(with_figure["clear"].sum())
    sure = say("{s} clearly lower") if target.comparator == ">=" else say("{s} clearly higher")
    first = fill(
        say("{a} of {n} communes miss the {t} target for {name}, {clearly}{blanks}."),
        a=formats.number(missed, say.language),
        n=formats.number(len(measured), say.language),
        t=limit,
        name=words.about,
        clearly=sure.format(s=clearly),
        blanks=_with_blanks(measured, say),
    )
    second = fill(
        say("To meet it everywhere: {action}, half of it in {h}."),
        action=action(indicator, need, say),
        h=communes(half, say),
    )
    return first + " " + second


def group(
    name: str, inside: Total | None, outside: Total | None, *, communes_inside: int, indicator: Indicator, say: Texts
) -> Markup:
    """A filtered group read back against the rest: 'Xã biên giới: 9 xã, 4.210 trẻ; đạt 88,1%, các xã còn lại 96,2%'.

    Where not all communes of the group have a figure it says how many do: their sum is a part.
    """
    size = communes(communes_inside, say)
    if inside is None:
        return fill(say("{group}: {size}; no figure in this period."), group=name, size=size)
    if inside.parts < inside.parts_expected:
        known = formats.number(inside.parts, say.language)
        size = say("{size} ({n} with a figure)", size=size, n=known)
    if indicator.is_rate:
        size = f"{size}, {noun(indicator, inside.denominator, say)}"
    here = mark(value_text(inside.value, indicator, say.language))
    if outside is None:
        return fill(say("{group}: {size}; {v}."), group=name, size=size, v=here)
    rest = value_text(outside.value, indicator, say.language)
    return fill(say("{group}: {size}; {v}, the other communes {rest}."), group=name, size=size, v=here, rest=rest)


def trends(trend: Trend, *, indicator: Indicator, latest: Total | None, say: Texts) -> Markup:
    """Whether the province's line proves a rise or a fall, and how far the target still is."""
    if trend.result == "cannot":
        return escape(say("Cannot say: needs five consecutive years, one definition."))
    if trend.result == "none":
        return escape(say("No clear trend in five years."))
    words = indicator.wording(say.language)
    template = (
        say("{name} clearly rose, {v0} ({y0}) to {v1} ({y1}){rest}")
        if trend.result == "up"
        else say("{name} clearly fell, {v0} ({y0}) to {v1} ({y1}){rest}")
    )
    if latest is None or latest.target is None:
        rest: object = "."
    elif not latest.short:
        rest = say("; target met.")
    else:
        distance = distance_text(abs(latest.value - latest.target), indicator, say)
        rest = fill(say("; {d} from target."), d=mark(distance))
    return fill(
        template,
        name=words.short,
        v0=value_text(trend.v0, indicator, say.language),
        y0=trend.y0,
        v1=value_text(trend.v1, indicator, say.language),
        y1=trend.y1,
        rest=rest,
    )


def trend_title(trend: Trend, *, indicator: Indicator, say: Texts, most: int) -> str:
    """The same for a projector, in at most `most` letters; beside it stands which indicator it is."""
    if trend.result not in ("up", "down"):
        return str(trends(trend, indicator=indicator, latest=None, say=say).striptags()).rstrip(".")
    ends = {
        "v0": value_text(trend.v0, indicator, say.language),
        "y0": trend.y0,
        "v1": value_text(trend.v1, indicator, say.language),
        "y1": trend.y1,
    }
    name = indicator.wording(say.language).short
    if trend.result == "up":
        long = say("{name} clearly rose, {v0} ({y0}) to {v1} ({y1}){rest}", name=name, rest="", **ends)
        short = say("Clearly rose, {v0} ({y0}) to {v1} ({y1})", **ends)
    else:
        long = say("{name} clearly fell, {v0} ({y0}) to {v1} ({y1}){rest}", name=name, rest="", **ends)
        short = say("Clearly fell, {v0} ({y0}) to {v1} ({y1})", **ends)
    return long if len(long) <= most else short


def commune(name: str, *, missed: int, judged: int, worse: Sequence[Indicator], say: Texts) -> Markup:
    """One commune against its targets and against the province."""
    if not judged:
        return fill(say("{commune} has no figure with a target in this period."), commune=name)
    if not missed:
        first = fill(say("{commune} meets all {k} targets"), commune=name, k=judged)
    else:
        first = fill(say("{commune} misses {m} of {k} targets"), commune=name, m=mark(missed), k=judged)
    if not worse:
        return first + "."
    named = ", ".join(i.wording(say.language).about for i in worse)
    return first + fill(say("; clearly worse than the province on {w}: {list}."), w=len(worse), list=named)


def matrix(missing_any: int, total: int, most: Sequence[tuple[str, int, int]], *, judged: int, say: Texts) -> Markup:
    """All communes by all indicators: how many miss something, who misses most. most: (name, missed, judged).

    judged: communes that have a figure with a target.
    """
    if not judged:
        return escape(say("No commune has a figure with a target in this period."))
    if not missing_any:
        return fill(say("All {n} meet every target they are judged by."), n=communes(total, say))
    name, missed, judged = most[0]
    return fill(
        say("{x} of {n} communes miss at least one target. Most: {name}, {m} of {k}."),
        x=formats.number(missing_any, say.language),
        n=formats.number(total, say.language),
        name=name,
        m=mark(missed),
        k=judged,
    )


def not_enough(reported: int, expected: int, say: Texts, period: str = "") -> Markup:
    """When too little is in to conclude anything."""
    return fill(
        say("Not enough data: {r} of {n} reported{period}."),
        r=reported,
        n=expected,
        period=f" {period}" if period else "",
    )


def scope(area: AreaFilter, areas: pd.DataFrame, say: Texts) -> Markup | None:
    """The filter read back with how many communes it leaves; None without a filter."""
    return None if area.is_empty else escape(filter_sentence(area, areas, say))


def data(reports: pd.DataFrame, *, period: str, errors: int | None, say: Texts) -> Markup:
    """Who has reported the latest quarter due, who is overdue, what must be corrected.

    reports: code, name, status on_time|late|missing. errors: in the uploads that wait; None where the reader is not told.
    """
    if reports.empty:
        return Markup("{}").format(say("No quarter is due yet."))
    overdue = int((reports["status"] == "missing").sum())
    parts = [
        escape(
            say(
                "{r} of {n} communes reported {period}",
                r=formats.number(len(reports) - overdue, say.language),
                n=formats.number(len(reports), say.language),
                period=period,
            )
        )
    ]
    number_late, number_wrong = (formats.number(count, say.language) for count in (overdue, errors))
    late = say.plural("{n} commune overdue", "{n} communes overdue", overdue, n=number_late)
    parts.append(mark(late) if overdue else escape(say("none is overdue")))
    if errors:
        parts.append(mark(say.plural("{n} error to fix", "{n} errors to fix", errors, n=number_wrong)))
    return Markup("{}.").format(Markup("; ").join(parts))
