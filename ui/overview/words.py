"""The answer of the overview: targets met of those judged, the furthest one, what got clearly worse."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from base.texts import Texts
from indicators.catalogue import Indicator
from indicators.labels import communes_text, target_text, value_text
from indicators.measure import Total
from indicators.scope_names import ScopeName
from ui.frame.page import Page
from ui.frame.phrases import fill, mark
from ui.overview.model import Overview


@dataclass(frozen=True)
class Furthest:
    """The headline indicator that misses its target by most, relative to it."""

    indicator: Indicator
    total: Total


def answer(
    *,
    scope: ScopeName,
    year: int,
    met: int,
    judged: int,
    furthest: Furthest | None,
    worse: Sequence[Indicator],
    communes_short: int,
    say: Texts,
) -> Markup:
    """Where the province, or the communes in scope, stand: targets met of those judged, the furthest one, what got clearly worse.

    communes_short: communes that miss at least one target. worse: indicators whose total is.
    """
    told = {"scope": scope.long, "year": year}
    if not judged:
        text = (
            say("{year}: no indicator has both a figure and a target.")
            if scope.whole
            else say("{scope}: no indicator has both a figure and a target in {year}.")
        )
        return fill(text, **told)
    if furthest is None:
        text = (
            say("{year}: all {k} targets met; {x} miss at least one.")
            if scope.whole
            else say("{scope}: all {k} targets met in {year}; {x} miss at least one.")
        )
        first = fill(
            text,
            **told,
            k=judged,
            x=communes_text(communes_short, say),
        )
    else:
        words = furthest.indicator.wording(say.language)
        text = (
            say("{year}: {m} of {k} targets met. Furthest from its target: {name}, {v} (target {t}).")
            if scope.whole
            else say("{scope}: {m} of {k} targets met in {year}. Furthest from its target: {name}, {v} (target {t}).")
        )
        first = fill(
            text,
            **told,
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


def answer_of(page: Page, shown: Overview) -> Markup:
    """`answer` of what the page shows."""
    furthest = shown.furthest
    return answer(
        scope=page.scope,
        year=shown.year,
        met=sum(not total.short for _, total in shown.judged),
        judged=len(shown.judged),
        furthest=Furthest(furthest[0].indicator, furthest[1]) if furthest else None,
        worse=[r.indicator for r in shown.rows if r.change.result == "worse"],
        communes_short=int((shown.missed["missed"] > 0).sum()),
        say=page.say,
    )
