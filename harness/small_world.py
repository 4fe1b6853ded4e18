"""A province small enough to add up by hand: four communes of today, made of seven.

03154 Sín Thầu, 03155 Sen Thượng, 03158 Leng Su Sìn  -> 03158 Sín Thầu (the code of Leng Su Sìn, used again)
03160 Mường Nhé, 03161 Nậm Vì                        -> 03160 Mường Nhé
03198 Một                                            -> 03200 Hai
03199 Chia (divided)                                 -> 1/4 to 03200 Hai, 3/4 to 03201 Ba
"""

from collections.abc import Sequence
from dataclasses import KW_ONLY, dataclass
from datetime import UTC, date, datetime

import pandas as pd
from sqlalchemy import Engine, select

from base.settings import province
from data_access import store as seed
from data_access.engine import reading, writing
from data_access.reports import batches
from data_access.reports.submission import Receipt, Submission
from data_access.rights import RawFigures
from data_access.tables import batch
from harness.kinds import of_people
from indicators.catalogue import Catalogue, Direction, Indicator, Target, Unit, Wording
from indicators.periods import Kind

OLD_DAY, NEW_DAY = date(2019, 1, 1), date(2025, 7, 1)
OLD = ("03154", "03155", "03158", "03160", "03161", "03198", "03199")
NEW = ("03158", "03160", "03200", "03201")
OFFICER = RawFigures()
RECEIVED = datetime(2026, 1, 15, 5, tzinfo=UTC)

COMMUNES = pd.DataFrame(
    [(code, name, "2025-07-01", "1000", "10.5", "Resolution") for code, name in
     (("03158", "Xã Sín Thầu"), ("03160", "Xã Mường Nhé"), ("03200", "Phường Hai"), ("03201", "Xã Ba"))],
    columns=["code", "full_name", "valid_from", "population", "area_km2", "source"],
)  # fmt: skip

FORMER = pd.DataFrame(
    [(old, name, "Huyện Mường Nhé", new, weight, "2019-01-01", "2025-06-30", "Resolution") for old, name, new, weight in
     (("03154", "Xã Sín Thầu", "03158", "1.0"), ("03155", "Xã Sen Thượng", "03158", "1.0"),
      ("03158", "Xã Leng Su Sìn", "03158", "1.0"), ("03160", "Xã Mường Nhé", "03160", "1.0"),
      ("03161", "Xã Nậm Vì", "03160", "1.0"), ("03198", "Xã Một", "03200", "1.0"),
      ("03199", "Xã Chia", "03200", "0.25"), ("03199", "Xã Chia", "03201", "0.75"))],
    columns=["old_code", "old_full_name", "old_district", "new_code", "weight", "valid_from", "valid_to", "source"],
)  # fmt: skip

ATTRIBUTES = pd.DataFrame(
    [(code, scheme, value, number, ordinal, "2025-07-01", "Decision 46", demo) for code, scheme, value, number, ordinal, demo in
     (("03158", "region", "III", "", "3", "no"), ("03160", "region", "II", "", "2", "no"),
      ("03158", "ethnic", "hanhi", "84", "", "yes"), ("03158", "travel_minutes", "", "170", "", "yes"),
      ("03158", "population", "", "6058", "", "no"))],
    columns=["code", "scheme", "value", "number", "ordinal", "valid_from", "source", "is_demo"],
)  # fmt: skip

COLLECTIONS = pd.DataFrame(
    [("niis", "register", "Sổ", "Register", ""), ("survey", "survey", "Điều tra", "Survey", ""),
     ("press", "published", "Đã công bố", "Published", "Báo Điện Biên Phủ, 2025"),
     ("nso", "reference", "Cả nước", "Whole country", "NSO")],
    columns=["code", "kind", "name_vi", "name_en", "citation"],
)  # fmt: skip


