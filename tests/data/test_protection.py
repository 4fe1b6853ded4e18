"""No child in a figure: what is hidden, that it stays hidden everywhere, and that subtraction does not bring it back."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from data_access import batches, queries
from data_access.engine import reading
from data_access.protection import hidden_cells, is_small
from tests.data.small_world import apply, newest_batch, report

MEMBERS = pd.DataFrame({"target_id": [1, 1, 2, 2, 3], "source_id": [11, 12, 21, 22, 31]})
PROVINCE = 100


def cells(rows: list[tuple], sensitivity: int) -> pd.DataFrame:
    """rows: (level, area_id, dimension, stratum_id, numerator, denominator)."""
    made = pd.DataFrame(rows, columns=["level", "area_id", "dimension", "stratum_id", "numerator", "denominator"])
    return made.assign(
        indicator_id=1, period_id=1, sensitivity=sensitivity, public=0,
        province_id=made["level"].map({"province": 999}).fillna(PROVINCE).astype(int),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("numerator", "denominator", "small"),
    [(0, 50, False), (1, 50, True), (4, 50, True), (5, 50, False), (50, 50, False), (49, 50, True), (46, 50, True),
     (45, 50, False), (3, np.nan, True), (0, 3, True), (3, 3, True), (0, 0, False), (12, 10, False), (np.nan, 50, False)],
)  # fmt: skip
def test_small_means_one_to_four_counted_or_not_counted(numerator, denominator, small):
    assert is_small(pd.Series([float(numerator)]), pd.Series([float(denominator)])).item() is small


def test_a_single_small_group_takes_the_next_smallest_with_it():
    frame = cells(
        [("commune", 1, "ethnic", 1, 3, 40), ("commune", 1, "ethnic", 2, 20, 40), ("commune", 1, "ethnic", 3, 15, 40),
         ("commune", 1, "sex", 4, 20, 60)], 1,
    )  # fmt: skip
    assert hidden_cells(frame, members=MEMBERS).tolist() == [True, False, True, False]


def test_the_whole_commune_of_an_ordinary_indicator_is_shown():
    frame = cells([("commune", 1, "", 0, 48, 50), ("commune", 2, "", 0, 3, 50)], 1)
    assert hidden_cells(frame, members=MEMBERS).tolist() == [False, False]


def test_a_protected_group_hides_the_commune_and_one_more_so_that_the_province_does_not_tell():
    frame = cells(
        [("commune", 1, "", 0, 3, 50), ("commune", 2, "", 0, 30, 50), ("commune", 3, "", 0, 20, 50),
         ("province", PROVINCE, "", 0, 53, 150)], 2,
    )  # fmt: skip
    assert hidden_cells(frame, members=MEMBERS).tolist() == [True, False, True, False]


def test_the_last_resort_is_the_province_itself_unless_it_is_public():
    frame = cells([("commune", 1, "", 0, 3, 50), ("province", PROVINCE, "", 0, 3, 50)], 2)
    assert hidden_cells(frame, members=MEMBERS).tolist() == [True, True]
    assert hidden_cells(frame.assign(public=[0, 1]), members=MEMBERS).tolist() == [True, False]


def test_an_old_commune_cannot_be_had_from_the_merged_one():
    frame = cells(
        [("former", 11, "", 0, 3, 50), ("former", 12, "", 0, 30, 50), ("commune", 1, "", 0, 33, 100),
         ("commune", 2, "", 0, 40, 100), ("province", PROVINCE, "", 0, 73, 200)], 2,
    )  # fmt: skip
    # Hiding the old neighbour (30) is enough: the merged commune and the province may be shown.
    assert hidden_cells(frame, members=MEMBERS).tolist() == [True, True, False, False, False]


def test_province_only_hides_every_commune_and_no_province():
    frame = cells(
        [("former", 11, "", 0, 300, 500), ("commune", 1, "", 0, 300, 500), ("commune", 2, "", 0, 0, 100),
         ("province", PROVINCE, "", 0, 300, 600)], 3,
    )  # fmt: skip
    assert hidden_cells(frame, members=MEMBERS).tolist() == [True, True, True, False]


figure = st.tuples(st.integers(0, 12), st.integers(0, 12))


@settings(max_examples=150, deadline=None)
@given(
    old=st.lists(figure, min_size=5, max_size=5),
    split=st.lists(st.integers(0, 12), min_size=5, max_size=5),
    sensitivity=st.sampled_from([1, 2]),
)
def test_no_sum_has_exactly_one_hidden_cell(old, split, sensitivity):
    """Old communes, their sums and the province, for all and for two groups: an equation with one unknown is solved."""
    rows = []
    for stratum in (0, 1, 2):
        part = [
            (n, n + u) if stratum == 0 else (min(n, s), min(n, s) + min(u, s)) if stratum == 1
            else (n - min(n, s), n - min(n, s) + u - min(u, s))
            for (n, u), s in zip(old, split, strict=True)
        ]  # fmt: skip
        dimension = "ethnic" if stratum else ""
        for source, target, (n, d) in zip(MEMBERS["source_id"], MEMBERS["target_id"], part, strict=True):
            rows.append(("former", source, dimension, stratum, n, d, target))
        for target in (1, 2, 3):
            own = [f for f, t in zip(part, MEMBERS["target_id"], strict=True) if t == target]
            rows.append(("commune", target, dimension, stratum, sum(n for n, _ in own), sum(d for _, d in own), target))
        rows.append(("province", PROVINCE, dimension, stratum, sum(n for n, _ in part), sum(d for _, d in part), 0))
    frame = cells([row[:6] for row in rows], sensitivity).assign(target=[row[6] for row in rows])
    considered = frame if sensitivity == 2 else frame[frame["stratum_id"] > 0].reset_index(drop=True)
    considered = considered.assign(hidden=hidden_cells(considered, members=MEMBERS))
    small = is_small(considered["numerator"], considered["denominator"]) & (considered["level"] != "province")
    assert considered.loc[small, "hidden"].all()
    for _, family in considered[considered["level"] != "province"].groupby(["target", "stratum_id"]):
        assert family["hidden"].sum() != 1
    for _, whole in considered[considered["level"] != "former"].groupby("stratum_id"):
        assert whole["hidden"].sum() != 1
    if sensitivity == 2:
        for _, area in considered[considered["level"] != "province"].groupby("area_id"):
            assert area["hidden"].sum() != 1


def _figures(engine: Engine, query: str) -> list:
    with reading(engine) as connection:
        return connection.execute(text(query)).all()


def test_hidden_cells_have_no_figure_wherever_one_looks(engine: Engine):
    apply(
        engine,
        [report("03160", 3, 40, indicator="GUARDED", period="2025"), report("03158", 30, 60, indicator="GUARDED", period="2025"),
         report("03200", 20, 60, indicator="GUARDED", period="2025"),
         report("03160", 30, 60, indicator="SECRET", period="2025"), report("03158", 6, 7, indicator="SECRET", period="2025"),
         report("03160", 30, 70, indicator="PLAIN"), report("03160", 28, 40, indicator="PLAIN", stratum="ethnic=mong"),
         report("03160", 2, 30, indicator="PLAIN", stratum="ethnic=thai"),
         report("03161", 30, 70, indicator="PLAIN"), report("03161", 30, 70, indicator="PLAIN", stratum="ethnic=mong")],
    )  # fmt: skip
    shown = queries.values(engine, ["GUARDED", "SECRET"], ["2025"]).set_index(["indicator", "code"])
    assert shown["blank"].to_dict() == {
        ("GUARDED", "03158"): "", ("GUARDED", "03160"): "hidden", ("GUARDED", "03200"): "hidden", ("GUARDED", "11"): "",
        ("SECRET", "03158"): "hidden", ("SECRET", "03160"): "hidden", ("SECRET", "11"): "",
    }  # fmt: skip
    assert shown.loc[("SECRET", "11"), "numerator"] == 36
    hidden = _figures(engine, "SELECT numerator, denominator, value FROM published WHERE blank = 'hidden'")
    assert hidden
    assert set(hidden) == {(None, None, None)}
    groups = queries.strata(engine, "PLAIN", "2024", "03160").set_index("stratum")
    assert groups.loc["ethnic=thai", "blank"] == "hidden"
    assert np.isnan(groups.loc["ethnic=thai", "numerator"])
    old = queries.former(engine, "03160", "PLAIN")
    assert old["numerator"].tolist() == [30, 30]
    origin = queries.provenance(engine, "SECRET", "2025", "11")
    assert origin["blank"].tolist() == ["hidden", "hidden"]
    assert origin[["numerator", "denominator", "value"]].isna().all(axis=None)


def test_the_figure_of_a_protected_count_is_hidden_too(engine: Engine):
    apply(engine, [report("03160", 2, indicator="COUNTED"), report("03161", 9, indicator="COUNTED"),
                   report("03154", 30, indicator="COUNTED")])  # fmt: skip
    shown = queries.values(engine, ["COUNTED"], ["2024"]).set_index("code")
    old = queries.former(engine, "03160", "COUNTED")
    assert old["blank"].tolist() == ["hidden", "hidden"]
    assert shown.loc["03160", "numerator"] == 11
    assert shown.loc["11", "numerator"] == 41


def test_what_was_hidden_is_decided_anew_when_a_batch_goes(engine: Engine):
    apply(engine, [report("03160", 30, 60, indicator="GUARDED", period="2025"),
                   report("03158", 30, 70, indicator="GUARDED", period="2025")])  # fmt: skip
    apply(engine, [report("03160", 2, 60, indicator="GUARDED", period="2025")])
    assert queries.values(engine, ["GUARDED"], ["2025"])["blank"].tolist() == ["hidden", "hidden", ""]
    batches.withdraw(engine, newest_batch(engine), "an")
    assert queries.values(engine, ["GUARDED"], ["2025"])["blank"].tolist() == ["", "", ""]
