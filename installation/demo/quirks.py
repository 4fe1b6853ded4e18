"""What goes wrong with reports in life: missing, late, provisional, mistyped. Planted in a file or drawn at random."""

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from base.errors import AtlasError
from base.texts import marked
from indicators import periods

#: The day on which the demo stands still: what was known then, and no more.
DEMO_AS_OF = date(2026, 1, 15)

KINDS = ("missing", "late", "over", "outlier")

# Of the reports of communes before the merger, so many never came.
_MISSING_PARTS = 0.008
_MISSING_YEARS = 0.002  # annual reports are chased, so most years are complete
_LATE_SHARE = 0.03
_PROVISIONAL_SHARE = 0.03  # of the reports of the newest year
_KEY = ["indicator", "period", "code"]


class UnknownQuirkError(AtlasError):
    """A planted line fits no report."""

    source = marked("{file}: these lines fit no report of the demo: {rows}. Correct or remove them.")


def read_quirks(path: Path) -> pd.DataFrame:
    """What is planted: what (KINDS), indicator, period, code (of the day), factor (NaN unless over or outlier), reason."""
    return pd.read_csv(path, dtype={"code": str, "period": str})


def distorted(reports: pd.DataFrame, *, quirks: pd.DataFrame, file: str) -> pd.DataFrame:
    """`reports` with planted mistakes in the numerator and without the reports planted as missing.

    A mistake hits every stratum, and the total is their sum again, as it would be in one mistyped sheet.
    Raises UnknownQuirkError for a line that fits nothing.
    """
    keyed = reports.merge(quirks.drop(columns="reason"), how="left", on=_KEY, indicator="planted")
    _refuse_unused(keyed, quirks=quirks, file=file)
    wrong = keyed["what"].isin(["over", "outlier"])
    keyed.loc[wrong, "numerator"] = np.rint(keyed["numerator"] * keyed["factor"])[wrong]
    parts = keyed[wrong & (keyed["stratum"] != "")].groupby(_KEY)["numerator"].sum()
    for key, total in parts.items():
        here = (keyed[_KEY] == list(key)).all(axis=1) & (keyed["stratum"] == "")  # type: ignore[call-overload]
        keyed.loc[here, "numerator"] = total
    return keyed[keyed["what"] != "missing"].drop(columns=["factor", "planted"]).reset_index(drop=True)


def _refuse_unused(keyed: pd.DataFrame, *, quirks: pd.DataFrame, file: str) -> None:
    used = keyed.loc[keyed["planted"] == "both", [*_KEY, "what"]].drop_duplicates()
    unused = quirks.merge(used, how="left", on=[*_KEY, "what"], indicator="found")
    lost = unused.index[(unused["found"] != "both") | ~unused["what"].isin(KINDS)]
    if len(lost):
        raise UnknownQuirkError(file=file, rows=", ".join(str(n + 2) for n in lost))


def delivered(
    reports: pd.DataFrame, *, due_days: pd.DataFrame, merged_on: date, rng: np.random.Generator
) -> pd.DataFrame:
    """`reports` with status and reported_on, less some old ones that never came.

    reports: with `what` from `distorted`; due_days: indicator, period, due (days after the end of the period).
    """
    sheets = reports.loc[:, [*_KEY, "what"]].drop_duplicates(_KEY).reset_index(drop=True)
    sheets = sheets.merge(due_days, how="left", on=["indicator", "period"])
    ends = {code: periods.parse(code).ends_on for code in sheets["period"].unique()}
    old = sheets["period"].map(lambda code: ends[code] < merged_on).to_numpy(dtype=bool)
    annual = sheets["period"].map({code: periods.parse(code).is_annual for code in ends}).to_numpy(dtype=bool)
    never = old & (rng.random(len(sheets)) < np.where(annual, _MISSING_YEARS, _MISSING_PARTS))
    late = (sheets["what"] == "late").to_numpy() | (old & (rng.random(len(sheets)) < _LATE_SHARE))
    newest = sheets["period"].isin([str(DEMO_AS_OF.year - 1), f"{DEMO_AS_OF.year - 1}-Q4"]).to_numpy()
    provisional = newest & (late | (rng.random(len(sheets)) < _PROVISIONAL_SHARE))
    days = np.where(late, sheets["due"] + rng.integers(1, 5, len(sheets)), rng.integers(2, 10, len(sheets)))
    sheets["reported_on"] = [
        _day(ends[code], days=int(n), draw=float(u))
        for code, n, u in zip(sheets["period"], days, rng.random(len(sheets)), strict=True)
    ]
    sheets["status"] = np.where(provisional, "provisional", "final")
    kept = sheets.loc[~never, [*_KEY, "reported_on", "status"]]
    return reports.drop(columns="what").merge(kept, on=_KEY)


def _day(ends_on: date, *, days: int, draw: float) -> date:
    """The day a report came in; one on a school year that is still running came in its first months."""
    if ends_on >= DEMO_AS_OF:
        return date(DEMO_AS_OF.year - 1, 11, 1) + timedelta(days=int(draw * 40))
    return min(ends_on + timedelta(days=days), DEMO_AS_OF - timedelta(days=1))
