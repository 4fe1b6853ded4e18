"""A page with a map and nothing else, drawn one way or another: ?scope=province|country & way=ours|choropleth|choropleth_map.

A button goes on to the next indicator. All ways show the same shapes and values, with the same server settings; the
values are computed by the project's own functions, from made-up reports. slider=1 gives our map its time slider.
"""

import json
from typing import Any

import numpy as np
import pandas as pd
import plotly.express as px
import streamlit as st

from base import settings
from base.texts import Texts
from geo.published import Geometry, load
from indicators import periods
from indicators.catalogue import Indicator
from indicators.measure import measured
from indicators.periods import Period
from intake.documents.catalogue_file import read_catalogue
from ui.map.component import Timeline, commune_map

HEIGHT = 600
PERIOD = periods.year(2025)
QUARTERS = tuple(periods.quarter(2019 + i // 4, i % 4 + 1) for i in range(28))


@st.cache_resource
def indicators() -> tuple[Indicator, ...]:
    """The percentages with a target that the catalogue shows by commune: each click takes the next one."""
    catalogue = read_catalogue(settings.ASSETS / "catalogue")
    return tuple(i for i in catalogue if str(i.unit) == "percent" and i.target(PERIOD) and not i.province_only)


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


def figures(scope: str, indicator: Indicator, period: Period, *, seed: int) -> pd.DataFrame:
    """MEASURED of made-up reports: denominators as of a commune's children under 1, one report in twenty missing."""
    shapes, random = geometry(scope), np.random.default_rng(seed)
    count = len(shapes.codes)
    due = random.integers(20, 600, count)
    values = pd.DataFrame(
        {
            "indicator": indicator.code,
            "period": period.code,
            "kind": "commune",
            "code": shapes.codes,
            "name": shapes.names,
            "numerator": random.binomial(due, random.beta(18, 1.2, count)).astype(float),
            "denominator": due.astype(float),
            "origin": "reported",
            "parts": 1,
            "parts_expected": 1,
            "estimated": False,
            "provisional": random.random(count) < 0.05,
            "late": False,
            "blank": "",
        }
    )
    areas = pd.DataFrame(
        {
            "code": shapes.codes,
            "name": shapes.names,
            "full_name": shapes.full_names,
            "region": random.choice(["I", "II", "III"], count),
            "border": random.choice(["yes", "no"], count),
        }
    )
    reported = values[random.random(count) < 0.95]
    return measured(
        reported, areas, indicator=indicator, period=period, due_on=None, as_of=PERIOD.ends_on, province=None
    )


@st.cache_data
def year_of(scope: str, turn: int) -> pd.DataFrame:
    """MEASURED of one indicator in one year."""
    return figures(scope, indicators()[turn], PERIOD, seed=turn)


@st.cache_data
def quarters_of(scope: str, turn: int) -> dict[str, pd.DataFrame]:
    """MEASURED of one indicator in each of 28 quarters."""
    return {q.code: figures(scope, indicators()[turn], q, seed=100 + i) for i, q in enumerate(QUARTERS)}


def ours(scope: str, turn: int) -> None:
    """Our component, with the gap to the target or, with slider=1, with all quarters."""
    shapes, say, indicator = geometry(scope), Texts("vi"), indicators()[turn]
    sliding = "slider" in st.query_params
    frames = quarters_of(scope, turn) if sliding else {}
    commune_map(
        frames[QUARTERS[-1].code] if sliding else year_of(scope, turn),
        key="map",
        geometry_url=f"geometry/{shapes.file.name}",
        indicator=indicator,
        measure="gap",
        period=QUARTERS[-1] if sliding else PERIOD,
        say=say,
        theme="light",
        title=indicator.wording("vi").short,
        timeline=Timeline(tuple((q.code, q.code) for q in QUARTERS), lambda: frames) if sliding else None,
    )


def choropleth(scope: str, turn: int) -> None:
    """px.choropleth as its documentation shows it, plus a base map of our own."""
    figure = px.choropleth(
        year_of(scope, turn),
        geojson=geojson(scope),
        locations="code",
        featureidkey="properties.code",
        color="value",
        hover_name="name",
        height=HEIGHT,
    )
    figure.update_geos(fitbounds="locations", visible=False)
    st.plotly_chart(figure, key="map", config={"topojsonURL": "bench/topojson/"})


def choropleth_map(scope: str, turn: int) -> None:
    """px.choropleth_map (MapLibre, WebGL) without a base map, which would need an outside host."""
    lonlat = np.array(geometry(scope).lonlat)
    figure = px.choropleth_map(
        year_of(scope, turn),
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


WAYS = {"ours": ours, "choropleth": choropleth, "choropleth_map": choropleth_map}

st.set_page_config(layout="wide")
st.session_state.setdefault("turn", 0)
if st.button("next"):
    st.session_state["turn"] += 1
WAYS[st.query_params["way"]](st.query_params["scope"], st.session_state["turn"] % len(indicators()))
