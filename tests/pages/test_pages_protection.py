"""What is hidden stays hidden: hidden cells are given figures nobody could mistake, and no message may carry them."""

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from data_access.engine import Engine
from installation import start
from tests.pages.conftest import OpenPage, _empty_caches, prepared
from tests.pages.messages import alerts, components, everything, heading, html, plain
from ui.state import Kept, SliderMemory

# Written with any mark of thousands, and as a share: 100 × 771133 / 881144 = 87.515…, 87.5 would be no proof.
TOP, BOTTOM = 771133, 881144
SECRET = ("ABU02", "DIS01", "DIS02")
_FIGURE = re.compile(r"771\D?133|881\D?144|87[.,]51|110[.,]011")


def poison(data: Path) -> int:
    """Give every hidden cell, and every report of a commune on what is kept from communes, a figure of its own."""
    with closing(sqlite3.connect(data / "atlas.sqlite")) as database:
        hidden = database.execute(
            "UPDATE observation_current SET numerator = ?, denominator = ? WHERE hidden", (TOP, BOTTOM)
        )
        database.execute(
            "UPDATE observation SET numerator = ?, denominator = ? WHERE indicator_id IN"
            " (SELECT indicator_id FROM indicator WHERE sensitivity = 3)"
            " AND area_id IN (SELECT area_id FROM area WHERE kind = 'commune')",
            (TOP, BOTTOM),
        )
        database.commit()
        return hidden.rowcount


