from datetime import date

import numpy as np
import pandas as pd

from base.settings import ROOT
from indicators.classes import classes
from indicators.measure import measured
from indicators.periods import year
from tests.unit.indicator_frames import an_indicator, areas, values


def test_measured_equals_the_table_worked_out_by_hand():
    golden = pd.read_csv(ROOT / "tests" / "golden" / "measured_2025.csv")
    cells = zip(golden["numerator"], golden["denominator"], strict=True)
    found = measured(
        values([(f"{i + 1:03d}", float(x), float(n)) for i, (x, n) in enumerate(cells)]),
        areas(len(golden)),
        indicator=an_indicator(),
        period=year(2025),
        due_on=None,
        as_of=date(2026, 2, 1),
        province=None,
    )
    for column in ("value", "low", "high", "gap"):
        np.testing.assert_allclose(found[column], golden[column], atol=1e-6, err_msg=column)
    assert found["need"].tolist() == golden["need"].tolist()
    assert found["short"].tolist() == golden["short"].tolist()
    assert found["clear"].tolist() == golden["clear"].tolist()
    assert found["safe"].tolist() == golden["safe"].tolist()
    assert classes(found, an_indicator(), "gap") == "".join(map(str, golden["class"]))
