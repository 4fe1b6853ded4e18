"""Charts of lines over time in words."""

from collections.abc import Sequence

from base.formats import day
from base.texts import Texts
from charts.series import Series
from charts.timeline import Timeline
from indicators.catalogue import Indicator
from indicators.events import Event, within
from indicators.labels import period_label, period_short, target_text, value_text
from indicators.periods import Kind, Period


def nothing_in_words(say: Texts) -> str:
    """What a chart without any figure says."""
    return say("No figures to draw.")


def lines_in_words(
    lines: Sequence[Series], axis: Sequence[Period], timeline: Timeline, *, more: Sequence[str] = ()
) -> str:
    """What the chart is of, a sentence for each line, `more` sentences, the target, and the merger where it is on `axis`."""
    if not axis:
        return nothing_in_words(timeline.say)
    own = [line_in_words(line, timeline.indicator, timeline.say) for line in lines]
    return " ".join([_opening(axis, timeline), *own, *more, *_closing(axis, timeline)])


def line_in_words(line: Series, indicator: Indicator, say: Texts) -> str:
    """'Province: 84.8% (2019) to 93.6% (2025, provisional); no figure for 2022.' A line without figures says so."""
    if not line.known:
        return say("{name}: no figure.", name=line.name)
    first, last = line.known[0], line.known[-1]

    def at(i: int) -> str:
        value = value_text(line.value[i], indicator, say.language)
        when = when_in_words(line.axis[i], say)
        return say("{value} ({period})", value=value, period=", ".join([when, *line.firmness[i].in_passing(say)]))

    if first == last:
        text = f"{line.name}: {at(last)}"
    else:
        text = say("{name}: {first} to {last}", name=line.name, first=at(first), last=at(last))
    gaps = [when_in_words(line.axis[i], say) for i in range(first, last) if i not in line.known]
    return text + (say("; no figure for {periods}", periods=", ".join(gaps)) if gaps else "") + "."


def event_in_words(event: Event, say: Texts) -> str:
    """'01/07/2023: thiếu vắc xin.'"""
    return say("{day}: {event}.", day=day(event.on, say.language), event=event.text)


def when_in_words(period: Period, say: Texts) -> str:
    """A year is its number; every other period needs its name to be understood by ear."""
    return period_short(period, say) if period.kind is Kind.YEAR else period_label(period, say)


def _opening(axis: Sequence[Period], timeline: Timeline) -> str:
    say = timeline.say
    return say(
        "Line chart of {indicator}, {first} to {last}.",
        indicator=timeline.indicator.wording(say.language).short,
        first=when_in_words(axis[0], say),
        last=when_in_words(axis[-1], say),
    )


def _closing(axis: Sequence[Period], timeline: Timeline) -> list[str]:
    say = timeline.say
    said = [say("Target: {target}.", target=target_text(t, timeline.indicator, say.language)) for t in timeline.targets]
    said += [event_in_words(each, say) for each in within(timeline.events, axis)]
    if seam := timeline.seam_on(axis):
        said.append(
            say(
                "Communes were merged on {day}; earlier figures are sums of the former ones.",
                day=day(seam, say.language),
            )
        )
    return said
