"""Forms as offices send them back."""

import io
import re
import zipfile
from collections.abc import Callable

import openpyxl

Figures = Callable[[int], tuple[object, object]]


def filled(blank: bytes, figures: Figures) -> bytes:
    """The template `blank` filled in: numerator and denominator of each row are `figures` of its place on the sheet, from 0.

    What is filled in are the first two unlocked cells of a row; the value and the reason of a blank come after them.
    """
    book = openpyxl.load_workbook(io.BytesIO(blank))
    for sheet in book.worksheets:
        if not sheet.protection.sheet:
            continue
        for place, row in enumerate(sheet.iter_rows()):
            open_cells = [cell for cell in row if not cell.protection.locked][:2]
            for cell, figure in zip(open_cells, figures(place), strict=False):
                cell.value = figure
    stored = io.BytesIO()
    book.save(stored)
    return _undated(stored.getvalue())


def _undated(content: bytes) -> bytes:
    """The workbook without the time at which it was saved: the same figures make the same file on any day."""
    stored = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as saved, zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as out:
        for name in saved.namelist():
            part = saved.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"2026-01-01T00:00:00Z", part)
            out.writestr(zipfile.ZipInfo(name), part)
    return stored.getvalue()
