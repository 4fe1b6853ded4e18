"""Reporting periods and their codes. A code is what stands in a link: '2025', '2025-Q3', '2025-H1', '2025-9M', '2025-26'."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Kind(StrEnum):
    """How long a period is and how it is counted (TT 37/2019: 3 and 6 months discrete, 9 months and year cumulative)."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    NINE_MONTHS = "nine_months"
    YEAR = "year"
    SCHOOL_YEAR = "school_year"


ANNUAL = frozenset({Kind.YEAR, Kind.SCHOOL_YEAR})


@dataclass(frozen=True, order=True)
class Period:
    """A reporting period; both days are in it. Orders by its last day."""

    ends_on: date
    starts_on: date
    kind: Kind

    @property
    def year(self) -> int:
        """The calendar year of the period; of a school year, the one in which it begins."""
        return self.starts_on.year

    @property
    def is_annual(self) -> bool:
        """Whether annual targets may judge a value of this period."""
        return self.kind in ANNUAL

    @property
    def code(self) -> str:
        """The period as it stands in a link; the inverse of `parse`."""
        year, month = self.starts_on.year, self.starts_on.month
        match self.kind:
            case Kind.MONTH:
                return f"{year}-M{month:02d}"
            case Kind.QUARTER:
                return f"{year}-Q{(month + 2) // 3}"
            case Kind.HALF:
                return f"{year}-H{1 if month == 1 else 2}"
            case Kind.NINE_MONTHS:
                return f"{year}-9M"
            case Kind.YEAR:
                return f"{year}"
            case Kind.SCHOOL_YEAR:
                return f"{year}-{(year + 1) % 100:02d}"


def _until(year: int, month: int) -> date:
    """The last day of `month`; month 13 is January of the next year and so on."""
    month += 1
    year += (month - 1) // 12
    return date(year, (month - 1) % 12 + 1, 1) - timedelta(days=1)


def year(number: int) -> Period:
    """The calendar year `number`."""
    return Period(date(number, 12, 31), date(number, 1, 1), Kind.YEAR)


def quarter(number: int, nth: int) -> Period:
    """The `nth` quarter (1-4) of the year `number`."""
    first = 3 * nth - 2
    return Period(_until(number, first + 2), date(number, first, 1), Kind.QUARTER)


def half(number: int, nth: int) -> Period:
    """The first or second half of the year `number`."""
    first = 6 * nth - 5
    return Period(_until(number, first + 5), date(number, first, 1), Kind.HALF)


def school_year(first: int) -> Period:
    """The school year that begins in September of the year `first` and ends in May of the next."""
    return Period(_until(first + 1, 5), date(first, 9, 1), Kind.SCHOOL_YEAR)


_CODE = re.compile(r"(\d{4})(?:-(?:M(\d{2})|Q([1-4])|H([12])|(9M)|(\d{2})))?")


def parse(code: str) -> Period:
    """The period that `code` names.

    Raises ValueError for text that is not a code.
    """
    found = _CODE.fullmatch(code)
    if not found:
        raise ValueError(code)
    number = int(found[1])
    if found[2]:
        month = int(found[2])
        return Period(_until(number, month), date(number, month, 1), Kind.MONTH)
    if found[3]:
        return quarter(number, int(found[3]))
    if found[4]:
        return half(number, int(found[4]))
    if found[5]:
        return Period(_until(number, 9), date(number, 1, 1), Kind.NINE_MONTHS)
    if found[6]:
        if int(found[6]) != (number + 1) % 100:
            raise ValueError(code)
        return school_year(number)
    return year(number)


def following(period: Period) -> Period:
    """The next period of the same kind: after Q4 of 2024 comes Q1 of 2025."""
    start = period.starts_on
    match period.kind:
        case Kind.MONTH:
            first = period.ends_on + timedelta(days=1)
            return Period(_until(first.year, first.month), first, Kind.MONTH)
        case Kind.QUARTER:
            return quarter(start.year + 1, 1) if start.month > 9 else quarter(start.year, (start.month + 2) // 3 + 1)
        case Kind.HALF:
            return half(start.year + 1, 1) if start.month > 6 else half(start.year, 2)
        case Kind.SCHOOL_YEAR:
            return school_year(start.year + 1)
        case Kind.NINE_MONTHS:
            return Period(_until(start.year + 1, 9), date(start.year + 1, 1, 1), Kind.NINE_MONTHS)
        case Kind.YEAR:
            return year(start.year + 1)
