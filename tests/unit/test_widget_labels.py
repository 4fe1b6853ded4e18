"""A label is read as Markdown by Streamlit: what a place is called may not become a picture, a link or a formula there."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from ui.frame.widgets import label


@pytest.mark.parametrize(
    "name",
    ["![x](https://elsewhere.example/a.png)", "[here](javascript:alert(1))", "<img src=x>", "$x$", ":red[x]", "**x**"],
)
def test_nothing_in_it_is_markup(name: str):
    escaped = label(name)
    assert escaped.replace("\\", "") == name
    for sign in "![<$:*":
        assert all(escaped[at - 1] == "\\" for at, each in enumerate(escaped) if each == sign)


@given(st.text(alphabet="Xã Mường Nhé (12), 0-5/-.", max_size=40))
def test_names_as_they_are_stay_as_they_are(name: str):
    assert label(name) == name
