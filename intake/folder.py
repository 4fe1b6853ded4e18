"""The folder of an upload, which outlives the tab, the page and the server: what the page and the child process tell each other.

<data>/intake/<token>/   draft.json   name, size, actor, what was declared
                         original     the bytes as they came
                         progress.json  step and share, written every second while the child lives
                         outcome.json   how it ended
                         accepted.json  who applies it, and why its warnings are right
                         checked.*    what checking found (`intake.kept`)
                         worker.log   what the child printed
"""

import errno
import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from base import settings
from data_access.errors import DiskFullError
from intake.declared import Declared
from intake.errors import DamagedDraftError, UnknownDraftError

Work = Literal["check", "apply"]
"""What a child process does with an upload."""

Ended = Literal["checked", "refused", "applied", "failed", "interrupted"]
"""How work ends: refused: the file can't be read. failed, interrupted: nothing was changed."""

_TOKEN = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True)
class Draft:
    """What came, from whom, and what is declared about it. size: in bytes. created_at: with its zone."""

    name: str
    size: int
    actor: str
    created_at: datetime
    declared: Declared


@dataclass(frozen=True)
class Pulse:
    """That the child lives. beats: it has begun to. step: what it does, a source text; share: of it, 0 to 1, None if unknown.

    pid, born: of its process, and when that began (seconds of the clock), since numbers of processes come again; 0 before it has one.
    """

    work: Work = "check"
    beats: bool = False
    step: str = ""
    share: float | None = None
    pid: int = 0
    born: float = 0.0


@dataclass(frozen=True)
class Outcome:
    """How `work` ended. error: source text and values, as JSON; '' if nothing went wrong."""

    work: Work
    state: Ended
    error: str = ""


@dataclass(frozen=True)
class Acceptance:
    """Who applies the upload. reasons: why its warnings are right, by code of the rule."""

    actor: str
    reasons: Mapping[str, str]


@dataclass(frozen=True)
class Folder:
    """One upload's folder."""

    path: Path

    @property
    def token(self) -> str:
        """The upload's name in addresses."""
        return self.path.name

    @property
    def log(self) -> Path:
        """What the child prints."""
        return self.path / "worker.log"

    def size(self) -> int:
        """Of the file as it came, in bytes; 0 if it is not there."""
        path = self.path / "original"
        return path.stat().st_size if path.exists() else 0

    def touched_at(self) -> datetime:
        """When something was last done with the upload, with its zone."""
        return datetime.fromtimestamp(self.path.stat().st_mtime, UTC)

    def original(self) -> bytes:
        """The bytes as they came."""
        return (self.path / "original").read_bytes()

    def draft(self) -> Draft:
        """What came. Raises FileNotFoundError if another tab has discarded it, DamagedDraftError."""
        path = self.path / "draft.json"
        if not path.exists():
            raise FileNotFoundError(path)
        with _whole():
            told = read_json(path)
            created_at, declared = datetime.fromisoformat(told.pop("created_at")), Declared.of(told.pop("declared"))
            return Draft(**told, created_at=created_at, declared=declared)

    def keep_draft(self, draft: Draft) -> None:
        """Write what came, or what is declared about it now."""
        record = {**vars(draft), "created_at": draft.created_at.isoformat(), "declared": draft.declared.record()}
        write_json(self.path / "draft.json", record)

    def pulse(self) -> Pulse:
        """The last beat of the child, or what it was started for. Raises DamagedDraftError."""
        with _whole():
            return Pulse(**read_json(self.path / "progress.json"))

    def keep_pulse(self, pulse: Pulse) -> None:
        """Write a beat."""
        write_json(self.path / "progress.json", asdict(pulse))

    def beaten_at(self) -> float:
        """When the last beat was written, in seconds of the clock. Raises DamagedDraftError where none ever was."""
        with _whole():
            return (self.path / "progress.json").stat().st_mtime

    def outcome(self) -> Outcome | None:
        """How the last work ended; None: it has not. Raises DamagedDraftError."""
        told = read_json(self.path / "outcome.json")
        with _whole():
            return Outcome(**told) if told else None

    def keep_outcome(self, outcome: Outcome) -> None:
        """Write how work ended."""
        write_json(self.path / "outcome.json", asdict(outcome))

    def forget_outcome(self) -> None:
        """Before other work begins."""
        (self.path / "outcome.json").unlink(missing_ok=True)

    def acceptance(self) -> Acceptance:
        """Who applies it. Raises FileNotFoundError before anybody does."""
        return Acceptance(**json.loads((self.path / "accepted.json").read_text(encoding="utf-8")))

    def keep_acceptance(self, acceptance: Acceptance) -> None:
        """Write who applies it."""
        write_json(self.path / "accepted.json", {**vars(acceptance), "reasons": dict(acceptance.reasons)})

    def remove(self) -> None:
        """Forget the upload."""
        shutil.rmtree(self.path)


def root() -> Path:
    """Where the folders of all uploads lie."""
    return settings.data_dir() / "intake"


def folder_of(token: str) -> Folder:
    """The folder of an upload: a token comes from an address that anybody may write. Raises UnknownDraftError."""
    path = root() / token
    if not _TOKEN.fullmatch(token) or not (path / "draft.json").exists():
        raise UnknownDraftError
    return Folder(path)


def tokens() -> list[str]:
    """Of all uploads that are there."""
    return [path.name for path in _folders() if _TOKEN.fullmatch(path.name)]


def made(token: str, draft: Draft, content: bytes) -> Folder:
    """A new folder, there under its token when everything is in it: whole or not at all. Raises DiskFullError."""
    root().mkdir(parents=True, exist_ok=True, mode=0o700)
    part = Folder(root() / f".{token}")
    try:
        part.path.mkdir(mode=0o700)
        _write(part.path / "original", content)
        part.keep_draft(draft)
        part.keep_pulse(Pulse())
        return Folder(part.path.rename(root() / token))
    except OSError as error:
        shutil.rmtree(part.path, ignore_errors=True)
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFullError(path=root()) from error
        raise


def remove_older(oldest: float) -> None:
    """Remove uploads that nothing was done with since `oldest` (seconds of the clock)."""
    for path in _folders():
        if path.stat().st_mtime < oldest:
            shutil.rmtree(path, ignore_errors=True)


def _folders() -> Iterator[Path]:
    return root().iterdir() if root().exists() else iter(())


def write_json(path: Path, record: Mapping[str, Any]) -> None:
    """Write whole or not at all: a reader never sees half of it."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    _write(part, json.dumps(record, ensure_ascii=False).encode())
    part.replace(path)


def _write(path: Path, content: bytes) -> None:
    """Write, and wait until it is on the disk: renamed before that, a power cut leaves a file of the right name and no content."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def read_json(path: Path) -> dict[str, Any]:
    """The record at `path`, whatever it holds; empty if there is none. Raises DamagedDraftError if it is no record."""
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise DamagedDraftError from error
    if not isinstance(record, dict):
        raise DamagedDraftError
    return record


@contextmanager
def _whole() -> Iterator[None]:
    """What is missing or of another kind in a record is damage. Raises DamagedDraftError."""
    try:
        yield
    except (ValueError, KeyError, TypeError, AttributeError, FileNotFoundError) as error:
        raise DamagedDraftError from error
