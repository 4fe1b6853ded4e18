"""A sheet whose columns are understood: one row per figure, every cell still as it reads."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from indicators.periods import Period
from intake.claims.distinct import Column
from intake.declared import Declared
from intake.register import Register
from intake.words.catalogue_names import CatalogueNames
from intake.words.places import Places

FIGURES = ("numerator", "denominator", "value")
KEYS = ("indicator", "period", "area_code", "area_name", "valid_from", "kind", "district", "stratum", "collection", "status",
        "reported_on", "blank", "provisional", "estimated", "late", "origin", "source_kind", "definition_version")  # fmt: skip


@dataclass(frozen=True)
class Raw:
    """frame: index: row numbers of the sheet (a wide table has each several times); columns: those of KEYS and FIGURES that the

    sheet has; 'unit' (area_id) instead of the area's columns where another system's codes were looked up; 'total' (bool): a
    printed total; 'numerator_col', 'denominator_col', 'value_col' where they differ by row.
    letters: of the other columns. period, language, provisional: what holds for rows that do not say it themselves. refused: rows
    of figures that are not in `frame`, because an error kept them out.
    """

    sheet: str
    frame: pd.DataFrame
    letters: Mapping[str, str] = field(default_factory=dict)
    period: Period | None = None
    language: str = ""
    provisional: bool = False
    refused: tuple[int, ...] = ()
    _columns: dict[str, Column] = field(default_factory=dict, compare=False, repr=False)

    def column(self, name: str) -> Column:
        """The cells of a column of `frame`; one of nothing where the sheet has none."""
        if name not in self._columns:
            there = name in self.frame
            self._columns[name] = Column.of(self.frame[name]) if there else Column.constant(None, len(self.frame))
        return self._columns[name]

    def has(self, name: str) -> bool:
        """Whether the sheet has such a column."""
        return name in self.frame

    def cols(self, name: str) -> "np.ndarray[Any, Any]":
        """The letters of the column in which a figure stands, per row; '' where there is none."""
        by_row = f"{name}_col"
        if by_row in self.frame:
            return self.frame[by_row].to_numpy(dtype=object)
        letters = self.letters.get(name, "")
        return np.full(len(self.frame), letters, dtype=object)

    @property
    def rows(self) -> "np.ndarray[Any, Any]":
        """Row numbers of the sheet."""
        return self.frame.index.to_numpy()

    def at(self, keep: "np.ndarray[Any, Any]") -> "Raw":
        """Some rows of it."""
        if keep.all():
            return self
        columns = {name: column.at(keep) for name, column in self._columns.items()}
        return replace(self, frame=self.frame[keep], _columns=columns)


@dataclass(frozen=True)
class Context:
    """What mapping knows: what was declared (period: of it), the register, the words of its catalogue, its places, and the day."""

    declared: Declared
    period: Period | None
    register: Register
    names: CatalogueNames
    places: Places
    today: date
