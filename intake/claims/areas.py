"""The areas of the rows of a sheet: each different code, name and day looked up once."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd

from indicators.periods import Period
from intake.claims.distinct import Column
from intake.claims.figures import Array
from intake.claims.raw import Raw
from intake.claims.sheet_findings import SheetFindings
from intake.words import area_rules as rules
from intake.words.days import day_of
from intake.words.gazetteer import Unit
from intake.words.places import Asked, Match, Places, kind_of
from intake.words.words import plain

_KEYS = ("area_code", "area_name", "valid_from", "kind", "district")
_EXAMPLES = 3


@dataclass(frozen=True)
class Areas:
    """units: the different areas; codes: per row the place of its area in them, -1 where none could be found."""

    units: list[Unit]
    codes: Array


def areas_of(raw: Raw, periods: list[Period], which: Array, places: Places, findings: SheetFindings) -> Areas:
    """which: per row the place of its period in `periods`, -1 where it is not known: such rows are not looked up."""
    if raw.has("unit"):
        return _looked_up(raw, periods, which, places, findings)
    columns = {name: raw.column(name) for name in _KEYS}
    named = columns["area_code"].given | columns["area_name"].given
    above = np.array([kind_of(str(value)) in ("province", "country") for value in columns["kind"].distinct] or [False])
    placed = named | (columns["kind"].given & above[columns["kind"].codes])
    findings.at(rules.AREA_MISSING, ~placed, once=True, col=_letters(raw))
    good = _understood(raw, columns, findings)
    rows = np.flatnonzero((which >= 0) & placed & good)
    lookup = _Lookup(columns, rows, which[rows], periods, places)
    lookup.settle_days(findings)
    lookup.tell(raw, findings)
    codes = np.full(len(which), -1, dtype=np.int64)
    units = list(dict.fromkeys(answer.unit for answer in lookup.answers if answer.unit is not None))
    place = {unit: n for n, unit in enumerate(units)}
    if len(rows):
        codes[rows] = np.array([-1 if a.unit is None else place[a.unit] for a in lookup.answers])[lookup.back]
    return Areas(units, codes)


def _understood(raw: Raw, columns: dict[str, Column], findings: SheetFindings) -> Array:
    """Rows whose kind of area and first day can be read."""
    kind, day = columns["kind"], columns["valid_from"]
    no_kind = kind.mapped(lambda cell: kind_of(str(cell)) is None, False, bool)
    no_day = day.mapped(lambda cell: day_of(cell) is None, False, bool)
    findings.at(rules.AREA_KIND_UNKNOWN, no_kind, once=True, col=raw.letters.get("kind", ""), value=kind.cell)
    findings.at(rules.AREA_DAY_UNKNOWN, no_day, once=True, col=raw.letters.get("valid_from", ""), value=day.cell)
    good: Array = ~(no_kind | no_day)
    return good


class _Lookup:
    """The different questions that rows ask, and the answers. back: per row the place of its answer."""

    def __init__(
        self, columns: dict[str, Column], rows: Array, which: Array, periods: list[Period], places: Places
    ) -> None:
        self._columns, self._rows = columns, rows
        different, self.back = _different([which, *(columns[name].codes[rows] for name in _KEYS)])
        self.periods = [periods[key[0]] for key in different]
        self.asked, self.repaired = [], []
        for key in different:
            cells = {
                name: columns[name].distinct[code] if code >= 0 else None
                for name, code in zip(_KEYS, key[1:], strict=True)
            }
            code, repaired = places.code_of(cells["area_code"])
            self.asked.append(
                Asked(
                    code, str(cells["area_name"] or "").strip(), day_of(cells["valid_from"]), kind_of(str(cells["kind"] or "")) or "",
                    plain(str(cells["district"] or "")),
                )
            )  # fmt: skip
            self.repaired.append(repaired)
        self.answers: list[Match] = [
            places.find(each, period) for each, period in zip(self.asked, self.periods, strict=True)
        ]

    def _cell(self, position: int) -> object:
        code = self._columns["area_code"].cell(position)
        return self._columns["area_name"].cell(position) if code is None else code

    def _count(self, chosen: list[bool]) -> int:
        return int(np.array(chosen, dtype=bool)[self.back].sum()) if len(self.back) else 0

    def settle_days(self, findings: SheetFindings) -> None:
        """Codes and names that two communes had in the course of one period: those of today, unless the sheet is a list of the former.

        It is one where most of what it names existed on the first day only, and nothing on the last day only. Where some of it did,
        but not most, nobody can tell, and what may be either is refused.
        """
        by_period: dict[Period, list[int]] = {}
        for n, period in enumerate(self.periods):
            if self.asked[n].valid_from is None:
                by_period.setdefault(period, []).append(n)
        for period, here in by_period.items():
            former = [n for n in here if self.answers[n].former]
            either = [n for n in here if self.answers[n].other is not None]
            if not former or not either:
                continue
            newer = [
                n for n in here if (a := self.answers[n]).unit and not a.other and not a.unit.stands(period.starts_on)
            ]
            example = self.answers[former[0]].unit
            if len(former) > len(either) and not newer:
                chosen = [n in set(either) for n in range(len(self.answers))]
                findings.add(rules.AREAS_OF_THEN, period=period.code, n=self._count(chosen))
                for n in either:
                    self.answers[n] = replace(self.answers[n], unit=self.answers[n].other, other=None, former=True)
                continue
            for n in either:
                first, second = self.answers[n].other, self.answers[n].unit
                details = {
                    "period": period.code, "first": first.told if first else "", "second": second.told if second else "",
                    "example": example.told if example else "",
                }  # fmt: skip
                self.answers[n] = Match(rule=rules.AREA_TWO_DAYS, details=details)

    def tell(self, raw: Raw, findings: SheetFindings) -> None:
        """Findings of rows without an area, and notes on what had to be mended."""
        wrong = {answer.rule for answer in self.answers if answer.rule is not None}
        answer_of = dict(zip(self._rows.tolist(), self.back.tolist(), strict=True)) if wrong else {}
        for rule in sorted(wrong, key=lambda each: each.code):
            those = np.array([answer.rule is rule for answer in self.answers])
            findings.at(
                rule, self._rows[those[self.back]], once=True, col=_letters(raw), value=self._cell,
                details=lambda position: self.answers[answer_of[position]].details,
            )  # fmt: skip
        repaired = [mended and answer.rule is None for mended, answer in zip(self.repaired, self.answers, strict=True)]
        if n := self._rows_of(raw, repaired):
            examples = [each.code for each, mended in zip(self.asked, repaired, strict=True) if mended]
            findings.add(rules.CODES_REPAIRED, col=raw.letters.get("area_code", ""), n=n, example=_some(examples))
        respelled = [answer.respelled for answer in self.answers]
        if n := self._rows_of(raw, respelled):
            pairs = [
                f"{each.name} → {answer.unit.name}"
                for each, answer in zip(self.asked, self.answers, strict=True)
                if answer.respelled and answer.unit is not None
            ]
            findings.add(rules.NAMES_RESPELLED, col=raw.letters.get("area_name", ""), n=n, example=_some(pairs))

    def _rows_of(self, raw: Raw, chosen: list[bool]) -> int:
        """How many rows of the sheet ask one of the `chosen` questions."""
        if not any(chosen):
            return 0
        return len(np.unique(raw.rows[self._rows[np.array(chosen, dtype=bool)[self.back]]]))


def _some(texts: list[str]) -> str:
    different = list(dict.fromkeys(texts))
    return ", ".join(different[:_EXAMPLES]) + (", …" if len(different) > _EXAMPLES else "")


def _letters(raw: Raw) -> str:
    return raw.letters.get("area_code") or raw.letters.get("area_name", "")


def _different(keys: list[Array]) -> tuple[list[tuple[int, ...]], Array]:
    """The different rows of some columns of codes (from -1), and for each row which it is."""
    one = np.zeros(len(keys[0]), dtype=np.int64)
    for codes in keys:
        # Renumbered each time, so that the product of many columns never outgrows its 64 bits.
        one, _ = pd.factorize(one * (int(codes.max(initial=0)) + 2) + codes + 1)
    first = np.full(int(one.max(initial=-1)) + 1, 0, dtype=np.int64)
    first[one[::-1]] = np.arange(len(one) - 1, -1, -1)
    return [tuple(int(codes[place]) for codes in keys) for place in first], one.astype(np.int64)


def _looked_up(raw: Raw, periods: list[Period], which: Array, places: Places, findings: SheetFindings) -> Areas:
    """Areas that a table of external codes names: each must have stood in its period."""
    column = raw.column("unit")
    units = [places.by_id[int(value)] for value in column.distinct]
    different, back = _different([which, column.codes])
    answers = [
        places.in_period(units[unit], periods[period]) if unit >= 0 and period >= 0 else Match()
        for period, unit in different
    ]
    for rule in sorted({answer.rule for answer in answers if answer.rule is not None}, key=lambda each: each.code):
        those = np.array([answer.rule is rule for answer in answers])
        findings.at(
            rule, those[back], col=raw.letters.get("area_code", ""), value=raw.column("area_code").cell,
            details=lambda position: answers[back[position]].details,
        )  # fmt: skip
    good = np.array([answer.unit is not None for answer in answers] or [False])
    return Areas(units, np.where(good[back], column.codes, -1))


def first_days(units: list[Unit]) -> list[date | None]:
    """area_valid_from of CLAIMS: the first day of communes, None above them."""
    return [unit.valid_from if unit.kind == "commune" else None for unit in units]
