"""A file beside what it is held against, with what the rules share: each is worked out once, when a rule first asks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators import findings
from indicators.catalogue import Indicator
from indicators.findings import Rule
from indicators.intervals import Floats
from indicators.measure import value_of
from intake.checks.evidence import Evidence, evidence_of
from intake.checks.keys import Keys, keys_of
from intake.checks.known import Known

Flags = npt.NDArray[np.bool_]
Part = Literal["numerator", "denominator", "value", "both"]
"""Whose cell is meant; of a value it is the claim's own, as of a numerator."""


@dataclass(frozen=True)
class Before:
    """What each claim is compared with: the same figure one year earlier. NaN where there is none.

    period: its code, '' where there is none.
    """

    numerator: Floats
    denominator: Floats
    period: npt.NDArray[np.object_]


@dataclass(frozen=True)
class Case:
    """CLAIMS and KNOWN. All arrays are in the order of the claims, one element each."""

    claims: pd.DataFrame
    known: Known

    @cached_property
    def numerator(self) -> Floats:
        """As float64, NaN where not given."""
        return self.claims["numerator"].to_numpy(np.float64)

    @cached_property
    def denominator(self) -> Floats:
        """As float64, NaN where not given."""
        return self.claims["denominator"].to_numpy(np.float64)

    @cached_property
    def value(self) -> Floats:
        """The value that the file states, in the indicator's unit; NaN where it states none."""
        return self.claims["value"].to_numpy(np.float64)

    @cached_property
    def blank(self) -> Flags:
        """Where the file gives a reason instead of a figure."""
        return self.claims["blank"].fillna("").ne("").to_numpy(bool)

    @cached_property
    def of_commune(self) -> Flags:
        """Where the area is a commune."""
        return self.claims["area_kind"].eq("commune").to_numpy(bool)

    @cached_property
    def whole(self) -> Flags:
        """Where the figure is of everybody, not of a group."""
        return self.claims["stratum"].fillna("").eq("").to_numpy(bool)

    @cached_property
    def rate(self) -> Flags:
        """Where the indicator has a denominator that counts more than the commune itself."""
        return self.where(lambda indicator: indicator.is_rate and not indicator.yes_or_no)

    @cached_property
    def coverage(self) -> Floats:
        """Numerator over denominator in the indicator's unit; NaN without both."""
        result = np.full(len(self.claims), np.nan)
        finite = np.isfinite(self.numerator) & np.isfinite(self.denominator)
        for number, indicator in enumerate(self.indicators):
            if indicator.is_rate:
                rows = finite & (self.keys.indicator == number)
                result[rows] = value_of(self.numerator[rows], self.denominator[rows], indicator)
        return result

    @cached_property
    def keys(self) -> Keys:
        """Which figure each claim is, as numbers."""
        return keys_of(self.claims, self.known.reports)

    @cached_property
    def indicators(self) -> list[Indicator]:
        """By the numbers of `keys.indicator`. Raises KeyError for a code that the catalogue does not have."""
        return [self.known.catalogue[code] for code in self.keys.indicators]

    @cached_property
    def evidence(self) -> Evidence:
        """Every figure once: that of the file, else the one in force."""
        return evidence_of(self.keys, self.claims, self.known.reports)

    @cached_property
    def before(self) -> Before:
        """The figures of the year before: same indicator, area, group, collection and kind of period."""
        place = self.evidence.at(self.keys.year_before)
        names = np.array([*self.keys.codes_before, ""], dtype=object)
        return Before(
            numerator=_taken(self.evidence.numerator, place),
            denominator=_taken(self.evidence.denominator, place),
            period=names[np.where(place < 0, len(names) - 1, self.keys.period)],
        )

    @cached_property
    def people(self) -> Floats:
        """The population of the commune of today that a claim is about; NaN for other areas and where it is not known."""
        standing = self.known.communes.loc[self.known.communes["valid_to"].map(_stands).astype(bool)]
        began = dict(zip(standing["code"], standing["valid_from"], strict=True))
        number = dict(zip(self.known.population["code"], self.known.population["population"], strict=True))
        by_area = [
            float(number.get(code, np.nan)) if day is not None and began.get(code) == day else np.nan
            for code, day in self.keys.areas
        ]
        return np.array([*by_area, np.nan])[self.keys.area]

    def where(self, holds: Callable[[Indicator], bool]) -> Flags:
        """Claims whose indicator is such."""
        return np.array([holds(indicator) for indicator in self.indicators] or [False])[self.keys.indicator]

    @cached_property
    def commune(self) -> npt.NDArray[np.object_]:
        """The name of the commune of its day that a claim is about; '' for other areas."""
        communes = self.known.communes
        names = dict(zip(zip(communes["code"], communes["valid_from"], strict=True), communes["name"], strict=True))
        return np.array([*(names.get(area, "") for area in self.keys.areas), ""], dtype=object)[self.keys.area]

    def findings(self, rule: Rule, where: Flags, *, of: Part = "numerator", **details: Any) -> pd.DataFrame:
        """FINDINGS of `rule` for the claims `where`, each with its commune.

        of: whose cell is meant; of both, where nothing tells which of the two is wrong. details: a text, a number or an array in
        the order of the claims.
        """
        if not where.any():
            return findings.none()
        rows = self.claims[where]
        below = rows["col_denominator"].fillna("")
        if of == "denominator":
            rows = rows.assign(col=below.where(below != "", rows["col"]))
        elif of == "both" and (below != "").any():
            details["beside"] = self.claims["col_denominator"].fillna("").to_numpy(object)
        if named := {name for name in self.commune[where] if name}:
            details["commune"] = self.commune if len(named) > 1 or (self.commune[where] == "").any() else named.pop()
        chosen = {
            name: pd.Series(given[where], index=rows.index) if isinstance(given, np.ndarray) else given
            for name, given in details.items()
        }
        return findings.of_claims(rule, rows, **chosen)


def _stands(last_day: object) -> bool:
    return last_day is None or bool(pd.isna(last_day)) or last_day == date.max  # type: ignore[call-overload]


def _taken(column: Floats, place: npt.NDArray[np.intp]) -> Floats:
    """The elements at `place`, NaN where that is −1."""
    if not len(column):
        return np.full(place.shape, np.nan)
    return np.where(place < 0, np.nan, column[place])
