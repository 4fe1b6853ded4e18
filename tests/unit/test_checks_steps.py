"""A later step with more than the earlier one: which figures are told, once each, and where the other one stands."""

import pytest

from tests.unit.check_frames import claims, details, found, known, reports, row

RULE = "more_at_later_step"


def last(numerator, **more):
    """The later step; IMM01 is the earlier one, and LOST what is lost between them."""
    return row(numerator, 100, indicator="LAST", **more)


def test_more_at_the_later_step_is_told_there_with_both_figures_and_the_other_cell():
    file = claims(row(90, 100), last(91, sheet="Mũi cuối", col="F"))
    assert found(file, None, RULE) == [(RULE, 1)]
    assert details(file, None, RULE) == {
        "whole": "IMM01", "rest": "LAST", "derived": "LOST", "first": 90, "last": 91, "place": "IMM!D7",
    }  # fmt: skip


@pytest.mark.parametrize("figure", [89, 90])
def test_as_many_or_fewer_are_no_finding(figure):
    assert found(claims(row(90, 100), last(figure)), None, RULE) == []


@pytest.mark.parametrize(
    "other",
    [
        {"period": "2025-Q4"},
        {"area_code": "002"},
        {"stratum": "sex=f"},
        {"collection": "survey"},
        {"blank": "not_applicable"},
    ],
)
def test_only_the_same_figure_of_the_other_step_is_compared(other):
    assert found(claims(row(None if "blank" in other else 90, 100, **other), last(91)), None, RULE) == []


@pytest.mark.parametrize(
    ("in_force", "file", "figures"),
    [(row(90, 100), last(91), (90, 91)), (last(91), row(90, 100), (90, 91))],
    ids=["the later one comes", "the earlier one comes"],
)
def test_what_is_in_force_counts_where_the_file_does_not_say_it(in_force, file, figures):
    against = known(reports(in_force))
    assert found(claims(file), against, RULE) == [(RULE, 0)]
    told = details(claims(file), against, RULE)
    assert (told["first"], told["last"], told["place"]) == (*figures, "in force already")
    # A correction in the same file goes before it.
    correction = row(95, 100) if in_force["numerator"] == 90 else last(80)
    assert found(claims(file, correction), against, RULE) == []
