"""A register small enough to know by heart, with codes that were used again, names that moved, and the sheets to map onto it.

Former, until 30 June 2025                                      since 1 July 2025
03154 Sín Thầu, 03155 Sen Thượng, 03158 Leng Su Sìn          -> 03158 Sín Thầu
03136 Phường Mường Thanh                                     -> 03127 Phường Điện Biên Phủ
03139 Phường Nam Thanh                                       -> 03334 Phường Mường Thanh
03172 Thị trấn Mường Chà                                     -> 03172 Na Sang
03166 Chà Cang                                               -> 03166 Mường Chà
03355 Sam Mứn                                                -> 03352 Thanh An
03356 Pom Lót                                                -> 03356 Sam Mứn
03160 Mường Nhé, 03178 Sá Tổng                               -> 03160 Mường Nhé
03401 and 03402 Tà Lèng, of two districts                    -> 03160 Mường Nhé
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from harness.kinds import YES_OR_NO, of_people
from indicators.catalogue import Catalogue, Direction, Indicator, Unit, Wording
from indicators.periods import Kind
from intake.declared import Declared
from intake.mapped import Mapped
from intake.mapping import map_source
from intake.reading.source import Sheet, Source
from intake.register import Register

OLD, NEW, LAST = date(2019, 1, 1), date(2025, 7, 1), date(2025, 6, 30)
TODAY = date(2026, 1, 20)

_FORMER = (
    (1, "03154", "Xã Sín Thầu", "Huyện Mường Nhé", 21), (2, "03155", "Xã Sen Thượng", "Huyện Mường Nhé", 21),
    (3, "03158", "Xã Leng Su Sìn", "Huyện Mường Nhé", 21), (4, "03136", "Phường Mường Thanh", "Thành phố Điện Biên Phủ", 22),
    (5, "03139", "Phường Nam Thanh", "Thành phố Điện Biên Phủ", 23), (6, "03172", "Thị trấn Mường Chà", "Huyện Mường Chà", 24),
    (7, "03166", "Xã Chà Cang", "Huyện Nậm Pồ", 25), (8, "03355", "Xã Sam Mứn", "Huyện Điện Biên", 26),
    (9, "03356", "Xã Pom Lót", "Huyện Điện Biên", 27), (10, "03160", "Xã Mường Nhé", "Huyện Mường Nhé", 28),
    (11, "03178", "Xã Sá Tổng", "Huyện Mường Chà", 28), (12, "03401", "Xã Tà Lèng", "Huyện Nậm Pồ", 28),
    (13, "03402", "Xã Tà Lèng", "Huyện Mường Nhé", 28),
)  # fmt: skip
_TODAY = (
    (21, "03158", "Xã Sín Thầu"), (22, "03127", "Phường Điện Biên Phủ"), (23, "03334", "Phường Mường Thanh"),
    (24, "03172", "Xã Na Sang"), (25, "03166", "Xã Mường Chà"), (26, "03352", "Xã Thanh An"), (27, "03356", "Xã Sam Mứn"),
    (28, "03160", "Xã Mường Nhé"),
)  # fmt: skip


def _name(full: str) -> str:
    return full.removeprefix("Xã ").removeprefix("Phường ").removeprefix("Thị trấn ")


def _units() -> pd.DataFrame:
    rows: list[tuple[Any, ...]] = [
        (90, "country", "VN", date(1900, 1, 1), date.max, "Việt Nam", "Việt Nam", "", ""),
        (91, "province", "11", date(1900, 1, 1), date.max, "Điện Biên", "Điện Biên", "VN", ""),
    ]
    rows += [(n, "commune", code, OLD, LAST, _name(full), full, "11", d) for n, code, full, d, _ in _FORMER]
    rows += [(n, "commune", code, NEW, date.max, _name(full), full, "11", "") for n, code, full in _TODAY]
    names = ["area_id", "kind", "code", "valid_from", "valid_to", "name", "full_name", "parent", "district"]
    return pd.DataFrame(rows, columns=names)


def _indicator(code: str, vi: str, short: str, counted: tuple[str, str], **fields: Any) -> Indicator:
    base: dict[str, Any] = {
        "unit": Unit.PERCENT, "multiplier": 100, "periods": (Kind.YEAR, Kind.QUARTER), "collection": "niis", "value_only": False,
    } | fields  # fmt: skip
    base = of_people(base["unit"]) | base
    words = Wording(vi, short, "", counted[0], counted[1], "trẻ", "trẻ", "", "")
    english = Wording(
        f"{code} name", f"{code} short", "", f"{code} counted", f"{code} of all", "child", "children", "", ""
    )
    return Indicator(
        code=code, order=1, theme="health", direction=Direction.UP, decimals=1, sensitivity=1, headline=True,
        gap_breaks=(-1.0, 0.0, 1.0, 2.0), value_breaks=(1.0, 2.0, 3.0, 4.0), words={"vi": words, "en": english}, **base,
    )  # fmt: skip


CATALOGUE = Catalogue((
    _indicator("IMM01", "Tỷ lệ trẻ dưới 1 tuổi được tiêm chủng đầy đủ 8 loại vắc xin", "Tiêm chủng đầy đủ, dưới 1 tuổi (8 loại)",
               ("Số trẻ dưới 1 tuổi đã tiêm đủ", "Số trẻ dưới 1 tuổi thuộc diện tiêm chủng")),
    _indicator("IMM02", "Tỷ lệ trẻ dưới 5 tuổi được tiêm chủng đầy đủ 12 loại vắc xin", "Tiêm chủng đầy đủ, dưới 5 tuổi (12 loại)",
               ("Số trẻ dưới 5 tuổi đã tiêm đủ", "Số trẻ dưới 5 tuổi đang được quản lý")),
    _indicator("INS01", "Tỷ lệ trẻ dưới 6 tuổi có thẻ bảo hiểm y tế", "Thẻ BHYT, dưới 6 tuổi",
               ("Số trẻ có thẻ còn hạn", "Số trẻ dưới 6 tuổi")),
    _indicator("NUT01", "Tỷ lệ suy dinh dưỡng thấp còi", "Suy dinh dưỡng thấp còi", ("Số trẻ thấp còi", "Số trẻ được đo"),
               value_only=True, collection="growth"),
    _indicator("DIS01", "Số trẻ em khuyết tật được khám sàng lọc", "Trẻ khuyết tật được khám", ("Số trẻ được khám", "Không có"),
               unit=Unit.COUNT, multiplier=1),
    _indicator("SCH01", "Tỷ lệ trường học có phòng y tế", "Trường có phòng y tế", ("Số trường có phòng y tế", "Số trường"),
               periods=(Kind.SCHOOL_YEAR,)),
    _indicator("PLA01", "Tỷ lệ xã, phường có điểm văn hóa, vui chơi cho trẻ em", "Xã có điểm văn hóa, vui chơi",
               ("Số xã, phường có ít nhất một điểm vui chơi", "Số xã, phường"), **YES_OR_NO),
))  # fmt: skip

_EXTERNAL = (
    ("dhis2", "area", "OuNhe0000001", 28, "", "", ""), ("dhis2", "area", "OuThau000001", 21, "", "", ""),
    ("dhis2", "indicator", "deVaccinated", None, "IMM01", "numerator", ""),
    ("dhis2", "indicator", "deTarget", None, "IMM01", "denominator", ""),
    ("dhis2", "indicator", "deVaccinated.cocMong", None, "IMM01", "numerator", "ethnic=mong"),
    ("dhis2", "indicator", "deScreened", None, "DIS01", "numerator", ""),
    ("other", "indicator", "deOther", None, "DIS01", "numerator", ""),
)  # fmt: skip

REGISTER = Register(
    catalogue=CATALOGUE,
    units=_units(),
    successors=pd.DataFrame([(n, after, 1.0) for n, _, _, _, after in _FORMER], columns=["old_id", "new_id", "weight"]),
    aliases=pd.DataFrame([(11, "Xá Tổng"), (3, "Lèng Su Sìn cũ")], columns=["area_id", "spelling"]),
    external=pd.DataFrame(
        _EXTERNAL, columns=["system", "kind", "external", "area_id", "indicator", "part", "stratum"]
    ),
    collections=pd.DataFrame(
        [("niis", "register", "Hệ thống tiêm chủng", "Immunisation system"), ("growth", "register", "Cân đo", "Measuring")],
        columns=["code", "kind", "name_vi", "name_en"],
    ),
    province="11",
)  # fmt: skip


def sheet(rows: Sequence[Sequence[object]], name: str = "Biểu 1", *, first: int = 1, **fields: Any) -> Sheet:
    """A sheet of a workbook: cells as given, None where nothing stands; the first row has the number `first`."""
    width = max(map(len, rows))
    table = pd.DataFrame(
        [[*row, *[None] * (width - len(row))] for row in rows], index=range(first, first + len(rows)), dtype=object
    )
    return Sheet(name, table, **fields)


def csv(text: str, separator: str = ",") -> Sheet:
    """The sheet of a CSV file: all text."""
    rows = [[cell.strip() or None for cell in line.split(separator)] for line in text.strip().splitlines()]
    made = sheet(rows, "")
    return Sheet("", made.table.astype("str"))


def mapped(*sheets: Sheet, kind: str = "", document: Any = None, today: date = TODAY, **declared: Any) -> Mapped:
    """`map_source` of a file with these sheets, on this register."""
    what = kind or ("csv" if sheets and sheets[0].name == "" else "xlsx")
    source = Source("bao_cao", what, "0" * 64, sheets, document=document)
    return map_source(source, Declared(**declared), REGISTER, today=today)


def found(result: Mapped) -> list[tuple[str, str]]:
    """Rule and cell of all findings but notes, in order of the rule."""
    rows = result.findings[result.findings["level"] != "note"]
    places = [f"{col}{'' if pd.isna(row) else int(row)}" for row, col in zip(rows["row"], rows["col"], strict=True)]
    return sorted(zip(rows["rule"], places, strict=True))


def notes(result: Mapped) -> dict[str, str]:
    """Details of the notes by rule."""
    rows = result.findings[result.findings["level"] == "note"]
    return dict(zip(rows["rule"], rows["details"], strict=True))


def claims(result: Mapped, *names: str) -> list[tuple[Any, ...]]:
    """Some columns of CLAIMS, whole numbers as such, None for NaN."""
    return [tuple(_plain(row[name]) for name in names) for row in result.claims.to_dict("records")]


def _plain(value: Any) -> Any:
    if value is None or value != value:
        return None
    return int(value) if isinstance(value, float) and value.is_integer() else value


def details(result: Mapped, rule: str) -> Mapping[str, Any]:
    """What fills the sentence of the first finding of `rule`."""
    import json

    rows = result.findings[result.findings["rule"] == rule]
    return dict(json.loads(rows["details"].iloc[0]))
