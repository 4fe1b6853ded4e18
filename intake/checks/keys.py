"""Which figure a row is about, as numbers: a million rows are compared in a second, which texts could not be."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import pandas as pd

from indicators.periods import Kind, Period, parse, school_year

Ints = npt.NDArray[np.int64]
Area = tuple[str, date | None]
T = TypeVar("T")

_KINDS = list(Kind)


@dataclass(frozen=True)
class Keys:
    """Arrays in the order of the claims (`reports`: of the reports in force).

    key: the figure: group × number of periods + period. group: all of it but the period, with the kind of period as its last digit
    (base `kinds`), so that the keys of one group stand in the order of time. year_before: the key one year earlier, −1 if no row speaks of that period.
    indicator, area, period: numbers into `indicators`, `areas`, `periods`; periods ascend. codes_before: by period, the code of the one a year earlier.
    slice: indicator, stratum, collection and period, whatever the area. stratum: number into `strata`.
    """

    key: Ints
    group: Ints
    slice: Ints
    year_before: Ints
    indicator: Ints
    area: Ints
    stratum: Ints
    period: Ints
    reports: Ints
    report_indicator: Ints
    indicators: list[str]
    areas: list[Area]
    strata: list[str]
    sources: list[str]
    periods: list[Period]
    codes_before: list[str]
    kinds: int = len(_KINDS)

    def of_indicator(self, number: int) -> Ints:
        """By claim, the key of the same figure of another indicator."""
        step = len(self.strata) * len(self.sources) * (len(self.areas) + 1) * self.kinds * max(len(self.periods), 1)
        return self.key + (number - self.indicator) * step

    def slice_of(self, indicator: str, period: str, stratum: str, collection: str) -> int:
        """The number of a slice by its names, −1 if no row speaks of it."""
        place = next((number for number, each in enumerate(self.periods) if each.code == period), -1)
        names = ((indicator, self.indicators), (stratum, self.strata), (collection, self.sources))
        if place < 0 or any(name not in known for name, known in names):
            return -1
        of_indicator = self.indicators.index(indicator) * len(self.strata) + self.strata.index(stratum)
        return (of_indicator * len(self.sources) + self.sources.index(collection)) * len(self.periods) + place


def keys_of(claims: pd.DataFrame, reports: pd.DataFrame) -> Keys:
    """The keys of CLAIMS and of the reports of KNOWN. Raises ValueError for text that names no period."""
    (indicator, its), indicators = _numbered(claims["indicator"], reports["indicator"], str)
    (code, its_code), codes = _numbered(claims["area_code"], reports["area_code"], str)
    (day, its_day), days = _numbered(claims["area_valid_from"], reports["area_valid_from"], _day)
    (stratum, its_stratum), strata = _numbered(claims["stratum"], reports["stratum"], _text)
    (source, its_source), sources = _numbered(claims["collection"], reports["collection"], _text)
    (period, its_period), texts = _numbered(claims["period"], reports["period"], str)

    found = [parse(text) for text in texts]
    order = sorted(range(len(found)), key=lambda n: found[n])
    rank = np.argsort(np.array(order, dtype=np.int64))
    period, its_period = rank[period], rank[its_period]
    periods = [found[n] for n in order]
    kind = np.array([_KINDS.index(each.kind) for each in periods] or [0], dtype=np.int64)
    before = [_year_before(each) for each in periods]
    place = {each.code: number for number, each in enumerate(periods)}
    rank_before = np.array([place.get(each, -1) for each in before] or [-1], dtype=np.int64)

    area, its_area, areas = _paired(code, day, its_code, its_day, codes, days)
    indicator_slice = (indicator * len(strata) + stratum) * len(sources) + source
    its_slice = (its * len(strata) + its_stratum) * len(sources) + its_source
    group = (indicator_slice * (len(areas) + 1) + area) * len(_KINDS) + kind[period]
    its_group = (its_slice * (len(areas) + 1) + its_area) * len(_KINDS) + kind[its_period]
    many = max(len(periods), 1)
    earlier = rank_before[period]
    return Keys(
        key=group * many + period,
        group=group,
        slice=indicator_slice * many + period,
        year_before=np.where(earlier < 0, -1, group * many + earlier),
        indicator=indicator,
        area=area,
        stratum=stratum,
        period=period,
        reports=its_group * many + its_period,
        report_indicator=its,
        indicators=indicators,
        areas=areas,
        strata=strata,
        sources=sources,
        periods=periods,
        codes_before=before,
    )


def _numbered(ours: pd.Series, theirs: pd.Series, normal: Callable[[object], T]) -> tuple[tuple[Ints, Ints], list[T]]:
    """Both columns as numbers of their different values, with these."""
    numbers: dict[T, int] = {}
    coded = []
    for column in (ours, theirs):
        codes, different = pd.factorize(column, use_na_sentinel=False)
        places = [numbers.setdefault(normal(value), len(numbers)) for value in different]
        coded.append(np.array(places or [0], dtype=np.int64)[codes])
    return (coded[0], coded[1]), list(numbers)


def _paired(
    code: Ints, day: Ints, its_code: Ints, its_day: Ints, codes: Sequence[str], days: Sequence[date | None]
) -> tuple[Ints, Ints, list[Area]]:
    many = max(len(days), 1)
    pairs, its_pairs = code * many + day, its_code * many + its_day
    different = np.unique(np.concatenate([np.unique(pairs), np.unique(its_pairs)]))
    areas = [(codes[pair // many], days[pair % many]) for pair in different.tolist()]
    return np.searchsorted(different, pairs), np.searchsorted(different, its_pairs), areas


def _text(value: object) -> str:
    return "" if pd.isna(value) else str(value)  # type: ignore[call-overload]


def _day(value: object) -> date | None:
    if pd.isna(value):  # type: ignore[call-overload]
        return None
    return value.date() if isinstance(value, datetime) else value  # type: ignore[return-value]


def _year_before(period: Period) -> str:
    if period.kind is Kind.SCHOOL_YEAR:
        return school_year(period.year - 1).code
    return f"{period.year - 1:04d}{period.code[4:]}"
