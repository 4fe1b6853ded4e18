"""Files that are not let in: each with its own error, whatever the file is called."""

import io
import re
import struct
import zipfile
from pathlib import Path

import pytest

from base.texts import Texts
from harness.import_files import csv_text, dhis2, form, parquet, parts, with_sheet, workbook, zipped
from intake import reading
from intake.reading import errors, read, read_file

OLE = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504)
BOMB = b"0" * 50_000_000
LOL = b"""<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>"""
FETCH = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def changed(part: str, old: bytes, new: bytes) -> bytes:
    made = parts(workbook())
    assert old in made[part]
    made[part] = made[part].replace(old, new, 1)
    return zipped(made)


def plus(**more: bytes) -> bytes:
    return zipped({**parts(workbook()), **{name.replace("__", "/"): content for name, content in more.items()}})


def encrypted() -> bytes:
    """The flag of an encrypted entry set in both headers, as a password leaves it."""
    content = bytearray(workbook())
    content[6] |= 1
    content[content.find(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def lying() -> bytes:
    """A workbook whose headers claim a small sheet that unpacks to 50 MB."""
    made = zipped({**parts(workbook()), "xl/worksheets/sheet1.xml": BOMB})
    return made.replace(struct.pack("<I", len(BOMB)), struct.pack("<I", 4000))


def nested(depth: int) -> bytes:
    return with_sheet(lambda xml: xml.replace(b"<sheetData>", b"<a>" * depth + b"</a>" * depth + b"<sheetData>"))


def twins(*names: str) -> bytes:
    """A workbook whose one sheet is listed again under these names."""
    made = parts(workbook([[number] for number in range(500)]))
    listed = re.search(rb"<sheet [^>]*/>", made["xl/workbook.xml"])[0]
    more = [re.sub(rb'name="[^"]*"', f'name="{name}"'.encode(), listed) for name in names]
    made["xl/workbook.xml"] = made["xl/workbook.xml"].replace(listed, listed + b"".join(more))
    return zipped(made)


def many_columns() -> bytes:
    return workbook([["x"] * 1001])


def cell(text: bytes) -> bytes:
    return with_sheet(lambda xml: xml.replace(b'<c r="D2" t="n"><v>400</v></c>', text))


REFUSED = {
    "empty": (b"", errors.EmptyFileError),
    "blank": (b" \r\n\t\n", errors.EmptyFileError),
    "only separators": (b",,,\n,,,\n", errors.EmptyFileError),
    "empty workbook": (workbook([]), errors.EmptyFileError),
    "password": (OLE + "EncryptedPackage".encode("utf-16-le"), errors.PasswordProtectedError),
    "old workbook": (OLE + "Workbook".encode("utf-16-le"), errors.OldWorkbookError),
    "old document": (OLE + "WordDocument".encode("utf-16-le"), errors.NotATableError),
    "older workbook": (bytes.fromhex("0908100000060500") + bytes(64), errors.OldWorkbookError),
    "HTML": (b"\xef\xbb\xbf \n<HTML><table><tr><td>1</td></tr></table>", errors.WebPageWorkbookError),
    "XML 2003": (
        b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
        errors.WebPageWorkbookError,
    ),
    "HTML in UTF-16": ("\ufeff<table><tr>".encode("utf-16-le"), errors.WebPageWorkbookError),
    "MHTML": (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", errors.WebPageWorkbookError),
    "PDF": (b"%PDF-1.7\n%\xe2\xe3", errors.NotATableError),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(30), errors.NotATableError),
    "gzip": (b"\x1f\x8b\x08\x00" + bytes(30), errors.NotATableError),
    "NUL": (b"a,b\n1,\x002\n", errors.NotATableError),
    "noise": (bytes(range(256)) * 40, errors.NotATableError),
    "docx": (zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b""}), errors.NotATableError),
    "ods": (
        zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b""}),
        errors.NotATableError,
    ),
    "xlsb": (zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b""}), errors.NotATableError),
    "zip of files": (zipped({"a.csv": b"1", "b.csv": b"2"}), errors.ZipOfFilesError),
    "macros": (plus(xl__vbaProject_bin=b"").replace(b"vbaProject_bin", b"vbaProject.bin"), errors.MacroWorkbookError),
    "macro type": (
        changed(
            "[Content_Types].xml",
            b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        ),
        errors.MacroWorkbookError,
    ),
    "encrypted entry": (encrypted(), errors.PasswordProtectedError),
    "bomb": (plus(**{"xl__worksheets__sheet1.xml": BOMB}), errors.ArchiveBombError),
    "lying headers": (lying(), errors.DamagedWorkbookError),
    "truncated": (workbook()[:-300], errors.DamagedWorkbookError),
    "part twice": (
        zipped(parts(workbook()), more=[("xl/worksheets/sheet1.xml", b"<x/>")]),
        errors.DamagedWorkbookError,
    ),
    "no sheet": (
        zipped({name: part for name, part in parts(workbook()).items() if "sheet1" not in name}),
        errors.DamagedWorkbookError,
    ),
    "no shared texts": (
        zipped({name: part for name, part in parts(form()).items() if "shared" not in name}),
        errors.DamagedWorkbookError,
    ),
    "entities": (with_sheet(lambda xml: LOL + xml), errors.MarkupDeclarationError),
    "entity of a file": (with_sheet(lambda xml: FETCH + xml), errors.MarkupDeclarationError),
    "entities in UTF-16": (
        with_sheet(lambda xml: (LOL.decode() + xml.decode()).encode("utf-16")),
        errors.MarkupDeclarationError,
    ),
    "document type": (with_sheet(lambda xml: b"<!DOCTYPE worksheet>" + xml), errors.MarkupDeclarationError),
    "deep": (nested(100_000), errors.DamagedWorkbookError),
    "wide": (many_columns(), errors.TooManyColumnsError),
    "16,384 columns": (workbook(change=lambda sheet: sheet.cell(1, 16_384, 1)), errors.TooManyColumnsError),
    "row outside": (cell(b"</row><row r='1048577'><c r='A1048577'><v>1</v></c>"), errors.DamagedWorkbookError),
    "row twice": (
        with_sheet(lambda xml: xml.replace(b"</sheetData>", b'<row r="2"><c r="A2"><v>1</v></c></row></sheetData>')),
        errors.DamagedWorkbookError,
    ),
    "sheets of one name": (
        twins("BIỂU"),
        errors.DamagedWorkbookError,
    ),
    "column outside": (cell(b'<c r="XFE2"><v>1</v></c>'), errors.DamagedWorkbookError),
    "cell in another row": (cell(b'<c r="D3"><v>1</v></c>'), errors.DamagedWorkbookError),
    "cell twice": (cell(b'<c r="D2"><v>1</v></c><c r="D2"><v>2</v></c>'), errors.DamagedWorkbookError),
    "no number": (cell(b'<c r="D2"><v>4oo</v></c>'), errors.DamagedWorkbookError),
    "no such style": (cell(b'<c r="D2" s="99"><v>4</v></c>'), errors.DamagedWorkbookError),
    "no such text": (cell(b'<c r="D2" t="s"><v>-1</v></c>'), errors.DamagedWorkbookError),
    "no such type": (cell(b'<c r="D2" t="q"><v>1</v></c>'), errors.DamagedWorkbookError),
    "endless text": (
        cell(b'<c r="D2" t="inlineStr"><is><t>' + b"x" * 140_000 + b"</t></is></c>"),
        errors.DamagedWorkbookError,
    ),
    "overlapping ranges": (
        with_sheet(
            lambda xml: xml.replace(
                b"</sheetData>", b"</sheetData><mergeCells>" + b'<mergeCell ref="A1:XFD9"/>' * 2 + b"</mergeCells>"
            )
        ),
        errors.DamagedWorkbookError,
    ),
    "wide CSV": (b",".join([b"x"] * 1001) + b"\n", errors.TooManyColumnsError),
    "endless line": (b"a,b\n" + b"x" * 3_000_000, errors.LongLineError),
    "endless cell": (b'a,b\n1,"' + b"x,y\n" * 40_000 + b'"\n', errors.LongCellError),
    "open quote": (b'a,b\n1,2\n3,"4\n5,6\n', errors.UnclosedQuoteError),
    "other JSON": (b'{"a": 1}', errors.OtherJsonError),
    "list in JSON": (b'[{"dataValues": []}]', errors.OtherJsonError),
    "nested value": (b'{"dataValues": [{"value": {"a": 1}}]}', errors.OtherJsonError),
    "key twice": (b'{"dataValues": [{"value": "1", "value": "2"}]}', errors.RepeatedKeyError),
    "cut JSON": (dhis2()[:-30], errors.DamagedJsonError),
    "deep JSON": (b'{"a":' + b"[" * 100_000, errors.DamagedJsonError),
    "NaN in JSON": (b'{"dataValues": [{"value": NaN}]}', errors.DamagedJsonError),
    "endless number": (b'{"dataValues": [{"value": 1e999}]}', errors.DamagedJsonError),
    "cut Parquet": (parquet()[:-10], errors.DamagedParquetError),
    "nested Parquet": (parquet({"a": [[1, 2]]}), errors.ColumnTypeError),
    "Parquet of binaries": (parquet({"a": [b"\x00"]}), errors.ColumnTypeError),
}


