import pytest

from indicators.periods import following, parse


@pytest.mark.parametrize(
    ("code", "after"),
    [
        ("2024", "2025"),
        ("2024-Q1", "2024-Q2"),
        ("2024-Q4", "2025-Q1"),
        ("2024-H1", "2024-H2"),
        ("2024-H2", "2025-H1"),
        ("2024-9M", "2025-9M"),
        ("2024-25", "2025-26"),
        ("2024-M11", "2024-M12"),
        ("2024-M12", "2025-M01"),
        ("2024-M01", "2024-M02"),
    ],
)
def test_the_following_period_is_the_next_of_its_kind(code, after):
    assert following(parse(code)).code == after
