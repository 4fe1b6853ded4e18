"""Uploads on their way in. Each is a folder that outlives the tab, the page and the server; a child process works on it.

    <data>/intake/<token>/   draft.json   name, size, actor, what was declared
                             original     the bytes as they came
                             progress.json  step and share, written every second while the child lives
                             outcome.json   how it ended
                             checked.*    what checking found

The child is `intake.worker`. What is applied is decided by the table `job`, whose row says `done` in the very
transaction that applies; files here only tell how far it is.
"""

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePath
from typing import Any

from base import settings
from base.texts import Texts
from data_access.engine import Engine, reading
from data_access.reports import jobs
from data_access.reports.jobs import Applied
from intake import kept
from intake.checking import Checked
from intake.declared import Declared
from intake.errors import DraftBusyError, UnknownDraftError, WarningsNotAcceptedError

KEPT_DAYS = 30
"""So long an upload that nobody applied waits; its batch, once applied, is in the database for good."""

# A child that has just been started imports for some seconds, on a busy machine for more; then it beats every second.
_START_S = 90.0
_BEAT_S = 20.0

_TOKEN = re.compile(r"[0-9a-f]{16}")

# Children of this process, so that an ended one is known at once and leaves no zombie.
_children: dict[str, "subprocess.Popen[bytes]"] = {}
# Those that have told their outcome and are about to end.
_leaving: list["subprocess.Popen[bytes]"] = []


@dataclass(frozen=True)
class Status:
    """How an upload stands.

    state: checking | checked | refused (it can't be read) | applying | applied | failed (nothing was changed) | interrupted (the
    process ended; nothing was changed). step: what is being done, a source text; share: of it, 0 to 1, None if unknown.
    error: source text and values, see `problem`. version: the data version that it became; batch_id: its batch.
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
    _clear_old()
    token = secrets.token_hex(8)
    root = _root()
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    # Whole or not at all: a draft appears under its token when everything is in it.
    folder = root / f".{token}"
    folder.mkdir(mode=0o700)
    (folder / "original").write_bytes(content)
    record = {
        "name": PurePath(name.replace("\\", "/")).name[-200:], "size": len(content), "actor": actor,
        "created_at": datetime.now(UTC).isoformat(), "declared": (declared or Declared()).record(),
    }  # fmt: skip
    kept.write_json(folder / "draft.json", record)
    kept.write_json(folder / "progress.json", {"work": "check", "beats": False})
    folder.rename(root / token)
    _start(engine, token, "check")
    return token


def status(engine: Engine, token: str) -> Status:
    """How the upload stands now. Raises UnknownDraftError."""
    folder = _folder(token)
    record = kept.read_json(folder / "draft.json")
    outcome = kept.read_json(folder / "outcome.json")
    progress = kept.read_json(folder / "progress.json")
    known: dict[str, Any] = {
        "token": token, "name": record["name"], "size": record["size"], "actor": record["actor"],
        "created_at": datetime.fromisoformat(record["created_at"]), "declared": Declared.of(record["declared"]),
    }  # fmt: skip
    work = progress.get("work", "check")
    if work == "apply":
        applied = _applied(engine, token)
        if applied is not None:
            return Status(**known, state="applied", version=applied.version, batch_id=applied.batch_id)
    if outcome.get("work") == work:
        return Status(**known, state=outcome["state"], error=outcome.get("error", ""))
    if not _alive(token, folder, progress):
        # Written down, so that whoever looks next need not wait for a beat that will not come.
        kept.write_json(folder / "outcome.json", {"work": work, "state": "interrupted"})
        return Status(**known, state="interrupted")
    state = "applying" if work == "apply" else "checking"
    return Status(**known, state=state, step=progress.get("step", ""), share=progress.get("share"))


def checked(token: str) -> Checked:
    """What checking found. Raises UnknownDraftError if it has not ended."""
    return kept.read_checked(_folder(token))


def original(token: str) -> tuple[str, bytes]:
    """Name and bytes as they came. Raises UnknownDraftError."""
    folder = _folder(token)
    return kept.read_json(folder / "draft.json")["name"], (folder / "original").read_bytes()


def declare(engine: Engine, token: str, declared: Declared) -> None:
    """Check again, with other declarations. Raises UnknownDraftError, DraftBusyError."""
    folder = _idle(engine, token)
    record = kept.read_json(folder / "draft.json")
    kept.write_json(folder / "draft.json", {**record, "declared": declared.record()})
    _start(engine, token, "check")


def apply(engine: Engine, token: str, *, actor: str, accepted: Mapping[str, str]) -> None:
    """Begin to apply a checked upload, in a child process. accepted: the reason by code of each warning rule.

    Figures with errors stay out. Raises UnknownDraftError, DraftBusyError, WarningsNotAcceptedError.
    """
    folder = _idle(engine, token)
    found = kept.read_checked(folder)
    missing = [rule for rule in found.warnings if not accepted.get(rule, "").strip()]
    if missing:
        raise WarningsNotAcceptedError(file=found.name, n=len(missing))
    kept.write_json(folder / "accepted.json", {"actor": actor, "reasons": dict(accepted)})
    _start(engine, token, "apply")


def discard(engine: Engine, token: str) -> None:
    """Forget an upload. Raises UnknownDraftError, DraftBusyError."""
    shutil.rmtree(_idle(engine, token))


def open_drafts(engine: Engine) -> list[Status]:
    """All uploads that are not applied, newest first."""
    root = _root()
    tokens = [path.name for path in root.iterdir() if _TOKEN.fullmatch(path.name)] if root.exists() else []
    found = []
    for token in tokens:
        # Another tab may discard an upload while this one looks.
        with suppress(UnknownDraftError, FileNotFoundError):
            found.append(status(engine, token))
    return sorted((s for s in found if s.state != "applied"), key=lambda s: s.created_at, reverse=True)


def log(token: str) -> str:
    """What the child has printed: for the server's log and for tests, never for a page. Raises UnknownDraftError."""
    return (_folder(token) / "worker.log").read_text(encoding="utf-8", errors="replace")


