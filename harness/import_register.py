"""A register of a few communes, literally: what mapping and checks need, without a database."""

from datetime import date

import pandas as pd

from base.settings import ASSETS
from intake.checks.known import Known
from intake.documents.catalogue_file import read_catalogue
from intake.register import Register

MERGED = date(2025, 7, 1)
_BEFORE, _TODAY = date(2004, 1, 1), date.max
_LAST = date(2025, 6, 30)

# area_id, kind, code, valid_from, valid_to, name, full_name, parent, district: codes and names were used again.
_UNITS = [
    (1, "country", "VN", _BEFORE, _TODAY, "Việt Nam", "Việt Nam", "", ""),
    (2, "province", "11", _BEFORE, _TODAY, "Điện Biên", "Tỉnh Điện Biên", "VN", ""),
    (3, "commune", "03127", MERGED, _TODAY, "Điện Biên Phủ", "Phường Điện Biên Phủ", "11", ""),
    (4, "commune", "03160", MERGED, _TODAY, "Mường Nhé", "Xã Mường Nhé", "11", ""),
    (5, "commune", "03158", MERGED, _TODAY, "Sín Thầu", "Xã Sín Thầu", "11", ""),
    (6, "commune", "03166", MERGED, _TODAY, "Mường Chà", "Xã Mường Chà", "11", ""),
    (7, "commune", "03334", MERGED, _TODAY, "Mường Thanh", "Phường Mường Thanh", "11", ""),
    (8, "commune", "03158", _BEFORE, _LAST, "Leng Su Sìn", "Xã Leng Su Sìn", "11", "Mường Nhé"),
    (9, "commune", "03154", _BEFORE, _LAST, "Sín Thầu", "Xã Sín Thầu", "11", "Mường Nhé"),
    (10, "commune", "03160", _BEFORE, _LAST, "Mường Nhé", "Xã Mường Nhé", "11", "Mường Nhé"),
    (11, "commune", "03136", _BEFORE, _LAST, "Mường Thanh", "Phường Mường Thanh", "11", "Điện Biên Phủ"),
]
_UNIT_COLUMNS = ["area_id", "kind", "code", "valid_from", "valid_to", "name", "full_name", "parent", "district"]


def register() -> Register:
    """Five communes of today, four of before, the catalogue of the repository, DHIS2 codes of one indicator."""
    element = "fbfJHSPpUQD"
    external: list[tuple[object, ...]] = [("dhis2", "area", f"DiszpKrYNg{n}", 3 + n, "", "", "") for n in range(5)]
    external += [("dhis2", "indicator", element, None, "IMM01", "numerator", "")]
    return Register(
        catalogue=read_catalogue(ASSETS / "catalogue"),
        units=pd.DataFrame(_UNITS, columns=_UNIT_COLUMNS),
        successors=pd.DataFrame(
            [(8, 5, 1.0), (9, 5, 1.0), (10, 4, 1.0), (11, 3, 1.0)], columns=["old_id", "new_id", "weight"]
        ),
        aliases=pd.DataFrame([(4, "Mường Nhế")], columns=["area_id", "spelling"]),
        external=pd.DataFrame(
            external, columns=["system", "kind", "external", "area_id", "indicator", "part", "stratum"]
        ),
        collections=pd.DataFrame(
            [
                ("niis", "register", "Hệ thống tiêm chủng", "Immunisation system"),
                ("survey", "survey", "Điều tra", "Survey"),
            ],
            columns=["code", "kind", "name_vi", "name_en"],
        ),
        province="11",
    )


def known(here: Register, totals: pd.DataFrame) -> Known:
    """One report in force for each commune of today, a year ago."""
    communes = here.units[here.units["kind"] == "commune"]
    today = communes[communes["valid_from"] == MERGED]
    return Known(
        catalogue=here.catalogue,
        reports=pd.DataFrame(
            {
                "indicator": "IMM01", "period": "2024", "area_code": today["code"], "area_valid_from": today["valid_from"],
                "stratum": "", "collection": "niis", "numerator": 400.0, "denominator": 430.0, "value": float("nan"), "batch": "2024.xlsx",
            }
        ).reset_index(drop=True),
        totals=totals,
        population=pd.DataFrame({"code": today["code"], "population": 9_000.0}).reset_index(drop=True),
        communes=communes[["code", "valid_from", "valid_to", "name"]].reset_index(drop=True),
    )  # fmt: skip
