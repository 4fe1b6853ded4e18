"""Text from a stranger's file as a cell that nothing runs and nobody is fooled by."""

import math
import re
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

# They turn the direction of what follows, so that a name or a number reads as another one.
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_LONGEST = 32_767
# Before it a spreadsheet has no days.
_FIRST_DAY = date(1900, 3, 1)


def harmless(text: str) -> str:
    """`text` as a workbook can hold it: without control characters, and those that turn its direction told by their number."""
    told = _TURNING.sub(lambda match: f"[U+{ord(match[0]):04X}]", text)
    return str(ILLEGAL_CHARACTERS_RE.sub("", told))[:_LONGEST]


def put(cell: Cell, value: Any) -> None:
    """Give `cell` a value, never a formula: text stays text, and one that begins like a formula says so to the spreadsheet."""
    if isinstance(value, float) and not math.isfinite(value):
        value = str(value)
    if isinstance(value, date) and (value.date() if isinstance(value, datetime) else value) < _FIRST_DAY:
        value = value.isoformat()
    if value is None or isinstance(value, bool | int | float | date | time | timedelta):
        cell.value = value.replace(tzinfo=None) if isinstance(value, datetime | time) else value
        return
    text = harmless(str(value))
    cell.value = text
    # openpyxl takes '=1+1' for a formula and '#REF!' for an error.
    cell.data_type = "s"
    if text.startswith(_FORMULA):
        cell.quotePrefix = True
