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
from dataclasses import replace

from base import settings
from base.errors import AtlasError
from base.memory import limit_memory
from base.texts import marked
from data_access.engine import Connection, Engine, open_engine, writing
from data_access.reports import jobs
from intake import kept
from intake.checking import Wanted, apply_upload, check
from intake.children import born_at
from intake.folder import Folder, Outcome, Pulse, Work, folder_of

log = logging.getLogger(__name__)

UNEXPECTED = marked("The import ended with an error and changed nothing. The reason is in the server's log.")
TOO_LARGE = marked(
    "The file needs more memory than the {limit} GB that an import may take, and changed nothing. Split it."
)
MOST_MEMORY = 6_000_000_000
"""Address space, of which a million rows of 40 columns take a third."""
_BEAT_S = 1.0


class Beat:
    """Writes step and share of the work every second, whether they changed or not."""

    def __init__(self, folder: Folder, work: Work) -> None:
        self._folder = folder
        self._pulse = Pulse(work, beats=True, pid=os.getpid(), born=born_at(os.getpid()))
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def tell(self, step: str, share: float | None) -> None:
        """What is being done now."""
        self._pulse = replace(self._pulse, step=step, share=share)

    def _run(self) -> None:
        while not self._ended.is_set():
            self._folder.keep_pulse(self._pulse)
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


def main(work: Work, token: str, job_id: int) -> int:
    """Do `work` on the upload `token`; 0 if it went well. How it ended is in outcome.json. Raises UnknownDraftError.

    job_id: what it applies as; once that was given up, nothing is applied.
    """
    folder = folder_of(token)
    engine = open_engine(settings.database_url())
    with Beat(folder, work).going() as beat:
        try:
            outcome = _check(engine, folder, beat) if work == "check" else _apply(engine, folder, beat, job_id)
        except AtlasError as error:
            log.exception("%s %s", work, token)
            told = _told(error.source, error.values)
            outcome = Outcome(work, "refused" if work == "check" else "failed", told)
        except MemoryError:
            log.exception("%s %s", work, token)
            outcome = Outcome(work, "failed", _told(TOO_LARGE, {"limit": MOST_MEMORY // 10**9}))
        except Exception:
            log.exception("%s %s", work, token)
            outcome = Outcome(work, "failed", _told(UNEXPECTED, {}))
    if work == "apply" and outcome.state == "failed":
        _record_failure(engine, job_id, outcome.error)
    folder.keep_outcome(outcome)
    engine.dispose()
    return 0 if outcome.state in ("checked", "applied") else 1


def _check(engine: Engine, folder: Folder, beat: Beat) -> Outcome:
    draft = folder.draft()
    kept.forget_checked(folder)
    wanted = Wanted(draft.name, folder.original(), draft.declared)
    kept.write_checked(folder, check(engine, wanted, actor=draft.actor, progress=beat.tell))
    return Outcome("check", "checked")


def _apply(engine: Engine, folder: Folder, beat: Beat, job_id: int) -> Outcome:
    checked, acceptance = kept.read_checked(folder), folder.acceptance()

    def done(connection: Connection, version: int) -> None:
        jobs.finish(connection, job_id, version)

    apply_upload(
        engine, checked, folder.original(), actor=acceptance.actor, accepted=acceptance.reasons, also=done, progress=beat.tell,
    )  # fmt: skip
    return Outcome("apply", "applied")


def _record_failure(engine: Engine, job_id: int, error: str) -> None:
    try:
        with writing(engine) as connection:
            jobs.fail(connection, job_id, error)
    except AtlasError:
        # What failed may be the database itself; outcome.json says so, and a job that nobody beats for is not running.
        log.exception("the end of job %s could not be recorded", job_id)


def _told(source: str, values: dict[str, object]) -> str:
    return json.dumps({"source": source, "values": values}, ensure_ascii=False, default=str)


if __name__ == "__main__":
    os.umask(0o077)
    limit_memory(MOST_MEMORY)
    sys.exit(main("apply" if sys.argv[1] == "apply" else "check", sys.argv[2], int(sys.argv[3])))
