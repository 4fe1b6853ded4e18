"""What is said of clusters on the map: who stands out, and what such a map can't tell."""

import pandas as pd
from markupsafe import Markup

from base import formats
from base.texts import Texts
from indicators import hotspots
from indicators.catalogue import Indicator
from indicators.labels import communes_text
from indicators.scope_names import ScopeName
from indicators.status import orientation
from ui.frame import maps
from ui.frame.blocks import Sheet
from ui.frame.page import Page
from ui.gap_map.model import GapMap

_HIGHEST_FIRST = ("high_high", "high_low", "low_high", "low_low")


def note(page: Page, shown: GapMap) -> Sheet | None:
    """Beneath a map of clusters what it can't tell; where clusters were asked for and can't be had, why."""
    reading, measure = shown.reading, shown.measure
    if page.view.measure != "cluster" or page.view.layout not in ("map", "former"):
        return None
    if measure == "cluster" and page.geometry is not None:
        measured = maps.clustered(page, reading, measure).measured
        said = caveat(measured, shown.inside, scope=page.scope, schematic=page.geometry.schematic, say=page.say)
    else:
        said = refused(maps.refusal(page, reading), shown.scoped, page.say)
    return Sheet(Markup('<p class="notes">{}</p>').format(said), key="cluster_note")


def caveat(found: pd.DataFrame, inside: pd.Series, *, scope: ScopeName, schematic: bool, say: Texts) -> str:
    """What a map of clusters says and can't say. found: MEASURED with the column `cluster`, of which `inside` are in scope.

    The test is of all communes together, whatever is filtered; who stands out is counted in scope.
    """
    all_tested = int((found["cluster"] != "").sum())
    found = found[inside]
    tested = found[found["cluster"] != ""]
    marked, alone = int((tested["cluster"] != "none").sum()), int((found["blank"] == "").sum()) - len(tested)
    count = communes_text(len(tested), say)
    by_chance = {
        "share": formats.plain_percent(100 * hotspots.FALSE_DISCOVERIES, say.language),
        "n": communes_text(round(hotspots.FALSE_DISCOVERIES * all_tested), say),
    }
    said = [
        say.plural(
            "{n} of {all} stands out, together with its neighbours or against them.",
            "{n} of {all} stand out, together with their neighbours or against them.",
            marked,
            n=marked,
            all=count,
        )
        if marked
        else say("None of {all} stands out, be it with its neighbours or against them.", all=count),
        say(
            "With so few communes only strong clusters can be seen, and of most of them the middle only: “no cluster seen” does not mean that there is none."
        ),
        say("False discoveries are held at {share}; without that, chance alone would mark about {n}.", **by_chance)
        if scope.whole
        else say(
            "False discoveries are held at {share} over the whole province; without that, chance alone would mark about {n} in it.",
            **by_chance,
        ),
        say("Each rate is weighed by the number that it rests on, so that small communes don’t stand out by chance."),
    ]
    if alone:
        said.append(say("Not tested for lack of neighbours with figures: {n}.", n=communes_text(alone, say)))
    if schematic:
        said.append(say("Which communes are neighbours is taken from the schematic map, so it is approximate."))
    return " ".join(said)


def standing_out(found: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """The communes that stand out, worst first in the order of the legend; without judgement the highest first.

    found: MEASURED with the column `cluster`.
    """
    rising = orientation(indicator) > 0
    rows = found[found["cluster"].isin(_HIGHEST_FIRST)]
    rows = rows.sort_values("value", ascending=rising, kind="stable")
    order = _HIGHEST_FIRST[::-1] if rising else _HIGHEST_FIRST
    return rows.sort_values("cluster", key=lambda kinds: kinds.map(order.index), kind="stable")


def kind_text(kind: str, say: Texts) -> str:
    """A kind of cluster as it is read in a row. Raises KeyError for another."""
    return {
        "high_high": say("high among high"),
        "low_low": say("low among low"),
        "high_low": say("high among low"),
        "low_high": say("low among high"),
    }[kind]


def title(found: pd.DataFrame, say: Texts) -> str:
    """How many of the communes tested stand out, in at most 60 characters. found: MEASURED with the column `cluster`."""
    tested = found[found["cluster"] != ""]
    marked, n = int((tested["cluster"] != "none").sum()), formats.number(len(tested), say.language)
    if not marked:
        return say("No cluster seen among {n} communes", n=n)
    a = formats.number(marked, say.language)
    return say("{a}/{n} communes stand out with or against neighbours", a=a, n=n)


def refused(reason: str, measured: pd.DataFrame, say: Texts) -> str:
    """Why there are no clusters. reason: of `refusal`; '' where the indicator has no measure by commune at all."""
    known = int((measured["blank"] == "").sum())
    texts = {
        "no_denominator": say(
            "No clusters: this is a plain number without a denominator, so communes would stand out by their size alone."
        ),
        "yes_or_no": say("No clusters: each commune counts as one here, with or without; that is no rate."),
        "counted": say("No clusters: all there are were counted, so no difference is chance."),
        "few": say(
            "No clusters: {n} with figures; with fewer than {least} nothing can be told from chance.",
            n=communes_text(known, say),
            least=hotspots.LEAST,
        ),
        "equal": say("No clusters: all communes have the same value."),
        "no_boundaries": say("No clusters: without boundaries it is not known which communes are neighbours."),
    }
    return texts.get(reason) or say("Not published by commune, to protect children.")
