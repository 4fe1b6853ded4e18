"""The database away, locked, too new, too old or broken, shapes gone: one sentence on the page, never a traceback."""

import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http import HTTPStatus
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from base import settings
from cli.__main__ import main
from data_access import engine as data_engine
from geo.default import DEFAULT_FILE
from harness.statements import asked
from tests.pages.conftest import OpenPage
from tests.pages.messages import alerts, banners, everything, heading, html
from tests.pages.test_pages_data import ELSEWHERE, HERE, visit
from ui.frame import geometry, loaders, maps
from ui.frame.store import store

PAGES = ("overview", "gap_map", "trends", "commune")
ONE_IN_ENGLISH = [("overview", "vi"), ("gap_map", "en"), ("trends", "vi"), ("commune", "vi")]
LOCKED = {
    "vi": "Một chương trình khác đang ghi vào cơ sở dữ liệu. Hãy đợi một lát rồi thử lại.",
    "en": "Another program is writing to the database. Wait a moment and try again.",
}
STALE = {
    "vi": "Không kết nối được cơ sở dữ liệu; đang hiện phiên bản số liệu {n}. Tải lại trang để thử lại.",
    "en": "Database not reachable; showing version {n}. Reload the page to try again.",
}


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock is waited for as long as the machine would, only shorter."""
    monkeypatch.setattr(data_engine, "READ_WAIT_S", 0.2)


def refused(page: AppTest) -> str:
    """The one sentence of a page that could not be drawn; no word of the program in anything that was sent."""
    assert [each.message for each in page.exception] == []
    (sentence,) = alerts(page)
    for word in ("Traceback", "sqlalchemy", "sqlite3", "OperationalError", "psycopg", ".py"):
        assert word not in everything(page)
    return sentence


@contextmanager
def locked(data: Path) -> Iterator[None]:
    """Another program holds the file alone; readers of a write-ahead log are kept out by nothing less."""
    with closing(sqlite3.connect(data / "atlas.sqlite", isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("UPDATE data_version SET actor = actor")
        yield
        other.execute("ROLLBACK")


def schema(data: Path, name: str) -> None:
    with closing(sqlite3.connect(data / "atlas.sqlite")) as database:
        database.execute("UPDATE alembic_version SET version_num = ?", (name,))
        database.commit()


def version(data: Path) -> int:
    with closing(sqlite3.connect(data / "atlas.sqlite")) as database:
        return int(database.execute("SELECT MAX(version) FROM data_version").fetchone()[0])


@pytest.mark.parametrize(("name", "language"), ONE_IN_ENGLISH)
def test_a_locked_database(own_installation: Path, open_page: OpenPage, name: str, language: str):
    with locked(own_installation):
        page = open_page(name, lang=language)
        assert refused(page) == LOCKED[language]
    page.run()
    assert alerts(page) == []
    assert heading(page), "it works as soon as the other program is done"


@pytest.mark.parametrize("name", PAGES)
def test_a_database_of_a_newer_release(own_installation: Path, open_page: OpenPage, name: str):
    schema(own_installation, "9999")
    assert refused(open_page(name)) == (
        "Cơ sở dữ liệu do phiên bản mới hơn của Atlas Trẻ em tạo ra (lược đồ 9999). Hãy cập nhật chương trình; số liệu vẫn nguyên vẹn."
    )


def test_a_file_that_is_no_database(own_installation: Path, open_page: OpenPage):
    for file in own_installation.glob("atlas.sqlite*"):
        file.unlink()
    (own_installation / "atlas.sqlite").write_bytes(b"not a database, 1234567890" * 100)
    page = open_page("overview", lang="en")
    assert refused(page).startswith("atlas.sqlite is not a database or is damaged.")


def test_a_database_server_that_does_not_answer(
    own_installation: Path, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody:secret@127.0.0.1:1/none")
    page = open_page("gap_map", lang="en")
    assert refused(page).startswith("The database does not answer.")
    assert "secret" not in everything(page)


@pytest.mark.parametrize(("name", "language"), ONE_IN_ENGLISH)
def test_a_database_that_vanishes_leaves_what_was_shown_and_says_which_version(
    own_installation: Path, open_page: OpenPage, name: str, language: str
):
    shown = version(own_installation)
    page = open_page(name, lang=language)
    before = heading(page)
    for file in own_installation.glob("atlas.sqlite*"):
        file.rename(file.with_name(f"away.{file.name}"))
    page.run()
    assert alerts(page) == []
    assert heading(page) == before
    assert banners(page)[0] == STALE[language].format(n=shown)
    assert not list(own_installation.glob("atlas.sqlite*")), "no empty database takes the place of the one that is away"
    for file in own_installation.glob("away.*"):
        file.rename(file.with_name(file.name.removeprefix("away.")))
    page.run()
    assert len(banners(page)) == 1, "it is forgotten as soon as the database is back"


def test_what_was_never_loaded_can_not_be_shown_and_says_why(own_installation: Path, open_page: OpenPage):
    open_page("overview")
    shutil.move(own_installation / "atlas.sqlite", own_installation / "away")
    page = open_page("trends", indicator="STF02", lang="en")
    assert refused(page).startswith("The database atlas.sqlite is missing.")


@pytest.mark.parametrize("trouble", ["locked", "newer", "older"])
def test_trouble_later_on_leaves_what_was_shown(own_installation: Path, open_page: OpenPage, trouble: str):
    page = open_page("gap_map")
    before = heading(page)
    if trouble == "locked":
        loaders.engine().dispose()
        with locked(own_installation):
            page.run()
    else:
        schema(own_installation, {"newer": "9999", "older": "0000"}[trouble])
        page.run()
    assert alerts(page) == []
    assert heading(page) == before
    assert banners(page)[0].startswith("Không kết nối được cơ sở dữ liệu; đang hiện phiên bản số liệu ")


def test_a_static_folder_that_can_not_be_written(
    own_installation: Path, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    blocked = tmp_path / "static"
    shutil.copytree(settings.STATIC, blocked, ignore=shutil.ignore_patterns("geometry"))
    (blocked / "geometry").write_text("a file where the folder should be", encoding="utf-8")
    monkeypatch.setattr(settings, "STATIC", blocked)
    visit(monkeypatch, HERE)
    sentence = refused(open_page("gap_map", lang="en"))
    assert sentence.startswith(f"The folder {blocked / 'geometry'} can't be written")
    assert sentence.endswith("Make it writable, or start with “make run”.")
    visit(monkeypatch, ELSEWHERE)
    told = refused(open_page("gap_map", lang="en"))
    assert told.startswith("The folder geometry can't be written")
    assert str(tmp_path) not in told, "where things lie on the server is nobody's business elsewhere"


def test_a_geometry_file_that_is_gone_is_made_again(own_installation: Path, open_page: OpenPage):
    shutil.rmtree(own_installation / "geometry")
    page = open_page("gap_map")
    assert alerts(page) == []
    assert list((own_installation / "geometry").glob("*.json"))


@pytest.fixture
def imported(own_installation: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of published geometry of an installation with imported boundaries, served as asgi.py does it."""
    assert main(["boundaries", str(DEFAULT_FILE), "--source", "Sở Nội vụ"]) == 0
    monkeypatch.setattr(settings, "geometry_route", True)
    return own_installation / "geometry"


