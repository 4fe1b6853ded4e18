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
    ("indicator", "by", "title"),
    [
        # The interval of the gap holds 0, so the slide claims no more than the page.
        ("PRO02", "border", "No clear difference between the groups"),
        # Children of all communes there are, counted: a gap is a fact.
        ("PLA01", "region", "Region III 19.8 points behind Region I"),
        ("IMM01", "region", "Region III 4.7 points behind Region I"),
    ],
)
def test_the_projector_claims_a_gap_only_where_it_is_clear(open_page: OpenPage, indicator: str, by: str, title: str):
    page = open_page("equity", indicator=indicator, by=by, lang="en", view="projector")
    assert heading(page).endswith(f": {title}")
    assert claim(page) == title


def test_what_chance_adds_is_told_beside_the_measures_and_why_some_have_no_interval_once(open_page: OpenPage):
    said = plain(html(open_page("equity", indicator="IMM01", by="commune", lang="en")))
    assert said.count("an interval around them would lie too high, so they have none") == 1
    # Every measure of communes, which have no order, says what is left; those of variance with the interval.
    told = re.findall(
        r"(BGSD|P80−P20|Q5−Q1|MDMU)\s*([\d.]+)\spoints?\s*without chance about ([\d.]+)\spoints?(\s\([\d.]+ to [\d.]+\))?",
        said,
    )
    assert [measure for measure, *_ in told] == ["BGSD", "P80−P20", "Q5−Q1", "MDMU"]
    assert [bool(span) for *_, span in told] == [True, False, False, False]
    assert all(float(left) < float(value) for _, value, left, _ in told)
    assert "without chance within about" in said
    in_order = plain(html(open_page("equity", indicator="IMM01", by="region", lang="en")))
    assert "without chance" not in in_order
    assert "an interval around them" not in in_order
    assert "allowing for the choice of two groups by their values" in in_order


@pytest.mark.parametrize(("indicator", "drawn"), [("IMM01", True), ("STF04", False), ("PLA01", False)])
def test_no_column_is_headed_by_an_interval_that_nothing_in_it_has(open_page: OpenPage, indicator: str, drawn: bool):
    """Posts and places were all counted: nothing in them is a sample's."""
    said = html(open_page("equity", indicator=indicator, by="region", lang="en"))
    heads = re.findall(r"<th[^>]*>([^<]*)</th>", said)
    assert ("95% interval" in heads) == drawn
    assert ("Value, 95% interval" in heads) == drawn
    # As many cells as heads in every table.
    for table in re.findall(r"<table.*?</table>", said, flags=re.DOTALL):
        counts = {len(re.findall(r"<t[hd][ >]", row)) for row in re.findall(r"<tr.*?</tr>", table, flags=re.DOTALL)}
        assert len(counts) == 1
