"""The second view of the map, in 3-D: columns of what is still needed, points of facilities. No base map, no outside host."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from base.palette import Palette
from geo.columns import columns_deck, points_deck
from geo.published import Geometry

HEIGHT = 650


@dataclass(frozen=True)
class DeckGround:
    """What the view stands on. url: where the browser finds the geometry's deck file."""

    geometry: Geometry
    url: str


def draw(kind: str, frame: pd.DataFrame, ground: DeckGround, palette: Palette, *, alt: str) -> None:
    """Columns (code, need, label) or points (kind, lon, lat, label). kind: columns | points."""
    make = columns_deck if kind == "columns" else points_deck
    made = make(ground.geometry, frame, palette=palette, base_url=ground.url)
    st.pydeck_chart(made, height=HEIGHT, key="deck", alt=alt)
