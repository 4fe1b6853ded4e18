"""The trend marker: proven rise or fall over exactly the last five annual points, else no arrow.

The rule of the English public-health profiles (Fingertips): chi-square test for trend at 99.8 %, annual,
non-overlapping points without a break. Beyond it we ask that the slope keeps its sign with each year left out,
so that no single year makes a trend.
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date

import numpy as np
import pandas as pd

from indicators.catalogue import Indicator, Unit
from indicators.intervals import Floats
from indicators.measure import value_of
from indicators.periods import Period, parse
from indicators.sources import from_surveys

POINTS = 5
# Chi-square with one degree of freedom at 99.8 %.
THRESHOLD = 9.5495
PROVEN = ("up", "down")
_FIGURES = ("numerator", "denominator")


@dataclass(frozen=True)
class Trend:
    """What the last five years say: 'up', 'down', 'none' (not proven) or 'cannot' (points missing or not comparable).

    v0, v1: first and last value in the indicator's unit; y0, y1: codes of their periods ('' and NaN for 'cannot').
    """

    result: str
    v0: float
    y0: str
    v1: float
    y1: str


_ONE = pd.Index(["one"])

CANNOT = Trend("cannot", np.nan, "", np.nan, "")
"""That nothing can be said."""


def _score(numerator: Floats, denominator: Floats, years: Floats) -> tuple[Floats, Floats, Floats]:
    """Score of the slope, spread of the years and overall rate, along the last axis (weights = denominators)."""
    total = denominator.sum(axis=-1, keepdims=True)
    rate = numerator.sum(axis=-1, keepdims=True) / total
    centred = years - (denominator * years).sum(axis=-1, keepdims=True) / total
    return (numerator * centred).sum(axis=-1), (denominator * centred**2).sum(axis=-1), rate[..., 0]


def chi_square_for_trend(numerator: Floats, denominator: Floats, years: Floats, *, proportion: bool) -> Floats:
    """Test statistic (1 degree of freedom) of no trend, along the last axis.

    proportion: Cochran-Armitage (as R's prop.trend.test); else the score test of a Poisson rate. 0 where all values are
    the same, so that there is nothing to explain.
    """
    score, spread, rate = _score(numerator, denominator, years)
    variance = spread * rate * (1 - rate) if proportion else spread * rate
    possible = variance > 0
    return np.where(possible, score**2 / np.where(possible, variance, 1.0), 0.0)


def _keeps_its_sign(numerator: Floats, denominator: Floats, years: Floats) -> np.ndarray:
    """Whether the slope has the same sign with each single year left out."""
    sign = np.sign(_score(numerator, denominator, years)[0])
    same = np.ones(sign.shape, dtype=bool)
    for left_out in range(numerator.shape[-1]):
        rest = [np.delete(a, left_out, axis=-1) for a in (numerator, denominator, years)]
        same &= np.sign(_score(*rest)[0]) == sign
    return same


def merger_breaks(periods: Collection[str], indicator: Indicator, merged_on: date) -> tuple[str, ...]:
    """The first of `periods` that ends after the communes merged, if the indicator counts communes; else nothing.

    Fewer, larger communes change such a share by arithmetic alone, so the merger breaks its series.
    """
    after = [period for period in map(parse, periods) if period.ends_on >= merged_on]
    return (min(after).code,) if after and indicator.yes_or_no else ()


def _last_five(periods: Collection[str], breaks: Collection[str]) -> list[Period]:
    """The five latest annual periods if they follow each other without a break; else none."""
    annual = sorted({p for p in map(parse, periods) if p.is_annual})[-POINTS:]
    consecutive = [p.year for p in annual] == list(range(annual[0].year, annual[0].year + POINTS)) if annual else False
    one_kind = len({p.kind for p in annual}) == 1
    # A break at the first of the five is none: all five follow the new definition.
    unbroken = not any(p.code in breaks for p in annual[1:])
    return annual if consecutive and one_kind and unbroken else []


def trends(history: pd.DataFrame, indicator: Indicator, *, breaks: Collection[str] = ()) -> pd.DataFrame:
    """The trend of each area: columns result, v0, y0, v1, y1; index code, as first seen.

    history: VALUES of the indicator for areas of one kind (or any frame with code, period, numerator, denominator); parts
    of years are ignored. breaks: codes of the periods from which another definition holds. An area with a figure missing in any
    of the five years, with a numerator over its denominator, with figures of a survey (column source_kind, where it is there)
    beside others, or of an indicator without interval is 'cannot': where all are counted, chance is no question.
    """
    codes = pd.Index(history["code"].unique(), name="code")
    return pd.DataFrame(_found(history, codes, indicator, breaks), index=codes)


def _found(
    history: pd.DataFrame, codes: pd.Index, indicator: Indicator, breaks: Collection[str]
) -> dict[str, np.ndarray]:
    """An array per field of Trend, in the order of `codes`."""
    found: dict[str, np.ndarray] = {
        name: np.full(len(codes), nothing, dtype=object if isinstance(nothing, str) else float)
        for name, nothing in asdict(CANNOT).items()
    }
    five = _last_five(history["period"].unique().tolist(), breaks) if indicator.has_interval else []
    if five:
        columns = {p.code: place for place, p in enumerate(five)}
        place = np.array([columns.get(code, -1) for code in history["period"].to_numpy(object)])
        there = place >= 0
        figures = np.full((len(codes), POINTS, len(_FIGURES) + 1), np.nan)
        known = np.column_stack([*(history[name].to_numpy(float) for name in _FIGURES), from_surveys(history)])
        areas = codes.get_indexer(pd.Index(history["code"])) if len(codes) > 1 else np.zeros(len(history), dtype=int)
        figures[areas[there], place[there]] = known[there]
        _judge(found, figures, five, indicator)
    return found


def _judge(found: dict[str, np.ndarray], figures: np.ndarray, five: list[Period], indicator: Indicator) -> None:
    """Fill in `found` (an array per field of Trend) where the five `figures` of an area can be compared.

    figures: area × year × numerator, denominator, whether from a survey; NaN where there is none.
    """
    top, bottom, survey = figures.transpose(2, 0, 1)
    proportion = indicator.unit is Unit.PERCENT
    usable = ((bottom > 0) & (top >= 0) & ((top <= bottom) | (not proportion))).all(axis=1)
    usable &= survey.min(axis=1) == survey.max(axis=1)
    if not usable.any():
        return
    top, bottom = top[usable], bottom[usable]
    years = np.broadcast_to(np.array([float(p.year) for p in five]), top.shape)
    chi_square = chi_square_for_trend(top, bottom, years, proportion=proportion)
    proven = (chi_square > THRESHOLD) & _keeps_its_sign(top, bottom, years)
    rising = _score(top, bottom, years)[0] > 0
    values = value_of(top, bottom, indicator)
    found["result"][usable] = np.select([proven & rising, proven], ["up", "down"], "none")
    found["v0"][usable], found["v1"][usable] = values[:, 0], values[:, -1]
    found["y0"][usable], found["y1"][usable] = five[0].code, five[-1].code


def trend(history: pd.DataFrame, indicator: Indicator, *, breaks: Collection[str] = ()) -> Trend:
    """As `trends`, for the history of a single area (the province, a commune, a group)."""
    if history.empty:
        return CANNOT
    row = {name: cells[0] for name, cells in _found(history, _ONE, indicator, breaks).items()}
    return Trend(
        result=str(row["result"]),
        v0=float(row["v0"]),
        y0=str(row["y0"]),
        v1=float(row["v1"]),
        y1=str(row["y1"]),
    )
