"""Data values of DHIS2 joined into the figures that they are parts of, their codes read as ours."""

import re
from collections import Counter
from typing import Any

import numpy as np
import pandas as pd

from base.texts import LANGUAGES, Texts
from indicators.findings import Finding
from indicators.sources import MIXED, SURVEY
from indicators.standing import remarks
from intake.claims import rules, stated_rules
from intake.claims.distinct import Column
from intake.claims.raw import FIGURES, Context, Raw
from intake.claims.sheet_findings import SheetFindings
from intake.forms.dhis2_values import Values, dhis2_period
from intake.words.numbers import PROGRAM

_DEFAULT = frozenset({"", "default", "HllvX50cXC0"})
"""The category option of data elements that have none."""

# Pandas takes a text as ended by a NUL.
_BETWEEN = "\x1f"

_OWN_AREA = re.compile(r"([A-Z]*\d*)(?:@(\d{4}-\d{2}-\d{2}))?")
_STRATUM = re.compile(r"[a-z_]+=[a-z0-9_]+(?:\|[a-z_]+=[a-z0-9_]+)*")


_REMARKS = frozenset(
    remark
    for language in LANGUAGES
    for kind in (SURVEY, MIXED)
    for remark in remarks(provisional=True, estimated=True, source_kind=kind, say=Texts(language))
)
"""What our own exports write into comments of figures that are not final, reported ones of a register."""


def dhis2_raw(values: Values, sheet: str, context: Context) -> tuple[Raw, list[Finding]]:
    """One row per figure: numerator, denominator and value of one indicator, period, unit and group joined. And FINDINGS."""
    frame = values.frame
    findings = SheetFindings(sheet, frame.index.to_numpy())
    _note_comments(frame, findings)
    codes = _Codes(context)
    attribute = frame["attributeOptionCombo"].replace(list(_DEFAULT), "")
    element = Column.of(frame["dataElement"] + _BETWEEN + frame["categoryOptionCombo"] + _BETWEEN + attribute)
    meant = element.mapped(lambda text: codes.element(*text.split(_BETWEEN)), None)
    unit_column = Column.of(frame["orgUnit"].replace("", "?"))
    unit = unit_column.mapped(codes.area, None)
    period_column = Column.of(frame["period"].replace("", "?"))
    when = period_column.mapped(dhis2_period, None)
    known = np.ones(len(frame), dtype=bool)
    shown = (
        frame["dataElement"]
        + np.where(
            frame["categoryOptionCombo"].isin(_DEFAULT) & (attribute == ""), "", "." + frame["categoryOptionCombo"]
        )
        + np.where(attribute == "", "", "." + attribute)
    )
    for answers, texts, rule in (
        (meant, shown, rules.EXTERNAL_INDICATOR), (unit, frame["orgUnit"], rules.EXTERNAL_AREA),
        (when, frame["period"], rules.EXTERNAL_PERIOD),
    ):  # fmt: skip
        bad = np.array([answer is None for answer in answers], dtype=bool)
        known &= ~bad
        counts = texts[bad].value_counts(sort=False)
        for text, n in list(counts.items())[:1000]:
            first = int(frame.index[int(np.flatnonzero(bad & (texts == text).to_numpy())[0])])
            findings.add(rule, row=first, value=text, n=int(n))
    kept = pd.DataFrame(
        {
            "row": frame.index[known],
            "indicator": [answer[0] for answer in meant[known]],
            "part": [answer[1] for answer in meant[known]],
            "stratum": [answer[2] for answer in meant[known]],
            "unit": unit[known].astype(object),
            "area_code": frame["orgUnit"].to_numpy(dtype=object)[known],
            "period": [period.code for period in when[known]],
            "source": (frame["dataElement"] + _BETWEEN + frame["categoryOptionCombo"] + _BETWEEN + attribute).to_numpy(
                object
            )[known],
            "value": frame["value"].to_numpy(dtype=object)[known],
            "deleted": (frame["deleted"].str.casefold() == "true").to_numpy()[known],
        }
    )
    refused = _lost(frame[~known], meant[~known])
    _tell_missing(kept, codes, findings)
    return _joined(_summed(kept, findings), values.col, sheet, findings, refused), findings.told


