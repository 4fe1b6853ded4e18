"""Every page opens from its link, shows what the link says, and names what it could not mean."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import OpenPage
from tests.pages.messages import alerts, banners, claim, components, everything, heading, html, plain, protos, the_map

PAGES = ("overview", "gap_map", "trends", "equity", "commune", "data")
LANGUAGES = ("vi", "en")
DEMO = {
    "vi": "Số liệu minh họa, không dùng để điều hành. "
    "Chỉ số toàn tỉnh có nhãn “Đã công bố” là số thật; số từng xã là số minh họa.",
    "en": "Illustrative data, not for decisions. "
    "Province values marked “Published” are real; those of communes are illustrative.",
}
TITLES = {
    ("overview", "vi"): "Năm 2025, tỉnh đạt 6/11 chỉ tiêu.",
    ("overview", "en"): "2025: 6 of 11 targets met.",
    ("gap_map", "vi"): "27/45 xã, phường chưa đạt chỉ tiêu 97% về tiêm chủng đầy đủ cho trẻ dưới 1 tuổi",
    ("gap_map", "en"): "27 of 45 communes miss the 97% target for full vaccination of children under 1",
    ("trends", "vi"): "",
    ("trends", "en"): "",
    (
        "equity",
        "vi",
    ): "Tiêm chủng đầy đủ, dưới 1 tuổi (8 loại): các xã đa số Mông 93,5%, kém các xã đa số Kinh 5,6 điểm; "
    "khoảng cách giãn rộng so với năm 2019, giữa chừng từng là 15,9 điểm (2023).",
    ("equity", "en"): "Fully vaccinated, under 1 (8 vaccines): mostly-Hmong communes 93.5%, 5.6 points behind",
    ("commune", "vi"): "45/45 xã, phường chưa đạt ít nhất một chỉ tiêu.",
    ("commune", "en"): "45 of 45 communes miss at least one target.",
    ("data", "vi"): "43/45 xã, phường đã báo cáo quý IV/2025; 2 xã quá hạn.",
    ("data", "en"): "43 of 45 communes reported Q4 2025; 2 communes overdue.",
}


def clean(page: AppTest) -> AppTest:
    """`page`, which raised nothing and was drawn to its end."""
    assert [each.message for each in page.exception] == []
    assert alerts(page) == []
    return page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_clean_with_its_answer_and_the_banner_of_the_demo(open_page: OpenPage, name: str, language: str):
    page = clean(open_page(name, lang=language))
    assert heading(page).startswith(TITLES[name, language])
    assert len(re.findall("<h1", html(page))) == 1
    assert banners(page) == [DEMO[language]]
    assert components(page, "header")[0]["language"] == language
    assert 'class="foot"' in html(page)


@pytest.mark.parametrize(
    "query", [{"view": "projector"}, {"view": "projector", "commune": "03160"}], ids=["", "commune"]
)
@pytest.mark.parametrize("name", PAGES)
def test_the_projector_view_opens_clean_and_says_that_figures_are_illustrative(
    open_page: OpenPage, name: str, query: dict[str, str]
):
    page = clean(open_page(name, **query))
    title = claim(page)
    assert 0 < len(title) <= 60, title
    assert "<b>Số liệu minh họa</b>" in html(page)


@pytest.mark.parametrize("name", PAGES)
def test_the_link_is_completed_and_what_it_said_is_kept(open_page: OpenPage, name: str):
    asked = {
        "indicator": "NUT01", "period": "2024", "ethnic": "mong.thai", "border": "yes", "commune": "03160", "measure": "need",
        "by": "region", "lang": "en",
    }  # fmt: skip
    page = clean(open_page(name, **asked))
    # The latest quarter of the demo is the last of 2025; the other pages have no year of their own.
    assert dict(page.query_params) == asked | ({"year": "2025"} if name == "data" else {})


@pytest.mark.parametrize(
    ("query", "arrows"),
    [
        # Of 2021 to 2025, by Pearson's r between year and child: N·r² (Cochran-Armitage) is 267 and 220, of PRO02 4.6; the
        # merger cuts the series of PLA01, which counts communes.
        ({}, {"IMM01": "rise proven over five years: 91.8% (2021) → 95.5% (2025)",
              "NUT01": "fall proven over five years: 29.2% (2021) → 25.9% (2025)", "PRO02": "", "PLA01": ""}),
        # The demo begins in 2019, so there are no five years.
        ({"period": "2022"}, {"IMM01": "", "NUT01": ""}),
        ({"border": "yes"}, {"IMM01": "", "NUT01": ""}),
    ],
    ids=["2025", "2022", "a group"],
)  # fmt: skip
def test_the_overview_has_an_arrow_only_where_five_years_prove_a_trend(
    open_page: OpenPage, query: dict[str, str], arrows: dict[str, str]
):
    shown = html(clean(open_page("overview", lang="en", **query)))
    cells = re.findall(r'<tr><th scope="row"><a[^>]*indicator=(\w+).*?<td class="trend"[^>]*>(.*?)</td>', shown)
    found = {code: "".join(re.findall('aria-label="([^"]+)"', cell)) for code, cell in cells}
    assert {code: found[code] for code in arrows} == arrows
    said = plain(shown)
    assert ("rise or fall proven over five years in a row" in said) == any(found.values())
    assert ("known of the whole province only" in said) == ("border" in query)


def test_the_gap_map_shows_what_its_link_says(open_page: OpenPage):
    page = clean(
        open_page("gap_map", indicator="NUT01", period="2024", border="yes", commune="03160", measure="versus")
    )
    assert 'id="indicator-NUT01" aria-selected="true"' in html(page)
    assert 'id="period-2024" aria-selected="true"' in html(page)
    assert page.button_group(key="pills_border").value == ["yes"]
    shown = the_map(page)
    assert (shown["measure"], shown["selected"]) == ("versus", "03160")
    # The border communes of the province: Resolution on border communes, 20 of 45.
    assert shown["inside"].count("1") == len(re.findall('id="rank-', html(page)))
    assert 'id="rank-03160" aria-selected="true"' in html(page)
    assert "xã biên giới" in html(page).lower()


def test_trends_show_the_communes_of_the_link(open_page: OpenPage):
    page = clean(open_page("trends", indicator="IMM01", commune="03160.03158", by="border"))
    assert 'data-param="commune" data-chosen="03160.03158"' in html(page)
    table = html(page).split('<table class="ranking">')[-1]
    assert [plain(each) for each in re.findall(r"<tr><td>(.*?)</td>", table)] == [
        "Toàn tỉnh", "Xã biên giới", "Xã không giáp biên giới", "Mường Nhé", "Sín Thầu",
    ]  # fmt: skip


def test_a_commune_is_shown_by_its_code(open_page: OpenPage):
    page = clean(open_page("commune", commune="03160", lang="en"))
    assert heading(page).startswith("Mường Nhé commune misses ")
    assert the_map(page)["selected"] == "03160"
    assert "Formed on 1 Jul 2025 from: Chung Chải, Mường Nhé, Nậm Vì." in html(page)


def test_where_a_figure_comes_from_is_one_link_away(open_page: OpenPage):
    page = clean(open_page("commune", commune="03160", indicator="IMM01", period="2024", source="1"))
    rows = html(page).split("Nguồn của số liệu: ")[1]
    assert all(name in rows for name in ("Chung Chải", "Mường Nhé", "Nậm Vì"))


UNKNOWN = [
    ({"indicator": "XXX99"}, "Không có chỉ số “XXX99”; đang hiện Tiêm chủng đầy đủ, dưới 1 tuổi (8 loại)."),
    ({"period": "2025-Q9"}, "Không có kỳ “2025-Q9”; đang hiện kỳ mới nhất."),
    ({"period": "1999"}, "Không có kỳ “1999”; đang hiện Năm 2025."),
    ({"commune": "99999"}, "Không có xã, phường “99999”; đang hiện tất cả."),
    ({"communes": "<script>"}, "Không có xã, phường “<script>”; đang hiện tất cả."),
    ({"ethnic": "klingon"}, "Không có vùng dân tộc “klingon”; đang hiện tất cả."),
    ({"region": "IV"}, "Không có khu vực “IV”; đang hiện tất cả."),
    ({"border": "maybe"}, "Không có biên giới “maybe”; đang hiện tất cả."),
    ({"travel": "far"}, "Không có thời gian đi lại “far”; đang hiện tất cả."),
    ({"measure": "depth"}, "Không có thước đo “depth”; đang hiện Khoảng cách đến chỉ tiêu."),
    ({"compare": "9"}, "Không có phần so sánh “9”; đang hiện chỉ một bản đồ."),
    ({"layout": "globe"}, "Không có cách xem “globe”; đang hiện Bản đồ."),
    ({"by": "age"}, "Không có cách nhóm “age”; đang hiện Dân tộc chính."),
    ({"lang": "fr"}, "Không có ngôn ngữ “fr”; đang hiện Tiếng Việt."),
]


@pytest.mark.parametrize(
    ("query", "sentence"), UNKNOWN, ids=[next(iter(query)) + "=" + next(iter(query.values())) for query, _ in UNKNOWN]
)
def test_what_the_link_cannot_mean_is_named_and_the_page_still_drawn(
    open_page: OpenPage, query: dict[str, str], sentence: str
):
    page = clean(open_page("gap_map", **query))
    assert banners(page) == [DEMO["vi"], sentence]
    assert heading(page).startswith(TITLES["gap_map", "vi"])
    page.run()
    assert banners(page) == [DEMO["vi"], sentence], "it stays when the page runs again by itself"


@pytest.mark.parametrize("name", ["overview", "trends", "commune", "data"])
def test_every_page_names_it(open_page: OpenPage, name: str):
    page = clean(open_page(name, indicator="XXX99", commune="99999", lang="en"))
    assert banners(page)[1:] == [
        "Unknown indicator “XXX99”; showing Fully vaccinated, under 1 (8 vaccines).",
        "Unknown commune “99999”; showing everything.",
    ]


NOWHERE = {"ethnic": "kinh", "border": "yes", "region": "III"}


@pytest.mark.parametrize("name", PAGES)
def test_a_filter_that_no_commune_passes_says_so_and_offers_a_way_back(open_page: OpenPage, name: str):
    page = clean(open_page(name, lang="vi", **NOWHERE))
    assert heading(page) == "Không có xã nào khớp: xã biên giới, Khu vực III, đa số Kinh."
    back = re.findall(r'<a class="strong" data-go href="([^"]+)">Xóa bộ lọc</a>', html(page))
    assert len(back) == 1
    assert not any(f"{key}=" in back[0] for key in NOWHERE)
    assert "indicator=IMM01" in back[0]


@pytest.mark.parametrize("name", PAGES)
def test_so_does_the_projector_view(open_page: OpenPage, name: str):
    page = clean(open_page(name, view="projector", **NOWHERE))
    assert heading(page) == "Không có xã nào khớp: xã biên giới, Khu vực III, đa số Kinh."
    assert '<div class="slide">' in html(page)


def test_a_commune_asked_for_is_shown_whatever_the_filter(open_page: OpenPage):
    assert heading(clean(open_page("commune", commune="03160", **NOWHERE))).startswith("Xã Mường Nhé")


@pytest.mark.parametrize("indicator", ["IMM01", "NUT01", "PLA01", "SCH03", "STF02", "DIS01", "ABU02", "INS01"])
@pytest.mark.parametrize("name", PAGES)
def test_every_kind_of_indicator_opens_on_every_page(open_page: OpenPage, name: str, indicator: str):
    clean(open_page(name, indicator=indicator, commune="03160"))


@pytest.mark.parametrize("period", ["2019", "2024-Q2", "2025-Q3", "2025-26"])
@pytest.mark.parametrize("name", PAGES)
def test_every_kind_of_period_opens_on_every_page(open_page: OpenPage, name: str, period: str):
    clean(open_page(name, period=period))


@pytest.mark.parametrize("layout", ["columns", "points"])
def test_the_second_view_of_the_map_asks_no_tiles(open_page: OpenPage, layout: str):
    page = clean(open_page("gap_map", layout=layout))
    assert components(page, "commune_map") == []
    sent = everything(page)
    assert not re.search(r"https?://(?!www\.w3\.org)", sent), re.findall(r"https?://[^\s\"']+", sent)


def test_the_map_of_a_filter_change_stays_under_ten_kilobytes(open_page: OpenPage):
    page = clean(open_page("gap_map", indicator="IMM01", commune="03160", ethnic="mong"))
    (proto,) = [p for p in protos(page) if getattr(p, "component_name", "") == "atlas_commune_map"]
    assert proto.ByteSize() <= 10_000
    assert len(the_map(page)["classes"]) == 45


def test_the_answer_counts_what_stands_in_the_list_under_it(open_page: OpenPage):
    """Single communes stand apart: '1 got worse' stood above a list of two."""
    page = clean(open_page("overview", period="2025", lang="en"))
    count, named = re.search(r"(\d+) indicators? clearly worse: (.*)\.$", heading(page)).groups()
    part = html(page).split("Clearly worse than 2024")[1].split("</section>")[0]
    whole, communes = re.findall(r"<h3>(Province|Single communes): (\d+) indicators?</h3><ol>(.*?)</ol>", part)
    assert [whole[0], communes[0]] == ["Province", "Single communes"]
    assert int(count) == int(whole[1]) == whole[2].count("<li>") == len(named.split(", "))
    assert int(communes[1]) == communes[2].count("<li>")


SUBJECTS = {
    "IMM01": "Fully vaccinated, under 1 (8 vaccines)", "NUT01": "Stunting, under 5", "PLA01": "Communes with a play spot",
    "STF02": "Collaborators per 1,000 children", "DIS01": "Children screened for disability",
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "query"),
    [("gap_map", {"indicator": "IMM01"}), ("gap_map", {"indicator": "PLA01"}), ("gap_map", {"indicator": "DIS01"}),
     ("gap_map", {"indicator": "STF02"}), ("gap_map", {"indicator": "IMM01", "layout": "funnel"}),
     ("gap_map", {"indicator": "DIS01", "layout": "funnel"}), ("gap_map", {"indicator": "NUT01", "measure": "cluster"}),
     ("trends", {"indicator": "IMM01"}), ("trends", {"indicator": "PLA01"}), ("trends", {"indicator": "STF02"}),
     ("equity", {"indicator": "IMM01", "by": "region"}), ("equity", {"indicator": "DIS01", "by": "region"})],
)  # fmt: skip
def test_a_slide_never_loses_its_subject(open_page: OpenPage, name: str, query: dict[str, str]):
    page = clean(open_page(name, period="2025", lang="en", view="projector", border="yes", ethnic="mong", **query))
    subject = f"{SUBJECTS[query['indicator']]} · 8 communes on the border, mostly Hmong"
    assert heading(page) in {f"{subject}: {claim(page)}", claim(page)}
    assert heading(page).startswith(f"{subject}: ")
