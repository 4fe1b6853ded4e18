"""The equity page: its answer, groups of communes and of children, what it says where nothing can be compared."""

import re

import pytest

from tests.pages.conftest import OpenPage
from tests.pages.messages import alerts, claim, heading, html, plain

# What each link must say first; the demo's figures are invented, its wording is not.
ANSWERS = {
    ("IMM01", "ethnic"): "Tiêm chủng đầy đủ, dưới 1 tuổi (8 loại): các xã đa số Mông 93,5%, kém các xã đa số Kinh 5,6 điểm; khoảng cách",
    ("NUT01", "child_sex"): "Suy dinh dưỡng thấp còi, dưới 5 tuổi: trẻ em gái 25,9% và trẻ em trai 25,9% chưa khác biệt rõ.",
    ("IMM01", "child_sex"): "Tiêm chủng đầy đủ, dưới 1 tuổi (8 loại) không được báo cáo theo cách chia này: giới tính của trẻ.",
    ("DIS01", "ethnic"): "không có mẫu số nên không so sánh được các nhóm",
    ("ABU02", "ethnic"): "không công bố theo xã, để bảo vệ trẻ em",
}  # fmt: skip


@pytest.mark.parametrize(("indicator", "by"), list(ANSWERS), ids="-".join)
def test_the_answer_compares_or_says_why_it_does_not(open_page: OpenPage, indicator: str, by: str):
    page = open_page("equity", indicator=indicator, by=by, lang="vi")
    assert [each.message for each in page.exception] == []
    assert alerts(page) == []
    assert ANSWERS[indicator, by] in heading(page)
    assert "nan" not in plain(html(page)).lower().split()
    # An empty picture names the ways on; a drawn one needs none.
    ways = re.findall(r'<p class="ways"><a class="strong" data-go href="trends', html(page))
    assert len(ways) == (0 if page.get("plotly_chart") else 1)


def test_a_group_chosen_by_the_filter_is_held_against_the_best_one(open_page: OpenPage):
    page = open_page("equity", indicator="IMM01", by="region", region="II", lang="en")
    said = plain(html(page))
    assert heading(page).endswith(": Region II 98.4% and Region I 99.1% are not clearly different.")
    assert "The gap may be chance" in said
    # In plain words what tells most; the rest, and what is withheld, on demand.
    places = [said.index(each) for each in ("Slope: from", "More measures (4)", "Concentration index:", "BGV, BGSD")]
    assert places == sorted(places)
    assert "BGV, BGSD, COV" in said  # withheld for groups with an order, with the reason
    assert "that would be" in said
    alone = open_page("equity", indicator="IMM01", by="ethnic", ethnic="hanhi", lang="en")
    # The filter chooses the group and narrows nothing, so the answer says that it is of the province.
    assert heading(alone) == "Province: Not comparable: Hà Nhì has only 1 commune."


@pytest.mark.parametrize(
    ("indicator", "title"),
    [
        # 30 of 38 communes against 2 of 2: the interval of the gap holds 0, so the slide claims no more than the page.
        ("PLA01", "No clear difference between the groups"),
        ("IMM01", "Region III 4.7 points behind Region I"),
    ],
)
def test_the_projector_claims_a_gap_only_where_it_is_clear(open_page: OpenPage, indicator: str, title: str):
    page = open_page("equity", indicator=indicator, by="region", lang="en", view="projector")
    assert heading(page).endswith(f": {title}")
    assert claim(page) == title
