"""Killed at any moment, an import is in or not in, never between: the real child process, killed while it applies."""

import random
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data_access.reports import history
from harness.killing import Victim, draft_of, moments
from harness.small_world import apply, report
from intake import drafts

KILLS = 2
"""`make soak` has 20."""


@pytest.fixture
def victim(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Victim:
    monkeypatch.setenv("CHILD_ATLAS_DATA", str(tmp_path / "data"))
    apply(engine, [report("03154", 1, 10), report("03160", 2, 10, period="2023")])
    return Victim(engine, draft_of(engine))


def test_killed_at_random_moments_the_database_is_as_before_or_as_after(engine: Engine, victim: Victim):
    seed = random.SystemRandom().randrange(10**9)
    took = victim.whole()
    for moment in moments(seed, KILLS, took):
        victim.killed_after(moment, said=f"seed {seed}, killed after {moment:.3f} s of {took:.3f}")
    # And what was killed can be applied all the same.
    drafts.apply(
        engine, victim.token, actor="an", accepted=dict.fromkeys(drafts.checked(victim.token).warnings, "đúng")
    )
    ended = victim.waited()
    assert ended.state == "applied"
    newest = history.batches(engine).iloc[0]
    figures = len(drafts.checked(victim.token).reports)
    assert (newest["batch_id"], newest["name"], newest["rows"]) == (ended.batch_id, "thang.csv", figures)
