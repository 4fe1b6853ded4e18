"""The picture of completeness: read back cell by cell, as an eye and a pointer would."""

import html
import re
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.texts import Texts
from indicators.catalogue import Catalogue
from indicators.completeness import STATUSES
from tests.unit.completeness_frames import cell, facts
from tests.unit.indicator_frames import WORDS, an_indicator
from ui.data.completeness import picture
from ui.frame.view import View

EN = Texts("en")
VIEW = View(indicator="X", language="en")


def named(code: str, name: str, theme: str):
    return an_indicator(code=code, theme=theme, words={lang: replace(word, short=name) for lang, word in WORDS.items()})


CATALOGUE = Catalogue(
    (named("S", "Schools", "school"), named("X", "Vaccination", "health"), named("Y", "Cards", "health"))
)
LOOK = {
    "on_time": "on time", "late": "late", "provisional": "provisional", "partial": "some former communes missing",
    "missing": "not reported", "not_due": "not due", "not_applicable": "not applicable",
}  # fmt: skip


def drawn(frame: pd.DataFrame, view: View = VIEW, catalogue: Catalogue = CATALOGUE) -> str:
    return str(picture(frame, catalogue=catalogue, view=view, say=EN))


def titles(page: str) -> dict[str, list[str]]:
    """By commune, what its cells say when pointed at, left to right."""
    usual = re.search(r'<g id="b">(.*?)</g><(?:g id|/defs)', page, re.DOTALL)
    base = re.findall(r"<title>(.*?)</title>", usual[1])
    own = {name: (int(name[:-1]), title) for name, title in re.findall(r'<g id="(\d+\w)"><title>(.*?)</title>', page)}
    found = {}
    for name, cells in re.findall(r'<th scope="row"><a [^>]*>(.*?)</a></th><td>(.*?)</td>', page, re.DOTALL):
        row = list(base)
        assert cells.count('href="#b"') == 1
        for use in re.findall(r'href="#(\d+\w)"', cells):
            row[own[use][0]] = own[use][1]
        found[html.unescape(name)] = [html.unescape(title) for title in row]
    return found


def test_every_cell_says_what_it_is():
    frame = facts(
        cell("1", "Y", "2025-Q4", "missing", name="Ẳng Nưa"), cell("2", "Y", "2025-Q4", "late", name="Ba"),
        cell("1", "X", "2025", "on_time", name="Ẳng Nưa"), cell("2", "X", "2025", "provisional", name="Ba", late=True),
        cell("1", "X", "2025-Q4", "partial", name="Ẳng Nưa"), cell("2", "X", "2025-Q4", "not_due", name="Ba"),
        cell("1", "S", "2025-26", "not_applicable", name="Ẳng Nưa"), cell("2", "S", "2025-26", "provisional", name="Ba"),
    )  # fmt: skip
    found = titles(drawn(frame))
    # By theme, in the order of the catalogue; quarters before the year. Ă comes after A, before B.
    assert list(found) == ["Ẳng Nưa", "Ba"]
    assert found["Ẳng Nưa"] == [
        "Vaccination, Q4 2025: some former communes missing", "Vaccination, 2025: on time",
        "Cards, Q4 2025: not reported, due 10 Jan 2026", "Schools, 2025–26: not applicable",
    ]  # fmt: skip
    assert found["Ba"] == [
        "Vaccination, Q4 2025: not due, due 10 Jan 2026", "Vaccination, 2025: provisional, late", "Cards, Q4 2025: late",
        "Schools, 2025–26: provisional",
    ]  # fmt: skip


PERIODS = ("2024", "2025", "2025-Q4")


@given(st.lists(st.lists(st.sampled_from(STATUSES), min_size=6, max_size=6), min_size=1, max_size=6))
def test_the_picture_is_the_facts(grid: list[list[str]]):
    asked = [(i, p) for i in ("X", "Y") for p in PERIODS]
    frame = facts(
        *(cell(str(n), i, p, status) for n, row in enumerate(grid) for (i, p), status in zip(asked, row, strict=True))
    )
    page = drawn(frame)
    found = titles(page)
    order = [(i, p) for i in ("X", "Y") for p in ("2025-Q4", "2024", "2025")]
    for n, row in enumerate(grid):
        status = dict(zip(asked, row, strict=True))
        said = [re.sub(r".*: ([^,]*).*", r"\1", title) for title in found[f"Xã {n}"]]
        assert said == [LOOK[status[key]] for key in order]
    flat = [status for row in grid for status in row]
    legend = dict(re.findall(r"</svg>([^<]+) <b>(\d+)</b></li>", page))
    assert {word.lower(): int(count) for word, count in legend.items()} == {
        LOOK[status]: flat.count(status) for status in set(flat)
    }
    owed = sum(status in ("missing", "partial") for status in flat)
    assert re.search(r'<td class="num">(\d+)</td></tr></tfoot>', page)[1] == str(owed)
    counts = [int(n) for n in re.findall(r'y="13">(\d+)</text>', page)]
    assert sum(counts) == owed
    assert 0 not in counts


