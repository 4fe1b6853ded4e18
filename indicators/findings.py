"""What a check has to say about a file: findings as a frame, and the sentences that they become for the reader.

A finding is data (rule, place, value, details), so that it can be counted, stored and shown in either language later.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pandas as pd

from base.formats import number
from base.texts import Texts

FINDINGS = ["level", "rule", "sheet", "row", "col", "value", "details", "claim"]
"""level (Level), rule (code in RULES), sheet ('' in a CSV), row (as a spreadsheet numbers it, <NA> if of the whole file), col
(letters, '' if of the whole row), value (as it stands in the file), details (JSON object that fills the rule's texts),
claim (label of the row of CLAIMS that it is about; -1 if of none)."""


class Level(StrEnum):
    """What a finding does: an error keeps its row out, a warning must be accepted with a reason, a note informs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Rule:
    """One thing that can be wrong. text: what was found; advice: what to do. Both are source texts with {placeholders}

    that `details` fills; {value} is the cell's own text and always there.
    """

    code: str
    level: Level
    text: str
    advice: str


def column_letters(index: int) -> str:
    """The letters of the 0-based column `index`: 'A', 'Z', 'AA'."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def none() -> pd.DataFrame:
    """FINDINGS without a row."""
    return frame([])


def frame(rows: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """FINDINGS of `rows` as `finding` gives them."""
    made = pd.DataFrame(list(rows), columns=FINDINGS)
    texts = dict.fromkeys(("level", "rule", "sheet", "col", "value", "details"), "str")
    return made.astype({**texts, "row": "Int64", "claim": "int64"})


def finding(
    rule: Rule,
    *,
    sheet: str = "",
    row: int | None = None,
    col: str = "",
    value: object = "",
    claim: int = -1,
    **details: Any,
) -> dict[str, Any]:
    """One row of FINDINGS. details: texts and numbers for the placeholders of the rule; a number is written in the reader's way."""
    return {
        "level": str(rule.level),
        "rule": rule.code,
        "sheet": sheet,
        "row": row,
        "col": col,
        "value": "" if value is None else str(value)[:200],
        "details": json.dumps(details, ensure_ascii=False, default=str),
        "claim": claim,
    }


def of_claims(rule: Rule, claims: pd.DataFrame, **details: "pd.Series[Any] | str | float") -> pd.DataFrame:
    """FINDINGS for every row of `claims` (CLAIMS: already only those that are wrong).

    details: per placeholder one value for all, or a series with the index of `claims`. The value shown is the numerator's,
    or `value` where a row has no counts; give details['value'] for another one.
    """
    if claims.empty:
        return none()
    shown = details.pop("value", claims["numerator"].where(claims["numerator"].notna(), claims["value"]))
    columns = {name: _column(given, claims) for name, given in details.items()}
    filled = zip(*columns.values(), strict=True) if columns else [()] * len(claims)
    return frame(
        finding(
            rule,
            sheet=sheet or "",
            row=None if pd.isna(row) else int(row),
            col=col or "",
            value=value,
            claim=label,
            **dict(zip(columns, values, strict=True)),
        )
        for label, sheet, row, col, value, values in zip(
            claims.index, claims["sheet"], claims["row"], claims["col"], _column(shown, claims), filled, strict=True
        )
    )


def _column(given: "pd.Series[Any] | str | float", claims: pd.DataFrame) -> list[Any]:
    series = given.reindex(claims.index) if isinstance(given, pd.Series) else pd.Series(given, index=claims.index)
    return [_plain(value) for value in series]


def _plain(value: Any) -> Any:
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return ""
    if hasattr(value, "item"):
        value = value.item()
    return int(value) if isinstance(value, float) and value.is_integer() else value


def joined(frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """All findings together, numbered anew."""
    some = [each for each in frames if len(each)]
    return pd.concat(some, ignore_index=True) if some else none()


def cell(row: Mapping[Any, Any]) -> str:
    """Where a finding is, as a spreadsheet says it: 'D7', 'D', '7' or ''."""
    number_of_row = "" if row["row"] is None or pd.isna(row["row"]) else str(int(row["row"]))
    return f"{row['col']}{number_of_row}"


def told(text: str, row: Mapping[Any, Any], say: Texts) -> str:
    """`text` (of the rule of this finding) in the reader's language, its placeholders filled."""
    details = json.loads(row["details"])
    filled = {
        name: number(value, say.language, 0 if float(value).is_integer() else 1)
        if isinstance(value, int | float) and not isinstance(value, bool)
        else say(value)
        if isinstance(value, str) and value
        else value
        for name, value in details.items()
    }
    return say(text, **{"value": row["value"], **filled})
