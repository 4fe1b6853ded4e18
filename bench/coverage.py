"""Intervals of the equity measures against groups whose true values are known: how many of a hundred hold them."""

from harness.coverage import Made, coverage
from indicators.catalogue import Indicator

#: Shares near 90 %, near 98 % and about the half; groups that are equal, that differ somewhat and that differ much.
CASES = tuple(
    Made(groups, people, part, apart, ordered)
    for groups, people, ordered in (
        (5, 800, False),
        (20, 300, False),
        (45, 150, False),
        (4, 500, True),
        (20, 300, True),
    )
    for part, apart in ((0.9, 0.0), (0.9, 0.8), (0.9, 1.6), (0.98, 1.6), (0.5, 1.0))
)


def report(indicator: Indicator, times: int) -> list[str]:
    """Of each case the measures with an interval and how many of a hundred held; groups are counted so many times."""
    return [_line(made, indicator, times) for made in CASES]


def _line(made: Made, indicator: Indicator, times: int) -> str:
    held = coverage(made, indicator, times)["held"].dropna()
    figures = ", ".join(f"{code} {100 * share:.1f}" for code, share in held.items())
    kind = "in order" if made.ordered else "without order"
    return f"  {made.groups} groups {kind} of about {made.people:.0f}, {100 * made.part:.0f} %, {made.apart} apart: {figures}"
