"""What an indicator is. The catalogue itself is data (assets/catalogue/, loaded into the database)."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from indicators.periods import Kind, Period, school_year
from indicators.periods import year as calendar_year

MOST = 150.0
"""Percent above which no report is taken, even where people move in and denominators are estimates, unless an indicator says otherwise."""


class Direction(StrEnum):
    """Which way is better. Neutral is never judged nor coloured (recorded abuse rises when reporting improves)."""

    UP = "up"
    DOWN = "down"
    NEUTRAL = "neutral"


class Unit(StrEnum):
    """What the value counts in; `multiplier` turns numerator/denominator into it."""

    PERCENT = "percent"
    PER_1000 = "per_1000"
    PER_100000 = "per_100000"
    COUNT = "count"
    DAYS = "days"


class IntervalMethod(StrEnum):
    """How the 95 % confidence interval of a value is made (the field's term, as in Fingertips' metadata).

    none: the value is of all that there are, so that chance has no part in it.
    """

    WILSON = "wilson"
    EXACT_POISSON = "exact_poisson"
    NONE = "none"


class Counts(StrEnum):
    """What an indicator counts."""

    PEOPLE = "people"
    """Children, women, or events among them."""
    PLACES = "places"
    """Villages, schools, stations."""
    POSTS = "posts"
    """Posts filled, against a norm or for so many children."""
    COMMUNES = "communes"
    """Yes or no of each commune."""


class Level(StrEnum):
    """The three levels of protection of the Law on Children 102/2016/QH13, articles 48 to 50."""

    PREVENTION = "prevention"
    SUPPORT = "support"
    INTERVENTION = "intervention"


class Aggregation(StrEnum):
    """How the figure of a larger area follows from those of its parts: counts are added, or (a median) nothing follows."""

    SUM = "sum"
    NONE = "none"


class Scope(StrEnum):
    """Who sets a target: the State for the whole country, or the province for itself."""

    NATIONAL = "national"
    PROVINCE = "province"


@dataclass(frozen=True)
class Target:
    """The value to reach by the end of `year`, in the indicator's unit.

    comparator: '>=' or '<='. source: the decision that sets it. verified: checked against the gazette by a person.
    """

    year: int
    comparator: str
    value: float
    source: str
    verified: bool
    scope: Scope = Scope.NATIONAL

    def met_by(self, value: float) -> bool:
        """Whether `value` reaches it; False for NaN."""
        return value >= self.value if self.comparator == ">=" else value <= self.value


@dataclass(frozen=True)
class Version:
    """One wording of what is counted ('8 types of vaccine'), in force from `valid_from` until the next one.

    breaks_series: figures before and after can't be compared, so lines are broken and trends begin anew.
    text: what is counted, by language.
    """

    number: int
    valid_from: date
    breaks_series: bool
    text: Mapping[str, str]


@dataclass(frozen=True)
class Formula:
    """(whole − rest) / whole of the numerators of two other indicators: what is lost on the way from one to the next."""

    whole: str
    rest: str

    @property
    def parts(self) -> tuple[str, str]:
        """The codes that it needs."""
        return self.whole, self.rest


@dataclass(frozen=True)
class Wording:
    """An indicator in one language.

    name: full; short: for tables and titles; about: as it stands inside an answer sentence ('… về {about}');
    action: what closes the need, with `{n}` ('tiêm đủ cho thêm {n} trẻ'); unit_noun: what is counted ('trẻ').
    unit_noun_many is the plural where the language has one. law: what sets the target, in words ('' without one);
    check: what a person must still confirm ('' if nothing). yes, no: of what each commune has or has not, what is said of communes
    that have it and of those that have not ('chưa có điểm vui chơi'). children: whom it concerns ('trẻ dưới 16 tuổi').
    """

    name: str
    short: str
    about: str
    numerator: str
    denominator: str
    unit_noun: str
    unit_noun_many: str
    action: str
    source: str
    law: str = ""
    check: str = ""
    yes: str = ""
    no: str = ""
    children: str = ""


@dataclass(frozen=True)
class Indicator:
    """One indicator, ready for computing and for reading.

    gap_breaks: four cuts of (value − target) in points, ascending, exactly one of them 0; orientation as measured
    (for 'lower is better' a positive gap is bad). value_breaks: four cuts of the value, ascending.
    sensitivity: 0 institution, 1 ordinary, 2 protected group, 3 province only.
    periods: kinds in which it is reported, the one to open on first.
    collection: code of the data collection its reports come from; due_days: days after the end of a period, by kind.
    counts: what it counts; where that is communes, merging them changes the value by arithmetic alone, and only a province or a
    group has a share and a target. interval_method: of its values; none for plain counts and for counts of all there are.
    children_from: code of the indicator whose denominator is the children whom it concerns ('' if they are its own).
    facility: the kind of places that it speaks of (`indicators.facilities.KINDS`; '' if of none).
    accumulates: counts of a year are the sum of its quarters, so that the fourth is the year less nine months; stocks do not.
    may_exceed: the numerator may be greater than the denominator (a target population is an estimate, people move in).
    most: of such a percentage, the value above which a report is refused; None: `MOST`.
    value_only: a percentage without its counts is taken, as surveys give it; elsewhere it is refused.
    level: of protection. aggregation: whether figures of areas may be added. versions: of its definition, oldest first.
    formula: given for an indicator that is derived from two others, and so never reported nor stored.
    denominator_from: code of the indicator whose numerator is this one's denominator ('' if none): who sees the one has the other.
    """

    code: str
    order: int
    theme: str
    direction: Direction
    unit: Unit
    multiplier: int
    decimals: int
    sensitivity: int
    headline: bool
    periods: tuple[Kind, ...]
    gap_breaks: tuple[float, ...]
    value_breaks: tuple[float, ...]
    interval_method: IntervalMethod
    counts: Counts
    targets: tuple[Target, ...] = ()
    words: Mapping[str, Wording] = field(default_factory=dict)
    collection: str = ""
    due_days: Mapping[str, int] = field(default_factory=dict)
    accumulates: bool = False
    may_exceed: bool = False
    most: float | None = None
    value_only: bool = False
    level: Level = Level.PREVENTION
    aggregation: Aggregation = Aggregation.SUM
    formula: Formula | None = None
    denominator_from: str = ""
    children_from: str = ""
    facility: str = ""
    versions: tuple[Version, ...] = ()

    @property
    def is_rate(self) -> bool:
        """Whether it has a denominator. A median of days has none: the days themselves stand where others have a count."""
        return self.unit not in (Unit.COUNT, Unit.DAYS)

    @property
    def has_interval(self) -> bool:
        """Whether its values have an interval: they could have come out otherwise by chance."""
        return self.interval_method is not IntervalMethod.NONE

    @property
    def yes_or_no(self) -> bool:
        """Whether each commune has it or has it not."""
        return self.counts is Counts.COMMUNES

    @property
    def has_norm(self) -> bool:
        """Whether its denominator is a norm of posts, so that what lacks is known without a target and over 100 % is a surplus."""
        return self.counts is Counts.POSTS and self.unit is Unit.PERCENT

    @property
    def bound(self) -> float:
        """The value, in its unit, above which a report can't be right; infinite for all but percentages."""
        if self.unit is not Unit.PERCENT:
            return math.inf
        if not self.may_exceed:
            return self.multiplier
        return MOST if self.most is None else self.most

    @property
    def adds_up(self) -> bool:
        """Whether figures of several areas may be added."""
        return self.aggregation is Aggregation.SUM

    @property
    def province_only(self) -> bool:
        """Whether no figure of a commune may be shown (sensitivity 3)."""
        return self.sensitivity >= 3

    def wording(self, language: str) -> Wording:
        """Its texts in `language`."""
        return self.words[language]

    def annual(self, year: int) -> Period | None:
        """Its annual period of `year` (the school year that begins in it, where it is counted by school years)."""
        if Kind.YEAR in self.periods:
            return calendar_year(year)
        return school_year(year) if Kind.SCHOOL_YEAR in self.periods else None

    def due_on(self, period: Period) -> date | None:
        """By when reports of `period` must be in; None for a kind of period that is not due."""
        days = self.due_days.get(period.kind)
        return None if days is None else period.ends_on + timedelta(days=days)

    def target(self, period: Period) -> Target | None:
        """The target in force in `period`: the next one still to be reached, of two for one year the province's own.

        None for parts of a year: targets judge annual values only.
        """
        if not period.is_annual:
            return None
        ordered = sorted(self.targets, key=lambda t: (t.year, t.scope is not Scope.PROVINCE))
        return next((t for t in ordered if t.year >= period.year), None)


