"""Published files: whole or absent, in an order in which the last one vouches for the others, and known by their content."""

import gzip
import hashlib
from pathlib import Path

import pytest

from geo import files
from geo.errors import BoundaryError

BODY, DECK = '{"codes":["03158"],"names":["Sín Thầu"]}'.encode(), b'{"type":"FeatureCollection","features":[]}'
HASH = hashlib.sha256(BODY + DECK).hexdigest()[:16]
STORED = {f"{HASH}.json.gz": gzip.compress(BODY), f"{HASH}.deck.geojson.gz": gzip.compress(DECK)}
ALL = {**STORED, f"{HASH}.json": BODY, f"{HASH}.deck.geojson": DECK}


def lying(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_what_travels_becomes_all_four_files_again_to_the_byte(tmp_path: Path):
    found = files.unpacked(HASH, STORED)
    assert found is not None
    assert found.write(tmp_path / "geometry") == tmp_path / "geometry" / f"{HASH}.json"
    assert lying(tmp_path / "geometry") == ALL
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "geometry").iterdir()} == {0o644}
    assert files.lie_in(tmp_path / "geometry", HASH)
    again = files.read(tmp_path / "geometry", HASH)
    assert again is not None
    assert again.travelling() == STORED


@pytest.mark.parametrize("blocked", [name for name in ALL if name != f"{HASH}.json"])
def test_where_the_last_file_stands_the_others_do(tmp_path: Path, blocked: str):
    found = files.unpacked(HASH, STORED)
    assert found is not None
    (tmp_path / blocked).mkdir()
    with pytest.raises(BoundaryError, match="can't be written"):
        found.write(tmp_path)
    assert not (tmp_path / f"{HASH}.json").exists()
    assert not files.lie_in(tmp_path, HASH)


@pytest.mark.parametrize("lost", ALL)
def test_a_set_of_which_a_file_is_gone_does_not_lie_there(tmp_path: Path, lost: str):
    for name, content in ALL.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / lost).unlink()
    assert not files.lie_in(tmp_path, HASH)


@pytest.mark.parametrize(
    "change",
    [
        {f"{HASH}.json.gz": gzip.compress(BODY)[:-9]},
        {f"{HASH}.json.gz": b"no gzip"},
        {f"{HASH}.json.gz": gzip.compress(BODY.replace(b"03158", b"03160"))},
        {f"{HASH}.deck.geojson.gz": gzip.compress(b"{}")},
        {f"{HASH}.deck.geojson.gz": b""},
    ],
    ids=["torn", "no gzip", "another code", "other coarse shapes", "empty"],
)
def test_what_is_not_the_content_of_its_name_is_none(tmp_path: Path, change: dict[str, bytes]):
    assert files.unpacked(HASH, STORED | change) is None
    for name, content in (STORED | change).items():
        (tmp_path / name).write_bytes(content)
    assert files.read(tmp_path, HASH) is None


def test_half_a_set_is_none(tmp_path: Path):
    (name, content), _ = STORED.items()
    assert files.unpacked(HASH, {name: content}) is None
    assert files.read(tmp_path, HASH) is None
    assert files.read(tmp_path / "nowhere", HASH) is None


def test_what_unpacks_past_all_measure_is_none(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(files, "_MOST", 1_000)
    body = b" " * 1_001
    name = hashlib.sha256(body + DECK).hexdigest()[:16]
    packed = {f"{name}.json.gz": gzip.compress(body), f"{name}.deck.geojson.gz": gzip.compress(DECK)}
    assert files.unpacked(name, packed) is None
    monkeypatch.setattr(files, "_MOST", 1_001)
    assert files.unpacked(name, packed) is not None
