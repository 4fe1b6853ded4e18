"""The answer where all places or posts there are were counted: numbers first, and where most of them are lacking."""

import pandas as pd
from markupsafe import Markup, escape

from base import formats
from indicators.catalogue import Counts
from indicators.labels import communes_text, target_text
from indicators.measure import Total
from indicators.status import orientation
from ui.frame import phrases
from ui.frame.phrases import blanks, fill, mark, noun
from ui.gap_map.answered import Answered

_MOST_NAMED = 3


def applies(of: Answered) -> bool:
    """Whether numbers can be told: places or posts of which more is better, with a figure."""
    indicator = of.indicator
    counted = indicator.counts in (Counts.PLACES, Counts.POSTS) and not indicator.has_interval and indicator.is_rate
    return counted and orientation(indicator) > 0 and of.scope_total is not None and not of.known.empty


def answer(of: Answered, *, short: bool = False) -> Markup:
    """How many of how many, how many are lacking and where most; the target. short: the sentence of a phone."""
    total = of.scope_total
    if total is None:
        raise ValueError("an answer in numbers needs a total")
    said = [of.led(_numbers(of, total))]
    if not short:
        said += [_working_time(of), _judged(of, total)]
    return Markup(" ").join(part for part in said if part)


def _numbers(of: Answered, total: Total) -> Markup:
    say, indicator, known = of.say, of.indicator, of.known
    counted = phrases.counts(total.numerator, total.denominator, indicator, say)
    if indicator.unit != "percent":
        return fill(say("{name}: {counts}, {v}."), name=of.name, counts=mark(counted), v=of.value(total))
    lacking = known.assign(lacking=(known["denominator"] - known["numerator"]).clip(lower=0))
    without = lacking[lacking["lacking"] > 0].sort_values("lacking", ascending=False, kind="stable")
    first = fill(say("{name}: {counts} ({v})"), name=of.name, counts=counted, v=of.value(total))
    if without.empty:
        return first + escape(say(", nowhere any lacking")) + _surplus(of) + _unknown(of) + "."
    lack = fill(
        say("; {lack} lacking in {k}, most in {names}"),
        lack=mark(noun(indicator, without["lacking"].sum(), say)),
        k=communes_text(len(without), say),
        names=_named(without, of),
    )
    return first + lack + _surplus(of) + _unknown(of) + "."


def _named(without: pd.DataFrame, of: Answered) -> str:
    rows = without.head(_MOST_NAMED)
    return ", ".join(
        f"{name} ({formats.number(n, of.say.language)})" for name, n in zip(rows["name"], rows["lacking"], strict=True)
    )


def _surplus(of: Answered) -> Markup:
    """Where a norm of posts is passed."""
    if not of.indicator.has_norm:
        return Markup("")
    over = of.known[of.known["numerator"] > of.known["denominator"]]
    if over.empty:
        return Markup("")
    more = noun(of.indicator, (over["numerator"] - over["denominator"]).sum(), of.say)
    return fill(of.say("; {k} over the norm by {n}"), k=communes_text(len(over), of.say), n=more)


def _working_time(of: Answered) -> Markup:
    """How many people do nothing else and how many do it beside other work, and of how many communes that is known."""
    say, people = of.say, of.people
    if people is None:
        return Markup("")
    full, part = (formats.number(n, say.language) for n in (people.full_time, people.part_time))
    if people.communes == len(of.measured):
        return fill(say("{full} full-time, {part} part-time."), full=mark(full), part=mark(part))
    return fill(
        say("{full} full-time, {part} part-time in the {k} of {n} communes that tell them apart."),
        full=mark(full),
        part=mark(part),
        k=people.communes,
        n=len(of.measured),
    )


def _unknown(of: Answered) -> str:
    named = blanks(of.measured, of.say)
    return f" ({named})" if named else ""


def _judged(of: Answered, total: Total) -> Markup:
    """The target, met or not, of the province and of its communes; with a filter the province beside."""
    say, indicator, target = of.say, of.indicator, of.target
    beside = Markup("")
    if not of.scope.whole and of.province is not None:
        beside = fill(say("Whole province {v}."), v=of.value(of.province))
    if target is None or total.target is None:
        return beside
    goal = target_text(target.value, indicator, say.language)
    short = int(of.known["short"].sum())
    judged = fill(
        say("Target {t}: met by {a} of {n} communes."),
        t=goal,
        a=formats.number(len(of.known) - short, say.language),
        n=formats.number(len(of.measured), say.language),
    )
    return judged + (Markup(" ") + beside if beside else beside)
