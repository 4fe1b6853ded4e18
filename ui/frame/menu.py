"""The button 'Tải xuống' with a page's files. Tables are made when they are asked for; pictures of charts by the reader's browser
from what is on screen."""

import json
from functools import partial
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from base import settings
from exports.about import About
from exports.precision import MORE
from exports.tables import csv_bytes, xlsx_bytes
from indicators.scope_names import filter_sentence
from ui.frame.blocks import Download, Popover, Sheet
from ui.frame.file import File
from ui.frame.page import Page
from ui.frame.provenance import source_line, version_text
from ui.frame.spec import PageSpec

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def offer(page: Page, spec: PageSpec[Any], file: File) -> Popover:
    """The files of `file`, which `spec` makes, behind a button."""
    say = page.say
    tables = (
        Download(say("Table as XLSX"), f"{file.name}.xlsx", XLSX, partial(_xlsx, spec), "download_xlsx", wide=True),
        Download(say("Table as CSV"), f"{file.name}.csv", "text/csv", partial(_csv, spec), "download_csv", wide=True),
    )
    pictures = (Sheet(_buttons(page, key, title, file), f"pictures_{key}") for key, title in file.pictures)
    return Popover(say("Download"), (*tables, *pictures), key="downloads")


def _xlsx(spec: PageSpec[Any], page: Page, home: str) -> bytes:
    file = _file(spec, page)
    return xlsx_bytes(file.table(), about=about_of(page, file, home), say=page.say)


def _csv(spec: PageSpec[Any], page: Page, home: str) -> bytes:
    file = _file(spec, page)
    return csv_bytes(file.table(), about=about_of(page, file, home), say=page.say)


def _file(spec: PageSpec[Any], page: Page) -> File:
    """The file anew: what was offered may have been made for another reader, who had nothing but its name."""
    file = spec.file(page, spec.model(page))
    if file is None:
        raise LookupError(f"{spec.name} offers no file for {page.view.params()}")
    return file


def about_of(page: Page, file: File, home: str) -> About:
    """Where the figures of a file come from. home: the address of the server, as who asked for the file has it."""
    say = page.say
    return About(
        title=file.title,
        indicator="" if file.whole else page.indicator.wording(say.language).name,
        period=page.period_text(),
        scope=file.of or filter_sentence(page.view.area, page.areas, say),
        source=say("Reports of communes; each row names its collection and source.")
        if file.whole
        else source_line(page),
        version=version_text(page),
        illustrative=page.state.is_demo,
        suppression=say("Small numbers are hidden to protect children; each blank carries its reason."),
        link=f"{home}{_path(page)}?{urlencode(page.view.params())}",
        numbers=say(
            "Figures are in the unit of their row. A workbook shows the decimals of the page and holds them in full; CSV has {n} decimals more than the page.",
            n=MORE,
        ),
        answer=file.answer,
        words=file.words,
        comparable=file.comparable,
    )


def _path(page: Page) -> str:
    """Of the page in the address: '' of the first one."""
    return next((way.path for way in page.ways.values() if way.page == page.name), page.name)


def _buttons(page: Page, key: str, title: str, file: File) -> Markup:
    """Two buttons that save the chart of block `key`; in the picture stand the province, whom it shows, what the page answers, the source
    and what its marks mean."""
    demo = f"{page.say('[Illustrative]')} " if page.state.is_demo else ""
    whom = file.of or ("" if page.scope.whole else filter_sentence(page.view.area, page.areas, page.say))
    lines = [*filter(None, (whom, file.answer, source_line(page))), *file.signs]
    province = settings.province().name(page.say.language)
    notes = json.dumps({"title": f"{demo}{province} · {title}", "lines": lines, "name": f"{file.name}_{key}"})
    button = Markup('<button class="button" data-act="save-{}" data-chart="{}" data-notes="{}">{} {}</button>')
    return Markup('<p class="muted">{}</p><p class="chips">{}{}</p>').format(
        title, button.format("png", key, notes, "", "PNG"), button.format("svg", key, notes, "", "SVG")
    )
