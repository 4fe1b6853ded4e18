"""What checking found, kept in the folder of its upload, so that a page and the process that applies see the same."""

from pathlib import Path
from typing import Literal, TypedDict, cast

import pandas as pd

from data_access.edition import Edition
from data_access.reports.rehearsal import Review
from intake.checked import CheckedReports
from intake.checking import Checked
from intake.declared import Declared, DeclaredRecord
from intake.documents import CheckedDocument
from intake.errors import DamagedDraftError, UnknownDraftError
from intake.folder import Folder, read_json, write_json
from intake.mapped import Mapped


class _Reviewed(TypedDict):
    base_version: int
    stamp: str
    demo: bool
    nothing: bool
    replaced_by: list[str]


class _Reports(TypedDict):
    """checked.json of reports; its frames: claims, printed, columns, findings, reports, and of the review review_*."""

    of: Literal["reports"]
    name: str
    sha256: str
    refused: int
    declared: DeclaredRecord
    layout: str
    asked: list[str]
    language: str
    review: _Reviewed | None


class _Document(TypedDict):
    """checked.json of a document; its frames: findings, changes."""

    of: Literal["document"]
    name: str
    sha256: str
    kind: str
    replaces: int | None


def write_checked(folder: Folder, checked: Checked) -> None:
    """Keep `checked`; checked.json comes last and says that all is there."""
    record: _Reports | _Document
    if isinstance(checked, CheckedDocument):
        _keep(folder, findings=checked.findings, changes=checked.changes)
        record = {
            "of": "document", "name": checked.name, "sha256": checked.sha256, "kind": checked.kind,
            "replaces": checked.replaces,
        }  # fmt: skip
    else:
        mapped, review = checked.mapped, checked.review
        _keep(folder, claims=mapped.claims, printed=mapped.totals, columns=mapped.columns, findings=checked.findings,
              reports=checked.reports)  # fmt: skip
        if review is not None:
            _keep(folder, review_changes=review.changes, review_communes=review.communes, review_totals=review.totals,
                  review_examples=review.examples)  # fmt: skip
        record = {
            "of": "reports", "name": checked.name, "sha256": checked.sha256, "refused": checked.refused,
            "declared": checked.declared.record(), "layout": mapped.layout, "asked": list(mapped.asked),
            "language": mapped.language,
            "review": None if review is None else _reviewed(review),
        }  # fmt: skip
    write_json(_file(folder), record)


def read_checked(folder: Folder) -> Checked:
    """The inverse of `write_checked`. Raises UnknownDraftError where checking has not ended, DamagedDraftError."""
    record = read_json(_file(folder))
    if not record:
        raise UnknownDraftError
    try:
        if record["of"] == "reports":
            return _reports(folder, cast(_Reports, record))
        return _document(folder, cast(_Document, record))
    except (ValueError, KeyError, TypeError, AttributeError, OSError) as error:
        # What pyarrow raises for a frame that ends too early is one of these.
        raise DamagedDraftError from error


def forget_checked(folder: Folder) -> None:
    """Before it is checked again."""
    _file(folder).unlink(missing_ok=True)


def sha256_of(folder: Folder) -> str:
    """The identity of the file that was checked; '' where checking has not ended."""
    return str(read_json(_file(folder)).get("sha256", ""))


def _reports(folder: Folder, record: _Reports) -> CheckedReports:
    findings, reviewed = _frame(folder, "findings"), record["review"]
    mapped = Mapped(
        layout=record["layout"], claims=_frame(folder, "claims"), totals=_frame(folder, "printed"),
        columns=_frame(folder, "columns"), findings=findings.iloc[:0], asked=tuple(record["asked"]),
        language=record["language"],
    )  # fmt: skip
    return CheckedReports(
        name=record["name"], sha256=record["sha256"], findings=findings, refused=record["refused"],
        declared=Declared.of(record["declared"]), mapped=mapped, reports=_frame(folder, "reports"), review=None if reviewed is None else _review(folder, reviewed),
    )  # fmt: skip


def _reviewed(review: Review) -> _Reviewed:
    base = review.base
    return {
        "base_version": base.version, "stamp": base.stamp, "demo": review.demo, "nothing": review.nothing, "replaced_by": list(review.replaced_by),
    }  # fmt: skip


def _review(folder: Folder, told: _Reviewed) -> Review:
    return Review(
        base=Edition(told["base_version"], told["stamp"]), demo=told["demo"], nothing=told["nothing"], replaced_by=tuple(told["replaced_by"]),
        changes=_frame(folder, "review_changes"), communes=_frame(folder, "review_communes"),
        totals=_frame(folder, "review_totals"), examples=_frame(folder, "review_examples"),
    )  # fmt: skip


def _document(folder: Folder, record: _Document) -> CheckedDocument:
    return CheckedDocument(
        name=record["name"], sha256=record["sha256"], findings=_frame(folder, "findings"), kind=record["kind"],
        content=folder.original(), changes=_frame(folder, "changes"), replaces=record["replaces"],
    )  # fmt: skip


def _file(folder: Folder) -> Path:
    return folder.path / "checked.json"


def _keep(folder: Folder, **frames: pd.DataFrame) -> None:
    for name, frame in frames.items():
        frame.to_parquet(folder.path / f"checked.{name}.parquet", index=False)


def _frame(folder: Folder, name: str) -> pd.DataFrame:
    return pd.read_parquet(folder.path / f"checked.{name}.parquet")
