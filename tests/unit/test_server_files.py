"""Files go to the session that they were offered to, whole and its own, or a sentence says why not."""

import base64
import hashlib
from collections.abc import Callable

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from data_access.errors import DatabaseLockedError
from harness.loop import done
from server.files import MOST_A_SESSION, Offer, Shelf, give, shelf

PAGE = Starlette(routes=[Route(f"{folder}/files/{{token}}", give) for folder in ("", "/child")])


def answer(token: str, *, folder: str = "", headers: dict[str, str] | None = None) -> httpx.Response:
    async def get() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(PAGE), base_url="http://atlas") as client:
            return await client.get(f"{folder}/files/{token}", headers=headers)

    return done(get())


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch) -> Callable[..., object]:
    own = Shelf()
    monkeypatch.setattr("server.files.shelf", own)

    def ask_for(make: Callable[[str], bytes], *, session: str = "a", key: str = "x", language: str = "vi") -> object:
        token = own.place(session, key, Offer(make, "Báo cáo 1.csv", "text/csv", language))
        return answer(token)

    return ask_for


def fails(error: Exception) -> Callable[[str], bytes]:
    def make(_home: str) -> bytes:
        raise error

    return make


def test_long_files_of_one_length_that_begin_and_end_alike_are_not_taken_for_each_other(ask):
    one, other = (b"a" * 700_000 + bytes([n]) + b"z" * 800_000 for n in (1, 2))
    assert [ask(lambda _, c=content: c, key=str(n)).content for n, content in enumerate((one, other))] == [one, other]


def test_the_answer_says_what_it_is_and_is_kept_by_nobody(ask):
    answer = ask(lambda _: b"1,2")
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''B%C3%A1o%20c%C3%A1o%201.csv"
    assert answer.headers["cache-control"] == "no-store"
    digest = base64.b64encode(hashlib.sha256(b"1,2").digest()).decode()
    assert answer.headers["repr-digest"] == f"sha-256=:{digest}:"


def test_a_file_that_can_not_be_made_says_why_in_the_reader_s_language(ask):
    refused = ask(fails(DatabaseLockedError()))
    assert refused.status_code == 409
    assert "cơ sở dữ liệu" in refused.text.lower()
    broken = ask(fails(ZeroDivisionError("a secret of the program")), language="en")
    assert broken.status_code == 500
    assert broken.text == "The file could not be made. The reason is in the server's log."


def test_an_offer_ends_with_its_session():
    own = Shelf()
    tokens = [own.place(session, "x", Offer(str.encode, "a", "text/csv")) for session in ("a", "b")]
    own.leave("a")
    assert own.of(tokens[0]) is None
    assert own.of(tokens[1]) is not None
    assert answer("nothing").status_code == 404


def test_an_offer_keeps_its_address_over_runs_and_a_session_has_not_more_than_it_may():
    own = Shelf()
    first = own.place("a", "x", Offer(str.encode, "a", "text/csv"))
    assert own.place("a", "x", Offer(str.encode, "b", "text/csv")) == first
    assert own.of(first).name == "b"
    for nth in range(3 * MOST_A_SESSION):
        own.place("a", f"{nth}", Offer(str.encode, "a", "text/csv"))
    assert len(own) == MOST_A_SESSION
    assert len(shelf) >= 0


def test_what_makes_a_file_is_told_where_its_reader_has_the_server():
    token = shelf.place("a", "link", Offer(str.encode, "a", "text/csv"))
    try:
        assert answer(token).text == "http://atlas/"
        behind = {"host": "atlas.dienbien.gov.vn", "x-forwarded-proto": "https"}
        assert answer(token, folder="/child", headers=behind).text == "https://atlas.dienbien.gov.vn/child/"
    finally:
        shelf.leave("a")
