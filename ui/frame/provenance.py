"""Where a page's figures come from and how old they are, in a line: the foot of page, picture and file."""

from base import formats
from base.texts import Texts
from indicators import measure
from indicators.catalogue import Indicator, Scope, Target
from indicators.labels import target_text
from indicators.scope_names import ScopeName
from ui.frame.page import Page
from ui.frame.slide import SlideSource


def version_text(page: Page) -> str:
    """'bản 12, 15/01/2026': the data version and the day it holds for."""
    return page.say("version {n}, {day}", n=page.state.version, day=formats.day(page.state.as_of, page.say.language))


def reported_text(page: Page) -> str:
    """'43/45 xã đã báo cáo' of the indicator and period in view; with a filter it says that this is the province's."""
    row = page.periods[page.periods["period"] == page.view.period]
    if row.empty:
        return page.say("no report for this period")
    if not page.periods["reported"].any():
        return page.say("reported for the province as a whole")
    counts = {"r": int(row["reported"].iloc[0]), "n": int(row["expected"].iloc[0])}
    if page.scope.whole:
        return page.say("{r}/{n} communes reported", **counts)
    return page.say("whole province: {r}/{n} communes reported", **counts)


def source_line(page: Page) -> str:
    """Source · target's source · period · who reported · data version."""
    say, indicator = page.say, page.indicator
    words = indicator.wording(say.language)
    target = measure.target_of(indicator, page.period)
    demo = f" ({say('illustrative')})" if page.state.is_demo else ""
    if page.role.many:
        sources = [say("Sources: registers and reports of communes; each indicator's own stands under its map") + demo]
    else:
        sources = [
            say("Source: {source}", source=words.source.rstrip(".")) + demo,
            say("Target: {source}", source=target_source(target, indicator, say)) if target else "",
        ]
    parts = [
        *sources,
        page.period_text(),
        reported_text(page),
        say("Data {version}", version=version_text(page)),
    ]
    return " · ".join(part for part in parts if part)


def target_source(target: Target, indicator: Indicator, say: Texts) -> str:
    """The decision behind a target; of the province's own also that of the State for the same year, which does not judge."""
    source = say(target.source)
    if target.scope is not Scope.PROVINCE:
        return source
    beside = [t for t in indicator.targets if t.year == target.year and t.scope is Scope.NATIONAL]
    if not beside:
        return say("{source} (the province's own)", source=source)
    national = target_text(beside[0].value, indicator, say.language)
    return say("{source} (the province's own; national {t})", source=source, t=national)


def slide_subject(page: Page, scope: ScopeName | None = None) -> str:
    """What a slide about the indicator in view is of: the indicator, and where there is a filter the communes in scope.

    scope: whose figures it has, where a page narrows them in its own way.
    """
    name, shown = page.indicator.wording(page.say.language).short, scope or page.scope
    return name if shown.whole else f"{name} · {shown.long}"


def slide_source(page: Page, *, of_indicator: bool = True) -> SlideSource:
    """The foot of a slide about the indicator in view, or about several."""
    return SlideSource(
        about=page.indicator.wording(page.say.language).short if of_indicator else "",
        period=page.period_text(),
        reported=reported_text(page),
        version=version_text(page),
        illustrative=page.state.is_demo,
    )
