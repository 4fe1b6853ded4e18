"""A page with our map and nothing else: ?scope=province|country. A button goes on to the next indicator.

Its values are computed by the project's own functions, from made-up reports. slider=1 gives the map its time slider.
"""

import numpy as np
import pandas as pd
import streamlit as st

from base import settings
from base.texts import Texts
from geo.published import Geometry, load
from harness.values import made_up
from indicators import periods
from indicators.catalogue import Indicator
from indicators.measure import measured
from indicators.periods import Period
from indicators.readings import Reading
from intake.documents.catalogue_file import read_catalogue
from ui.map.component import commune_map
from ui.map.payload import payload, slider_frames
from ui.map.picture import Ground, MapPicture, Timeline

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


def figures(scope: str, indicator: Indicator, period: Period, *, seed: int) -> pd.DataFrame:
    """MEASURED of made-up reports: denominators as of a commune's children under 1, one report in twenty missing."""
    shapes, random = geometry(scope), np.random.default_rng(seed)
    count = len(shapes.codes)
    due = random.integers(20, 600, count)
    values = made_up(
        {
            "indicator": indicator.code,
            "period": period.code,
            "code": shapes.codes,
            "name": shapes.names,
            "numerator": random.binomial(due, random.beta(18, 1.2, count)).astype(float),
            "denominator": due.astype(float),
            "provisional": random.random(count) < 0.05,
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


def draw(scope: str, turn: int) -> None:
    """The map with the gap to the target or, with slider=1, with all quarters."""
    shapes, say, indicator = geometry(scope), Texts("vi"), indicators()[turn]
    sliding = "slider" in st.query_params
    frames = quarters_of(scope, turn) if sliding else {}
    period, frame = (QUARTERS[-1], frames[QUARTERS[-1].code]) if sliding else (PERIOD, year_of(scope, turn))
    picture = MapPicture(
        Reading(indicator, period, frame, None, None),
        "gap",
        Ground(f"geometry/{shapes.file.name}", tuple(shapes.codes)),
        indicator.wording("vi").short,
        timeline=Timeline(tuple((q.code, q.code) for q in QUARTERS)) if sliding else None,
    )
    message = payload(picture, say=say, theme="light")
    commune_map(message, key="map", frames=lambda: slider_frames(picture, frames))


st.set_page_config(layout="wide")
st.session_state.setdefault("turn", 0)
if st.button("next"):
    st.session_state["turn"] += 1
draw(st.query_params["scope"], st.session_state["turn"] % len(indicators()))
