"""Each question: its columns, its answer on the small world, and that it costs one statement."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import pandas as pd
import pytest
from sqlalchemy import Engine, event, select

from data_access import boundaries, queries
from data_access import store as seed
from data_access.engine import reading, utc, writing
from data_access.tables import boundary_set
from harness.small_world import ATTRIBUTES, CATALOGUE, NEW, RECEIVED, Report, apply
from indicators.catalogue import Catalogue
from indicators.periods import Kind

REPORTS = [
    Report("03154", 40, 50, row=12),
    Report("03155", 30, 40, row=13, status="provisional"),
    Report("03160", 9, 10, period="2025", reported_on=date(2026, 1, 30)),
    Report("03160", 5, 6, period="2025", stratum="ethnic=mong"),
    Report("03158", 3, 4, period="2025-Q4", reported_on=date(2026, 1, 10)),
    Report("03160", 3, 4, period="2025-Q4", reported_on=date(2026, 1, 20)),
    Report("VN", None, kind="country", period="2024", collection="nso", value=98.5),
]


@pytest.fixture
def filled(engine: Engine) -> Engine:
    apply(engine, REPORTS)
    return engine


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """What is asked of the database meanwhile."""
    asked: list[str] = []

    def note(*call: object) -> None:
        asked.append(str(call[2]))

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


QUESTIONS: dict[str, tuple[int, Callable[[Engine], object]]] = {
    "state": (1, queries.state),
    "catalogue": (2, queries.catalogue),
    "areas": (1, queries.areas),
    "attribute_sources": (1, queries.attribute_sources),
    "facilities": (1, queries.facilities),
    "events": (1, queries.events),
    "periods": (1, lambda e: queries.periods(e, "OPEN")),
    "values": (1, lambda e: queries.values(e, ["OPEN", "PLAIN"], ["2024", "2025"])),
    "values, more of the province": (1, lambda e: queries.values(e, ["OPEN", "PLAIN"], ["2025"], ["2023", "2024"])),
    "history": (1, lambda e: queries.history(e, "OPEN", [Kind.YEAR, Kind.QUARTER])),
    "strata": (1, lambda e: queries.strata(e, "OPEN", "2025", "03160")),
    "strata_history": (1, lambda e: queries.strata_history(e, "OPEN", "11")),
    "strata_of_communes": (1, lambda e: queries.strata_of_communes(e, "OPEN", "2025")),
    "former": (1, lambda e: queries.former(e, "03158", "OPEN")),
    "of_former": (1, lambda e: queries.of_former(e, "OPEN", "2024")),
    "succession": (1, queries.succession),
    "freshness": (1, queries.freshness),
    "completeness": (1, queries.completeness),
    "provenance": (1, lambda e: queries.provenance(e, "OPEN", "2024", "03158")),
    "boundaries.current": (1, boundaries.current),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_is_bounded(filled: Engine, question: str):
    bound, ask = QUESTIONS[question]
    ask(filled)  # the first connection asks the server for its version
    with statements(filled) as asked:
        ask(filled)
    assert len(asked) == bound


def test_the_catalogue_comes_back_equal(engine: Engine):
    assert queries.catalogue(engine) == CATALOGUE


def test_an_indicator_that_leaves_the_catalogue_is_retired_and_comes_back(engine: Engine):
    fewer = Catalogue(CATALOGUE.indicators[1:])
    with writing(engine) as connection:
        seed.store_catalogue(connection, fewer)
    assert queries.catalogue(engine) == fewer
    with writing(engine) as connection:
        seed.store_catalogue(connection, CATALOGUE)
    assert queries.catalogue(engine) == CATALOGUE


def test_areas_are_today_s_communes_with_their_groups(engine: Engine):
    areas = queries.areas(engine)
    assert list(areas.columns) == [
        "code", "name", "full_name", "ethnic", "region", "border", "travel", "travel_minutes", "population",
        "illustrative",
    ]  # fmt: skip
    assert areas["code"].tolist() == list(NEW)
    assert areas["illustrative"].tolist() == ["ethnic", "", "", ""]
    # 170 minutes to a hospital are more than the 120 of assets/province.toml.
    assert areas.iloc[0, :7].tolist() == ["03158", "Sín Thầu", "Xã Sín Thầu", "hanhi", "III", "", "remote"]
    assert areas["travel_minutes"].dtype == areas["population"].dtype == float
    assert areas.loc[0, ["travel_minutes", "population"]].tolist() == [170, 6058]
    assert areas["population"].isna().tolist() == [False, True, True, True]


def test_areas_without_any_group_are_listed_all_the_same(engine: Engine):
    with writing(engine) as connection:
        seed.store_attributes(connection, ATTRIBUTES.iloc[:0])
    areas = queries.areas(engine)
    assert areas["code"].tolist() == list(NEW)
    assert set(areas[["ethnic", "region", "border", "travel", "illustrative"]].to_numpy().ravel()) == {""}
    assert areas[["travel_minutes", "population"]].isna().all(axis=None)


def test_of_which_communes_those_of_today_were_made(engine: Engine):
    made_of = queries.succession(engine)
    assert made_of[["code", "former", "name", "weight"]].to_numpy().tolist() == [
        ["03158", "03154", "Sín Thầu", 1], ["03158", "03155", "Sen Thượng", 1], ["03158", "03158", "Leng Su Sìn", 1],
        ["03160", "03160", "Mường Nhé", 1], ["03160", "03161", "Nậm Vì", 1],
        ["03200", "03198", "Một", 1], ["03200", "03199", "Chia", 0.25], ["03201", "03199", "Chia", 0.75],
    ]  # fmt: skip
    assert made_of.loc[0, ["full_name", "district"]].tolist() == ["Xã Sín Thầu", "Huyện Mường Nhé"]


def test_former_communes_have_figures_of_their_own(filled: Engine):
    own = queries.of_former(filled, "OPEN", "2024")
    assert own[["kind", "code", "name", "numerator", "denominator"]].to_numpy().tolist() == [
        ["former", "03154", "Sín Thầu", 40, 50], ["former", "03155", "Sen Thượng", 30, 40],
    ]  # fmt: skip


def test_sources_of_groups_say_what_is_invented(engine: Engine):
    sources = queries.attribute_sources(engine).set_index("scheme")
    assert sources["is_demo"].to_dict() == {
        "ethnic": True, "population": False, "region": False, "travel_minutes": True,
    }  # fmt: skip
    assert sources.loc["region", ["source", "valid_from"]].tolist() == ["Decision 46", date(2025, 7, 1)]


def test_values_have_the_columns_and_types_of_the_contract(filled: Engine):
    values = queries.values(filled, ["OPEN"], ["2024", "2025"])
    assert list(values.columns) == queries.VALUES
    assert values[["numerator", "denominator", "value"]].dtypes.eq("float64").all()
    assert values[["parts", "parts_expected"]].dtypes.eq("int64").all()
    assert values[["estimated", "provisional", "late"]].dtypes.eq("bool").all()
    kinds = values[["period", "kind", "code"]].to_numpy().tolist()
    assert kinds == [["2024", "commune", "03158"], ["2024", "country", "VN"], ["2024", "province", "11"],
                     ["2025", "commune", "03160"], ["2025", "province", "11"]]  # fmt: skip


def test_the_province_may_be_asked_for_alone_in_further_periods(filled: Engine):
    values = queries.values(filled, ["OPEN"], ["2025"], ["2024"])
    kinds = values[["period", "kind", "code"]].to_numpy().tolist()
    assert kinds == [["2024", "province", "11"], ["2025", "commune", "03160"], ["2025", "province", "11"]]


@pytest.mark.parametrize("ask", [lambda e: queries.values(e, [], []), lambda e: queries.values(e, ["NONE"], ["2024"]),
                                 lambda e: queries.history(e, "NONE", [Kind.YEAR]), lambda e: queries.former(e, "x", "OPEN")])  # fmt: skip
def test_nothing_found_is_an_empty_frame_of_the_same_types(filled: Engine, ask):
    nothing = ask(filled)
    assert nothing.empty
    pd.testing.assert_series_equal(nothing.dtypes, queries.values(filled, ["OPEN"], ["2025"]).dtypes)


def test_history_takes_the_kinds_asked_for(filled: Engine):
    years = queries.history(filled, "OPEN", [Kind.YEAR])
    assert years["period"].unique().tolist() == ["2024", "2025"]
    both = queries.history(filled, "OPEN", [Kind.YEAR, Kind.QUARTER])
    assert set(both["period"]) == {"2024", "2025", "2025-Q4"}
    assert "former" not in set(both["kind"])


def test_periods_count_communes_and_say_when_reports_are_due(filled: Engine):
    periods = queries.periods(filled, "OPEN").set_index("period")
    # Two of the three old communes of one commune of today are in, which is not all of it; in 2025 one of four.
    assert periods.loc["2024", ["reported", "final", "expected"]].tolist() == [0, 0, 4]
    assert periods.loc["2025", ["reported", "final", "expected"]].tolist() == [1, 1, 4]
    assert periods.loc["2025", "due_on"] == date(2026, 1, 20)
    assert periods.loc["2025-Q4", ["reported", "due_on"]].tolist() == [2, date(2026, 1, 15)]
    assert periods.index.tolist() == ["2024", "2025", "2025-Q4"]


def test_freshness_speaks_of_the_latest_quarter_that_is_due(engine: Engine):
    # As of 15 January 2026 the fourth quarter is due on that very day, so the third is the latest overdue.
    rows = [row for row in REPORTS if row.period == "2025-Q4"]
    rows += [Report("03158", 3, 4, period="2025-Q3", reported_on=date(2025, 10, 15)),
             Report("03160", 3, 4, period="2025-Q3", reported_on=date(2025, 10, 16))]  # fmt: skip
    apply(engine, rows, is_demo=True)
    fresh = queries.freshness(engine)
    assert fresh[["code", "period", "status"]].to_numpy().tolist() == [
        ["03158", "2025-Q3", "on_time"], ["03160", "2025-Q3", "late"],
        ["03200", "2025-Q3", "missing"], ["03201", "2025-Q3", "missing"],
    ]  # fmt: skip


def test_provenance_leads_from_a_sum_to_sheet_and_cell(filled: Engine):
    origin = queries.provenance(filled, "OPEN", "2024", "03158")
    columns = [
        "kind",
        "code",
        "name",
        "numerator",
        "denominator",
        "status",
        "collection",
        "batch",
        "sheet",
        "row",
        "col",
    ]
    assert origin[columns].to_numpy().tolist() == [
        ["former", "03154", "Sín Thầu", 40, 50, "final", "niis", "bao_cao.xlsx", "Biểu 1", 12, "D"],
        ["former", "03155", "Sen Thượng", 30, 40, "provisional", "niis", "bao_cao.xlsx", "Biểu 1", 13, "D"],
    ]
    assert origin["received_at"].dt.to_pydatetime().tolist() == [RECEIVED, RECEIVED]
    assert queries.provenance(filled, "OPEN", "2024", "VN")[["value", "citation"]].to_numpy().tolist() == [
        [98.5, "NSO"]
    ]
    assert len(queries.provenance(filled, "OPEN", "2024", "11")) == 2


def test_provenance_shows_the_report_in_force(filled: Engine):
    apply(filled, [Report("03160", 10, 10, period="2025", row=99)])
    assert queries.provenance(filled, "OPEN", "2025", "03160")[["numerator", "row"]].to_numpy().tolist() == [[10, 99]]


def test_state_of_an_empty_database(engine: Engine):
    state = queries.state(engine)
    assert (state.version, state.at, state.cause, state.is_demo, state.boundaries) == (0, None, "", False, None)


def test_registering_boundaries_is_a_new_version_that_state_shows(engine: Engine):
    new = boundaries.Boundaries(
        sha256="ab" * 32, file_name="cd.json", name="communes.zip", schematic=False, units=45, scope="province",
        source_note="Sở Nội vụ",
    )  # fmt: skip
    report = {"units": [{"code": "03158", "area_after_km2": 516.4}], "file": "Mường Nhé"}
    version = boundaries.register(engine, new, files={}, report=report, actor="an")
    state = queries.state(engine)
    assert (state.version, state.cause) == (version, "boundaries")
    assert state.boundaries == boundaries.current(engine)
    assert state.boundaries is not None
    assert (state.boundaries.file_name, state.boundaries.units) == ("cd.json", 45)
    with reading(engine) as connection:
        kept = connection.execute(select(boundary_set.c.report, boundary_set.c.imported_at)).one()
    assert kept.report == '{"units": [{"code": "03158", "area_after_km2": 516.4}], "file": "Mường Nhé"}'
    assert datetime.now(UTC) >= utc(kept.imported_at)


def test_a_country_file_enters_the_communes_that_are_missing(engine: Engine):
    apply(engine, [Report("03158", 8, 9, period="2025")])
    units = pd.DataFrame(
        {"code": ["03158", "00004", "00008"], "name": ["Xã Sín Thầu", "Phường Ba Đình", "Phường Ngọc Hà"],
         "province": ["Điện Biên", "Hà Nội", "Hà Nội"]}
    )  # fmt: skip
    assert boundaries.add_missing_areas(engine, units, source="national file", actor="an") == 2
    assert boundaries.add_missing_areas(engine, units, source="national file", actor="an") == 0
    assert queries.areas(engine)["name"].tolist() == ["Ba Đình", "Ngọc Hà", "Sín Thầu", "Mường Nhé", "Hai", "Ba"]
    # Only the communes of the province that is served are asked for reports.
    assert queries.periods(engine, "OPEN")["expected"].tolist() == [4]
    apply(engine, [Report("00004", 10, 12, period="2025"), Report("03160", 2, 3, period="2025")])
    country = queries.values(engine, ["OPEN"], ["2025"]).set_index("code").loc["VN"]
    assert (country.numerator, country.denominator, country.parts, country.parts_expected) == (20, 24, 3, 6)


def test_groups_of_children_come_for_whole_years_of_the_province_and_of_its_communes(engine: Engine):
    apply(
        engine,
        [
            Report("03160", 50, 60, period="2025"), Report("03160", 30, 36, period="2025", stratum="sex=f"),
            Report("03160", 20, 24, period="2025", stratum="sex=m"), Report("03154", 8, 20, stratum="sex=f"),
            Report("03160", 8, 9, period="2025-Q4", stratum="sex=f"),
        ],
    )  # fmt: skip
    found = queries.strata_history(engine, "OPEN", "11")
    assert list(found.columns) == [*queries.VALUES, "stratum"]
    assert found[["period", "stratum", "numerator", "denominator"]].to_numpy().tolist() == [
        ["2024", "sex=f", 8, 20], ["2025", "sex=f", 30, 36], ["2025", "sex=m", 20, 24],
    ]  # fmt: skip
    communes = queries.strata_of_communes(engine, "OPEN", "2025")
    assert communes[["code", "stratum", "numerator"]].to_numpy().tolist() == [
        ["03160", "sex=f", 30], ["03160", "sex=m", 20],
    ]  # fmt: skip
    assert queries.strata_of_communes(engine, "OPEN", "2025-Q4").empty