@dataclass(frozen=True)
class Catalogue:
    """All indicators, in the order in which they are read."""

    indicators: tuple[Indicator, ...]
    reported: frozenset[str] = field(default=frozenset(), compare=False)
    """Codes of indicators that have figures. Those of a catalogue that was read from files are not known."""

    def __iter__(self) -> Iterator[Indicator]:
        return iter(self.indicators)

    def __getitem__(self, code: str) -> Indicator:
        """The indicator called `code`. Raises KeyError."""
        for indicator in self.indicators:
            if indicator.code == code:
                return indicator
        raise KeyError(code)

    @property
    def in_use(self) -> tuple[Indicator, ...]:
        """Those that have figures, derived ones if all their parts have."""
        return tuple(
            i
            for i in self.indicators
            if (self.reported.issuperset(i.formula.parts) if i.formula else i.code in self.reported)
        )

    @property
    def offered(self) -> tuple[Indicator, ...]:
        """What lists and searches hold, so that the others add no noise: those in use, before any report the headlines."""
        return self.in_use or self.headlines

    def asked(self, kind: Kind) -> tuple[Indicator, ...]:
        """Those that reports of this kind of period are asked for: in use and not derived; before any report all of them.

        For nine months those that add up over a year, since only then the last quarter follows.
        """
        fits = [
            i
            for i in self.indicators
            if i.formula is None and (i.accumulates if kind is Kind.NINE_MONTHS else kind in i.periods)
        ]
        return tuple(i for i in fits if i.code in self.reported or not self.reported)

    @property
    def headlines(self) -> tuple[Indicator, ...]:
        """Those by which a province is judged at a glance."""
        return tuple(i for i in self.indicators if i.headline)
