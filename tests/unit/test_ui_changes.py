"""What changed between two versions of the data, in words."""

import pandas as pd

from base.texts import Texts
from indicators.catalogue import Catalogue
from tests.unit.indicator_frames import an_indicator
from ui.data import changes

EN = Texts("en")
CATALOGUE = Catalogue((an_indicator(),))
COUNTS = pd.DataFrame(
    [
        ("ZZZ99", "2024", "removed", 1, 1),
        (an_indicator().code, "2025", "changed", 5, 5),
        (an_indicator().code, "2024", "changed", 1_200, 45),
        (an_indicator().code, "2025", "added", 40, 40),
    ],
    columns=["indicator", "period", "what", "figures", "areas"],
)


def test_what_stands_otherwise_is_told_by_indicator_whatever_their_number():
    own = an_indicator().wording("en").short
    assert changes.by_indicator(COUNTS, CATALOGUE, say=EN) == [
        (own, "40 added (2025), 1,205 changed (2024, 2025)"),
        ("ZZZ99", "1 removed (2024)"),
    ]


def test_of_many_periods_the_first_and_the_last_are_named():
    many = pd.DataFrame(
        [(an_indicator().code, str(year), "added", 1, 1) for year in range(2018, 2026)], columns=COUNTS.columns
    )
    ((_, said),) = changes.by_indicator(many, CATALOGUE, say=EN)
    assert said == "8 added (8 periods, 2018 to 2025)"


def test_days_come_first_and_nothing_that_differs_needs_no_list():
    said = changes.words([("15 Jan 2026", "import 3 (<b>.xlsx): 45 figures")], COUNTS.iloc[:0], CATALOGUE, say=EN)
    assert "<b>15 Jan 2026</b> import 3 (&lt;b&gt;.xlsx): 45 figures" in said
    assert "By indicator" not in said
