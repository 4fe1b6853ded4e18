"""What an import did, unit by unit, as a frame, as text and as the record kept in the database."""

from dataclasses import dataclass
from typing import TypedDict, cast

import pandas as pd

from base.formats import number, percent
from base.texts import Texts, marked
from geo.matching import BOTH, CODE, NAME, NEW, SPELLING

_HOW = {
    BOTH: marked("code and name"),
    SPELLING: marked("code; name spelled otherwise"),
    CODE: marked("code; the file has no names"),
    NAME: marked("name; the file has no codes"),
    NEW: marked("new"),
}
_REPAIRS = {"rings": marked("rings mended"), "borders": marked("borders with neighbours mended")}
_CRS = {
    "file": marked("as the file says"),
    "told": marked("as told"),
    "found": marked("found from where the numbers lie"),
}
# A change of area above this is shown by itself, whatever the number of units.
NOTABLE = 0.01
_LIST_ALL = 200


class UnitRecord(TypedDict):
    """A unit in the record; see `Report`."""

    code: str
    name: str
    matched: str
    repaired: str
    area_before_km2: float
    area_after_km2: float
    vertices_before: int
    vertices_after: int


class Record(TypedDict):
    """The report as it is kept: JSON with these keys."""

    file: str
    layer: str
    crs: str
    crs_how: str
    swapped: bool
    encodings: list[str]
    code_field: str | None
    name_field: str | None
    tolerance_m: float
    units: list[UnitRecord]


@dataclass(frozen=True)
class Report:
    """units: code, name, matched, repaired ('', 'rings', 'borders', 'rings borders'), area_before_km2, area_after_km2,
    vertices_before, vertices_after. Areas are on the ellipsoid's equal-area map, before = as in the file.
    """

    file: str
    layer: str
    crs: str
    crs_how: str
    swapped: bool
    encodings: tuple[str, ...]
    code_field: str | None
    name_field: str | None
    tolerance_m: float
    units: pd.DataFrame

    @property
    def notable(self) -> pd.DataFrame:
        """Units whose area changed by more than 1 %, or whose name and code were not both met."""
        change = (self.units["area_after_km2"] / self.units["area_before_km2"] - 1).abs()
        return self.units[(change > NOTABLE) | self.units["matched"].isin([SPELLING])]

    def record(self) -> Record:
        """The report as plain values, for JSON."""
        return {
            "file": self.file,
            "layer": self.layer,
            "crs": self.crs,
            "crs_how": self.crs_how,
            "swapped": self.swapped,
            "encodings": list(self.encodings),
            "code_field": self.code_field,
            "name_field": self.name_field,
            "tolerance_m": round(self.tolerance_m, 1),
            "units": _records(self.units.round({"area_before_km2": 3, "area_after_km2": 3})),
        }

    def lines(self, say: Texts) -> list[str]:
        """The report to read: facts first, then each unit (of more than 200 only those that changed notably)."""
        axes = say(" (north before east)") if self.swapped else ""
        before, after = self.units["vertices_before"].sum(), self.units["vertices_after"].sum()
        shown = self.units if len(self.units) <= _LIST_ALL else self.notable
        text = [
            say("File: {file}, layer {layer}", file=self.file, layer=self.layer),
            say("Coordinate system: {crs}, {how}", crs=self.crs, how=say(_CRS[self.crs_how])) + axes,
            say("Texts: {encodings}", encodings=", ".join(self.encodings) or "unicode"),
            say("Fields: code {code}, name {name}", code=self.code_field or "–", name=self.name_field or "–"),
            say(
                "Points: {before} → {after} (detail below {m} m left out)",
                before=number(before, say.language),
                after=number(after, say.language),
                m=number(self.tolerance_m, say.language),
            ),
            say("Units: {counts}", counts=self._counts(say)),
        ]
        if len(shown) < len(self.units):
            text.append(
                say("Units whose area changed by more than {share}, or whose name is spelled otherwise:", share="1%")
            )
        return text + [_unit_line(unit, say) for unit in _records(shown)]

    def _counts(self, say: Texts) -> str:
        matched = self.units["matched"].value_counts()
        parts = [f"{number(n, say.language)} {say(_HOW[str(how)])}" for how, n in matched.items()]
        for repair, label in _REPAIRS.items():
            n = int(self.units["repaired"].str.contains(repair).sum())
            if n:
                parts.append(f"{number(n, say.language)} {say(label)}")
        return "; ".join(parts)


def _records(units: pd.DataFrame) -> list[UnitRecord]:
    return cast(list[UnitRecord], units.to_dict("records"))


def _unit_line(unit: UnitRecord, say: Texts) -> str:
    before, after = unit["area_before_km2"], unit["area_after_km2"]
    change = percent(abs(after / before - 1) * 100, say.language, 2) if before else "–"
    repairs = ", ".join(say(_REPAIRS[r]) for r in unit["repaired"].split())
    return "  ".join(
        [
            unit["code"],
            f"{unit['name']:<22}",
            f"{number(before, say.language, 2):>9} → {number(after, say.language, 2):>9} km² (±{change})",
            f"{number(unit['vertices_before'], say.language):>7} → {number(unit['vertices_after'], say.language):>5}",
            say(_HOW[unit["matched"]]),
            repairs,
        ]
    ).rstrip()
