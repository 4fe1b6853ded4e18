import numpy as np
import pytest
from scipy.stats import median_abs_deviation

from intake.checks.robust import rate_scale, robust_z, share_scale
from tests.unit.check_frames import claims, details, found, known, reports, row

YEARS = [str(year) for year in range(2013, 2025)]


def history(*figures, indicator="SCH01", **more):
    """The figures (numerator, denominator) of the last years before 2025."""
    years = YEARS[-len(figures) :]
    return known(
        reports(
            *(
                row(top, bottom, period=year, indicator=indicator, **more)
                for year, (top, bottom) in zip(years, figures, strict=True)
            )
        )
    )


def test_a_jump_is_found_with_median_and_number_of_periods():
    file = claims(row(300, 1000, indicator="SCH01"))
    before = history((900, 1000), (910, 1000), (890, 1000), (904, 1000))
    # The median of 90, 91, 89 and 90.4.
    assert details(file, before, "jump") == {"now": 30, "usual": 90.2, "n": 4, "unit": " %"}


def test_fewer_than_four_earlier_periods_say_nothing():
    file = claims(row(300, 1000, indicator="SCH01"))
    assert found(file, history((900, 1000), (910, 1000), (890, 1000)), "jump") == []


def test_a_commune_that_always_reported_100_percent_may_miss_one_child():
    # MAD is 0; by chance 1 of 20 moves the scale by 0.14, a standard deviation.
    always = history(*[(20, 20)] * 6)
    assert found(claims(row(19, 20, indicator="SCH01")), always, "jump") == []
    assert found(claims(row(2, 20, indicator="SCH01")), always, "jump") == [("jump", 0)]


def test_a_clear_change_that_does_not_matter_is_let_pass():
    # 4.9 points among 100,000 children: z is over 50.
    large = history(*[(90_000, 100_000)] * 5)
    assert found(claims(row(94_900, 100_000, indicator="SCH01")), large, "jump") == []
    assert found(claims(row(95_100, 100_000, indicator="SCH01")), large, "jump") == [("jump", 0)]


@pytest.mark.parametrize(
    ("usual", "now", "jumps"),
    [
        (20, 30, False),
        (20, 12, False),
        (20, 200, True),
        (20, 1, True),
        (0, 9, False),
        (0, 10, True),
        (1000, 1300, False),
    ],
)
def test_counts_need_more_than_chance_and_a_change_by_half(usual, now, jumps):
    # √(x + 3/8), chance 0.5: 20 stands at 4.51, 30 at 5.51 (z 2), 12 at 3.52, 200 at 14.2 (z 19), 1 at 1.17 (z 6.7);
    # 0 at 0.61, 9 at 3.06 (z 4.9), 10 at 3.22 (z 5.2); 1,000 and 1,300 are 8.9 apart, but less than half.
    before = history(*[(usual, None)] * 5, indicator="DIS01")
    assert bool(found(claims(row(now, indicator="DIS01")), before, "jump")) is jumps


def test_rates_per_1000_are_judged_as_events():
    # 6 of 1,000 before; 40 of 1,000: √(40.375/1000) = 0.2009, √(6.375/1000) = 0.0798, chance 0.0158: z 7.7.
    before = history(*[(6, 1000)] * 5, indicator="STF02")
    assert found(claims(row(40, 1000, indicator="STF02")), before, "jump") == [("jump", 0)]
    assert found(claims(row(9, 1000, indicator="STF02")), before, "jump") == []


def test_values_without_counts_have_a_history_too():
    before = known(
        reports(
            *(
                row(value=value, period=year, indicator="NUT01")
                for year, value in zip(YEARS, (25, 24, 26, 25, 24), strict=False)
            )
        )
    )
    assert found(claims(row(value=95.0, indicator="NUT01")), before, "jump") == [("jump", 0)]
    assert found(claims(row(value=27.0, indicator="NUT01")), before, "jump") == []


def test_a_change_from_no_to_yes_is_no_jump():
    assert found(claims(row(1, 1, indicator="PLA01")), history(*[(0, 1)] * 8, indicator="PLA01"), "jump") == []


