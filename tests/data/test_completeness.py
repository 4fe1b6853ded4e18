"""Who has reported what: each status by hand, and every count on every page equal to the cells it counts."""

from collections import defaultdict
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import Engine

from data_access import boundaries, queries, tables
from data_access import store as seed
from data_access.engine import writing
from harness.small_world import CATALOGUE, NEW, OLD_DAY, Report, apply
from indicators import completeness, periods
from indicators.catalogue import Catalogue

AS_OF = date(2026, 1, 15)
# By hand from small_world's docstring; 03199 was divided, so both communes wait for its report.
MADE_OF = {
    "03158": ("03154", "03155", "03158"),
    "03160": ("03160", "03161"),
    "03200": ("03198", "03199"),
    "03201": ("03199",),
}


def statuses(facts: pd.DataFrame, indicator: str, period: str) -> dict[str, str]:
    """Status by commune of one indicator in one period."""
    rows = facts[(facts["indicator"] == indicator) & (facts["period"] == period)]
    return dict(zip(rows["code"], rows["status"], strict=True))


def cell(facts: pd.DataFrame, code: str, period: str, indicator: str = "OPEN") -> pd.Series:
    """The one row of a commune, an indicator and a period."""
    rows = facts[(facts["code"] == code) & (facts["period"] == period) & (facts["indicator"] == indicator)]
    assert len(rows) == 1
    return rows.iloc[0]


def test_each_status_by_hand(engine: Engine):
    q3 = {"period": "2025-Q3", "reported_on": date(2025, 10, 15)}  # the 15th day after is the last in time
    apply(
        engine,
        [
            Report("03158", 3, 4, **q3),
            Report("03160", 3, 4, period="2025-Q3", reported_on=date(2025, 10, 16)),
            Report("03200", 3, 4, **q3, status="provisional"),
            Report("03201", None, **q3, blank="not_applicable"),
            Report("03158", 3, 4, period="2025-Q4", reported_on=AS_OF),
        ],
        is_demo=True,
    )
    facts = queries.completeness(engine)
    assert list(facts.columns) == completeness.COMPLETENESS
    assert statuses(facts, "OPEN", "2025-Q3") == {
        "03158": "on_time", "03160": "late", "03200": "provisional", "03201": "not_applicable",
    }  # fmt: skip
    # Due on 15 January, which is not over.
    assert statuses(facts, "OPEN", "2025-Q4") == {
        "03158": "on_time", "03160": "not_due", "03200": "not_due", "03201": "not_due",
    }  # fmt: skip
    # From the first quarter anyone reported to the one that contains the day; nobody ever reported a year.
    assert facts["period"].unique().tolist() == ["2025-Q3", "2025-Q4", "2026-Q1"]
    assert facts["indicator"].unique().tolist() == ["OPEN"]
    row = cell(facts, "03160", "2025-Q3")
    assert (row["name"], row["kind"], row["due_on"], row["reported_on"], row["late"]) == (
        "Mường Nhé", "quarter", date(2025, 10, 15), date(2025, 10, 16), True,
    )  # fmt: skip
    assert pd.isna(cell(facts, "03160", "2025-Q4")["reported_on"])


def test_the_next_day_it_is_missing(engine: Engine):
    apply(engine, [Report("03158", 3, 4, period="2025-Q4", reported_on=date(2026, 1, 2))])
    on_the_day = queries.completeness(engine, today=date(2026, 1, 15))
    after_it = queries.completeness(engine, today=date(2026, 1, 16))
    assert statuses(on_the_day, "OPEN", "2025-Q4")["03160"] == "not_due"
    assert statuses(after_it, "OPEN", "2025-Q4")["03160"] == "missing"


def test_the_demo_s_day_goes_before_today(engine: Engine):
    apply(engine, [Report("03158", 3, 4, period="2025-Q4")], is_demo=True)
    assert queries.completeness(engine, today=date(2027, 6, 1))["period"].max() == "2026-Q1"
    apply(engine, [Report("03158", 3, 4, period="2025-Q4", reported_on=date(2026, 1, 3))])
    assert queries.completeness(engine, today=date(2027, 6, 1))["period"].max() == "2027-Q2"


