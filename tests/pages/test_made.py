"""A page is made once for all readers, and what depends on the reader or on other data is never taken from another."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from data_access.reports import batches
from data_access.reports.submission import Receipt, Submission
from harness.small_world import Report, frame
from tests.pages.conftest import OpenPage
from tests.pages.messages import banners, everything, heading, html
from tests.pages.test_pages_data import ELSEWHERE, HERE, visit
from ui.frame import loaders, made, warm
from ui.frame.spec import PageSpec
from ui.frame.store import store
from ui.site import SITE


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[Any]]:
    """Counts how often a page is made."""

    def count(name: str) -> list[Any]:
        views: list[Any] = []
        make = made._made

        def watched(spec: PageSpec[Any], site: Any, page: Any) -> made.Made:
            if spec.name == name:
                views.append(page.view)
            return make(spec, site, page)

        monkeypatch.setattr(made, "_made", watched)
        return views

    return count


@pytest.mark.parametrize("name", [spec.name for spec in SITE])
def test_a_view_is_made_for_the_first_reader_and_sent_to_the_second_as_it_was(
    open_page: OpenPage, counted: Callable[[str], list[Any]], name: str
):
    views = counted(name)
    first, second = (open_page(name, lang="vi") for _ in range(2))
    assert len(views) == 1
    assert html(first) == html(second)
    assert everything(first)
    # Another language, another look: another view.
    open_page(name, lang="en")
    open_page(name, lang="vi", view="projector")
    assert len(views) == 3


def test_other_data_are_another_view(own_installation: Path, open_page: OpenPage, counted: Callable[[str], list[Any]]):
    views = counted("gap_map")
    before = heading(open_page("gap_map", indicator="IMM01", period="2025", lang="en"))
    rows = frame([Report("03160", 1, 1000, indicator="IMM01", period="2025")])
    submission = Submission(rows, kind="long", name="bao_cao.csv", content=b"1")
    batches.apply(loaders.engine(), [submission], Receipt("an", datetime(2026, 1, 15, 5, tzinfo=UTC)))
    after = heading(open_page("gap_map", indicator="IMM01", period="2025", lang="en"))
    assert len(views) == 2
    assert before != after


def test_what_a_link_could_not_mean_is_told_to_its_own_reader_only(open_page: OpenPage):
    plain = open_page("gap_map", indicator="IMM01", lang="en")
    broken = open_page("gap_map", indicator="IMM01", ethnic="nobody", lang="en")
    again = open_page("gap_map", indicator="IMM01", lang="en")
    assert "nobody" in everything(broken)
    assert "nobody" not in everything(plain) + everything(again)


def test_who_may_import_is_asked_in_every_run(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch):
    visit(monkeypatch, HERE)
    officer = html(open_page("data", lang="en", batch="1"))
    visit(monkeypatch, ELSEWHERE)
    visitor = html(open_page("data", lang="en", batch="1"))
    assert "Nothing was found in it." in officer
    assert "Nothing was found in it." not in visitor
    assert "are for the officers who import" in visitor


def test_the_common_views_are_there_before_anybody_asks(
    installation: Path, open_page: OpenPage, counted: Callable[[str], list[Any]]
):
    assert installation
    views = counted("overview")
    assert warm.warmed(SITE, threading.Event()) > len(SITE)
    before = len(views)
    assert before >= 1
    open_page("overview")
    assert len(views) == before
    assert len(store()) >= before


def test_a_page_that_fails_is_not_kept(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch):
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setattr(made, "_made", broken)
        assert "could not be drawn" in everything(open_page("overview", lang="en"))
    assert "could not be drawn" not in everything(open_page("overview", lang="en"))


def test_a_link_of_three_hundred_unknown_parts_makes_four_lines(open_page: OpenPage):
    page = open_page("gap_map", communes=".".join(f"9{n:04d}" for n in range(300)), indicator="x" * 30_000, lang="en")
    told = banners(page)
    assert len([line for line in told if "Unknown" in line]) == 3
    assert any("And 298 more parts of the link were not understood." in line for line in told)
    assert all(len(line) < 300 for line in told)
