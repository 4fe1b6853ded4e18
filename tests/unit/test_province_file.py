"""The province file: read, or refused with a sentence that names file and field; never a traceback."""

import contextlib
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.errors import AtlasError
from base.province_file import SINCE_EVER, read
from base.settings import ASSETS
from base.texts import Texts

WHOLE = (ASSETS / "province.toml").read_text(encoding="utf-8")
FIELDS = tuple(tomllib.loads(WHOLE))


def written(folder: Path, text: str) -> Path:
    path = folder / "province.toml"
    path.write_bytes(text.encode("utf-8"))
    return path


def without(*names: str) -> str:
    return "\n".join(line for line in WHOLE.splitlines() if line.split(" =")[0] not in names)


def refused(path: Path) -> str:
    with pytest.raises(AtlasError) as caught:
        read(path)
    for language in ("vi", "en"):
        assert str(path) in caught.value.text(Texts(language))
    return caught.value.text(Texts("en"))


def test_the_one_that_is_shipped(tmp_path: Path):
    shipped = read(ASSETS / "province.toml")
    assert (shipped.code, shipped.merged_on, shipped.communes_before) == ("11", date(2025, 7, 1), 129)
    assert shipped.has_merged
    # As the editor of Windows saves it.
    assert read(written(tmp_path, "\N{BYTE ORDER MARK}" + WHOLE)) == shipped
    assert read(written(tmp_path, WHOLE.replace("\n", "\r\n"))) == shipped


def test_a_province_may_never_have_merged(tmp_path: Path):
    never = read(written(tmp_path, without("merged_on", "communes_before")))
    assert never.merged_on == SINCE_EVER
    assert not never.has_merged


@pytest.mark.parametrize("name", [each for each in FIELDS if each != "merged_on"])
def test_a_field_that_is_missing_is_named(tmp_path: Path, name: str):
    assert f"lacks the field {name}. Write it as here: {name} = " in refused(written(tmp_path, without(name)))


@pytest.mark.parametrize(
    "line",
    [
        "code = 11",
        'name_vi = " "',
        'timezone = "Asia/Hanoi"',
        "merged_on = 2025",
        'merged_on = "2025-07-01"',
        "merged_on = 2025-07-01T00:00:00",
        "communes_before = 0",
        "communes_after = -45",
        "communes_after = true",
        "remote_minutes = 1.5",
        "crs_candidates = []",
        'crs_candidates = ["9205"]',
        "box = [102.14, 20.83, 103.60]",
        "box = [103.60, 20.83, 102.14, 22.54]",
        "box = [20.83, 102.14, 22.54, 103.60]",
        "box = 102.14",
    ],
)
def test_a_field_that_cant_be_is_named(tmp_path: Path, line: str):
    name = line.split(" =")[0]
    said = refused(written(tmp_path, without(name) + "\n" + line))
    assert f"{name} = " in said
    assert "can't be. Write it as here: " in said


def test_what_is_mistyped_is_told(tmp_path: Path):
    assert "has a field merged that means nothing" in refused(written(tmp_path, "merged = 2025-07-01\n" + WHOLE))


def test_what_is_no_province_file(tmp_path: Path):
    assert "can't be read" in refused(tmp_path / "nowhere.toml")
    assert "can't be read" in refused(tmp_path)
    path = tmp_path / "province.toml"
    path.write_bytes(WHOLE.encode("cp1258", "replace"))
    assert "no UTF-8" in refused(path)
    assert "line 2" in refused(written(tmp_path, 'code = "11"\nname_vi = Điện Biên'))


@given(at=st.integers(0, len(WHOLE.encode()) - 1), length=st.integers(0, 40), put=st.binary(max_size=12))
def test_damaged_files_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, at: int, length: int, put: bytes):
    """Any bytes taken out and any put in."""
    content = WHOLE.encode()
    path = tmp_path_factory.getbasetemp() / "damaged.toml"
    path.write_bytes(content[:at] + put + content[at + length :])
    # Anything but a sentence of ours fails the test.
    with contextlib.suppress(AtlasError):
        read(path)
