"""The answer of the trends page: whether the line proves a rise or a fall, and how far the target still is."""

from collections.abc import Sequence

from markupsafe import Markup, escape

from base import formats
from base.texts import Texts
from indicators.catalogue import Indicator
from indicators.comparable import pair_text
from indicators.course import Course
from indicators.equity.labels import distance_text
from indicators.labels import inside_text, period_short, value_text
from indicators.measure import Total
from indicators.periods import parse
from indicators.presence import Having
from indicators.scope_names import ScopeName
from indicators.trend import Trend
from ui.frame.doubts import doubts
from ui.frame.page import Page
from ui.frame.phrases import fill, mark
from ui.frame.slide import TITLE_LENGTH
from ui.trends.model import History


def answer(
    trend: Trend, *, indicator: Indicator, latest: Total | None, say: Texts, course: Course | None = None
) -> Markup:
    """Whether the province's line proves a rise or a fall, what its ends hide, and how far the target still is.

    course: from the first to the last year that is spoken of. Of what was counted, not sampled, the change itself is said.
    """
    words = indicator.wording(say.language)
    if not indicator.has_interval:
        if course is None:
            return escape(say("Only one year can be compared: nothing can be said of a change."))
        template, first, last = say("{name}: {v0} ({y0}), {v1} ({y1}){between}{rest}"), course.first, course.last
        ends = (first.value, period_short(parse(first.period), say), last.value, period_short(parse(last.period), say))
    elif trend.result == "cannot":
        return escape(say("Cannot say: needs five consecutive years, one definition."))
    elif trend.result == "none":
        flat = escape(say("No clear trend in five years"))
        return flat + between(course, indicator, say) + "."
    else:
        template = (
            say("{name} clearly rose, {v0} ({y0}) to {v1} ({y1}){between}{rest}")
            if trend.result == "up"
            else say("{name} clearly fell, {v0} ({y0}) to {v1} ({y1}){between}{rest}")
        )
        ends = (trend.v0, trend.y0, trend.v1, trend.y1)
    return fill(
        template,
        name=words.short,
        v0=value_text(ends[0], indicator, say.language),
        y0=ends[1],
        v1=value_text(ends[2], indicator, say.language),
        y1=ends[3],
        between=between(course, indicator, say),
        rest=_rest(latest, indicator, say),
    )


def between(course: Course | None, indicator: Indicator, say: Texts) -> Markup:
    """What the ends hide: ', giữa kỳ xuống 82,4% (2023)'; '' where they hide nothing."""
    if course is None or course.between is None:
        return Markup("")
    template = say(", in between down to {v} ({y})") if course.below else say(", in between up to {v} ({y})")
    value = value_text(course.between.value, indicator, say.language)
    return fill(template, v=mark(value), y=period_short(parse(course.between.period), say))


def of_communes(counts: Sequence[Having], indicator: Indicator, say: Texts) -> Markup:
    """In how many communes it is, and how it was before and after the merger, each side by itself."""
    words = indicator.wording(say.language)
    if not counts:
        return escape(say("Nothing has been reported yet."))
    last = counts[-1]
    same = [each for each in counts if each.communes == last.communes]
    said = fill(
        say("{a} of {n} communes {have} ({year})"),
        a=mark(formats.number(last.having, say.language)),
        n=formats.number(last.communes, say.language),
        have=words.yes,
        year=period_short(last.period, say),
    )
    earlier = same[0] if len(same) > 1 else None
    if earlier is not None:
        return said + fill(
            say("; {a} in {year}."),
            a=formats.number(earlier.having, say.language),
            year=period_short(earlier.period, say),
        )
    before = [each for each in counts if each is not last]
    if len(before) < 2:
        return said + "."
    return said + fill(
        say(". Before the merger, not comparable: {a} of {n} in {y0}, {b} of {m} in {y1}."),
        a=formats.number(before[0].having, say.language),
        n=formats.number(before[0].communes, say.language),
        y0=period_short(before[0].period, say),
        b=formats.number(before[-1].having, say.language),
        m=formats.number(before[-1].communes, say.language),
        y1=period_short(before[-1].period, say),
    )


def _rest(latest: Total | None, indicator: Indicator, say: Texts) -> Markup:
    """How far the target still is, as the end of a sentence."""
    if latest is None or latest.target is None:
        return Markup(".")
    if not latest.short:
        return escape(say("; target met."))
    distance = distance_text(abs(latest.value - latest.target), indicator, say)
    return fill(say("; {d} from target."), d=mark(distance))


