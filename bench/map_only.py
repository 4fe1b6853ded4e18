"""A page with a map and nothing else, drawn one way or another: ?scope=province|country & way=ours|choropleth|choropleth_map.

A button goes on to the next indicator. All ways show the same shapes and values, with the same server settings.
"""

import json
from typing import Any

import numpy as np
import pandas as pd
import plotly.express as px
import streamlit as st

from base import settings
from geo.published import Geometry, load

INDICATORS = 6
HEIGHT = 600


@st.cache_resource
def geometry(scope: str) -> Geometry:
    """The published shapes of `scope`."""
    name = (settings.data_dir() / f"{scope}.hash").read_text(encoding="utf-8")
    return load(settings.geometry_dir() / f"{name}.json")


@st.cache_resource
def geojson(scope: str) -> dict[str, Any]:
    """The same shapes as GeoJSON, read once."""
    shapes: dict[str, Any] = json.loads((settings.data_dir() / f"{scope}.geojson").read_bytes())
    return shapes


@st.cache_data
def values(scope: str, turn: int) -> pd.DataFrame:
    """code, name, value (%): made-up coverage of one indicator, the same for every way of drawing."""
    shapes = geometry(scope)
    share = np.random.default_rng(turn % INDICATORS).beta(18, 2, len(shapes.codes))
    return pd.DataFrame({"code": shapes.codes, "name": shapes.names, "value": (100 * share).round(1)})


def choropleth(scope: str, table: pd.DataFrame) -> None:
    """px.choropleth as its documentation shows it, plus a base map of our own."""
    figure = px.choropleth(
        table,
        geojson=geojson(scope),
        locations="code",
        featureidkey="properties.code",
        color="value",
        hover_name="name",
        height=HEIGHT,
    )
    figure.update_geos(fitbounds="locations", visible=False)
    st.plotly_chart(figure, key="map", config={"topojsonURL": "bench/topojson/"})


def choropleth_map(scope: str, table: pd.DataFrame) -> None:
    """px.choropleth_map (MapLibre, WebGL) without a base map, which would need an outside host."""
    lonlat = np.array(geometry(scope).lonlat)
    figure = px.choropleth_map(
        table,
        geojson=geojson(scope),
        locations="code",
        featureidkey="properties.code",
        color="value",
        hover_name="name",
        map_style="white-bg",
        center={"lon": lonlat[:, 0].mean(), "lat": lonlat[:, 1].mean()},
        zoom=7 if scope == "province" else 4,
        height=HEIGHT,
    )
    st.plotly_chart(figure, key="map")


WAYS = {"choropleth": choropleth, "choropleth_map": choropleth_map}

st.set_page_config(layout="wide")
st.session_state.setdefault("turn", 0)
if st.button("next"):
    st.session_state["turn"] += 1
chosen = st.query_params["scope"]
WAYS[st.query_params["way"]](chosen, values(chosen, st.session_state["turn"]))
