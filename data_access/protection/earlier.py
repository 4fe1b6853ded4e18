"""What was published before: `published_cell`. Changes only, with true counts, so that the solver knows what readers know.

A row says how a cell stood until the version `to_version` changed it: shown or hidden with these counts; without counts it
was not there yet. Demo figures are nobody's and leave no trace.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text

from data_access.kept import Slices, kept
from data_access.protection.cells import KEY, Before

_KEYS = ", ".join(KEY)

_DEMO = """
SELECT 1 FROM batch WHERE is_demo AND (withdrawn_version IS NULL
       OR withdrawn_version > (SELECT COALESCE(MAX(version), 0) FROM data_version))
"""

_SHOWN = f"""
SELECT {", ".join(f"o.{name}" for name in KEY)}, o.numerator, o.denominator, o.hidden, o.at_least
  FROM {{scope}} w
  JOIN observation_current o ON o.indicator_id = w.indicator_id AND o.period_id = w.period_id
 WHERE o.preferred AND o.blank = '' AND o.numerator IS NOT NULL
"""

_SAME = """c.hidden = b.hidden AND c.numerator = b.numerator AND c.preferred AND c.blank = ''
   AND (c.denominator = b.denominator OR (c.denominator IS NULL AND b.denominator IS NULL))
   AND (c.at_least = b.at_least OR (c.at_least IS NULL AND b.at_least IS NULL))"""

_NEXT = "(SELECT COALESCE(MAX(version), 0) + 1 FROM data_version)"

_INTO = f"INSERT INTO published_cell ({_KEYS}, to_version, numerator, denominator, hidden, at_least)"


def _matches(one: str, other: str) -> str:
    return " AND ".join(f"{one}.{name} = {other}.{name}" for name in KEY)


# Two changes in one transaction are one to the reader: the first of them replaced what he had seen.
_CHANGED = f"""
{_INTO}
SELECT {", ".join(f"b.{name}" for name in KEY)}, {_NEXT}, b.numerator, b.denominator, b.hidden, b.at_least
  FROM {{before}} b
 WHERE NOT EXISTS (SELECT 1 FROM observation_current c WHERE {_matches("c", "b")} AND {_SAME})
   AND NOT EXISTS (SELECT 1 FROM published_cell x WHERE {_matches("x", "b")} AND x.to_version = {_NEXT})
"""

_CAME = f"""
{_INTO}
SELECT {", ".join(f"c.{name}" for name in KEY)}, {_NEXT}, NULL, NULL, FALSE, NULL
  FROM (SELECT DISTINCT indicator_id, period_id FROM {{before}}) s
  JOIN observation_current c ON c.indicator_id = s.indicator_id AND c.period_id = s.period_id
 WHERE c.preferred AND c.blank = '' AND c.numerator IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM {{before}} b WHERE {_matches("b", "c")})
   AND NOT EXISTS (SELECT 1 FROM published_cell x WHERE {_matches("x", "c")} AND x.to_version = {_NEXT})
"""


@contextmanager
def remembered(connection: Connection, scope: Slices) -> Iterator[Before]:
    """What is shown of `scope` now, while it changes; nothing where the demo is in force."""
    demo = connection.execute(text(_DEMO)).first() is not None
    query = _SHOWN.format(scope=scope) + ("   AND 1 = 0" if demo else "")
    with kept(connection, Before("work_before"), query) as before:
        yield before


def write_down(connection: Connection, before: Before) -> None:
    """Enter what of `before` no longer stands as it did, and what has come since, until the next version."""
    connection.execute(text(_CHANGED.format(before=before)))
    connection.execute(text(_CAME.format(before=before)))
