"""The route of published geometry: what lies there is given, what is gone is asked for once, what can't be had says why."""

import asyncio
import gzip
import time
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from harness.loop import done
from server import geometry

NAME = "0123456789abcdef.json"
CONTENT = b'{"v":1}'


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of published geometry, which is not there yet."""
    monkeypatch.setenv("CHILD_ATLAS_DATA", str(tmp_path))
    return tmp_path / "geometry"


def answers(put_back: Callable[[str], HTTPStatus], *names: str) -> list[httpx.Response]:
    """What a browser is answered that asks for all of `names` at once."""
    app = Starlette(routes=[Route("/geometry/{name}", geometry.geometry(put_back))])

    async def ask() -> list[httpx.Response]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://atlas.example") as client:
            return await asyncio.gather(*(client.get(f"/geometry/{name}") for name in names))

    return done(ask())


def put(folder: Path) -> None:
    folder.mkdir()
    (folder / f"{NAME}.gz").write_bytes(gzip.compress(CONTENT))


def never(file: str) -> HTTPStatus:
    raise AssertionError(f"nobody may be asked for {file}")


def test_what_lies_there_is_given_and_nobody_is_asked(folder: Path):
    put(folder)
    (answer,) = answers(never, NAME)
    assert (answer.status_code, answer.content) == (200, CONTENT)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_what_is_gone_is_put_back_and_given(folder: Path):
    asked = []

    def put_back(file: str) -> HTTPStatus:
        asked.append(file)
        put(folder)
        return HTTPStatus.OK

    (answer,) = answers(put_back, NAME)
    assert (answer.status_code, answer.content) == (200, CONTENT)
    assert asked == [NAME]


def test_one_at_a_time_is_put_back(folder: Path):
    """Whoever waits takes no thread from those who are served."""
    running, most = [], []

    def put_back(file: str) -> HTTPStatus:
        running.append(file)
        most.append(len(running))
        time.sleep(0.02)
        running.remove(file)
        return HTTPStatus.NOT_FOUND

    assert {answer.status_code for answer in answers(put_back, *[NAME] * 8)} == {404}
    assert most == [1] * 8


@pytest.mark.parametrize(
    "status", [HTTPStatus.NOT_FOUND, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.INSUFFICIENT_STORAGE]
)
def test_why_it_can_t_be_had_is_the_status_and_is_not_kept(folder: Path, status: HTTPStatus):
    (answer,) = answers(lambda _: status, NAME)
    assert answer.status_code == status.value
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "name", [f"{NAME}.gz", "0123456789abcdef.report.csv", "atlas.sqlite", "..%2fatlas.sqlite", "0123.json"]
)
def test_nobody_is_asked_for_what_is_no_geometry(folder: Path, name: str):
    (answer,) = answers(never, name)
    assert answer.status_code == 404
