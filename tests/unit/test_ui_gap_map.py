"""The table that leaves the gap map: what is made of all communes stands beside the values of those in scope."""

from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from base.texts import Texts
from exports.columns import readable
from indicators import periods
from indicators.readings import Reading
from tests.unit.indicator_frames import an_indicator
from ui.frame import loaders
from ui.gap_map.model import GapMap, exported

IMM = an_indicator()
# spdep::EBest(c(180, 95, 49, 86), c(200, 100, 50, 100), family = "binomial")$estmm, in per cent.
ESTIMATES = [90.375412, 93.035770, 93.376358, 88.581559]


def shown(measure: str = "gap") -> GapMap:
    frame = pd.DataFrame(
        {
            "code": ["001", "002", "003", "004", "005"],
            "numerator": [180.0, 95, 49, 86, 7],
            "denominator": [200.0, 100, 50, 100, 9],
            "need": [14.0, 2, 0, 11, float("nan")],
            "blank": ["", "", "", "", "hidden"],
        }
    )
    reading = Reading(IMM, periods.parse("2025"), frame, None, None)
    inside = frame["code"] != "004"
    people = pd.DataFrame({"full_time": [3.0], "part_time": [4.0]}, index=["002"])
    return GapMap(
        reading=reading,
        other=None,
        inside=inside,
        target=None,
        measure=measure,
        measures=(measure,),
        total=None,
        people=people,
    )


def page(geometry: object = None) -> Any:
    return SimpleNamespace(geometry=geometry)


def test_estimates_are_drawn_from_all_communes_and_shares_from_those_in_scope():
    table = exported(page(), shown(), ["code"])
    assert table["smoothed"].tolist()[:3] == pytest.approx(ESTIMATES[:3], abs=1e-5)
    assert table["share"].tolist()[:3] == pytest.approx([14 / 16, 2 / 16, 0])
    assert table.loc[4, ["smoothed", "share"]].isna().all()
    assert "cluster" not in table
    told = readable(table, Texts("vi"))
    assert told.loc[1, ["Chuyên trách", "Kiêm nhiệm"]].tolist() == [3, 4]
    assert told.loc[0, ["Chuyên trách", "Kiêm nhiệm"]].isna().all()


def test_clusters_are_exported_in_words_where_the_map_shows_them(monkeypatch: pytest.MonkeyPatch):
    found = pd.Series(["low_low", "none", "high_low", "low_high", ""])
    monkeypatch.setattr(loaders, "clusters", lambda *_: found)
    table = readable(exported(page(geometry=object()), shown("cluster"), ["code"]), Texts("vi"))
    column = table["Cụm (tỷ lệ phát hiện sai 5%)"].tolist()
    assert column == ["cụm xã cùng thấp", "không thấy cụm", "xã cao giữa các xã thấp", "chưa xét"]