_FIGURE = ["indicator", "period", "unit", "stratum"]


def _tell_missing(kept: pd.DataFrame, codes: "_Codes", findings: SheetFindings) -> None:
    """A figure of which some of the units or options that make it up are not in the file: their sum would be too little."""
    meaning = pd.Series(
        list(zip(kept["indicator"], kept["part"], kept["stratum"], strict=True)), index=kept.index, dtype=object
    )
    units, elements = kept["unit"].map(codes.units_of), meaning.map(codes.elements_of)
    several = (kept["part"] != "value") & ((units > 1) | (elements > 1))
    for _, rows in kept[several].groupby([*_FIGURE, "part"], sort=False):
        first = rows.iloc[0]
        wanted = max(1, units[rows.index[0]]), max(1, elements[rows.index[0]])
        there = rows["area_code"].nunique(), rows["source"].nunique()
        if there != wanted:
            findings.add(
                rules.PARTS_MISSING, row=int(first["row"]), indicator=first["indicator"], value=first["area_code"],
                n=there[0] * there[1], all=wanted[0] * wanted[1],
            )  # fmt: skip


def _summed(kept: pd.DataFrame, findings: SheetFindings) -> pd.DataFrame:
    """Counts of several units or options that are parts of one figure, added up; what came twice from one of them stays apart."""
    # A rate of two stations is no sum of theirs.
    source = np.where(kept["part"] == "value", "", kept["area_code"] + _BETWEEN + kept["source"])
    by = [*_FIGURE, "part", "nth"]
    kept = kept.assign(nth=kept.groupby([*_FIGURE, "part", source], sort=False).cumcount())
    several = kept.duplicated(by, keep=False)
    if not several.any():
        return kept
    there = kept[several & ~kept["deleted"]].set_index(by)
    numbers = pd.to_numeric(there["value"], errors="coerce")
    names = list(range(len(by)))
    sums = numbers.groupby(level=names, sort=False).sum().map(lambda total: f"{total:.15g}")
    # A part that is no number spoils the sum: it stands in its place, and is told of.
    spoilt = there.loc[numbers.isna().to_numpy(), "value"]
    sums.update(spoilt[~spoilt.index.duplicated()])
    whole = kept.drop_duplicates(by).set_index(by)
    whole["value"] = sums.reindex(whole.index).fillna(whole["value"])
    whole["deleted"] &= ~whole.index.isin(sums.index)
    findings.add(rules.PARTS_SUMMED, n=len(sums))
    return whole.reset_index()[[*kept.columns]]


def _note_comments(frame: pd.DataFrame, findings: SheetFindings) -> None:
    """DHIS2 has no place for what our exports tell apart but the comment, which nothing reads: that it is lost must be known."""
    said = frame["comment"].map(lambda text: bool(_REMARKS.intersection(text.split("; ")))).to_numpy(bool)
    if said.any():
        first = frame[said].iloc[0]
        findings.add(stated_rules.COMMENTS, row=int(frame.index[said][0]), value=first["comment"], n=int(said.sum()))


def _lost(frame: pd.DataFrame, meant: "np.ndarray[Any, Any]") -> list[int]:
    """The first row of each figure whose values could not be placed: numerator and denominator of an indicator are one.

    Of an unknown data element nobody can say whose part it is, so that it counts as a figure of its own.
    """
    whose = [answer[0] + _BETWEEN + answer[2] if answer else None for answer in meant]
    element = frame["dataElement"] + _BETWEEN + frame["categoryOptionCombo"]
    figure = frame[["period", "orgUnit", "attributeOptionCombo"]].assign(
        whose=[own or unknown for own, unknown in zip(whose, element, strict=True)]
    )
    return [int(row) for row in frame.index[~figure.duplicated()]]


