"""Communes by code, name and day. Every false friend of the merger is here; who followed whom is in `mapping_world`."""

import pytest

from base.place_names import kind_and_name, spelled
from indicators.periods import parse
from intake.words.places import Asked, Places
from tests.unit.mapping_world import OLD, REGISTER, claims, csv, details, found, mapped, notes

PLACES = Places(REGISTER)


def _find(code: str, name: str, period: str, **more: object):
    return PLACES.find(Asked(code, name, **more), parse(period))


@pytest.mark.parametrize(
    ("code", "name", "period", "area_id"),
    [
        ("03158", "Sín Thầu", "2025-Q4", 21), ("03158", "Leng Su Sìn", "2025-Q2", 3), ("03154", "Sín Thầu", "2024", 1),
        ("03158", "", "2024", 3), ("03158", "", "2025-Q3", 21), ("", "Phường Mường Thanh", "2024", 4),
        ("", "P. Mường Thanh", "2025-Q4", 23), ("", "Mường Chà", "2025-Q4", 25), ("", "TT Mường Chà", "2024", 6),
        ("", "XÃ SAM MỨN", "2024", 8), ("", "sam  mứn", "2025-Q4", 27), ("", "Xá Tổng", "2024", 11), ("03178", "Xá Tổng", "2024", 11),
        ("", "Muong Nhe", "2025-Q4", 28), ("03160", "Mường Nhế", "2025-Q4", 28), ("11", "", "2025", 91), ("", "Tỉnh Điện Biên", "2025", 91),
        # A year through the merger: by code alone today's, by name whoever has it.
        ("03158", "", "2025", 21), ("03158", "Leng Su Sìn", "2025", 3), ("", "Na Sang", "2025", 24), ("03154", "", "2025", 1),
        # A school year that ended before it, and the next one.
        ("03158", "", "2024-25", 3), ("03158", "", "2025-26", 21),
    ],
)  # fmt: skip
def test_code_and_name_mean_the_commune_of_the_day(code: str, name: str, period: str, area_id: int):
    answer = _find(code, name, period)
    assert (answer.unit and answer.unit.area_id) == area_id


