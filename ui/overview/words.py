"""The answer of the overview: targets met of those judged, the furthest one, what got clearly worse."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from base.texts import Texts
from indicators import periods
from indicators.catalogue import Indicator
from indicators.labels import communes_text, target_text, value_text
from indicators.measure import Total
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
            x=communes_text(communes_short, say),
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


def answer_of(page: Page, shown: Overview) -> Markup:
    """`answer` of what the page shows."""
    furthest = shown.furthest
    return answer(
        period=page.period_text(periods.year(shown.year)),
        met=sum(not total.short for _, total in shown.judged),
        judged=len(shown.judged),
        furthest=Furthest(furthest[0].indicator, furthest[1]) if furthest else None,
        worse=[r.indicator for r in shown.rows if r.change.result == "worse"],
        communes_short=int((shown.missed["missed"] > 0).sum()),
        say=page.say,
    )
