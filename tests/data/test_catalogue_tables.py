"""The catalogue in its tables: levels, versions, formulas, who sets a target; and medians, which no sum touches."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
from sqlalchemy import Engine, text

from base.settings import ASSETS
from data_access import migrate, queries
from data_access import store as seed
from data_access.engine import open_engine, reading, writing
from harness.small_world import CATALOGUE, Report, apply
from indicators.catalogue import Aggregation, Catalogue, Formula, Level, Scope, Unit, Version
from indicators.periods import Kind, year
from intake.documents.catalogue_file import read_catalogue

VERSIONS = (
    Version(1, date(2019, 1, 1), True, {"vi": "tám loại", "en": "eight"}),
    Version(2, date(2024, 7, 1), False, {"vi": "mười hai loại", "en": "twelve"}),
)
MEDIAN = replace(CATALOGUE["OPEN"], unit=Unit.DAYS, multiplier=1, aggregation=Aggregation.NONE, versions=VERSIONS)
WHOLE = Catalogue(
    (
        MEDIAN,
        replace(CATALOGUE["PLAIN"], level=Level.SUPPORT),
        CATALOGUE["GUARDED"],
        replace(CATALOGUE["SECRET"], level=Level.INTERVENTION, formula=Formula("PLAIN", "GUARDED")),
    )
)


def stored(engine: Engine, catalogue: Catalogue) -> None:
    with writing(engine) as connection:
        seed.store_catalogue(connection, catalogue)


def test_what_is_stored_is_read_back(engine: Engine):
    stored(engine, WHOLE)
    found = queries.catalogue(engine)
    assert found == WHOLE
    assert found.in_use == ()
    # Said again with less: versions that are no longer said go.
    stored(engine, Catalogue((replace(MEDIAN, versions=VERSIONS[:1]), *WHOLE.indicators[1:])))
    assert queries.catalogue(engine)["OPEN"].versions == VERSIONS[:1]


def test_an_indicator_is_in_use_once_a_report_is_there_and_a_derived_one_once_both_parts_have_one(engine: Engine):
    stored(engine, WHOLE)
    apply(engine, [Report("03160", 40, 50, indicator="PLAIN")])
    assert [each.code for each in queries.catalogue(engine).in_use] == ["PLAIN"]
    apply(engine, [Report("03161", 40, 50, indicator="GUARDED")])
    found = queries.catalogue(engine)
    assert [each.code for each in found.in_use] == ["PLAIN", "GUARDED", "SECRET"]
    assert [each.code for each in found.asked(Kind.YEAR)] == ["PLAIN", "GUARDED"]


def test_a_median_stays_where_it_was_reported(engine: Engine):
    stored(engine, WHOLE)
    # Of the old communes of Sín Thầu 12, 20 and 31 days: today's commune and the province have no median that follows.
    days = [Report(code, number) for code, number in (("03154", 12), ("03155", 20), ("03158", 31))]
    apply(engine, [*days, Report("03160", 9.5, period="2025"), Report("03200", 4, period="2025")])
    rows = queries.values(engine, ["OPEN"], ["2024", "2025"])
    assert rows[["period", "kind", "code", "numerator"]].to_numpy().tolist() == [
        ["2025", "commune", "03160", 9.5],
        ["2025", "commune", "03200", 4.0],
    ]
    apply(engine, [Report("11", 7, kind="province", period="2025")])
    province = queries.values(engine, ["OPEN"], ["2025"]).query("kind == 'province'")
    assert province["numerator"].tolist() == [7.0]


def test_a_target_of_the_province_stands_beside_that_of_the_state_and_judges(engine: Engine):
    own = pd.DataFrame(
        [("OPEN", "2030", ">=", "97.5", "12/NQ-HĐND", "yes")],
        columns=["indicator", "year", "comparator", "value", "source", "verified"],
    )
    with writing(engine) as connection:
        seed.store_targets(connection, own)
    found = queries.catalogue(engine)["OPEN"]
    assert [(t.year, t.value, t.scope) for t in found.targets] == [
        (2030, 97.5, Scope.PROVINCE),
        (2025, 97.0, Scope.NATIONAL),
        (2030, 98.0, Scope.NATIONAL),
    ]
    in_force = found.target(year(2027))
    assert in_force is not None
    assert (in_force.value, in_force.verified) == (97.5, True)


def test_targets_of_before_are_told_apart_when_the_schema_goes_up(tmp_path: Path):
    before = Path(shutil.copytree(migrate.VERSIONS, tmp_path / "versions"))
    for later in ("0004_catalogue.py", "0005_stamp.py", "0006_boundary_files.py", "0007_kinds_of_figures.py"):
        (before / later).unlink()
    engine = open_engine(f"sqlite:///{tmp_path / 'atlas.sqlite'}", create=True)
    migrate.upgrade(engine, versions=before)
    with writing(engine) as connection:
        connection.execute(
            text(
                "INSERT INTO indicator (indicator_id, code, position, theme, direction, unit, multiplier, decimals, sensitivity,"
                " headline, periods, gap_breaks, value_breaks, collection, counts_communes, retired)"
                " VALUES (1, 'OLD01', 1, 'health', 'up', 'percent', 100, 1, 1, TRUE, '[\"year\"]', '[]', '[]', '', FALSE, FALSE)"
            )
        )
        connection.execute(
            text(
                "INSERT INTO target (indicator_id, position, year, comparator, value, source, verified)"
                " VALUES (1, -1, 2030, '>=', 96, 'ours', FALSE), (1, 0, 2030, '>=', 98, 'theirs', FALSE)"
            )
        )
    migrate.upgrade(engine)
    with reading(engine) as connection:
        rows = connection.execute(text("SELECT source, scope FROM target ORDER BY position")).all()
        columns = connection.execute(text("SELECT level, aggregation, formula FROM indicator")).one()
    engine.dispose()
    assert [tuple(row) for row in rows] == [("ours", "province"), ("theirs", "national")]
    assert tuple(columns) == ("prevention", "sum", "")


def test_the_shipped_catalogue_reaches_the_pages_whole(demo_data: Path):
    engine = open_engine(f"sqlite:///{demo_data / 'atlas.sqlite'}")
    found = queries.catalogue(engine)
    engine.dispose()
    assert found == read_catalogue(ASSETS / "catalogue")
    # 17 of the first release, 16 with annual demo figures, recorded abuse as published, and the dropout made of two.
    assert len(found.in_use) == 17 + 16 + 1 + 1
