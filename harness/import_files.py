"""Good files of every kind that can be imported, made by other programs than the reader under test."""

import io
import json
import warnings
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from base.texts import Texts
from exports.template import template as blank_template
from harness.import_register import MERGED, register
from harness.workbooks import filled
from indicators.periods import parse

HEADER = ["Mã xã", "Tên xã, phường", "Kỳ", "IMM01 tử số", "IMM01 mẫu số", "Ghi chú"]
COMMUNES = [
    ("03127", "Phường Điện Biên Phủ"),
    ("03160", "Xã Mường Nhé"),
    ("03158", "Xã Sín Thầu"),
    ("03166", "Xã Mường Chà"),
    ("03334", "Phường Mường Thanh"),
]
ROWS: list[list[Any]] = [
    [code, name, "2025", 400 + 11 * number, 430 + 12 * number, None if number else "đợt 1"]
    for number, (code, name) in enumerate(COMMUNES)
]


def workbook(
    rows: Sequence[Sequence[Any]] = (HEADER, *ROWS), change: Callable[[Worksheet], object] | None = None
) -> bytes:
    """One sheet 'Biểu' by openpyxl; `change` may do more to it."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Biểu"
    for row in rows:
        sheet.append(list(row))
    if change:
        change(sheet)
    stored = io.BytesIO()
    book.save(stored)
    return stored.getvalue()


def form() -> bytes:
    """A form as offices draw it, by XlsxWriter: titles, merged header, old fonts in runs, formulas with results, dates,

    a hidden row, a hidden sheet, a printed total."""
    stored = io.BytesIO()
    book = xlsxwriter.Workbook(stored, {"in_memory": True})
    sheet = book.add_worksheet("Biểu 2")
    old, day, share = (
        book.add_format({"font_name": ".VnTime"}),
        book.add_format({"num_format": "dd/mm/yyyy"}),
        book.add_format({"num_format": "0.0%"}),
    )
    sheet.merge_range("A1:F1", "BÁO CÁO TIÊM CHỦNG 9 THÁNG NĂM 2025", book.add_format())
    sheet.merge_range("D3:F3", "IMM01", book.add_format())
    sheet.write_row("A4", ["TT", "Mã xã", "Tên xã", "Tử số", "Mẫu số", "Tỷ lệ", "Ngày báo cáo"])
    for number, row in enumerate(ROWS):
        at = 4 + number
        sheet.write_row(at, 0, [number + 1, row[0]])
        sheet.write_string(at, 2, "M­êng NhÐ" if number == 1 else row[1], old if number == 1 else None)
        sheet.write_row(at, 3, [row[3], row[4]])
        sheet.write_formula(at, 5, f"=D{at + 1}/E{at + 1}", share, row[3] / row[4])
        sheet.write_datetime(at, 6, date(2025, 10, 1 + number), day)
    sheet.write_rich_string("C12", old, "Tæng ", old, "céng", " (Σ)")
    sheet.write_formula("D10", "=SUM(D5:D9)", None, sum(row[3] for row in ROWS))
    sheet.write_formula("E10", "='[1]Năm 2024'!E10", None, 2250)
    sheet.set_row(7, None, None, {"hidden": True})
    sheet.set_column("A:A", None, None, {"hidden": True})
    other = book.add_worksheet("Danh mục")
    other.write_row("A1", ["03160", 12, True])
    other.hide()
    book.close()
    # As a spreadsheet program leaves it: it has computed the formulas.
    made = parts(stored.getvalue())
    made["xl/workbook.xml"] = made["xl/workbook.xml"].replace(b' fullCalcOnLoad="1"', b"")
    return zipped(made)


def template() -> bytes:
    """Our own form for three communes and six indicators, filled in by openpyxl."""
    here = register()
    today = here.units[(here.units["kind"] == "commune") & (here.units["valid_from"] == MERGED)].head(3)
    codes = [indicator.code for indicator in here.catalogue][:6]
    made = blank_template(here.catalogue, today, indicators=codes, period=parse("2025"), say=Texts("vi"), version=3)
    return filled(made, lambda place: (40 + place, "-" if place == 9 else 50 + place))


def csv_text(delimiter: str = ",") -> str:
    """HEADER and ROWS as a CSV; the header's comma is quoted."""
    lines = [HEADER, *ROWS]
    return "".join(
        delimiter.join("" if cell is None else f'"{cell}"' if delimiter in str(cell) else str(cell) for cell in line)
        + "\r\n"
        for line in lines
    )


def dhis2() -> bytes:
    """A DHIS2 export of data values."""
    values = [
        {"dataElement": "fbfJHSPpUQD", "period": "2025Q1", "orgUnit": f"DiszpKrYNg{n}", "value": str(40 + n)}
        for n in range(8)
    ]
    return json.dumps({"dataSet": "BfMAe6Itzgt", "completeDate": "2025-04-05", "dataValues": values}).encode()


def parquet(columns: Mapping[str, Any] | None = None) -> bytes:
    """ROWS as Parquet."""
    stored = io.BytesIO()
    given = columns or dict(zip(HEADER, map(list, zip(*ROWS, strict=True)), strict=True))
    pq.write_table(pa.table(dict(given)), stored)
    return stored.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    """The parts of a workbook by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return {entry.filename: opened.read(entry) for entry in opened.infolist()}


def zipped(content: Mapping[str, bytes], *, more: Sequence[tuple[str, bytes]] = ()) -> bytes:
    """A zip of these parts. more: parts written after them, names used already among them."""
    stored = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as out:
        warnings.simplefilter("ignore", UserWarning)
        for name, part in [*content.items(), *more]:
            out.writestr(name, part)
    return stored.getvalue()


def with_sheet(change: Callable[[bytes], bytes], content: bytes | None = None) -> bytes:
    """A workbook with the XML of its first sheet changed."""
    made = parts(content or workbook())
    made["xl/worksheets/sheet1.xml"] = change(made["xl/worksheets/sheet1.xml"])
    return zipped(made)


def in_old_font(sheet: Worksheet, cells: str, font: str) -> None:
    """Set the font of a range."""
    for row in sheet[cells]:
        for cell in row:
            cell.font = Font(name=font)
