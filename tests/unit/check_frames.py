"""Small files and what is in force, for the tests of the checks."""

import json
from datetime import date
from typing import Any

import pandas as pd

from harness.kinds import YES_OR_NO
from indicators.catalogue import Catalogue, Formula, Unit
from indicators.findings import FINDINGS
from intake.checks import check
from intake.checks.known import Known
from tests.unit.indicator_frames import an_indicator

SINCE = date(2025, 7, 1)
"""The day of the merger: from it today's communes stand."""

CATALOGUE = Catalogue(
    (
        an_indicator(code="IMM01", accumulates=True, may_exceed=True),
        an_indicator(code="SCH01"),
        an_indicator(code="NUT01", value_only=True),
        an_indicator(code="PLA01", **YES_OR_NO),
        an_indicator(code="STF02", unit=Unit.PER_1000, multiplier=1000),
        an_indicator(code="DIS01", unit=Unit.COUNT, multiplier=1),
        an_indicator(code="LAST", may_exceed=True),
        an_indicator(code="STF04", may_exceed=True, most=400.0),
        an_indicator(code="LOST", formula=Formula("IMM01", "LAST")),
    )
)

_TEXTS = (
    "indicator",
    "period",
    "area_kind",
    "area_code",
    "stratum",
    "collection",
    "status",
    "blank",
    "sheet",
    "col",
    "col_denominator",
)
_FIGURES = ("numerator", "denominator", "value")


def claims(*rows: dict[str, Any]) -> pd.DataFrame:
    """CLAIMS of final reports of commune 001 for 2025 on sheet 'IMM', row by row from 7 on, unless a row says otherwise."""
    usual: dict[str, Any] = {
        "indicator": "IMM01", "period": "2025", "area_kind": "commune", "area_code": "001", "area_valid_from": SINCE,
        "stratum": "", "collection": "niis", "numerator": None, "denominator": None, "value": None, "status": "final",
        "reported_on": date(2026, 1, 5), "blank": "", "sheet": "IMM", "col": "D",
        "col_denominator": "E",
    }  # fmt: skip
    frame = pd.DataFrame([usual | {"row": 7 + n} | row for n, row in enumerate(rows)], columns=[*usual, "row"])
    return frame.astype(
        {
            **dict.fromkeys(_TEXTS, "str"),
            **dict.fromkeys(_FIGURES, "float64"),
            "area_valid_from": "object",
            "row": "Int64",
        }
    )


def row(numerator: float | None = None, denominator: float | None = None, **more: Any) -> dict[str, Any]:
    """One row of `claims`."""
    return {"numerator": numerator, "denominator": denominator, **more}


def reports(*rows: dict[str, Any], batch: str = "old.xlsx") -> pd.DataFrame:
    """The reports of KNOWN, by the same words as `claims`."""
    made = claims(*rows).assign(batch=batch)
    return made[["indicator", "period", "area_code", "area_valid_from", "stratum", "collection", *_FIGURES, "batch"]]


def known(
    in_force: pd.DataFrame | None = None,
    *,
    totals: list[dict[str, Any]] | None = None,
    people: dict[str, float] | None = None,
    communes: int = 3,
) -> Known:
    """KNOWN of communes 001, 002 … of today and one of before, 001 too, as codes were reused."""
    columns = ["indicator", "period", "stratum", "collection", "numerator", "denominator", "sheet", "row", "col"]
    usual = {
        "indicator": "IMM01",
        "period": "2025",
        "stratum": "",
        "collection": "niis",
        "sheet": "IMM",
        "row": 60,
        "col": "D",
    }
    today = [(f"{n + 1:03d}", SINCE, date.max, f"Xã {n + 1}") for n in range(communes)]
    return Known(
        catalogue=CATALOGUE,
        reports=reports() if in_force is None else in_force,
        totals=pd.DataFrame([usual | each for each in totals or []], columns=columns).astype(
            {"numerator": "float64", "denominator": "float64"}
        ),
        population=pd.DataFrame(
            {"code": list(people or {}), "population": [float(n) for n in (people or {}).values()]}
        ),
        communes=pd.DataFrame(
            [("001", date(2004, 1, 1), date(2025, 6, 30), "Old"), *today],
            columns=["code", "valid_from", "valid_to", "name"],
        ),
    )


def found(file: pd.DataFrame, against: Known | None = None, *rules: str) -> list[tuple[str, int]]:
    """(rule, claim) of what `check` finds, in the order of claims; of `rules` only, if any are given."""
    findings = checked(file, against)
    pairs = sorted(zip(findings["claim"], findings["rule"], strict=True))
    return [(rule, claim) for claim, rule in pairs if not rules or rule in rules]


def checked(file: pd.DataFrame, against: Known | None = None) -> pd.DataFrame:
    """FINDINGS of `check`, held to its contract: its columns, and no word about a row that is not there."""
    result = check(file, known() if against is None else against)
    assert list(result.columns) == FINDINGS
    here = result[result["claim"] >= 0]
    assert set(here["claim"]) <= set(file.index)
    for each in here.to_dict("records"):
        claim = file.loc[each["claim"]]
        assert (each["sheet"], each["row"]) == tuple(claim[["sheet", "row"]])
        assert each["col"] in (claim["col"], claim["col_denominator"])
    return result


def told(findings: pd.DataFrame) -> list[str]:
    """The details of each of FINDINGS as JSON, without the place, which every finding tells."""
    each = (json.loads(text) for text in findings["details"])
    kept = ({name: value for name, value in one.items() if name not in ("commune", "beside")} for one in each)
    return [json.dumps(one, ensure_ascii=False) for one in kept]


def details(file: pd.DataFrame, against: Known | None, rule: str) -> dict[str, Any]:
    """What fills the text of the one finding of `rule`; without the place."""
    findings = checked(file, against)
    [one] = told(findings[findings["rule"] == rule])
    result: dict[str, Any] = json.loads(one)
    return result
