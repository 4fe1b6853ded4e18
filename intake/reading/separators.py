"""What stands between the cells of a text file, told by its first lines."""

import csv
from collections import Counter
from contextlib import suppress

SEPARATORS = ",;\t|"
"""What files are separated by that do not say it themselves; of two that fit as well the first."""


def separator_of(sample: list[str], candidates: str) -> tuple[str, int]:
    """The separator of `sample` (lines), and how many cells its rows have.

    Most rows must have the same number of cells. A separator for which already the first row has it goes before others,
    and a comma counts half, since it is the decimal sign too.
    """
    best, chosen = (False, 0.0), (candidates[0], 1)
    for delimiter in candidates:
        widths = _widths(sample, delimiter)
        several = Counter(width for width in widths if width > 1)
        if not several:
            continue
        usual, times = several.most_common(1)[0]
        score = (usual - 1) * times / len(widths) * (0.5 if delimiter == "," else 1.0)
        if (widths[0] == usual, score) > best:
            best, chosen = (widths[0] == usual, score), (delimiter, next(width for width in widths if width >= usual))
    return chosen


def _widths(sample: list[str], delimiter: str) -> list[int]:
    """How many cells the rows of `sample` have, as far as it can be read; that it can't is told by who reads all of it."""
    widths: list[int] = []
    with suppress(csv.Error):
        widths.extend(len(row) for row in csv.reader(sample, delimiter=delimiter) if row)
    return widths
