"""The archive: what is saved and restored is the same database, on either server, and a file that is not whole changes nothing."""

import hashlib
import json
import stat
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from sqlalchemy import Engine, create_engine, insert, select

from cli.__main__ import main
from data_access import archive, boundaries, migrate, queries
from data_access.archive.contents import (
    TABLES,
    ArchiveExistsError,
    ArchiveOfOtherProvinceError,
    ArchiveOfOtherSchemaError,
    BadArchiveError,
    ReportsPresentError,
)
from data_access.engine import open_engine, reading, utc, writing
from data_access.reports import batches
from data_access.tables import (
    alias,
    area,
    event,
    external_code,
    facility,
    finding,
    indicator,
    indicator_version,
    job,
    metadata,
    observation_current,
    seeded,
)
from harness import small_world
from harness.small_world import Report, apply

ODD_BYTES = bytes(range(256)) * 40
SHAPES = {"0123456789abcdef.json.gz": ODD_BYTES[::-1], "0123456789abcdef.deck.geojson.gz": b"\0coarse"}
MOMENT = datetime(2026, 2, 3, 4, 5, 6, 789_012, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def other(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A second database, migrated and empty."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'restored.sqlite'}"
    else:
        server, name = (
            request.getfixturevalue("postgres"),
            f"restored_{hashlib.md5(str(tmp_path).encode()).hexdigest()}",
        )
        admin = create_engine(server.format(name="postgres"), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        admin.dispose()
        url = server.format(name=name)
    made = open_engine(url, create=True)
    migrate.upgrade(made)
    yield made
    made.dispose()


def live(engine: Engine) -> None:
    """All that may be in a database: demo withdrawn, a batch withdrawn, strata, divided units, blanks, findings, jobs, boundaries."""
    apply(engine, [Report("03158", 1, 2)], content=b"demo", is_demo=True)
    apply(
        engine,
        [Report(code, n + 0.1 if code == "03199" else n, 20, indicator=indicator, row=n)
         for n, code in enumerate(small_world.OLD, start=5) for indicator in ("OPEN", "GUARDED", "SECRET")]
        + [Report("03160", 3, 9, indicator="GUARDED", stratum="ethnic=mong"), Report("11", None, value=95.5, kind="province", collection="press"),
           Report("03160", None, blank="not_applicable", period="2023"), Report("03161", 7, 8, period="2023")],
        content=ODD_BYTES,
    )  # fmt: skip
    apply(engine, [Report("03160", 9, 10, period="2025")], content="Mường Nhé".encode())
    apply(engine, [Report("03161", 6, 20, indicator="GUARDED")], content=b"what stood before is kept")
    apply(engine, [Report("03160", 1, 10, period="2025")], content=b"wrong")
    withdrawn = small_world.newest_batch(engine)
    batches.withdraw(engine, withdrawn, "an")
    new = boundaries.Boundaries(
        sha256="ab", file_name="0123456789abcdef.json", name="communes.zip", schematic=False, units=4, scope="province",
        source_note="Sở",
    )  # fmt: skip
    boundaries.register(engine, new, files=SHAPES, report={"units": []}, actor="an")
    with writing(engine) as connection:
        first = connection.scalar(select(area.c.area_id).where(area.c.code == "03160"))
        connection.execute(insert(alias).values(area_id=first, spelling="Mường Nhè", source="an"))
        connection.execute(
            insert(external_code).values(
                system="dhis2", kind="area", external="aB3", area_id=first, indicator_id=None, part="", stratum=""
            )
        )
        connection.execute(
            insert(finding).values(
                batch_id=withdrawn, n=1, level="warning", rule="jump", sheet="Biểu 1", sheet_row=None, sheet_col="D",
                value="=1+1", details="{}", accepted_by="an", reason="Đúng: đã hỏi xã",
            )
        )  # fmt: skip
        connection.execute(
            insert(job).values(
                token="t", kind="apply", state="done", actor="an", created_at=MOMENT, finished_at=None, error=""
            )
        )
        connection.execute(
            insert(facility).values(
                kind="school", name="Mường Nhé 1", area_id=first, lon=102.1, lat=22.2, source="Sở", is_demo=False
            )
        )
        connection.execute(
            insert(event).values(day=MOMENT.date(), text_vi="bão", text_en="storm", indicator="", source="Sở")
        )
        connection.execute(
            insert(indicator_version).values(
                indicator_id=select(indicator.c.indicator_id).where(indicator.c.code == "OPEN").scalar_subquery(),
                version=1, valid_from=MOMENT.date(), breaks_series=False, text_vi="Bản đầu", text_en="First",
            )
        )  # fmt: skip
        connection.execute(insert(seeded).values(name="areas", sha256="cd"))


def rows(engine: Engine) -> dict[str, list[tuple]]:
    """Every row of every table, those that are derived too; instants with their zone.

    What was reported is compared to the last bit. Sums are added up anew, in the order of the server: to 12 digits.
    """
    with reading(engine) as connection:
        return {
            table.name: [
                tuple(_comparable(cell, summed=table is observation_current) for cell in row)
                for row in connection.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for table in metadata.sorted_tables
        }


def _comparable(cell: object, *, summed: bool) -> object:
    if isinstance(cell, datetime):
        return utc(cell)
    return float(f"{cell:.12g}") if summed and isinstance(cell, float) else cell


@pytest.fixture
def saved(engine: Engine, tmp_path: Path) -> tuple[Engine, Path]:
    """A living database and its archive."""
    live(engine)
    file = tmp_path / "luu_tru.zip"
    archive.save(engine, file)
    return engine, file


def test_what_is_restored_is_the_same_database(saved, other: Engine, tmp_path: Path):
    engine, file = saved
    archive.restore(other, file)
    before, after = rows(engine), rows(other)
    assert before.keys() == after.keys()
    for name, found in before.items():
        assert after[name] == found, name
    # The test itself would be empty if the world were.
    assert {name for name, found in before.items() if not found} == set()
    assert boundaries.files(other, "0123456789abcdef") == SHAPES


def test_life_goes_on_as_in_the_original(saved, other: Engine, tmp_path: Path):
    """The next import gets the same keys and shows the same figures; the restored withdrawn file can come in again."""
    engine, file = saved
    archive.restore(other, file)
    for each in (engine, other):
        apply(each, [Report("03160", 1, 10, period="2025"), Report("03161", 4, 10)], content=b"wrong")
    shown = observation_current.name
    assert rows(engine)[shown] == rows(other)[shown]
    # Keys that the server gives need only be new: a sequence may leave some out.
    assert len(rows(other)["batch"]) == len(rows(engine)["batch"])
    *before, here = rows(engine)["data_version"]
    *restored, there = rows(other)["data_version"]
    assert restored == before
    assert here[0] == there[0]
    assert queries.state(engine).edition != queries.state(other).edition, "the same number, but from here on other data"


def test_only_the_owner_may_read_it_and_nothing_else_is_left(saved, tmp_path: Path):
    _, file = saved
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sorted(p.name for p in tmp_path.iterdir() if "sqlite" not in p.name) == ["luu_tru.zip"]


def test_other_programs_can_read_it(saved, tmp_path: Path):
    """Parquet with plain names and the sums that were reported."""
    _, file = saved
    with zipfile.ZipFile(file) as opened:
        opened.extractall(tmp_path / "out")
    names = pq.read_table(tmp_path / "out" / "area.parquet").to_pandas()
    assert names.loc[names["code"] == "03161", "full_name"].tolist() == ["Xã Nậm Vì"]
    files = pq.read_table(tmp_path / "out" / "stored_file.parquet").to_pandas()
    assert ODD_BYTES in files["bytes"].tolist()
    reports = pq.read_table(tmp_path / "out" / "observation.parquet").to_pandas()
    assert reports["numerator"].sum() == pytest.approx(1 + 3 * (5 + 6 + 7 + 8 + 9 + 10 + 11.1) + 3 + 7 + 9 + 1 + 6)


def test_a_file_that_is_there_stays(engine: Engine, tmp_path: Path):
    file = tmp_path / "luu_tru.zip"
    file.write_bytes(b"last month's")
    with pytest.raises(ArchiveExistsError):
        archive.save(engine, file)
    assert file.read_bytes() == b"last month's"


def test_an_archive_that_cannot_be_finished_leaves_nothing(engine: Engine, tmp_path: Path, monkeypatch):
    folder = tmp_path / "out"
    folder.mkdir()

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive.saving.batches, "current_version", full)
    with pytest.raises(OSError, match="No space"):
        archive.save(engine, folder / "a.zip")
    assert list(folder.iterdir()) == []


def test_it_is_one_snapshot(engine: Engine, tmp_path: Path):
    """A batch applied while the tables are read is in none of them."""
    apply(engine, [Report("03158", 1, 2)])

    def meanwhile(step: int, _: int, __: str) -> None:
        if step == 2:
            apply(engine, [Report("03160", 3, 4)])

    manifest = archive.save(engine, tmp_path / "a.zip", progress=meanwhile)
    assert manifest.data_version == 1
    assert {n: manifest.parts[f"{n}.parquet"].rows for n in ("batch", "observation", "stored_file")} == {
        "batch": 1, "observation": 1, "stored_file": 1,
    }  # fmt: skip


def test_reports_are_never_replaced(saved, engine: Engine):
    _, file = saved
    before = rows(engine)
    with pytest.raises(ReportsPresentError):
        archive.restore(engine, file)
    assert rows(engine) == before


def test_the_demo_is(saved, other: Engine, tmp_path: Path):
    engine, file = saved
    small_world.fill(other)
    apply(other, [Report("03200", 1, 2, period="2025")], content=b"another demo", is_demo=True)
    archive.restore(other, file)
    assert rows(other) == rows(engine)


# --- files that are not whole ------------------------------------------------------------------------------------------


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Engine]:
    """An empty SQLite database beside the one saved."""
    made = open_engine(f"sqlite:///{tmp_path / 'fresh.sqlite'}", create=True)
    migrate.upgrade(made)
    small_world.fill(made)
    yield made
    made.dispose()


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A good archive, made once."""
    folder = tmp_path_factory.mktemp("whole")
    made = open_engine(f"sqlite:///{folder / 'atlas.sqlite'}", create=True)
    migrate.upgrade(made)
    small_world.fill(made)
    live(made)
    archive.save(made, folder / "a.zip")
    made.dispose()
    return (folder / "a.zip").read_bytes()


def opened(content: bytes, folder: Path) -> dict[str, bytes]:
    (folder / "in.zip").write_bytes(content)
    with zipfile.ZipFile(folder / "in.zip") as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def closed(parts: dict[str, bytes], folder: Path, how: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(folder / "changed.zip", "w", how) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return folder / "changed.zip"


def vouched(parts: dict[str, bytes], **fields: object) -> dict[str, bytes]:
    """With a manifest that agrees with the parts as they are now."""
    manifest = json.loads(parts["manifest.json"]) | fields
    for name, part in manifest["parts"].items():
        if name in parts:
            part.update(bytes=len(parts[name]), sha256=hashlib.sha256(parts[name]).hexdigest())
    return {**parts, "manifest.json": json.dumps(manifest).encode()}


def parquet(table: pa.Table) -> bytes:
    out = pa.BufferOutputStream()
    pq.write_table(table, out)
    return out.getvalue().to_pybytes()


def flipped(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def _one_bit(parts: dict[str, bytes]) -> dict[str, bytes]:
    return {**parts, "observation.parquet": flipped(parts["observation.parquet"])}


def _other_figures(parts: dict[str, bytes]) -> dict[str, bytes]:
    """A good table of the same size with another figure in it: only the hash can tell."""
    table = pq.read_table(pa.BufferReader(parts["observation.parquet"]))
    column = table.column_names.index("numerator")
    changed = table.set_column(column, table.schema.field(column), pa.array([8.0] * len(table)))
    kept = vouched({**parts, "observation.parquet": parquet(changed)})
    lied = table.set_column(column, table.schema.field(column), pa.array([9.0] * len(table)))
    assert len(parquet(lied)) == len(parquet(changed))
    return {**kept, "observation.parquet": parquet(lied)}


def _no_table(parts: dict[str, bytes]) -> dict[str, bytes]:
    return {name: content for name, content in parts.items() if name != "batch.parquet"}


def _no_manifest(parts: dict[str, bytes]) -> dict[str, bytes]:
    return {name: content for name, content in parts.items() if name != "manifest.json"}


def _one_more(parts: dict[str, bytes]) -> dict[str, bytes]:
    return {**parts, "readme.txt": b"hello"}


def _way_out(parts: dict[str, bytes]) -> dict[str, bytes]:
    """A part that leads out of the folder, and that the manifest names."""
    manifest = json.loads(parts["manifest.json"])
    name = "../0123456789abcdef.json"
    manifest["parts"][name] = {"rows": 0, "bytes": 5, "sha256": hashlib.sha256(b"hello").hexdigest()}
    return {**parts, name: b"hello", "manifest.json": json.dumps(manifest).encode()}


def _other_columns(parts: dict[str, bytes]) -> dict[str, bytes]:
    return vouched({**parts, "alias.parquet": parquet(pa.table({"area_id": [1], "spelling": ["a"]}))})


def _no_parquet(parts: dict[str, bytes]) -> dict[str, bytes]:
    return vouched({**parts, "alias.parquet": b"PAR1 no, it is not"})


def _fewer_rows(parts: dict[str, bytes]) -> dict[str, bytes]:
    table = pq.read_table(pa.BufferReader(parts["observation.parquet"]))
    return vouched({**parts, "observation.parquet": parquet(table.slice(1))})


def _dangling(parts: dict[str, bytes]) -> dict[str, bytes]:
    """An observation of a batch that is not there: found by the database itself, after much is written."""
    table = pq.read_table(pa.BufferReader(parts["observation.parquet"]))
    batch = table.column_names.index("batch_id")
    changed = table.set_column(batch, table.schema.field("batch_id"), pa.array([999] * len(table), pa.int64()))
    return vouched({**parts, "observation.parquet": parquet(changed)})


def _manifest_of_another(parts: dict[str, bytes]) -> dict[str, bytes]:
    return {**parts, "manifest.json": b'{"format": "something else", "parts": {}}'}


def _manifest_no_json(parts: dict[str, bytes]) -> dict[str, bytes]:
    return {**parts, "manifest.json": b"[" * 100_000}


def _manifest_with_words(parts: dict[str, bytes]) -> dict[str, bytes]:
    return vouched(parts, data_version="many")


@pytest.mark.parametrize(
    "change",
    [_one_bit, _other_figures, _no_table, _no_manifest, _one_more, _way_out, _other_columns, _no_parquet, _fewer_rows, _dangling,
     _manifest_of_another, _manifest_no_json, _manifest_with_words],
)  # fmt: skip
def test_an_archive_that_is_not_whole_changes_nothing(
    whole: bytes, fresh: Engine, tmp_path: Path, change: Callable[[dict[str, bytes]], dict[str, bytes]]
):
    before = rows(fresh)
    file = closed(change(opened(whole, tmp_path)), tmp_path)
    with pytest.raises(BadArchiveError, match=r"changed\.zip"):
        archive.restore(fresh, file)
    assert rows(fresh) == before
    assert not list(tmp_path.parent.glob("0123456789abcdef.*"))


def test_an_archive_vouched_for_as_it_is_can_be_restored(whole: bytes, fresh: Engine, tmp_path: Path):
    """What the changes above start from is not itself the reason why they are refused."""
    archive.restore(fresh, closed(vouched(opened(whole, tmp_path)), tmp_path))
    assert rows(fresh)["batch"]


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.999])
def test_a_torn_file_changes_nothing(whole: bytes, fresh: Engine, tmp_path: Path, share: float):
    before = rows(fresh)
    (tmp_path / "torn.zip").write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(BadArchiveError):
        archive.restore(fresh, tmp_path / "torn.zip")
    assert rows(fresh) == before


def test_a_packed_bomb_is_not_unpacked(whole: bytes, fresh: Engine, tmp_path: Path):
    """Our parts are stored as they are; one that would grow on unpacking is refused unread."""
    parts = opened(whole, tmp_path)
    parts["alias.parquet"] = b"\0" * 50_000_000
    file = closed(vouched(parts), tmp_path, zipfile.ZIP_DEFLATED)
    assert file.stat().st_size < 1_000_000
    with pytest.raises(BadArchiveError):
        archive.restore(fresh, file)


def test_of_another_release_or_province(whole: bytes, fresh: Engine, tmp_path: Path):
    parts = opened(whole, tmp_path)
    with pytest.raises(ArchiveOfOtherSchemaError, match="0000"):
        archive.restore(fresh, closed(vouched(parts, schema="0000"), tmp_path))
    with pytest.raises(ArchiveOfOtherProvinceError, match="12"):
        archive.restore(fresh, closed(vouched(parts, province="12"), tmp_path))


# --- the command -------------------------------------------------------------------------------------------------------


def test_the_command_saves_restores_and_says_who_may_read(tmp_path: Path, monkeypatch, capsys):
    monkeypatch.setenv("CHILD_ATLAS_DATA", str(tmp_path / "first"))
    made = open_engine(f"sqlite:///{tmp_path / 'first' / 'atlas.sqlite'}", create=True)
    (tmp_path / "first").mkdir()
    migrate.upgrade(made)
    small_world.fill(made)
    live(made)
    file = tmp_path / "a.zip"
    assert main(["--language", "en", "archive", "save", str(file)]) == 0
    assert "figures of children without protection" in capsys.readouterr().out
    assert main(["--language", "en", "archive", "save", str(file)]) == 1
    assert "a.zip exists already" in capsys.readouterr().err
    monkeypatch.setenv("CHILD_ATLAS_DATA", str(tmp_path / "second"))
    assert main(["--language", "en", "archive", "restore", str(file)]) == 0
    assert "Restart the dashboard" in capsys.readouterr().out
    restored = open_engine(f"sqlite:///{tmp_path / 'second' / 'atlas.sqlite'}")
    assert rows(restored) == rows(made)
    for each in (made, restored):
        each.dispose()


def test_every_table_is_archived_or_derived():
    assert {table.name for table in metadata.sorted_tables} - {table.name for table in TABLES} == {
        "area_link",
    }
