"""No page reads all reports: the plan of every question, on both databases, on a table of realistic size."""

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, event, text

from data_access.engine import open_engine, writing
from harness.small_world import Report, apply
from tests.data.test_queries import QUESTIONS

_REPORT_TABLES = ("observation", "observation_current")

# 5 indicators x 147 periods x 3 strata x 13 areas = 28,665 rows: more than a planner reads in one go without thinking.
_FILL = (
    """INSERT INTO observation (indicator_id, period_id, stratum_id, area_id, collection_id, batch_id, numerator,
              denominator, value, provisional, late, reported_on, blank, sheet, sheet_row, sheet_col)
       SELECT i.indicator_id, p.period_id, s.stratum_id, a.area_id, c.collection_id, b.batch_id, 30, 60, NULL, FALSE,
              FALSE, p.ends_on, '', '', NULL, ''
         FROM indicator i CROSS JOIN period p CROSS JOIN stratum s CROSS JOIN area a
         JOIN collection c ON c.code = 'niis' CROSS JOIN batch b
        WHERE p.starts_on >= '2019-01-01' AND p.starts_on < '2026-01-01' AND NOT EXISTS (SELECT 1 FROM observation o WHERE o.indicator_id = i.indicator_id
               AND o.period_id = p.period_id AND o.stratum_id = s.stratum_id AND o.area_id = a.area_id)""",
    "DELETE FROM observation_current",
    """INSERT INTO observation_current (indicator_id, period_id, stratum_id, area_id, collection_id, numerator,
              denominator, value, origin, parts, parts_expected, estimated, provisional, late, blank, preferred, hidden)
       SELECT indicator_id, period_id, stratum_id, area_id, collection_id, numerator, denominator, value, 'reported',
              1, 1, FALSE, provisional, late, blank, TRUE, FALSE FROM observation""",
)


@pytest.fixture
def full(url: str) -> Iterator[Engine]:
    """The small world with every cell of seven years reported. PostgreSQL counts its rows by itself, SQLite never does."""
    engine = open_engine(url)
    apply(engine, [Report("03160", 30, 60, stratum=s) for s in ("", "ethnic=mong", "ethnic=thai")])
    with writing(engine) as connection:
        for statement in _FILL:
            connection.execute(text(statement))
    if engine.dialect.name == "postgresql":
        with writing(engine) as connection:
            connection.execute(text("ANALYZE"))
    yield engine
    engine.dispose()


def plans(engine: Engine, question: str) -> list[str]:
    """What the database would do for each statement of the question, as text for a failing test."""
    asked: list[tuple[str, object]] = []

    def note(*call: object) -> None:
        asked.append((str(call[2]), call[3]))

    event.listen(engine, "before_cursor_execute", note)
    QUESTIONS[question][1](engine)
    event.remove(engine, "before_cursor_execute", note)
    explain = "EXPLAIN QUERY PLAN " if engine.dialect.name == "sqlite" else "EXPLAIN (FORMAT JSON) "
    made = []
    with engine.connect() as connection:
        for statement, values in asked:
            rows = connection.exec_driver_sql(explain + statement, values).all()
            made.append(
                "\n".join(str(row[-1]) if engine.dialect.name == "sqlite" else json.dumps(row[0]) for row in rows)
            )
    return made


def full_scans(engine: Engine, plan: str) -> list[str]:
    """The steps of a plan that read a table of reports from end to end."""
    if engine.dialect.name == "sqlite":
        # Every query and the view call both tables `o`.
        return [line for line in plan.splitlines() if line.startswith("SCAN o")]
    found = []

    def walk(node: dict) -> None:
        whole = node["Node Type"] == "Seq Scan" or ("Scan" in node["Node Type"] and "Index Cond" not in node)
        if node.get("Relation Name") in _REPORT_TABLES and whole and node["Node Type"] != "Bitmap Heap Scan":
            found.append(json.dumps(node))
        for child in node.get("Plans", []):
            walk(child)

    for entry in json.loads(plan):
        walk(entry["Plan"])
    return found


def test_no_question_reads_all_reports(full: Engine):
    reads = 0
    for question in QUESTIONS:
        for plan in plans(full, question):
            reads += any(table in plan or " o USING" in plan for table in _REPORT_TABLES)
            assert full_scans(full, plan) == [], f"{question}: {plan}"
    # Asked: the catalogue, periods, values, those of the province, history, three sorts of strata, former communes of one and of all, freshness, completeness, provenance.
    assert reads == 13


def test_the_check_sees_a_full_scan(engine: Engine, monkeypatch: pytest.MonkeyPatch):
    def everything(engine: Engine) -> None:
        with engine.connect() as connection:
            connection.execute(text("SELECT SUM(o.numerator) FROM observation_current o")).all()

    monkeypatch.setitem(QUESTIONS, "everything", (1, everything))
    assert full_scans(engine, plans(engine, "everything")[0])
