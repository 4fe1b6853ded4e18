"""A drawn chart as plotly's own figure, for tests to look into."""

import json

import plotly.graph_objects as go

from charts.figure import Figure


def checked(figure: Figure) -> go.Figure:
    """What the browser is sent of `figure`. Raises ValueError for what plotly doesn't know."""
    return go.Figure(json.loads(figure.json()))
