"""A province of more than all, by one commune's report, is no figure that a page may tell without a word."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from data_access.engine import Engine
from installation import start
from tests.pages.conftest import OpenPage, _empty_caches, prepared
from tests.pages.messages import html, plain

COMMUNE, NAME = "03160", "Xã Mường Nhé"
_CURRENT = """
UPDATE observation_current SET numerator = numerator + :more
 WHERE stratum_id = 0 AND period_id = (SELECT period_id FROM period WHERE code = '2025')
   AND indicator_id = (SELECT indicator_id FROM indicator WHERE code = 'IMM01')
   AND area_id IN (SELECT area_id FROM area WHERE valid_to IS NULL AND (code = :commune OR kind = 'province'))
"""


@pytest.fixture(scope="module")
def over(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, with 20,000 more children vaccinated in one commune than live there."""
    folder = Path(shutil.copytree(demo_data, tmp_path_factory.mktemp("over") / "data"))
    with closing(sqlite3.connect(folder / "atlas.sqlite")) as database:
        assert database.execute(_CURRENT, {"more": 20_000, "commune": COMMUNE}).rowcount >= 2
        database.commit()
    return folder


@pytest.fixture(scope="module")
def over_prepared(over: Path) -> Iterator[Engine]:
    with prepared(over) as engine:
        yield engine


@pytest.fixture
def installation(over: Path, over_prepared: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """In the place of the shared one, which `open_page` asks for."""
    monkeypatch.setenv("CHILD_ATLAS_DATA", str(over))
    monkeypatch.setattr(start, "prepared", lambda **_: over_prepared)
    _empty_caches()
    yield over
    _empty_caches()


@pytest.mark.parametrize("name", ["gap_map", "trends", "equity"])
@pytest.mark.parametrize("view", ["", "projector"])
def test_who_made_it_so_is_named(open_page: OpenPage, name: str, view: str):
    page = open_page(name, indicator="IMM01", period="2025", lang="en", **({"view": view} if view else {}))
    assert "Over 100% by the reports of Mường Nhé, which must be checked." in plain(html(page))


def test_a_filter_without_the_report_says_it_of_the_province_alone(open_page: OpenPage):
    page = open_page("trends", indicator="IMM01", period="2025", lang="en", border="no")
    said = plain(html(page))
    assert "The province is over 100%, so some of its reports are wrong." in said
    assert "Mường Nhé, which must be checked" not in said


def test_a_profile_marks_the_commune_and_the_province(open_page: OpenPage):
    said = plain(html(open_page("commune", commune=COMMUNE, indicator="IMM01", period="2025", lang="en")))
    assert "over 100%: check the report" in said
    assert "over 100%: some reports are wrong" in said
    beside = plain(html(open_page("commune", commune="03127", indicator="IMM01", period="2025", lang="en")))
    assert "over 100%: check the report" not in beside
