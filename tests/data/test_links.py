"""Successions: chains followed to today, weights multiplied on the way, contradictions refused."""

from datetime import date

import pytest
from sqlalchemy import Engine, select

from base.settings import province
from data_access import queries
from data_access import store as seed
from data_access.engine import reading, writing
from data_access.errors import BadSeedError
from data_access.reports import links
from data_access.tables import area, area_link, area_successor
from harness.small_world import COMMUNES, FORMER, Report, apply


def weights(engine: Engine, level: str, code: str) -> dict[tuple[str, int], float]:
    """(code, first year) -> weight of the units that make up an area of today."""
    source, target = area.alias("source"), area.alias("target")
    query = (
        select(source.c.code, source.c.valid_from, area_link.c.weight)
        .join(source, source.c.area_id == area_link.c.source_id)
        .join(target, target.c.area_id == area_link.c.target_id)
        .where(area_link.c.level == level, target.c.code == code, target.c.valid_to.is_(None))
    )
    with reading(engine) as connection:
        return {(row.code, row.valid_from.year): row.weight for row in connection.execute(query)}


@pytest.fixture
def longer_past(engine: Engine) -> Engine:
    """03199 (divided in 2025 by 1/4 and 3/4) was itself made of 03190 and of half of 03191 in 2019."""
    with writing(engine) as connection:
        past = date(2015, 1, 1), date(2018, 12, 31)
        old = {
            code: seed.put_area(
                connection, "commune", code, past[0], valid_to=past[1], full_name=f"Xã {code}", source="x"
            )
            for code in ("03190", "03191")
        }
        new = {
            row.code: row.area_id
            for row in connection.execute(
                select(area.c.code, area.c.area_id).where(area.c.code.in_(["03199", "03198"]))
            )
        }
        connection.execute(
            area_successor.insert(),
            [
                {"old_id": old["03190"], "new_id": new["03199"], "weight": 1.0, "source": "x"},
                {"old_id": old["03191"], "new_id": new["03199"], "weight": 0.5, "source": "x"},
                {"old_id": old["03191"], "new_id": new["03198"], "weight": 0.5, "source": "x"},
            ],
        )
        links.derive(connection)
    return engine


def test_weights_multiply_along_a_chain_and_ways_add_up(longer_past: Engine):
    assert weights(longer_past, "commune", "03201") == {
        ("03201", 2025): 1, ("03199", 2019): 0.75, ("03190", 2015): 0.75, ("03191", 2015): 0.375,
    }  # fmt: skip
    # 03191 reaches 03200 by both of its halves: 0.5 x 0.25 + 0.5 x 1.
    assert weights(longer_past, "commune", "03200")["03191", 2015] == 0.625


def test_every_unit_counts_once_in_the_province(longer_past: Engine):
    assert set(weights(longer_past, "province", "11").values()) == {1.0}


def test_a_period_takes_the_units_of_its_own_day(longer_past: Engine):
    apply(
        longer_past,
        [Report("03190", 30, 40, period="2018", day=date(2015, 1, 1)), Report("03191", 16, 40, period="2018", day=date(2015, 1, 1)),
         Report("03199", 40, 80, period="2019")],
    )  # fmt: skip
    shown = queries.values(longer_past, ["OPEN"], ["2018", "2019"]).set_index(["period", "code"])
    columns = ["numerator", "parts", "parts_expected"]
    assert shown.loc[("2018", "03201"), columns].tolist() == [28.5, 2, 2]
    assert shown.loc[("2019", "03201"), columns].tolist() == [30, 1, 1]


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [("weight", "0.5", "add up to 0.75"), ("new_code", "99999", "99999"), ("valid_to", "2025-05-31", "03201")],
)
def test_a_crosswalk_that_contradicts_itself_is_refused(engine: Engine, column: str, value: str, said: str):
    former = FORMER.copy()
    former.loc[former.index[-1], column] = value
    with pytest.raises(BadSeedError, match=said), writing(engine) as connection:
        seed.store_areas(connection, COMMUNES, former, province())


def test_seeding_again_changes_nothing(engine: Engine):
    before = weights(engine, "province", "11"), weights(engine, "commune", "03158")
    with writing(engine) as connection:
        seed.store_areas(connection, COMMUNES, FORMER, province())
    assert (weights(engine, "province", "11"), weights(engine, "commune", "03158")) == before
