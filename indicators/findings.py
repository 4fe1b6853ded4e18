"""What a check has to say about a file: findings as a frame, and the sentences that they become for the reader.

A finding is data (rule, place, value, details), so that it can be counted, stored and shown in either language later.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import repeat
from typing import Any, TypedDict

import pandas as pd

from base.formats import number
from base.texts import Texts
from indicators.labels import period_short
from indicators.periods import parse

FINDINGS = ["level", "rule", "sheet", "row", "col", "value", "details", "claim"]
"""level (Level), rule (code in RULES), sheet ('' in a CSV), row (as a spreadsheet numbers it, <NA> if of the whole file), col
(letters, '' if of the whole row), value (as it stands in the file), details (JSON object that fills the rule's texts; of a figure
also its `commune` by name and, where either of two cells may be wrong, the letters of the one `beside`),
claim (label of the row of CLAIMS that it is about; -1 if of none)."""


class Finding(TypedDict):
    """One row of FINDINGS before they are a frame; `finding` makes it."""

    level: str
    rule: str
    sheet: str
    row: int | None
    col: str
    value: str
    details: str
    claim: int


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
    return _NONE.copy()


def frame(rows: Iterable[Finding]) -> pd.DataFrame:
    """FINDINGS of `rows` as `finding` gives them."""
    return _typed(pd.DataFrame(list(rows), columns=FINDINGS))


def _typed(made: pd.DataFrame) -> pd.DataFrame:
    texts = dict.fromkeys(("level", "rule", "sheet", "col", "value", "details"), "str")
    return made.astype({**texts, "row": "Int64", "claim": "int64"})


# Most rules find nothing in most files: giving columns their types would then be the longest step.
_NONE = frame([])


def finding(
    rule: Rule,
    *,
    sheet: str = "",
    row: int | None = None,
    col: str = "",
    value: object = "",
    claim: int = -1,
    **details: Any,
) -> Finding:
    """One row of FINDINGS. details: texts and numbers for the placeholders of the rule; a number is written in the reader's way."""
    return {
        "level": str(rule.level),
        "rule": rule.code,
        "sheet": sheet,
        "row": row,
        "col": col,
        "value": "" if value is None else str(value)[:200],
        "details": _json(details),
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
    texts = {
        "sheet": claims["sheet"].fillna(""),
        "col": claims["col"].fillna(""),
        "value": [text[:200] for text in _written(shown, claims, str)],
        "details": _objects({name: _written(given, claims, _json) for name, given in details.items()}, len(claims)),
    }
    made = pd.DataFrame(
        {"level": str(rule.level), "rule": rule.code, **texts, "row": claims["row"], "claim": claims.index}
    )
    return _typed(made[FINDINGS].reset_index(drop=True))


def _written(given: "pd.Series[Any] | str | float", claims: pd.DataFrame, write: Callable[[Any], str]) -> Iterable[str]:
    """`given` for each of `claims`, each different value written once: a million findings are a few thousand texts."""
    if not isinstance(given, pd.Series):
        return repeat(write(_plain(given)), len(claims))
    codes, different = pd.factorize(given.reindex(claims.index), use_na_sentinel=False)
    texts = [write(_plain(value)) for value in different]
    return [texts[code] for code in codes]


def _objects(columns: Mapping[str, Iterable[str]], count: int) -> list[str]:
    """JSON objects from their members, which are JSON already."""
    if not columns:
        return ["{}"] * count
    pattern = "{{" + ", ".join(f"{_json(name)}: {{}}" for name in columns) + "}}"
    return [pattern.format(*members) for members in zip(*columns.values(), strict=True)]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


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


def cells(row: Mapping[Any, Any]) -> list[str]:
    """Where a finding is, as a spreadsheet says it: 'D7', 'D', '7' or nothing; two where either may be wrong."""
    number_of_row = "" if row["row"] is None or pd.isna(row["row"]) else str(int(row["row"]))
    columns = [row["col"], *filter(None, [json.loads(row["details"]).get("beside")])]
    return [f"{column}{number_of_row}" for column in columns if column or number_of_row]


def cell(row: Mapping[Any, Any]) -> str:
    """As `cells`, in one text: 'G14, H14'."""
    return ", ".join(cells(row))


def commune(row: Mapping[Any, Any]) -> str:
    """The name of the commune that a finding is about, '' if of none or of many."""
    return str(json.loads(row["details"]).get("commune", ""))


def told(text: str, row: Mapping[Any, Any], say: Texts) -> str:
    """`text` (of the rule of this finding) in the reader's language, its placeholders filled.

    Numbers are written in the reader's way, details called …period by the name of the period (several joined by ' + ').
    """
    details = json.loads(row["details"])
    filled = {name: _for_reader(name, value, say) for name, value in details.items()}
    return say(text, **{"value": row["value"], **filled})


def _for_reader(name: str, value: Any, say: Texts) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number(value, say.language, _decimals(value))
    if name.endswith("period") and value:
        return " + ".join(_period(code, say) for code in str(value).split(" + "))
    return say(value) if isinstance(value, str) and value else value


def _period(code: str, say: Texts) -> str:
    try:
        return period_short(parse(code), say)
    except ValueError:  # text of a file that names no period is told as it stands
        return code


def _decimals(value: float) -> int:
    """As many as it has, at most three: 9.45 must not be told as 9.5."""
    return next((places for places in range(3) if round(value, places) == value), 3)
