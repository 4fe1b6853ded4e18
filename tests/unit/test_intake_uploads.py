"""What is kept of an upload comes back the same; what both kinds are asked, both answer."""

import os
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest

from data_access.edition import Edition
from data_access.reports.rehearsal import Review
from indicators.findings import Rule, finding, frame
from intake import kept
from intake.checked import REPORT_CHANGES, CheckedReports, CheckedUpload
from intake.declared import Declared
from intake.documents import CHANGES, CheckedDocument
from intake.documents.rules import NO_ROWS
from intake.errors import DamagedDraftError, NothingToApplyError, UnknownDraftError, WarningsNotAcceptedError
from intake.folder import Acceptance, Draft, Folder, Outcome, Pulse, folder_of, made, remove_older, tokens
from intake.mapped import COLUMNS, Mapped, no_claims, no_totals
from intake.rules import RULES

TOKEN = "0123456789abcdef"
CHANGED = pd.DataFrame([("targets", "IMM01 · 2026", "", "value: 96.5")], columns=CHANGES)
WARNING = RULES["hidden_rows"]
CLAIMS = pd.concat([no_claims(), pd.DataFrame([{"indicator": "IMM01", "period": "2025", "numerator": 5.0, "row": 2}])])


def reports(*rules: Rule, asked: tuple[str, ...] = (), rows: pd.DataFrame = CLAIMS) -> CheckedReports:
    found = frame([finding(rule, sheet="Biểu", row=3, n=2) for rule in rules])
    mapped = Mapped("form", rows, no_totals(), pd.DataFrame(columns=COLUMNS), found.iloc[:0], asked, "vi")
    return CheckedReports("q.csv", "ab" * 32, found, Declared(period="2025"), mapped, rows, refused=3)


def review(*, nothing: bool = False) -> Review:
    told = pd.DataFrame([("IMM01", "2025", "added", 2)], columns=["indicator", "period", "what", "n"])
    return Review(Edition(7, "ab" * 8), told, told, told, told, demo=True, nothing=nothing)


def document(*rules: Rule, changed: pd.DataFrame = CHANGED) -> CheckedDocument:
    found = frame([finding(rule) for rule in rules])
    return CheckedDocument("t.csv", "cd" * 32, found, "targets", b"indicator,year\n", changed, 4)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    monkeypatch.setenv("CHILD_ATLAS_DATA", str(tmp_path))
    draft = Draft("q.csv", 14, "an", datetime(2026, 1, 15, 5, tzinfo=UTC), Declared(reported_on=date(2026, 1, 12)))
    return made(TOKEN, draft, b"indicator,year\n")


def test_both_kinds_answer_what_is_asked_of_an_upload():
    asked: list[CheckedUpload] = [replace(reports(WARNING, WARNING), review=review()), document()]
    assert [each.form for each in asked] == ["form", "targets"]
    assert [each.can_be_applied for each in asked] == [True, True]
    assert [each.counts for each in asked] == [
        {"added": 2, "changed": 0, "removed": 0, "same": 0}, {"added": 1, "changed": 0, "removed": 0},
    ]  # fmt: skip
    assert [(each.refused, each.errors, each.warnings) for each in asked] == [(3, 0, ["hidden_rows"]), (0, 0, [])]
    assert tuple(asked[0].counts or ()) == REPORT_CHANGES


@pytest.mark.parametrize(
    "upload",
    [
        reports(), replace(reports(), review=review(nothing=True)), replace(reports(asked=("language",)), review=review()),
        replace(reports(rows=no_claims()), review=review()), document(NO_ROWS), document(changed=CHANGED.iloc[:0]),
    ],
)  # fmt: skip
def test_what_can_not_be_applied(upload: CheckedUpload):
    assert not upload.can_be_applied


def test_a_warning_needs_a_reason_and_an_answer_what_is_asked():
    warned = reports(WARNING)
    assert warned.without_reason({}) == warned.without_reason({"hidden_rows": " "}) == ["hidden_rows"]
    with pytest.raises(WarningsNotAcceptedError):
        warned.submission(b"", actor="an", accepted={})
    kept_with = warned.submission(b"", actor="an", accepted={"hidden_rows": " đúng "}).findings
    assert kept_with[["reason", "accepted_by"]].to_numpy().tolist() == [["đúng", "an"]]
    with pytest.raises(NothingToApplyError):
        reports(asked=("language",)).submission(b"", actor="an", accepted={})


