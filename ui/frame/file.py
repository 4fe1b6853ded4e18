"""What a page gives as files: a table as CSV and XLSX, charts as PNG and SVG, each with its source inside."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pandas as pd

# Columns of MEASURED that a reader of a table needs; the rest is how it was computed.
MEASURED_COLUMNS = [
    "kind", "code", "full_name", "ethnic", "region", "border", "travel", "population", "numerator", "denominator", "value", "unit", "low", "high",
    "target", "gap", "short", "clear", "safe", "need", "communes_need", "versus", "blank", "at_least", "provisional", "estimated",
    "origin", "source_kind", "geography", "definition_version", "parts", "parts_expected", "collection", "source", "decimals",
]  # fmt: skip


@dataclass(frozen=True)
class File:
    """name: of the file, without ending. title: what stands in it. table: made only when the file is asked for.

    answer: what the page says of its figures first; words: what it says besides. comparable: which of its periods compare, a line a pair.
    whole: it covers many indicators. of: whose figures it has, where they are not those of the page's filter. pictures: key of a chart's block -> its title. signs: what the marks in them mean.
    """

    name: str
    title: str
    table: Callable[[], pd.DataFrame] = field(compare=False)
    whole: bool = False
    of: str = ""
    pictures: tuple[tuple[str, str], ...] = ()
    signs: Sequence[str] = ()
    answer: str = ""
    words: tuple[str, ...] = ()
    comparable: tuple[str, ...] = ()