def indicator(
    code: str, order: int, sensitivity: int, unit: Unit = Unit.PERCENT, *, accumulates: bool = False
) -> Indicator:
    """An indicator of which only the sensitivity matters."""
    words = Wording("Tên", "Ngắn", "về", "tử số", "mẫu số", "trẻ", "trẻ", "thêm {n} trẻ", "nguồn", law="23/QĐ-TTg")
    return Indicator(
        code=code, order=order, theme="health", direction=Direction.UP, unit=unit,
        multiplier=100 if unit is Unit.PERCENT else 1, decimals=1, sensitivity=sensitivity, headline=True,
        periods=(Kind.YEAR, Kind.QUARTER), gap_breaks=(-6.0, -3.0, 0.0, 1.5), value_breaks=(91.0, 94.0, 97.0, 98.5),
        targets=(Target(2025, ">=", 97.0, "23/QĐ-TTg", False), Target(2030, ">=", 98.0, "23/QĐ-TTg", True)),
        words={"vi": words, "en": words}, collection="niis", due_days={"year": 20, "quarter": 15},
        accumulates=accumulates, **of_people(unit),
    )  # fmt: skip


CATALOGUE = Catalogue(
    (
        indicator("OPEN", 1, 0),
        indicator("PLAIN", 2, 1),
        indicator("GUARDED", 3, 2),
        indicator("SECRET", 4, 3),
        indicator("COUNTED", 5, 2, Unit.COUNT),
        indicator("FLOW", 6, 2, accumulates=True),
    )
)


def fill(engine: Engine) -> None:
    """The small world without any report."""
    with writing(engine) as connection:
        seed.store_areas(connection, COMMUNES, FORMER, province())
        seed.store_attributes(connection, ATTRIBUTES)
        seed.store_collections(connection, COLLECTIONS)
        seed.store_catalogue(connection, CATALOGUE)
        seed.store_periods(connection, 2027)


@dataclass(frozen=True)
class Report:
    """One row of REPORTS. day: from which on its area has been there; without one, the communes before the merger are meant for periods up
    to the first half of 2025.
    """

    code: str
    numerator: float | None
    denominator: float | None = None
    _: KW_ONLY
    indicator: str = "OPEN"
    period: str = "2024"
    kind: str = "commune"
    day: date | None = None
    stratum: str = ""
    collection: str = "niis"
    value: float | None = None
    status: str = "final"
    reported_on: date = date(2025, 1, 10)
    blank: str = ""
    row: int | None = None

    def cells(self) -> dict[str, object]:
        """What stands in each column."""
        before = self.period < "2025" or self.period in ("2025-Q1", "2025-Q2", "2025-H1")
        return {
            "indicator": self.indicator, "period": self.period, "area_kind": self.kind, "area_code": self.code,
            "area_valid_from": self.day or (OLD_DAY if before else NEW_DAY), "stratum": self.stratum,
            "collection": self.collection, "numerator": self.numerator, "denominator": self.denominator,
            "value": self.value, "status": self.status, "reported_on": self.reported_on, "blank": self.blank,
            "sheet": "Biểu 1", "row": self.row, "col": "D",
        }  # fmt: skip


def frame(reports: Sequence[Report]) -> pd.DataFrame:
    """REPORTS of some rows; figures are floats."""
    made = pd.DataFrame([report.cells() for report in reports])
    return made.astype({"numerator": float, "denominator": float, "value": float, "row": float})


def apply(engine: Engine, reports: Sequence[Report], *, content: bytes | None = None, is_demo: bool = False) -> int:
    """Apply reports as one batch; returns the data version."""
    rows = frame(reports)
    submission = Submission(rows, kind="workbook", name="bao_cao.xlsx", content=content or rows.to_json().encode())
    return batches.apply(engine, [submission], Receipt("an", RECEIVED, is_demo=is_demo))


def newest_batch(engine: Engine) -> int:
    """The batch applied last."""
    with reading(engine) as connection:
        return int(connection.scalars(select(batch.c.batch_id).order_by(batch.c.batch_id.desc())).first() or 0)