@pytest.mark.parametrize(
    ("code", "name", "period", "rule", "told"),
    [
        ("03158", "Leng Su Sìn", "2025-Q4", "area_ended", ("Leng Su Sìn", "30/06/2025", "Sín Thầu (03158)")),
        ("03136", "", "2025-Q4", "area_ended", ("Mường Thanh", "Điện Biên Phủ (03127)")),
        ("03355", "Sam Mứn", "2025-Q4", "area_ended", ("Sam Mứn", "Thanh An (03352)")),
        ("", "TT Mường Chà", "2025-Q4", "area_ended", ("Mường Chà", "Na Sang (03172)")),
        ("03136", "Điện Biên Phủ", "2025-Q4", "area_disagrees", ("Mường Thanh (03136", "Điện Biên Phủ (03127)")),
        ("03334", "Nam Thanh", "2024", "area_disagrees", ("Mường Thanh (03334)", "Nam Thanh (03139")),
        ("03160", "Sín Thầu", "2025-Q4", "area_disagrees", ("Mường Nhé (03160)", "Sín Thầu (03158)")),
        ("03160", "Nơi khác", "2025-Q4", "area_other_name", ("Mường Nhé (03160)", "Nơi khác")),
        ("03166", "Mường Chà", "2024", "area_of_then", ("Mường Chà", "Chà Cang (03166")),
        ("", "Na Sang", "2024", "area_not_yet", ("Na Sang", "01/07/2025", "Mường Chà (03172")),
        ("", "Tà Lèng", "2024", "area_ambiguous", ("03401", "Huyện Nậm Pồ", "03402")),
        ("99999", "", "2025", "area_code_unknown", ("99999",)),
        ("99999", "Mường Nhé", "2025-Q4", "area_code_but_name", ("Mường Nhé (03160)",)),
        ("", "Mường Nhée", "2025-Q4", "area_name_near", ("Mường Nhé (03160)",)),
        ("", "Hà Nội", "2025-Q4", "area_name_unknown", ("Hà Nội",)),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_with_what_it_probably_means(
    code: str, name: str, period: str, rule: str, told: tuple[str, ...]
):
    answer = _find(code, name, period)
    assert answer.unit is None
    assert answer.rule is not None
    assert answer.rule.code == rule
    text = answer.rule.text.format(**answer.details)
    assert all(each in text for each in told), text


def test_the_district_tells_two_of_one_name_apart():
    answer = _find("", "Tà Lèng", "2024", district="muong nhe")
    assert answer.unit is not None
    assert answer.unit.code == "03402"


def test_a_first_day_decides_where_a_year_has_both():
    answer = _find("03158", "", "2025", valid_from=OLD)
    assert answer.unit is not None
    assert answer.unit.name == "Leng Su Sìn"


@pytest.mark.parametrize(
    ("cell", "code", "repaired"),
    [("03158", "03158", False), ("3158", "03158", True), (3158, "03158", True), (3158.0, "03158", True), ("3158.0", "03158", True),
     ("'03158", "03158", True), ("11", "11", False), (11, "11", False), (None, "", False), ("ABC", "ABC", False)],
)  # fmt: skip
def test_codes_that_lost_their_zero(cell: object, code: str, repaired: bool):
    assert PLACES.code_of(cell) == (code, repaired)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Tỏa Tình", "TOẢ  TÌNH"), ("Hòa", "Hoà"), ("Thủy", "Thuỷ"), ("Khỏe", "Khoẻ"), ("Pú Nhung", "Pu\u0301 Nhung")],
)
def test_spellings_of_one_name(one: str, other: str):
    assert spelled(one) == spelled(other)


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [("Xã Xa Dung", "xã", "xa dung"), ("Xa Dung", "", "xa dung"), ("P.Mường Thanh", "phường", "mường thanh"),
     ("TT Tủa Chùa", "thị trấn", "tủa chùa"), ("Thị trấn Tủa Chùa", "thị trấn", "tủa chùa"), ("Thanh An", "", "thanh an")],
)  # fmt: skip
def test_the_kind_before_a_name(text: str, kind: str, name: str):
    assert kind_and_name(text) == (kind, name)


HEAD = "indicator,period,area_code,area_name,numerator,denominator\n"


def test_a_year_through_the_merger_is_of_todays_communes():
    result = mapped(csv(HEAD + "IMM01,2025,03158,,90,100\nIMM01,2025,,Mường Nhé,455,510\nIMM01,2025,03127,,1,2\n"))
    assert found(result) == []
    assert [str(row[1]) for row in claims(result, "area_code", "area_valid_from")] == ["2025-07-01"] * 3


def test_a_list_of_former_communes_is_known_by_what_only_they_had():
    rows = [("03154", "Sín Thầu"), ("03155", "Sen Thượng"), ("03178", "Sá Tổng"), ("03160", "Mường Nhé")]
    result = mapped(csv(HEAD + "\n".join(f"IMM01,2025,{code},{name},1,2" for code, name in rows)))
    assert found(result) == []
    assert {str(row[0]) for row in claims(result, "area_valid_from")} == {"2019-01-01"}
    assert "areas_of_then" in notes(result)


def test_a_mixture_of_both_geographies_is_refused_where_it_may_be_either():
    rows = [("03154", "Sín Thầu"), ("03127", "Điện Biên Phủ"), ("03160", "Mường Nhé")]
    result = mapped(csv(HEAD + "\n".join(f"IMM01,2025,{code},{name},1,2" for code, name in rows)))
    assert found(result) == [("area_two_days", "C4")]
    assert [row[0] for row in claims(result, "area_code")] == ["03154", "03127"]
    assert "Sín Thầu (03154" in details(result, "area_two_days")["example"]


def test_repaired_codes_and_other_spellings_are_noted_not_hidden():
    result = mapped(csv(HEAD + "IMM01,2025-Q4,3160,Muong Nhe,455,510\n"))
    assert claims(result, "area_code", "numerator") == [("03160", 455)]
    assert {"codes_repaired", "names_respelled"} <= notes(result).keys()
