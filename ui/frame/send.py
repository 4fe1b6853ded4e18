"""What a page consists of as Streamlit elements. The only place that turns it into what is sent."""

import json
from collections.abc import Iterable
from functools import partial
from typing import Any

import plotly.graph_objects as go
import streamlit as st
from markupsafe import Markup

from ui.frame import geometry, maps, moving, shell, widgets
from ui.frame.blocks import Clear, Deck, Download, Live, Pills, Toggle
from ui.frame.drawn import (
    Drawn,
    DrawnCard,
    DrawnColumns,
    DrawnLegend,
    DrawnMap,
    DrawnPlot,
    DrawnPopover,
    DrawnRow,
    DrawnSheet,
)
from ui.frame.errors import told
from ui.frame.packed import packed
from ui.frame.page import Page
from ui.frame.store import store
from ui.map.component import Answers, commune_map, map_legend
from ui.map.deck import draw_columns, draw_points
from ui.map.message import SliderFrames
from ui.map.payload import slider_frames

_PLOTLY = {"displayModeBar": False, "displaylogo": False, "scrollZoom": False, "doubleClick": False}


def send(page: Page, blocks: Iterable[Drawn]) -> None:
    """Draw `blocks` under each other."""
    for block in blocks:
        _send(page, block)


def _send(page: Page, block: Drawn) -> None:
    match block:
        case DrawnSheet():
            shell.packed_sheet(block.parts, key=block.key, theme=page.look.theme, width=block.width)
        case DrawnCard():
            with st.container(key=block.key):
                send(page, block.blocks)
        case DrawnColumns():
            for place, inside in zip(st.columns(list(block.widths), gap="medium"), block.columns, strict=True):
                with place:
                    send(page, inside)
        case DrawnRow():
            with st.container(
                horizontal=True,
                key=block.key,
                horizontal_alignment="right" if block.right else "left",
                vertical_alignment="center",
            ):
                send(page, block.blocks)
        case DrawnPopover():
            with st.popover(widgets.label(block.label), width="content", key=block.key):
                send(page, block.blocks)
        case Toggle():
            widgets.toggle(block)
        case Pills():
            widgets.pills(block)
        case Clear():
            widgets.clear(block)
        case Download():
            widgets.download(block, page)
        case DrawnPlot():
            _plot(page, block)
        case DrawnMap():
            _map(page, block)
        case DrawnLegend():
            map_legend(block.message, key=block.key)
        case Deck():
            _deck(page, block)
        case Live():
            block.draw(page, *block.given)


def _deck(page: Page, block: Deck) -> None:
    """The 3-D view, or in its place what is missing and what to do."""
    if page.lack is None:
        ground = geometry.deck_ground(page.geometry)
        if block.kind == "columns":
            draw_columns(block.frame, ground, page.look, scale=dict(block.scale), alt=block.alt)
        else:
            draw_points(block.frame, ground, page.look, alt=block.alt)
        st.caption(block.caption)
        return
    missing = page.say("The 3-D view can't be drawn: the shapes of the communes are missing.")
    said = Markup('<p role="alert">{} {}</p>').format(missing, told(page.lack).text(page.say))
    shell.packed_sheet(packed(said), key="deck_none", theme=page.look.theme)


def _map(page: Page, block: DrawnMap) -> None:
    def opened(code: str) -> None:
        moving.catch_up()
        shell.leave_for(page.ways["commune"].page, {**st.query_params.to_dict(), "commune": code})

    def made() -> SliderFrames:
        picture = block.picture
        return slider_frames(picture, maps.frames(page, picture))

    def frames() -> SliderFrames:
        slider = block.message.get("slider")
        content: SliderFrames = store().once(("frames", page.state, slider and slider["token"]), made)
        return content

    answers = Answers(
        selected=lambda code: moving.set_params({"commune": code}),
        opened=opened,
        moved=lambda code: moving.set_params({"period": code}),
    )
    commune_map(block.message, key=block.key, frames=frames, answers=answers)


class _Made(go.Figure):  # type: ignore[misc] # Plotly has no types
    """A figure that was made before: Streamlit asks for nothing but its parts."""

    def __init__(self, spec: str) -> None:
        self._spec = spec

    def to_dict(self) -> dict[str, Any]:
        made: dict[str, Any] = json.loads(self._spec)
        return made


def _plot(page: Page, block: DrawnPlot) -> None:
    """Without Streamlit's theme and without the mode bar. A projector's chart fills its place in app.css, whatever the
    screen is high; any other is as high as it was made."""
    height = "stretch" if page.look.is_projected else "content"
    made = _Made(block.spec)
    chart = partial(st.plotly_chart, made, key=block.key, theme=None, config=_PLOTLY, alt=block.alt, height=height)

    def chosen() -> None:
        points = st.session_state[block.key].selection.points
        codes = [str(point["customdata"]) for point in points if point.get("customdata")]
        if codes:
            moving.set_params({block.param: codes[0]})

    if block.param:
        chart(on_select=chosen, selection_mode="points")
    else:
        chart()
