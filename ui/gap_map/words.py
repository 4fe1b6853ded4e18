"""The answer of the gap map: how many communes miss the target, how surely, and what would close the gap."""

from dataclasses import dataclass

import pandas as pd
from markupsafe import Markup, escape

from base import formats
from base.texts import Texts
from indicators.catalogue import Indicator, Target
from indicators.labels import communes_text, target_text, value_text
from indicators.measure import Total
from indicators.need import half_of_need, total_need
from ui.frame.phrases import action, blanks, fill, mark, not_enough, noun


def _with_blanks(measured: pd.DataFrame, say: Texts) -> str:
    named = blanks(measured, say)
    return f" ({named})" if named else ""


@dataclass(frozen=True)
class Answered:
    """What the answer is of. measured: MEASURED of the communes in scope. whole_year: the period is one that targets judge."""

    measured: pd.DataFrame
    indicator: Indicator
    target: Target | None
    province: Total | None
    say: Texts
    whole_year: bool = True


def answer(of: Answered, *, short: bool = False) -> Markup:
    """How many communes miss the target, how surely, and what would close the gap. short: the sentence of a phone."""
    measured, indicator, target, province, say = of.measured, of.indicator, of.target, of.province, of.say
    words = indicator.wording(say.language)
    value = value_text(province.value, indicator, say.language) if province else formats.BLANK
    if indicator.province_only:
        known = fill(say("{name}: province {v}."), name=words.short, v=value)
        return known + " " + escape(say("Not published by commune, to protect children."))
    with_figure = measured[measured["blank"] == ""]
    if len(measured) and (measured["blank"] == "not_applicable").all():
        return fill(say("{name}: there is nobody to count in any commune."), name=words.short)
    if province is None and with_figure.empty and not (measured["blank"] == "merged").all():
        return not_enough(0, len(measured), say)
    if target is None or indicator.direction == "neutral":
        known = fill(say("{name}: province {v}."), name=words.short, v=value)
        if indicator.direction == "neutral":
            return known + " " + escape(say("No target; neither up nor down is good or bad."))
        if indicator.targets and not of.whole_year:
            return known + " " + escape(say("Targets judge whole years; this period is part of one."))
        return known + " " + escape(say("No target is set for this period."))
    if with_figure.empty and (measured["blank"] == "merged").all():
        known = fill(say("{name}: province {v}."), name=words.short, v=value)
        return known + " " + escape(say("By commune it can't be compared: communes were merged since."))
    if with_figure.empty:
        return not_enough(0, len(measured), say)
    limit = target_text(target.value, indicator, say.language)
    missed = int(with_figure["short"].sum())
    if not missed:
        if len(with_figure) < len(measured):
            text = say("All {n} with data meet the {t} target for {name}{blanks}.")
        else:
            text = say("All {n} meet the {t} target for {name}{blanks}.")
        return fill(
            text, n=communes_text(len(with_figure), say), t=limit, name=words.about, blanks=_with_blanks(measured, say)
        )
    need, half = total_need(with_figure), half_of_need(with_figure)
    if short:
        return fill(
            say("{a}/{n} communes miss {t}; {action}, half of it in {h}."),
            a=formats.number(missed, say.language),
            n=formats.number(len(measured), say.language),
            t=limit,
            action=action(indicator, need, say),
            h=communes_text(half, say),
        )
    clearly = int(with_figure["clear"].sum())
    sure = say("{s} clearly lower") if target.comparator == ">=" else say("{s} clearly higher")
    first = fill(
        say("{a} of {n} communes miss the {t} target for {name}, {clearly}{blanks}."),
        a=formats.number(missed, say.language),
        n=formats.number(len(measured), say.language),
        t=limit,
        name=words.about,
        clearly=sure.format(s=clearly),
        blanks=_with_blanks(measured, say),
    )
    second = fill(
        say("To meet it everywhere: {action}, half of it in {h}."),
        action=action(indicator, need, say),
        h=communes_text(half, say),
    )
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