@pytest.mark.parametrize("name", ["report.xlsx", "report.csv", "report.xls"])
@pytest.mark.parametrize("case", REFUSED)
def test_each_cause_has_its_own_error(case, name):
    content, error = REFUSED[case]
    with pytest.raises(errors.RefusedFileError) as refused:
        read(name, content)
    assert type(refused.value) is error
    for language in ("vi", "en"):
        text = refused.value.text(Texts(language))
        assert name in text
        assert "{" not in text


def test_a_workbook_that_unpacks_to_too_much(monkeypatch):
    # Its ratio is honest, it is only too much.
    monkeypatch.setattr("intake.reading.package.MAX_UNPACKED", 20_000)
    with pytest.raises(errors.ArchiveBombError):
        read("b.xlsx", workbook([[number] for number in range(2_000)]))


def test_one_part_read_many_times_counts_many_times(monkeypatch):
    whole = sum(map(len, parts(twins()).values()))
    monkeypatch.setattr("intake.reading.package.MAX_UNPACKED", whole + 1_000)
    assert len(read("b.xlsx", twins()).sheets) == 1
    with pytest.raises(errors.ArchiveBombError):
        read("b.xlsx", twins("b", "c", "d"))


def test_more_cells_than_we_read(monkeypatch):
    monkeypatch.setattr("intake.reading.xlsx.MAX_CELLS", 50)
    assert len(read("b.xlsx", workbook([[1] * 10] * 5)).sheets) == 1
    with pytest.raises(errors.TooManyCellsError):
        read("b.xlsx", workbook([[1] * 10] * 5 + [[1]]))


