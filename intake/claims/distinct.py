"""A column by its different cells, so that a million rows are read as a few thousand texts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from pandas.api.types import infer_dtype

_ONE_KIND = frozenset({"string", "integer", "floating", "date", "datetime", "boolean", "empty"})

Ints = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True)
class Column:
    """codes: per row the place in `distinct` of what stands there, -1 where nothing does. distinct: the different cells."""

    codes: Ints
    distinct: list[Any]

    @classmethod
    def of(cls, cells: "pd.Series[Any]") -> "Column":
        """The cells of one column; None, NaN and '' are nothing."""
        if cells.dtype == object and infer_dtype(cells, skipna=True) not in _ONE_KIND:
            # 1, 1.0 and True are equal, but not the same cell.
            codes, keys = pd.factorize(pd.Series([None if _nothing(c) else (type(c), c) for c in cells], dtype=object))
            return cls(codes.astype(np.int64), [value for _, value in keys])
        codes, found = pd.factorize(cells)
        different = list(np.asarray(found, dtype=object))
        column = cls(codes.astype(np.int64), different)
        empty = [place for place, value in enumerate(different) if _nothing(value)]
        if empty:
            column.codes[np.isin(column.codes, empty)] = -1
        return column

    @classmethod
    def constant(cls, value: object, length: int) -> "Column":
        """The same in every row; None: nothing in any."""
        return cls(np.full(length, -1 if value is None else 0, dtype=np.int64), [] if value is None else [value])

    @property
    def given(self) -> "np.ndarray[Any, np.dtype[np.bool_]]":
        """Where something stands."""
        return self.codes >= 0

    def cell(self, position: int) -> object:
        """What stands in a row, None if nothing."""
        return self.distinct[self.codes[position]] if self.codes[position] >= 0 else None

    def taken(self, of_values: Sequence[Any], nothing: object, dtype: Any = object) -> "np.ndarray[Any, Any]":
        """Per row the element of `of_values` (one per different cell), `nothing` where nothing stands."""
        table = np.empty(len(of_values) + 1, dtype=dtype)
        for place, value in enumerate(of_values):
            table[place] = value
        table[-1] = nothing
        return table[self.codes]

    def mapped(self, function: Callable[[Any], Any], nothing: object, dtype: Any = object) -> "np.ndarray[Any, Any]":
        """Per row what `function` makes of its cell."""
        return self.taken([function(value) for value in self.distinct], nothing, dtype)

    def at(self, positions: Any) -> "Column":
        """Some rows of it, with the different cells of those alone."""
        codes = self.codes[positions]
        if len(codes) >= len(self.distinct):
            return Column(codes, self.distinct)
        used, places = np.unique(codes[codes >= 0], return_inverse=True)
        renumbered = np.full(len(codes), -1, dtype=np.int64)
        renumbered[codes >= 0] = places
        return Column(renumbered, [self.distinct[place] for place in used])


def _nothing(cell: object) -> bool:
    return cell is None or cell == "" or cell is pd.NaT or (isinstance(cell, float) and cell != cell)


def texts(values: Sequence[str], codes: Ints) -> "pd.Series[Any]":
    """`values` by their places in `codes`, as text."""
    return pd.Series(pd.array(list(values), dtype="str").take(codes))
