"""Blocks as Streamlit elements. The only place that turns what a page consists of into what is sent."""

from collections.abc import Iterable, Mapping
from functools import partial

import pandas as pd
import streamlit as st

from ui.frame import geometry, maps, shell, widgets
from ui.frame.blocks import (
    Block,
    Card,
    Columns,
    CommuneMap,
    Deck,
    Live,
    MapLegend,
    Plot,
    Popover,
    Select,
    Several,
    Sheet,
    Toggle,
)
from ui.frame.page import Page
from ui.map.component import Answers, commune_map, map_legend
from ui.map.deck import draw as draw_deck

_PLOTLY = {"displayModeBar": False, "displaylogo": False, "scrollZoom": False, "doubleClick": False}


def send(page: Page, blocks: Iterable[Block]) -> None:
    """Draw `blocks` under each other."""
    for block in blocks:
        _send(page, block)


def _send(page: Page, block: Block) -> None:
    match block:
        case Sheet():
            shell.sheet(block.html, key=block.key, width=block.width)
        case Card():
            with st.container(key=block.key):
                send(page, block.blocks)
        case Columns():
            for place, inside in zip(st.columns(list(block.widths), gap="medium"), block.columns, strict=True):
                with place:
                    send(page, inside)
        case Toggle():
            widgets.toggle(block)
        case Select():
            widgets.select(block)
        case Several():
            widgets.several(block)
        case Popover():
            with st.popover(block.label, width="content"):
                send(page, block.blocks)
        case Plot():
            _plot(page, block)
        case CommuneMap():
            _map(page, block)
        case MapLegend():
            map_legend(block.picture, key=block.key, say=page.say, theme=page.look.theme)
        case Deck():
            draw_deck(block.kind, block.frame, geometry.deck_ground(page.geometry), page.look.palette, alt=block.alt)
            st.caption(block.caption)
        case Live():
            block.draw(page, *block.given)


def _map(page: Page, block: CommuneMap) -> None:
    picture = block.picture

    def opened(code: str) -> None:
        shell.leave_for(page.ways["commune"], {**st.query_params.to_dict(), "commune": code})

    def frames() -> Mapping[str, pd.DataFrame]:
        return maps.frames(page, picture)

    answers = Answers(
        selected=lambda code: shell.set_params({"commune": code}),
        opened=opened,
        moved=lambda code: shell.set_params({"period": code}),
    )
    commune_map(picture, key=block.key, say=page.say, theme=page.look.theme, frames=frames, answers=answers)


def _plot(page: Page, block: Plot) -> None:
    """Without Streamlit's theme and without the mode bar. A projector's chart fills its place in app.css, whatever the
    screen is high; any other is as high as it was made."""
    size = {name: pixels for name in ("height", "width") if (pixels := getattr(block, name)) is not None}
    figure = block.chart.figure(page.look, **size)
    key = f"{block.key}_figure"
    height = "stretch" if page.look.is_projected else "content"
    chart = partial(st.plotly_chart, figure, key=key, theme=None, config=_PLOTLY, alt=block.alt, height=height)

    def chosen() -> None:
        points = st.session_state[key].selection.points
        codes = [str(point["customdata"]) for point in points if point.get("customdata")]
        if codes:
            shell.set_params({block.param: codes[0]})

    with st.container(key=block.key):
        if block.param:
            chart(on_select=chosen, selection_mode="points")
        else:
            chart()