def _joined(kept: pd.DataFrame, col: str, sheet: str, findings: SheetFindings, refused: list[int]) -> Raw:
    """The parts of each figure side by side. A part that comes twice makes a second figure, which the checks find."""
    key = _FIGURE
    by = [*key, "nth"]
    parts = {part: kept[kept["part"] == part].set_index(by) for part in FIGURES}
    figures = kept.drop_duplicates(by).set_index(by)[["row", "area_code"]]
    rows, deleted, there = figures["row"].copy(), [], []
    columns: dict[str, Any] = {}
    for part in reversed(FIGURES):
        own = parts[part].reindex(figures.index)
        columns[part] = own["value"].where(own["value"].notna(), None)
        deleted.append(own["deleted"].eq(True).to_numpy())
        there.append(own["row"].notna().to_numpy())
        rows = own["row"].where(own["row"].notna(), rows) if part != "denominator" else rows
    removed = np.logical_or.reduce(deleted)
    partly = removed & ~np.logical_and.reduce([gone | ~is_there for gone, is_there in zip(deleted, there, strict=True)])
    frame = figures.reset_index().assign(**{part: cells.to_numpy(dtype=object) for part, cells in columns.items()})
    for part in FIGURES:
        frame.loc[removed, part] = None
    frame["blank"] = np.where(removed, "removed", "")
    frame = frame.set_index(rows.astype("int64").to_numpy())
    for row, indicator in zip(frame.index[partly], frame["indicator"][partly], strict=True):
        findings.add(rules.PARTLY_REMOVED, row=int(row), indicator=indicator)
    letters = dict.fromkeys(FIGURES, col)
    # Numbers of DHIS2 are those of programs, whatever the language of its users.
    out = (*refused, *map(int, frame.index[partly]))
    return Raw(sheet, frame[~partly].drop(columns=["nth"]), letters, language=PROGRAM, refused=out)


class _Codes:
    """What the external codes of one system mean; our own codes mean themselves."""

    def __init__(self, context: Context) -> None:
        external = context.register.external
        own = external[external["system"] == context.declared.system]
        self._elements: dict[str, tuple[str, str, str]] = {}
        self._areas: dict[str, int] = {}
        for row in own.to_dict("records"):
            if row["kind"] == "area":
                self._areas[str(row["external"])] = int(row["area_id"])
            else:
                self._elements[str(row["external"])] = (str(row["indicator"]), str(row["part"]), str(row["stratum"]))
        self._units = Counter(self._areas.values())
        self._meanings = Counter(self._elements.values())
        self._context = context

    def units_of(self, area: int) -> int:
        """How many organisation units are this area, or parts of it."""
        return self._units[area]

    def elements_of(self, meaning: tuple[str, str, str]) -> int:
        """How many data elements mean this, or parts of it."""
        return self._meanings[meaning]

    def element(self, element: str, option: str, attribute: str = "") -> tuple[str, str, str] | None:
        """Indicator, part and group of a data element with its options. attribute: of the attribute options (a project, a funder): their
        values are those of all only if the table of codes says so ('element.option.attribute').
        """
        if attribute:
            return self._elements.get(f"{element}.{option or 'default'}.{attribute}")
        found = self._elements.get(f"{element}.{option}")
        if found is not None:
            return found
        plain_option = option in _DEFAULT
        of_element = self._elements.get(element) or self._ours(element)
        if of_element is None or plain_option:
            return of_element
        # A group of a figure is never the figure itself.
        return (*of_element[:2], option) if of_element[2] == "" and _STRATUM.fullmatch(option) else None

    def _ours(self, element: str) -> tuple[str, str, str] | None:
        code, _, part = element.rpartition(".")
        return (code, part, "") if code in self._context.names.indicators and part in FIGURES else None

    def area(self, unit: str) -> int | None:
        """area_id of an organisation unit; our codes are those of today, or of the day behind an '@'."""
        if unit in self._areas:
            return self._areas[unit]
        match = _OWN_AREA.fullmatch(unit)
        if not match:
            return None
        for each in self._context.places.by_id.values():
            if each.code == match[1] and (
                each.valid_from.isoformat() == match[2] if match[2] else each.valid_to.year == 9999
            ):
                return each.area_id
        return None
