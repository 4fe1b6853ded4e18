from datetime import date

import numpy as np
import pandas as pd

from harness.kinds import YES_OR_NO
from indicators.measure import Basis, measured, total
from indicators.overview import got_worse, is_compared, missed_targets, overview_rows, strip
from indicators.periods import year
from indicators.trend import Trend
from tests.unit.indicator_frames import SCREENED, STUNTING, an_indicator, areas, values

IMM = an_indicator()
NUT = STUNTING


def read(cells, indicator=IMM, at=2025, province=None):
    rows = values([(f"{i + 1:03d}", *cell) for i, cell in enumerate(cells)], period=str(at), indicator=indicator.code)
    return measured(
        rows,
        areas(len(cells)),
        indicator=indicator,
        period=year(at),
        due_on=None,
        as_of=date(2026, 2, 1),
        province=province,
    )


def total_of(numerator, denominator, indicator=IMM, at=2025):
    return total(numerator, denominator, indicator, year(at), Basis("published", 1, 1))


def test_a_strip_runs_from_worst_to_best_and_ends_with_blanks():
    # gaps 2.0, blank, −7, −1, 0
    cells = [(99, 100), (np.nan, np.nan), (90, 100), (96, 100), (97, 100)]
    assert strip(read(cells), IMM)[0] == "0234m"


def test_a_strip_of_a_burden_starts_with_the_highest():
    assert strip(read([(10, 100), (30, 100), (18, 100)], NUT), NUT)[0] == "024"


def test_a_strip_knows_its_communes_in_its_order():
    cells = [(99, 100), (np.nan, np.nan), (90, 100), (96, 100), (97, 100)]
    assert strip(read(cells), IMM)[1] == ("003", "004", "005", "001", "002")


def test_a_strip_of_what_communes_have_starts_with_those_that_have_not():
    spot = an_indicator(code="PLA01", **YES_OR_NO)
    assert strip(read([(1, 1), (np.nan, np.nan), (0, 1), (1, 1)], spot), spot) == ("144m", ("003", "001", "004", "002"))


def test_without_a_target_there_is_no_strip():
    assert strip(read([(5, np.nan)], SCREENED), SCREENED) == ("", ())


def test_a_row_of_the_overview():
    communes = read([(90, 100), (99, 100), (95, 100)])
    rows = overview_rows(
        [IMM],
        measured={"IMM01": communes},
        now={"IMM01": total_of(284, 300)},
        before={"IMM01": total_of(200, 300, at=2024)},
    )
    row = rows[0]
    assert row.indicator is IMM
    # The communes need 7 + 0 + 2; the province itself 97 % of 300 = 291, so 7: two numbers that must not be mixed up.
    assert (row.need, row.total.need, row.half) == (9, 7, 1)
    assert (row.change.result, round(row.change.difference, 1)) == ("better", 28.0)
    assert row.strip == "024"
    assert not row.complete


def test_a_row_has_the_trend_of_its_total_and_without_one_nothing_can_be_said():
    proven = Trend("up", 92.1, "2021", 94.7, "2025")
    readings = {"IMM01": read([(90, 100)]), "NUT01": read([(20, 100)], NUT)}
    rows = overview_rows([IMM, NUT], measured=readings, now={}, before={}, trends={"IMM01": proven})
    assert [row.trend.result for row in rows] == ["up", "cannot"]


def test_only_a_full_coverage_folds_away():
    def complete(indicator, cell):
        communes = read([cell], indicator)
        return overview_rows(
            [indicator],
            measured={indicator.code: communes},
            now={indicator.code: total_of(*cell, indicator)},
            before={},
        )[0].complete

    assert complete(IMM, (100, 100))
    assert not complete(IMM, (9999, 10000))
    assert not complete(NUT, (100, 100))
    assert not complete(SCREENED, (592, np.nan))


def test_an_indicator_without_a_province_figure_keeps_its_row():
    row = overview_rows([IMM], measured={"IMM01": read([(1, 2)])}, now={}, before={})[0]
    assert row.total is None
    assert row.change.result == "cannot"
    assert not row.complete


def test_communes_that_miss_most_come_first_by_the_sure_ones():
    province = total_of(9000, 10_000)
    vaccination = read([(96, 100), (500, 1000), (500, 1000), (np.nan, np.nan)], province=province)
    stunting = read([(20, 100), (10, 100), (500, 1000), (10, 100)], NUT)
    table = missed_targets({"IMM01": vaccination, "NUT01": stunting})
    assert table["code"].tolist() == ["003", "002", "001", "004"]
    assert table["missed"].tolist() == [2, 1, 2, 0]
    assert table["clear"].tolist() == [2, 1, 0, 0]
    assert table["judged"].tolist() == [2, 2, 2, 1]
    assert table["behind"].tolist() == [1, 1, 0, 0]


def test_no_indicators_miss_nothing():
    assert missed_targets({}).empty


def test_what_got_worse_names_the_province_first_and_then_the_surest():
    now = read([(700, 1000), (800, 1000), (95, 100)])
    before = read([(900, 1000), (900, 1000), (96, 100)], at=2024)
    rows = overview_rows(
        [IMM],
        measured={"IMM01": now},
        now={"IMM01": total_of(1595, 2100)},
        before={"IMM01": total_of(1896, 2100, at=2024)},
    )
    found = got_worse(rows, measured={"IMM01": now}, measured_before={"IMM01": before})
    assert found["code"].tolist() == ["", "001", "002"]
    assert [round(d, 1) for d in found["difference"]] == [-14.3, -20.0, -10.0]
    assert found["name"].tolist() == ["", "Commune 1", "Commune 2"]


def test_counting_communes_across_their_merger_is_never_worse():
    now, before = read([(1, 2)]), read([(900, 1000)], at=2024)
    rows = overview_rows(
        [IMM],
        measured={"IMM01": now},
        now={"IMM01": total_of(10, 45)},
        before={"IMM01": total_of(120, 129, at=2024)},
        merged={"IMM01"},
    )
    assert rows[0].change.result == "merged"
    assert got_worse(rows, measured={"IMM01": now}, measured_before={"IMM01": before}, merged={"IMM01"}).empty


def test_nothing_worse_is_an_empty_table_with_its_columns():
    found = got_worse([], measured={}, measured_before={})
    assert found.columns.tolist() == ["indicator", "code", "name", "difference", "low", "high"]
    assert isinstance(found, pd.DataFrame)


def test_where_nothing_is_held_against_the_year_before_nothing_can_have_got_worse():
    now, before = read([(700, 1000)]), read([(900, 1000)], at=2024)

    def rows(**totals):
        return overview_rows([IMM], measured={"IMM01": now}, **{"now": {}, "before": {}} | totals)

    assert not is_compared(rows(), measured={"IMM01": now}, measured_before={})
    # Communes alone, the total alone.
    assert is_compared(rows(), measured={"IMM01": now}, measured_before={"IMM01": before})
    both = {"now": {"IMM01": total_of(700, 1000)}, "before": {"IMM01": total_of(900, 1000, at=2024)}}
    assert is_compared(rows(**both), measured={"IMM01": now}, measured_before={})
    # Communes that were merged between are counted in both years and compared in none.
    assert not is_compared(rows(), measured={"IMM01": now}, measured_before={"IMM01": before}, merged={"IMM01"})
