"""Plotly figures on the page: without Streamlit's theme and without the mode bar, with an alt text for who can't see them."""

import plotly.graph_objects as go
import streamlit as st

_CONFIG = {"displayModeBar": False, "displaylogo": False, "scrollZoom": False, "doubleClick": False}


def show(figure: go.Figure, *, key: str, alt: str) -> None:
    """Draw `figure`; `key` names its block, for its style and for saving it as a picture."""
    with st.container(key=key):
        st.plotly_chart(figure, key=f"{key}_figure", theme=None, config=_CONFIG, alt=alt)
