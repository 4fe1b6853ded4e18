"""Uploads on their way in. Each is a folder (`intake.folder`); a child process (`intake.worker`) works on it.

What is applied is decided by the table `job`, whose row says `done` in the very transaction that applies; the files of the
folder only tell how far it is.
"""

import json
import logging
import secrets
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import PurePath

from base.texts import Texts, marked
from data_access.engine import Engine, reading, writing
from data_access.reports import jobs
from intake import children, folder, kept
from intake.checking import Checked
from intake.declared import Declared
from intake.errors import DamagedDraftError, DraftBusyError, UnknownDraftError, WarningsNotAcceptedError
from intake.folder import Acceptance, Draft, Folder, Outcome, folder_of

log = logging.getLogger(__name__)

INTERRUPTED = marked("The import was interrupted and changed nothing.")
KEPT_DAYS = 30
"""So long an upload that nobody applied waits; its batch, once applied, is in the database for good."""


@dataclass(frozen=True)
class Status:
    """How an upload stands.

    state: checking | checked | refused (it can't be read) | applying | applied | failed (nothing was changed) | interrupted (the
    process ended; nothing was changed) | damaged (what is kept of it can't be read; name and actor are '' where they are lost).
    step: what is being done, a source text; share: of it, 0 to 1, None if unknown. error: source text and values, see `problem`.
    version: the data version that it became; batch_id: its batch.
    """

    token: str
    name: str
    size: int
    actor: str
    created_at: datetime
    declared: Declared
    state: str
    step: str = ""
    share: float | None = None
    error: str = ""
    version: int | None = None
    batch_id: int | None = None

    @property
    def is_running(self) -> bool:
        """Whether a child works on it."""
        return self.state in ("checking", "applying")

    def problem(self, say: Texts) -> str:
        """What went wrong and what to do, in the reader's language; '' if nothing did."""
        if not self.error:
            return ""
        told = json.loads(self.error)
        source, values = told["source"], told["values"]
        # A kind of file is a source text too.
        return say(
            source,
            **{name: say(value) if isinstance(value, str) and value else value for name, value in values.items()},
        )


def create(engine: Engine, name: str, content: bytes, *, actor: str, declared: Declared | None = None) -> str:
    """Keep an upload and begin to check it; its token."""
    folder.remove_older(time.time() - timedelta(days=KEPT_DAYS).total_seconds())
    bare = PurePath(name.replace("\\", "/")).name[-200:]
    draft = Draft(bare, len(content), actor, datetime.now(UTC), declared or Declared())
    made = folder.made(secrets.token_hex(8), draft, content)
    children.start(engine, made, "check")
    return made.token


def status(engine: Engine, token: str) -> Status:
    """How the upload stands now. Raises UnknownDraftError."""
    upload = folder_of(token)
    try:
        return _status(engine, upload)
    except DamagedDraftError:
        log.warning("the upload %s is damaged", token, exc_info=True)
        return Status(token, **vars(_came(upload)), state="damaged")


def _came(upload: Folder) -> Draft:
    """What came, or as much of it as can still be said."""
    try:
        return upload.draft()
    except DamagedDraftError:
        return Draft("", upload.size(), "", upload.touched_at(), Declared())


def _status(engine: Engine, upload: Folder) -> Status:
    # In this order: an outcome that is written while we look is then at worst seen with an older beat.
    draft, outcome, pulse = upload.draft(), upload.outcome(), upload.pulse()
    applying = pulse.work == "apply"
    now = Status(upload.token, **vars(draft), state="applying" if applying else "checking")
    if applying:
        with reading(engine) as connection:
            became = jobs.applied(connection, upload.token, kept.sha256_of(upload))
        if became is not None:
            return replace(now, state="applied", version=became.version, batch_id=became.batch_id)
    if outcome is not None and outcome.work == pulse.work:
        return replace(now, state=outcome.state, error=outcome.error)
    if not children.is_alive(upload):
        if applying:
            return _given_up(engine, upload, now)
        # Written down, so that whoever looks next need not wait for a beat that will not come.
        upload.keep_outcome(Outcome(pulse.work, "interrupted"))
        return replace(now, state="interrupted")
    return replace(now, step=pulse.step, share=pulse.share)


def _given_up(engine: Engine, upload: Folder, now: Status) -> Status:
    """Of an upload whose child is gone: it can't apply any more, and if it did after all, it is applied."""
    with writing(engine) as connection:
        jobs.give_up(connection, upload.token, _told(INTERRUPTED))
        became = jobs.applied(connection, upload.token, kept.sha256_of(upload))
    if became is not None:
        return replace(now, state="applied", version=became.version, batch_id=became.batch_id)
    upload.keep_outcome(Outcome("apply", "interrupted"))
    return replace(now, state="interrupted")


def _told(source: str) -> str:
    return json.dumps({"source": source, "values": {}}, ensure_ascii=False)


def checked(token: str) -> Checked:
    """What checking found. Raises UnknownDraftError if it has not ended."""
    return kept.read_checked(folder_of(token))


def original(token: str) -> tuple[str, bytes]:
    """Name and bytes as they came. Raises UnknownDraftError."""
    upload = folder_of(token)
    return upload.draft().name, upload.original()


def declare(engine: Engine, token: str, declared: Declared) -> None:
    """Check again, with other declarations. Raises UnknownDraftError, DraftBusyError."""
    upload = _idle(engine, token)
    upload.keep_draft(replace(upload.draft(), declared=declared))
    children.start(engine, upload, "check")


def apply(engine: Engine, token: str, *, actor: str, accepted: Mapping[str, str]) -> None:
    """Begin to apply a checked upload, in a child process. accepted: the reason by code of each warning rule.

    Figures with errors stay out. Raises UnknownDraftError, DraftBusyError, WarningsNotAcceptedError.
    """
    upload = _idle(engine, token)
    checked_upload = kept.read_checked(upload)
    unanswered = checked_upload.without_reason(accepted)
    if unanswered:
        raise WarningsNotAcceptedError(file=checked_upload.name, n=len(unanswered))
    upload.keep_acceptance(Acceptance(actor, accepted))
    with writing(engine) as connection:
        job_id = jobs.begin(connection, token, actor=actor, interrupted=_told(INTERRUPTED))
    children.start(engine, upload, "apply", job_id)


def discard(engine: Engine, token: str) -> None:
    """Forget an upload. Raises UnknownDraftError, DraftBusyError."""
    _idle(engine, token).remove()


def open_drafts(engine: Engine) -> list[Status]:
    """All uploads that are not applied, newest first."""
    there = []
    for token in folder.tokens():
        # Another tab may discard an upload while this one looks.
        with suppress(UnknownDraftError, FileNotFoundError):
            there.append(status(engine, token))
    return sorted((s for s in there if s.state != "applied"), key=lambda s: s.created_at, reverse=True)


def printed(token: str) -> str:
    """What the child has printed: for the server's log and for tests, never for a page. Raises UnknownDraftError."""
    return folder_of(token).log.read_text(encoding="utf-8", errors="replace")


def _idle(engine: Engine, token: str) -> Folder:
    """The folder of an upload on which nothing is being done. Raises UnknownDraftError, DraftBusyError."""
    now = status(engine, token)
    if now.is_running or now.state == "applied":
        raise DraftBusyError(file=now.name)
    return folder_of(token)
