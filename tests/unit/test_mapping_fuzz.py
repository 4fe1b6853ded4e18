"""Whatever stands in a file: it is understood or said to be wrong, and what is claimed can be stored."""

from datetime import date, datetime

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.periods import parse
from intake.mapped import CLAIMS, Mapped
from tests.unit.mapping_world import REGISTER, mapped, sheet

_WORDS = (
    "indicator", "Mã chỉ số", "Chỉ số", "period", "Năm", "Quý", "Mã xã", "Xã, phường", "Đơn vị", "numerator", "Tử số", "Mẫu số", "value",
    "Tỷ lệ %", "IMM01", "IMM01 TS", "IMM01 - Mẫu số", "NUT01 %", "DIS01", "SCH01", "Thẻ BHYT, dưới 6 tuổi", "Ghi chú", "area_kind",
    "area_valid_from", "status", "stratum", "blank", "collection", "dataElement", "orgUnit", "_atlas", "format", "Kế hoạch 2026",
    "03160", "3158", "03136", "11", "Mường Nhé", "TT Mường Chà", "Sam Mứn", "Tổng cộng", "Cộng", "Toàn tỉnh", "I. Huyện Nậm Pồ",
    "2025", "2025-Q4", "2024", "Quý III năm 2025", "2025-26", "Sơ bộ", "ethnic=mong", "commune", "niis", "không áp dụng", "removed",
    "9.450", "95,5", "12", "-", "…", "x", "5*", "(1)", "(2)", "A", "B", "%", "2019-01-01", "{0}", "%s", "=1+1", "\x1f", "'",
)  # fmt: skip
_CELLS = st.one_of(
    st.sampled_from(_WORDS), st.none(), st.integers(-5, 10**6), st.floats(allow_nan=False, allow_infinity=False), st.booleans(),
    st.just(date(2025, 9, 1)), st.just(datetime(2025, 9, 1, 12)), st.text(max_size=12).map(str.strip),
)  # fmt: skip
_ROWS = st.integers(1, 7).flatmap(
    lambda width: st.lists(st.lists(_CELLS, min_size=width, max_size=width), min_size=1, max_size=9)
)
_RANGES = st.lists(
    st.tuples(st.integers(1, 9), st.integers(0, 6), st.integers(0, 3), st.integers(0, 4)).map(
        lambda r: (r[0], r[1], r[0] + r[2], r[1] + r[3])
    ),
    max_size=4,
)
_LONG_HEAD = ["indicator", "period", "area_code", "area_name", "numerator", "denominator", "value"]
_WIDE_HEAD = ["Mã xã", "Tên xã", "IMM01 TS", "IMM01 MS", "NUT01 %", "DIS01", "period"]


def _holds(result: Mapped) -> None:
    """What `batches.apply` asks of REPORTS."""
    claims = result.claims
    assert list(claims.columns) == CLAIMS
    assert list(claims.index) == list(range(len(claims)))
    known = {(row.code, row.valid_from) for row in REGISTER.units.itertuples() if row.kind == "commune"}
    for row in claims.to_dict("records"):
        period = parse(row["period"])
        if row["area_kind"] == "commune":
            assert (row["area_code"], row["area_valid_from"]) in known
            last = date(2025, 6, 30) if row["area_valid_from"].year == 2019 else date.max
            assert any(row["area_valid_from"] <= day <= last for day in (period.starts_on, period.ends_on))
        figures = [row[name] for name in ("numerator", "denominator", "value")]
        given = [figure for figure in figures if figure == figure]
        assert bool(given) != bool(row["blank"])
        assert all(np.isfinite(figure) for figure in given)
        assert not given or figures[0] == figures[0] or figures[2] == figures[2]
        assert row["blank"] in ("", "not_applicable", "removed")
        assert row["status"] in ("final", "provisional")
        assert not pd.isna(row["row"])


@settings(max_examples=40, deadline=None)
@given(
    _ROWS,
    _RANGES,
    st.sampled_from(["", "vi", "en"]),
    st.sampled_from(["", "2025-Q4", "2025"]),
    st.sampled_from(["Biểu 1", "", "_atlas"]),
)
def test_any_sheet(rows, merged, language, period, name):
    _holds(mapped(sheet(rows, name, merged=tuple(merged)), kind="xlsx", language=language, period=period))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(_CELLS, min_size=7, max_size=7), min_size=1, max_size=8), st.sampled_from([_LONG_HEAD, _WIDE_HEAD]),
       st.sampled_from(["", "vi", "en"]))  # fmt: skip
def test_any_rows_under_good_headings(rows, head, language):
    _holds(mapped(sheet([head, *rows]), language=language, period="2025-Q4"))


_VALUE = st.fixed_dictionaries(
    {},
    optional={
        "dataElement": st.sampled_from(["deVaccinated", "deTarget", "deScreened", "IMM01.numerator", "?", 5]),
        "orgUnit": st.sampled_from(["OuNhe0000001", "OuThau000001", "03158@2019-01-01", "@", ""]),
        "period": st.sampled_from(["2025", "2025Q4", "2024", "202513", 2025, ""]),
        "value": st.one_of(st.integers(), st.sampled_from(["5", "9.450", "x", "", None, True])),
        "categoryOptionCombo": st.sampled_from(["", "HllvX50cXC0", "cocMong", "ethnic=mong", "?"]),
        "deleted": st.booleans(),
    },
)  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(st.lists(_VALUE, max_size=8))
def test_any_data_values(values):
    _holds(mapped(kind="json", document={"dataValues": values}))
