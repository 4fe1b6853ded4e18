"""The areas of a register and what they are called: by code, by name as it is written, by name in plain letters."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher, get_close_matches
from typing import Any

import pandas as pd

from base.place_names import kind_and_name, plain_name, spelled
from intake.register import Register
from intake.words.words import plain

_SIMILAR = 0.75
"""Spellings of one name differ by a letter or two (Sá/Xá Tổng, Pu/Pú Nhi); names of different communes by more."""

_MOST_COMPARED = 2_000
"""After so many different names that nobody has, names must be written as in the register: such a file is no report."""


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
        return f"{self.name} ({self.code}, –{written_day(self.valid_to)})"


def written_day(day: date) -> str:
    """'30/06/2025'."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}"


class Gazetteer:
    """All areas, of any day. Names are looked up once per file: it remembers what was asked, and how much in vain."""

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
        self._unknown = 0

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
        return any(unit.kind == "commune" for unit in self.named(text)[0])

    def is_code(self, text: str) -> bool:
        """Whether `text` is the code of a commune of any day, also without its zero."""
        return any(unit.kind == "commune" for unit in self._codes.get(self.code_of(text)[0], ()))

    def coded(self, code: str) -> list[Unit]:
        """All units, of any day, that have this code."""
        return self._codes.get(code, [])

    def named(self, text: str) -> tuple[list[Unit], bool]:
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

    @property
    def compares(self) -> bool:
        """Whether spellings are still compared: not after too many names that nobody has."""
        return self._unknown <= _MOST_COMPARED

    def alike(self, text: str, units: Iterable[Unit]) -> list[Unit]:
        """Those of `units` whose name differs from `text` by a letter or two."""
        if not self.compares:
            return []
        name = plain_name(kind_and_name(text)[1])
        return [
            unit
            for unit in units
            if SequenceMatcher(None, name, plain_name(unit.name), autojunk=False).ratio() >= _SIMILAR
        ]

    def near(self, text: str) -> list[Unit]:
        """Units, of any day, whose names are nearly `text`, the nearest first: of two names at most."""
        if not self.compares:
            return []
        names = get_close_matches(plain_name(kind_and_name(text)[1]), self._plain, n=2, cutoff=0.8)
        return list(dict.fromkeys(unit for name in names for unit in self._plain[name]))

    def made_of(self, unit: Unit) -> list[Unit]:
        """The units that `unit` was made of when it began."""
        return self._before.get(unit.area_id, [])

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
