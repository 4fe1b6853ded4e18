"""Which period a text means: a code, or words as offices write them ('Quý III năm 2025', '9 tháng đầu năm 2025')."""

import re
from collections.abc import Iterable
from datetime import date

from base.formats import without_marks
from indicators import periods
from indicators.periods import Period

_FIRST, _LAST = 2000, 2099
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_ORDINAL = {"1st": 1, "first": 1, "2nd": 2, "second": 2, "3rd": 3, "third": 3, "4th": 4, "fourth": 4}
_MONTHS = {
    name: n
    for n, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), start=1,
    )
    for name in names.split()
}  # fmt: skip

# What has years and months in it and is no period: days, and numbers of letters and laws ('37/2019/TT-BYT', '23/QĐ-TTg').
_NOISE = (
    re.compile(r"\bngay\s+(\d{1,2}|[.…_ ]+)\s*thang\s+(\d{1,2}|[.…_ ]+)\s*nam\s+(\d{4}|20[.…_ ]*)"),
    re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{4}\b"),
    re.compile(r"\b\d{1,2}(st|nd|rd|th)?\s+(?:" + "|".join(_MONTHS) + r")\.?,?\s+\d{4}\b"),
    re.compile(r"\b\d+\s*/\s*(?:\d{4}\s*/\s*)?[a-z]{1,6}\d*(?:[-–][a-z\d]+)+"),
    re.compile(r"\b(?:so|no\.?)\s*:?\s*\d+\s*/\s*\d{4}\b"),
)

_SCHOOL = re.compile(r"\b(?:nam hoc|school year)\s*:?\s*(\d{4})\s*[-–—/]\s*(\d{4}|\d{2})\b")
_TOKENS: tuple[tuple[str, "re.Pattern[str]"], ...] = (
    ("nine", re.compile(r"\b(?:first\s+)?(?:9|09|chin|nine)\s*(?:thang|months?)\b(?:\s*dau\s*nam|\s*dau)?")),
    ("half", re.compile(r"\b(?:6|06|sau)\s*thang\s+(dau|cuoi)(?:\s+nam)?\b")),
    ("half", re.compile(r"\bnua\s+(dau|cuoi)(?:\s+nam)?\b")),
    ("half", re.compile(r"\b(first|second)\s+(?:half|6\s+months|six\s+months)\b")),
    ("half", re.compile(r"\b(?:h|hk)\s?([12])\b")),
    ("quarter", re.compile(r"\b(?:quy|quarter)\s*(iv|i{1,3}|0?[1-4])\b")),
    ("quarter", re.compile(r"\bq\s?([1-4])\b")),
    ("quarter", re.compile(r"\b(" + "|".join(_ORDINAL) + r")\s+quarter\b")),
    ("month", re.compile(r"\b(?:thang|month)\s*(\d{1,2})\b")),
    ("month", re.compile(r"\b(" + "|".join(_MONTHS) + r")\b\.?")),
)
# 'Quý I, II', 'tháng 7-9': parts together that are no period of their own.
_SEVERAL = re.compile(
    r"\b(?:quy|thang|q|quarters?|months?)\s*(?:iv|i{1,3}|\d{1,2})\s*(?:[,&+–-]|va|and|den|to)\s*(?:quy|thang|q)?\s*(?:iv|i{1,3}|\d{1,2})\b"
)
# Left over, these say that the text speaks of more than was understood.
_MORE = re.compile(
    r"\b(?:quy|quarters?|thang\s+\d|\d+\s*(?:thang|months?)|nam hoc|school year|hoc ky|tuan|week|den het|so voi)\b"
)
_YEAR = re.compile(r"(?<![\d/.,-])(?:(?:nam|year)\s*)?((?:19|20)\d{2})\b(?!\s*[-–/]\s*\d)")
_NAMED_YEAR = re.compile(r"\b(?:nam|year)\s*((?:19|20)\d{2})\b")

_CODE = re.compile(r"(\d{4})\s*[-_ ]?\s*(?:M(\d{2})|Q([1-4])|H([12])|(9M))", re.IGNORECASE)
_MONTH_OF_YEAR = re.compile(r"(?:(\d{4})[-/](\d{1,2})|(\d{1,2})[-/.](\d{4}))")
_SHORT_SCHOOL = re.compile(r"(\d{4})\s*[-–—/]\s*(\d{4}|\d{2})")


def period_of(cell: object) -> Period | None:
    """The period that a cell means; None if it is none, or might be several.

    Takes codes ('2025-Q3', '2025-26'), numbers of years, '9/2025', and the words of titles. A date is no period: Excel makes one
    of '9/2025', and of '9.2025' another.
    """
    if cell is None or isinstance(cell, bool | date):
        return None
    if isinstance(cell, int | float):
        return _year(int(cell)) if float(cell).is_integer() else None
    text = str(cell).strip().removesuffix(".0")
    return _code(text) or _words(text, bare_year=True)


