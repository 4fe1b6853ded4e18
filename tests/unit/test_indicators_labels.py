"""English as the code has it; Vietnamese through the catalogue that is shipped."""

import numpy as np
import pytest

from base.texts import NBSP, Texts
from indicators.labels import (
    blank_text,
    commune_name,
    communes_text,
    group_label,
    interval_text,
    period_label,
    period_short,
    points_text,
    range_text,
    reason_text,
    scheme_label,
    target_text,
    value_text,
)
from indicators.periods import parse
from tests.unit.indicator_frames import RATE, SCREENED, an_indicator

EN, VI = Texts("en"), Texts("vi")
IMM = an_indicator()


@pytest.mark.parametrize(
    ("code", "vietnamese", "english"),
    [
        ("2025", "Năm 2025", "2025"),
        ("2025-Q3", "Quý III/2025", "Q3 2025"),
        ("2025-H1", "6 tháng đầu năm 2025", "First half of 2025"),
        ("2025-H2", "6 tháng cuối năm 2025", "Second half of 2025"),
        ("2025-9M", "9 tháng 2025", "First nine months of 2025"),
        ("2025-26", "Năm học 2025–2026", "School year 2025–2026"),
        ("2025-M03", "Tháng 3/2025", "Mar 2025"),
    ],
)
def test_periods_by_name(code, vietnamese, english):
    assert period_label(parse(code), VI) == vietnamese
    assert period_label(parse(code), EN) == english


@pytest.mark.parametrize(
    ("code", "vietnamese", "english"),
    [
        ("2025", "2025", "2025"),
        ("2025-Q4", "IV/2025", "Q4 2025"),
        ("2025-26", "2025–26", "2025–26"),
        ("2025-M03", "3/2025", "3/2025"),
    ],
)
def test_periods_on_an_axis(code, vietnamese, english):
    assert period_short(parse(code), VI) == vietnamese
    assert period_short(parse(code), EN) == english


def test_values_in_their_unit():
    assert value_text(95.5, IMM, "vi") == "95,5%"
    assert value_text(99.99, IMM, "vi") == ">99,9%"
    assert value_text(np.nan, IMM, "en") == "–"
    assert value_text(6.14, RATE, "en") == "6.1"
    assert value_text(1592, SCREENED, "vi") == "1.592"
    assert target_text(97.0, IMM, "vi") == "97%"
    assert target_text(98.5, IMM, "en") == "98.5%"
    assert target_text(500.0, RATE, "en") == "500"
    assert interval_text(86.2, 91.6, IMM, "vi") == "86,2–91,6%"
    assert interval_text(np.nan, np.nan, IMM, "vi") == ""


def test_differences_in_points():
    assert points_text(-1.5, IMM, VI) == f"−1,5{NBSP}điểm"
    assert points_text(0.6, IMM, EN) == f"+0.6{NBSP}points"
    assert points_text(-1, IMM, EN) == f"−1.0{NBSP}point"
    assert points_text(np.nan, IMM, EN) == "–"
    assert points_text(0.1, RATE, EN) == "+0.1"


def test_groups_by_name():
    assert [group_label("ethnic", g, VI) for g in ("mong", "thai", "khomu", "hanhi")] == [
        "Mông",
        "Thái",
        "Khơ Mú",
        "Hà Nhì",
    ]
    assert group_label("ethnic", "mong", EN) == "Hmong"
    assert group_label("ethnic", "newcomers", EN) == "newcomers"
    assert (group_label("region", "III", VI), group_label("region", "III", EN)) == ("Khu vực III", "Region III")
    assert group_label("border", "yes", VI) == "Xã biên giới"
    assert scheme_label("ethnic", VI) == "Dân tộc chính"


def test_reasons_of_blanks():
    assert blank_text("hidden", VI) == "Ẩn để bảo vệ trẻ em"
    assert blank_text("missing", EN) == "Not reported"
    assert blank_text("", EN) == ""
    with pytest.raises(KeyError):
        blank_text("lost", EN)


def test_counts_of_communes():
    assert communes_text(1, EN) == f"1{NBSP}commune"
    assert communes_text(3321, VI) == f"3.321{NBSP}xã"


def test_a_hidden_figure_may_say_its_range():
    assert range_text(98.0, an_indicator(), VI) == "từ 98% trở lên, dưới 5 trẻ"
    assert range_text(98.0, an_indicator(), EN) == "98% or more, under 5 children"
    assert (
        reason_text("hidden", 98.0, an_indicator(), EN) == "Hidden to protect children: 98% or more, under 5 children"
    )
    assert reason_text("hidden", float("nan"), an_indicator(), EN) == "Hidden to protect children"


def test_a_commune_is_named_with_its_kind_in_the_readers_language():
    assert commune_name("Xã Mường Nhé", VI) == "Xã Mường Nhé"
    assert commune_name("Xã Mường Nhé", EN) == "Mường Nhé commune"
    assert commune_name("Phường Điện Biên Phủ", EN) == "Điện Biên Phủ ward"
    assert commune_name("Đặc khu Côn Đảo", EN) == "Đặc khu Côn Đảo"
    assert commune_name("Xã", EN) == "Xã"
