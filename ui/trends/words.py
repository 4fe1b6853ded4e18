"""The answer of the trends page: whether the line proves a rise or a fall, and how far the target still is."""

from markupsafe import Markup, escape

from base.texts import Texts
from indicators.catalogue import Indicator
from indicators.equity.labels import distance_text
from indicators.labels import inside_text, value_text
from indicators.measure import Total
from indicators.scope_names import ScopeName
from indicators.trend import Trend
from ui.frame.page import Page
from ui.frame.phrases import fill, mark
from ui.trends.model import History


def answer(trend: Trend, *, indicator: Indicator, latest: Total | None, say: Texts) -> Markup:
    """Whether the province's line proves a rise or a fall, and how far the target still is."""
    if trend.result == "cannot":
        return escape(say("Cannot say: needs five consecutive years, one definition."))
    if trend.result == "none":
        return escape(say("No clear trend in five years."))
    template = (
        say("{name} clearly rose, {v0} ({y0}) to {v1} ({y1}){rest}")
        if trend.result == "up"
        else say("{name} clearly fell, {v0} ({y0}) to {v1} ({y1}){rest}")
    )
    name = indicator.wording(say.language).short
    return fill(template, name=name, rest=_rest(latest, indicator, say), **_ends(trend, indicator, say))


def _ends(trend: Trend, indicator: Indicator, say: Texts) -> dict[str, str]:
    return {
        "v0": value_text(trend.v0, indicator, say.language),
        "y0": trend.y0,
        "v1": value_text(trend.v1, indicator, say.language),
        "y1": trend.y1,
    }


def _rest(latest: Total | None, indicator: Indicator, say: Texts) -> Markup:
    """How far the target still is, as the end of a sentence."""
    if latest is None or latest.target is None:
        return Markup(".")
    if not latest.short:
        return escape(say("; target met."))
    distance = distance_text(abs(latest.value - latest.target), indicator, say)
    return fill(say("; {d} from target."), d=mark(distance))


def answer_of(page: Page, shown: History) -> Markup:
    """`answer` of what the page shows. With a filter the figure of its communes first: the trend is the province's."""
    say, indicator = page.say, page.indicator
    if page.scope.whole:
        return answer(shown.trend, indicator=indicator, latest=shown.latest, say=say)
    said = escape(title(shown.trend, indicator=indicator, scope=page.scope, say=say))
    return fill(
        say("{scope}: {name} {v} in {period}. {said}"),
        scope=page.scope.long,
        name=indicator.wording(say.language).short,
        v=value_text(shown.total.value if shown.total else None, indicator, say.language),
        period=inside_text(page.period, say),
        said=said + (_rest(shown.latest, indicator, say) if shown.trend.result in ("up", "down") else "."),
    )


def title(trend: Trend, *, indicator: Indicator, scope: ScopeName, say: Texts) -> str:
    """The answer for a projector, to be read after the slide's subject; with a filter it says that the trend is the province's."""
    if trend.result not in ("up", "down"):
        said = str(answer(trend, indicator=indicator, latest=None, say=say).striptags()).rstrip(".")
    else:
        ends = _ends(trend, indicator, say)
        rose = trend.result == "up"
        said = (
            say("Clearly rose, {v0} ({y0}) to {v1} ({y1})", **ends)
            if rose
            else say("Clearly fell, {v0} ({y0}) to {v1} ({y1})", **ends)
        )
    return said if scope.whole else say("Whole province: {said}", said=said[:1].lower() + said[1:])