def period_in_titles(lines: Iterable[str]) -> Period | None:
    """The one period that the title of a table names, over all its lines; None if there is none, or more than one."""
    texts = [str(line) for line in lines]
    whole = _words(" | ".join(texts), bare_year=False)
    if whole is not None:
        return whole
    found = {period for text in texts if (period := _words(text, bare_year=False)) is not None}
    return found.pop() if len(found) == 1 else None


def period_of_part(text: str, year: int) -> Period | None:
    """The part of `year` that a text names without a year: a heading 'Quý IV', a sheet 'T12'; None for anything else."""
    folded = " ".join(without_marks(text).split())
    if _YEAR.search(folded):
        return None
    part = re.sub(r"^t[. ]?(?=\d{1,2}$)", "thang ", folded)
    found = _words(f"{part} nam {year}", bare_year=False)
    return found if found is not None and not found.is_annual else None


def is_part_of_year(text: str) -> bool:
    """Whether a text names a part of a year and no year, so that nobody can tell which it is."""
    return period_of_part(text, _FIRST) is not None


def _year(number: int) -> Period | None:
    return periods.year(number) if _FIRST <= number <= _LAST else None


def _month(year: int, month: int) -> Period | None:
    return periods.parse(f"{year:04d}-M{month:02d}") if 1 <= month <= 12 and _year(year) else None


def _school(first: str, second: str) -> Period | None:
    start = int(first)
    follows = int(second) == (start + 1 if len(second) == 4 else (start + 1) % 100)
    return periods.school_year(start) if follows and _year(start) else None


def _code(text: str) -> Period | None:
    """A period as links, other programs and people in a hurry write it."""
    match = _CODE.fullmatch(text)
    if match:
        text = re.sub(r"[\s_-]", "", text.upper())
        text = f"{text[:4]}-{text[4:]}"
        if match[2]:
            return _month(int(match[1]), int(match[2]))
    try:
        period = periods.parse(text)
    except ValueError:
        period = None
    if period is not None:
        return period if _year(period.year) else None
    if match := _SHORT_SCHOOL.fullmatch(text):
        school = _school(match[1], match[2])
        if school is not None or len(match[2]) == 4:
            return school
    if match := _MONTH_OF_YEAR.fullmatch(text):
        year, month = (match[1], match[2]) if match[1] else (match[4], match[3])
        return _month(int(year), int(month))
    return None


def _words(text: str, *, bare_year: bool) -> Period | None:
    """By what kind of period it names and what year: each must be there once. bare_year: a year needs no 'năm' before it."""
    rest = " ".join(without_marks(text).split())
    for noise in _NOISE:
        rest = noise.sub(" ", rest)
    schools = set(_SCHOOL.findall(rest))
    rest = _SCHOOL.sub(" ", rest)
    if _SEVERAL.search(rest):
        return None
    kinds: set[tuple[str, int]] = set()
    for kind, pattern in _TOKENS:
        kinds |= {(kind, _nth(match[1] if pattern.groups else "")) for match in pattern.finditer(rest)}
        rest = re.sub(pattern.pattern + r"\s*[/.,–-]?", " | ", rest)
    if _MORE.search(rest):
        return None
    if schools:
        alone = len(schools) == 1 and not kinds and not _YEAR.search(rest)
        return _school(*schools.pop()) if alone else None
    years = {int(year) for year in _YEAR.findall(rest)}
    if len(years) != 1 or len(kinds) > 1 or re.search(r"\d{4}\s*[-–/]\s*\d{2}", rest):
        return None
    year = years.pop()
    if kinds:
        kind, nth = kinds.pop()
        return _part(kind, nth, year)
    if not _NAMED_YEAR.search(rest) and not (bare_year and re.fullmatch(r"\W*\d{4}\W*", rest)):
        return None
    return _year(year)


def _nth(word: str) -> int:
    """The number that a word of a period means: 3 of 'iii', 'third' and '03'; 1 of 'dau' (the first half); 9 of 'september'."""
    if word.isdigit():
        return int(word)
    for numbers in (_ROMAN, _ORDINAL, _MONTHS, {"dau": 1, "cuoi": 2}):
        if word in numbers:
            return numbers[word]
    return 0


def _part(kind: str, nth: int, year: int) -> Period | None:
    if not _year(year):
        return None
    match kind:
        case "nine":
            return periods.parse(f"{year}-9M")
        case "half":
            return periods.half(year, nth)
        case "quarter":
            return periods.quarter(year, nth)
    return _month(year, nth)
