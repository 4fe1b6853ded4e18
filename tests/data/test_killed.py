"""Killed at any moment, an import is in or not in, never between: the real child process, killed while it applies."""

import random
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data_access import history
from data_access.imports import drafts
from tests.data.killing import Victim, draft_of, moments
from tests.data.small_world import apply, report

KILLS = 3


@pytest.fixture
def victim(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Victim:
    monkeypatch.setenv("CHILD_ATLAS_DATA", str(tmp_path / "data"))
    apply(engine, [report("03154", 1, 10), report("03160", 2, 10, period="2023")])
    return Victim(engine, draft_of(engine))


def test_killed_at_random_moments_the_database_is_as_before_or_as_after(victim: Victim):
    seed = random.SystemRandom().randrange(10**9)
    took = victim.whole()
    for moment in moments(seed, KILLS, took):
        victim.killed_after(moment, said=f"seed {seed}, killed after {moment:.3f} s of {took:.3f}")


def test_after_a_kill_the_same_upload_can_be_applied(engine: Engine, victim: Victim):
    victim.killed_after(0.0, said="at once")
    accepted = dict.fromkeys(drafts.checked(victim.token).warnings, "đúng")
    drafts.apply(engine, victim.token, actor="an", accepted=accepted)
    ended = victim.waited()
    assert ended.state == "applied"
    newest = history.batches(engine).iloc[0]
    assert (newest["batch_id"], newest["name"], newest["rows"]) == (
        ended.batch_id,
        "thang.csv",
        len(drafts.checked(victim.token).reports),
    )
