"""An import that is killed while it runs, and what must hold then. Used by the tests and by `make soak`."""

import os
import random
import signal
import time
from dataclasses import dataclass

from sqlalchemy import Engine, text

from data_access.engine import reading
from data_access.reports import batches
from harness.small_world import OLD, newest_batch
from intake import children, drafts
from intake.drafts import Status

_PATIENCE_S = 120
_SHOWN = text("SELECT * FROM observation_current ORDER BY 1, 2, 3, 4, 5")
_KEPT = ("observation", "batch", "stored_file", "finding", "data_version")


def draft_of(engine: Engine, years: int = 6, name: str = "thang.csv") -> str:
    """A checked upload of about 1,500 figures a year for the small world: six are long enough to be hit while applied."""
    strata = ["", *(f"ethnic={name}" for name in ("mong", "thai", "kinh", "khomu", "lao"))]
    rows = [
        f"{indicator},{year}-M{month:02d},{code},{stratum},{100 if stratum == '' else 9 + n},{130 if stratum == '' else 16 + n}"
        for year in range(2025 - years, 2025)
        for month in range(1, 13)
        for n, code in enumerate(OLD)
        for indicator in ("OPEN", "PLAIN", "GUARDED")
        for stratum in strata
    ]
    content = "\n".join(["indicator,period,area_code,stratum,numerator,denominator", *rows])
    token = drafts.create(engine, name, content.encode(), actor="an")
    ended = waited(engine, token)
    if ended.state != "checked":
        raise AssertionError(f"{ended}: {drafts.printed(token)}")
    return token


def moments(seed: int, count: int, whole_s: float) -> list[float]:
    """Random moments of an import that takes `whole_s`: the first third of it is the child's own start, and it commits at its very
    end, so that a little more is tried than it took."""
    chance = random.Random(seed)
    return [chance.uniform(0.3 * whole_s, 1.1 * whole_s) for _ in range(count)]


@dataclass
class Victim:
    """An upload that is applied, killed, and applied again until it is in; then another one like it."""

    engine: Engine
    token: str
    years: int = 6

    def whole(self) -> float:
        """Apply it to the end and take it back; the seconds that applying takes, the child's start included."""
        began = time.monotonic()
        self._apply()
        ended = self.waited()
        took = time.monotonic() - began
        if ended.state != "applied":
            raise AssertionError(f"{ended}: {drafts.printed(self.token)}")
        self._after = self._shown()
        self._take_back()
        return took

    def killed_after(self, moment: float, *, said: str) -> str:
        """Kill it `moment` seconds after its start; 'before' or 'after', as the database then stands. Fails on anything between."""
        before, shown = self._everything(), self._shown()
        self._apply()
        child = children.child_of(self.token)
        time.sleep(moment)
        if child.poll() is None:
            os.kill(child.pid, signal.SIGKILL)
        child.wait()
        ended = drafts.status(self.engine, self.token)
        if ended.state == "applied":
            assert self._shown() == self._after, said
            self._take_back()
            assert self._shown() == shown, said
            return "after"
        assert ended.state == "interrupted", (said, ended)
        assert self._everything() == before, said
        assert self._shown() == shown, said
        return "before"

    def _apply(self) -> None:
        accepted = dict.fromkeys(drafts.checked(self.token).warnings, "đúng")
        drafts.apply(self.engine, self.token, actor="an", accepted=accepted)

    def _take_back(self) -> None:
        """What was withdrawn has to be reviewed again: a new upload."""
        batches.withdraw(self.engine, newest_batch(self.engine), "an")
        self.token = draft_of(self.engine, self.years)

    def waited(self) -> Status:
        """How it ended."""
        return waited(self.engine, self.token)

    def _shown(self) -> list[tuple]:
        with reading(self.engine) as connection:
            return [tuple(row) for row in connection.execute(_SHOWN)]

    def _everything(self) -> dict[str, int]:
        with reading(self.engine) as connection:
            return {name: int(connection.scalar(text(f"SELECT COUNT(*) FROM {name}")) or 0) for name in _KEPT}


def waited(engine: Engine, token: str) -> Status:
    """How the child process of an upload ended."""
    deadline = time.monotonic() + _PATIENCE_S
    while (now := drafts.status(engine, token)).is_running:
        if time.monotonic() > deadline:
            raise AssertionError(f"{now}: {drafts.printed(token)}")
        time.sleep(0.05)
    return now
