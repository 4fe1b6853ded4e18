"""All measures of many units at once, each with its interval or with the reason why it has none."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from indicators.catalogue import Indicator
from indicators.equity.cells import UNIT, Z95, Cells, Flags, cells_of
from indicators.equity.ends import attributable, difference, many_groups, ratio, two_ends
from indicators.equity.measures import CODES, MEASURES, MOST_GROUPS, Needs
from indicators.equity.ordered import concentration, slope
from indicators.equity.spread import MODELLED, modelled, without_chance
from indicators.equity.unordered import distances
from indicators.intervals import Floats

SUMMARY = [*UNIT, "measure", "value", "low", "high", "corrected", "no_interval", "reason"]
_MOST_MISSING = 0.15  # healthequal refuses an unordered grouping with more groups missing


def summaries(groups: pd.DataFrame, indicators: Mapping[str, Indicator]) -> pd.DataFrame:
    """SUMMARY of GROUPS: for each unit (indicator, period) one row per measure of `MEASURES`, in their order.

    groups: GROUPS of `indicators.equity.groups`, any number of indicators and periods. value, low, high: in the scale of the
    measure, 95 %; NaN where reason is not ''. corrected: the value without what chance adds to it; NaN where chance adds nothing
    on average, as between two groups that are given. no_interval: it adds up distances or picks ends by their value, so low and
    high are NaN. Of an indicator without interval none of these is there. They are NaN too where a value has no interval for another cause (a rate at 0).
    """
    if groups.empty:
        return pd.DataFrame(columns=SUMMARY)
    keys, cells = cells_of(groups, indicators)
    value, low, high, corrected = _computed(cells)
    reason = _reasons(cells, value)
    withheld = reason != ""
    grown = ~_given(cells)
    bare = grown & ~np.isin(CODES, MODELLED)
    # Where all there are were counted, chance adds nothing and widens nothing.
    counted = np.array([not indicators[code].has_interval for code in keys["indicator"]])[:, None]
    table = pd.DataFrame(
        {
            "measure": np.tile(np.array(CODES, dtype=object), len(keys)),
            "value": np.where(withheld, np.nan, value).ravel(),
            "low": np.where(withheld | bare | counted, np.nan, low).ravel(),
            "high": np.where(withheld | bare | counted, np.nan, high).ravel(),
            "corrected": np.where(withheld | ~grown | counted, np.nan, corrected).ravel(),
            "no_interval": (bare & ~withheld & ~counted).ravel(),
            "reason": reason.ravel(),
        }
    )
    return pd.concat([keys.loc[keys.index.repeat(len(CODES))].reset_index(drop=True), table], axis=1)[SUMMARY]


def summary(groups: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """As `summaries`, for one period of one indicator: SUMMARY without its keys."""
    return summaries(groups, {indicator.code: indicator})[SUMMARY[2:]]


def _given(cells: Cells) -> Flags:
    """Measures of groups that do not depend on which values are far apart: units × measures."""
    pair = (cells.known.sum(axis=1) == 2)[:, None] & np.isin(CODES, ("D", "R"))
    return np.asarray(cells.ordered[:, None] | pair, dtype=bool)


def _computed(cells: Cells) -> tuple[Floats, Floats, Floats, Floats]:
    """value, low, high and corrected of each measure: units × measures, whatever their validity."""
    shape = (len(cells.value), len(CODES))
    value, low, high, corrected = (np.full(shape, np.nan) for _ in range(4))
    column = {code: n for n, code in enumerate(CODES)}

    def put(code: str, estimate: Floats, error: Floats, *, log: bool = False) -> None:
        n = column[code]
        value[:, n] = estimate
        if log:
            low[:, n], high[:, n] = estimate * np.exp(-Z95 * error), estimate * np.exp(Z95 * error)
        else:
            low[:, n], high[:, n] = estimate - Z95 * error, estimate + Z95 * error

    with np.errstate(divide="ignore", invalid="ignore"):
        put("D", *difference(cells))
        put("R", *ratio(cells), log=True)
        par, paf = attributable(cells)
        put("PAR", *par)
        put("PAF", *paf)
        if cells.ordered.any():
            sii, rii = slope(cells)
            aci, rci = concentration(cells)
            put("SII", *sii)
            put("RII", *rii, log=True)
            put("ACI", *aci)
            put("RCI", *rci)
        for code, estimate in (distances(cells.value, cells) | many_groups(cells.value)).items():
            value[:, column[code]] = estimate
        for code, estimate in without_chance(cells).items():
            corrected[:, column[code]] = estimate
        for code, figures in modelled(cells).items():
            for table, figure in zip((value, low, high, corrected), figures, strict=True):
                table[:, column[code]] = figure
    return value, low, high, corrected


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
