"""Forms as offices send them back."""

import io
from collections.abc import Callable
from datetime import datetime

import openpyxl

Figures = Callable[[int], tuple[object, object]]


def filled(blank: bytes, figures: Figures) -> bytes:
    """The template `blank` filled in: numerator and denominator of each row are `figures` of its place on the sheet, from 0.

    What is filled in are the first two unlocked cells of a row; the value and the reason of a blank come after them.
    """
    book = openpyxl.load_workbook(io.BytesIO(blank))
    # The same figures make the same file on any day.
    book.properties.created = book.properties.modified = datetime(2026, 1, 1)
    for sheet in book.worksheets:
        if not sheet.protection.sheet:
            continue
        for place, row in enumerate(sheet.iter_rows()):
            open_cells = [cell for cell in row if not cell.protection.locked][:2]
            for cell, figure in zip(open_cells, figures(place), strict=False):
                cell.value = figure
    stored = io.BytesIO()
    book.save(stored)
    return stored.getvalue()
