"""Jobs decide what happened to an upload, whatever the files of its folder say."""

import pytest
from sqlalchemy import Engine, select

from data_access.engine import reading, writing
from data_access.errors import GivenUpError
from data_access.reports import jobs
from data_access.tables import job
from harness.small_world import NEW_DAY, Report, apply

TOKEN, SHA256 = "0123456789abcdef", "ab" * 32


def states(engine: Engine) -> list[tuple[str, str]]:
    with reading(engine) as connection:
        return [(row.state, row.error) for row in connection.execute(select(job).order_by(job.c.job_id))]


def test_an_upload_is_applied_when_its_job_is_done(engine: Engine):
    with writing(engine) as connection:
        job_id = jobs.begin(connection, TOKEN, actor="an", interrupted="gone")
        assert jobs.applied(connection, TOKEN, SHA256) is None
        jobs.finish(connection, job_id, 3)
    with reading(engine) as connection:
        assert jobs.applied(connection, TOKEN, SHA256) == jobs.Applied(3, None), "nothing new was in it: no batch"
        assert jobs.applied(connection, "f" * 16, SHA256) is None
    assert states(engine) == [("done", "")]


def test_the_batch_is_the_newest_of_the_file(engine: Engine):
    apply(engine, [Report("03160", 120, 125, period="2025-Q3", day=NEW_DAY)])
    with writing(engine) as connection:
        jobs.finish(connection, jobs.begin(connection, TOKEN, actor="an", interrupted=""), 1)
    with reading(engine) as connection:
        sha256, batch_id = connection.exec_driver_sql("SELECT sha256, batch_id FROM batch").one()
        assert jobs.applied(connection, TOKEN, sha256) == jobs.Applied(1, batch_id)


def test_what_ran_before_on_the_same_upload_was_interrupted(engine: Engine):
    with writing(engine) as connection:
        jobs.begin(connection, TOKEN, actor="an", interrupted="gone")
        jobs.begin(connection, "f" * 16, actor="an", interrupted="gone")
        last = jobs.begin(connection, TOKEN, actor="an", interrupted="gone")
    assert states(engine) == [("failed", "gone"), ("running", ""), ("running", "")]
    with writing(engine) as connection:
        jobs.fail(connection, last, "no room")
    assert states(engine) == [("failed", "gone"), ("running", ""), ("failed", "no room")]


def test_a_job_that_was_given_up_applies_nothing_when_it_wakes(engine: Engine):
    with writing(engine) as connection:
        job_id = jobs.begin(connection, TOKEN, actor="an", interrupted="gone")
        jobs.give_up(connection, TOKEN, "gone")
    with pytest.raises(GivenUpError), writing(engine) as connection:
        jobs.finish(connection, job_id, 3)
    with reading(engine) as connection:
        assert jobs.applied(connection, TOKEN, SHA256) is None
    with writing(engine) as connection:
        jobs.fail(connection, job_id, "later")
    assert states(engine) == [("failed", "gone")]
