"""Yes and no in the cells of an indicator that communes have or have not: 'Có', 'Chưa có' are 1 of 1 and 0 of 1."""

from dataclasses import replace

import numpy as np

from base.formats import without_marks
from intake.claims.figures import Array, Part
from intake.words.numbers import CellKind

_YES = frozenset({"co", "da co", "dat", "yes", "y", "has"})
_NO = frozenset({"chua co", "khong co", "khong", "chua", "chua dat", "khong dat", "no", "n", "has not", "none"})


def answer_of(cell: object) -> float:
    """1 for yes, 0 for no, NaN for anything else."""
    if not isinstance(cell, str):
        return np.nan
    plain = " ".join(without_marks(cell).casefold().split())
    return 1.0 if plain in _YES else 0.0 if plain in _NO else np.nan


def has_answers(part: Part) -> bool:
    """Whether any of its cells is an answer in words."""
    return any(answer_of(cell) in (0.0, 1.0) for cell in part.cells.distinct)


def answered(parts: dict[str, Part], asked: Array) -> dict[str, Part]:
    """`parts` with answers in words read as counts, in the rows that are `asked` for one.

    An answer may stand where the count or where the value would. 'Chưa có' is no answer elsewhere: there it says that a number is still to come.
    """
    top, bottom, value = parts["numerator"], parts["denominator"], parts["value"]
    said = {name: np.where(asked, _answers(parts[name]), np.nan) for name in ("numerator", "value")}
    in_value = np.isnan(said["numerator"]) & ~np.isnan(said["value"]) & (top.kinds == CellKind.EMPTY)
    answer = np.where(in_value, said["value"], said["numerator"])
    known = ~np.isnan(answer)
    alone = known & (bottom.kinds == CellKind.EMPTY)
    return {
        "numerator": _put(top, known, answer),
        "denominator": _put(bottom, alone, np.ones(len(answer))),
        "value": replace(value, kinds=np.where(in_value, np.int8(CellKind.EMPTY), value.kinds)),
    }


def _answers(part: Part) -> Array:
    return part.cells.taken([answer_of(cell) for cell in part.cells.distinct], np.nan, float)


def _put(part: Part, where: Array, numbers: Array) -> Part:
    return replace(
        part,
        numbers=np.where(where, numbers, part.numbers),
        kinds=np.where(where, np.int8(CellKind.NUMBER), part.kinds),
    )
