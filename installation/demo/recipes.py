"""How each demo indicator behaves: whom it counts, how often, and what makes a commune do worse. All of it invented."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from installation.demo.world import Reals, World


class Within(StrEnum):
    """What is reported within a year besides the year itself."""

    NOTHING = "nothing"
    FLOW_QUARTERS = "flow quarters"  # four discrete quarters that add up to the year
    STOCK_QUARTERS = "stock quarters"  # the state at the end of each quarter; the year is the fourth
    STOCK_HALVES = "stock halves"  # the same by half-year


@dataclass(frozen=True)
class Share:
    """An indicator with people or things below the line.

    base: relative size of the denominator by former commune; adverse: the numerator is what is wrong (stunting);
    the rest multiply the odds-like weight of being missed, as exponents: highland by the share of Mông people,
    remote and border by 1 or 0, spread the standard deviation between communes that nothing explains.
    groups: the same by ethnic group, in the order of world.GROUPS; empty where reports do not tell groups apart.
    """

    base: Callable[[World], Reals]
    within: Within = Within.NOTHING
    adverse: bool = False
    highland: float = 0.0
    remote: float = 0.0
    border: float = 0.0
    spread: float = 0.3
    groups: tuple[float, ...] = ()


@dataclass(frozen=True)
class YesNo:
    """An indicator that a commune has or has not. any_member: today's commune has it if one of its members had."""

    half_years: bool = False
    any_member: bool = False
    remote: float = 0.8


@dataclass(frozen=True)
class Cases:
    """A small count of children by commune; quarters: reported by quarter too."""

    quarters: bool = False


@dataclass(frozen=True)
class Earlier:
    """A step on the way to another indicator, as the first dose is to the third: it misses fewer, and none but those that miss the later."""

    later: str


@dataclass(frozen=True)
class Joined:
    """Figures that other reports of the same communes hold already: indicator and part, of the numerator and of the denominator."""

    numerator: tuple[str, str]
    denominator: tuple[str, str]


@dataclass(frozen=True)
class Recipes:
    """All recipes by indicator code."""

    shares: Mapping[str, Share] = field(default_factory=dict)
    yes_no: Mapping[str, YesNo] = field(default_factory=dict)
    cases: Mapping[str, Cases] = field(default_factory=dict)
    earlier: Mapping[str, Earlier] = field(default_factory=dict)
    joined: Mapping[str, Joined] = field(default_factory=dict)


def _children(world: World) -> Reals:
    return world.children


def _special(world: World) -> Reals:
    return world.children * (1 + 0.8 * world.mong)


def _villages(world: World) -> Reals:
    return world.villages.astype(float)


def _schools(world: World) -> Reals:
    return world.schools.astype(float)


def _norm(world: World) -> Reals:
    return world.norm.astype(float)


#: Weights by ethnic group of being left out: Thái, Mông, Kinh, Khơ Mú, others.
_LEFT_OUT = (0.0, 0.55, -0.8, 0.45, 0.3)

RECIPES = Recipes(
    shares={
        "IMM01": Share(_children, Within.FLOW_QUARTERS, remote=0.2, border=0.1, spread=0.22, groups=_LEFT_OUT),
        "IMM02": Share(_children, remote=0.25, border=0.1, spread=0.3, groups=_LEFT_OUT),
        "BIR01": Share(_children, remote=0.3, border=0.2, spread=0.35, groups=(0.0, 0.9, -1.2, 0.5, 0.4)),
        "NUT01": Share(
            _children, adverse=True, remote=0.08, border=0.05, spread=0.1, groups=(0.0, 0.4, -0.85, 0.25, 0.15)
        ),
        "INS01": Share(_children, Within.STOCK_QUARTERS, highland=0.4, remote=0.4, border=0.2, spread=0.4),
        "PRO02": Share(_special, Within.STOCK_HALVES, highland=0.4, remote=0.3, border=0.1, spread=0.35),
        "STF04": Share(_norm, Within.STOCK_QUARTERS, highland=0.4, remote=0.7, border=0.3, spread=0.5),
        "STF02": Share(
            _children, Within.STOCK_HALVES, adverse=True, highland=-0.15, remote=0.25, border=0.1, spread=0.12
        ),
        "PLA02": Share(_villages, highland=0.5, remote=0.5, border=0.1, spread=0.3),
        "SCH01": Share(_schools, highland=0.6, remote=0.6, border=0.2, spread=0.5),
        "SCH03": Share(_schools, highland=0.6, remote=0.8, border=0.2, spread=0.6),
        "IMM08": Share(_children, highland=0.5, remote=0.25, border=0.1, spread=0.3),
        "PRO03": Share(_children, adverse=True, highland=0.6, remote=0.2, border=0.1, spread=0.3),
        "INJ01": Share(_children, adverse=True, highland=0.2, remote=0.15, border=0.1, spread=0.3),
        "INJ04": Share(_children, highland=0.25, remote=0.2, border=0.1, spread=0.15),
        "MCH01": Share(_children, highland=0.9, remote=0.4, border=0.2, spread=0.3),
        "MCH02": Share(_children, highland=1.3, remote=0.5, border=0.2, spread=0.4),
        "BIR02": Share(_children, highland=0.8, remote=0.3, border=0.2, spread=0.3),
        "SCH02": Share(_children, highland=0.5, remote=0.3, border=0.1, spread=0.4),
        "SCH05": Share(_schools, highland=0.7, remote=0.5, border=0.2, spread=0.5),
        "STF03": Share(_villages, highland=0.4, remote=0.4, border=0.1, spread=0.5),
    },
    yes_no={
        "PLA01": YesNo(any_member=True, remote=1.0),
        "STF01": YesNo(half_years=True, remote=0.5),
        "ORG01": YesNo(remote=0.5),
        "STF05": YesNo(remote=0.9),
        "CFC01": YesNo(remote=0.6),
    },
    cases={"ABU02": Cases(quarters=True), "DIS01": Cases(), "DIS02": Cases()},
    # Nobody is fully vaccinated without these doses.
    earlier={"IMM05": Earlier("IMM01"), "IMM07": Earlier("IMM01"), "IMM13": Earlier("IMM05")},
    joined={"PRO01": Joined(("PRO02", "denominator"), ("STF02", "denominator"))},
)
