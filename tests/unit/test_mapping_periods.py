"""Periods in the words of reports. Where a text names none, or two, nothing is guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.texts import Texts
from indicators import periods
from indicators.labels import period_label
from indicators.periods import Period
from intake.forms.dhis2_values import dhis2_period
from intake.words.period_text import period_in_titles, period_of


def _code(period: Period | None) -> str | None:
    return period and period.code


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("2025", "2025"), (2025, "2025"), (2025.0, "2025"), ("2025.0", "2025"), ("2025-Q3", "2025-Q3"), ("2025q3", "2025-Q3"),
        ("Q3/2025", "2025-Q3"), ("Quý III năm 2025", "2025-Q3"), ("QUÝ III/2025", "2025-Q3"), ("Quý 3/2025", "2025-Q3"),
        ("quý iv - 2025", "2025-Q4"), ("third quarter of 2025", "2025-Q3"), ("9 tháng đầu năm 2025", "2025-9M"),
        ("9 tháng năm 2025", "2025-9M"), ("First nine months of 2025", "2025-9M"), ("6 tháng đầu năm 2025", "2025-H1"),
        ("6 tháng cuối năm 2025", "2025-H2"), ("Second half of 2025", "2025-H2"), ("Tháng 9/2025", "2025-M09"),
        ("tháng 09 năm 2025", "2025-M09"), ("9/2025", "2025-M09"), ("2025-09", "2025-M09"), ("Sep 2025", "2025-M09"),
        ("May 2025", "2025-M05"), ("Năm 2025", "2025"), ("Cả năm 2025", "2025"), ("Năm học 2025-2026", "2025-26"),
        ("Năm học 2025 – 2026", "2025-26"), ("2025-2026", "2025-26"), ("2025-26", "2025-26"), ("2011-12", "2011-12"),
    ],
)  # fmt: skip
def test_cells(cell: object, code: str):
    assert _code(period_of(cell)) == code


@pytest.mark.parametrize(
    "cell",
    [
        None, "", "Quý III", "Tháng 9", "6 tháng năm 2025", "năm 2025 và 2024", "Quý I, II năm 2025", "Quý I và quý II năm 2025",
        "tháng 7-9 năm 2025", "từ tháng 1 đến tháng 9 năm 2025", "2025-27", "2025-2027", "13/2025", "1999", "9999", "202509", 2025.5,
        date(2025, 9, 1), True, "Quý 5/2025", "Tuần 3 năm 2025", "Học kỳ I năm học 2025-2026", "Điện Biên, ngày 05 tháng 10 năm 2025",
    ],
)  # fmt: skip
def test_cells_that_name_no_period_or_several(cell: object):
    assert period_of(cell) is None


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (["BÁO CÁO KẾT QUẢ", "Quý III năm 2025", "(Kèm theo Công văn số 123/2025/SYT-NVY ngày 05/10/2025)"], "2025-Q3"),
        (["BÁO CÁO 6 THÁNG ĐẦU NĂM", "Năm 2025"], "2025-H1"),
        (["Biểu 05, Thông tư 37/2019/TT-BYT", "9 tháng đầu năm 2025", "Điện Biên, ngày 5 tháng 10 năm 2025"], "2025-9M"),
        (["Số: 12/2025", "Quý I năm 2026"], "2026-Q1"),
        (["Năm học 2025-2026", "Tháng hành động vì trẻ em"], "2025-26"),
        (["Số liệu quý IV/2025, so với quý IV/2024"], None),
        (["Quý IV năm 2025", "Quý I năm 2026"], None),
        (["Trẻ sinh năm 2024", "Quý 1 năm 2025"], None),
        (["Danh sách 45 xã, phường"], None),
        ([], None),
    ],
)  # fmt: skip
def test_titles(lines: list[str], code: str | None):
    assert _code(period_in_titles(lines)) == code


_PERIODS = st.one_of(
    st.builds(periods.year, st.integers(2000, 2098)),
    st.builds(periods.school_year, st.integers(2000, 2098)),
    st.builds(periods.quarter, st.integers(2000, 2098), st.integers(1, 4)),
    st.builds(periods.half, st.integers(2000, 2098), st.integers(1, 2)),
    st.builds(lambda y: periods.parse(f"{y}-9M"), st.integers(2000, 2098)),
    st.builds(lambda y, m: periods.parse(f"{y}-M{m:02d}"), st.integers(2000, 2098), st.integers(1, 12)),
)


@given(_PERIODS, st.sampled_from(["vi", "en"]))
def test_periods_come_back_as_pages_write_them(period: Period, language: str):
    assert period_of(period.code) == period
    assert period_of(period_label(period, Texts(language))) == period


@given(st.text(max_size=60))
def test_any_text_is_a_period_or_none(text: str):
    assert period_of(text) is None or isinstance(period_of(text), Period)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2025", "2025"), ("202509", "2025-M09"), ("2025Q3", "2025-Q3"), ("2025S1", "2025-H1"), ("2025Sep", "2025-26"),
        ("202513", None), ("2025April", None), ("2025W12", None), ("20250901", None), ("202501B", None), ("2025AprilS1", None),
    ],
)  # fmt: skip
def test_periods_of_dhis2(text: str, code: str | None):
    assert _code(dhis2_period(text)) == code
