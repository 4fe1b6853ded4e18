"""Small frames of known numbers for the tests of indicators, charts and exports."""

from typing import Any

import pandas as pd

from harness.kinds import of_people
from harness.values import made_up
from indicators.catalogue import Direction, Indicator, Target, Unit, Wording
from indicators.periods import Kind

WORDS = {
    language: Wording(
        name="Full vaccination under 1", short="Vaccination", about="vaccination", numerator="n", denominator="d",
        unit_noun=noun, unit_noun_many=many, action="", source="",
    )
    for language, noun, many in (("en", "child", "children"), ("vi", "trẻ", "trẻ"))
}  # fmt: skip


def an_indicator(**changes: Any) -> Indicator:
    """Coverage, higher is better, target 97 % by 2025 and 98 % by 2030."""
    fields: dict[str, Any] = {
        "code": "IMM01",
        "order": 1,
        "theme": "health",
        "direction": Direction.UP,
        "unit": Unit.PERCENT,
        "multiplier": 100,
        "decimals": 1,
        "sensitivity": 1,
        "headline": True,
        "periods": (Kind.YEAR,),
        "gap_breaks": (-6.0, -3.0, 0.0, 1.5),
        "value_breaks": (85.0, 90.0, 95.0, 97.0),
        "targets": (Target(2030, ">=", 98.0, "", False), Target(2025, ">=", 97.0, "", False)),
        "words": WORDS,
    }
    fields |= changes
    return Indicator(**of_people(fields["unit"]) | fields)


STUNTING = an_indicator(
    code="NUT01",
    direction=Direction.DOWN,
    gap_breaks=(-1.5, 0.0, 3.0, 6.0),
    targets=(Target(2025, "<=", 17.0, "", False),),
)
SCREENED = an_indicator(
    code="DIS01", direction=Direction.NEUTRAL, unit=Unit.COUNT, multiplier=1, decimals=0, targets=(), gap_breaks=()
)
RATE = an_indicator(
    code="STF02",
    unit=Unit.PER_1000,
    multiplier=1000,
    targets=(Target(2025, ">=", 6.0, "", False),),
)


def areas(n: int = 3) -> pd.DataFrame:
    """AREAS '001' … with alternating groups."""
    return pd.DataFrame(
        {
            "code": [f"{i + 1:03d}" for i in range(n)],
            "name": [f"Commune {i + 1}" for i in range(n)],
            "full_name": [f"Xã Commune {i + 1}" for i in range(n)],
            "ethnic": [("mong", "thai", "mixed")[i % 3] for i in range(n)],
            "region": ["III"] * n,
            "border": ["yes" if i % 2 == 0 else "no" for i in range(n)],
            "travel": ["remote" if i % 2 == 0 else "near" for i in range(n)],
            "travel_minutes": [150.0 if i % 2 == 0 else 40.0 for i in range(n)],
            "population": [1000.0 * (n - i) for i in range(n)],
        }
    )


def values(
    figures: list[tuple[str, float, float]], *, period: str = "2025", indicator: str = "IMM01", kind: str = "commune",
    **changes: Any,
) -> pd.DataFrame:  # fmt: skip
    """VALUES with one row per (code, numerator, denominator)."""
    codes, numerators, denominators = zip(*figures, strict=True) if figures else ((), (), ())
    return made_up(
        {
            "indicator": indicator, "period": period, "kind": kind, "code": codes, "name": [f"Name {code}" for code in codes],
            "numerator": numerators, "denominator": denominators, **changes,
        }
    )  # fmt: skip
