"""The second view of the map, in 3-D: columns of what is still needed, points of facilities. No base map, no outside host."""

import pandas as pd
import streamlit as st
from markupsafe import Markup

from base.formats import number
from geo.columns import columns_deck, facility_colours, points_deck
from geo.published import Geometry
from indicators.facilities import KINDS
from ui.frame import loaders, shell
from ui.frame import phrases as answers
from ui.frame.page import Page, Reading

HEIGHT = 650


def draw(page: Page, reading: Reading, geometry: Geometry, *, inside: pd.Series | None) -> None:
    """Columns (`layout=columns`) or points (`layout=points`) over the same communes."""
    base_url = loaders.geometry_url(geometry.deck_file.name)
    say = page.say
    if page.view.layout == "columns":
        measured = reading.measured if inside is None else reading.measured[inside]
        frame = measured.loc[measured["need"] > 0, ["code", "name", "need"]].copy()
        frame["label"] = [
            f"{name}: {answers.noun(reading.indicator, need, say)}"
            for name, need in zip(frame["name"], frame["need"], strict=True)
        ]
        made = columns_deck(geometry, frame, palette=page.colours, base_url=base_url)
        alt = say("Columns as high as what each commune still needs; the ranking beside it says the same in numbers.")
    else:
        places = page.data.facilities()
        kinds = {kind: say(name) for kind, name in KINDS.items()}
        labelled = places.assign(label=[f"{kinds[k]} {n}" for k, n in zip(places["kind"], places["name"], strict=True)])
        made = points_deck(geometry, labelled, palette=page.colours, base_url=base_url)
        alt = say("Health stations, schools and play spaces as points.")
        shell.sheet(_legend(page, places, kinds), key="deck_legend")
    st.pydeck_chart(made, height=HEIGHT, key="deck", alt=alt)
    st.caption(
        say("Drag to move, turn with the right button. Needs WebGL: where the picture stays empty, go back to the map.")
    )


def _legend(page: Page, places: pd.DataFrame, kinds: dict[str, str]) -> Markup:
    """A dot, the name and the number of each kind of facility; and whether the places are real."""
    colours = facility_colours(page.colours)
    counts = places["kind"].value_counts()
    items = Markup("").join(
        Markup(
            '<span><svg class="mark" viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="6" fill="{}"/></svg> {} {}</span>'
        ).format(colours[kind], kinds[kind], number(int(counts.get(kind, 0)), page.say.language))
        for kind in kinds
    )
    demo = Markup("<span>{}</span>").format(page.say("places are illustrative")) if places["is_demo"].any() else ""
    return Markup('<p class="facts">{}{}</p>').format(items, demo)
