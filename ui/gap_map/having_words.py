"""The answer where communes have it or have it not: how many and which have not, who lives there, and the province against its target."""

import pandas as pd
from markupsafe import Markup

from base import formats, settings
from base.texts import NBSP, Texts
from indicators.catalogue import Indicator
from indicators.labels import target_text, value_text
from indicators.measure import Total
from indicators.status import orientation
from ui.frame.phrases import blanks, fill, mark

_MOST_NAMED = 3


def lacking(indicator: Indicator, say: Texts) -> str:
    """What is said of communes that are as they should not be: 'chưa có điểm vui chơi'; of those that have it, where less is better."""
    words = indicator.wording(say.language)
    return words.no if orientation(indicator) >= 0 else words.yes


def not_lacking(indicator: Indicator, say: Texts) -> str:
    """The other one of the two."""
    words = indicator.wording(say.language)
    return words.yes if orientation(indicator) >= 0 else words.no


def answer(
    scoped: pd.DataFrame, indicator: Indicator, province: Total | None, say: Texts, *, short: bool = False
) -> Markup:
    """How many communes lack it and which, how many children live there; the province as a whole. short: the sentence of a phone.

    scoped: MEASURED with PRESENCE of the communes in scope.
    """
    known = scoped[scoped["blank"] == ""]
    whole = of_province(province, indicator, say)
    if known.empty:
        said = fill(say("Nothing is known by commune ({blanks})."), blanks=blanks(scoped, say))
        return said + (" " + whole if whole else Markup(""))
    without = known[known["lacks"]].sort_values("without", ascending=False, kind="stable")
    missing = blanks(scoped, say)
    values = {
        "a": formats.number(len(without), say.language),
        "n": formats.number(len(scoped), say.language),
        "what": lacking(indicator, say),
        "blanks": f" ({missing})" if missing else "",
    }
    if without.empty:
        first = fill(say("Of {n} communes none {what}{blanks}."), **values)
    elif short:
        first = fill(say("{a} of {n} communes {what}{blanks}."), **values)
    else:
        first = fill(
            say("{a} of {n} communes {what}{blanks}{children}{names}."),
            **values,
            children=_children(known, without, indicator, say),
            names=_names(without),
        )
    return first + (" " + whole if whole else Markup(""))


def _children(known: pd.DataFrame, without: pd.DataFrame, indicator: Indicator, say: Texts) -> Markup:
    """'; 36.708 trẻ dưới 16 tuổi (17,6%) sống ở đó'; nothing where the children are not known."""
    there, all_of_them = without["children"].sum(), known["children"].sum()
    if not there or without["children"].isna().any() or known["children"].isna().any():
        return Markup("")
    count = f"{formats.number(there, say.language)}{NBSP}{indicator.wording(say.language).children}"
    share = formats.percent(100 * there / all_of_them, say.language)
    return fill(say("; {count} ({share}) live there"), count=mark(count), share=share)


def _names(without: pd.DataFrame) -> str:
    if len(without) > _MOST_NAMED:
        return ""
    return ": " + ", ".join(without["name"])


def of_province(province: Total | None, indicator: Indicator, say: Texts) -> Markup:
    """The share of the province's communes and its target, which judges no single commune; '' without a figure."""
    if province is None:
        return Markup("")
    value = value_text(province.value, indicator, say.language)
    if province.target is None:
        return fill(say("Whole province {v}."), v=value)
    goal = target_text(province.target, indicator, say.language)
    if province.short:
        return fill(say("Whole province {v}, target {t} not met."), v=value, t=goal)
    return fill(say("Whole province {v}, target {t} met."), v=value, t=goal)


def group(name: str, inside: pd.DataFrame, indicator: Indicator, say: Texts) -> Markup:
    """A filtered group read back: 'Xã biên giới: 2/3 xã có …'. inside: its MEASURED with PRESENCE."""
    known = inside[inside["blank"] == ""]
    words = indicator.wording(say.language)
    return fill(
        say("{group}: {a} of {n} communes {have}."),
        group=name,
        a=formats.number(int((known["has"] == "yes").sum()), say.language),
        n=formats.number(len(known), say.language),
        have=words.yes,
    )


def who(indicator: Indicator, say: Texts) -> str:
    """'trẻ dưới 16 tuổi sống ở xã chưa có …'"""
    children = indicator.wording(say.language).children
    return say("{children} live in communes that {lack}", children=children, lack=lacking(indicator, say))


def caveat(say: Texts, *, judged: bool) -> str:
    """What must be known of it: whom the target is for, and that the merger changed the share by arithmetic alone."""
    province = settings.province()
    said = [say("The target is the province's; no single commune is judged by it.")] if judged else []
    if not province.has_merged:
        return " ".join(said)
    said.append(
        say(
            "Merging {before} communes into {after} changed this share by arithmetic alone: until {d} it is of {before}, and a commune of today counts as having it if one of its former communes had.",
            before=formats.number(province.communes_before, say.language),
            after=formats.number(province.communes_after, say.language),
            d=formats.day(province.merged_on, say.language),
        )
    )
    return " ".join(said)


def title(scoped: pd.DataFrame, say: Texts) -> str:
    """The answer as a slide's title, to be read after its subject."""
    known = scoped[scoped["blank"] == ""]
    return say(
        "{a}/{n} communes have not",
        a=formats.number(int(known["lacks"].sum()), say.language),
        n=formats.number(len(scoped), say.language),
    )
