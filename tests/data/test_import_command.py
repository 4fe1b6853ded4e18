"""`python -m cli import`: a folder of reports, all or none, and what it says on the way."""

from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import text

from cli.__main__ import main
from data_access.engine import open_engine, reading
from data_access.reports import history

HEAD = "indicator,period,area_code,numerator,denominator\n"
GOOD = {
    "muong_nhe.csv": HEAD + "IMM01,2025-Q4,03160,121,125\n",
    "sin_thau.csv": HEAD + "IMM01,2025-Q4,03158,29,30\n",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "reports"
    made.mkdir()
    for name, content in GOOD.items():
        (made / name).write_text(content, encoding="utf-8")
    (made / "~$muong_nhe.xlsx").write_bytes(b"left by an editor")
    (made / "notes.pdf").write_bytes(b"%PDF-1.7")
    return made


@pytest.fixture
def data(demo_copy: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CHILD_ATLAS_DATA", str(demo_copy))
    return demo_copy


def batches(data: Path) -> pd.DataFrame:
    engine = open_engine(f"sqlite:///{data / 'atlas.sqlite'}")
    found = history.batches(engine)
    engine.dispose()
    return found[~found["is_demo"]].reset_index(drop=True)


def figures(data: Path) -> list[tuple]:
    engine = open_engine(f"sqlite:///{data / 'atlas.sqlite'}")
    with reading(engine) as connection:
        rows = connection.execute(
            text(
                "SELECT a.code, o.numerator, o.denominator FROM observation o JOIN area a ON a.area_id = o.area_id"
                " JOIN batch b ON b.batch_id = o.batch_id WHERE NOT b.is_demo ORDER BY a.code"
            )
        ).all()
    engine.dispose()
    return [tuple(row) for row in rows]


def test_a_folder_goes_in_as_one_version_and_the_demo_out(data: Path, folder: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["--language", "en", "import", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "The demo data will be withdrawn." in said
    assert "Added 2, changed 0, removed 0, as before 0." in said
    # The province by hand: 121 + 29 of 125 + 30.
    assert "150/155" in said
    assert figures(data) == [("03158", 29, 30), ("03160", 121, 125)]
    assert len(set(batches(data)["applied_version"])) == 1
    assert main(["--language", "en", "import", str(folder)]) == 0
    assert "all of it is in the database already" in capsys.readouterr().out
    assert len(batches(data)) == 2


def test_looking_only_changes_nothing(data: Path, folder: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["--language", "vi", "import", "--check", str(folder)]) == 0
    assert "Thêm 2, sửa 0, xóa 0, giữ nguyên 0." in capsys.readouterr().out
    assert batches(data).empty


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("hong.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "1 files can't be read"),
        ("sai.csv", (HEAD + "IMM01,2025-Q4,03163,61,50\nPRO02,2025-H2,03163,61,50\n").encode(), "figures have errors"),
        (
            "nguoc.csv",
            b"indicator;period;area_code;numerator;denominator\nIMM01;2025-Q4;03163;9.450;9.500\n",
            "--numbers",
        ),
    ],
)
def test_one_file_that_is_not_good_keeps_all_out(
    data: Path, folder: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes, said: str
):
    (folder / name).write_bytes(content)
    assert main(["--language", "en", "import", str(folder), "--accept", "checked"]) == 1
    told = capsys.readouterr().out
    assert name in told
    assert said in told
    assert batches(data).empty


def test_a_warning_asks_for_a_reason(data: Path, folder: Path, capsys: pytest.CaptureFixture[str]):
    (folder / "qua_100.csv").write_text(HEAD + "IMM01,2025-Q4,03163,61,60\n", encoding="utf-8")
    assert main(["--language", "en", "import", str(folder)]) == 1
    assert "warnings need a reason" in capsys.readouterr().out
    assert batches(data).empty
    assert main(["--language", "en", "import", str(folder), "--accept", "children moved in"]) == 0
    assert batches(data)["accepted"].sum() == 1


def test_the_rest_goes_in_where_that_is_asked_for(data: Path, folder: Path, tmp_path: Path):
    (folder / "sai.csv").write_text(HEAD + "IMM01,2025-Q4,03163,55,60\nIMM01,2025-Q4,99999,1,2\n", encoding="utf-8")
    marked = tmp_path / "marked"
    command = ["--language", "en", "import", str(folder), "--leave-out-errors", "--report", str(marked)]
    assert main(command) == 0
    assert figures(data) == [("03158", 29, 30), ("03160", 121, 125), ("03163", 55, 60)]
    assert sorted(p.name for p in marked.iterdir()) == [
        "muong_nhe.checked.xlsx",
        "sai.checked.xlsx",
        "sin_thau.checked.xlsx",
    ]


def test_an_old_code_in_a_new_period_is_refused_with_the_commune_meant(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    """03154 was Sín Thầu until 30 June 2025; the commune is 03158 today (21 codes were given to others)."""
    file = tmp_path / "cu.csv"
    file.write_text(HEAD + "IMM01,2025-Q4,03154,5,9\n", encoding="utf-8")
    assert main(["--language", "vi", "import", str(file)]) == 1
    said = capsys.readouterr().out
    assert "03158" in said
    assert "Sín Thầu" in said
    assert batches(data).empty
