"""The summary measures of inequality by the names of WHO HEAT, for what groupings each holds, and why one is withheld.

Source of names, kinds and formulas: WHO's R package healthequal 1.0.1 and Schlotheuber & Hosseinpoor (2022), "Summary
measures of health inequality", Int J Environ Res Public Health 19(6):3697; percentile and quintile measures for groupings of more
than 30 groups: technical notes of HEAT.
"""

from dataclasses import dataclass
from enum import StrEnum

from base.texts import marked

MOST_GROUPS = 30
"""Above this many groups the extremes are chance: percentiles and fifths of the groups are compared instead of D and R."""


class Scale(StrEnum):
    """What a measure counts in."""

    POINTS = "points"  # the indicator's own unit
    SQUARE = "square"  # the square of it
    RATIO = "ratio"
    PERCENT = "percent"  # of the mean
    INDEX = "index"  # without unit


class Needs(StrEnum):
    """The grouping that a measure is made for."""

    ANY = "any"
    ORDERED = "ordered"
    UNORDERED = "unordered"


@dataclass(frozen=True)
class Measure:
    """One summary measure.

    code: as HEAT writes it. least: groups with a figure that it takes. needs_best: undefined where neither more nor less is
    better. many: only (True) or not (False) above MOST_GROUPS groups; None where that does not matter.
    words: what it says, one sentence without figures.
    """

    code: str
    scale: Scale
    needs: Needs
    words: str
    least: int = 3
    needs_best: bool = False
    many: bool | None = None


MEASURES = (
    Measure("D", Scale.POINTS, Needs.ANY, marked("Difference between the two ends: the worst and the best group, or the first and the last of an order."), least=2, many=False),
    Measure("R", Scale.RATIO, Needs.ANY, marked("Ratio of the groups at the two ends."), least=2, many=False),
    Measure("PAR", Scale.POINTS, Needs.ANY, marked("How the average would change if all groups were as well off as the best."), needs_best=True),
    Measure("PAF", Scale.PERCENT, Needs.ANY, marked("The same change as a share of the average."), needs_best=True),
    Measure("BGV", Scale.SQUARE, Needs.UNORDERED, marked("Variance between groups, larger groups counting more.")),
    Measure("BGSD", Scale.POINTS, Needs.UNORDERED, marked("Standard deviation between groups, larger groups counting more.")),
    Measure("COV", Scale.PERCENT, Needs.UNORDERED, marked("That standard deviation as a share of the average.")),
    Measure("MDMU", Scale.POINTS, Needs.UNORDERED, marked("Mean distance of the groups from the average.")),
    Measure("MDMW", Scale.POINTS, Needs.UNORDERED, marked("Mean distance from the average, larger groups counting more.")),
    Measure("MDBU", Scale.POINTS, Needs.UNORDERED, marked("Mean distance of the groups from the best one."), needs_best=True),
    Measure("MDBW", Scale.POINTS, Needs.UNORDERED, marked("Mean distance from the best group, larger groups counting more."), needs_best=True),
    Measure("MDRU", Scale.POINTS, Needs.UNORDERED, marked("Mean distance of the groups from the largest one.")),
    Measure("MDRW", Scale.POINTS, Needs.UNORDERED, marked("Mean distance from the largest group, larger groups counting more.")),
    Measure("IDISU", Scale.PERCENT, Needs.UNORDERED, marked("Index of disparity: mean distance from the average as a share of it.")),
    Measure("IDISW", Scale.PERCENT, Needs.UNORDERED, marked("Index of disparity, larger groups counting more.")),
    Measure("TI", Scale.INDEX, Needs.UNORDERED, marked("Theil index × 1000: unequal shares, most sensitive at the top.")),
    Measure("MLD", Scale.INDEX, Needs.UNORDERED, marked("Mean log deviation × 1000: unequal shares, most sensitive at the bottom.")),
    Measure("SII", Scale.POINTS, Needs.ORDERED, marked("Slope: from the worst-placed to the best-placed child along the order of the groups.")),
    Measure("RII", Scale.RATIO, Needs.ORDERED, marked("The same slope as a ratio of its two ends.")),
    Measure("ACI", Scale.POINTS, Needs.ORDERED, marked("Concentration index: above 0 where the better-placed groups have more.")),
    Measure("RCI", Scale.INDEX, Needs.ORDERED, marked("Concentration index as a part of the average, from −1 to 1.")),
    Measure("P80−P20", Scale.POINTS, Needs.UNORDERED, marked("Difference between the ends that remain when the highest and the lowest fifth of the groups are left out."), many=True),
    Measure("P80/P20", Scale.RATIO, Needs.UNORDERED, marked("How many times the one of these ends is the other."), many=True),
    Measure("Q5−Q1", Scale.POINTS, Needs.UNORDERED, marked("Difference between the means of the highest and the lowest fifth of the groups."), many=True),
    Measure("Q5/Q1", Scale.RATIO, Needs.UNORDERED, marked("Ratio of the means of the highest and the lowest fifth of the groups."), many=True),
)  # fmt: skip
CODES = tuple(measure.code for measure in MEASURES)

REASONS = {
    "no_denominator": marked("The indicator is a plain count without a denominator, so groups of different size can't be compared."),
    "too_few": marked("Fewer than two groups have a figure."),
    "over": marked("In a group more were counted than there are; the report must be put right first."),
    "two_groups": marked("Needs more than two groups."),
    "unordered": marked("These groups have no order from worse placed to better placed."),
    "ordered": marked("For groups without an order; this grouping has one, which it would ignore."),
    "many_groups": marked("With more than 30 groups the two extremes are chance; see P80 and P20."),
    "few_groups": marked("For more than 30 groups only."),
    "neutral": marked("Neither more nor less is better here, so there is no best group."),
    "hidden": marked("Figures of some groups are hidden to protect children."),
    "missing": marked("Too many groups have no figure."),
    "one_member": marked("A group of the order has a single commune, which is no group."),
    "zero": marked("A value is 0, so there is no ratio and no logarithm."),
    "all_equal": marked("All groups have the same value: there is no slope."),
    "no_fit": marked("No slope can be fitted to these groups."),
}  # fmt: skip
"""Why a measure has no value: code -> sentence."""
