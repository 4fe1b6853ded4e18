"""What is real and what is not: published and illustrative side by side, and the demo gone with the first real reports."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from data_access.engine import open_engine
from data_access.reports import batches
from data_access.reports.submission import Receipt, Submission
from tests.pages.conftest import OpenPage
from tests.pages.messages import alerts, banners, components, everything, heading, html, plain, the_map

PAGES = ("overview", "gap_map", "trends", "commune")
# What the press and the province reported for 2025; the rest of the overview is summed from the demo.
PUBLISHED = {"IMM01", "IMM02", "INS01", "BIR01", "PLA01", "DIS01", "SCH01", "SCH03", "ORG01", "ABU02"}


def overview_marks(text: str) -> dict[str, str]:
    """Indicator -> its mark, of open rows and of those folded into one line; without what is said of how firm it is."""
    rows = re.findall(
        r'<th scope="row"><a data-go href="[^"]*indicator=(\w+)[^"]*">[^<]*</a><small>([^<]*)</small>', text
    )
    folded = re.findall(r'<a data-go href="[^"]*indicator=(\w+)[^"]*">[^<]*</a> \((?:[\d/]+, )?([^)]*)\)', text)
    return {code: said.split(", ")[0] for code, said in (*rows, *folded)}


@pytest.mark.parametrize(
    ("language", "words"), [("vi", ("Đã công bố", "Minh họa")), ("en", ("Published", "Illustrative"))]
)
def test_every_province_value_of_the_overview_is_marked(open_page: OpenPage, language: str, words: tuple[str, str]):
    page = open_page("overview", lang=language)
    marks = overview_marks(html(page))
    assert len(marks) == 15
    assert {code for code, mark in marks.items() if mark == words[0]} == PUBLISHED
    assert set(marks.values()) == set(words)


@pytest.mark.parametrize(
    ("indicator", "word"),
    [("IMM01", "Đã công bố"), ("NUT01", "Minh họa"), ("ABU02", "Đã công bố"), ("DIS02", "Đã công bố")],
)
def test_so_is_that_of_the_gap_map(open_page: OpenPage, indicator: str, word: str):
    shown = html(open_page("gap_map", indicator=indicator))
    where = shown.split("<tfoot>")[1] if "<tfoot>" in shown else shown.split('class="figure"')[1]
    assert re.findall(r"<small>(.*?)</small>", where)[0].split(", ")[0] == word


def test_so_is_that_beside_it(open_page: OpenPage):
    shown = html(open_page("gap_map", indicator="IMM01", compare="NUT01"))
    # Some of its communes' figures of 2025 are provisional.
    assert "Toàn tỉnh 25,9%<small>Minh họa, số sơ bộ</small>" in shown


def test_so_are_those_of_a_commune_and_of_the_trends(open_page: OpenPage):
    rows = html(open_page("commune", commune="03160")).split('<table class="rows profile">')[1].split("</table>")[0]
    marks = [m.split(", ")[0] for m in re.findall(r"<small>([^<]*)</small>", rows)]
    marks = [m for m in marks if m in ("Đã công bố", "Minh họa")]
    assert len(marks) == rows.count('<th scope="row">')
    assert marks[0] == "Đã công bố"
    assert "Số toàn tỉnh: đã công bố cho 2025, các kỳ khác là số minh họa." in html(
        open_page("trends", indicator="IMM01")
    )
    assert "Số toàn tỉnh là số minh họa." in html(open_page("trends", indicator="NUT01"))


# IMM01 in 2025, target 97 %. Mường Nhé 450/500 = 90 % lacks 35, Sín Thầu 98/100 is over it; together 548/600 = 91.3 %.
REAL = [("03160", 450.0, 500.0), ("03158", 98.0, 100.0)]


def real_reports(data: Path, indicator: str = "IMM01") -> int:
    """Apply a first real batch of a few communes; returns the data version."""
    reports = pd.DataFrame(
        [
            {
                "indicator": indicator, "period": "2025", "area_kind": "commune", "area_code": code,
                "area_valid_from": None, "stratum": "", "collection": "niis", "numerator": numerator,
                "denominator": denominator, "value": float("nan"), "status": "final", "reported_on": None, "blank": "",
                "sheet": "Biểu 1", "row": float(row), "col": "D",
            }
            for row, (code, numerator, denominator) in enumerate(REAL, start=5)
        ]
    )  # fmt: skip
    engine = open_engine(f"sqlite:///{data / 'atlas.sqlite'}")
    submission = Submission(reports, kind="workbook", name="bao_cao_quy_iv.xlsx", content=b"real reports")
    version = batches.apply(engine, [submission], Receipt("an", datetime(2026, 1, 20, 3, tzinfo=UTC)))
    engine.dispose()
    return version


@pytest.mark.parametrize("name", PAGES)
def test_the_first_real_reports_take_the_demo_and_its_banner_away(
    own_installation: Path, open_page: OpenPage, name: str
):
    page = open_page(name, indicator="IMM01", commune="03160", lang="vi")
    assert len(banners(page)) == 1
    demo_figures = re.findall(r"89,1%|476/534", html(page) + str(components(page, "commune_map")))
    version = real_reports(own_installation)
    page.run()
    assert alerts(page) == []
    assert banners(page) == []
    sent = everything(page)
    assert f"Số liệu phiên bản {version}, " in html(page)
    for word in ("Minh họa", "476/534", "95,5%"):
        assert word not in sent, (word, demo_figures)


def test_what_is_shown_then_is_what_was_reported(own_installation: Path, open_page: OpenPage):
    real_reports(own_installation)
    page = open_page("gap_map", indicator="IMM01", period="2025")
    assert heading(page) == (
        "1/45 xã, phường chưa đạt chỉ tiêu 97% về tiêm chủng đầy đủ cho trẻ dưới 1 tuổi, trong đó 1 xã thấp hơn rõ rệt "
        "(43 xã chưa báo cáo). Để mọi xã cùng đạt, cần tiêm đủ cho thêm 35 trẻ, một nửa tập trung ở 1 xã."
    )
    classes = the_map(page)["classes"]
    assert (classes.count("m"), len(classes)) == (43, 45)
    (foot,) = re.findall(r"<tfoot>(.*?)</tfoot>", html(page))
    assert plain(re.sub("</td>", " ", foot)).startswith("Toàn tỉnh 91,3%")
    page = open_page("commune", commune="03160", indicator="IMM01", period="2025", source="1")
    source = plain(html(page).split("Nguồn của số liệu: ")[1].replace("</td>", " "))
    assert "450/500 trẻ" in source
    assert "bao_cao_quy_iv.xlsx" in source
    assert "Biểu 1 5 D" in source


def test_the_projector_view_no_longer_says_illustrative(own_installation: Path, open_page: OpenPage):
    real_reports(own_installation)
    page = open_page("gap_map", indicator="IMM01", view="projector")
    assert alerts(page) == []
    assert "minh họa" not in everything(page).lower()


def test_an_indicator_that_nobody_has_reported_says_so(own_installation: Path, open_page: OpenPage):
    real_reports(own_installation)
    for name in PAGES:
        page = open_page(name, indicator="NUT01", lang="en")
        assert [each.message for each in page.exception] == []
        assert alerts(page) == []
