"""What a page shows is a value: made without a visit, the same whoever asks, and a slide keeps to what a slide may be."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import streamlit as st

from base.look import Look
from base.texts import Texts
from harness.figures import checked
from ui.frame import editions, loaders
from ui.frame.blocks import Block, Card, Columns, Live, Plot, Popover, Sheet
from ui.frame.page import Page
from ui.frame.settling import settle_period, settle_year
from ui.frame.slide import MOST_NUMBERS, TITLE_LENGTH, SlideTable
from ui.frame.spec import PageSpec, ways
from ui.frame.view import read
from ui.map.picture import MapPicture
from ui.site import SITE

DESKTOP = Look("light")
VIEWS: dict[str, list[dict[str, str]]] = {
    "gap_map": [{}, {"measure": "cluster"}, {"measure": "need"}, {"layout": "funnel"}, {"layout": "points"}, {"compare": "INS01"}],
    "commune": [{}, {"commune": "03160"}],
    "equity": [{"by": "commune"}, {"by": "sex"}],
}  # fmt: skip


@pytest.fixture
def no_visit(installation: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nothing of a visit can be asked for: who does, fails."""

    def asked(*_: Any) -> None:
        raise AssertionError("a page's values asked for the visit")

    for name in ("session_state", "query_params", "context", "user"):
        monkeypatch.setattr(st, name, property(asked))
    return installation


def page_of(spec: PageSpec[Any], *, language: str = "vi", look: Look = DESKTOP, **asked: str) -> Page:
    """The page of `spec` by its parts alone."""
    say = Texts(language)
    state, stale = editions.state()
    data = loaders.Data(state.edition, date(2026, 1, 15))
    catalogue, areas = data.catalogue, data.areas()
    view = replace(read(asked, catalogue=catalogue, areas=areas, say=say), language=language)
    view = settle_period(view, data.periods(view.indicator), otherwise="2025", say=say)
    if "year" in spec.reads:
        view = settle_year(view, state.as_of)
    return Page(spec.name, spec.role, ways(SITE), say, look, state, stale, data, view)


def every(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """All blocks, also those within others."""
    for block in blocks:
        yield block
        match block:
            case Card() | Popover():
                yield from every(block.blocks)
            case Columns():
                for column in block.columns:
                    yield from every(column)


def told(blocks: tuple[Block, ...], look: Look) -> list[object]:
    """What of blocks can be compared: their HTML, and charts as they are drawn and read out."""
    found: list[object] = []
    for block in every(blocks):
        if isinstance(block, Sheet):
            found.append((block.key, str(block.html)))
        elif isinstance(block, Plot):
            found.append((block.key, block.alt, checked(block.chart.figure(look)).to_json()))
        elif isinstance(block, Live):
            found.append(block.draw)
    return found


@pytest.mark.usefixtures("no_visit")
@pytest.mark.parametrize("spec", SITE, ids=lambda spec: spec.name)
def test_a_page_is_made_without_a_visit_and_twice_the_same(spec: PageSpec[Any]):
    for asked in VIEWS.get(spec.name, [{}]):
        for language, look in (("vi", DESKTOP), ("en", Look("dark", narrow=True))):
            made = []
            for _ in range(2):
                page = page_of(spec, language=language, look=look, **asked)
                made.append(told(spec.blocks(page, spec.model(page)), look))
            assert made[0] == made[1]
            assert made[0], asked
            file = spec.file(page, spec.model(page))
            assert file is None or len(file.table())


@pytest.mark.usefixtures("no_visit")
@pytest.mark.parametrize("spec", SITE, ids=lambda spec: spec.name)
def test_a_slide_of_any_view_can_be_read_from_the_last_row(spec: PageSpec[Any]):
    catalogue = page_of(spec).catalogue
    codes = [None] if spec.role.many and spec.name != "commune" else [i.code for i in catalogue.offered]
    for nth, code in enumerate(codes):
        for asked in VIEWS.get(spec.name, [{}]):
            for language in ("vi", "en") if len(codes) == 1 else (("vi", "en")[nth % 2],):
                about = {"indicator": code} if code else {}
                page = page_of(spec, language=language, look=Look("projector"), **asked, **about)
                slide = spec.slide(page, spec.model(page))
                assert 0 < len(slide.title) <= TITLE_LENGTH
                assert len(slide.numbers) <= MOST_NUMBERS
                assert slide.alt, (code, asked)
                assert slide.link.startswith(spec.name)
                assert "view=projector" not in slide.link
                assert slide.source.version
                assert slide.picture or slide.table or slide.message or slide.numbers
                if isinstance(slide.picture, MapPicture) and isinstance(slide.table, SlideTable):
                    assert len(slide.table.rows) == len(slide.picture.emphasis.marked)
