"""The communes of a file against the total that the file prints."""

import numpy as np
import pandas as pd

from base.texts import marked
from indicators.findings import Level, Rule, finding, frame, none
from indicators.periods import parse
from intake.checks.case import Case
from intake.checks.figures import PARTS

TOTAL_DIFFERS = Rule(
    "total_differs",
    Level.WARNING,
    marked(
        "{indicator}, {period}: the printed total ({part}) is {total}; the communes add up to {sum}, a difference of "
        "{difference}."
    ),
    marked(
        "A row or the total was mistyped, or a row was left out or stands twice. Only the rows are imported, not the total."
    ),
)
TOTAL_OF_MORE = Rule(
    "total_of_more",
    Level.NOTE,
    marked(
        "{indicator}, {period}: the printed total ({part}) is {total}; the communes add up to {sum}, and {missing} communes "
        "have no figure in this file."
    ),
    marked("Ask for the missing reports, and compare again when they are in."),
)


def total_differs(case: Case) -> pd.DataFrame:
    """A printed total that is not the sum of its communes, although none is missing, or that is less than their sum."""
    return _compared(case, TOTAL_DIFFERS)


def total_of_more(case: Case) -> pd.DataFrame:
    """A printed total above the sum of its communes where some of them are missing."""
    return _compared(case, TOTAL_OF_MORE)


def _compared(case: Case, rule: Rule) -> pd.DataFrame:
    findings = []
    for total in _summed(case):
        for part in ("numerator", "denominator"):
            difference = total[f"{part}_sum"] - total[part]
            incomplete = difference < 0 and total["missing"] > 0
            # A part that is not printed is NaN, and so is the difference.
            if abs(difference) >= 0.5 and incomplete == (rule is TOTAL_OF_MORE):
                counted = {"missing": total["missing"]} if incomplete else {"difference": abs(difference)}
                findings.append(
                    finding(
                        rule, sheet=total["sheet"], row=None if pd.isna(total["row"]) else int(total["row"]),
                        col=total["col"], value=f"{total[part]:.10g}", indicator=total["indicator"],
                        period=total["period"], part=PARTS[part], total=total[part], sum=total[f"{part}_sum"], **counted,
                    )
                )  # fmt: skip
    return frame(findings) if findings else none()


def _summed(case: Case) -> list[dict]:
    """TOTALS with numerator_sum, denominator_sum and missing; without those of which the file has no commune."""
    totals = case.known.totals
    if totals.empty:
        return []
    wanted = [
        case.keys.slice_of(*names)
        for names in zip(
            totals["indicator"], totals["period"], totals["stratum"].fillna(""), totals["collection"], strict=True
        )
    ]
    once = case.evidence.claim[case.evidence.claim >= 0]
    once = once[np.isin(case.keys.slice[once], wanted) & case.of_commune[once]]
    rows = pd.DataFrame(
        {
            "slice": case.keys.slice[once],
            "sheet": case.claims["sheet"].fillna("").iloc[once].to_numpy(),
            "numerator": case.numerator[once],
            "denominator": case.denominator[once],
            "figures": 1,
        }
    )
    by_sheet = rows.groupby(["slice", "sheet"])[["numerator", "denominator", "figures"]].sum()
    by_file = rows.groupby("slice")[["numerator", "denominator", "figures"]].sum()
    result = []
    for total, key in zip(totals.to_dict("records"), wanted, strict=True):
        # A form of several sheets prints a total on each; a summary sheet has no communes of its own.
        if (key, total["sheet"]) in by_sheet.index:
            sums = by_sheet.loc[(key, total["sheet"])]
        elif key in by_file.index:
            sums = by_file.loc[key]
        else:
            continue
        expected = _standing(case, total["period"])
        result.append(
            total
            | {"numerator_sum": float(sums["numerator"]), "denominator_sum": float(sums["denominator"])}
            | {"missing": max(0, expected - int(sums["figures"]))}
        )
    return result


def _standing(case: Case, period: str) -> int:
    """How many communes there were on the last day of `period`."""
    day = parse(period).ends_on
    communes = case.known.communes
    ended = [not pd.isna(last) and last < day for last in communes["valid_to"]]
    return sum(first <= day and not gone for first, gone in zip(communes["valid_from"], ended, strict=True))
