"""`python -m cli`: what it prints, what it changes, and that a refusal changes nothing."""

import json

import pandas as pd
import pytest
from sqlalchemy import create_engine, text

from cli.__main__ import main
from geo.published import load
from tests.data.boundary_files import communes, shapefile, zipped


@pytest.fixture
def data(demo_copy, monkeypatch):
    """A demo installation in `CHILD_ATLAS_DATA`."""
    monkeypatch.setenv("CHILD_ATLAS_DATA", str(demo_copy))
    return demo_copy


def rows(data, query):
    with create_engine(f"sqlite:///{data / 'atlas.sqlite'}").connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def in_use(data):
    return rows(data, "SELECT file_name, schematic, units, scope FROM boundary_set ORDER BY boundary_set_id DESC")[0]


def state(data):
    """All that a refusal must leave alone."""
    files = sorted(p.relative_to(data).as_posix() for p in data.rglob("*") if "sqlite" not in p.name)
    counts = rows(data, "SELECT (SELECT COUNT(*) FROM boundary_set), (SELECT COUNT(*) FROM area)")
    return files, counts, rows(data, "SELECT MAX(version) FROM data_version")


def test_a_fresh_installation_has_the_schematic_boundaries(data):
    file_name, schematic, units, scope = in_use(data)
    assert (schematic, units, scope) == (1, 45, "province")
    assert load(data / "geometry" / file_name).schematic


def test_init_again_changes_nothing(data, capsys):
    before = state(data)
    assert main(["--language", "en", "init"]) == 0
    assert state(data) == before
    assert str(data) in capsys.readouterr().out


def test_init_publishes_again_what_was_lost(data):
    file = data / "geometry" / in_use(data)[0]
    file.unlink()
    assert main(["init"]) == 0
    assert file.exists()


def test_a_good_file_comes_into_use(data, tmp_path, capsys):
    path = zipped(shapefile(tmp_path, communes()))
    assert main(["--language", "en", "boundaries", str(path), "--source", "Department of Agriculture"]) == 0
    printed = capsys.readouterr().out
    assert "[6/6] Publishing for the map" in printed
    assert "45 code and name" in printed
    assert "03160  Mường Nhé" in printed
    file_name, schematic, units, scope = in_use(data)
    assert (schematic, units, scope) == (0, 45, "province")
    geometry = load(data / "geometry" / file_name)
    assert not geometry.schematic
    assert geometry.label["vi"] == "Ranh giới: Department of Agriculture"
    assert geometry.label["en"] == "Boundaries: Department of Agriculture"
    report = pd.read_csv((data / "geometry" / file_name).with_suffix(".report.csv"), dtype={"code": str})
    assert len(report) == 45
    stored = json.loads(rows(data, "SELECT report FROM boundary_set ORDER BY boundary_set_id DESC")[0][0])
    assert [u["code"] for u in stored["units"]] == list(geometry.codes)
    assert [p.name for p in (data / "originals").rglob("*.zip")] == ["communes.zip"]


def test_the_caption_of_the_map_never_names_the_file(data, tmp_path):
    assert main(["boundaries", str(zipped(shapefile(tmp_path, communes())))]) == 0
    label = load(data / "geometry" / in_use(data)[0]).label
    assert label == {"vi": "Ranh giới: chưa ghi nguồn", "en": "Boundaries: source not stated"}


@pytest.mark.parametrize("stored", [True, False], ids=["stored", "of a release that did not store them"])
def test_imported_boundaries_travel_with_the_archive(data, tmp_path, monkeypatch, stored):
    assert main(["boundaries", str(shapefile(tmp_path, communes()))]) == 0
    name = in_use(data)[0].removesuffix(".json")
    published = {path.name: path.read_bytes() for path in (data / "geometry").glob(f"{name}.*json*")}
    assert len(published) == 4
    if not stored:
        with create_engine(f"sqlite:///{data / 'atlas.sqlite'}").begin() as connection:
            assert connection.execute(text("DELETE FROM boundary_file")).rowcount
    assert main(["archive", "save", str(tmp_path / "a.zip")]) == 0
    monkeypatch.setenv("CHILD_ATLAS_DATA", str(tmp_path / "elsewhere"))
    assert main(["archive", "restore", str(tmp_path / "a.zip")]) == 0
    assert main(["init"]) == 0
    assert {path.name: path.read_bytes() for path in (tmp_path / "elsewhere" / "geometry").iterdir()} == published


def test_a_check_changes_nothing(data, tmp_path, capsys):
    before = state(data)
    assert main(["--language", "en", "boundaries", str(shapefile(tmp_path, communes())), "--check"]) == 0
    assert "nothing was changed" in capsys.readouterr().out
    assert state(data) == before


def test_a_bad_file_changes_nothing_and_says_why(data, tmp_path, capsys):
    before = state(data)
    path = shapefile(tmp_path, communes().query("code != '03160'"))
    assert main(["--language", "en", "boundaries", str(path)]) == 1
    assert "44 of 45 communes. Missing: 03160 Xã Mường Nhé" in capsys.readouterr().err
    assert state(data) == before


def test_a_folder_that_cannot_be_written_leaves_the_former_boundaries(data, tmp_path, capsys):
    before = in_use(data)
    geometry = data / "geometry"
    geometry.rename(data / "away")
    geometry.write_text("in the way", encoding="utf-8")
    path = shapefile(tmp_path, communes())
    assert main(["--language", "en", "boundaries", str(path)]) == 1
    assert "can't be written" in capsys.readouterr().err
    assert in_use(data) == before


def test_a_country_file_enters_its_new_communes_first(data, tmp_path):
    frame = communes().assign(province="11")
    far = communes().head(2).assign(code=["00004", "00008"], name=["Phường Ba Đình", "Phường Ngọc Hà"], province="01")
    far = far.set_geometry(far.geometry.translate(xoff=2.8, yoff=-0.4))
    path = tmp_path / "country.gpkg"
    pd.concat([frame, far], ignore_index=True).to_file(path)
    assert main(["boundaries", str(path), "--scope", "country"]) == 0
    file_name, _, units, scope = in_use(data)
    assert (units, scope) == (47, "country")
    geometry = load(data / "geometry" / file_name)
    assert (geometry.names[0], geometry.full_names[0]) == ("Ba Đình", "Phường Ba Đình")
    found = rows(data, "SELECT full_name FROM area WHERE code IN ('00004', '00008') AND kind = 'commune' ORDER BY code")
    assert found == [("Phường Ba Đình",), ("Phường Ngọc Hà",)]
    # Once all are on record, the same file still says where each lies.
    assert main(["boundaries", str(path), "--scope", "country"]) == 0
    # The province's own file still means the province's 45.
    assert main(["boundaries", str(shapefile(tmp_path, communes()))]) == 0
    assert in_use(data)[2:] == (45, "province")


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path, monkeypatch, capsys):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("CHILD_ATLAS_DATA", str(tmp_path / "file" / "data"))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert main(["--language", "en", "init"]) == 1
    assert "can't be read or written" in capsys.readouterr().err


def test_a_missing_command_is_asked_for(capsys):
    with pytest.raises(SystemExit):
        main([])
    assert "COMMAND" in capsys.readouterr().err