def test_a_large_file_is_refused_before_it_is_read(tmp_path, monkeypatch):
    path = tmp_path / "large.csv"
    with path.open("wb") as out:
        out.truncate(2_000_000_000)
    monkeypatch.setattr(Path, "read_bytes", lambda self: pytest.fail("was read"))
    with pytest.raises(errors.FileTooLargeError) as refused:
        read_file(path)
    assert refused.value.values == {"file": "large.csv", "size": 2000, "limit": 200}


def test_large_content_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "MAX_BYTES", 10)
    with pytest.raises(errors.FileTooLargeError):
        read("a.csv", csv_text().encode())


def test_a_file_that_is_not_there(tmp_path):
    for path in (tmp_path / "no.csv", tmp_path):
        with pytest.raises(errors.MissingFileError):
            read_file(path)


def test_a_file_is_given_with_its_bytes(tmp_path):
    path = tmp_path / "b.csv"
    path.write_bytes(csv_text().encode())
    content, source = read_file(path)
    assert content == csv_text().encode()
    assert source.name == "b.csv"


def test_every_error_is_met_here():
    met = {error for _, error in REFUSED.values()} | {
        errors.FileTooLargeError,
        errors.MissingFileError,
        errors.TooManyCellsError,
        # tests/unit/test_memory_bombs.py
        errors.TooMuchMemoryError,
    }
    every = {
        each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, errors.RefusedFileError)
    }
    assert every - met - {errors.RefusedFileError} <= {errors.TooManyRowsError}


def test_macros_are_refused_by_either_sign():
    with zipfile.ZipFile(io.BytesIO(REFUSED["macros"][0])) as opened:
        assert "xl/vbaProject.bin" in opened.namelist()
