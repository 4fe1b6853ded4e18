"""The second view of the map, in 3-D: columns of what is still needed, points of facilities. No base map, no outside host."""

import pandas as pd
import streamlit as st

from geo.columns import columns_deck, points_deck
from geo.published import Geometry
from ui import answers, loaders
from ui.page import Page, Reading

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
        made = points_deck(geometry, page.data.facilities(), palette=page.colours, base_url=base_url)
        alt = say("Health stations, schools and play spaces as points.")
    st.pydeck_chart(made, height=HEIGHT, key="deck", alt=alt)
    st.caption(
        say("Drag to move, turn with the right button. Needs WebGL: where the picture stays empty, go back to the map.")
    )
