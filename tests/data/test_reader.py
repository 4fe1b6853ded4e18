"""Disclosure control against a reader who shares nothing with it: not its sums, not its attacker, not its log of versions."""

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sqlalchemy import text

from data_access import queries
from data_access.engine import open_engine, writing
from data_access.reports import batches
from harness.small_world import NEW, Report, apply, newest_batch
from tests.data.reader import Reader, links, publication

Rows = list[Report]


def _of(indicator: str, period: str, counts: dict[str, tuple[float, float]], **more: object) -> Rows:
    return [Report(code, *count, indicator=indicator, period=period, **more) for code, count in counts.items()]


def _year(code: str, **parts: tuple[float, float]) -> Rows:
    """Counts of a commune that accumulate, of parts of 2026 (`year` itself is one of them)."""
    return [
        row
        for name, count in parts.items()
        for row in _of("FLOW", "2026" if name == "year" else f"2026-{name}", {code: count})
    ]


def _peoples(code: str, period: str, mong: tuple[float, float], thai: tuple[float, float]) -> Rows:
    whole = (mong[0] + thai[0], mong[1] + thai[1])
    return [
        *_of("PLAIN", period, {code: whole}),
        *_of("PLAIN", period, {code: mong}, stratum="ethnic=mong"),
        *_of("PLAIN", period, {code: thai}, stratum="ethnic=thai"),
    ]


LIVES: dict[str, list[Rows | None]] = {
    "one commune alone has reported abuse": [_of("SECRET", "2025", {"03160": (20, 40)})],
    "the last report of abuse comes later": [
        _of("SECRET", "2025", dict.fromkeys(NEW[:3], (20, 40))), _of("SECRET", "2025", {"03201": (3, 40)}),
    ],
    "a half and two quarters make the year": [[
        *_year("03160", H1=(20, 60), Q3=(3, 30), Q4=(12, 30), year=(35, 120)),
        *_year("03158", H1=(20, 60), Q3=(11, 30), Q4=(12, 30), year=(43, 120)),
        *_year("03200", H1=(20, 60), Q3=(14, 30), Q4=(12, 30), year=(46, 120)),
        *_year("03201", H1=(22, 60), Q3=(13, 30), Q4=(11, 30), year=(46, 120)),
    ]],
    "a year holds no less than its quarters": [[
        *_year("03160", Q3=(2, 40), Q4=(5, 40), year=(7, 150)),
        *_year("03158", Q3=(12, 40), Q4=(11, 40), year=(30, 150)),
        *_year("03200", Q3=(14, 40), Q4=(12, 40), year=(28, 150)),
        *_year("03201", Q3=(13, 40), Q4=(11, 40), year=(33, 150)),
    ]],
    "the last quarter is the year": [[
        *_of("GUARDED", "2026-Q4", {"03160": (3, 40), "03158": (30, 60), "03200": (20, 55), "03201": (31, 62)}),
        *_of("GUARDED", "2026", {"03160": (3, 40), "03158": (30, 60), "03200": (20, 25), "03201": (31, 62)}),
    ]],
    "a former commune of one people": [[
        *_peoples("03160", "2024", (95, 100), (2, 2)), *_peoples("03161", "2024", (60, 62), (40, 41)),
        *_peoples("03198", "2024", (50, 90), (40, 80)),
    ]],
    "a small figure comes, is corrected, and goes": [
        _of("GUARDED", "2025", {"03158": (30, 70), "03200": (40, 80), "03201": (50, 90)}),
        _of("GUARDED", "2025", {"03160": (3, 60)}), _of("GUARDED", "2025", {"03160": (4, 60), "03158": (32, 70)}), None,
    ],
}  # fmt: skip


@pytest.fixture
def read(sqlite_template: Path, tmp_path: Path) -> Callable[..., pd.DataFrame]:
    """Let a life happen in the small world and have the reader read each version of it."""

    def reader(life: list[Rows | None], *, careless: bool = False) -> pd.DataFrame:
        path = tmp_path / "atlas.sqlite"
        shutil.copy(sqlite_template, path)
        engine = open_engine(f"sqlite:///{path}")
        versions = []
        for number, rows in enumerate(life):
            if rows is None:
                batches.withdraw(engine, newest_batch(engine), "an")
            else:
                apply(engine, rows, content=str(number).encode())
            if careless:
                with writing(engine) as connection:
                    connection.execute(text(_SMALL_ONLY))
            versions.append(publication(engine))
        found = Reader(versions, links(engine)).found()
        engine.dispose()
        return found

    return reader


