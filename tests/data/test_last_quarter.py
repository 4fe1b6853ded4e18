"""Q4 = year − nine months: TT 37/2019 counts both from 1 January, so their difference is the last quarter.

In the small world only an indicator that accumulates may be derived; figures below are subtracted by hand.
"""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from data_access import queries
from data_access import store as seed
from data_access.engine import writing
from data_access.reports import batches
from harness.small_world import CATALOGUE, NEW_DAY, Report, apply, newest_batch
from indicators.catalogue import Catalogue

YEAR = Report("03160", 455, 510, period="2025", day=NEW_DAY, row=7)
NINE = Report("03160", 330, 380, period="2025-9M", day=NEW_DAY, row=8)


@pytest.fixture
def flows(engine: Engine) -> Engine:
    """The small world with OPEN as an indicator whose quarters add up to the year."""
    items = [replace(i, accumulates=i.code == "OPEN") for i in CATALOGUE]
    with writing(engine) as connection:
        seed.store_catalogue(connection, Catalogue(tuple(items)))
    return engine


def quarter(engine: Engine, kind: str = "commune") -> list[list[object]]:
    shown = queries.values(engine, ["OPEN"], ["2025-Q4"])
    shown = shown[shown["kind"] == kind]
    return shown[["code", "numerator", "denominator", "origin"]].to_numpy().tolist()


def test_the_last_quarter_is_the_year_less_nine_months_and_says_so(flows: Engine):
    apply(flows, [YEAR, NINE])
    assert quarter(flows) == [["03160", 125, 130, "derived"]]
    assert quarter(flows, "province") == [["11", 125, 130, "summed"]]


def test_it_follows_whichever_of_the_two_comes_last(flows: Engine):
    apply(flows, [YEAR])
    assert quarter(flows) == []
    apply(flows, [NINE])
    assert quarter(flows) == [["03160", 125, 130, "derived"]]
    apply(flows, [Report("03160", 335, 380, period="2025-9M", day=NEW_DAY)])
    assert quarter(flows) == [["03160", 120, 130, "derived"]]


def test_a_quarter_of_its_own_goes_before_and_gives_its_place_back(flows: Engine):
    apply(flows, [YEAR, NINE])
    apply(flows, [Report("03160", 124, 131, period="2025-Q4", day=NEW_DAY)])
    assert quarter(flows) == [["03160", 124, 131, "reported"]]
    batches.withdraw(flows, newest_batch(flows), "an")
    assert quarter(flows) == [["03160", 125, 130, "derived"]]


def test_a_quarter_taken_back_by_a_report_is_derived_again(flows: Engine):
    apply(flows, [YEAR, NINE, Report("03160", 124, 131, period="2025-Q4", day=NEW_DAY)])
    apply(flows, [Report("03160", None, period="2025-Q4", day=NEW_DAY, blank="removed")])
    assert quarter(flows) == [["03160", 125, 130, "derived"]]


def test_withdrawing_one_of_the_two_takes_it_away(flows: Engine):
    apply(flows, [YEAR])
    apply(flows, [NINE])
    batches.withdraw(flows, newest_batch(flows), "an")
    assert quarter(flows) == []


@pytest.mark.parametrize(
    "nine",
    [
        Report("03160", 460, 480, period="2025-9M", day=NEW_DAY),  # more than the year: a mistake, no negative quarter
        Report("03160", 330, 520, period="2025-9M", day=NEW_DAY),
        Report("03160", None, period="2025-9M", day=NEW_DAY, blank="not_applicable"),
        Report("03158", 330, 380, period="2025-9M", day=NEW_DAY),  # another commune's
        Report("03160", 330, 380, period="2025-9M", day=NEW_DAY, collection="survey"),
        Report("03160", 330, 380, period="2024-9M"),  # another year's
    ],
)
def test_nothing_is_derived_from_what_does_not_fit(flows: Engine, nine: Report):
    apply(flows, [YEAR, nine])
    assert quarter(flows) == []


def test_stocks_are_not_subtracted(engine: Engine):
    apply(engine, [YEAR, NINE])
    assert quarter(engine) == []


def test_a_derived_quarter_leads_to_both_reports(flows: Engine):
    apply(flows, [YEAR, NINE])
    behind = queries.provenance(flows, "OPEN", "2025-Q4", "03160")
    assert behind[["period", "numerator", "denominator", "row"]].to_numpy().tolist() == [
        ["2025-9M", 330, 380, 8],
        ["2025", 455, 510, 7],
    ]
    assert len(queries.provenance(flows, "OPEN", "2025-Q4", "11")) == 2
