import json
import math

import pytest

from indicators.findings import cell, commune
from tests.unit.check_frames import checked, claims, details, found, known, row

WHOLE = {"indicator": "SCH01"}


def test_a_clean_file_gives_no_finding():
    file = claims(
        row(455, 510),
        row(10, 12, indicator="SCH01"),
        row(indicator="NUT01", value=17.5),
        row(1, 1, indicator="PLA01"),
        row(4, 650, indicator="STF02"),
        row(592, indicator="DIS01"),
        row(blank="not_applicable", area_code="002"),
    )
    assert checked(file).empty


@pytest.mark.parametrize(
    ("rule", "figures"),
    [
        ("no_figure", row()),
        ("no_figure", row(None, 510)),
        ("figure_and_reason", row(455, 510, blank="not_applicable")),
        ("figure_and_reason", row(value=17.5, indicator="NUT01", blank="removed")),
        ("figure_and_reason", row(None, 510, blank="not_applicable")),
        ("negative", row(-1, 510)),
        ("infinite", row(math.inf, 510)),
        ("not_whole", row(9.45, 10, **WHOLE)),
        ("not_whole", row(3, 9.45, **WHOLE)),
        ("denominator_missing", row(455)),
        ("denominator_zero", row(3, 0)),
        ("nobody", row(0, 0)),
        ("value_range", row(value=170.0, indicator="NUT01")),
        ("negative", row(value=-1.0, indicator="NUT01")),
        ("numerator_greater", row(511, 510, **WHOLE)),
        ("coverage_over_100", row(522, 510)),
        ("coverage_over_100", row(765, 510)),  # 150 % to the point
        ("coverage_beyond", row(766, 510)),
        ("coverage_beyond", row(1455, 144)),
        ("value_over_100", row(value=102.4)),
        ("value_over_100", row(value=150.0)),
        ("value_beyond", row(value=1010.4)),
        ("coverage_over_100", row(15, 5, indicator="STF04")),  # a bound of its own: 400 %
        ("coverage_beyond", row(21, 5, indicator="STF04")),
        ("not_yes_no", row(2, 1, indicator="PLA01")),
        ("not_yes_no", row(1, 3, indicator="PLA01")),
    ],
)
def test_one_wrong_figure_is_found_by_one_rule(rule, figures):
    file = claims(row(1, 2, area_code="002"), figures)
    assert found(file) == [(rule, 1)]


@pytest.mark.parametrize(
    "figures",
    [
        row(510, 510, **WHOLE),
        row(0, 510),
        row(value=100.0, indicator="NUT01"),
        row(900, 650, indicator="STF02"),  # per 1,000 is bound by nothing
        row(0, 1, indicator="PLA01"),
        row(36, 45, indicator="PLA01", area_kind="province", area_code="11", area_valid_from=None),
        row(0, indicator="DIS01"),
    ],
)
def test_figures_at_the_edge_of_the_possible_are_let_pass(figures):
    assert found(claims(figures)) == []


def test_two_wrong_counts_of_one_row_are_two_findings_that_name_their_part():
    made = checked(claims(row(-1, -2)))
    assert made["rule"].tolist() == ["negative", "negative"]
    assert [json.loads(each) for each in made["details"]] == [
        {"part": "numerator", "figure": -1, "commune": "Xã 1"}, {"part": "denominator", "figure": -2, "commune": "Xã 1"},
    ]  # fmt: skip
    assert made["col"].tolist() == ["D", "E"]
    assert made["value"].tolist() == ["-1", "-2"]


def test_a_finding_names_the_commune_and_the_cell_that_may_be_wrong():
    file = claims(
        row(511, 510, **WHOLE), row(1455, 144, area_code="002"), row(522, 510, area_code="003"), row(5, -2, **WHOLE)
    )
    made = checked(file)
    assert [(row["rule"], commune(row), cell(row)) for row in made.to_dict("records")] == [
        ("negative", "Xã 1", "E10"),
        ("numerator_greater", "Xã 1", "D7, E7"),
        ("coverage_beyond", "Xã 2", "D8, E8"),
        ("coverage_over_100", "Xã 3", "D9, E9"),
        ("contradicted", "Xã 1", "D7"),
        ("contradicted", "Xã 1", "D10"),
    ]
    # A form whose rows have the denominator elsewhere: the one cell that is known.
    assert cell(checked(claims(row(511, 510, col_denominator="", **WHOLE))).iloc[0]) == "D7"


def test_coverage_over_100_is_shown_and_only_warned_of():
    file = claims(row(522, 510))
    # 522 / 510 = 1.0235
    assert details(file, known(), "coverage_over_100") == {"numerator": 522, "denominator": 510, "coverage": 102.4}
    assert checked(file)["level"].tolist() == ["warning"]


def test_what_can_not_be_true_is_refused_however_many_reasons_are_given():
    # 1,455 of 144 infants: typed for 145 or for 1,440, in a column where some communes are rightly at 101 %.
    file = claims(row(1455, 144), row(102, 101, area_code="002"))
    assert checked(file)[["rule", "level"]].to_numpy().tolist() == [
        ["coverage_beyond", "error"], ["coverage_over_100", "warning"],
    ]  # fmt: skip
    assert details(file, known(), "coverage_beyond") == {
        "numerator": 1455, "denominator": 144, "coverage": 1010.4, "most": 150,
    }  # fmt: skip


def test_levels_are_those_of_the_rule():
    levels = dict(
        zip(*checked(claims(row(-1, 5), row(0, 0, area_code="002")))[["rule", "level"]].to_numpy().T, strict=True)
    )
    assert levels == {"negative": "error", "nobody": "note"}
