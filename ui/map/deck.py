"""The second view of the map, in 3-D: columns of what is still needed, points of facilities. No base map, no outside host."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from base.look import Look
from geo.columns import columns_deck, points_deck
from geo.published import Geometry

if TYPE_CHECKING:
    import pydeck as pdk

HEIGHT = 520
# Pixels that columns are fitted into: the card of a small laptop, and a phone's.
_WIDTH, _NARROW = 680, 320


@dataclass(frozen=True)
class DeckGround:
    """What the view stands on. url: where the browser finds the geometry's deck file."""

    geometry: Geometry
    url: str


def draw_columns(frame: pd.DataFrame, ground: DeckGround, look: Look, *, scale: Mapping[float, str], alt: str) -> None:
    """Columns (code, need, label, text) beside those of their scale: needs, and how they are written."""
    size = (_NARROW if look.narrow else _WIDTH, HEIGHT)
    made = columns_deck(ground.geometry, frame, palette=look.palette, base_url=ground.url, scale=scale, size=size)
    _send(made, alt)


def draw_points(frame: pd.DataFrame, ground: DeckGround, look: Look, *, alt: str) -> None:
    """Points (kind, lon, lat, label)."""
    _send(points_deck(ground.geometry, frame, palette=look.palette, base_url=ground.url), alt)


def _send(made: "pdk.Deck", alt: str) -> None:
    st.pydeck_chart(made, height=HEIGHT, key="deck", alt=alt)