def test_the_heading_counts_what_is_due():
    frame = facts(cell("1", "X", "2025", "on_time"), cell("1", "Y", "2025", "missing"), cell("2", "X", "2025", "partial"),
                  cell("2", "Y", "2025", "not_applicable"), cell("1", "X", "2026", "not_due"), cell("2", "X", "2026", "not_due"))  # fmt: skip
    assert "<h2>1 of 3 reports are in; 2\N{NO-BREAK SPACE}communes still owe 2 reports.</h2>" in drawn(frame)
    assert "<h2>All 1 reports are in.</h2>" in drawn(frame.iloc[[0, 3, 4]])


def test_what_is_not_in_stands_in_a_list_too():
    frame = facts(cell("1", "X", "2025", "missing"), cell("1", "Y", "2025", "missing"), cell("1", "X", "2025-Q4", "partial"),
                  cell("2", "X", "2025", "late"))  # fmt: skip
    items = re.findall(r"<li><a data-go href=\"([^\"]*)\">(.*?)</a> (.*?)</li>", drawn(frame))
    assert items == [
        ("data?indicator=X&amp;lang=en&amp;commune=1", "Xã 1", "2025: Vaccination, Cards; Q4 2025: Vaccination")
    ]


def test_a_long_list_is_counted():
    many = Catalogue(tuple(named(f"I{n}", f"Name {n}", "health") for n in range(7)))
    frame = facts(*(cell("1", f"I{n}", "2025", "missing") for n in range(7)))
    assert "2025: 7 indicators</li>" in drawn(frame, catalogue=many)


def test_names_lead_to_their_data_and_the_chosen_one_is_marked():
    frame = facts(cell("1", "X", "2025", "missing"), cell("2", "X", "2025", "on_time"))
    page = drawn(frame, view=replace(VIEW, commune=("2",)))
    assert '<tr class="owes"><th scope="row"><a data-go href="data?indicator=X&amp;commune=1' in page
    assert '<tr aria-selected="true"><th scope="row"><a data-go href="data?indicator=X&amp;commune=2' in page


def test_nothing_from_the_data_becomes_markup():
    frame = facts(cell("1", "X", "2025", "missing", name="<img src=x onerror=alert(1)>"))
    page = drawn(frame, catalogue=Catalogue((named("X", "</title><script>", "health"),)))
    assert "<img" not in page
    assert "<script" not in page


def test_nothing_due_is_said():
    assert "No report of communes is due here." in drawn(facts())


def province(
    communes: int, columns: int, periods: int, *, share: float, seed: int = 1
) -> tuple[pd.DataFrame, Catalogue]:
    """A picture's facts: so many communes, indicators and years, `share` of the cells not simply on time."""
    rng = np.random.default_rng(seed)
    many = tuple(named(f"I{n}", "Suy dinh dưỡng thấp còi, dưới 5 tuổi", "health") for n in range(columns))
    cells = communes * columns * periods
    index = pd.MultiIndex.from_product([range(communes), range(columns), range(2022, 2022 + periods)])
    other = rng.choice(["late", "provisional", "partial", "missing"], cells, p=[0.55, 0.2, 0.15, 0.1])
    frame = pd.DataFrame({
        "code": [f"{n:05d}" for n in index.get_level_values(0)], "name": [f"Mường Phăng {n}" for n in index.get_level_values(0)],
        "indicator": [f"I{n}" for n in index.get_level_values(1)], "period": [str(n) for n in index.get_level_values(2)],
        "kind": "year", "due_on": [date(n + 1, 1, 10) for n in index.get_level_values(2)],
        "status": np.where(rng.random(cells) < share, other, "on_time"), "late": False, "reported_on": pd.NaT,
        "parts": 1, "parts_expected": 1,
    })  # fmt: skip
    return frame, Catalogue(many)


@pytest.mark.parametrize(("share", "most"), [(0.06, 52_000), (0.15, 75_000)])
def test_a_province_stays_light(share: float, most: int):
    frame, many = province(45, 17, 4, share=share)
    page = drawn(frame, catalogue=many)
    assert len(page.encode()) < most
    assert page.count("<tr") == 45 + 2


def test_a_province_that_has_sent_nothing_yet_stays_light():
    frame, many = province(45, 17, 4, share=0.0)
    assert len(drawn(frame.assign(status="missing"), catalogue=many).encode()) < 60_000


def test_of_a_country_those_that_owe_most_are_shown():
    frame, many = province(3321, 17, 4, share=0.05)
    worst = frame["code"] == "01234"
    frame.loc[worst, "status"] = "missing"
    page = drawn(frame, catalogue=many)
    assert len(titles(page)) == 100
    assert next(iter(titles(page))) == "Mường Phăng 1234"
    assert "Shown are the 100 communes that owe most, of 3,321; counts are of all." in page
    assert len(page.encode()) < 150_000


def test_provisional_reports_are_named_and_not_only_counted():
    frame, many = province(3, 2, 1, share=0.0)
    frame["status"] = "on_time"
    frame.loc[frame.index[[0, 3]], "status"] = "provisional"
    page = drawn(frame, catalogue=many)
    listed = page.partition("<summary>Provisional reports: which (2)</summary>")[2]
    for row in (frame.iloc[0], frame.iloc[3]):
        assert str(row["name"]) in listed
    frame["status"] = "on_time"
    assert "Provisional reports" not in drawn(frame, catalogue=many)
