"""What checking found, kept as files, so that a page and the process that applies read the same."""

import json
import os
from pathlib import Path
from typing import Any

import pandas as pd

from data_access.reports.rehearsal import Review
from intake import documents
from intake.checking import Checked
from intake.declared import Declared
from intake.errors import UnknownDraftError
from intake.mapped import Mapped

_REVIEW = ("changes", "communes", "totals", "examples")


def write_json(path: Path, record: dict[str, Any]) -> None:
    """Write whole or not at all: a reader never sees half of it."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    part.replace(path)


def read_json(path: Path) -> dict[str, Any]:
    """The record at `path`; empty if there is none."""
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return found


def write_checked(folder: Path, checked: Checked) -> None:
    """Keep `checked` in `folder`; checked.json comes last and says that all is there."""
    frames = {
        "claims": checked.mapped.claims, "printed": checked.mapped.totals, "columns": checked.mapped.columns,
        "findings": checked.findings, "reports": checked.reports,
    }  # fmt: skip
    if checked.review is not None:
        frames |= {f"review_{name}": getattr(checked.review, name) for name in _REVIEW}
    if checked.document is not None:
        frames["document"] = checked.document.changes
    for name, frame in frames.items():
        frame.to_parquet(folder / f"checked.{name}.parquet", index=False)
    review = checked.review
    record = {
        "name": checked.name, "kind": checked.kind, "sha256": checked.sha256, "declared": checked.declared.record(),
        "layout": checked.mapped.layout, "asked": list(checked.mapped.asked), "language": checked.mapped.language,
        "refused": checked.refused,
        "document": checked.document and {"kind": checked.document.kind, "replaces": checked.document.replaces},
        "review": review and {"base_version": review.base_version, "demo": review.demo, "nothing": review.nothing},
    }  # fmt: skip
    write_json(folder / "checked.json", record)


def read_checked(folder: Path) -> Checked:
    """The inverse of `write_checked`. Raises UnknownDraftError where checking has not ended."""
    record = read_json(folder / "checked.json")
    if not record:
        raise UnknownDraftError
    reviewed = record["review"]
    frames: dict[str, Any] = {name: _frame(folder, f"review_{name}") for name in _REVIEW} if reviewed else {}
    review = Review(**reviewed, **frames) if reviewed else None
    document = record["document"] and documents.Checked(
        **record["document"], name=record["name"], content=(folder / "original").read_bytes(),
        findings=_frame(folder, "findings"), changes=_frame(folder, "document"),
    )  # fmt: skip
    return Checked(
        document=document,
        name=record["name"],
        kind=record["kind"],
        sha256=record["sha256"],
        declared=Declared.of(record["declared"]),
        mapped=Mapped(
            layout=record["layout"],
            claims=_frame(folder, "claims"),
            totals=_frame(folder, "printed"),
            columns=_frame(folder, "columns"),
            findings=_frame(folder, "findings").iloc[:0],
            asked=tuple(record["asked"]),
            language=record["language"],
        ),
        findings=_frame(folder, "findings"),
        reports=_frame(folder, "reports"),
        refused=record["refused"],
        review=review,
    )


def _frame(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_parquet(folder / f"checked.{name}.parquet")
