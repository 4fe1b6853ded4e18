"""All measures of many units at once, each with its interval or with the reason why it has none."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from indicators.catalogue import Indicator
from indicators.equity.cells import UNIT, Z95, Cells, Flags, cells_of
from indicators.equity.ends import attributable, difference, many_groups, ratio, two_ends
from indicators.equity.measures import CODES, MEASURES, MOST_GROUPS, Needs
from indicators.equity.ordered import concentration, slope
from indicators.equity.unordered import bgv, distances, mld, theil
from indicators.intervals import Floats

SUMMARY = [*UNIT, "measure", "value", "low", "high", "reason"]
_MOST_MISSING = 0.15  # healthequal refuses an unordered grouping with more groups missing
_CELLS_AT_ONCE = 1500  # units × groups that are simulated together: what fits a processor's cache
_NEVER_NEGATIVE = {"BGV", "TI", "MLD"}


def summaries(groups: pd.DataFrame, indicators: Mapping[str, Indicator]) -> pd.DataFrame:
    """SUMMARY of GROUPS: for each unit (indicator, period) one row per measure of `MEASURES`, in their order.

    groups: GROUPS of `indicators.equity.groups`, any number of indicators and periods. value, low, high: in the scale of the
    measure, 95 %; NaN where reason is not ''. low and high are NaN too where a value has no interval (a rate at 0).
    """
    if groups.empty:
        return pd.DataFrame(columns=SUMMARY)
    keys, cells = cells_of(groups, indicators)
    value, low, high = _computed(cells)
    reason = _reasons(cells, value)
    withheld = reason != ""
    table = pd.DataFrame(
        {
            "measure": np.tile(np.array(CODES, dtype=object), len(keys)),
            "value": np.where(withheld, np.nan, value).ravel(),
            "low": np.where(withheld, np.nan, low).ravel(),
            "high": np.where(withheld, np.nan, high).ravel(),
            "reason": reason.ravel(),
        }
    )
    return pd.concat([keys.loc[keys.index.repeat(len(CODES))].reset_index(drop=True), table], axis=1)[SUMMARY]


def summary(groups: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """As `summaries`, for one period of one indicator: measure, value, low, high, reason."""
    return summaries(groups, {indicator.code: indicator})[SUMMARY[2:]]


def _computed(cells: Cells) -> tuple[Floats, Floats, Floats]:
    """value, low and high of each measure: units × measures, whatever their validity."""
    shape = (len(cells.value), len(CODES))
    value, low, high = (np.full(shape, np.nan) for _ in range(3))
    column = {code: n for n, code in enumerate(CODES)}

    def put(code: str, estimate: Floats, error: Floats, *, log: bool = False) -> None:
        n = column[code]
        value[:, n] = estimate
        if log:
            low[:, n], high[:, n] = estimate * np.exp(-Z95 * error), estimate * np.exp(Z95 * error)
        else:
            floor = 0.0 if code in _NEVER_NEGATIVE else -np.inf
            low[:, n], high[:, n] = np.maximum(estimate - Z95 * error, floor), estimate + Z95 * error

    with np.errstate(divide="ignore", invalid="ignore"):
        put("D", *difference(cells))
        put("R", *ratio(cells), log=True)
        par, paf = attributable(cells)
        put("PAR", *par)
        put("PAF", *paf)
        put("BGV", *bgv(cells))
        put("TI", *theil(cells))
        put("MLD", *mld(cells))
        if cells.ordered.any():
            sii, rii = slope(cells)
            aci, rci = concentration(cells)
            put("SII", *sii)
            put("RII", *rii, log=True)
            put("ACI", *aci)
            put("RCI", *rci)
        for code, (estimate, below, above) in _simulated(cells).items():
            n = column[code]
            value[:, n], low[:, n], high[:, n] = estimate, below, above
    return value, low, high


def _simulated(cells: Cells) -> dict[str, tuple[Floats, Floats, Floats]]:
    """The measures whose intervals are the 2.5th and 97.5th percentile of what chance could have given."""
    estimates = distances(cells.value, cells) | many_groups(cells.value)
    limits = {code: (np.full(len(cells.value), np.nan), np.full(len(cells.value), np.nan)) for code in estimates}
    at_once = max(1, _CELLS_AT_ONCE // max(1, cells.value.shape[1]))
    for start in range(0, len(cells.value), at_once):
        part = slice(start, start + at_once)
        some = _taken(cells, part)
        drawn = some.drawn()
        for code, each in (distances(drawn, some) | many_groups(drawn)).items():
            limits[code][0][part], limits[code][1][part] = np.percentile(each, [2.5, 97.5], axis=0)
    return {code: (estimates[code], *limits[code]) for code in estimates}


def _taken(cells: Cells, part: slice) -> Cells:
    return Cells(**{name: array[part] for name, array in vars(cells).items()})


def _reasons(cells: Cells, value: Floats) -> np.ndarray:
    """Why each measure of each unit is withheld; '' where it holds. The first reason that applies is given."""
    known = cells.known
    count = known.sum(axis=1)
    ordered = cells.ordered
    lost = cells.here & ~known
    many_lost = lost.sum(axis=1) > np.where(ordered, 0, _MOST_MISSING * cells.here.sum(axis=1))
    hidden = (lost & cells.hidden).any(axis=1)
    over = (known & cells.bounded[:, None] & (cells.value > cells.scale[:, None])).any(axis=1)
    equal = (np.nanmax(np.where(known, cells.value, -np.inf), axis=1)) <= np.nanmin(
        np.where(known, cells.value, np.inf), axis=1
    )
    ends_lost = ordered & _an_end_is_lost(cells)
    reason = np.full((len(cells.value), len(MEASURES)), "", dtype=object)
    for n, measure in enumerate(MEASURES):
        incomplete = ends_lost if measure.code in ("D", "R") else many_lost
        first = [
            ("no_denominator", ~cells.rate),
            ("too_few", count < 2),
            ("over", over),
            ("unordered", ~ordered & (measure.needs is Needs.ORDERED)),
            ("ordered", ordered & (measure.needs is Needs.UNORDERED)),
            ("few_groups", (count <= MOST_GROUPS) & (measure.many is True)),
            ("many_groups", (count > MOST_GROUPS) & ~ordered & (measure.many is False)),
            ("hidden", incomplete & hidden),
            ("missing", incomplete),
            ("one_member", ordered & (cells.single & known).any(axis=1)),
            ("two_groups", count < measure.least),
            ("neutral", (cells.sign == 0) & measure.needs_best),
            ("all_equal", equal & (measure.code in ("SII", "RII"))),
            ("no_fit", np.isnan(value[:, n]) & (measure.code in ("SII", "RII"))),
            ("zero", np.isnan(value[:, n])),
        ]
        reason[:, n] = np.select([_flags(when, ordered) for _, when in first], [code for code, _ in first], "")
    return reason


def _an_end_is_lost(cells: Cells) -> Flags:
    y1, y2 = two_ends(cells)
    units = np.arange(len(cells.value))
    return np.asarray(~(cells.known[units, y1] & cells.known[units, y2]), dtype=bool)


def _flags(when: object, like: Flags) -> Flags:
    return np.broadcast_to(np.asarray(when, dtype=bool), like.shape)