def child_of(token: str) -> "subprocess.Popen[bytes]":
    """The child of this process that works on the upload. Raises KeyError if none was started here, or it has ended."""
    return _children[token]


def _root() -> Path:
    return settings.data_dir() / "intake"


def _folder(token: str) -> Path:
    """The folder of an upload: a token comes from an address that anybody may write."""
    folder = _root() / token
    if not _TOKEN.fullmatch(token) or not (folder / "draft.json").exists():
        raise UnknownDraftError
    return folder


def _idle(engine: Engine, token: str) -> Path:
    now = status(engine, token)
    if now.is_running or now.state == "applied":
        raise DraftBusyError(file=now.name)
    return _folder(token)


def _start(engine: Engine, token: str, work: str) -> None:
    """Start the child that does `work`, in a session of its own, so that it outlives this process."""
    folder = _folder(token)
    if token in _children:
        _leaving.append(_children.pop(token))
    _leaving[:] = [child for child in _leaving if child.poll() is None]
    (folder / "outcome.json").unlink(missing_ok=True)
    kept.write_json(folder / "progress.json", {"work": work, "beats": False})
    with (folder / "worker.log").open("ab") as log:
        _children[token] = subprocess.Popen(
            [sys.executable, "-m", "intake.worker", work, token],
            cwd=settings.ROOT,
            env={
                **os.environ,
                "CHILD_ATLAS_DATA": str(settings.data_dir()),
                "DATABASE_URL": engine.url.render_as_string(hide_password=False),
            },
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def _alive(token: str, folder: Path, progress: Mapping[str, Any]) -> bool:
    child = _children.get(token)
    if child is not None and child.poll() is not None:
        del _children[token]
        # It may have written its outcome after we looked.
        return (folder / "outcome.json").exists()
    beaten = (folder / "progress.json").stat().st_mtime
    return time.time() - beaten < (_BEAT_S if progress.get("beats") else _START_S)


def _applied(engine: Engine, token: str) -> Applied | None:
    """What the upload became; None if it was not applied."""
    sha256 = kept.read_json(_folder(token) / "checked.json").get("sha256", "")
    with reading(engine) as connection:
        return jobs.applied(connection, token, sha256)


def _clear_old() -> None:
    """Remove uploads that waited too long; what was applied is in the database."""
    root = _root()
    if not root.exists():
        return
    oldest = time.time() - timedelta(days=KEPT_DAYS).total_seconds()
    for folder in root.iterdir():
        if folder.stat().st_mtime < oldest:
            shutil.rmtree(folder, ignore_errors=True)
