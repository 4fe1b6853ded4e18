import numpy as np
import pandas as pd
import pytest

from indicators import periods
from indicators.readings import Reading
from tests.unit.indicator_frames import an_indicator

IMM = an_indicator()
MEASURED = pd.DataFrame(
    {"code": ["001", "002", "003"], "value": [80.0, np.nan, 95.5], "versus": pd.array([-1, pd.NA, 1], dtype="Int8")}
)


def reading() -> Reading:
    return Reading(IMM, periods.parse("2025"), MEASURED, None, None)


def test_a_commune_s_row_has_the_cells_of_that_commune():
    row = reading().row("003")
    assert (row["code"], row["value"], row["versus"]) == ("003", 95.5, 1)
    assert reading().row("002")["versus"] is pd.NA


def test_there_is_no_row_of_a_commune_that_is_not_there():
    with pytest.raises(KeyError, match="999"):
        reading().row("999")


def test_communes_within_are_numbered_anew():
    within = reading().within(np.array([False, True, True]))
    assert within["code"].tolist() == ["002", "003"]
    assert within.index.tolist() == [0, 1]


def test_where_all_are_within_nothing_is_copied():
    whole = reading()
    assert whole.within(np.array([True] * 3)) is whole.measured
