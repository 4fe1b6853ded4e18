"""What stands under a funnel plot: what the limits are, what was done to them, and how many points chance alone lets out."""

from collections.abc import Collection

import pandas as pd
from markupsafe import Markup, escape

from base import formats
from base.texts import Texts
from charts.funnel_points import level_text, verdict
from indicators.catalogue import Indicator, Unit
from indicators.funnel import Funnel
from indicators.labels import communes_text
from indicators.scope_names import ScopeName
from indicators.status import LIKELY, NEAR_CERTAIN, orientation
from ui.frame import marks, phrases
from ui.frame.slide import SlideNotes, fitting


def notes(
    funnel: Funnel,
    *,
    inside: Collection[str],
    scope: ScopeName,
    indicators: int,
    chosen: str | None,
    partial: str,
    say: Texts,
) -> Markup:
    """The sentences under the plot: who lies outside the limits is counted in scope, the limits are of all communes.

    inside: codes of the communes in `scope`. indicators: how many have such a plot, for what chance does over all of them. chosen: code. partial: how many reports the
    province's value is made of, '' if all are in.
    """
    said = [_chosen(funnel, chosen, say), _outliers(funnel, inside, scope, say), _widened(funnel, say)]
    of_all = [_by_chance(funnel, indicators, say), _left_out(funnel, say)]
    if not scope.whole:
        of_all = [say("Whole province: {said}", said=each[:1].lower() + each[1:]) if each else "" for each in of_all]
    said += [of_all[0], _limits(say), partial, of_all[1]]
    sentences = Markup("").join(Markup("<p>{}</p>").format(each) for each in said if each)
    return Markup('<div class="notes"><p>{}</p>{}</div>').format(_signs(funnel, say), sentences)


def title(points: pd.DataFrame, indicator: Indicator, say: Texts) -> str:
    """How many of the `points` of a funnel lie outside its wider limits, on which side: at most 60 characters."""
    outside, way = points["outside"], orientation(indicator)
    certain = level_text(NEAR_CERTAIN, say)
    n, count = formats.number(len(points), say.language), int((outside.abs() == 2).sum())
    if not count:
        return say("None of {n} communes lies outside the {p} limits", n=n, p=certain)
    a = formats.number(count, say.language)
    short = say("{a}/{n} communes lie outside the {p} limits", a=a, n=n, p=certain)
    if way == 0:
        return short
    worse = int((outside == -2 * way).sum())
    long = say(
        "{a}/{n} communes outside the {p} limits: {w} worse, {b} better",
        a=a,
        n=n,
        p=certain,
        w=formats.number(worse, say.language),
        b=formats.number(count - worse, say.language),
    )
    return fitting(long, short)


def slide_notes(funnel: Funnel, points: pd.DataFrame, *, chosen: str | None, partial: str, say: Texts) -> SlideNotes:
    """What the marks mean, above the plot; beneath it what to make of it, in as few words as the last row can read.

    points: those of `funnel` that the title counts.
    """
    outside = points["outside"].abs()
    hollow = say("hollow in colour: between the two limits") if (outside == 1).any() else ""
    advice = say("Check the report first, then ask why.") if (outside == 2).any() else ""
    times = formats.number(funnel.stretch, say.language, 1)
    said = [
        _chosen(funnel, chosen, say),
        advice,
        say("Limits are {times} times as wide, since communes differ more than by chance.", times=times)
        if funnel.inflated
        else "",
        partial,
    ]
    return SlideNotes(
        signs=Markup("{} &ensp;{}").format(_signs(funnel, say), hollow),
        beneath=Markup(" ").join(each for each in said if each),
    )


def _signs(funnel: Funnel, say: Texts) -> Markup:
    certain = level_text(NEAR_CERTAIN, say)
    if orientation(funnel.indicator) == 0:
        return escape(say("Neither up nor down is good or bad here: points outside the limits are named, not judged."))
    return Markup("{} {} &ensp;{} {} &ensp;{} {}").format(
        marks.mark("worse"),
        say("worse, outside the {p} limits", p=certain),
        marks.mark("similar"),
        say("within the limits"),
        marks.mark("better"),
        say("better, outside the {p} limits", p=certain),
    )


def _chosen(funnel: Funnel, chosen: str | None, say: Texts) -> Markup | None:
    rows = funnel.points[funnel.points["code"] == chosen]
    if rows.empty:
        return None
    row = rows.iloc[0]
    return Markup("<b>{}</b>: {}.").format(row["name"], verdict(int(row["outside"]), say))


def _outliers(funnel: Funnel, inside: Collection[str], scope: ScopeName, say: Texts) -> str:
    count = int(funnel.outliers["code"].isin(inside).sum())
    certain = level_text(NEAR_CERTAIN, say)
    if not count:
        return scope.lead + say("No commune lies outside the {p} limits.", p=certain)
    return scope.lead + say(
        "{n} outside the {p} limits: check the report first, then ask why.", n=communes_text(count, say), p=certain
    )


def _widened(funnel: Funnel, say: Texts) -> str:
    if not funnel.inflated:
        return ""
    return say(
        "Communes differ {phi} times as much as chance alone explains (over-dispersion φ), so the limits stand {times} times as far from the province, and fewer communes stand out than against chance alone in the ranking.",
        phi=formats.number(funnel.dispersion, say.language, 1),
        times=formats.number(funnel.stretch, say.language, 1),
    )


def _by_chance(funnel: Funnel, indicators: int, say: Texts) -> str:
    expected = funnel.by_chance * indicators
    return say(
        "Chance alone puts up to 1 commune in 500 outside the wider limits; false alarms to expect over {n} and {k} indicators: {m}.",
        n=communes_text(len(funnel.points), say),
        k=indicators,
        m=formats.number(expected, say.language, 0 if expected >= 10 else 1),
    )


def _limits(say: Texts) -> str:
    return say(
        "Dotted: {a} limits; solid: {b} limits; hollow marks lie between them. Exact limits after Spiegelhalter (2005).",
        a=level_text(LIKELY, say),
        b=level_text(NEAR_CERTAIN, say),
    )


def _left_out(funnel: Funnel, say: Texts) -> str:
    if not funnel.left_out:
        return ""
    n = communes_text(funnel.left_out, say)
    if funnel.indicator.unit is Unit.PERCENT:
        told = say("Not drawn: {n} over 100% or below 0, to be checked in the report.", n=n)
        if not funnel.without:
            return told
        line = say(
            "The line of the province is without the reports over 100% of {n}.", n=communes_text(funnel.without, say)
        )
        return f"{told} {line}"
    return say("Not drawn: {n} below 0, to be checked in the report.", n=n)


def none(reason: str, say: Texts) -> Markup:
    """Why there is no funnel plot. Raises KeyError for a reason that is not one of `indicators.funnel.REASONS`."""
    return phrases.fill(
        {
            "no_denominator": say("A funnel plot needs a denominator; this indicator is a plain number."),
            "province_only": say("Not published by commune, to protect children."),
            "counted": say("All there are were counted, not sampled: limits of chance say nothing of them."),
            "one_each": say("This indicator counts communes; each counts as one, so size explains nothing."),
            "no_benchmark": say("A funnel plot needs the value of the province, and there is none for this period."),
            "doubtful": say(
                "The province is over 100%, so some of its reports are wrong; nothing can be held against it."
            ),
            "no_spread": say("The province stands at an end of the scale, so chance can't spread communes around it."),
            "too_few": say("A funnel plot compares communes; fewer than two have a figure."),
        }[reason]
    )
