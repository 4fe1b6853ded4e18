"""What `measured`, `changes` and `funnel` compute, once more: one cell at a time, in plain loops, with scalar scipy only.

Slow and obvious on purpose. Formulas as in the literature, not as in the code: Wilson by its formula, Poisson limits by
chi-square, needs by exact fractions, funnel limits by their definition (sums of probabilities up to the limit).
"""

import math
from dataclasses import dataclass, replace
from fractions import Fraction

from scipy import stats

from indicators.catalogue import Direction, Indicator, Target, Unit

Z = {level: float(stats.norm.ppf(1 - (1 - level) / 2)) for level in (0.95, 0.998)}
NOTHING = math.nan


@dataclass(frozen=True)
class Cell:
    """One row of MEASURED. versus: None where it cannot be said."""

    value: float
    low: float
    high: float
    gap: float = NOTHING
    need: float = NOTHING
    short: bool = False
    clear: bool = False
    safe: bool = False
    versus: int | None = None


def interval(x: float, n: float, indicator: Indicator, level: float) -> tuple[float, float]:
    """The interval of x/n in the indicator's unit; NaN where there is none."""
    if not indicator.has_interval or math.isnan(x) or math.isnan(n) or n <= 0:
        return NOTHING, NOTHING
    if indicator.unit is Unit.PERCENT:
        if x > n:
            return NOTHING, NOTHING
        z = Z[level]
        root = z * math.sqrt(z * z + 4 * x * (1 - x / n))
        low, high = (2 * x + z * z - root) / (2 * (n + z * z)), (2 * x + z * z + root) / (2 * (n + z * z))
        return 100 * (0.0 if x == 0 else low), 100 * (1.0 if x == n else high)
    tail = (1 - level) / 2
    low = float(stats.chi2.ppf(tail, 2 * x)) / 2 if x > 0 else 0.0
    high = float(stats.chi2.ppf(1 - tail, 2 * x + 2)) / 2
    return indicator.multiplier * low / n, indicator.multiplier * high / n


def cell(x: float, n: float, indicator: Indicator, target: Target | None, benchmark: float) -> Cell:
    """What is to be said of the count x of n."""
    known = not math.isnan(x) and (indicator.unit is Unit.COUNT or (not math.isnan(n) and n > 0))
    value = NOTHING
    if known:
        value = x if indicator.unit is Unit.COUNT else indicator.multiplier * x / n
    low, high = interval(x, n, indicator, 0.95)
    row = Cell(value, low, high)
    if target is not None and known:
        aim = Fraction(str(target.value))
        share = Fraction(x) if indicator.unit is Unit.COUNT else Fraction(x) * indicator.multiplier / Fraction(n)
        base = Fraction(1) if indicator.unit is Unit.COUNT else Fraction(n) / indicator.multiplier
        lacking = aim * base - Fraction(x) if target.comparator == ">=" else Fraction(x) - aim * base
        need, short = float(max(0, math.ceil(lacking))), lacking > 0
        row = replace(row, gap=float(share - aim), need=need, short=short)
        if not indicator.has_interval:
            row = replace(row, clear=short, safe=not short)
        elif not math.isnan(low):
            beyond = high < target.value if target.comparator == ">=" else low > target.value
            within = low > target.value if target.comparator == ">=" else high < target.value
            row = replace(row, clear=short and beyond, safe=not short and within)
    if indicator.direction is not Direction.NEUTRAL and not math.isnan(low) and not math.isnan(benchmark):
        step = 0
        for level in (0.95, 0.998):
            bottom, top = interval(x, n, indicator, level)
            step += 1 if bottom > benchmark else -1 if top < benchmark else 0
        row = replace(row, versus=step if indicator.direction is Direction.UP else -step)
    return row


def change(
    now: tuple[float, float], before: tuple[float, float], indicator: Indicator
) -> tuple[float, float, float, str]:
    """Difference, low, high and result of one row of `changes`."""
    values = [cell(*figures, indicator, None, NOTHING).value for figures in (now, before)]
    difference = values[0] - values[1]
    if indicator.direction is Direction.NEUTRAL:
        result = "cannot" if math.isnan(difference) else "not_judged"
    else:
        result = "cannot"
    if not indicator.has_interval:
        if indicator.direction is not Direction.NEUTRAL and not math.isnan(difference):
            rising = difference if indicator.direction is Direction.UP else -difference
            result = (
                "same"
                if round(abs(difference), 9) < 0.5 / 10**indicator.decimals
                else "better"
                if rising > 0
                else "worse"
            )
        return difference, NOTHING, NOTHING, result
    ends = [interval(*figures, indicator, 0.95) for figures in (now, before)]
    if math.isnan(ends[0][0]) or math.isnan(ends[1][0]):
        return difference, NOTHING, NOTHING, result
    low = difference - math.sqrt((values[0] - ends[0][0]) ** 2 + (ends[1][1] - values[1]) ** 2)
    high = difference + math.sqrt((ends[0][1] - values[0]) ** 2 + (values[1] - ends[1][0]) ** 2)
    if indicator.direction is not Direction.NEUTRAL:
        risen, fallen = low > 0, high < 0
        better, worse = (risen, fallen) if indicator.direction is Direction.UP else (fallen, risen)
        result = "better" if better else "worse" if worse else "within"
    return difference, low, high, result


def probability(k: int, n: float, rate: float, *, share: bool) -> float:
    """The probability of exactly k."""
    if share:
        return math.comb(round(n), k) * rate**k * (1 - rate) ** (round(n) - k)
    return math.exp(k * math.log(n * rate) - n * rate - math.lgamma(k + 1))


def funnel_limits(n: float, benchmark: float, indicator: Indicator, level: float) -> tuple[float, float]:
    """The limits of one commune, found by adding up probabilities from either end until more than the tail is reached."""
    share = indicator.unit is Unit.PERCENT
    size = round(n) if share else n
    rate, tail = benchmark / indicator.multiplier, (1 - level) / 2
    total, r = 0.0, -1
    while total <= tail:
        r += 1
        total += probability(r, n, rate, share=share)
    low = max(0.0, r - (total - tail) / probability(r, n, rate, share=share))
    last = round(n) if share else math.ceil(size * rate + 40 * math.sqrt(size * rate) + 60)
    total, s = 0.0, last + 1
    while total <= tail:
        s -= 1
        total += probability(s, n, rate, share=share)
    high = s + (total - tail) / probability(s, n, rate, share=share)
    if share:
        high = min(float(size), high)
    return indicator.multiplier * low / size, indicator.multiplier * high / size


def dispersion(figures: list[tuple[float, float]], benchmark: float, indicator: Indicator) -> float:
    """φ with the outermost tenth of each side pulled in; NaN under ten communes."""
    if len(figures) < 10:
        return NOTHING
    rate = benchmark / indicator.multiplier
    z = sorted(
        (x / n - rate) / math.sqrt((rate * (1 - rate) if indicator.unit is Unit.PERCENT else rate) / n)
        for x, n in figures
    )
    tenth = len(z) // 10
    total = 0.0
    for place, each in enumerate(z):
        if place < tenth:
            each = z[tenth]
        elif place >= len(z) - tenth:
            each = z[len(z) - tenth - 1]
        total += each * each
    return total / len(z)
