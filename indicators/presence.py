"""What each commune has or has not: since when, how many children live without it, and where the nearest one is.

Nothing here is a sample and no share is made of one commune: it has it (1 of 1) or has it not (0 of 1).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
import pandas as pd

from base.texts import Texts
from indicators.catalogue import Counts, Indicator, Wording
from indicators.periods import Period, parse
from indicators.status import orientation


@dataclass(frozen=True)
class Having:
    """Of so many communes that are known in a period, how many have it."""

    period: Period
    having: int
    communes: int


MEASURES = ("has", "without", "since")
_EARTH_KM = 6371.0088


def lacks(measured: pd.DataFrame, indicator: Indicator) -> np.ndarray:
    """Which rows of MEASURED are as they should not be: without it, or with it where less is better. False for a blank."""
    known = (measured["blank"] == "").to_numpy()
    has = measured["numerator"].to_numpy(float) > 0
    return np.asarray(known & (has if orientation(indicator) < 0 else ~has))


def presence(
    measured: pd.DataFrame,
    history: pd.DataFrame,
    *,
    indicator: Indicator,
    period: Period,
    children: Mapping[str, float],
) -> pd.DataFrame:
    """MEASURED with PRESENCE: has ('yes' | 'no' | '' for a blank), lacks (bool, as of `lacks`), and of the rows that are known
    children (who live there, NaN if not known), without (the same where it lacks, else NaN), since (code of the first period of
    the unbroken run that ends in `period`) and run ('all': as far back as is known; 'begun': it was otherwise before).

    history: VALUES of the indicator for communes of today. What was reported of former communes counts for those of today on
    their land: with it, if one of them had it; without it, if all have reported and none had. A period in which neither is known ends
    the run. children: by code.
    """
    known = (measured["blank"] == "").to_numpy()
    has = measured["numerator"].to_numpy(float) > 0
    bad = lacks(measured, indicator)
    living = np.where(known, measured["code"].map(children).astype(float).to_numpy(), np.nan)
    since, run = _runs(measured["code"], known=known, has=has, history=history, period=period)
    return measured.assign(
        has=np.where(known, np.where(has, "yes", "no"), ""),
        lacks=bad,
        children=living,
        without=np.where(bad, living, np.nan),
        since=since,
        run=run,
    )


def _runs(
    codes: pd.Series, *, known: np.ndarray, has: np.ndarray, history: pd.DataFrame, period: Period
) -> tuple[np.ndarray, np.ndarray]:
    earlier = sorted((p for p in map(parse, history["period"].unique()) if p.ends_on < period.ends_on), reverse=True)
    rows = history[history["kind"] == "commune"]
    places = pd.Index(codes)
    since = np.where(known, period.code, "").astype(object)
    open_still = known.copy()
    begun = np.zeros(len(codes), dtype=bool)
    first = period.starts_on
    for each in earlier:
        if each.ends_on + timedelta(days=1) != first:
            break
        first = each.starts_on
        of_period = rows[rows["period"] == each.code]
        at = places.get_indexer(pd.Index(of_period["code"]))
        state = np.full(len(codes), np.nan)
        state[at[at >= 0]] = _states(of_period)[at >= 0]
        same = open_still & (state == has)
        begun |= open_still & ~np.isnan(state) & (state != has)
        since[same] = each.code
        open_still = same
    return since, np.where(known, np.where(begun, "begun", "all"), "").astype(object)


def _states(rows: pd.DataFrame) -> np.ndarray:
    """1 with it, 0 without it, NaN where that can't be said."""
    top = rows["numerator"].to_numpy(float)
    whole = (rows["parts"] >= rows["parts_expected"]).to_numpy()
    shown = (rows["blank"] == "").to_numpy()
    return np.where(shown & (top > 0), 1.0, np.where(shown & (top == 0) & whole, 0.0, np.nan))


def counts(values: pd.DataFrame, *, until: Period) -> tuple[Having, ...]:
    """In how many communes of the day it was, period by period, ascending. values: VALUES of one area, or of several together."""
    known = values[values["denominator"] > 0]
    shown = sorted(
        (p for p in map(parse, known["period"].unique()) if p.ends_on <= until.ends_on), key=lambda p: p.ends_on
    )
    by_period = {p: known[known["period"] == p.code] for p in shown}
    return tuple(
        Having(p, round(rows["numerator"].sum()), round(rows["denominator"].sum())) for p, rows in by_period.items()
    )


def ranked(found: pd.DataFrame) -> pd.DataFrame:
    """MEASURED with PRESENCE: those that lack it first, by the children who live there, then blanks, then the others by name."""
    order = np.select([found["lacks"], found["blank"] != ""], [0, 1], 2)
    return (
        found.assign(_order=order)
        .sort_values(["_order", "without", "name"], ascending=[True, False, True], na_position="last", kind="stable")
        .drop(columns="_order")
    )


def nearest(points: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """The nearest of `places` to each of `points`: columns code (of the commune in which it stands), name, km; index of `points`.

    Both have lon, lat in degrees (WGS 84); places also code and name. km: great-circle distance, not by road. No rows without places.
    """
    if not len(places):
        return pd.DataFrame(columns=["code", "name", "km"])
    km = _distances(points, places)
    at = km.argmin(axis=1)
    return pd.DataFrame(
        {
            "code": places["code"].to_numpy(object)[at],
            "name": places["name"].to_numpy(object)[at],
            "km": km[np.arange(len(points)), at],
        },
        index=points.index,
    )


def _distances(points: pd.DataFrame, places: pd.DataFrame) -> np.ndarray:
    """Haversine, a row per point and a column per place."""
    lon, lat = (np.radians(points[name].to_numpy(float))[:, None] for name in ("lon", "lat"))
    to_lon, to_lat = (np.radians(places[name].to_numpy(float))[None, :] for name in ("lon", "lat"))
    half = np.sin((to_lat - lat) / 2) ** 2 + np.cos(lat) * np.cos(to_lat) * np.sin((to_lon - lon) / 2) ** 2
    return np.asarray(2 * _EARTH_KM * np.arcsin(np.sqrt(half)))


def of_children(indicator: Indicator) -> Indicator:
    """The same seen from the children: the share of them who live in a commune that has it. No target judges that share."""
    words = {
        language: replace(
            said,
            name=(title := _title(said, Texts(language))),
            short=title,
            about=title,
            unit_noun=said.children,
            unit_noun_many=said.children,
        )
        for language, said in indicator.words.items()
    }
    return replace(indicator, counts=Counts.PEOPLE, targets=(), words=words)


def _title(words: Wording, say: Texts) -> str:
    return say("Children who live in communes that {have}", have=words.yes)


def weighed(values: pd.DataFrame, children: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """VALUES of communes, each counted by the children who live there: numerator those who have it, denominator all.

    values: VALUES of `indicator`; children: VALUES of the indicator that it takes its children from. Rows that are no single commune's
    answer (0 or 1 of 1, as sums of former communes are not) and those whose children are not known in that period are left out.
    """
    rows = values[
        (values["kind"] == "commune")
        & (values["indicator"] == indicator.code)
        & (values["denominator"] == 1)
        & (values["origin"] != "summed")
    ]
    living = children[(children["indicator"] == indicator.children_from) & (children["kind"] == "commune")]
    known = living.set_index(["code", "period"])["denominator"]
    number = known.reindex(pd.MultiIndex.from_frame(rows[["code", "period"]])).to_numpy(float)
    counted = rows.assign(numerator=rows["numerator"] * number, denominator=number)
    return counted[counted["denominator"].notna()]
