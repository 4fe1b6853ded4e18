"""A new province without touching code: docs/new-province.md as it stands, and what pages say on the way."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st
from sqlalchemy import text
from streamlit.testing.v1 import AppTest

from base.settings import ROOT, province
from cli.__main__ import main
from data_access import queries
from data_access.engine import open_engine
from tests.pages.messages import alerts, banners, everything, the_map

FILES = ROOT / "docs" / "new-province"
PAGES = ("overview", "gap_map", "trends", "commune")


def commands() -> list[str]:
    """The shell blocks of the walk-through, in their order."""
    return re.findall(
        r"^```sh\n(.*?)^```", (ROOT / "docs/new-province.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )


def squares(target: Path) -> None:
    """Invented boundaries: the box of the province cut into 38 equal cells. They are nobody's real lines."""
    communes = pd.read_csv(FILES / "communes.csv", dtype=str)
    west, south, east, north = 102.32, 21.68, 103.98, 22.82
    width, height = (east - west) / 2, (north - south) / 19
    features = []
    for n, row in enumerate(communes.to_dict("records")):
        x, y = west + n % 2 * width, south + n // 2 * height
        ring = [[x, y], [x + width, y], [x + width, y + height], [x, y + height], [x, y]]
        ring = [[round(a, 6), round(b, 6)] for a, b in ring]
        features.append(
            {"type": "Feature", "properties": {"code": row["code"], "name": row["full_name"]},
             "geometry": {"type": "Polygon", "coordinates": [ring]}}
        )  # fmt: skip
    target.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Lai Châu's folder after all commands of the document, and what they printed."""
    home = tmp_path_factory.mktemp("home")
    (home / "lai-chau").mkdir()
    squares(home / "lai-chau/boundaries.geojson")
    script = "set -e\n" + "\n".join(commands()).replace(".venv/bin/python", sys.executable)
    known = {name: value for name, value in os.environ.items() if not name.startswith(("CHILD_ATLAS", "DATABASE"))}
    done = subprocess.run(
        ["sh", "-c", script], cwd=ROOT, env={**known, "HOME": str(home), "PYTHONUTF8": "1"}, capture_output=True, text=True,
        timeout=300, check=False,
    )  # fmt: skip
    if done.returncode:
        pytest.fail(f"the walk-through ended with {done.returncode}:\n{done.stdout}\n{done.stderr}", pytrace=False)
    return home / "lai-chau", done.stdout


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Another province may be served in this test."""
    yield monkeypatch
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    province.cache_clear()
    st.cache_data.clear()
    st.cache_resource.clear()


def _serve(served: pytest.MonkeyPatch, file: Path, data: Path) -> None:
    served.setenv("CHILD_ATLAS_PROVINCE", str(file))
    served.setenv("CHILD_ATLAS_DATA", str(data))
    _forget()


def opened(name: str, **query: str) -> AppTest:
    """A page as a link opens it; without a traceback."""
    at = AppTest.from_file(ROOT / "dashboard.py", default_timeout=60)
    at.switch_page(f"pages/{name}.py")
    for key, value in query.items():
        at.query_params[key] = value
    at.run()
    assert [each.message for each in at.exception] == []
    return at


def test_the_walk_through_shows_lai_chau_with_a_figure(walked: tuple[Path, str], served: pytest.MonkeyPatch):
    folder, _ = walked
    _serve(served, folder / "province.toml", folder / "data")
    page = opened("gap_map", indicator="IMM01", period="2025", lang="vi")
    assert alerts(page) == banners(page) == []
    shown = everything(page)
    assert "Lai Châu" in shown
    assert len(the_map(page)["classes"]) == 38
    reports = pd.read_csv(FILES / "report_2025.csv", dtype={"area_code": str}).set_index("area_code")
    row = reports.loc["03388"]
    assert row["area_name"] == "Phường Đoàn Kết"
    engine = open_engine(f"sqlite:///{folder / 'data/atlas.sqlite'}")
    values = queries.values(engine, ["IMM01"], ["2025"]).set_index("code")
    assert (values.loc["03388", "name"], values.loc["03388", "numerator"]) == ("Đoàn Kết", row["numerator"])
    assert values.loc["12", "denominator"] == reports["denominator"].sum()
    assert f"{100 * reports['numerator'].sum() / reports['denominator'].sum():.1f}".replace(".", ",") in shown
    assert "Đoàn Kết" in shown
    engine.dispose()


def test_old_reports_reach_todays_communes(walked: tuple[Path, str]):
    """Added up here by the register's own rows: every unit went into one commune as a whole."""
    folder, _ = walked
    former = pd.read_csv(FILES / "former.csv", dtype={"old_code": str, "new_code": str})
    reports = pd.read_csv(FILES / "report_2024.csv", dtype={"area_code": str})
    sums = (
        reports.merge(former, left_on="area_code", right_on="old_code")
        .groupby("new_code")[["numerator", "denominator"]]
        .sum()
    )
    engine = open_engine(f"sqlite:///{folder / 'data/atlas.sqlite'}")
    shown = queries.values(engine, ["IMM01"], ["2024"])
    engine.dispose()
    shown = shown[shown["kind"] == "commune"].set_index("code")
    assert len(sums) == 38
    assert shown["numerator"].to_dict() == sums["numerator"].astype(float).to_dict()
    assert set(shown["parts"]) != {1}


