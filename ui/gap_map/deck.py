"""The map's second view, in 3-D: which columns and which points stand on it."""

import pandas as pd
from markupsafe import Markup

from base.formats import number
from geo.columns import facility_colours
from indicators.facilities import KINDS
from ui.frame import phrases
from ui.frame.blocks import Block, Deck, Sheet
from ui.frame.page import Page
from ui.gap_map.model import GapMap


def blocks(page: Page, shown: GapMap) -> tuple[Block, ...]:
    """Columns (`layout=columns`) of what is needed by the communes in scope, or points (`layout=points`) of facilities in them."""
    say = page.say
    caption = say(
        "Drag to move, turn with the right button. Needs WebGL: where the picture stays empty, go back to the map."
    )
    if page.view.layout == "columns":
        alt = say("Columns as high as what each commune still needs; the ranking beside it says the same in numbers.")
        return (Deck("columns", _columns(page, shown), alt, caption),)
    places = page.data.facilities()
    if not page.scope.whole:
        places = places[places["code"].isin(page.areas.loc[page.inside, "code"])]
    kinds = {kind: say(name) for kind, name in KINDS.items()}
    labelled = places.assign(label=[f"{kinds[k]} {n}" for k, n in zip(places["kind"], places["name"], strict=True)])
    alt = say("Health stations, schools and play spaces as points.")
    return Sheet(_legend(page, places, kinds), key="deck_legend"), Deck("points", labelled, alt, caption)


def _columns(page: Page, shown: GapMap) -> pd.DataFrame:
    """code, name, need, label of the communes that need something."""
    scoped = shown.scoped
    frame = scoped.loc[scoped["need"] > 0, ["code", "name", "need"]].copy()
    frame["label"] = [
        f"{name}: {phrases.noun(shown.reading.indicator, need, page.say)}"
        for name, need in zip(frame["name"], frame["need"], strict=True)
    ]
    return frame


def _legend(page: Page, places: pd.DataFrame, kinds: dict[str, str]) -> Markup:
    """A dot, the name and the number of each kind of facility; and whether the places are real."""
    colours = facility_colours(page.look.palette)
    counts = places["kind"].value_counts()
    items = Markup("").join(
        Markup(
            '<span><svg class="mark" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="6" fill="{}"/></svg> {} {}</span>'
        ).format(colours[kind], kinds[kind], number(int(counts.get(kind, 0)), page.say.language))
        for kind in kinds
    )
    demo = Markup("<span>{}</span>").format(page.say("places are illustrative")) if places["is_demo"].any() else ""
    return Markup('<p class="facts">{}{}</p>').format(items, demo)
