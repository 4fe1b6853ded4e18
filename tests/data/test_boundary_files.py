"""Published boundaries are in the database too: whoever serves it gets them, whatever became of the folder."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, func, insert, select, update

from data_access import boundaries, queries
from data_access.boundaries import Boundaries
from data_access.engine import reading, writing
from data_access.tables import boundary_file
from geo.default import default_file, publish_default
from geo.errors import ShapesFolderError, ShapesGoneError
from installation import boundaries as installed
from installation.boundaries import ensure_boundaries, put_back, store_files


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of published geometry, which is not there yet."""
    monkeypatch.setenv("CHILD_ATLAS_DATA", str(tmp_path / "data"))
    return tmp_path / "data" / "geometry"


def imported(engine: Engine, folder: Path, *, stored: bool = True) -> dict[str, bytes]:
    """Boundaries in use as an import leaves them; all files of the folder as they were published, by name."""
    published = publish_default(folder)
    new = Boundaries(
        sha256="ab", file_name=published.file.name, name="communes.zip", schematic=False, units=45, scope="province",
        source_note="Sở Nội vụ",
    )  # fmt: skip
    packed = {path.name: path.read_bytes() for path in folder.glob("*.gz")}
    assert len(packed) == 2
    boundaries.register(engine, new, files=packed if stored else {}, report={}, actor="an")
    return lying(folder)


def lying(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def in_use(engine: Engine) -> str:
    current = boundaries.current(engine)
    assert current is not None
    return current.hash


def version(engine: Engine) -> int:
    return queries.state(engine).version


def test_what_is_published_is_stored_as_it_travels_and_once(engine: Engine, folder: Path):
    published = imported(engine, folder)
    travelling = {name: content for name, content in published.items() if name.endswith(".gz")}
    assert boundaries.files(engine, in_use(engine)) == travelling
    assert boundaries.has_files(engine, in_use(engine))
    imported(engine, folder)
    with reading(engine) as connection:
        assert connection.scalar(select(func.count()).select_from(boundary_file)) == 2
    assert boundaries.files(engine, "0123456789abcdef") == {}
    assert not boundaries.has_files(engine, "0123456789abcdef")


@pytest.mark.parametrize("lost", ["all", ".json", ".json.gz", ".deck.geojson", ".deck.geojson.gz"])
def test_a_start_puts_back_what_is_gone(engine: Engine, folder: Path, lost: str):
    published = imported(engine, folder)
    if lost == "all":
        shutil.rmtree(folder)
    else:
        (folder / f"{in_use(engine)}{lost}").unlink()
    before = version(engine)
    ensure_boundaries(engine, actor="start")
    assert lying(folder) == published
    assert version(engine) == before, "nothing that is shown has changed"


def test_a_start_stores_what_an_earlier_release_left_in_the_folder_alone(engine: Engine, folder: Path):
    published = imported(engine, folder, stored=False)
    before = version(engine)
    ensure_boundaries(engine, actor="start")
    assert boundaries.files(engine, in_use(engine)) == {n: c for n, c in published.items() if n.endswith(".gz")}
    assert version(engine) == before
    shutil.rmtree(folder)
    ensure_boundaries(engine, actor="start")
    assert lying(folder) == published


def test_schematic_boundaries_are_stored_as_well(engine: Engine, folder: Path):
    ensure_boundaries(engine, actor="start")
    kept = boundaries.files(engine, in_use(engine))
    assert kept == {path.name: path.read_bytes() for path in folder.glob("*.gz")}
    with writing(engine) as connection:
        connection.execute(boundary_file.delete())
    ensure_boundaries(engine, actor="start")
    assert boundaries.files(engine, in_use(engine)) == kept, "those of a release that did not store them"


def test_a_province_without_schematic_boundaries_gets_its_own_back(
    engine: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    published = imported(engine, folder)
    shutil.rmtree(folder)
    monkeypatch.setattr(installed, "default_file", lambda: None)
    assert default_file() is not None
    ensure_boundaries(engine, actor="start")
    assert lying(folder) == published


def test_a_start_after_which_nothing_is_missing_reads_and_writes_no_file(engine: Engine, folder: Path):
    imported(engine, folder)
    said: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *given: said.append(given[2]))
    ensure_boundaries(engine, actor="start")
    about = [each for each in said if "boundary_file" in each]
    assert len(about) == 1
    assert "bytes" not in about[0]


def test_torn_files_of_the_folder_are_not_stored(engine: Engine, folder: Path):
    imported(engine, folder, stored=False)
    file = folder / f"{in_use(engine)}.json.gz"
    file.write_bytes(file.read_bytes()[:-20])
    store_files(engine)
    assert boundaries.files(engine, in_use(engine)) == {}


def test_what_was_never_stored_can_not_be_put_back_and_a_start_goes_on(engine: Engine, folder: Path):
    imported(engine, folder, stored=False)
    shutil.rmtree(folder)
    with pytest.raises(ShapesGoneError):
        put_back(engine, in_use(engine))
    ensure_boundaries(engine, actor="start")
    assert not folder.exists()


def test_damaged_rows_are_not_published(engine: Engine, folder: Path):
    """A set of other content would be kept by browsers for ever under this name."""
    imported(engine, folder)
    shutil.rmtree(folder)
    name, hash_ = f"{in_use(engine)}.json.gz", in_use(engine)
    with writing(engine) as connection:
        changed = connection.execute(
            update(boundary_file).where(boundary_file.c.name == name).values(bytes=b"no gzip")
        ).rowcount
    assert changed == 1
    with pytest.raises(ShapesGoneError):
        put_back(engine, hash_)
    assert not folder.exists()


def test_a_folder_that_can_not_be_written_is_named(engine: Engine, folder: Path):
    imported(engine, folder)
    shutil.rmtree(folder)
    folder.write_text("in the way", encoding="utf-8")
    with pytest.raises(ShapesFolderError) as caught:
        put_back(engine, in_use(engine))
    assert caught.value.values["folder"] == folder


def test_the_files_of_another_set_stay_out(engine: Engine, folder: Path):
    published = imported(engine, folder)
    with writing(engine) as connection:
        connection.execute(insert(boundary_file).values(name="0123456789abcdef.json.gz", bytes=b"another set"))
    shutil.rmtree(folder)
    ensure_boundaries(engine, actor="start")
    assert lying(folder) == published
