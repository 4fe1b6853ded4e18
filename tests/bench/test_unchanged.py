"""What two installations give out differently is found, whatever kind of thing it is; nothing where they give out the same."""

import csv
import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from PIL import Image

from bench.unchanged import FORMATS, compare, keep_export, keep_tables

FILES = 3 + len(FORMATS)
AREAS = (("03158", "Xã Sín Thầu"), ("03160", "Xã Mường Nhé"))
WIDTH, HEIGHT = 50, 40


@dataclass(frozen=True)
class GivenOut:
    """What a made-up installation gives out. figure: in the exports of each format. about: what each says of itself."""

    areas: tuple[tuple[str, str], ...] = AREAS
    original: bytes = b"as it came"
    received_at: str = "2026-01-12 05:00"
    figure: Mapping[str, int] = field(default_factory=lambda: dict.fromkeys(FORMATS, 455))
    about: Mapping[str, str] = field(default_factory=lambda: dict.fromkeys(FORMATS, "Register"))
    pixel: tuple[int, int, int] = (250, 250, 250)

    def into(self, folder: Path) -> Path:
        """Everything as `take` writes it down."""
        for name in ("exports", "pictures"):
            (folder / name).mkdir(parents=True)
        data = folder.with_name(f"{folder.name}_data")
        data.mkdir()
        with closing(sqlite3.connect(data / "atlas.sqlite")) as connection, connection:
            connection.execute("CREATE TABLE area (code TEXT, name TEXT)")
            connection.executemany("INSERT INTO area VALUES (?, ?)", self.areas)
            connection.execute("CREATE TABLE stored_file (content BLOB, received_at TEXT)")
            connection.execute("INSERT INTO stored_file VALUES (?, ?)", (self.original, self.received_at))
        keep_tables(data, folder / "database")
        for suffix in FORMATS:
            keep_export(self.exported(data / f"all.{suffix}", suffix), folder / "exports")
        picture = Image.new("RGB", (WIDTH, HEIGHT), (250, 250, 250))
        picture.putpixel((7, 7), self.pixel)
        picture.save(folder / "pictures" / "map.png")
        return folder

    def exported(self, file: Path, suffix: str) -> Path:
        """An export of one row, as far as its format lets it say where it comes from."""
        about, row = self.about[suffix], {"code": "03160", "numerator": self.figure[suffix]}
        match suffix:
            case "csv":
                with file.open("w", encoding="utf-8-sig", newline="") as out:
                    csv.writer(out).writerows([[about], list(row), list(row.values())])
            case "xlsx":
                book = openpyxl.Workbook()
                book.active.append(list(row.values()))
                book.create_sheet("About").append([about])
                book.save(file)
            case "parquet":
                table = pa.table({name: [cell] for name, cell in row.items()})
                pq.write_table(table.replace_schema_metadata({"about": about}), file)
            case _:
                file.write_text(json.dumps({"about": about, "dataValues": [row]}), encoding="utf-8")
        return file


SAME = GivenOut()


def found(tmp_path: Path, other: GivenOut) -> list[str]:
    """What is said of an installation and another one."""
    return compare(SAME.into(tmp_path / "before"), other.into(tmp_path / "after"))


def test_nothing_is_found_where_nothing_differs(tmp_path: Path) -> None:
    assert found(tmp_path, GivenOut()) == [f"{FILES} files compared, 0 differ"]


def test_a_later_hour_and_another_order_are_no_difference(tmp_path: Path) -> None:
    other = replace(SAME, areas=AREAS[::-1], received_at="2026-01-12 17:00")
    assert found(tmp_path, other) == [f"{FILES} files compared, 0 differ"]


@pytest.mark.parametrize(
    ("other", "line"),
    [
        (replace(SAME, areas=(AREAS[0], ("03160", "Xã Mường nhé"))), "not the same: database/area.txt"),
        (replace(SAME, areas=AREAS[:1]), "not the same: database/area.txt"),
        (replace(SAME, areas=(*AREAS, AREAS[1])), "not the same: database/area.txt"),
        (replace(SAME, original=b"as it cane"), "not the same: database/stored_file.txt"),
        # One of 2,000 pixels, a little bluer: what a glance doesn't see.
        (replace(SAME, pixel=(250, 250, 251)), "  0.050 % of pixels: pictures/map.png"),
        *(
            (replace(SAME, **{part: {**getattr(SAME, part), suffix: cell}}), f"not the same: exports/all.{suffix}.txt")
            for part, cell in (("figure", 456), ("about", "Survey"))
            for suffix in FORMATS
        ),
    ],
)
def test_each_kind_of_difference_is_found(tmp_path: Path, other: GivenOut, line: str) -> None:
    assert found(tmp_path, other) == [line, f"{FILES} files compared, 1 differ"]


def test_a_picture_of_another_size_is_another_picture(tmp_path: Path) -> None:
    before, after = SAME.into(tmp_path / "before"), SAME.into(tmp_path / "after")
    Image.new("RGB", (WIDTH, HEIGHT + 1), (250, 250, 250)).save(after / "pictures" / "map.png")
    assert compare(before, after)[0] == "100.000 % of pixels: pictures/map.png"


@pytest.mark.parametrize("name", ["database/area.txt", "exports/all.csv.txt", "pictures/map.png"])
def test_a_file_that_is_missing_is_found_on_either_side(tmp_path: Path, name: str) -> None:
    before, after = SAME.into(tmp_path / "before"), SAME.into(tmp_path / "after")
    (after / name).unlink()
    assert compare(before, after) == [f"only before: {name}", f"{FILES - 1} files compared, 1 differ"]
    assert compare(after, before) == [f"only after: {name}", f"{FILES - 1} files compared, 1 differ"]
