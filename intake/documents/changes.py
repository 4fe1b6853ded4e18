"""What a document would change: row by row against what is in force."""

import json
from dataclasses import asdict
from typing import Any

import pandas as pd

from indicators.catalogue import Indicator
from intake.documents.columns import TABLES
from intake.documents.document import Document

CHANGES = ["what", "key", "before", "after"]
"""what (name of the table, 'indicator'), key ('03160 · 2025-07-01'), before ('' if added), after ('' if removed): the
fields that differ, 'weight: 0.25; source: …'; of rows added or removed all that are filled."""

_BETWEEN = " · "


def changes(before: Document, after: Document) -> pd.DataFrame:
    """CHANGES in the order of the document, what is removed last."""
    rows: list[dict[str, str]] = []
    for name in sorted({*before.tables, *after.tables}, key=list(TABLES).index):
        rows += _changed(name, _rows(before, name), _rows(after, name))
    rows += _changed("indicator", _indicators(before), _indicators(after))
    return pd.DataFrame(rows, columns=CHANGES)


def counted(changed: pd.DataFrame) -> dict[str, int]:
    """How many rows are added, changed and removed."""
    return {
        "added": int((changed["before"] == "").sum()),
        "changed": int(((changed["before"] != "") & (changed["after"] != "")).sum()),
        "removed": int((changed["after"] == "").sum()),
    }


def _rows(document: Document, name: str) -> dict[str, dict[str, str]]:
    columns = TABLES[name]
    rest = [head for head in columns.names if head not in columns.key]
    return {
        _BETWEEN.join(str(row[head]) for head in columns.key if row[head]): {head: str(row[head]) for head in rest}
        for row in document.table(name).to_dict("records")
    }


def _indicators(document: Document) -> dict[str, dict[str, str]]:
    return {each.code: _fields(each) for each in document.indicators}


def _fields(indicator: Indicator) -> dict[str, str]:
    """All of an indicator as text by field; fields of fields by a dot."""
    flat: dict[str, str] = {}
    waiting: list[tuple[str, Any]] = list(asdict(indicator).items())
    while waiting:
        name, value = waiting.pop(0)
        if isinstance(value, dict):
            waiting += [(f"{name}.{key}", inner) for key, inner in value.items()]
        elif name != "code":
            flat[name] = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return flat


def _changed(what: str, before: dict[str, dict[str, str]], after: dict[str, dict[str, str]]) -> list[dict[str, str]]:
    rows = []
    for key, fields in after.items():
        was = before.get(key)
        if was is None:
            rows.append({"what": what, "key": key, "before": "", "after": _told(fields) or key})
        elif was != fields:
            differ = [name for name in {**fields, **was} if fields.get(name) != was.get(name)]
            old = _told({name: was.get(name, "") for name in differ}, blank=True)
            new = _told({name: fields.get(name, "") for name in differ}, blank=True)
            rows.append({"what": what, "key": key, "before": old, "after": new})
    gone = [key for key in before if key not in after]
    return rows + [{"what": what, "key": key, "before": _told(before[key]) or key, "after": ""} for key in gone]


def _told(fields: dict[str, str], *, blank: bool = False) -> str:
    return "; ".join(f"{name}: {value}" for name, value in fields.items() if value or blank)
