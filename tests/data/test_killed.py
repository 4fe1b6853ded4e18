"""Killed at any moment, an import is in or not in, never between: the real child process, killed while it applies."""

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil
import pytest
from sqlalchemy import Engine

from data_access.reports import history
from harness.killing import Victim, draft_of, moments
from harness.small_world import Report, apply
from intake import children, drafts
from intake.folder import folder_of

KILLS = 2
"""`make soak` has 20."""


@pytest.fixture
def victim(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Victim:
    monkeypatch.setenv("CHILD_ATLAS_DATA", str(tmp_path / "data"))
    apply(engine, [Report("03154", 1, 10), Report("03160", 2, 10, period="2023")])
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


def begun(engine: Engine, victim: Victim) -> "subprocess.Popen[bytes]":
    """The child that applies it, once it beats; stopped, as on a machine that sleeps, and silent for an hour."""
    accepted = dict.fromkeys(drafts.checked(victim.token).warnings, "đúng")
    drafts.apply(engine, victim.token, actor="an", accepted=accepted)
    child, upload = children.child_of(victim.token), folder_of(victim.token)
    until(lambda: upload.pulse().beats)
    os.kill(child.pid, signal.SIGSTOP)
    until(lambda: psutil.Process(child.pid).status() == psutil.STATUS_STOPPED)
    asleep = time.time() - 3600
    os.utime(upload.path / "progress.json", (asleep, asleep))
    return child


def until(true: Callable[[], bool]) -> None:
    """Wait until it is."""
    end = time.monotonic() + 60
    while not true():
        assert time.monotonic() < end, "it never came to be"
        time.sleep(0.01)


def test_a_child_that_sleeps_is_no_dead_one(engine: Engine, victim: Victim):
    child = begun(engine, victim)
    try:
        assert drafts.status(engine, victim.token).state in ("applying", "applied")
    finally:
        os.kill(child.pid, signal.SIGCONT)
    assert victim.waited().state == "applied"


def test_a_child_that_was_given_up_applies_nothing_when_it_wakes(engine: Engine, victim: Victim):
    child, upload = begun(engine, victim), folder_of(victim.token)
    before = len(history.batches(engine))
    try:
        # Seen from where its process can't be seen, as by a server in another container.
        children._children.pop(victim.token)
        upload.keep_pulse(replace(upload.pulse(), pid=0))
        asleep = time.time() - 3600
        os.utime(upload.path / "progress.json", (asleep, asleep))
        given_up = drafts.status(engine, victim.token)
    finally:
        os.kill(child.pid, signal.SIGCONT)
    child.wait(60)
    if given_up.state == "applied":
        pytest.skip("it was stopped after its last step")
    assert given_up.state == "interrupted"
    assert "had been given up" in drafts.printed(victim.token)
    assert len(history.batches(engine)) == before
