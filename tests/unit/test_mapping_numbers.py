"""Numbers as offices write them. What the language decides is never guessed."""

import math
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.formats import number
from intake.words.numbers import CellKind, read_number


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
    assert read_number(cell, language=language, whole=True) == (CellKind.NUMBER, value)


@pytest.mark.parametrize(
    ("cell", "language", "value"),
    [
        ("95,5", "vi", 95.5), ("95.5", "en", 95.5), ("95,5%", "vi", 95.5), ("95.5 %", "en", 95.5), ("1.234,5", "", 1234.5),
        ("1,234.5", "", 1234.5), ("1.234,5", "vi", 1234.5), ("0,950", "vi", 0.95), ("9 450,5", "vi", 9450.5), (95.5, "", 95.5),
    ],
)  # fmt: skip
def test_values(cell: object, language: str, value: float):
    assert read_number(cell, language=language, whole=False) == (CellKind.NUMBER, value)


@pytest.mark.parametrize("text", ["9.450", "9,450", "95,5", "95.5", "0.950", "12.50", "9 450,5"])
def test_one_separator_says_nothing_without_a_language(text: str):
    assert read_number(text, language="", whole=True)[0] is CellKind.LANGUAGE
    assert read_number(text, language="", whole=False)[0] is CellKind.LANGUAGE


@pytest.mark.parametrize(
    ("text", "language"),
    [("1,234.5", "vi"), ("1.234,5", "en"), ("95.5", "vi"), ("95,5", "en"), ("0.950", "vi"), ("1.234.567", "en"), ("12,34,567", "en"),
     ("9 450.500", "vi")],
)  # fmt: skip
def test_a_number_of_the_other_language_is_wrong(text: str, language: str):
    kind, value = read_number(text, language=language, whole=False)
    assert kind in (CellKind.OTHER_LANGUAGE, CellKind.DECORATED)
    assert math.isnan(value)


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("5*", CellKind.DECORATED), ("(5)", CellKind.DECORATED), ("<5", CellKind.DECORATED), ("≈5", CellKind.DECORATED),
        ("5 trẻ", CellKind.DECORATED), ("1e5", CellKind.DECORATED), ("12 34", CellKind.DECORATED), ("5.", CellKind.DECORATED),
        ("1" * 20, CellKind.DECORATED), ("95%", CellKind.PERCENT), ("95,5%", CellKind.PERCENT), (9.45, CellKind.FRACTION),
        (date(2025, 9, 5), CellKind.DAY), (True, CellKind.TEXT), ("năm", CellKind.TEXT), ("inf", CellKind.TEXT), ("nan", CellKind.TEXT),
        ("٣", CellKind.TEXT),
    ],
)  # fmt: skip
def test_what_is_no_count(cell: object, kind: CellKind):
    assert read_number(cell, language="vi", whole=True)[0] is kind


def test_a_point_read_as_a_decimal_sign_is_a_fraction_and_not_a_small_count():
    assert read_number("9.450", language="en", whole=True) == (CellKind.FRACTION, 9.45)
    assert read_number("9.000", language="en", whole=True) == (CellKind.FRACTION, 9)
    assert read_number("9,000", language="vi", whole=True) == (CellKind.FRACTION, 9)
    assert read_number("9.000", language="vi", whole=True) == (CellKind.NUMBER, 9000)


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        (None, CellKind.EMPTY), ("", CellKind.EMPTY), (float("nan"), CellKind.EMPTY), ("-", CellKind.DASH), ("–", CellKind.DASH),
        ("—", CellKind.DASH), ("…", CellKind.UNKNOWN), ("...", CellKind.UNKNOWN), ("..", CellKind.UNKNOWN),
        ("Chưa có số liệu", CellKind.UNKNOWN), ("x", CellKind.NOT_APPLICABLE), ("X", CellKind.NOT_APPLICABLE),
        ("n/a", CellKind.NOT_APPLICABLE), ("KAD", CellKind.NOT_APPLICABLE), ("Không áp dụng", CellKind.NOT_APPLICABLE),
        ("Not applicable", CellKind.NOT_APPLICABLE),
    ],
)  # fmt: skip
def test_signs(cell: object, kind: CellKind):
    assert read_number(cell, language="", whole=True)[0] is kind


@given(st.integers(min_value=0, max_value=10**12), st.sampled_from(["vi", "en"]))
def test_counts_come_back_as_they_were_written(count: int, language: str):
    assert read_number(number(count, language), language=language, whole=True) == (CellKind.NUMBER, count)


@given(st.integers(-(10**9), 10**9), st.integers(0, 3), st.sampled_from(["vi", "en"]))
def test_values_come_back_as_they_were_written(scaled: int, decimals: int, language: str):
    value = scaled / 10**decimals
    kind, back = read_number(number(value, language, decimals), language=language, whole=False)
    assert kind is CellKind.NUMBER
    assert back == pytest.approx(value, abs=1e-9)


@given(st.integers(min_value=0, max_value=10**9), st.sampled_from([("vi", "en"), ("en", "vi"), ("vi", ""), ("en", "")]))
def test_no_other_language_reads_another_count(count: int, languages: tuple[str, str]):
    # What one language writes, the other reads alike, refuses, or finds to be no whole number: never as another count.
    written, read = languages
    kind, back = read_number(number(count, written), language=read, whole=True)
    assert kind is not CellKind.NUMBER or back == count


@given(st.text(max_size=30), st.sampled_from(["", "vi", "en"]), st.booleans())
def test_any_text_is_read_or_refused(text: str, language: str, whole: bool):
    kind, value = read_number(text, language=language, whole=whole)
    assert math.isfinite(value) == (kind in (CellKind.NUMBER, CellKind.FRACTION))
