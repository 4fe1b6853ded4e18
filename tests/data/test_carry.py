"""Reports on the areas of their day, carried onto today's. Every expected figure is added up by hand."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from data_access import queries
from harness.small_world import NEW, OLD, OLD_DAY, Report, apply


def cell(engine: Engine, code: str, period: str = "2024", indicator: str = "OPEN"):
    """The row of VALUES for one area of today."""
    found = queries.values(engine, [indicator], [period]).set_index("code")
    return found.loc[code]


def test_old_communes_add_up_to_today_s(engine: Engine):
    apply(engine, [Report("03154", 40, 50), Report("03155", 30, 40), Report("03158", 20, 25)])
    carried = cell(engine, "03158")
    assert (carried.numerator, carried.denominator) == (90, 115)
    assert (carried.origin, carried.parts, carried.parts_expected, carried.estimated) == ("summed", 3, 3, False)


def test_a_code_used_again_means_the_commune_of_the_day(engine: Engine):
    apply(engine, [Report("03158", 20, 25)])
    apply(engine, [Report("03158", 100, 115, period="2025")])
    before = queries.former(engine, "03158", "OPEN")
    assert before[["code", "name", "numerator"]].to_numpy().tolist() == [["03158", "Leng Su Sìn", 20]]
    after = cell(engine, "03158", "2025")
    assert (after["name"], after.numerator, after.origin) == ("Sín Thầu", 100, "reported")


def test_a_missing_member_makes_the_sum_partial(engine: Engine):
    apply(engine, [Report("03154", 40, 50), Report("03158", 20, 25)])
    carried = cell(engine, "03158")
    assert (carried.numerator, carried.denominator, carried.parts, carried.parts_expected) == (60, 75, 2, 3)


def test_a_divided_unit_gives_its_weight_and_marks_the_sum_estimated(engine: Engine):
    apply(engine, [Report("03198", 10, 20), Report("03199", 40, 80)])
    first, second = cell(engine, "03200"), cell(engine, "03201")
    assert (first.numerator, first.denominator, first.parts, first.parts_expected) == (20, 40, 2, 2)
    assert (second.numerator, second.denominator, second.parts, second.parts_expected) == (30, 60, 1, 1)
    assert first.estimated
    assert second.estimated
    assert (cell(engine, "11").numerator, cell(engine, "11").denominator) == (50, 100)


def test_the_province_counts_reports_in_and_reports_due(engine: Engine):
    apply(engine, [Report("03154", 40, 50), Report("03160", 30, 40)])
    whole = cell(engine, "11")
    # Eight memberships on that day: 3 + 2 + 2 + 1, the divided unit counted in both its communes.
    assert (whole.numerator, whole.parts, whole.parts_expected) == (70, 2, 8)
    apply(engine, [Report("03158", 40, 50, period="2025"), Report("03160", 30, 40, period="2025")])
    later = cell(engine, "11", "2025")
    assert (later.numerator, later.parts, later.parts_expected) == (70, 2, 4)


def test_a_report_of_today_s_commune_goes_before_the_sum_of_its_old_ones(engine: Engine):
    # The year 2025 ends after the merger, yet both geographies may send it.
    apply(engine, [Report("03160", 5, 10, period="2025"), Report("03154", 7, 9, period="2025", day=OLD_DAY)])
    assert cell(engine, "03158", "2025").numerator == 7
    apply(engine, [Report("03158", 100, 115, period="2025")])
    own = cell(engine, "03158", "2025")
    assert (own.numerator, own.origin, own.parts) == (100, "reported", 1)
    assert cell(engine, "11", "2025").numerator == 105


def test_old_reports_of_a_year_that_ends_after_the_merger_stand_in_until_the_new_one_comes(engine: Engine):
    apply(
        engine, [Report("03160", 5, 10, period="2025", day=OLD_DAY), Report("03161", 6, 10, period="2025", day=OLD_DAY)]
    )
    carried = cell(engine, "03160", "2025")
    assert (carried.numerator, carried.parts, carried.parts_expected) == (11, 2, 2)


def test_strata_are_carried_apart_and_are_complete_where_the_commune_reported(engine: Engine):
    apply(
        engine,
        [Report("03160", 50, 60), Report("03161", 20, 30), Report("03160", 30, 36, stratum="ethnic=mong"),
         Report("03160", 20, 24, stratum="ethnic=thai"), Report("03161", 20, 30, stratum="ethnic=thai")],
    )  # fmt: skip
    groups = queries.strata(engine, "OPEN", "2024", "03160").set_index("stratum")
    assert groups.loc["ethnic=thai", ["numerator", "denominator", "parts", "parts_expected"]].tolist() == [40, 54, 2, 2]
    assert groups.loc["ethnic=mong", ["numerator", "denominator", "parts", "parts_expected"]].tolist() == [30, 36, 1, 1]
    assert cell(engine, "03160").numerator == 70


@pytest.mark.parametrize(("blank", "expected"), [("not_applicable", 0), ("removed", 1)])
def test_a_blank_has_its_reason_and_no_figure(engine: Engine, blank: str, expected: int):
    apply(engine, [Report("03160", None, blank=blank, period="2025"), Report("03158", 8, 9, period="2025")])
    shown = cell(engine, "03160", "2025")
    assert shown.blank == blank
    assert (shown.parts, shown.parts_expected) == (0, expected)
    assert shown.numerator != shown.numerator  # NaN
    whole = cell(engine, "11", "2025")
    assert (whole.parts, whole.parts_expected) == (1, 3 + expected)


def test_provisional_and_late_reach_the_sum(engine: Engine):
    apply(
        engine,
        [Report("03160", 5, 10, status="provisional"), Report("03161", 5, 10), Report("03154", 5, 10),
         Report("03155", 5, 10, reported_on=date(2025, 1, 21))],
    )  # fmt: skip
    # 20 days after 31 December is 20 January.
    assert cell(engine, "03160")[["provisional", "late"]].tolist() == [True, False]
    assert cell(engine, "03158")[["provisional", "late"]].tolist() == [False, True]
    assert cell(engine, "11")[["provisional", "late"]].tolist() == [True, True]


def test_a_published_figure_goes_before_the_sum_and_the_country_has_its_reference(engine: Engine):
    apply(engine, [Report("03158", 40, 50, period="2025"), Report("03160", 30, 40, period="2025")])
    assert cell(engine, "11", "2025").origin == "summed"
    apply(
        engine,
        [Report("11", 95, 100, kind="province", period="2025", collection="press"),
         Report("VN", None, kind="country", period="2025", collection="nso", value=98.5)],
    )  # fmt: skip
    province, country = cell(engine, "11", "2025"), cell(engine, "VN", "2025")
    assert (province.numerator, province.origin) == (95, "published")
    assert (country.value, country.origin) == (98.5, "reference")
    assert country.numerator != country.numerator  # NaN: no counts were given


def test_registers_and_surveys_are_never_added_up(engine: Engine):
    apply(
        engine,
        [Report("03158", 40, 50, period="2025"), Report("03158", 4, 6, period="2025", collection="survey"),
         Report("03160", 3, 5, period="2025", collection="survey")],
    )  # fmt: skip
    assert cell(engine, "03158", "2025").numerator == 40
    assert cell(engine, "03160", "2025").numerator == 3
    assert cell(engine, "11", "2025").numerator == 40


def test_one_province_is_not_the_country(engine: Engine):
    apply(engine, [Report("03158", 40, 50, period="2025")])
    assert "country" not in set(queries.values(engine, ["OPEN"], ["2025"])["kind"])


counts = st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), min_size=len(OLD), max_size=len(OLD))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(figures=counts)
def test_the_crosswalk_loses_nothing_and_adds_nothing(engine: Engine, figures: list[tuple[int, int]]):
    rows = [Report(code, float(low), float(low + more)) for code, (low, more) in zip(OLD, figures, strict=True)]
    apply(engine, rows)
    shown = queries.values(engine, ["OPEN"], ["2024"])
    communes = shown[shown["kind"] == "commune"]
    for column, total in (("numerator", sum(a for a, _ in figures)), ("denominator", sum(a + b for a, b in figures))):
        assert communes[column].sum() == pytest.approx(total)
        assert shown.loc[shown["kind"] == "province", column].item() == pytest.approx(total)
    assert set(communes["code"]) == set(NEW)
