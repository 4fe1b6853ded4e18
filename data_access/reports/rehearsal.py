"""What applying would do, found out by doing it in a transaction that is rolled back: the numbers are those that will stand."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from sqlalchemy import Connection, Engine, text

from data_access.edition import Edition
from data_access.engine import rehearsing
from data_access.frames import read_frame
from data_access.kept import Slices, kept_rows
from data_access.reports import batches, changes
from data_access.reports.batches import Progress
from data_access.reports.submission import Receipt, Submission

MOST_EXAMPLES = 200

_DEMO = "SELECT COUNT(*) FROM batch WHERE is_demo AND withdrawn_version IS NULL"

_INDICATORS = "SELECT code, indicator_id AS key FROM indicator"
_PERIODS = "SELECT code, period_id AS key FROM period"

# The province as it is shown: its own figure before a sum.
_PROVINCE = """
SELECT i.code AS indicator, p.code AS period, a.name, o.numerator, o.denominator, o.value
  FROM observation_current o
  JOIN indicator i ON i.indicator_id = o.indicator_id
  JOIN period p ON p.period_id = o.period_id
  JOIN area a ON a.area_id = o.area_id AND a.kind = 'province'
 WHERE o.stratum_id = 0 AND o.preferred
   AND {wanted}
 ORDER BY i.position, p.ends_on, p.code, a.code
"""


@dataclass(frozen=True)
class Review:
    """What applying would change, at the edition `base` of the data.

    changes: indicator, period, what (added|changed|removed|same), n. communes: code (of today), added, changed, removed.
    totals: indicator, period, name (of the province), before_ and after_ numerator, denominator, value: NaN where there is none.
    examples: up to 200 cells that are changed or removed: indicator, period, code, name, stratum, what, before_ and after_
    numerator, denominator, value. demo: the demo data would be withdrawn. nothing: all of it came in
    before. replaced_by: names of later imports that changed some of that since.
    """

    base: Edition
    changes: pd.DataFrame
    communes: pd.DataFrame
    totals: pd.DataFrame
    examples: pd.DataFrame
    demo: bool
    nothing: bool
    replaced_by: tuple[str, ...] = ()

    def count(self, what: str) -> int:
        """How many figures would be `what` (added|changed|removed|same)."""
        return int(self.changes.loc[self.changes["what"] == what, "n"].sum())


def review(
    engine: Engine, submissions: Sequence[Submission], receipt: Receipt, *, progress: Progress | None = None
) -> Review:
    """Apply `submissions`, look, and take everything back. Raises as `batches.apply`."""
    with rehearsing(engine) as connection:
        base = batches.current_edition(connection)
        demo = bool(connection.scalar(text(_DEMO)))
        before = _totals(connection, submissions)
        with batches.entering(connection, submissions, receipt, progress=progress) as entered:
            return Review(
                base=base,
                changes=changes.by_indicator(connection, entered.changes),
                communes=changes.by_commune(connection, entered.changes),
                totals=_beside(before, _totals(connection, submissions)),
                examples=changes.examples(connection, entered.changes, most=MOST_EXAMPLES),
                demo=demo and bool(entered.batches),
                nothing=not entered.batches,
                replaced_by=() if entered.batches else batches.replaced_by(connection, submissions),
            )


def _totals(connection: Connection, submissions: Sequence[Submission]) -> pd.DataFrame:
    """The province's figures in every indicator and period that `submissions` speak of."""
    pairs = {
        pair for each in submissions for pair in zip(each.reports["indicator"], each.reports["period"], strict=True)
    }
    indicators, periods = (
        {row.code: row.key for row in connection.execute(text(query))} for query in (_INDICATORS, _PERIODS)
    )
    rows = [
        {"indicator_id": indicators[indicator], "period_id": periods[period]}
        for indicator, period in sorted(pairs)
        # What the catalogue or the calendar lacks is refused later, and named then.
        if indicator in indicators and period in periods
    ]
    columns = {"indicator_id": "INTEGER", "period_id": "INTEGER"}
    with kept_rows(connection, Slices("work_wanted"), columns, rows, key=", ".join(columns)) as wanted:
        return read_frame(connection, text(_PROVINCE.format(wanted=wanted.hold("o"))))


def _beside(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    key = ["indicator", "period", "name"]
    figures = ["numerator", "denominator", "value"]
    both = before.rename(columns={f: f"before_{f}" for f in figures}).merge(
        after.rename(columns={f: f"after_{f}" for f in figures}), on=key, how="outer", sort=False
    )
    return both[[*key, *(f"{when}_{f}" for when in ("before", "after") for f in figures)]]
