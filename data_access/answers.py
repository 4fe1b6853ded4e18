"""A connection to PostgreSQL that does not wait for ever: a server that stands still never says that a statement takes too long."""

from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen

RV = TypeVar("RV")

ANSWER_S = 20.0
"""How long a page waits for an answer."""

WRITE_ANSWER_S = 900.0
"""The same for one statement of an import."""

_LOOK_S = 0.1


class Patient(psycopg.Connection[Any]):
    """Gives an answer up after `answer_s` seconds; the connection is of no use then."""

    answer_s: float = ANSWER_S

    def wait(self, gen: PQGen[RV], interval: float = _LOOK_S, timeout: float | None = None) -> RV:
        """As psycopg's, bounded. Raises psycopg.OperationalError."""
        try:
            return super().wait(gen, interval, self.answer_s if timeout is None else timeout)
        except psycopg.errors._WaitTimeout as late:
            self.pgconn.finish()
            raise psycopg.OperationalError(f"no answer within {self.answer_s:.0f} s") from late
