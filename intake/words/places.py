"""From what a row says about its area (code, name, day) to the unit that is meant on the days of a period."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from indicators.findings import Rule
from indicators.periods import Period
from intake.register import Register
from intake.words import area_rules as rules
from intake.words.gazetteer import Gazetteer, Unit, written_day
from intake.words.words import KINDS, plain

_MOST_TOLD = 5_000
"""So many disagreements of code and name are explained; more than anybody is told of."""

_SHOWN = 4


@dataclass(frozen=True)
class Asked:
    """What a row says about its area. code: digits with their zeros, or ''. valid_from: None if it does not say.

    kind: commune|province|country, or ''. district: in plain letters, of the heading above or a column of its own.
    """

    code: str = ""
    name: str = ""
    valid_from: date | None = None
    kind: str = ""
    district: str = ""


@dataclass(frozen=True)
class Match:
    """The unit that is meant, or why none is. other: the unit that stood on the first day, where that is another one and

    nothing tells them apart. respelled: the name in the file is not quite the unit's.
    """

    unit: Unit | None = None
    other: Unit | None = None
    former: bool = False
    respelled: bool = False
    rule: Rule | None = None
    details: Mapping[str, str] = field(default_factory=dict)


class Places(Gazetteer):
    """The gazetteer of one file, asked what its rows mean; it tells only so many disagreements."""

    def __init__(self, register: Register) -> None:
        super().__init__(register)
        self._against = 0

    def find(self, asked: Asked, period: Period) -> Match:
        """The unit that `asked` means in `period`: it must stand on its first or its last day."""
        if asked.kind in ("province", "country"):
            return self._above(asked, period)
        coded = [unit for unit in self.coded(asked.code) if not asked.kind or unit.kind == asked.kind]
        if asked.code and not coded:
            return self._no_code(asked, period)
        named, respelled = self.named(asked.name) if asked.name else ([], False)
        if asked.name and not named:
            return self._no_name(asked, coded, period)
        both = coded if not named else named if not coded else [unit for unit in coded if unit in named]
        if not both:
            return self._disagreement(asked, coded, named, period)
        if asked.valid_from is not None:
            both = [unit for unit in both if unit.valid_from == asked.valid_from]
            if not both:
                return Match(
                    rule=rules.AREA_DAY,
                    details={"area": asked.code or asked.name, "day": written_day(asked.valid_from)},
                )
        return self._on_days(asked, both, coded, period, respelled)

    def _on_days(self, asked: Asked, units: list[Unit], coded: list[Unit], period: Period, respelled: bool) -> Match:
        now = [unit for unit in units if unit.stands(period.ends_on)]
        then = [unit for unit in units if unit.stands(period.starts_on)]
        now, then = _of_district(now, asked.district), _of_district(then, asked.district)
        if len(now) > 1 or (not now and len(then) > 1):
            several = ", ".join(f"{unit.told}{' · ' + unit.district if unit.district else ''}" for unit in now or then)
            return Match(rule=rules.AREA_AMBIGUOUS, details={"area": asked.name, "several": several})
        if now:
            other = then[0] if len(then) == 1 and then[0] is not now[0] else None
            return Match(unit=now[0], other=other, respelled=respelled)
        if then:
            return Match(unit=then[0], former=not then[0].stands(period.ends_on), respelled=respelled)
        of_code = [unit for unit in coded if unit.stands(period.ends_on)]
        return self._of_other_days(units, of_code, period)

    def in_period(self, unit: Unit, period: Period) -> Match:
        """`unit`, if it stood on the first or the last day of `period`."""
        if unit.stands(period.ends_on) or unit.stands(period.starts_on):
            return Match(unit=unit)
        return self._of_other_days([unit], [], period)

    def _above(self, asked: Asked, period: Period) -> Match:
        """The province or the country, by its code if there is one."""
        units = [unit for unit in self.by_id.values() if unit.kind == asked.kind and unit.stands(period.ends_on)]
        if asked.code:
            units = [unit for unit in units if unit.code == asked.code]
        elif asked.kind == "province":
            units = [unit for unit in units if unit.code == self.province]
        if len(units) == 1:
            return Match(unit=units[0])
        return Match(rule=rules.AREA_CODE_UNKNOWN, details={"area": asked.code or asked.name})

    def _no_code(self, asked: Asked, period: Period) -> Match:
        self._against += 1
        if self._against > _MOST_TOLD or not asked.name:
            return Match(rule=rules.AREA_CODE_UNKNOWN, details={"area": asked.code})
        named = [unit for unit in self.named(asked.name)[0] if unit.stands(period.ends_on)]
        rule = rules.AREA_CODE_BUT_NAME if named else rules.AREA_CODE_UNKNOWN
        return Match(rule=rule, details={"area": asked.code, "named": _listed(named)})

    def _no_name(self, asked: Asked, coded: list[Unit], period: Period) -> Match:
        """A name that nobody has: a misspelling of the code's, or unknown."""
        if coded:
            alike = self.alike(asked.name, coded)
            if alike:
                match = self.find(
                    Asked(asked.code, alike[0].name, asked.valid_from, asked.kind, asked.district), period
                )
                return match if match.unit is None else Match(match.unit, match.other, match.former, respelled=True)
            return self._disagreement(asked, coded, [], period)
        units = [unit for unit in self.near(asked.name) if unit.stands(period.ends_on)]
        return Match(
            rule=rules.AREA_NAME_NEAR if units else rules.AREA_NAME_UNKNOWN,
            details={"area": asked.name, "near": _listed(units)},
        )

    def _disagreement(self, asked: Asked, coded: list[Unit], named: list[Unit], period: Period) -> Match:
        self._against += 1
        if self._against > _MOST_TOLD:
            return Match(rule=rules.AREA_OTHER_NAME)
        of_code = [u for u in coded if u.stands(period.ends_on) or u.stands(period.starts_on)] or coded
        of_name = [u for u in named if u.stands(period.ends_on) or u.stands(period.starts_on)] or named
        rule = rules.AREA_DISAGREES if of_name else rules.AREA_OTHER_NAME
        details = {"code": asked.code, "name": asked.name, "coded": _listed(of_code), "named": _listed(of_name)}
        return Match(rule=rule, details=details)

    def _of_other_days(self, units: Iterable[Unit], of_code: list[Unit], period: Period) -> Match:
        """Units of other days: what the last of them has become, or what it was made of. of_code: who has its code in `period`."""
        unit = max(units, key=lambda each: each.valid_to)
        if unit.valid_to < period.starts_on:
            today = self.successors(unit, period.ends_on)
            details = {
                "name": unit.name,
                "code": unit.code,
                "until": written_day(unit.valid_to),
                "today": _listed(today),
            }
            return Match(rule=rules.AREA_ENDED, details=details)
        parts = _listed(self.made_of(unit))
        details = {"name": unit.name, "code": unit.code, "since": written_day(unit.valid_from), "parts": parts}
        if of_code:
            return Match(rule=rules.AREA_OF_THEN, details={**details, "then": _listed(of_code)})
        return Match(rule=rules.AREA_NOT_YET, details=details)


def _of_district(units: list[Unit], district: str) -> list[Unit]:
    """Those of the district that the file names, where that tells them apart."""
    if len(units) < 2 or not district:
        return units
    return [unit for unit in units if plain(unit.district).endswith(district)] or units


def _listed(units: Iterable[Unit]) -> str:
    told = [unit.told for unit in units]
    return ", ".join(told[:_SHOWN]) + (", …" if len(told) > _SHOWN else "")


def kind_of(text: str) -> str | None:
    """commune|province|country for the word of a column 'area_kind', '' for none, None for an unknown word."""
    return KINDS.get(plain(text)) if text else ""
