"""The child process that checks or applies one upload: `python -m intake.worker check|apply TOKEN`.

Started by `drafts`, it outlives the tab and the server. It beats every second, so that a page can tell work from a wreck.
"""

import json
import logging
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from base import settings
from base.errors import AtlasError
from base.texts import marked
from data_access.engine import Connection, Engine, open_engine, writing
from data_access.reports import batches, jobs
from intake import documents, kept
from intake.checking import Wanted, apply, check
from intake.declared import Declared

log = logging.getLogger(__name__)

UNEXPECTED = marked("The import ended with an error and changed nothing. The reason is in the server's log.")
INTERRUPTED = marked("The import was interrupted and changed nothing.")
_BEAT_S = 1.0


class Beat:
    """Writes step and share of the work every second, whether they changed or not."""

    def __init__(self, folder: Path, work: str) -> None:
        self._file, self._work = folder / "progress.json", work
        self._step, self._share = "", None  # type: str, float | None
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def tell(self, step: str, share: float | None) -> None:
        """What is being done now."""
        self._step, self._share = step, share

    def _run(self) -> None:
        while not self._ended.is_set():
            record = {"work": self._work, "beats": True, "step": self._step, "share": self._share}
            kept.write_json(self._file, record)
            self._ended.wait(_BEAT_S)

    @contextmanager
    def going(self) -> Iterator["Beat"]:
        """Beat while the block lasts."""
        self._thread.start()
        try:
            yield self
        finally:
            self._ended.set()
            self._thread.join()


def main(work: str, token: str) -> int:
    """Do `work` on the upload `token`; 0 if it went well. How it ended is in outcome.json."""
    folder = settings.data_dir() / "intake" / token
    engine = open_engine(settings.database_url())
    with Beat(folder, work).going() as beat:
        try:
            outcome = {"check": _check, "apply": _apply}[work](engine, folder, beat)
        except AtlasError as error:
            log.exception("%s %s", work, token)
            outcome = {"state": "refused" if work == "check" else "failed", "error": _told(error.source, error.values)}
        except Exception:
            log.exception("%s %s", work, token)
            outcome = {"state": "failed", "error": _told(UNEXPECTED, {})}
    if work == "apply" and outcome["state"] == "failed":
        _record_failure(engine, token, outcome["error"])
    kept.write_json(folder / "outcome.json", {"work": work, **outcome})
    engine.dispose()
    return 0 if outcome["state"] in ("checked", "applied") else 1


def _check(engine: Engine, folder: Path, beat: Beat) -> dict[str, str]:
    draft = kept.read_json(folder / "draft.json")
    wanted = Wanted(draft["name"], (folder / "original").read_bytes(), Declared.of(draft["declared"]))
    (folder / "checked.json").unlink(missing_ok=True)
    kept.write_checked(folder, check(engine, wanted, actor=draft["actor"], progress=beat.tell))
    return {"state": "checked"}


def _apply(engine: Engine, folder: Path, beat: Beat) -> dict[str, str]:
    found = kept.read_checked(folder)
    accepted = kept.read_json(folder / "accepted.json")
    actor = accepted["actor"]
    with writing(engine) as connection:
        job_id = jobs.begin(connection, folder.name, actor=actor, interrupted=_told(INTERRUPTED, {}))

    def done(connection: Connection, version: int) -> None:
        jobs.finish(connection, job_id, version)

    if found.document is not None:
        beat.tell(batches.STORING, None)
        with writing(engine) as connection:
            done(connection, documents.apply_in(connection, found.document, actor))
        return {"state": "applied"}
    apply(
        engine, [(found, (folder / "original").read_bytes())], actor=actor, accepted=accepted["reasons"],
        base_version=found.review.base_version if found.review else None, also=done, progress=beat.tell,
    )  # fmt: skip
    return {"state": "applied"}


def _record_failure(engine: Engine, token: str, error: str) -> None:
    try:
        with writing(engine) as connection:
            jobs.fail(connection, token, error)
    except AtlasError:
        # What failed may be the database itself; outcome.json says so, and a job that nobody beats for is not running.
        log.exception("the end of job %s could not be recorded", token)


def _told(source: str, values: dict[str, object]) -> str:
    return json.dumps({"source": source, "values": values}, ensure_ascii=False, default=str)


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(main(*sys.argv[1:]))
