"""CSV, JSON and Parquet. Bytes of old encodings come from glibc's iconv; Python's csv module writes the others."""

import csv
import io
import json
import unicodedata
from datetime import date, datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from base.texts import Texts
from harness.import_damage import Case
from harness.import_files import HEADER, ROWS, csv_text, dhis2, parquet
from harness.import_property import holds
from indicators.findings import told
from intake.reading import delimited, errors, read
from intake.reading.texts import clean
from intake.rules import RULES

# iconv -f UTF-8 -t TCVN5712-1 / CP1258 of 'mã,tên\n1,Xã Mường Nhé\n2,Phường Điện Biên Phủ\n' (glibc 2.36).
TCVN3 = b"m\xb7,t\xaan\n1,X\xb7 M\xad\xeang Nh\xd0\n2,Ph\xad\xeang \xa7i\xd6n Bi\xaan Ph\xf1\n"
CP1258 = b"ma\xde,t\xean\n1,Xa\xde M\xfd\xf5\xccng Nh\xe9\n2,Ph\xfd\xf5\xccng \xd0i\xea\xf2n Bi\xean Phu\xd2\n"
NAMES = [["mã", "tên"], ["1", "Xã Mường Nhé"], ["2", "Phường Điện Biên Phủ"]]
TEXT = "".join(",".join(row) + "\n" for row in NAMES)


def table(content: bytes | str) -> pd.DataFrame:
    return read("a.csv", content.encode() if isinstance(content, str) else content).sheets[0].table


def rows(content: bytes | str) -> list[list]:
    frame = table(content)
    return frame.astype(object).where(frame.notna(), None).to_numpy().tolist()


def rules(content: bytes | str) -> list[tuple]:
    found = read("a.csv", content.encode() if isinstance(content, str) else content).findings
    return list(zip(found["rule"], found["row"].fillna(0), found["col"], strict=True))


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (unicodedata.normalize("NFD", TEXT).encode(), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16"),
        (TEXT.encode("utf-16-be"), "utf-16"),
        (TCVN3, "tcvn3"),
        (CP1258, "cp1258"),
        (TCVN3.decode("latin-1").encode(), "utf-8"),
    ],
)
def test_encodings(content, encoding):
    source = read("a.csv", content)
    assert source.encoding == encoding
    assert rows(content) == NAMES
    told_by = {"tcvn3": "encoding", "cp1258": "encoding"}.get(encoding) or (
        "old_font" if b"\xc2\xb7" in content else None
    )
    assert [rule for rule, _, _ in rules(content)] == ([told_by] if told_by else [])


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends(delimiter, end):
    expected = [[str(cell) if cell is not None else None for cell in row] for row in [HEADER, *ROWS]]
    assert rows(csv_text(delimiter).replace("\r\n", end)) == expected


def test_decimal_commas_do_not_look_like_separators():
    assert rows("xã;a;b;c\nA;1,5;2,5;3,5\nB;4,5;5,5;6,5\n")[1] == ["A", "1,5", "2,5", "3,5"]
    assert rows("Báo cáo quý III\n\nxã;a;b\nA;1,5;2,5\nB;4,5;5,5\n")[3] == ["A", "1,5", "2,5"]


def test_commas_in_a_header_do_not_look_like_separators():
    assert rows("Trẻ, nam;Trẻ, nữ;Ghi chú\n1,5;2,5;x\n")[1] == ["1,5", "2,5", "x"]


def test_the_hint_of_excel_is_no_row():
    assert rows("sep=|\na,b|c\n1|2\n") == [["a,b", "c"], ["1", "2"]]


def test_rows_are_numbered_as_a_spreadsheet_shows_them():
    frame = table('mã,ghi chú\n\n1,"hai\ndòng"\n\n2,x\n\n\n')
    assert list(frame.index) == [1, 2, 3, 4, 5]
    assert frame.loc[3].tolist() == ["1", "hai\ndòng"]
    assert frame.loc[4].isna().all()
    assert frame.loc[5, 0] == "2"


def test_a_table_may_begin_late():
    frame = table("\n" * 300 + "a;b\n1;2\n")
    assert frame.loc[301].tolist() == ["a", "b"]
    assert frame.loc[302].tolist() == ["1", "2"]


def test_short_rows_are_filled_and_long_ones_left_out():
    content = "xã,a,b\nA,1\nB,1,5,2\nC,1,2,,\nD,3,4\n"
    assert rows(content) == [["xã", "a", "b"], ["A", "1", None], [None, None, None], ["C", "1", "2"], ["D", "3", "4"]]
    source = read("a.csv", content.encode())
    (found,) = source.findings.to_dict("records")
    assert (found["rule"], found["level"], found["row"], found["value"]) == ("long_row", "error", 3, "B,1,5,2")
    assert (
        told(RULES["long_row"].text, found, Texts("en"))
        == "The row has 4 cells where the table has 3; it was left out."
    )


def test_a_cut_end_is_seen():
    assert rules("xã,a,b\nA,1,2\nB,1") == [("short_last_row", 3, "")]
    assert rules("xã,a,b\nA,1,2\nB,1,\n") == []
    # Rows of that length are usual in this file.
    assert rules("xã,a,b\nA,1\nB,1\n") == []


def test_a_lost_quotation_mark_is_seen():
    swallowed = "xã,a\n" + 'A,"1\n' + "B,1\n" * 20 + 'C,"2"\n'
    assert ("many_lines", 2, "") in rules(swallowed)


