"""The same figure said twice: in the file, or in the file and before it."""

import numpy as np
import pandas as pd

from base.texts import marked
from indicators import findings
from indicators.findings import Level, Rule, finding, frame
from intake.checks.case import Case, Flags

REPEATED = Rule(
    "repeated",
    Level.ERROR,
    marked("The same figure for the same commune and period stands in {first} too; this row is left out."),
    marked("Nothing is lost. Delete one of the two rows to be rid of this message."),
)
CONTRADICTED = Rule(
    "contradicted",
    Level.ERROR,
    marked("The file says {figure} here and {other} in {cell}, for the same commune, period and indicator."),
    marked("Keep the right one, delete the other and import the file again."),
)
UNCHANGED = Rule(
    "unchanged",
    Level.NOTE,
    marked("{n} figures are in force already as this file has them; they change nothing."),
    marked("Nothing to do."),
)
REPLACED = Rule(
    "replaced",
    Level.NOTE,
    marked("{figure} replaces {before}, which came with {batch}."),
    marked("Nothing to do if this report is the newer one. The former figure stays in the history."),
)
TAKEN_BACK = Rule(
    "taken_back",
    Level.NOTE,
    marked("{before}, which came with {batch}, is taken back: the file gives a reason instead of a figure."),
    marked("Nothing to do if that is meant. The former figure stays in the history."),
)


def repeated(case: Case) -> pd.DataFrame:
    """Rows after the first that say the same: refused, because a figure can't be stored twice; nothing gets lost."""
    several, same = _several(case), _same_throughout(case)
    first = _other_cells(case, several & same)
    later = pd.Series(case.keys.key).duplicated().to_numpy()
    return case.findings(REPEATED, several & same & later, first=first)


def contradicted(case: Case) -> pd.DataFrame:
    """Rows that say different things about one figure: all of them are refused."""
    where = _several(case) & ~_same_throughout(case)
    if not where.any():
        return findings.none()
    rows = np.flatnonzero(where)
    keys = case.keys.key[rows]
    first = pd.Series(rows).groupby(keys).transform("first").to_numpy()
    second = pd.Series(rows).groupby(keys).transform(lambda group: group.iloc[1]).to_numpy()
    other = np.where(rows == first, second, first)
    written, places = _written(case.claims.iloc[rows]), _places(case.claims.iloc[other])
    return case.findings(
        CONTRADICTED, where, figure=_spread(case, rows, written), cell=_spread(case, rows, places),
        other=_spread(case, rows, _written(case.claims.iloc[other])),
    )  # fmt: skip


def unchanged(case: Case) -> pd.DataFrame:
    """One note for the whole file."""
    n = int(np.sum(_in_force(case)[1]))
    return frame([finding(UNCHANGED, n=n)]) if n else findings.none()


def replaced(case: Case) -> pd.DataFrame:
    """A figure in force that this file replaces."""
    place, same = _in_force(case)
    return _against(case, REPLACED, (place >= 0) & ~same & ~case.blank, place)


def taken_back(case: Case) -> pd.DataFrame:
    """A figure in force that this file takes away."""
    place, _ = _in_force(case)
    return _against(case, TAKEN_BACK, (place >= 0) & case.blank, place)


def _against(case: Case, rule: Rule, where: Flags, place: np.ndarray) -> pd.DataFrame:
    rows = np.flatnonzero(where)
    if not len(rows):
        return findings.none()
    former = case.known.reports.iloc[place[rows]]
    return case.findings(
        rule, where, figure=_spread(case, rows, _written(case.claims.iloc[rows])),
        before=_spread(case, rows, _written(former)), batch=_spread(case, rows, former["batch"].to_numpy(object)),
    )  # fmt: skip


def _in_force(case: Case) -> tuple[np.ndarray, Flags]:
    """By claim: the place of the report in force, −1 if there is none, and whether it says the same."""
    keys = case.keys
    if not len(keys.reports):
        return np.full(len(case.claims), -1), np.zeros(len(case.claims), dtype=bool)
    order = np.argsort(keys.reports, kind="stable")
    found = order[np.minimum(np.searchsorted(keys.reports, keys.key, sorter=order), len(order) - 1)]
    there = keys.reports[found] == keys.key
    same = there & ~case.blank
    for name, figures in (("numerator", case.numerator), ("denominator", case.denominator), ("value", case.value)):
        former = case.known.reports[name].to_numpy(np.float64)[found]
        same &= (former == figures) | (np.isnan(former) & np.isnan(figures))
    return np.where(there, found, -1), same


def _several(case: Case) -> Flags:
    return pd.Series(case.keys.key).duplicated(keep=False).to_numpy()


def _same_throughout(case: Case) -> Flags:
    """Whether all rows of the claim's figure say the same."""
    rows = np.flatnonzero(_several(case))
    result = np.ones(len(case.claims), dtype=bool)
    if len(rows):
        said = case.claims[["numerator", "denominator", "value", "blank"]].iloc[rows]
        different = said.groupby(case.keys.key[rows]).transform("nunique", dropna=False)
        result[rows] = (different == 1).all(axis=1)
    return result


def _other_cells(case: Case, where: Flags) -> np.ndarray:
    rows = np.flatnonzero(where)
    first = pd.Series(rows).groupby(case.keys.key[rows]).transform("first").to_numpy()
    return _spread(case, rows, _places(case.claims.iloc[first])) if len(rows) else np.array([])


def _spread(case: Case, rows: np.ndarray, values: np.ndarray) -> np.ndarray:
    """`values` at `rows`, '' elsewhere."""
    result = np.full(len(case.claims), "", dtype=object)
    result[rows] = values
    return result


def _places(rows: pd.DataFrame) -> np.ndarray:
    """'IMM!D7', or 'D7' in a file of one sheet."""
    made = [
        f"{sheet}{'!' if sheet else ''}{col}{'' if pd.isna(row) else row}"
        for sheet, col, row in zip(rows["sheet"].fillna(""), rows["col"].fillna(""), rows["row"], strict=True)
    ]
    return np.array(made, dtype=object)


def _written(rows: pd.DataFrame) -> np.ndarray:
    """'455/510', '592' or '95.5'; the reason where there is no figure."""
    top, bottom, value = (_texts(rows[name]) for name in ("numerator", "denominator", "value"))
    counts = np.where(bottom == "", top, top + "/" + bottom)
    reason = rows["blank"].to_numpy(object) if "blank" in rows else ""
    return np.where(top != "", counts, np.where(value != "", value, reason))


def _texts(figures: "pd.Series[float]") -> np.ndarray:
    """Each different number is written once; '' for NaN."""
    codes, different = pd.factorize(figures)
    return np.array([*(f"{number:.10g}" for number in different), ""], dtype=object)[codes]