def test_other_areas_groups_kinds_and_later_periods_are_no_history():
    file = claims(row(300, 1000, indicator="SCH01", period="2020"))
    figures = [(900, 1000)] * 3
    later = history(*figures, (900, 1000))  # 2021 to 2024
    assert found(file, later, "jump") == []
    assert found(claims(row(300, 1000, indicator="SCH01")), history(*[(900, 1000)] * 6, stratum="sex=f"), "jump") == []


def test_only_the_last_twelve_periods_are_looked_at():
    months = [f"{year}-M{month:02d}" for year in (2023, 2024) for month in range(1, 13)]
    # Of thirteen months seven had 90 %: they would say what is usual. Of the last twelve six did: neither is.
    figures = [(900, 1000)] * 7 + [(300, 1000)] * 6
    rows = [row(*each, period=month, indicator="SCH01") for month, each in zip(months[-13:], figures, strict=True)]
    file = claims(row(300, 1000, indicator="SCH01", period="2025-M01"))
    assert found(file, known(reports(*rows)), "jump") == []
    assert found(file, known(reports(*rows[:-6], *rows[-5:])), "jump") == [("jump", 0)]


def test_history_in_the_file_replaces_the_one_in_force():
    in_force = history(*[(300, 1000)] * 4)
    file = claims(*(row(900, 1000, period=year, indicator="SCH01") for year in (*YEARS[-4:], "2025")))
    assert found(file, in_force, "jump") == []


def test_the_same_figures_jump_as_by_scipy():
    """Against Anscombe's scale and scipy's MAD, figure by figure."""
    random = np.random.default_rng(20260115)
    rows, expected = [], []
    for n in range(300):
        length = random.integers(2, 13)
        bottom = random.integers(20, 900, length + 1)
        top = random.binomial(bottom, random.uniform(0.2, 0.98))
        top[-1] = np.rint(top[-1] * random.uniform(0.2, 1.0))
        area = f"{n:03d}"
        rows += [
            row(int(t), int(b), period=str(2025 - length + k), area_code=area, indicator="SCH01")
            for k, (t, b) in enumerate(zip(top, bottom, strict=True))
        ]
        y = np.arcsin(np.sqrt((top + 3 / 8) / (bottom + 3 / 4)))
        spread = max(median_abs_deviation(y[:-1], scale="normal"), 1 / (2 * np.sqrt(bottom[-1] + 0.5)))
        points = abs(100 * top[-1] / bottom[-1] - np.median(100 * top[:-1] / bottom[:-1]))
        z = (y[-1] - np.median(y[:-1])) / spread
        if length >= 4 and abs(z) > 5 and points >= 5:
            expected.append(area)
    file = claims(*[each for each in rows if each["period"] == "2025"])
    before = known(reports(*[each for each in rows if each["period"] != "2025"]))
    assert [file.loc[claim, "area_code"] for _, claim in found(file, before, "jump")] == expected
    assert 50 < len(expected) < 250


def test_scales_on_which_chance_moves_all_alike():
    # arcsin √(0.375/20.75) = 0.13485, 1/(2√20.5) = 0.11043; √(6.375/1000) = 0.07984, 1/(2√1000) = 0.01581.
    assert np.allclose(share_scale(np.array([0.0]), np.array([20.0])), [[0.13485], [0.11043]], atol=1e-5)
    assert np.allclose(rate_scale(np.array([6.0]), np.array([1000.0])), [[0.07984], [0.01581]], atol=1e-5)
    # More than all counts as all.
    assert share_scale(np.array([25.0]), np.array([20.0])) == share_scale(np.array([20.0]), np.array([20.0]))


def test_a_spread_of_nothing_is_infinitely_far_from_anything_else():
    z = robust_z(np.array([1.0, 2.0, np.nan]), np.array([1.0, 1.0, 1.0]), np.zeros(3))
    assert z.tolist()[:2] == [0.0, np.inf]
    assert np.isnan(z[2])