def test_a_commune_is_in_when_all_its_old_ones_are(engine: Engine):
    sent = [Report(old, 3, 4) for old in ("03154", "03155", "03198", "03199")]
    apply(engine, [*sent, Report("03158", None, blank="not_applicable"), Report("03160", 3, 4)])
    facts = queries.completeness(engine, periods=["2024"], today=AS_OF)
    # Leng Su Sìn has nothing to report, so two of two are in; Nậm Vì has not sent.
    assert statuses(facts, "OPEN", "2024") == {
        "03158": "on_time", "03160": "partial", "03200": "on_time", "03201": "on_time",
    }  # fmt: skip
    assert cell(facts, "03160", "2024")[["parts", "parts_expected"]].tolist() == [1, 2]


def test_of_a_missing_one_it_is_known_how_many_should_report(engine: Engine):
    apply(engine, [Report("03199", 3, 4), Report("03158", 3, 4, period="2025")])
    facts = queries.completeness(engine, today=date(2026, 6, 1))
    assert cell(facts, "03158", "2024")[["status", "parts", "parts_expected"]].tolist() == ["missing", 0, 3]
    assert cell(facts, "03160", "2025")[["status", "parts", "parts_expected"]].tolist() == ["missing", 0, 1]


def test_a_report_taken_back_is_missing_and_has_no_day(engine: Engine):
    apply(engine, [Report("03160", 3, 4, period="2025-Q3", reported_on=date(2025, 10, 2))])
    apply(engine, [Report("03160", None, period="2025-Q3", blank="removed"), Report("03158", 3, 4, period="2025-Q3")])
    row = cell(queries.completeness(engine, today=AS_OF), "03160", "2025-Q3")
    assert row["status"] == "missing"
    assert not row["late"]
    assert pd.isna(row["reported_on"])


def test_the_day_is_that_of_the_report_in_force_and_of_the_last_part(engine: Engine):
    apply(
        engine,
        [Report("03160", 3, 4, reported_on=date(2025, 1, 18)), Report("03161", 3, 4, reported_on=date(2025, 1, 9))],
    )
    facts = queries.completeness(engine, today=AS_OF)
    assert cell(facts, "03160", "2024")["reported_on"] == date(2025, 1, 18)
    apply(engine, [Report("03160", 4, 4, reported_on=date(2025, 1, 12))])
    assert cell(queries.completeness(engine, today=AS_OF), "03160", "2024")["reported_on"] == date(2025, 1, 12)


def test_the_day_is_not_that_of_reports_that_its_own_replaced(engine: Engine):
    apply(engine, [Report("03161", 3, 4, period="2025", day=OLD_DAY, reported_on=date(2026, 2, 10)),
                   Report("03160", 9, 10, period="2025", reported_on=date(2026, 1, 5))])  # fmt: skip
    row = cell(queries.completeness(engine, today=date(2026, 3, 1)), "03160", "2025")
    assert (row["status"], row["reported_on"]) == ("on_time", date(2026, 1, 5))


def test_an_indicator_that_left_the_catalogue_is_not_asked_for(engine: Engine):
    apply(engine, [Report("03160", 3, 4, period="2025-Q3"), Report("03160", 3, 4, period="2025-Q3", indicator="PLAIN")])
    with writing(engine) as connection:
        seed.store_catalogue(connection, Catalogue(CATALOGUE.indicators[1:]))
    assert queries.completeness(engine, today=AS_OF)["indicator"].unique().tolist() == ["PLAIN"]


