"""The button 'Tải xuống' with a page's files. Tables are made when they are asked for; pictures of charts by the reader's browser
from what is on screen."""

import json

import streamlit as st
from markupsafe import Markup
from streamlit.delta_generator import DeltaGenerator

from exports.about import About
from exports.tables import csv_bytes, xlsx_bytes
from indicators.labels import filter_sentence
from ui.frame import shell
from ui.frame.file import File
from ui.frame.page import Page
from ui.frame.provenance import source_line, version_text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def offer(page: Page, where: DeltaGenerator, file: File) -> None:
    """The files of `file` behind a button in `where`."""
    say, about = page.say, about_of(page, file)
    with where, st.popover(say("Download"), key="downloads"):
        st.download_button(
            say("Table as XLSX"),
            lambda: xlsx_bytes(file.table(), about=about, say=say),
            file_name=f"{file.name}.xlsx",
            mime=XLSX,
            on_click="ignore",
            key="download_xlsx",
            width="stretch",
        )
        st.download_button(
            say("Table as CSV"),
            lambda: csv_bytes(file.table(), about=about, say=say),
            file_name=f"{file.name}.csv",
            mime="text/csv",
            on_click="ignore",
            key="download_csv",
            width="stretch",
        )
        for key, title in file.pictures:
            shell.sheet(_buttons(page, key, title, file), key=f"pictures_{key}")


def about_of(page: Page, file: File) -> About:
    """Where the figures of a file come from."""
    say = page.say
    return About(
        title=file.title,
        indicator="" if file.whole else page.indicator.wording(say.language).name,
        period=page.period_text(),
        scope=filter_sentence(page.view.area, page.areas, say),
        source=say("Reports of communes; sources by indicator on the methods of each.")
        if file.whole
        else source_line(page),
        version=version_text(page),
        illustrative=page.state.is_demo,
        suppression=say("Small numbers are hidden to protect children; each blank carries its reason."),
        link="?" + "&".join(f"{k}={v}" for k, v in page.view.params().items()),
    )


def _buttons(page: Page, key: str, title: str, file: File) -> Markup:
    """Two buttons that save the chart of block `key`, with title, source and what its marks mean in the picture."""
    demo = f"{page.say('[Illustrative]')} " if page.state.is_demo else ""
    lines = [source_line(page), *file.signs]
    notes = json.dumps({"title": demo + title, "lines": lines, "name": f"{file.name}_{key}"})
    button = Markup('<button class="button" data-act="save-{}" data-chart="{}" data-notes="{}">{} {}</button>')
    return Markup('<p class="muted">{}</p><p class="chips">{}{}</p>').format(
        title, button.format("png", key, notes, "", "PNG"), button.format("svg", key, notes, "", "SVG")
    )
