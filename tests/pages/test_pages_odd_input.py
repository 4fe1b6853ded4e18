"""Odd but true reports: nobody to count, one commune alone, a count without denominator. Sentences and blanks, never a wrong word."""

import csv
import io
import re
from datetime import date
from pathlib import Path

import pytest

from base.settings import database_url
from data_access import queries
from harness.small_world import Report, apply
from installation.database import ready
from tests.pages.conftest import OpenPage
from tests.pages.messages import alerts, everything, heading
from tests.pages.offered import offered

NONSENSE = re.compile(r"\b(nan|NaN|inf|Infinity|None|NaT|Traceback)\b|<NA>")
MERGER = date(2025, 7, 1)

OPENED = {
    # 0 of 0 in every commune: no target is met by it.
    ("gap_map", "INS01"): "Health-insurance card, under 6: there is nobody to count in any commune.",
    ("gap_map", "IMM01"): "1 of 45 communes miss the 97% target",
    ("overview", "INS01"): "2025: 0 of 1 targets met.",
    ("commune", "INS01"): "Mường Nhé commune has no figure with a target in this period.",
    # Without figures the download has no measures below its groups.
    ("equity", "INS01"): "no group has a figure in this period.",
    ("equity", "ORG02"): "has no denominator",
}
"""Page and indicator, and what its answer says."""


def test_odd_reports_give_sentences_and_blanks(
    own_installation: Path, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
):
    engine = ready(database_url())
    codes = list(queries.communes(engine, province="11")["code"])
    rows = [Report("03127", 90, 100, indicator="IMM01", period="2025", day=MERGER)]
    rows += [Report(code, 0, 0, indicator="INS01", period="2025", day=MERGER) for code in codes]
    rows += [Report(code, 4, indicator="ORG02", period="2025", day=MERGER) for code in codes]
    apply(engine, rows)
    engine.dispose()
    files = offered(monkeypatch)
    for (name, indicator), answer in OPENED.items():
        page = open_page(name, lang="en", indicator=indicator, period="2025", commune="03160")
        assert not page.exception, name
        assert alerts(page) == [], name
        assert answer in heading(page), (name, indicator, heading(page))
        assert not NONSENSE.search(everything(page)), (name, indicator)
        file = files.pop().decode("utf-8-sig")
        assert not NONSENSE.search(file), (name, indicator)
        assert len(list(csv.reader(io.StringIO(file)))) > 3
