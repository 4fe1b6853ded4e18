"""What applying would do, found out by doing it in a transaction that is rolled back: the numbers are those that will stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import pandas as pd
from sqlalchemy import Connection, Engine, text

from data_access.engine import rehearsing
from data_access.frames import read_frame
from data_access.reports import batches, changes
from data_access.reports.batches import Progress, Submission

MOST_EXAMPLES = 200

_DEMO = "SELECT COUNT(*) FROM batch WHERE is_demo AND withdrawn_version IS NULL"

# The province as it is shown: its own figure before a sum.
_PROVINCE = """
SELECT i.code AS indicator, p.code AS period, a.name, o.numerator, o.denominator, o.value
  FROM observation_current o
  JOIN indicator i ON i.indicator_id = o.indicator_id
  JOIN period p ON p.period_id = o.period_id
  JOIN area a ON a.area_id = o.area_id AND a.kind = 'province'
 WHERE o.stratum_id = 0 AND o.preferred
   AND EXISTS (SELECT 1 FROM {wanted} w WHERE w.indicator_id = o.indicator_id AND w.period_id = o.period_id)
 ORDER BY i.position, p.ends_on, p.code, a.code
"""


@dataclass(frozen=True)
class Review:
    """What applying would change, at the data version `base_version`.

    changes: indicator, period, what (added|changed|removed|same), n. communes: code (of today), added, changed, removed.
    totals: indicator, period, name (of the province), before_ and after_ numerator, denominator, value: NaN where there is none.
    examples: up to 200 cells that are changed or removed: indicator, period, code, name, stratum, what, before_ and after_
    numerator, denominator, value. demo: the demo data would be withdrawn. nothing: all of it is in force already.
    """

    base_version: int
    changes: pd.DataFrame
    communes: pd.DataFrame
    totals: pd.DataFrame
    examples: pd.DataFrame
    demo: bool
    nothing: bool

    def count(self, what: str) -> int:
        """How many figures would be `what` (added|changed|removed|same)."""
        return int(self.changes.loc[self.changes["what"] == what, "n"].sum())


def review(
    engine: Engine,
    submissions: Sequence[Submission],
    *,
    actor: str,
    received_at: datetime,
    progress: Progress | None = None,
) -> Review:
    """Apply `submissions`, look, and take everything back. Raises as `batches.apply`."""
    with rehearsing(engine) as connection:
        base = batches.current_version(connection)
        demo = bool(connection.scalar(text(_DEMO)))
        before = _totals(connection, submissions)
        entered = batches.enter(connection, submissions, actor=actor, received_at=received_at, progress=progress)
        if not entered:
            changes.compare(connection, [-1])
        found = Review(
            base_version=base,
            changes=changes.by_indicator(connection),
            communes=changes.by_commune(connection),
            totals=_beside(before, _totals(connection, submissions)),
            examples=changes.examples(connection, most=MOST_EXAMPLES),
            demo=demo and bool(entered),
            nothing=not entered,
        )
        changes.forget(connection)
    return found


def _totals(connection: Connection, submissions: Sequence[Submission]) -> pd.DataFrame:
    """The province's figures in every indicator and period that `submissions` speak of."""
    pairs = {
        pair for each in submissions for pair in zip(each.reports["indicator"], each.reports["period"], strict=True)
    }
    connection.execute(text("DROP TABLE IF EXISTS work_wanted"))
    connection.execute(text("CREATE TEMPORARY TABLE work_wanted (indicator_id INTEGER, period_id INTEGER)"))
    if pairs:
        connection.execute(
            text(
                "INSERT INTO work_wanted SELECT i.indicator_id, p.period_id FROM indicator i, period p"
                " WHERE i.code = :indicator AND p.code = :period"
            ),
            [{"indicator": indicator, "period": period} for indicator, period in sorted(pairs)],
        )
    totals = read_frame(connection, text(_PROVINCE.format(wanted="work_wanted")))
    connection.execute(text("DROP TABLE work_wanted"))
    return totals


def _beside(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    key = ["indicator", "period", "name"]
    figures = ["numerator", "denominator", "value"]
    both = before.rename(columns={f: f"before_{f}" for f in figures}).merge(
        after.rename(columns={f: f"after_{f}" for f in figures}), on=key, how="outer", sort=False
    )
    return both[[*key, *(f"{when}_{f}" for when in ("before", "after") for f in figures)]]
