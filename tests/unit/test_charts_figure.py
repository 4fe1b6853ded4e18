import json

import numpy as np
import pandas as pd
import pytest

from charts.figure import Figure, part, scatter
from harness.figures import checked


def read(figure: Figure):
    return json.loads(figure.json())


def test_arrays_and_series_travel_as_lists_and_what_is_not_a_number_as_nothing():
    trace = scatter(x=np.array([1, 2]), y=pd.Series([0.5, np.nan]), customdata=("a", "b"), text=[float("nan"), "x"])
    (sent,) = read(Figure([trace], {}))["data"]
    assert sent == {"type": "scatter", "x": [1, 2], "y": [0.5, None], "customdata": ["a", "b"], "text": [None, "x"]}


def test_what_is_not_given_is_left_out_at_any_depth_and_stays_a_gap_in_a_list():
    figure = Figure([scatter(x=[1, None, 2], marker={"size": None, "color": "#000"})], part(xaxis={"ticksuffix": None}))
    assert read(figure) == {
        "data": [{"type": "scatter", "x": [1, None, 2], "marker": {"color": "#000"}}],
        "layout": {"xaxis": {}},
    }


def test_single_numbers_of_numpy_are_numbers():
    figure = Figure([], part(height=np.int64(400), margin={"t": np.float64(2.5)}, showlegend=np.bool_(False)))  # noqa: FBT003
    assert read(figure)["layout"] == {"height": 400, "margin": {"t": 2.5}, "showlegend": False}


def test_what_json_does_not_know_is_refused():
    with pytest.raises(TypeError, match="no part of a figure"):
        Figure([scatter(x=[object()])], {}).json()


def test_letters_of_any_language_travel_as_they_are():
    assert "Điện Biên" in Figure([scatter(name="Điện Biên")], {}).json()


def test_the_tests_own_look_at_a_figure_refuses_what_plotly_does_not_know():
    with pytest.raises(ValueError, match="colour"):
        checked(Figure([scatter(x=[1], marker={"colour": "red"})], {}))