@pytest.fixture(scope="module")
def poisoned(demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(shutil.copytree(demo_data, tmp_path_factory.mktemp("poisoned") / "data"))
    assert poison(folder) > 1000
    return folder


@pytest.fixture(scope="module")
def poisoned_prepared(poisoned: Path) -> Iterator[Engine]:
    with prepared(poisoned) as engine:
        yield engine


@pytest.fixture
def installation(poisoned: Path, poisoned_prepared: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """In the place of the shared one, which `open_page` asks for."""
    monkeypatch.setenv("CHILD_ATLAS_DATA", str(poisoned))
    monkeypatch.setattr(start, "prepared", lambda **_: poisoned_prepared)
    _empty_caches()
    yield poisoned
    _empty_caches()


def checked(page: AppTest) -> AppTest:
    """`page`, drawn to its end and without a hidden figure in any of its messages."""
    assert [each.message for each in page.exception] == []
    assert alerts(page) == []
    sent = everything(page)
    assert "bdata" not in sent, "figures that are packed as bytes can't be read here"
    found = _FIGURE.search(sent)
    assert found is None, sent[max(0, found.start() - 200) : found.end() + 50]
    return page


VIEWS = [
    ("overview", {}),
    ("gap_map", {}),
    ("gap_map", {"measure": "value"}),
    ("gap_map", {"layout": "columns"}),
    ("gap_map", {"ethnic": "mong", "commune": "03160"}),
    ("trends", {"commune": "03160.03158"}),
    ("trends", {"by": "border"}),
    ("commune", {"commune": "03160"}),
    ("commune", {"commune": "03160", "source": "1"}),
    ("commune", {}),
    ("gap_map", {"view": "projector", "commune": "03160"}),
    ("trends", {"view": "projector"}),
    ("commune", {"view": "projector", "commune": "03160"}),
]


@pytest.mark.parametrize(("name", "query"), VIEWS, ids=[" ".join([n, *q.values()]) for n, q in VIEWS])
@pytest.mark.parametrize("indicator", ["ABU02", "DIS01", "PRO02"])
def test_no_message_carries_a_hidden_figure(open_page: OpenPage, indicator: str, name: str, query: dict[str, str]):
    checked(open_page(name, indicator=indicator, **query))


COMPUTED = [
    ("gap_map", {"measure": "need"}),
    ("gap_map", {"measure": "cluster"}),
    ("gap_map", {"layout": "funnel"}),
    ("equity", {"by": "region"}),
    ("equity", {"by": "commune"}),
]


@pytest.mark.parametrize(("name", "query"), COMPUTED, ids=[" ".join([n, *q.values()]) for n, q in COMPUTED])
def test_what_is_computed_from_communes_carries_no_hidden_figure(open_page: OpenPage, name: str, query: dict[str, str]):
    checked(open_page(name, indicator="PRO02", **query))


@pytest.mark.parametrize(("indicator", "by"), [("IMM01", "child_ethnic"), ("BIR01", "child_sex")])
def test_what_is_computed_from_groups_of_children_carries_no_hidden_figure(
    open_page: OpenPage, indicator: str, by: str
):
    checked(open_page("equity", indicator=indicator, by=by))


@pytest.mark.parametrize("period", ["2025", "2025-Q3", "2025-Q4"])
@pytest.mark.parametrize("indicator", ["IMM01", "NUT01", "BIR01"])
def test_no_message_carries_a_hidden_stratum(open_page: OpenPage, indicator: str, period: str):
    for commune in ("03158", "03160", "03127"):
        checked(open_page("commune", indicator=indicator, period=period, commune=commune, source="1"))


def test_a_hidden_stratum_says_why_it_is_blank(open_page: OpenPage, installation: Path):
    with closing(sqlite3.connect(installation / "atlas.sqlite")) as database:
        code = database.execute(
            "SELECT a.code FROM observation_current o JOIN area a USING (area_id) JOIN stratum s USING (stratum_id)"
            " JOIN period p USING (period_id) JOIN indicator i USING (indicator_id) WHERE o.hidden AND i.code = 'IMM01'"
            " AND p.code = '2025' AND a.kind = 'commune' AND a.valid_to IS NULL AND s.key = 'ethnic=thai'"
            " AND o.at_least IS NULL ORDER BY a.code"
        ).fetchone()[0]
    page = checked(open_page("commune", indicator="IMM01", period="2025", commune=code))
    table = html(page).split("Theo dân tộc của trẻ")[1]
    (thai,) = re.findall(r"<tr><td>Thái</td>(.*?)</tr>", table)
    assert plain(thai) == "–Ẩn để bảo vệ trẻ em"


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("indicator", SECRET)
def test_what_is_kept_from_communes_has_no_map_no_ranking_and_says_why(
    open_page: OpenPage, indicator: str, language: str
):
    page = checked(open_page("gap_map", indicator=indicator, lang=language))
    reason = {
        "vi": "Không công bố theo xã, để bảo vệ trẻ em.",
        "en": "Not published by commune, to protect children.",
    }
    assert heading(page).endswith(reason[language])
    assert components(page, "commune_map") == []
    assert "rank-" not in html(page)


def test_beside_another_map_it_is_hidden_everywhere(open_page: OpenPage):
    page = checked(open_page("gap_map", indicator="IMM01", compare="ABU02"))
    _, other = components(page, "commune_map")
    assert other["classes"] == 45 * "h"
    assert not {"num", "den", "lack", "value", "below", "above", "need"} & set(other)


@pytest.mark.parametrize("measure", ["gap", "value", "need"])
def test_the_slider_brings_all_periods_small_and_nothing_hidden(open_page: OpenPage, measure: str):
    page = checked(open_page("gap_map", indicator="PRO02", measure=measure))
    (shown,) = components(page, "commune_map")
    page.session_state[Kept.SLIDERS] = {"map": SliderMemory(opened=shown["slider"]["token"])}
    page = checked(page.run())
    (shown,) = components(page, "commune_map")
    frames = shown["slider"]["frames"]
    assert {len(each) for each in frames["classes"]} == {45}
    assert len(frames["classes"]) == len(shown["slider"]["periods"])
    # A number that had slipped through would lie far above all others, wherever the packing begins.
    packed = [
        each for each in [*frames["values"], *frames.get("needs", []), shown.get("num"), shown.get("den")] if each
    ]
    assert max(each["min"] + 91 ** each["w"] for each in packed) < TOP
    assert all(not each.get("x") or max(each["x"].values()) < TOP for each in packed)
