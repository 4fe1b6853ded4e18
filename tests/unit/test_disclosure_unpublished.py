"""What is known of reports that no level shows, from totals that are shown."""

import numpy as np
import pandas as pd
import pytest

from indicators.disclosure.beforehand import beforehand
from indicators.disclosure.unpublished import bundles
from tests.unit.disclosure_cells import MEMBERS, cell, cells


def secret(area: int, numerator: float, denominator: float = np.nan, *, state: int = 0) -> dict:
    return cell(area, numerator, denominator, state=state, sensitivity=3, never=True)


def bundled(*rows: dict) -> set[tuple]:
    """(version, count, people, level asked for) of each bundle and version."""
    found = bundles(cells(*rows), MEMBERS)
    assert (found["area_id"] < 0).all()
    return set(found[["state", "numerator", "denominator", "sensitivity"]].itertuples(index=False, name=None))


def test_communes_that_reported_together_are_known_together_and_one_alone_is_told():
    assert bundled(secret(2, 20, 40), secret(3, 30, 60)) == {(0, 50.0, 100.0, 0)}
    assert bundled(secret(2, 20, 40)) == {(0, 20.0, 40.0, 3)}


def test_the_one_that_came_later_is_told_by_the_difference():
    rows = [secret(2, 20, 40, state=1), secret(3, 30, 60, state=1)]
    now = [secret(2, 20, 40), secret(3, 30, 60), secret(4, 3, 50)]
    assert bundled(*rows, *now) == {(1, 50.0, 100.0, 0), (0, 50.0, 100.0, 0), (0, 3.0, 50.0, 3)}


def test_a_correction_stands_in_two_bundles():
    found = bundles(cells(secret(2, 20, 40, state=1), secret(2, 22, 40)), MEMBERS)
    assert found["area_id"].nunique() == 2


def test_few_in_two_communes_are_few():
    assert bundled(secret(2, 4, 40), secret(3, 3, 60)) == {(0, 7.0, 100.0, 3)}


def test_former_communes_stand_for_the_one_they_became():
    # 11 and 12 became 1, whose row is their sum.
    assert bundled(secret(11, 20, 40), secret(12, 15, 30), secret(1, 35, 70)) == {(0, 35.0, 70.0, 0)}
    assert bundled(secret(11, 20, 40), secret(1, 20, 40)) == {(0, 20.0, 40.0, 3)}


def test_a_former_commune_nearly_of_one_people_bounds_the_group():
    """Of 11: 95 of 100 counted, 98 of one group and 2 of the other; of 12 nothing narrows."""
    groups = pd.DataFrame(
        [(1, 1, 1, "ethnic", 11, 98), (1, 1, 2, "ethnic", 11, 2), (1, 1, 1, "ethnic", 12, 50), (1, 1, 2, "ethnic", 12, 50)],
        columns=["indicator_id", "period_id", "stratum_id", "dimension", "area_id", "denominator"],
    )  # fmt: skip
    totals = pd.DataFrame({"indicator_id": 1, "period_id": 1, "area_id": [11, 12], "numerator": [95, 50]})
    found = beforehand(groups, totals, MEMBERS).set_index("stratum_id")
    assert found.loc[1, ["least", "most"]].tolist() == pytest.approx([93 + 0, 95 + 50])
    assert found.loc[2, ["least", "most"]].tolist() == pytest.approx([0, 2 + 50])