def test_what_is_hidden_is_reported(engine: Engine):
    sent = {"period": "2025-Q3", "reported_on": date(2025, 10, 1)}
    apply(engine, [Report("03160", 3, 40, indicator=code, **sent) for code in ("GUARDED", "SECRET")])
    shown = queries.values(engine, ["GUARDED", "SECRET"], ["2025-Q3"])
    assert set(shown.loc[shown["kind"] == "commune", "blank"]) == {"hidden"}
    facts = queries.completeness(engine, today=AS_OF)
    for code in ("GUARDED", "SECRET"):
        assert statuses(facts, code, "2025-Q3") == {
            "03158": "missing", "03160": "on_time", "03200": "missing", "03201": "missing",
        }  # fmt: skip


def test_what_only_the_province_reports_is_no_gap_of_the_communes(engine: Engine):
    apply(engine, [Report("11", 90, 100, kind="province", period="2025-Q3", collection="press"),
                   Report("03160", 3, 4, period="2025-Q3", indicator="PLAIN")])  # fmt: skip
    assert queries.completeness(engine, today=AS_OF)["indicator"].unique().tolist() == ["PLAIN"]


def test_a_fourth_quarter_derived_from_its_year_is_in(engine: Engine):
    with writing(engine) as connection:
        asked = tables.indicator
        connection.execute(asked.update().where(asked.c.code == "OPEN").values(accumulates=True))
    before = {"reported_on": date(2025, 10, 3)}
    apply(engine, [Report("03160", 80, 90, period="2025", reported_on=date(2026, 1, 10)),
                   Report("03160", 60, 70, period="2025-9M", **before),
                   Report("03160", 20, 25, period="2025-Q3", **before)])  # fmt: skip
    row = cell(queries.completeness(engine, today=date(2026, 6, 1)), "03160", "2025-Q4")
    assert row["status"] == "on_time"
    assert pd.isna(row["reported_on"])


def test_only_communes_of_the_province_are_asked(engine: Engine):
    units = pd.DataFrame({"code": ["00004"], "name": ["Phường Ba Đình"], "province": ["Hà Nội"]})
    boundaries.add_missing_areas(engine, units, source="national file", actor="an")
    apply(engine, [Report("00004", 3, 4, period="2025-Q3"), Report("03160", 3, 4, period="2025-Q4")])
    facts = queries.completeness(engine, today=AS_OF)
    assert sorted(facts["code"].unique()) == list(NEW)
    assert facts["period"].unique().tolist() == ["2025-Q4", "2026-Q1"]


def test_it_is_asked_for_less(engine: Engine):
    apply(engine, random_reports(1))
    every = queries.completeness(engine, today=AS_OF)
    for asked, kept in (
        ({"periods": ["2024", "2025-Q3"]}, every["period"].isin(["2024", "2025-Q3"])),
        ({"indicators": ["PLAIN", "NONE"]}, every["indicator"] == "PLAIN"),
        ({"kinds": ["year"]}, every["kind"] == "year"),
        ({"periods": []}, every["code"] == ""),
        # The year 2024 was due on 20 January 2025, the third quarter of 2025 on 15 October.
        (
            {"due_since": date(2025, 1, 20)},
            every["period"].isin(["2024", "2025", "2026"]) | (every["period"] >= "2025"),
        ),
        ({"due_since": date(2025, 10, 16)}, every["period"].isin(["2025", "2025-Q4", "2026", "2026-Q1"])),
    ):
        some = queries.completeness(engine, today=AS_OF, **asked)
        pd.testing.assert_frame_equal(some, every[kept].reset_index(drop=True), check_dtype=bool(kept.any()))
    two = queries.completeness(engine, today=AS_OF, latest=2)
    pd.testing.assert_frame_equal(two, completeness.latest(every, 2))
    assert set(two["period"]) == {"2025", "2026", "2025-Q4", "2026-Q1"}


def test_nothing_reported_is_nothing_asked(engine: Engine):
    facts = queries.completeness(engine)
    assert list(facts.columns) == completeness.COMPLETENESS
    assert facts.empty
    assert queries.freshness(engine).empty


