"""Looks of a workbook's cells, each made once."""

from collections.abc import Callable, Hashable
from copy import copy
from typing import Any


class Looks:
    """Styles of one workbook by a key. openpyxl compares a style with all others whenever a part of it is set, and that

    takes ten times as long as writing the cell.
    """

    def __init__(self) -> None:
        self._made: dict[Hashable, Any] = {}

    def give(self, cell: Any, key: Hashable, make: Callable[[Any], None]) -> None:
        """Let `cell` look as `key` says; `make` sets it on the first such cell. Whether its text is quoted stays as it is."""
        quoted = cell.quotePrefix
        if key in self._made:
            cell._style = copy(self._made[key])
        else:
            make(cell)
            self._made[key] = copy(cell._style)
        cell.quotePrefix = quoted
