"""A run that was asked for before its browser had heard of a change of the address shows the address as it has become."""

import re
from urllib.parse import parse_qs

import pytest

from harness.server import AppServer
from harness.session import Session, session

START = "indicator=IMM01&period=2025&measure=gap&by=ethnic&lang=en"


def year(html: str) -> str:
    """The year of the page: that to which the rows of its ranking lead."""
    found = set(re.findall(r'data-enter="commune\?[^"]*period=(\d{4})', html))
    assert len(found) == 1
    return str(found.pop())


def asked(visit: Session, query: str, **more: object) -> tuple[str, str | None]:
    answer = visit.answered(page_name="gap_map", query_string=query, **more)
    address = None if answer.address is None else parse_qs(answer.address)["period"][0]
    return year(answer.html), address


@pytest.fixture
def moved(app: AppServer):
    """A visit on which a key has led from 2025 to 2024."""
    with session(app.url) as visit:
        first = visit.answered(page_name="gap_map", query_string=START)
        assert year(first.html) == "2025"
        assert asked(visit, START, widget_states=first.key({"period": "2024"})) == ("2024", "2024")
        yield visit, first


def test_a_run_of_before_shows_what_the_address_has_become(moved):
    """As when the colours of the screen change a moment after a key."""
    visit, _ = moved
    assert asked(visit, START) == ("2024", "2024")


def test_a_second_key_adds_to_the_first(moved):
    visit, first = moved
    answer = visit.answered(page_name="gap_map", query_string=START, widget_states=first.key({"commune": "03160"}))
    assert parse_qs(answer.address or "")["period"] == ["2024"]
    assert parse_qs(answer.address or "")["commune"] == ["03160"]
    # The browser has heard of neither.
    assert asked(visit, START) == ("2024", "2024")


def test_who_goes_back_comes_to_what_was_before(moved):
    visit, _ = moved
    assert asked(visit, START, is_history_navigation=True)[0] == "2025"
    assert asked(visit, START)[0] == "2025"


def test_who_comes_back_by_a_key_stays_there(moved):
    visit, first = moved
    there = START.replace("2025", "2024")
    assert asked(visit, there, widget_states=first.key({"period": "2025"})) == ("2025", "2025")
    assert asked(visit, START)[0] == "2025"
