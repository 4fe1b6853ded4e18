"""Which area a code and a name mean on the days of a report. Codes and names were used again: neither says anything alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher, get_close_matches
from typing import Any

import pandas as pd

from base.place_names import kind_and_name, plain_name, spelled
from indicators.findings import Rule
from indicators.periods import Period
from intake.register import Register
from intake.words import area_rules as rules
from intake.words.words import KINDS, plain

_SIMILAR = 0.75
"""Spellings of one name differ by a letter or two (Sá/Xá Tổng, Pu/Pú Nhi); names of different communes by more."""

_MOST_COMPARED = 2_000
"""After so many different names that nobody has, names must be written as in the register: such a file is no report."""

_MOST_TOLD = 5_000
"""So many disagreements of code and name are explained; more than anybody is told of."""

_SHOWN = 4


@dataclass(frozen=True)
class Unit:
    """An area for as long as it stands; both days are in it."""

    area_id: int
    kind: str
    code: str
    valid_from: date
    valid_to: date
    name: str
    full_name: str
    district: str

    def stands(self, day: date) -> bool:
        """Whether it stands on `day`."""
        return self.valid_from <= day <= self.valid_to

    @property
    def told(self) -> str:
        """'Sín Thầu (03158)', 'Leng Su Sìn (03158, –30/06/2025)': the name, its code, and its last day if it has ended."""
        if self.valid_to == date.max:
            return f"{self.name} ({self.code})"
        return f"{self.name} ({self.code}, –{_written(self.valid_to)})"


def _written(day: date) -> str:
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


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
class Found:
    """The unit that is meant, or why none is. other: the unit that stood on the first day, where that is another one and

    nothing tells them apart. respelled: the name in the file is not quite the unit's.
    """

    unit: Unit | None = None
    other: Unit | None = None
    former: bool = False
    respelled: bool = False
    rule: Rule | None = None
    details: Mapping[str, str] = field(default_factory=dict)


class Places:
    """The areas of a register, by code, name and day."""

    def __init__(self, register: Register) -> None:
        units = [
            Unit(int(row.area_id), row.kind, row.code, row.valid_from, row.valid_to, row.name, row.full_name, row.district)
            for row in _rows(register.units)
        ]  # fmt: skip
        self.province = register.province
        self.by_id = {unit.area_id: unit for unit in units}
        self._digits = max((len(unit.code) for unit in units if unit.kind == "commune"), default=0)
        self._codes: dict[str, list[Unit]] = {}
        self._spelled: dict[str, list[Unit]] = {}
        self._plain: dict[str, list[Unit]] = {}
        for unit in units:
            self._codes.setdefault(unit.code, []).append(unit)
            for text in (unit.name, unit.full_name):
                self._enter(text, unit)
        for row in _rows(register.aliases):
            self._enter(row.spelling, self.by_id[int(row.area_id)])
        self._after: dict[int, list[Unit]] = {}
        self._before: dict[int, list[Unit]] = {}
        for row in _rows(register.successors):
            old, new = self.by_id[int(row.old_id)], self.by_id[int(row.new_id)]
            self._after.setdefault(old.area_id, []).append(new)
            self._before.setdefault(new.area_id, []).append(old)
        own = [unit for unit in units if unit.kind == "province" and unit.code == self.province]
        called = {plain(text) for unit in own for text in (unit.name, unit.full_name)}
        self.province_names = frozenset(
            called | {f"tinh {name}" for name in called} | {f"{name} province" for name in called}
        )
        """The province in plain letters, with and without its kind."""
        for name in self.province_names:
            self._plain.setdefault(name, own)
        self._names_asked: dict[str, tuple[list[Unit], bool]] = {}
        self._unknown = self._against = 0

    def _enter(self, text: str, unit: Unit) -> None:
        for names, key in ((self._spelled, spelled(text)), (self._plain, plain_name(text))):
            known = names.setdefault(key, [])
            if unit not in known:
                known.append(unit)

    def code_of(self, cell: object) -> tuple[str, bool]:
        """A code as it should be, and whether it was repaired: '3158', 3158, '3158.0' and "'03158" are '03158'."""
        if cell is None or isinstance(cell, bool):
            return "", False
        text = str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()
        bare = text.removeprefix("'").removesuffix(".0").strip()
        if bare in self._codes:
            return bare, bare != str(cell).strip()
        if bare.isascii() and bare.isdigit() and 2 < len(bare) < self._digits:
            return bare.zfill(self._digits), True
        return bare, bare != str(cell).strip()

    def is_name(self, text: str) -> bool:
        """Whether some commune, of any day, is called so."""
        return any(unit.kind == "commune" for unit in self._named(text)[0])

    def is_code(self, text: str) -> bool:
        """Whether `text` is the code of a commune of any day, also without its zero."""
        return any(unit.kind == "commune" for unit in self._codes.get(self.code_of(text)[0], ()))

    def find(self, asked: Asked, period: Period) -> Found:
        """The unit that `asked` means in `period`: it must stand on its first or its last day."""
        if asked.kind in ("province", "country"):
            return self._above(asked, period)
        coded = [unit for unit in self._codes.get(asked.code, ()) if not asked.kind or unit.kind == asked.kind]
        if asked.code and not coded:
            return self._no_code(asked, period)
        named, respelled = self._named(asked.name) if asked.name else ([], False)
        if asked.name and not named:
            return self._no_name(asked, coded, period)
        both = coded if not named else named if not coded else [unit for unit in coded if unit in named]
        if not both:
            return self._disagreement(asked, coded, named, period)
        if asked.valid_from is not None:
            both = [unit for unit in both if unit.valid_from == asked.valid_from]
            if not both:
                return Found(
                    rule=rules.AREA_DAY, details={"area": asked.code or asked.name, "day": _written(asked.valid_from)}
                )
        return self._on_days(asked, both, coded, period, respelled)

    def _on_days(self, asked: Asked, units: list[Unit], coded: list[Unit], period: Period, respelled: bool) -> Found:
        now = [unit for unit in units if unit.stands(period.ends_on)]
        then = [unit for unit in units if unit.stands(period.starts_on)]
        now, then = _of_district(now, asked.district), _of_district(then, asked.district)
        if len(now) > 1 or (not now and len(then) > 1):
            several = ", ".join(f"{unit.told}{' · ' + unit.district if unit.district else ''}" for unit in now or then)
            return Found(rule=rules.AREA_AMBIGUOUS, details={"area": asked.name, "several": several})
        if now:
            other = then[0] if len(then) == 1 and then[0] is not now[0] else None
            return Found(unit=now[0], other=other, respelled=respelled)
        if then:
            return Found(unit=then[0], former=not then[0].stands(period.ends_on), respelled=respelled)
        standing = [unit for unit in coded if unit.stands(period.ends_on)]
        return self._not_standing(units, standing, period)

    def standing(self, unit: Unit, period: Period) -> Found:
        """`unit`, if it stood on the first or the last day of `period`."""
        if unit.stands(period.ends_on) or unit.stands(period.starts_on):
            return Found(unit=unit)
        return self._not_standing([unit], [], period)

    def _above(self, asked: Asked, period: Period) -> Found:
        """The province or the country, by its code if there is one."""
        units = [unit for unit in self.by_id.values() if unit.kind == asked.kind and unit.stands(period.ends_on)]
        if asked.code:
            units = [unit for unit in units if unit.code == asked.code]
        elif asked.kind == "province":
            units = [unit for unit in units if unit.code == self.province]
        if len(units) == 1:
            return Found(unit=units[0])
        return Found(rule=rules.AREA_CODE_UNKNOWN, details={"area": asked.code or asked.name})

    def _named(self, text: str) -> tuple[list[Unit], bool]:
        """All units, of any day, that are called so, and whether marks had to be overlooked for that."""
        if text not in self._names_asked:
            if self._unknown > _MOST_COMPARED:
                return self._spelled.get(text.strip().casefold(), []), False
            self._names_asked[text] = self._called(text)
            self._unknown += not self._names_asked[text][0]
        return self._names_asked[text]

    def _called(self, text: str) -> tuple[list[Unit], bool]:
        whole = spelled(text)
        kind, name = kind_and_name(text)
        units = list(dict.fromkeys([*self._spelled.get(whole, ()), *(self._spelled.get(name, ()) if kind else ())]))
        respelled = False
        if not units:
            units = list(
                dict.fromkeys([*self._plain.get(plain_name(whole), ()), *self._plain.get(plain_name(name), ())])
            )
            respelled = bool(units)
        if kind:
            # 'TT Mường Chà' is not the commune Mường Chà. A kind that no unit of this name ever was, is only a wrong word.
            of_kind = [unit for unit in units if spelled(unit.full_name).startswith(f"{kind} ")]
            respelled |= bool(units) and not of_kind
            units = of_kind or units
        return units, respelled

    def _no_code(self, asked: Asked, period: Period) -> Found:
        self._against += 1
        if self._against > _MOST_TOLD or not asked.name:
            return Found(rule=rules.AREA_CODE_UNKNOWN, details={"area": asked.code})
        named = [unit for unit in self._named(asked.name)[0] if unit.stands(period.ends_on)]
        rule = rules.AREA_CODE_BUT_NAME if named else rules.AREA_CODE_UNKNOWN
        return Found(rule=rule, details={"area": asked.code, "named": _listed(named)})

    def _no_name(self, asked: Asked, coded: list[Unit], period: Period) -> Found:
        """A name that nobody has: a misspelling of the code's, or unknown."""
        compare = self._unknown <= _MOST_COMPARED
        if coded:
            name = plain_name(kind_and_name(asked.name)[1]) if compare else ""
            alike = [
                unit for unit in coded
                if compare and SequenceMatcher(None, name, plain_name(unit.name), autojunk=False).ratio() >= _SIMILAR
            ]  # fmt: skip
            if alike:
                found = self.find(
                    Asked(asked.code, alike[0].name, asked.valid_from, asked.kind, asked.district), period
                )
                return found if found.unit is None else Found(found.unit, found.other, found.former, respelled=True)
            return self._disagreement(asked, coded, [], period)
        near = (
            get_close_matches(plain_name(kind_and_name(asked.name)[1]), self._plain, n=2, cutoff=0.8) if compare else []
        )
        units = list(dict.fromkeys(unit for name in near for unit in self._plain[name] if unit.stands(period.ends_on)))
        return Found(
            rule=rules.AREA_NAME_NEAR if units else rules.AREA_NAME_UNKNOWN,
            details={"area": asked.name, "near": _listed(units)},
        )

    def _disagreement(self, asked: Asked, coded: list[Unit], named: list[Unit], period: Period) -> Found:
        self._against += 1
        if self._against > _MOST_TOLD:
            return Found(rule=rules.AREA_OTHER_NAME)
        standing = [u for u in coded if u.stands(period.ends_on) or u.stands(period.starts_on)] or coded
        of_name = [u for u in named if u.stands(period.ends_on) or u.stands(period.starts_on)] or named
        rule = rules.AREA_DISAGREES if of_name else rules.AREA_OTHER_NAME
        details = {"code": asked.code, "name": asked.name, "coded": _listed(standing), "named": _listed(of_name)}
        return Found(rule=rule, details=details)

    def _not_standing(self, units: Iterable[Unit], standing: list[Unit], period: Period) -> Found:
        """A unit of another day: what it has become, or what it was made of."""
        unit = max(units, key=lambda each: each.valid_to)
        if unit.valid_to < period.starts_on:
            today = self.successors(unit, period.ends_on)
            details = {"name": unit.name, "code": unit.code, "until": _written(unit.valid_to), "today": _listed(today)}
            return Found(rule=rules.AREA_ENDED, details=details)
        parts = _listed(self._before.get(unit.area_id, []))
        details = {"name": unit.name, "code": unit.code, "since": _written(unit.valid_from), "parts": parts}
        if standing:
            return Found(rule=rules.AREA_OF_THEN, details={**details, "then": _listed(standing)})
        return Found(rule=rules.AREA_NOT_YET, details=details)

    def successors(self, unit: Unit, day: date) -> list[Unit]:
        """What `unit` is part of on `day`, over as many changes as there were."""
        open_units, found = [unit], []
        seen: set[int] = set()
        while open_units:
            each = open_units.pop()
            if each.area_id in seen:
                continue
            seen.add(each.area_id)
            if each.stands(day):
                found.append(each)
            else:
                open_units += self._after.get(each.area_id, [])
        return sorted(found, key=lambda each: each.code)


def _rows(frame: pd.DataFrame) -> Iterable[Any]:
    return frame.itertuples()


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
