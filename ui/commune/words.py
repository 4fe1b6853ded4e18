"""The answers of the commune page: one commune against its targets and the province, or all communes by all indicators."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from base import formats
from base.texts import Texts
from indicators.catalogue import Indicator
from indicators.labels import commune_name, communes_text, group_label, value_text
from indicators.working_time import is_told
from ui.commune.model import Matrix, Profile
from ui.frame.page import Page
from ui.frame.phrases import fill, mark


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
    count = say.plural("{n} indicator", "{n} indicators", len(worse), n=len(worse))
    return first + fill(say("; clearly worse than the province on {indicators}: {list}."), indicators=count, list=named)


def matrix(missing_any: int, total: int, most: Sequence[tuple[str, int, int]], *, judged: int, say: Texts) -> Markup:
    """All communes by all indicators: how many miss something, who misses most. most: (name, missed, judged).

    judged: communes that have a figure with a target.
    """
    if not judged:
        return escape(say("No commune has a figure with a target in this period."))
    if not missing_any:
        return fill(say("All {n} meet every target they are judged by."), n=communes_text(total, say))
    name, missed, judged = most[0]
    return fill(
        say("{x} of {n} communes miss at least one target. Most: {name}, {m} of {k}."),
        x=formats.number(missing_any, say.language),
        n=formats.number(total, say.language),
        name=name,
        m=mark(missed),
        k=judged,
    )


def name_of(page: Page, shown: Profile) -> str:
    """The commune with its kind."""
    return commune_name(str(shown.row["full_name"]), page.say)


def of_profile(page: Page, shown: Profile) -> Markup:
    """`commune` of what the page shows."""
    return commune(
        name_of(page, shown), missed=len(shown.missed), judged=len(shown.judged), worse=shown.worse, say=page.say
    )


def of_matrix(page: Page, shown: Matrix) -> Markup:
    """`matrix` of what the page shows, of the communes in scope by name."""
    most = [(r["name"], r["missed"], r["judged"]) for r in shown.missed.head(1).to_dict("records")]
    short, judged = (int((shown.missed[name] > 0).sum()) for name in ("missed", "judged"))
    return escape(page.scope.lead) + matrix(short, len(shown.missed), most, judged=judged, say=page.say)


def value_words(value: float, indicator: Indicator, say: Texts) -> str:
    """A commune's value; of an indicator that counts communes, whether this one is counted."""
    if indicator.yes_or_no:
        return say("Yes") if value > 0 else say("No")
    return value_text(value, indicator, say.language)


def part_name(group: str, indicator: Indicator, say: Texts) -> str:
    """A part of a commune's figure by name: an ethnic group of children, or who does the work full-time or part-time."""
    if is_told(indicator):
        return {"full": say("Full-time"), "part": say("Part-time")}.get(group, group)
    return say("Other groups") if group == "other" else group_label("ethnic", group, say)