def alike(left: object, right: object) -> None:
    """Field by field, frames by their cells."""
    assert type(left) is type(right)
    for each in fields(left):  # type: ignore[arg-type]
        one, other = getattr(left, each.name), getattr(right, each.name)
        if isinstance(one, pd.DataFrame):
            pd.testing.assert_frame_equal(one, other.reset_index(drop=True), check_dtype=False)
        elif isinstance(one, Mapped | Review):
            alike(one, other)
        else:
            assert one == other, each.name


@pytest.mark.parametrize(
    "upload",
    [
        reports(WARNING, rows=no_claims()),
        replace(reports(asked=("period",), rows=no_claims()), review=review()),
        document(),
    ],
)
def test_what_was_checked_is_kept_whole(folder: Folder, upload: CheckedReports | CheckedDocument):
    with pytest.raises(UnknownDraftError):
        kept.read_checked(folder)
    kept.write_checked(folder, upload)
    alike(upload, kept.read_checked(folder))
    assert kept.sha256_of(folder) == upload.sha256
    kept.forget_checked(folder)
    assert kept.sha256_of(folder) == ""


def test_the_folder_gives_back_what_was_told(folder: Folder):
    assert folder_of(TOKEN).draft() == folder.draft()
    assert (folder.draft().declared.reported_on, folder.original()) == (date(2026, 1, 12), b"indicator,year\n")
    assert (folder.pulse(), folder.outcome()) == (Pulse("check"), None)
    for pulse in (Pulse("apply", beats=True, step="x", share=0.5), Pulse("check", share=None)):
        folder.keep_pulse(pulse)
        assert folder.pulse() == pulse
    folder.keep_outcome(Outcome("apply", "failed", "{}"))
    assert folder.outcome() == Outcome("apply", "failed", "{}")
    folder.forget_outcome()
    folder.forget_outcome()
    assert folder.outcome() is None
    folder.keep_acceptance(Acceptance("an", {"hidden_rows": "đúng"}))
    assert folder.acceptance() == Acceptance("an", {"hidden_rows": "đúng"})


@pytest.mark.parametrize("token", ["", "..", "../../etc", TOKEN.upper(), "f" * 16, f"{TOKEN}/"])
def test_a_token_that_names_no_upload_is_refused(folder: Folder, token: str):
    with pytest.raises(UnknownDraftError):
        folder_of(token)


def test_old_uploads_go_and_what_is_half_made_is_no_upload(folder: Folder):
    (folder.path.parent / ".fedcba9876543210").mkdir()
    assert tokens() == [TOKEN]
    os.utime(folder.path, (1000, 1000))
    remove_older(999)
    assert tokens() == [TOKEN]
    remove_older(1001)
    assert tokens() == []


@pytest.mark.parametrize("content", [b"", b"{", b'{"name": "a', b"[]", b"null", b"\xff\xfe", b'{"other": 1}'])
@pytest.mark.parametrize("part", ["draft.json", "progress.json", "outcome.json"])
def test_a_record_that_is_none_is_damage(folder: Folder, part: str, content: bytes):
    reads = {"draft.json": folder.draft, "progress.json": folder.pulse, "outcome.json": folder.outcome}
    (folder.path / part).write_bytes(content)
    with pytest.raises(DamagedDraftError):
        reads[part]()


@pytest.mark.parametrize("part", ["checked.claims.parquet", "checked.review_totals.parquet"])
def test_a_frame_that_is_gone_or_cut_is_damage(folder: Folder, part: str):
    kept.write_checked(folder, replace(reports(WARNING), review=review()))
    content = (folder.path / part).read_bytes()
    for damaged in (content[: len(content) // 2], content[:4], b""):
        (folder.path / part).write_bytes(damaged)
        with pytest.raises(DamagedDraftError):
            kept.read_checked(folder)
    (folder.path / part).unlink()
    with pytest.raises(DamagedDraftError):
        kept.read_checked(folder)


def test_what_is_renamed_is_on_the_disk_before(folder: Folder, monkeypatch: pytest.MonkeyPatch):
    """Renamed before that, a power cut leaves a file of the right name and no content."""
    happened: list[str] = []
    monkeypatch.setattr("intake.folder.os.fsync", lambda _: happened.append("on the disk"))
    monkeypatch.setattr(Path, "replace", lambda _, target: happened.append(f"renamed to {target.name}"))
    folder.keep_outcome(Outcome("check", "checked"))
    assert happened == ["on the disk", "renamed to outcome.json"]
