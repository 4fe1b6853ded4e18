"""The answer of the gap map: how many communes miss the target, how surely, and what would close the gap."""

import pandas as pd
from markupsafe import Markup, escape

from base import formats
from base.texts import Texts
from indicators.catalogue import Indicator, Target
from indicators.labels import communes_text, target_text, value_text
from indicators.measure import Total
from indicators.need import half_of_need, total_need
from ui.frame.doubts import doubts
from ui.frame.phrases import action, blanks, fill, mark, not_enough, noun
from ui.gap_map import counted_words
from ui.gap_map.answered import Answered


def _with_blanks(measured: pd.DataFrame, say: Texts) -> str:
    named = blanks(measured, say)
    return f" ({named})" if named else ""


def answer(of: Answered, *, short: bool = False) -> Markup:
    """How many communes miss the target, how surely, and what would close the gap; that a total can't be. short: the sentence of a phone."""
    total, province = (each.value if each else None for each in (of.scope_total, of.province))
    doubted = doubts(of.measured, of.indicator, total=total, province=province, say=of.say)
    return Markup(" ").join(part for part in (_answer(of, short=short), doubted) if part)


def _answer(of: Answered, *, short: bool) -> Markup:
    measured, indicator, target, say = of.measured, of.indicator, of.target, of.say
    merged = bool((measured["blank"] == "merged").all())
    if indicator.province_only:
        return _of_province(of) + " " + escape(say("Not published by commune, to protect children."))
    if len(measured) and (measured["blank"] == "not_applicable").all():
        return of.led(fill(say("{name}: there is nobody to count in any commune."), name=of.name))
    if of.province is None and of.known.empty and not merged:
        return of.led(not_enough(0, len(measured), say))
    if counted_words.applies(of):
        return counted_words.answer(of, short=short)
    if target is None or indicator.direction == "neutral":
        return _valued(of) + " " + escape(_why_unjudged(of))
    if of.known.empty and merged:
        return _of_province(of) + " " + escape(say("By commune it can't be compared: communes were merged since."))
    if of.known.empty:
        return of.led(not_enough(0, len(measured), say))
    missed = int(of.known["short"].sum())
    if not missed:
        return _all_meet(of, target)
    return of.led(_missed_short(of, target, missed)) if short else _missed(of, target, missed)


def _of_province(of: Answered) -> Markup:
    return fill(of.say("{name}: province {v}."), name=of.name, v=of.value(of.province))


def _valued(of: Answered) -> Markup:
    """The province's value; that of the communes in scope before it."""
    if of.scope.whole:
        return _of_province(of)
    text = of.say("{scope}: {name} {v}; province {p}.")
    return fill(text, scope=of.scope.long, name=of.name, v=of.value(of.total), p=of.value(of.province))


def _why_unjudged(of: Answered) -> str:
    say = of.say
    if of.indicator.direction == "neutral":
        return say("No target; neither up nor down is good or bad.")
    if of.indicator.targets and not of.whole_year:
        return say("Targets judge whole years; this period is part of one.")
    return say("No target is set for this period.")


def _all_meet(of: Answered, target: Target) -> Markup:
    say, indicator = of.say, of.indicator
    told = {
        "scope": of.scope.long,
        "n": communes_text(len(of.known), say),
        "t": target_text(target.value, indicator, say.language),
        "name": indicator.wording(say.language).about,
        "blanks": _with_blanks(of.measured, say),
    }
    partly = len(of.known) < len(of.measured)
    if of.scope.whole:
        text = (
            say("All {n} with data meet the {t} target for {name}{blanks}.")
            if partly
            else say("All {n} meet the {t} target for {name}{blanks}.")
        )
    else:
        text = (
            say("{scope}: {n} with data all meet the {t} target for {name}{blanks}.")
            if partly
            else say("{scope}: all meet the {t} target for {name}{blanks}.")
        )
    return fill(text, **told)


def _missed_short(of: Answered, target: Target, missed: int) -> Markup:
    say, known = of.say, of.known
    return fill(
        say("{a}/{n} communes miss {t}; {action}, half of it in {h}."),
        a=formats.number(missed, say.language),
        n=formats.number(len(of.measured), say.language),
        t=target_text(target.value, of.indicator, say.language),
        action=action(of.indicator, total_need(known), say),
        h=communes_text(half_of_need(known), say),
    )


def _all_clearly(of: Answered, *, lower: bool) -> str:
    """Where all miss the target beyond doubt; lower: more is better."""
    say = of.say
    if of.scope.whole:
        if lower:
            return say("All {n} communes are clearly below the {t} target for {name}.")
        return say("All {n} communes are clearly above the {t} target for {name}.")
    if lower:
        return say("{scope}: all are clearly below the {t} target for {name}.")
    return say("{scope}: all are clearly above the {t} target for {name}.")


def _missed(of: Answered, target: Target, missed: int) -> Markup:
    say, known, communes = of.say, of.known, len(of.measured)
    lower = target.comparator == ">="
    told = {
        "a": formats.number(missed, say.language),
        "n": formats.number(communes, say.language),
        "t": target_text(target.value, of.indicator, say.language),
        "name": of.indicator.wording(say.language).about,
    }
    clearly = int(known["clear"].sum())
    if clearly == communes > 1:
        first = fill(_all_clearly(of, lower=lower), scope=of.scope.long, **told)
    else:
        sure = say("{s} clearly lower") if lower else say("{s} clearly higher")
        first = escape(of.scope.lead) + fill(
            say("{a} of {n} communes miss the {t} target for {name}, {clearly}{blanks}."),
            **told,
            clearly=sure.format(s=clearly),
            blanks=_with_blanks(of.measured, say),
        )
    close = {"action": action(of.indicator, total_need(known), say), "h": communes_text(half_of_need(known), say)}
    if of.scope.whole:
        second = fill(say("To meet it everywhere: {action}, half of it in {h}."), **close)
    else:
        second = fill(say("To meet it in the {scope}: {action}, half of it in {h}."), scope=of.scope.short, **close)
    return first + " " + second


def group(
    name: str, inside: Total | None, outside: Total | None, *, communes_inside: int, indicator: Indicator, say: Texts
) -> Markup:
    """A filtered group read back against the rest: 'Xã biên giới: 9 xã, 4.210 trẻ; đạt 88,1%, các xã còn lại 96,2%'.

    Where not all communes of the group have a figure it says how many do: their sum is a part.
    """
    size = communes_text(communes_inside, say)
    if inside is None:
        return fill(say("{group}: {size}; no figure in this period."), group=name, size=size)
    if inside.parts < inside.parts_expected:
        known = formats.number(inside.parts, say.language)
        size = say("{size} ({n} with a figure)", size=size, n=known)
    if indicator.is_rate:
        size = f"{size}, {noun(indicator, inside.denominator, say)}"
    here = mark(value_text(inside.value, indicator, say.language))
    if outside is None:
        return fill(say("{group}: {size}; {v}."), group=name, size=size, v=here)
    rest = value_text(outside.value, indicator, say.language)
    return fill(say("{group}: {size}; {v}, the other communes {rest}."), group=name, size=size, v=here, rest=rest)