def current(data: Path) -> str:
    """The hash of the boundaries in use."""
    with closing(sqlite3.connect(data / "atlas.sqlite")) as database:
        return str(
            database.execute("SELECT file_name FROM boundary_set ORDER BY boundary_set_id").fetchall()[-1][0]
        ).partition(".")[0]


def forget_stored(data: Path) -> None:
    """As if the boundaries had come from a release that did not store their files."""
    with closing(sqlite3.connect(data / "atlas.sqlite")) as database:
        assert database.execute("DELETE FROM boundary_file").rowcount
        database.commit()


def lying(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.*json*")}


@pytest.mark.parametrize("cold", [False, True], ids=["shapes known", "shapes to be read"])
@pytest.mark.parametrize("layout", ["map", "columns"])
def test_imported_shapes_that_are_gone_come_back_while_the_server_runs(
    imported: Path, open_page: OpenPage, layout: str, cold: bool
):
    published = lying(imported)
    assert len(published) == 2 * 4, "the schematic ones lie there too"
    page = open_page("gap_map", layout=layout)
    shutil.rmtree(imported)
    if cold:
        geometry._geometry.clear()
        store.clear()
    page.run()
    assert alerts(page) == []
    assert 'role="alert"' not in html(page)
    back = lying(imported)
    assert len(back) == 4
    assert back.items() <= published.items()


NO_DECK = {
    "vi": "Không vẽ được hình 3 chiều: thiếu hình ranh giới các xã.",
    "en": "The 3-D view can't be drawn: the shapes of the communes are missing.",
}
GONE = {
    "vi": "Tệp ranh giới đã xuất bản không còn và cơ sở dữ liệu cũng không lưu. Hãy nhập lại tệp ranh giới: python -m cli boundaries TỆP",
    "en": "The files of the boundaries are gone, and the database does not hold them. "
    "Import the boundary file again: python -m cli boundaries FILE",
}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_where_shapes_are_not_stored_the_3d_view_says_so_in_its_place(
    imported: Path, open_page: OpenPage, language: str
):
    page = open_page("gap_map", layout="columns", lang=language)
    forget_stored(imported.parent)
    shutil.rmtree(imported)
    page.run()
    assert alerts(page) == []
    assert f'<p role="alert">{NO_DECK[language]} {GONE[language]}</p>' in html(page)
    assert not page.get("deck_gl_json_chart")
    # What needs no shapes goes on: the ranking beside it.
    assert 'id="rank-03160"' in html(page)
    page = open_page("trends", lang=language)
    assert alerts(page) == []


def test_a_page_that_needs_shapes_it_can_not_have_says_what_is_missing(imported: Path, open_page: OpenPage):
    open_page("overview")
    forget_stored(imported.parent)
    shutil.rmtree(imported)
    geometry._geometry.clear()
    store.clear()
    assert refused(open_page("gap_map", lang="en")) == GONE["en"]


def test_a_folder_of_shapes_that_can_not_be_written_is_named_to_who_sits_at_the_machine(
    imported: Path, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
):
    visit(monkeypatch, HERE)
    page = open_page("gap_map", layout="points", lang="en")
    shutil.rmtree(imported)
    imported.write_text("in the way", encoding="utf-8")
    page.run()
    assert f"can't be written into the folder {imported} (File exists). Give the server the right" in html(page)
    visit(monkeypatch, ELSEWHERE)
    page.run()
    assert "can't be written into the folder geometry (File exists). Give the server the right" in html(page)
    assert str(imported) not in everything(page)
    imported.unlink()
    time.sleep(geometry.RETRY_S)
    page.run()
    assert 'role="alert"' not in html(page)
    assert page.get("deck_gl_json_chart")


def test_with_the_database_away_too_the_3d_view_says_that(imported: Path, open_page: OpenPage):
    page = open_page("gap_map", layout="columns", lang="en")
    shutil.rmtree(imported)
    for file in imported.parent.glob("atlas.sqlite*"):
        file.rename(file.with_name(f"away.{file.name}"))
    page.run()
    assert alerts(page) == []
    assert f"{NO_DECK['en']} The database atlas.sqlite is missing." in html(page)


def test_a_browser_gets_back_what_is_in_use_and_asks_nothing_for_other_names(imported: Path, open_page: OpenPage):
    name = current(imported.parent)
    former = {path.name.partition(".")[0] for path in imported.glob("*.json")} - {name}
    assert len(former) == 1
    assert geometry.put_back(f"{name}.json") is HTTPStatus.NOT_FOUND, "no page was made yet"
    open_page("gap_map")
    shutil.rmtree(imported)
    with asked() as statements:
        for other in (*former, "0123456789abcdef"):
            assert geometry.put_back(f"{other}.json") is HTTPStatus.NOT_FOUND
            assert geometry.put_back(f"{other}.deck.geojson") is HTTPStatus.NOT_FOUND
    assert statements == []
    with asked() as statements:
        assert geometry.put_back(f"{name}.deck.geojson") is HTTPStatus.OK
        assert geometry.put_back(f"{name}.json") is HTTPStatus.OK
    assert len(statements) == 1
    assert len(lying(imported)) == 4


def test_a_browser_is_told_why_it_can_not_have_them_and_the_database_is_not_asked_each_time(
    imported: Path, open_page: OpenPage
):
    file = f"{current(imported.parent)}.json"
    open_page("gap_map")
    shutil.rmtree(imported)
    imported.write_text("in the way", encoding="utf-8")
    assert geometry.put_back(file) is HTTPStatus.INSUFFICIENT_STORAGE
    imported.unlink()
    time.sleep(geometry.RETRY_S)
    forget_stored(imported.parent)
    with asked() as statements:
        assert [geometry.put_back(file) for _ in range(5)] == [HTTPStatus.NOT_FOUND] * 5
    assert len(statements) == 1
    time.sleep(geometry.RETRY_S)
    for each in imported.parent.glob("atlas.sqlite*"):
        each.rename(each.with_name(f"away.{each.name}"))
    assert geometry.put_back(file) is HTTPStatus.SERVICE_UNAVAILABLE


def test_without_a_route_the_copy_that_streamlit_serves_comes_back(
    imported: Path, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    static = Path(shutil.copytree(settings.STATIC, tmp_path / "static", ignore=shutil.ignore_patterns("geometry")))
    monkeypatch.setattr(settings, "STATIC", static)
    monkeypatch.setattr(settings, "geometry_route", False)
    page = open_page("gap_map")
    served = {path.name: path.read_bytes() for path in (static / "geometry").iterdir()}
    assert [*served] == [f"{current(imported.parent)}.json"]
    for folder in (imported, static / "geometry"):
        shutil.rmtree(folder)
    page.run()
    assert {path.name: path.read_bytes() for path in (static / "geometry").iterdir()} == served


def test_a_mistake_of_ours_is_a_sentence_too(
    own_installation: Path, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("a secret of the program")

    monkeypatch.setattr(maps, "map_block", broken)
    page = open_page("gap_map", indicator="IMM01", lang="en")
    assert (
        refused(page) == "This page could not be drawn. The reason is in the server's log; the other pages still work."
    )
    assert "a secret of the program" not in everything(page)
    assert "page=gap_map" in caplog.text
    assert "ZeroDivisionError" in caplog.text
