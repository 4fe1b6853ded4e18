"""The CSV files that pages offer, made as a reader's click makes them."""

from typing import Any

import pytest

from ui.frame import menu
from ui.frame.blocks import Download, Popover
from ui.frame.file import File
from ui.frame.page import Page
from ui.frame.spec import PageSpec

HOME = "https://atlas.example/child/"


def offered(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """Filled with the CSV of each page that is made from now on."""
    files: list[bytes] = []
    offer = menu.offer

    def watched(page: Page, spec: PageSpec[Any], file: File) -> Popover:
        made = offer(page, spec, file)
        (table,) = [block for block in made.blocks if isinstance(block, Download) and block.mime == "text/csv"]
        files.append(table.make(page, HOME))
        return made

    monkeypatch.setattr(menu, "offer", watched)
    return files
