"""How the communes in scope are named."""

import pytest

from base.texts import NBSP, Texts
from indicators.scope import AreaFilter
from indicators.scope_names import filter_sentence, scope_name
from tests.unit.indicator_frames import areas

EN, VI = Texts("en"), Texts("vi")


def test_a_filter_is_read_back_as_a_sentence():
    frame = areas(6)  # 1, 3, 5 at the border and remote; mong 1 and 4
    assert filter_sentence(AreaFilter(), frame, VI).replace(NBSP, " ") == "Tất cả 6 xã, phường"
    border = AreaFilter(border=("yes",), ethnic=("mong",))
    assert filter_sentence(border, frame, VI).replace(NBSP, " ") == "Xã biên giới, đa số Mông: 1 xã"
    assert filter_sentence(border, frame, EN).replace(NBSP, " ") == "Border communes, mostly Hmong: 1 commune"
    remote = AreaFilter(travel=("remote",), region=("II", "III"), ethnic=("mong", "thai"))
    assert filter_sentence(remote, frame, EN).replace(NBSP, " ") == (
        "Remote communes, Region II or Region III, mostly Hmong or Thái: 2 communes"
    )
    assert filter_sentence(AreaFilter(ethnic=("mixed", "mong")), frame, EN).replace(NBSP, " ") == (
        "Mostly Hmong or without a majority group: 4 communes"
    )


def test_few_communes_are_named_and_many_counted():
    frame = areas(6)
    three = AreaFilter(communes=("001", "002", "006"))
    assert filter_sentence(three, frame, EN).startswith("Commune 1, Commune 2, Commune 6: ")
    four = AreaFilter(communes=("001", "002", "003", "004"))
    assert filter_sentence(four, frame, EN).replace(NBSP, " ") == "4 chosen communes: 4 communes"


def test_an_empty_selection_says_zero():
    assert filter_sentence(AreaFilter(region=("I",)), areas(3), EN).replace(NBSP, " ") == "Region I: 0 communes"


def named(area: AreaFilter, say: Texts, n: int = 6) -> str:
    return scope_name(area, areas(n), say).long.replace(NBSP, " ")


@pytest.mark.parametrize(
    ("area", "vietnamese", "english"),
    # Of six, 1, 3 and 5 lie at the border and far from a hospital; 1 and 4 are mostly Hmong.
    [(AreaFilter(border=("yes",), ethnic=("mong",)), "1 xã biên giới, đa số Mông", "1 commune on the border, mostly Hmong"),
     (AreaFilter(border=("no",)), "3 xã không giáp biên giới", "3 communes away from the border"),
     (AreaFilter(travel=("remote",), ethnic=("mong", "thai")), "2 xã vùng xa, đa số Mông hoặc Thái",
      "2 communes far from a hospital, mostly Hmong or Thái"),
     (AreaFilter(communes=("002",)), "Xã Commune 2", "Commune 2 commune"),
     (AreaFilter(communes=("002", "003")), "Xã Commune 2, Xã Commune 3", "Commune 2 commune, Commune 3 commune"),
     (AreaFilter(communes=("001", "002", "003", "004")), "4 xã đã chọn", "4 chosen communes"),
     (AreaFilter(border=("yes",), communes=("001", "002", "003")), "2 xã biên giới, trong số xã đã chọn",
      "2 communes on the border, of those chosen"),
     (AreaFilter(), "Toàn tỉnh", "Province")],
)  # fmt: skip
def test_a_scope_is_named_with_its_number(area: AreaFilter, vietnamese: str, english: str):
    assert (named(area, VI), named(area, EN)) == (vietnamese, english)


def test_a_column_has_the_number_alone_and_an_answer_begins_with_the_whole_name():
    border = scope_name(AreaFilter(border=("yes",)), areas(6), VI)
    assert (border.count, border.whole) == (3, False)
    assert border.short == f"3{NBSP}xã đang lọc"
    assert border.lead == f"3{NBSP}xã biên giới: "
    whole = scope_name(AreaFilter(), areas(6), VI)
    assert (whole.count, whole.whole, whole.short, whole.lead) == (6, True, "Toàn tỉnh", "")
