"""What a column of a wide table or a form means, by the headings above it."""

from collections.abc import Sequence
from dataclasses import dataclass

from indicators.catalogue import Indicator
from indicators.periods import Period
from intake.words.catalogue_names import CatalogueNames
from intake.words.period_text import is_part_of_year, period_in_titles
from intake.words.words import FIELDS, PARTS, field_of, speaks_of_other

FIGURE_PARTS = tuple(PARTS)
_KEYS = frozenset(FIELDS) - {*PARTS, "indicator", "indicator_name"}


@dataclass(frozen=True)
class Meaning:
    """field: of FIELDS ('ignored': nothing that counts), or numerator|denominator|value of `indicator`; '' if not understood.

    period: of the column alone. how: code|name|alias|declared|form|none.
    """

    field: str = ""
    indicator: str = ""
    period: Period | None = None
    how: str = "none"

    @property
    def is_figure(self) -> bool:
        """Whether it is a part of an indicator."""
        return bool(self.indicator)

    @property
    def told(self) -> str:
        """As COLUMNS has it."""
        if self.is_figure:
            return f"{self.indicator}.{self.field}"
        return "" if self.field == "ignored" else self.field


def declared_meaning(text: str, names: CatalogueNames) -> Meaning | None:
    """What an officer says: '' (leave it out), a field, or 'IMM01.numerator'. None if it is none of them."""
    if not text:
        return Meaning("ignored", how="declared")
    code, _, part = text.rpartition(".")
    known = {each.casefold(): each for each in names.indicators}.get(code.casefold())
    if known and part in FIGURE_PARTS:
        return Meaning(part, known, how="declared")
    return Meaning(text, how="declared") if text in FIELDS else None


def meaning_of(levels: Sequence[str], names: CatalogueNames) -> Meaning:
    """By the headings of a column from top to bottom. Every heading under the indicator's name must be understood."""
    if not levels:
        return Meaning()
    span = _indicator_at(levels, names)
    if span is None:
        field = field_of(levels[-1])
        if field in _KEYS and not any(speaks_of_other(level) for level in levels):
            return Meaning(field, how="form")
        return Meaning()
    first, last, code, part, how = span
    indicator = names.indicators[code]
    over = _over(levels[:first])
    under = _under(levels[last:], indicator, names)
    if over is None or under is None:
        return Meaning()
    said, period_below = under
    if (part and said and part != said) or (over.period and period_below):
        return Meaning()
    found = part or said or ("numerator" if not indicator.is_rate else "value")
    return Meaning(found, code, over.period or period_below, how)


def _indicator_at(levels: Sequence[str], names: CatalogueNames) -> tuple[int, int, str, str, str] | None:
    """Which headings name an indicator: from, to (behind it), code, part if they say so, and how. None if none or several do."""
    spans = []
    for first in range(len(levels)):
        for last in range(first + 1, len(levels) + 1):
            named = names.named(" ".join(levels[first:last]))
            if named is not None:
                spans.append((first, last, named.indicator, named.part, named.how))
    if len({span[2] for span in spans}) != 1:
        return None
    # Of 'IMM01' and 'IMM01 Tử số' the one that says more.
    return max(spans, key=lambda span: (bool(span[3]), span[1] - span[0]))


def _over(levels: Sequence[str]) -> Meaning | None:
    """Headings above the indicator: they may name a period or a theme, but nothing that makes another figure of it."""
    periods = {period for level in levels if (period := period_in_titles([level])) is not None}
    if len(periods) > 1 or any(speaks_of_other(level) or is_part_of_year(level) for level in levels):
        return None
    return Meaning(period=periods.pop() if periods else None)


def _under(levels: Sequence[str], indicator: Indicator, names: CatalogueNames) -> tuple[str, Period | None] | None:
    """Headings under the indicator: a part of it, a period, and nothing else."""
    part, period = "", None
    for level in levels:
        said = names.part(level, indicator)
        when = None if said else period_in_titles([level])
        if (said and part and said != part) or (when and period) or not (said or when):
            return None
        part, period = said or part, when or period
    return part, period


def one_unit(fields: dict[int, str], headings: dict[int, str]) -> dict[int, str]:
    """'Đơn vị' is the unit of figures where another column holds the communes."""
    areas = [column for column, field in fields.items() if field in ("area_code", "area_name")]
    units = [column for column in areas if headings[column].casefold() in ("đơn vị", "don vi", "unit")]
    if len(areas) > len(units):
        return {column: "ignored" if column in units else field for column, field in fields.items()}
    return fields
