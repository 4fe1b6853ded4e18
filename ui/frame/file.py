"""What a page gives as files: a table as CSV and XLSX, charts as PNG and SVG, each with its source inside."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pandas as pd

from base.texts import Texts

# Columns of MEASURED that a reader of a table needs; the rest is how it was computed.
MEASURED_COLUMNS = [
    "code", "full_name", "ethnic", "region", "border", "travel", "numerator", "denominator", "value", "low", "high", "target",
    "gap", "short", "clear", "safe", "need", "versus", "blank", "at_least", "provisional", "estimated", "origin",
    "source_kind", "geography", "definition_version", "parts", "parts_expected",
]  # fmt: skip


@dataclass(frozen=True)
class File:
    """name: of the file, without ending. title: what stands in it. table: made only when the file is asked for.

    whole: it covers many indicators. of: whose figures it has, where they are not those of the page's filter. pictures: key of a chart's block -> its title. signs: what the marks in them mean.
    """

    name: str
    title: str
    table: Callable[[], pd.DataFrame] = field(compare=False)
    whole: bool = False
    of: str = ""
    pictures: tuple[tuple[str, str], ...] = ()
    signs: Sequence[str] = ()


def yes_no(flag: object, say: Texts) -> str:
    """A flag as a table says it."""
    return say("yes") if flag else say("no")
