"""Numbers, dates and sort order as each language writes them."""

import random
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base import formats

NAN = float("nan")


@pytest.mark.parametrize(
    ("value", "decimals", "vi", "en"),
    [
        (208222, 0, "208.222", "208,222"),
        (1234567.891, 2, "1.234.567,89", "1,234,567.89"),
        (-1.54, 1, "−1,5", "−1.5"),
        (-0.04, 1, "0,0", "0.0"),
        (0, 0, "0", "0"),
        (None, 1, "–", "–"),
        (NAN, 1, "–", "–"),
    ],
)
def test_a_number_in_both_languages(value: float | None, decimals: int, vi: str, en: str):
    assert (formats.number(value, "vi", decimals), formats.number(value, "en", decimals)) == (vi, en)


@pytest.mark.parametrize(
    ("value", "text"), [(0.6, "+0,6"), (-0.8, "−0,8"), (0.04, "0,0"), (-0.04, "0,0"), (0.0, "0,0"), (NAN, "–")]
)
def test_a_difference_has_its_sign_unless_it_rounds_to_zero(value: float, text: str):
    assert formats.signed(value, "vi") == text


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (95.5, 1, "95,5%"),
        (99.42, 2, "99,42%"),
        (99.94, 1, "99,9%"),
        (99.95, 1, ">99,9%"),
        (99.996, 2, ">99,99%"),
        (99.6, 0, ">99%"),
        (100.0, 1, "100%"),
        (100.04, 1, "100,0%"),
        (104.26, 1, "104,3%"),
        (0.0, 1, "0,0%"),
        (0.03, 1, "<0,1%"),
        (None, 1, "–"),
    ],
)
def test_a_percentage_is_never_rounded_to_all_or_nothing(value: float | None, decimals: int, text: str):
    assert formats.percent(value, "vi", decimals) == text


@given(
    total=st.integers(2, 10_000_000),
    missing=st.data(),
    decimals=st.integers(0, 3),
    language=st.sampled_from(["vi", "en"]),
)
def test_one_child_short_of_all_never_reads_as_all(total: int, missing: st.DataObject, decimals: int, language: str):
    short = missing.draw(st.integers(1, total - 1))
    text = formats.percent(100 * (total - short) / total, language, decimals)
    number = text.lstrip("<>").rstrip("%").replace(",", ".")
    assert 0 < float(number) < 100


@given(st.integers(1, 10_000_000))
def test_all_children_read_as_one_hundred_percent(total: int):
    assert formats.percent(100 * total / total, "vi", 2) == formats.percent(100 * total / total, "en", 0) == "100%"


def test_a_target_has_no_idle_decimals():
    assert [formats.plain_percent(v, "vi") for v in (97, 98.5, 100.0)] == ["97%", "98,5%", "100%"]


def test_days():
    assert formats.day(date(2025, 12, 31), "vi") == "31/12/2025"
    assert formats.day(date(2026, 1, 5), "vi") == "05/01/2026"
    assert formats.day(date(2026, 1, 5), "en") == "5 Jan 2026"


@pytest.mark.parametrize(
    ("name", "plain"),
    [("Điện Biên Phủ", "dien bien phu"), ("Mường Nhé", "muong nhe"), ("Nà Bủng", "na bung"), ("Pú Nhung", "pu nhung"),
     ("ĐẮK LẮK", "dak lak"), ("Sá Tổng", "sa tong")],
)  # fmt: skip
def test_names_are_found_without_diacritics(name: str, plain: str):
    assert formats.without_marks(name) == plain


# The 29 letters in the order of the alphabet, and the tones in the order of Vietnamese dictionaries:
# Unicode CLDR 45, collation rules of "vi" (&a<ă<â &d<đ &e<ê &o<ô<ơ &u<ư; grave << hook << tilde << acute << dot below).
ALPHABET = [
    "a",
    "ă",
    "â",
    "b",
    "c",
    "d",
    "đ",
    "e",
    "ê",
    "g",
    "h",
    "i",
    "k",
    "l",
    "m",
    "n",
    "o",
    "ô",
    "ơ",
    "p",
    "q",
    "r",
    "s",
    "t",
    "u",
    "ư",
    "v",
    "x",
    "y",
]
TONES = ["ma", "mà", "mả", "mã", "má", "mạ"]


def shuffled(items: list[str]) -> list[str]:
    return random.Random(7).sample(items, len(items))


@pytest.mark.parametrize("order", [ALPHABET, TONES], ids=["letters", "tones"])
def test_letters_and_tones_stand_in_the_dictionarys_order(order: list[str]):
    assert sorted(shuffled(order), key=formats.sort_key) == order


def test_names_are_sorted_by_letters_before_tones():
    order = ["Mường Ảng", "Mường Chà", "Mường Nhà", "Mường Nhé", "Na Sang", "Nà Tấu", "Núa Ngam", "Pa Ham", "Pú Nhung"]
    assert sorted(shuffled(order), key=formats.sort_key) == order
    assert sorted(["bạc", "bắc", "bác", "bac", "Bắc Giang"], key=formats.sort_key) == [
        "bac",
        "bác",
        "bạc",
        "bắc",
        "Bắc Giang",
    ]
    assert sorted(["da", "đa", "dạ", "e"], key=formats.sort_key) == ["da", "dạ", "đa", "e"]


@given(st.text(alphabet="aăâbcdđeêmnoôơuưàảãáạ "), st.text(alphabet="aăâbcdđeêmnoôơuưàảãáạ "))
def test_the_order_does_not_depend_on_case_or_normal_form(a: str, b: str):
    assert formats.sort_key(a.upper()) == formats.sort_key(unicodedata.normalize("NFD", a)) == formats.sort_key(a)
    assert (formats.sort_key(a) == formats.sort_key(b)) == (a == b)