def test_the_walk_through_leaves_what_it_says(walked: tuple[Path, str]):
    folder, _ = walked
    engine = open_engine(f"sqlite:///{folder / 'data/atlas.sqlite'}")
    with engine.connect() as connection:

        def count(query: str) -> object:
            return connection.execute(text(query)).scalar()

        assert count("SELECT COUNT(*) FROM area WHERE kind = 'commune' AND valid_to IS NULL") == 38
        assert count("SELECT COUNT(*) FROM area WHERE kind = 'commune' AND valid_to IS NOT NULL") == 106
        assert count("SELECT COUNT(*) FROM facility") == 38
        assert count("SELECT COUNT(*) FROM batch WHERE is_demo") == 0
        assert count("SELECT COUNT(*) FROM target WHERE year = 2026 AND value = 96") == 1
        assert count("SELECT COUNT(*) FROM indicator WHERE code = 'LCH01' AND NOT retired") == 1
        assert count("SELECT schematic FROM boundary_set ORDER BY boundary_set_id DESC") == 0
        assert count("SELECT COUNT(*) FROM area WHERE name = 'Điện Biên'") == 0
    engine.dispose()
    assert (folder / "archive.zip").stat().st_mode & 0o777 == 0o600


def test_every_page_says_what_to_import_first(tmp_path: Path, served: pytest.MonkeyPatch):
    """A province file alone: no traceback, one sentence; nothing of Điện Biên."""
    folder = tmp_path / "lai-chau"
    folder.mkdir()
    shutil.copy(FILES / "province.toml", folder)
    _serve(served, folder / "province.toml", tmp_path / "data")
    for name in PAGES:
        (sentence,) = alerts(opened(name, lang="en"))
        assert sentence.startswith("There are no communes yet. Import the register of communes first"), name
    assert not (tmp_path / "data/geometry").exists(), "no boundaries of another province"


def test_without_boundaries_pages_show_figures_and_say_so(tmp_path: Path, served: pytest.MonkeyPatch, capsys):
    folder = tmp_path / "lai-chau"
    (folder / "areas").mkdir(parents=True)
    shutil.copy(FILES / "province.toml", folder)
    for name in ("communes.csv", "former.csv", "attributes.csv"):
        shutil.copy(FILES / name, folder / "areas")
    _serve(served, folder / "province.toml", tmp_path / "data")
    assert main(["--language", "en", "init"]) == 0
    for name in PAGES:
        page = opened(name, lang="en", commune="03388")
        assert alerts(page) == [], name
        assert "Điện Biên" not in everything(page), name
    assert "There are no boundaries yet" in everything(opened("gap_map", lang="en", indicator="IMM01"))


def test_the_overview_without_any_report_finds_nothing_good(tmp_path: Path, served: pytest.MonkeyPatch):
    """'No commune misses a target' and 'nothing is worse' are findings; without a figure there are none."""
    folder = tmp_path / "lai-chau"
    (folder / "areas").mkdir(parents=True)
    shutil.copy(FILES / "province.toml", folder)
    for name in ("communes.csv", "former.csv", "attributes.csv"):
        shutil.copy(FILES / name, folder / "areas")
    _serve(served, folder / "province.toml", tmp_path / "data")
    assert main(["--language", "en", "init"]) == 0
    for language, judged, compared in (
        ("en", "There are no figures to judge yet.", "There are no figures to compare yet."),
        ("vi", "Chưa có số liệu để đánh giá.", "Chưa có số liệu để so sánh."),
    ):
        said = everything(opened("overview", lang=language))
        assert judged in said
        assert compared in said
        assert not any(
            claim in said
            for claim in (
                "No commune misses",
                "Nothing is worse",
                "Không xã nào chưa đạt",
                "Không có chỉ số nào xấu đi",
            )
        )
