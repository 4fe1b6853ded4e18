"""The answer of the trends page: whether the line proves a rise or a fall, and how far the target still is."""

from markupsafe import Markup, escape

from base.texts import Texts
from indicators.catalogue import Indicator
from indicators.equity.labels import distance_text
from indicators.labels import value_text
from indicators.measure import Total
from indicators.trend import Trend
from ui.frame.phrases import fill, mark


def answer(trend: Trend, *, indicator: Indicator, latest: Total | None, say: Texts) -> Markup:
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


def title(trend: Trend, *, indicator: Indicator, say: Texts, most: int) -> str:
    """The same for a projector, in at most `most` letters; beside it stands which indicator it is."""
    if trend.result not in ("up", "down"):
        return str(answer(trend, indicator=indicator, latest=None, say=say).striptags()).rstrip(".")
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