_SMALL_ONLY = """
UPDATE observation_current SET at_least = NULL, hidden =
       area_id IN (SELECT area_id FROM area WHERE kind = 'commune')
   AND (indicator_id = (SELECT indicator_id FROM indicator WHERE code = 'SECRET')
     OR (numerator BETWEEN 1 AND 4 OR denominator - numerator BETWEEN 1 AND 4)
    AND NOT (stratum_id = 0 AND indicator_id = (SELECT indicator_id FROM indicator WHERE code = 'PLAIN')))
"""


@pytest.mark.parametrize("name", LIVES)
def test_a_reader_who_keeps_every_publication_finds_nobody(read: Callable[..., pd.DataFrame], name: str):
    found = read(LIVES[name])
    assert not found["broken"].any(), found[found["broken"]].to_string()
    assert ((found["low"] <= found["true_n"] + 1e-6) & (found["high"] >= found["true_n"] - 1e-6)).all()


@pytest.mark.parametrize(
    "name",
    ["one commune alone has reported abuse", "a half and two quarters make the year", "a former commune of one people"],
)
def test_the_reader_finds_somebody_where_only_small_figures_are_hidden(read: Callable[..., pd.DataFrame], name: str):
    assert read(LIVES[name], careless=True)["broken"].any()


def test_random_lives_hold(read: Callable[..., pd.DataFrame]):
    """A year that is reported in parts, some of them never; abuse, which is corrected too."""
    hidden = 0
    for seed in range(2):
        rng = np.random.default_rng(seed)
        counts = dict(zip(NEW, rng.integers(0, 15, (4, 3)), strict=True))
        life: list[Rows | None] = []
        for _ in range(2):
            rows: Rows = []
            for code in rng.choice(NEW, 3, replace=False):
                first, third, fourth = counts[code]
                parts = {"H1": (first, 60), "Q3": (third, 30), "Q4": (fourth, 30)}
                sent = {name: parts[name] for name in rng.choice(list(parts), 2, replace=False)}
                rows += _year(str(code), **sent, year=(counts[code].sum(), 120))
                rows += _of("SECRET", "2026", {str(code): (int(rng.integers(0, 30)), 40)})
            life.append(rows)
        found = read(life)
        hidden += len(found)
        assert not found["broken"].any(), (seed, found[found["broken"]].to_string())
    assert hidden > 10


@pytest.mark.parametrize(
    ("indicator", "periods"),
    [("NUT01", ["2025"]), ("PRO02", ["2025-H1", "2025-H2", "2025"])],
)  # fmt: skip
def test_a_reader_of_the_demo_finds_nobody(demo_data: Path, indicator: str, periods: list[str]):
    engine = open_engine(f"sqlite:///{demo_data / 'atlas.sqlite'}")
    found = Reader([publication(engine, indicators=[indicator], periods=periods)], links(engine)).found()
    engine.dispose()
    assert len(found) > 10
    assert not found["broken"].any(), found[found["broken"]].to_string()


def test_what_a_reader_gets_does_not_depend_on_hidden_counts(demo_data: Path, demo_copy: Path):
    """Every hidden count is another one, in reports too: the export, the pages' frames and the way back stay as they are."""
    engines = [open_engine(f"sqlite:///{folder / 'atlas.sqlite'}") for folder in (demo_data, demo_copy)]
    with writing(engines[1]) as connection:
        for statement in _OTHERWISE:
            assert connection.execute(text(statement)).rowcount > 1000
    for code in ("IMM01", "PRO02", "ABU02"):
        kinds, periods = ("commune", "former", "province"), ["2024", "2025"]
        before, after = (
            [
                queries.publication(engine, kinds=kinds, strata=True, indicators=[code], periods=periods),
                queries.profile(engine, "03160", [code], focus=code, period="2025"),
                queries.periods(engine, code),
                queries.provenance(engine, code, "2024", "11"),
            ]
            for engine in engines
        )
        for one, other in zip(before, after, strict=True):
            assert len(one)
            pd.testing.assert_frame_equal(one, other)
    for engine in engines:
        engine.dispose()


_OTHERWISE = (
    "UPDATE observation SET numerator = numerator * 3 + 7, denominator = denominator * 5 + 11 WHERE EXISTS (SELECT 1"
    " FROM observation_current o WHERE o.hidden AND o.indicator_id = observation.indicator_id AND o.area_id = observation.area_id"
    " AND o.period_id = observation.period_id AND o.stratum_id = observation.stratum_id)",
    "UPDATE observation_current SET numerator = numerator * 3 + 7, denominator = denominator * 5 + 11 WHERE hidden",
)
