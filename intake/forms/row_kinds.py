"""What the rows under the headings are: communes, printed totals, sections of districts, footnotes and signatures."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from intake.claims.distinct import Column
from intake.forms.tables import Table, data_positions
from intake.words.numbers import CellKind, read_number
from intake.words.places import Places
from intake.words.words import district_name, is_district, plain, total_of

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class RowKinds:
    """Per row under the headings. counts: it holds figures of a commune or the whole. total: it is the whole.

    district: in whose section it stands, in plain letters. label: names, with those taken from a cell to the left (None: the
    table has no column of names and needs none). subtotals: rows left out.
    """

    counts: Array
    total: Array
    district: Array
    label: Array | None
    subtotals: int


def row_kinds(table: Table, fields: dict[str, int], figures: list[int], places: Places) -> RowKinds:
    """fields: the column of each field. figures: columns of figures."""
    data = table.sheet.table.iloc[data_positions(table)]
    coded = Column.of(data[fields["area_code"]]) if "area_code" in fields else Column.constant(None, len(data))
    named = Column.of(data[fields["area_name"]]) if "area_name" in fields else Column.constant(None, len(data))
    filled, some = np.zeros(len(data), dtype=bool), np.zeros(len(data), dtype=bool)
    for column in figures:
        cells = Column.of(data[column])
        signs = [read_number(value, language="", whole=False)[0] is not CellKind.TEXT for value in cells.distinct]
        filled |= cells.taken(signs, False, bool)
        some |= cells.given
    # Words where figures belong are an error of a commune's row, and a footnote or a signature elsewhere.
    a_place = named.mapped(lambda cell: places.is_name(str(cell)), False, bool)
    a_place |= coded.mapped(lambda cell: places.is_code(str(cell)), False, bool)
    filled |= some & a_place
    labels = named.mapped(str, "", object)
    edge = max((fields[name] for name in ("area_code", "area_name") if name in fields), default=0)
    numbered = coded.mapped(lambda cell: any(c.isdigit() for c in str(cell)), False, bool)
    for place in np.flatnonzero((labels == "") & ~(numbered & filled)).tolist():
        # A merged 'Tổng cộng' or 'I. Huyện …' stands in the first of its cells.
        texts = [
            str(cell)
            for cell in data.iloc[place, : edge + 1]
            if isinstance(cell, str) and any(c.isalpha() for c in cell)
        ]
        labels[place] = texts[0] if texts else ""
    names = places.province_names
    what = {label: total_of(label, names) for label in set(labels)}
    kinds = np.array([what[label] for label in labels], dtype=object)
    own_code = coded.mapped(lambda cell: places.code_of(cell)[0] == places.province, False, bool)
    # A known code beats words: communes are called as their province (Lào Cai), or begin with what looks like 'Huyện'.
    of_commune = coded.mapped(lambda cell: places.is_code(str(cell)), False, bool) & ~own_code
    kinds = np.where(own_code, "whole", np.where(of_commune, "", kinds))

    districts = np.array([is_district(label) for label in labels], dtype=bool) & ~of_commune
    sections = ~filled & districts
    sections |= filled & (kinds == "part") & districts
    district = _carried(labels, sections)
    kinds = _settled(kinds, labels, filled, bool(sections.any()))
    part = filled & (kinds == "part")
    return RowKinds(
        counts=filled & (kinds != "part"),
        total=filled & (kinds == "whole"),
        district=district,
        label=labels if "area_name" in fields or any(labels) else None,
        subtotals=int(part.sum()),
    )


def _carried(labels: Array, sections: Array) -> Array:
    """The district of the last section, for every row under it."""
    current, district = "", np.full(len(labels), "", dtype=object)
    for place, label in enumerate(labels):
        if sections[place]:
            current = district_name(label)
        district[place] = current
    return district


def _settled(kinds: Array, labels: Array, filled: Array, sections: bool) -> Array:
    """Of rows that only say 'sum', which one is of the whole table: the only one at its end or beginning."""
    sums = np.flatnonzero(filled & (kinds == "sum"))
    if len(sums) > 1:
        sums = np.array([place for place in sums if plain(labels[place]) != "cong"], dtype=np.int64)
    rows = np.flatnonzero(filled)
    at_edge = len(sums) == 1 and sums[0] in (rows[0], rows[-1])
    settled = np.where(kinds == "sum", "part", kinds)
    if at_edge or (len(sums) == 1 and not sections):
        settled[sums[0]] = "whole"
    return settled
