"""Numbers as offices write them. What the language decides is never guessed."""

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.formats import number
from intake.words.numbers import Reading, read_number


@pytest.mark.parametrize(
    ("cell", "language", "value"),
    [
        ("9450", "", 9450), ("0", "", 0), (" 12 ", "", 12), (9450, "", 9450), (9450.0, "", 9450), ("-5", "", -5), ("−5", "", -5),
        ("9.450", "vi", 9450), ("9,450", "en", 9450), ("1.234.567", "vi", 1_234_567), ("1,234,567", "en", 1_234_567),
        ("1.234.567", "", 1_234_567), ("1,234,567", "", 1_234_567),
        ("9 450", "", 9450), ("9\u00a0450", "", 9450), ("1\u202f234\u202f567", "", 1_234_567), (449.9999999999, "", 450),
    ],
)  # fmt: skip
def test_counts(cell: object, language: str, value: float):
    assert read_number(cell, language=language, whole=True) == (Reading.NUMBER, value)


@pytest.mark.parametrize(
    ("cell", "language", "value"),
    [
        ("95,5", "vi", 95.5), ("95.5", "en", 95.5), ("95,5%", "vi", 95.5), ("95.5 %", "en", 95.5), ("1.234,5", "", 1234.5),
        ("1,234.5", "", 1234.5), ("1.234,5", "vi", 1234.5), ("0,950", "vi", 0.95), ("9 450,5", "vi", 9450.5), (95.5, "", 95.5),
    ],
)  # fmt: skip
def test_values(cell: object, language: str, value: float):
    assert read_number(cell, language=language, whole=False) == (Reading.NUMBER, value)


@pytest.mark.parametrize("text", ["9.450", "9,450", "95,5", "95.5", "0.950", "12.50", "9 450,5"])
def test_one_separator_says_nothing_without_a_language(text: str):
    assert read_number(text, language="", whole=True)[0] is Reading.LANGUAGE
    assert read_number(text, language="", whole=False)[0] is Reading.LANGUAGE


@pytest.mark.parametrize(
    ("text", "language"),
    [("1,234.5", "vi"), ("1.234,5", "en"), ("95.5", "vi"), ("95,5", "en"), ("0.950", "vi"), ("1.234.567", "en"), ("12,34,567", "en"),
     ("9 450.500", "vi")],
)  # fmt: skip
def test_a_number_of_the_other_language_is_wrong(text: str, language: str):
    reading, value = read_number(text, language=language, whole=False)
    assert reading in (Reading.OTHER_LANGUAGE, Reading.DECORATED)
    assert math.isnan(value)


@pytest.mark.parametrize(
    ("cell", "reading"),
    [
        ("5*", Reading.DECORATED), ("(5)", Reading.DECORATED), ("<5", Reading.DECORATED), ("≈5", Reading.DECORATED),
        ("5 trẻ", Reading.DECORATED), ("1e5", Reading.DECORATED), ("12 34", Reading.DECORATED), ("5.", Reading.DECORATED),
        ("1" * 20, Reading.DECORATED), ("95%", Reading.PERCENT), ("95,5%", Reading.PERCENT), (9.45, Reading.FRACTION),
        (date(2025, 9, 5), Reading.DAY), (True, Reading.TEXT), ("năm", Reading.TEXT), ("inf", Reading.TEXT), ("nan", Reading.TEXT),
        ("٣", Reading.TEXT),
    ],
)  # fmt: skip
def test_what_is_no_count(cell: object, reading: Reading):
    assert read_number(cell, language="vi", whole=True)[0] is reading


def test_a_point_read_as_a_decimal_sign_is_a_fraction_and_not_a_small_count():
    assert read_number("9.450", language="en", whole=True) == (Reading.FRACTION, 9.45)
    assert read_number("9.000", language="en", whole=True) == (Reading.FRACTION, 9)
    assert read_number("9,000", language="vi", whole=True) == (Reading.FRACTION, 9)
    assert read_number("9.000", language="vi", whole=True) == (Reading.NUMBER, 9000)


@pytest.mark.parametrize(
    ("cell", "reading"),
    [
        (None, Reading.EMPTY), ("", Reading.EMPTY), (float("nan"), Reading.EMPTY), ("-", Reading.DASH), ("–", Reading.DASH),
        ("—", Reading.DASH), ("…", Reading.UNKNOWN), ("...", Reading.UNKNOWN), ("..", Reading.UNKNOWN),
        ("Chưa có số liệu", Reading.UNKNOWN), ("x", Reading.NOT_APPLICABLE), ("X", Reading.NOT_APPLICABLE),
        ("n/a", Reading.NOT_APPLICABLE), ("KAD", Reading.NOT_APPLICABLE), ("Không áp dụng", Reading.NOT_APPLICABLE),
        ("Not applicable", Reading.NOT_APPLICABLE),
    ],
)  # fmt: skip
def test_signs(cell: object, reading: Reading):
    assert read_number(cell, language="", whole=True)[0] is reading


@given(st.integers(min_value=0, max_value=10**12), st.sampled_from(["vi", "en"]))
def test_counts_come_back_as_they_were_written(count: int, language: str):
    assert read_number(number(count, language), language=language, whole=True) == (Reading.NUMBER, count)


@given(st.integers(-(10**9), 10**9), st.integers(0, 3), st.sampled_from(["vi", "en"]))
def test_values_come_back_as_they_were_written(scaled: int, decimals: int, language: str):
    value = scaled / 10**decimals
    reading, back = read_number(number(value, language, decimals), language=language, whole=False)
    assert reading is Reading.NUMBER
    assert back == pytest.approx(value, abs=1e-9)


@given(st.integers(min_value=0, max_value=10**9), st.sampled_from([("vi", "en"), ("en", "vi"), ("vi", ""), ("en", "")]))
def test_no_other_language_reads_another_count(count: int, languages: tuple[str, str]):
    # What one language writes, the other reads alike, refuses, or finds to be no whole number: never as another count.
    written, read = languages
    reading, back = read_number(number(count, written), language=read, whole=True)
    assert reading is not Reading.NUMBER or back == count


@given(st.text(max_size=30), st.sampled_from(["", "vi", "en"]), st.booleans())
def test_any_text_is_read_or_refused(text: str, language: str, whole: bool):
    reading, value = read_number(text, language=language, whole=whole)
    assert math.isfinite(value) == (reading in (Reading.NUMBER, Reading.FRACTION))