def said(page: Page, shown: History) -> Markup:
    """What the page says first: of what communes have or have not, in how many it is."""
    if page.indicator.yes_or_no:
        return escape(page.scope.lead) + of_communes(shown.counts, page.indicator, page.say)
    return Markup(" ").join(part for part in (answer_of(page, shown), doubted(page, shown)) if part)


def doubted(page: Page, shown: History) -> Markup:
    """That the newest figure spoken of can't be, and by whose reports; '' if it can."""
    known = shown.history
    now = known[(known["kind"] == "commune") & (known["period"] == page.view.period)]
    together = shown.latest if page.scope.whole else shown.total
    total, province = (each.value if each else None for each in (together, shown.latest))
    return doubts(now, page.indicator, total=total, province=province, say=page.say)


def comparable(shown: History, say: Texts) -> Markup:
    """Under the figures: which earlier periods the one in view compares with, a line a pair; '' without an earlier one."""
    if not shown.pairs:
        return Markup("")
    lines = Markup("").join(Markup("<li>{}</li>").format(pair_text(each, say)) for each in shown.pairs)
    head = say("Is {period} comparable with earlier ones?", period=period_short(shown.pairs[0].later, say))
    return Markup('<section class="card"><h2>{}</h2><ul class="notes">{}</ul></section>').format(head, lines)


def answer_of(page: Page, shown: History) -> Markup:
    """`answer` of what the page shows. With a filter the figure of its communes first: the trend is the province's."""
    say, indicator = page.say, page.indicator
    if page.scope.whole:
        return answer(shown.trend, indicator=indicator, latest=shown.latest, say=say, course=shown.course)
    return fill(
        say("{scope}: {name} {v} in {period}. Whole province: {said}"),
        scope=page.scope.long,
        name=indicator.wording(say.language).short,
        v=value_text(shown.total.value if shown.total else None, indicator, say.language),
        period=inside_text(page.period, say),
        said=_claimed(shown.trend, shown.course, indicator, say) + _rest(shown.latest, indicator, say),
    )


def _claimed(trend: Trend, course: Course | None, indicator: Indicator, say: Texts) -> Markup:
    """The answer without the indicator's name and without its end, as it stands after a colon."""
    if trend.result not in ("up", "down") and (indicator.has_interval or course is None):
        said = str(answer(trend, indicator=indicator, latest=None, say=say, course=course).striptags()).rstrip(".")
        return escape(said[:1].lower() + said[1:])
    ends = _ends(trend, course, indicator, say)
    if not indicator.has_interval:
        said = say("{v0} ({y0}), {v1} ({y1})", **ends)
    elif trend.result == "up":
        said = say("clearly rose, {v0} ({y0}) to {v1} ({y1})", **ends)
    else:
        said = say("clearly fell, {v0} ({y0}) to {v1} ({y1})", **ends)
    return escape(said) + between(course, indicator, say)


def _ends(trend: Trend, course: Course | None, indicator: Indicator, say: Texts) -> dict[str, str]:
    """The first and the last year that is spoken of, with their values."""
    v0, y0, v1, y1 = trend.v0, trend.y0, trend.v1, trend.y1
    if not indicator.has_interval and course is not None:
        v0, v1 = course.first.value, course.last.value
        y0, y1 = (period_short(parse(each.period), say) for each in (course.first, course.last))
    return {
        "v0": value_text(v0, indicator, say.language),
        "y0": y0,
        "v1": value_text(v1, indicator, say.language),
        "y1": y1,
    }


def title(trend: Trend, *, indicator: Indicator, scope: ScopeName, say: Texts, course: Course | None = None) -> str:
    """The answer for a projector, to be read after the slide's subject; with a filter it says that the trend is the province's.

    What has no room for what the ends hide claims no rise or fall.
    """

    def whose(said: str) -> str:
        return said if scope.whole else say("Whole province: {said}", said=said)

    long = whose(str(_claimed(trend, course, indicator, say).striptags()))
    if len(long) <= TITLE_LENGTH or (trend.result not in ("up", "down") and indicator.has_interval):
        return long
    return whose(say("{v0} ({y0}), {v1} ({y1})", **_ends(trend, course, indicator, say)))
