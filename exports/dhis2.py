"""Figures as a DHIS2 `dataValueSets` document. A cell without a figure is left out, so that nothing is said of hidden ones."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from base.texts import Texts, marked
from exports.about import About
from indicators.periods import Kind, Period, parse
from indicators.standing import remarks

SCHEME = marked(
    "Codes: those of the receiving system where the table of external codes has them; otherwise our own. A data element is "
    "'IMM01.numerator' (or .denominator, .value); an organisation unit is the commune's code, with '@' and its first day if it "
    "no longer exists; a category option is our group, such as 'ethnic=mong'."
)

_PARTS = ("numerator", "denominator", "value")

_Area = tuple[str, str, object]
"""Kind, code and first day: the key of an area."""


def dhis2_period(period: Period) -> str | None:
    """How DHIS2 writes `period`: '2025', '2025Q4', '202510', '2025S1'; a school year as the year from September, '2025Sep'.

    None for nine months, for which DHIS2 has no type of period.
    """
    year, month = period.starts_on.year, period.starts_on.month
    match period.kind:
        case Kind.MONTH:
            return f"{year}{month:02d}"
        case Kind.QUARTER:
            return f"{year}Q{(month + 2) // 3}"
        case Kind.HALF:
            return f"{year}S{1 if month == 1 else 2}"
        case Kind.YEAR:
            return f"{year}"
        case Kind.SCHOOL_YEAR:
            return f"{year}Sep"
        case Kind.NINE_MONTHS:
            return None


def data_value_set(frame: pd.DataFrame, *, codes: pd.DataFrame, about: About, say: Texts) -> bytes:
    """PUBLICATION as JSON: {"about": {…}, "dataValues": [{dataElement, period, orgUnit, value, …}]}.

    codes: EXTERNAL (`queries.external_codes`). A cell gives one data value per figure that it has: numerator, denominator, or
    the value where there are no counts. An external code 'element.option' is split into data element and category option.
    `about` says in words where the figures come from, how codes are made and what was left out; whatever only reads
    dataValues finds the mark of illustrative, provisional, estimated and survey figures, of sums of former communes and of a later definition
    in each one's comment.
    """
    units, elements = _units(codes), _elements(codes)
    periods = {code: dhis2_period(parse(code)) for code in frame["period"].unique()}
    told = frame["period"].map(periods)
    shown = frame.assign(told=told)[told.notna()]
    values = [
        value for row in shown.to_dict("records") for value in _values(row, units, elements, about.illustrative, say)
    ]
    facts = dict(about.lines(say))
    facts[say("Codes")] = say(SCHEME)
    without = int(frame.loc[told.isna(), list(_PARTS)].notna().any(axis=1).sum())
    if without:
        facts[say("Left out")] = say("{n} figures of nine months, a period that DHIS2 does not have.", n=without)
    return json.dumps({"about": facts, "dataValues": values}, ensure_ascii=False, indent=1).encode()


def _units(codes: pd.DataFrame) -> dict[_Area, str]:
    """External code by area; the first where there are several."""
    areas = codes[codes["kind"] == "area"].iloc[::-1]
    keys = zip(areas["area_kind"], areas["area_code"], areas["area_valid_from"], strict=True)
    return dict(zip(keys, areas["external"], strict=True))


def _elements(codes: pd.DataFrame) -> dict[tuple[str, str, str], str]:
    """External code by indicator, part and stratum; the first where there are several."""
    parts = codes[codes["kind"] == "indicator"].iloc[::-1]
    keys = zip(parts["indicator"], parts["part"], parts["stratum"], strict=True)
    return dict(zip(keys, parts["external"], strict=True))


def _values(
    row: Mapping[Any, Any],
    units: Mapping[_Area, str],
    elements: Mapping[tuple[str, str, str], str],
    illustrative: bool,
    say: Texts,
) -> Iterator[dict[str, str]]:
    """The data values of one cell."""
    unit = units.get(_area(row)) or _own_unit(row)
    comment = "; ".join(_remarks(row, illustrative, say))
    stratum = str(row["stratum"])
    for part in _PARTS:
        if pd.isna(row[part]):
            continue
        external = elements.get((row["indicator"], part, stratum))
        if external is not None:
            element, _, option = external.partition(".")
        else:
            element, option = f"{row['indicator']}.{part}", stratum
        yield {
            "dataElement": element,
            "period": str(row["told"]),
            "orgUnit": unit,
            **({"categoryOptionCombo": option} if option else {}),
            "value": _written(float(row[part])),
            **({"comment": comment} if comment else {}),
        }


def _area(row: Mapping[Any, Any]) -> _Area:
    kind = "commune" if row["kind"] == "former" else row["kind"]
    return str(kind), str(row["code"]), row["area_valid_from"]


def _own_unit(row: Mapping[Any, Any]) -> str:
    """The area's code; one that no longer exists says which, since its code may be another commune's today."""
    return f"{row['code']}@{row['area_valid_from']}" if row["kind"] == "former" else str(row["code"])


def _remarks(row: Mapping[Any, Any], illustrative: bool, say: Texts) -> Iterator[str]:
    if illustrative:
        yield say("[Illustrative]")
    provisional, estimated = bool(row["provisional"]), bool(row["estimated"])
    yield from remarks(provisional=provisional, estimated=estimated, source_kind=str(row["source_kind"]), say=say)
    if row["geography"] == "carried":
        yield say("Sum of former communes")
    # Where there never was another version the number says nothing.
    if row["definition_version"] > 1:
        yield say("Version {n} of the definition", n=int(row["definition_version"]))


def _written(figure: float) -> str:
    return str(int(figure)) if figure.is_integer() else repr(figure)
