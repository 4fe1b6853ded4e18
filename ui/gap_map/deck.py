"""The map's second view, in 3-D: which columns and which points stand on it."""

import pandas as pd
from markupsafe import Markup

from base.formats import number
from geo.columns import facility_colours
from geo.height_scale import round_heights
from indicators.facilities import KINDS
from ui.frame import phrases
from ui.frame.blocks import Block, Deck, Sheet
from ui.frame.page import Page
from ui.gap_map.model import GapMap
from ui.map import wording


def blocks(page: Page, shown: GapMap) -> tuple[Block, ...]:
    """Columns (`layout=columns`) of what is needed by the communes in scope, or points (`layout=points`) of facilities in them."""
    say = page.say
    caption = say(
        "Drag to move, turn with the right button. Needs WebGL: where the picture stays empty, go back to the map."
    )
    if page.view.layout == "columns":
        alt = say("Columns as high as what each commune still needs; the ranking beside it says the same in numbers.")
        columns, indicator = _columns(page, shown), shown.reading.indicator
        if columns.empty:
            return (
                Sheet(Markup("<p>{}</p>").format(say("No columns: no commune has a need here.")), key="deck_empty"),
            )
        scale = tuple((need, phrases.noun(indicator, need, say)) for need in round_heights(columns["need"].max()))
        return Sheet(_height(page, shown, scale), key="deck_legend"), Deck("columns", columns, alt, caption, scale)
    places = page.data.facilities()
    if not page.scope.whole:
        places = places[places["code"].isin(page.areas.loc[page.inside, "code"])]
    kinds = {kind: say(name) for kind, name in KINDS.items()}
    labelled = places.assign(label=[f"{kinds[k]} {n}" for k, n in zip(places["kind"], places["name"], strict=True)])
    alt = say("Health stations, schools and play spaces as points.")
    return Sheet(_legend(page, places, kinds), key="deck_legend"), Deck("points", labelled, alt, caption)


def _columns(page: Page, shown: GapMap) -> pd.DataFrame:
    """code, name, need, label and text of the communes that need something."""
    scoped, language = shown.scoped, page.say.language
    frame = scoped.loc[scoped["need"] > 0, ["code", "name", "need"]].copy()
    frame["label"] = [
        f"{name}: {phrases.noun(shown.reading.indicator, need, page.say)}"
        for name, need in zip(frame["name"], frame["need"], strict=True)
    ]
    frame["text"] = [
        f"{name} {number(need, language)}" for name, need in zip(frame["name"], frame["need"], strict=True)
    ]
    return frame


def _height(page: Page, shown: GapMap, scale: tuple[tuple[float, str], ...]) -> Markup:
    """What the height of a column stands for, and of which needs the columns of the scale are."""
    say, palette = page.say, page.look.palette
    title = wording.legend(shown.reading.indicator, "need", None, say)["title"]
    told = [(palette.accent, say("Height: {what}", what=title[:1].lower() + title[1:]))]
    if scale:
        told.append((palette.muted, say("scale beside the map: {needs}", needs=", ".join(text for _, text in scale))))
    items = Markup("").join(
        Markup(
            '<span><svg class="mark" viewBox="0 0 16 16" aria-hidden="true"><rect x="5" y="1" width="6" height="14" rx="1" fill="{}"/></svg> {}</span>'
        ).format(colour, text)
        for colour, text in told
    )
    return Markup('<p class="facts">{}</p>').format(items)


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