QUARTERS = ("2024-Q3", "2024-Q4", "2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4")
YEARS = ("2023", "2024", "2025")


def random_reports(seed: int) -> list[Report]:
    """Reports as they come: some missing, late, provisional, not applicable."""
    rng = np.random.default_rng(seed)
    rows = []
    for indicator in ("OPEN", "PLAIN", "SECRET"):
        for period in (*QUARTERS, *YEARS):
            ends_on = periods.parse(period).ends_on
            old = ends_on < date(2025, 7, 1)
            for code in sorted({part for parts in MADE_OF.values() for part in parts}) if old else NEW:
                if rng.random() < 0.25:
                    continue
                exempt = rng.random() < 0.1
                rows.append(
                    Report(code, None if exempt else 30, None if exempt else 60, indicator=indicator, period=period,
                           status="provisional" if rng.random() < 0.2 else "final",
                           reported_on=ends_on + timedelta(days=int(rng.integers(1, 26))),
                           blank="not_applicable" if exempt else "")
                )  # fmt: skip
    return rows


def expected_status(rows: list[Report], code: str, indicator: str, period: str, as_of: date) -> str:
    """The status as one would tell it from the reports on a desk."""
    days = 15 if "-Q" in period else 20
    due_on = periods.parse(period).ends_on + timedelta(days=days)
    parts = MADE_OF[code] if periods.parse(period).ends_on < date(2025, 7, 1) else (code,)
    sent = [r for r in rows if r.indicator == indicator and r.period == period and r.code in parts]
    exempt = [r for r in sent if r.blank]
    full = [r for r in sent if not r.blank]
    if len(full) + len(exempt) < len(parts) and not (exempt and not full):
        if due_on >= as_of:
            return "not_due"
        return "partial" if full else "missing"
    if not full:
        return "not_applicable"
    # A late or provisional word that nothing applies counts like any other.
    if any(r.status == "provisional" for r in sent):
        return "provisional"
    return "late" if any(r.reported_on > due_on for r in sent) else "on_time"


@pytest.mark.parametrize(("seed", "as_of"), [(3, date(2026, 1, 16)), (4, date(2026, 1, 15)), (5, date(2026, 2, 20))])
def test_every_count_on_every_page_is_a_count_of_the_cells(engine: Engine, seed: int, as_of: date):
    rows = random_reports(seed)
    apply(engine, rows)
    facts = queries.completeness(engine, today=as_of)
    told = facts[["code", "indicator", "period", "status"]].itertuples(index=False, name=None)
    assert {(c, i, p): s for c, i, p, s in told} == {
        (c, i, p): expected_status(rows, c, i, p, as_of)
        for c in NEW for i in ("OPEN", "PLAIN", "SECRET") for p in (*QUARTERS, *YEARS, "2026", "2026-Q1")
    }  # fmt: skip

    counted = defaultdict(lambda: [0, 0, 0])
    for row in facts.itertuples():
        count = counted[row.indicator, row.period]
        count[0] += row.status in ("on_time", "late", "provisional")
        count[1] += row.status in ("on_time", "late")
        count[2] += row.status != "not_applicable"
    for indicator in ("OPEN", "PLAIN", "SECRET"):
        known = queries.periods(engine, indicator)
        for period, reported, final, expected in known[["period", "reported", "final", "expected"]].to_numpy():
            assert [reported, final, expected] == counted[indicator, period], (indicator, period)

    quarter = "2025-Q3" if as_of <= date(2026, 1, 15) else "2025-Q4"
    fresh = queries.freshness(engine, today=as_of)
    assert set(fresh["period"]) == {quarter}
    of_it = facts[(facts["period"] == quarter) & (facts["status"] != "not_applicable")]
    for code, status in fresh[["code", "status"]].to_numpy():
        mine = of_it[of_it["code"] == code]
        owed = mine["status"].isin(["missing", "partial"]).any()
        assert status == ("missing" if owed else "late" if mine["late"].any() else "on_time")