def test_letters_that_cannot_be_read_are_told():
    good = "".join(f"0316{n},Phường Điện Biên Phủ,Nậm Kè\n" for n in range(9))
    content = ("mã,tên,cũ\n" + good).encode() + b"03170,M\xc6\xb0\xe1ng,x\n"
    assert rules(content) == [("unreadable_letters", 11, "B")]


def test_text_of_a_vni_font_is_told():
    assert rules("mã,tên\n1,Xaõ Möôøng Nheù\n") == [("old_font_unsure", 2, "B")]


def test_text_stays_text():
    line = ["=cmd|'/C calc'!A0", "<script>alert(1)</script>", "@SUM(1)", "\u202eabc", "007", "1e3", "NULL", "NaN"]
    out = io.StringIO()
    csv.writer(out).writerows([["c"] * 8, line])
    assert rows(out.getvalue())[1] == [*line[:3], "abc", *line[4:]]


cells = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=12)


@settings(max_examples=150, deadline=None)
@given(
    st.integers(2, 5).flatmap(
        lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=9)
    )
)
def test_what_python_writes_is_read_back(given_rows):
    # Letters first, so that the table is no web page, no JSON, and its encoding is beyond doubt.
    header = [f"Cột {number} ườ" for number in range(len(given_rows[0]))]
    texts = [[f"x{cell}ộ" for cell in row] for row in given_rows]
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([header, *texts])
    expected = [header, *([clean(cell) for cell in row] for row in texts)]
    assert rows(out.getvalue()) == expected


def test_a_long_table():
    # More than one piece of rows, letters only in some of them.
    lines = [f"{n},{'Mường Nhé' if n > 150_000 else 'Muong Nhe'}, {n % 7} ,".encode() for n in range(180_000)]
    frame = table(b"a,b,c,\n" + b"\n".join(lines) + b"\n")
    assert frame.shape == (180_001, 3)
    assert frame.loc[180_001].tolist() == ["179999", "Mường Nhé", "1"]
    assert set(frame[1]) == {"b", "Mường Nhé", "Muong Nhe"}
    assert set(frame[2]) == {"c", *"0123456"}


pieces = st.sampled_from(
    [
        "",
        " ",
        "a",
        "1",
        "1,5",
        "Mường",
        "x· Nµ",
        "\u200b",
        '"',
        "\n",
        "\r\n",
        "\r",
        ",",
        ",",
        ";",
        "é",
        "\u0085",
        "\u2028",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(pieces, min_size=1, max_size=30), st.sampled_from(["", "\ufeff"]))
def test_the_fast_way_and_the_careful_way_agree(given_pieces, mark):
    content = (mark + "ờ,b,c\n1,2,3\n" + "".join(given_pieces)).encode()

    def outcome() -> object:
        try:
            source = read("a.csv", content)
        except errors.RefusedFileError as error:
            return type(error)
        return source.sheets[0].table.fillna("").to_numpy().tolist(), source.findings.to_numpy().tolist()

    fast = outcome()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delimited, "regular_columns", lambda *_, **__: None)
        assert str(outcome()) == str(fast)


@pytest.mark.parametrize(
    "content",
    [
        b"a,b\nNh\xe9," + b"x," * 400_000 + b"\n",
        b"a,b\nNh\xe9,1\n" + b"x" * 900_000 + b"\n",
        b"a,b\nNh\xe9,1\n" + b'"' * 900_000 + b"\n",
        b"a,b\n" + b"\xe9" * 900_000 + b"\n",
        b"{" + b" " * 2_000_000,
        b"<" + b" " * 2_000_000,
        b"\n" * 400_000 + b"a,b\n1,2\n",
    ],
)
def test_nothing_takes_longer_the_more_there_is(content):
    # A pattern once walked a long line again from each of its letters.
    holds(Case(0, "a.csv", content, ()))


def test_dhis2_values_are_given_as_they_are():
    source = read("export.json", dhis2())
    assert (source.kind, source.sheets) == ("json", ())
    assert source.document == json.loads(dhis2())
    nested = b'{"dataValueSets": [' + dhis2() + b"]}"
    assert read("export.json", nested).document == json.loads(nested)
    composed = read("e.json", '{"dataValues": [{"comment": "Xa\u0303 \\ud800"}]}'.encode()).document
    assert composed == {"dataValues": [{"comment": "Xã \ufffd"}]}


def test_parquet_reads_like_a_sheet():
    columns = {
        "mã": pd.array(["03160", None, "03160"], dtype="str"),
        "số": pd.array([7, None, 1_000_000], dtype="Int64"),
        "tỷ lệ": [0.5, np.nan, 1.0],
        "ngày": [date(2025, 9, 30)] * 3,
        "lúc": [datetime(2025, 9, 30), datetime(2025, 9, 30, 7, 30), None],
        "có": [True, False, None],
        "thập phân": [Decimal("95.5"), Decimal("2"), None],
    }
    source = read("a.parquet", parquet(columns))
    frame = source.sheets[0].table
    assert list(frame.index) == [1, 2, 3, 4]
    assert frame.loc[1].tolist() == list(columns)
    assert frame.loc[2].tolist() == ["03160", 7, 0.5, date(2025, 9, 30), date(2025, 9, 30), True, 95.5]
    assert frame.loc[3].tolist() == [None, None, None, date(2025, 9, 30), datetime(2025, 9, 30, 7, 30), False, 2]
    assert [type(cell) for cell in frame.loc[4, :2]] == [str, int, float]
    assert len(source.findings) == 0


def test_infinite_figures_of_parquet_are_told():
    found = read("a.parquet", parquet({"a": [1.0, float("inf")]})).findings
    assert found[["rule", "row", "col"]].to_numpy().tolist() == [["not_finite", 3, "A"]]
