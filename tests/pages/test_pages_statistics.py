"""How surely a page speaks: the funnel plot with its limits in words, and the reason where there is none; never NaN."""

import re

from streamlit.testing.v1 import AppTest

from tests.pages.conftest import OpenPage
from tests.pages.messages import alerts, components, everything, html


def clean(page: AppTest) -> AppTest:
    """`page`, drawn to its end without an error, and without a number that is none."""
    assert [each.message for each in page.exception] == []
    assert alerts(page) == []
    assert not re.search(r"\bNaN\b|\bnan\b", everything(page))
    return page


def test_the_funnel_plot_stands_in_place_of_the_map_and_says_what_its_limits_are(open_page: OpenPage):
    page = clean(open_page("gap_map", layout="funnel", commune="03160", lang="en"))
    text = everything(page)
    assert components(page, "commune_map") == []
    assert (
        "Funnel plot of Fully vaccinated, under 1 (8 vaccines): 43 communes by size around the province, 95.5%." in text
    )
    notes = html(page)
    assert "Dotted: 95% limits; solid: 99.8% limits" in notes
    assert "over-dispersion φ" in notes
    assert "<b>Mường Nhé</b>: Below the 95% limits, within the 99.8% ones." in notes
    assert len(re.findall('id="rank-', notes)) == 45


def test_without_a_funnel_plot_the_map_stands_with_the_reason(open_page: OpenPage):
    page = clean(open_page("gap_map", layout="funnel", indicator="INS01", lang="en"))
    assert "The province stands at an end of the scale, so chance can't spread communes around it." in html(page)
    assert len(components(page, "commune_map")) == 1
