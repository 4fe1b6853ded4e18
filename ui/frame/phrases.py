"""Phrases that answers are made of. Pure: frames and figures in, text or `Markup` out. What a leader must not miss is underlined."""

from typing import Any

import pandas as pd
from markupsafe import Markup, escape

from base import formats
from base.texts import NBSP, Texts
from indicators.catalogue import Indicator


def fill(template: str, **values: Any) -> Markup:
    """`template`, already translated, with `values` put in; everything that is not Markup is escaped."""
    return Markup(escape(template)).format(**values)


def mark(text: object) -> Markup:
    """The part of an answer that matters most."""
    return Markup("<u>{}</u>").format(text)


def noun(indicator: Indicator, count: float, say: Texts) -> str:
    """'212 trẻ' / '212 children': a number with what the indicator counts."""
    words = indicator.wording(say.language)
    return f"{formats.number(count, say.language)}{NBSP}{words.unit_noun if count == 1 else words.unit_noun_many}"


def counts(numerator: float, denominator: float, indicator: Indicator, say: Texts) -> str:
    """'455/510 trẻ' or, for a plain count, '592 trẻ'."""
    if not indicator.is_rate:
        return noun(indicator, numerator, say)
    top = formats.number(numerator, say.language)
    return f"{top}/{noun(indicator, denominator, say)}"


def action(indicator: Indicator, count: float, say: Texts) -> Markup:
    """What closes a need of `count`, in the indicator's own phrase, the number underlined."""
    words = indicator.wording(say.language)
    before, _, after = words.action.partition("{n}")
    return Markup("{}{}{}").format(before, mark(formats.number(count, say.language)), after)


def blanks(measured: pd.DataFrame, say: Texts) -> str:
    """How many communes have no figure and why, as a phrase; '' if none."""
    counts = measured["blank"].value_counts()

    def number(count: int) -> str:
        return formats.number(count, say.language)

    phrases = {
        "missing": lambda n: say.plural("{n} commune not reported", "{n} communes not reported", n, n=number(n)),
        "hidden": lambda n: say.plural("{n} commune hidden", "{n} communes hidden", n, n=number(n)),
        "not_due": lambda n: say.plural("{n} commune not due yet", "{n} communes not due yet", n, n=number(n)),
        "not_applicable": lambda n: say.plural(
            "{n} commune not applicable", "{n} communes not applicable", n, n=number(n)
        ),
        "merged": lambda n: say.plural("{n} commune not comparable", "{n} communes not comparable", n, n=number(n)),
    }
    return ", ".join(phrase(int(counts[reason])) for reason, phrase in phrases.items() if reason in counts)


def not_enough(reported: int, expected: int, say: Texts, period: str = "") -> Markup:
    """When too little is in to conclude anything."""
    return fill(
        say("Not enough data: {r} of {n} reported{period}."),
        r=reported,
        n=expected,
        period=f" {period}" if period else "",
    )
