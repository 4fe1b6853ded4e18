"""HTML as it travels: rows that are alike as one pattern and what differs between them, a tenth of their length.

A table of communes repeats the same tags, classes and pictures in every row. static/shell/sheet.js puts them together again.
"""

import os
import re
from collections.abc import Sequence
from typing import TypedDict

SHORT = 1_500
"""Characters of HTML that are not worth the looking."""
# What begins a row, and what may differ in it: attributes and texts.
_ROW = re.compile(r"(?=<(?:tr|li|g)[ >])")
_VALUE = re.compile(r'"[^"]*"|>[^<]+(?=<)')
# Stands for a value while rows are compared; no text of ours has it.
_PLACE = "\0"
_FEWEST = 3


class Packed(TypedDict):
    """patterns: each of texts and, between them, which value of its row stands there. pieces: texts as they are, and rows: the
    number of their pattern, then their values."""

    patterns: list[list[str | int]]
    pieces: list[str | list[str | int]]


def packed(html: str) -> Packed:
    """`html` as it travels; the browser gives it back, to the letter."""
    if len(html) < SHORT or _PLACE in html:
        return {"patterns": [], "pieces": [html]}
    split = _ROW.split(html)
    alike: dict[str, list[int]] = {}
    for at, piece in enumerate(split):
        alike.setdefault(_VALUE.sub(_PLACE, piece), []).append(at)
    patterns: list[list[str | int]] = []
    pieces: list[str | list[str | int]] = list(split)
    for skeleton, places in alike.items():
        if len(places) >= _FEWEST and _PLACE in skeleton:
            pattern, rows = _rows(skeleton, [split[at] for at in places])
            for at, row in zip(places, rows, strict=True):
                pieces[at] = [len(patterns), *row]
            patterns.append(pattern)
    return {"patterns": patterns, "pieces": pieces}


def _rows(skeleton: str, pieces: Sequence[str]) -> tuple[list[str | int], list[tuple[str, ...]]]:
    """What `pieces` of the same `skeleton` have in common, and what not."""
    texts = skeleton.split(_PLACE)
    # The values of each place, over all pieces.
    places = list(zip(*(_VALUE.findall(piece) for piece in pieces), strict=True))
    pattern: list[str | int] = [texts[0]]
    columns: list[tuple[str, ...]] = []
    for values, text in zip(places, texts[1:], strict=True):
        before = os.path.commonprefix(values)
        after = os.path.commonprefix([value[len(before) :][::-1] for value in values])[::-1]
        differing = tuple(value[len(before) : len(value) - len(after)] for value in values)
        _append(pattern, before)
        if any(differing):
            if differing not in columns:
                columns.append(differing)
            pattern.append(columns.index(differing))
        _append(pattern, after + text)
    return pattern, list(zip(*columns, strict=True)) or [()] * len(pieces)


def _append(pattern: list[str | int], text: str) -> None:
    last = pattern[-1]
    if isinstance(last, str):
        pattern[-1] = last + text
    elif text:
        pattern.append(text)
