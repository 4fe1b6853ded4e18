"""Plotly figures on the page: without Streamlit's theme and without the mode bar, with an alt text for who can't see them."""

from typing import TYPE_CHECKING, Any, Literal

import streamlit as st

from base import settings
from charts.alt import commune_alt
from charts.commune import commune_trend
from indicators.measure import target_of
from ui.commune.model import Profile
from ui.frame import shell
from ui.frame.page import Page

if TYPE_CHECKING:
    import plotly.graph_objects as go

_CONFIG = {"displayModeBar": False, "displaylogo": False, "scrollZoom": False, "doubleClick": False}


def show(figure: "go.Figure", *, key: str, alt: str) -> None:
    """Draw `figure`; `key` names its block, for its style and for saving it as a picture."""
    with st.container(key=key):
        st.plotly_chart(figure, key=f"{key}_figure", theme=None, config=_CONFIG, alt=alt, height=_given())


def choosing(figure: "go.Figure", *, key: str, alt: str, param: str) -> None:
    """As `show`, and a click on a mark writes the code it carries (customdata) into the address as `param`."""
    chart = f"{key}_figure"

    def chosen() -> None:
        points = st.session_state[chart].selection.points
        codes = [str(point["customdata"]) for point in points if point.get("customdata")]
        if codes and param:
            shell.set_params({param: codes[0]})

    with st.container(key=key):
        st.plotly_chart(
            figure,
            key=chart,
            theme=None,
            config=_CONFIG,
            alt=alt,
            height=_given(),
            on_select=chosen,
            selection_mode="points",
        )


def commune(page: Page, shown: Profile) -> None:
    """The commune's own line, those of the communes it was made of, and the province behind."""
    target = target_of(page.indicator, page.period)
    spoken: dict[str, Any] = {
        "code": shown.code,
        "indicator": page.indicator,
        "say": page.say,
        "kind": page.period.kind,
        "target": target.value if target else None,
        "seam": settings.province().merged_on,
    }
    figure = commune_trend(shown.history, shown.former, theme=shell.theme(), narrow=shell.is_narrow(), **spoken)
    show(figure, key="trend", alt=commune_alt(shown.history, shown.former, **spoken))


def _given() -> Literal["stretch", "content"]:
    """A projector's chart fills its place in app.css, whatever the screen is high; any other is as high as it was made."""
    return "stretch" if shell.is_projector() else "content"


def height() -> int:
    """Pixels for the main chart of a page: as tall as the cards beside it, or a phone's share of its screen."""
    return 360 if shell.is_narrow() else 560
