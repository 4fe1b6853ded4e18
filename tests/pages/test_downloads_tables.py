"""The table behind every download button: each row says how firm its figure is and what it is of."""

import csv
import io

import pytest

from tests.pages.conftest import OpenPage
from tests.pages.offered import offered

STANDING = {"Provisional", "Estimated", "Kind of source", "Version of the definition"}
PLACED = STANDING | {"Origin", "Communes before or after the merger"}
PAGES: dict[str, tuple[dict[str, str], set[str]]] = {
    "overview": ({}, STANDING | {"Origin", "Trend over five years"}),
    "gap_map": ({"indicator": "IMM01"}, PLACED),
    "trends": ({"indicator": "IMM01"}, PLACED),
    # Groups are of today in all periods.
    "equity": ({"indicator": "IMM01"}, STANDING),
    "commune": ({"commune": "03160"}, PLACED),
}


def test_the_tables_of_all_pages_tell_figures_apart(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch):
    files = offered(monkeypatch)
    for name, (query, expected) in PAGES.items():
        page = open_page(name, lang="en", **query)
        assert not page.exception, name
        rows = list(csv.reader(io.StringIO(files.pop().decode("utf-8-sig"))))
        head = rows[rows.index([]) + 1]
        assert expected <= set(head), name
        cells = {cell for row in rows[rows.index([]) + 2 :] for cell in row}
        assert not cells & {"nan", "None", "<NA>"}, name
        if name == "trends":
            place = head.index("Communes before or after the merger")
            assert {row[place] for row in rows[rows.index([]) + 2 :]} == {
                "", "commune of today", "former communes, summed onto one of today",
            }  # fmt: skip
    assert files == []
