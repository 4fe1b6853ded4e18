"""From rows that are understood column by column to CLAIMS, printed totals and findings."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from indicators.findings import Finding
from intake.claims import keys, rules, stated, stated_rules
from intake.claims.answers import answered, has_answers
from intake.claims.areas import areas_of, first_days
from intake.claims.distinct import texts
from intake.claims.figures import Array, Part, read_parts, written
from intake.claims.keys import Coded
from intake.claims.raw import Context, Raw
from intake.claims.reported import Reported, reported
from intake.claims.sheet_findings import SheetFindings
from intake.mapped import CLAIMS, REFUSED, TOTALS
from intake.words.numbers import DASHES, PROGRAM, CellKind

ASKED = ("language", "period", "collection")


@dataclass(frozen=True)
class Claimed:
    """What a sheet claims. asked: what must still be declared. totals: None if there are none.

    refused: REFUSED. language: how its texts were read as numbers, '' if none was."""

    claims: pd.DataFrame
    totals: pd.DataFrame | None
    findings: list[Finding]
    refused: pd.DataFrame
    asked: frozenset[str] = frozenset()
    language: str = ""


@dataclass(frozen=True)
class _Understood:
    """Rows with figures, and what each of them means beside its area. good: nothing of that is wrong."""

    raw: Raw
    rows: Reported
    indicator: Coded
    period: Coded
    collection: Coded
    stratum: Coded
    good: Array
    asked: frozenset[str]


def claimed(raw: Raw, context: Context) -> Claimed:
    """CLAIMS, TOTALS and FINDINGS of one sheet. Rows without figure and reason are counted, and claim nothing."""
    total = raw.frame["total"].to_numpy(dtype=bool) if raw.has("total") else np.zeros(len(raw.frame), dtype=bool)
    body, left_out = stated.reports_alone(raw.at(~total), day_declared=context.declared.reported_on is not None)
    first = SheetFindings(body.sheet, body.rows)
    parts = read_parts(body, dash=context.declared.dash)
    _note_dashes(first, parts, context.declared.dash)
    language = body.language if body.language != PROGRAM and any(written(part) for part in parts.values()) else ""
    body, parts, blank, empty = _reporting(body, _with_answers(body, parts, context), first)

    findings = SheetFindings(body.sheet, body.rows)
    understood = _understood(body, parts, blank, context, findings)
    if n := empty + int(understood.rows.awaited.sum()):
        findings.add(rules.NOT_REPORTED, n=n)
    status = keys.statuses_of(body, context, findings)
    day = keys.days_of(body, context, findings)
    areas = areas_of(body, understood.period.distinct, understood.period.codes, context.places, findings)
    day_read = (day.codes >= 0) | ~body.column("reported_on").given
    stands = understood.good & (areas.codes >= 0) & (status.codes >= 0) & day_read
    of_area = areas.codes[stands]
    claims = _shared(understood, stands).assign(
        area_kind=texts([unit.kind for unit in areas.units], of_area),
        area_code=texts([unit.code for unit in areas.units], of_area),
        area_valid_from=_objects(first_days(areas.units), of_area),
        value=understood.rows.value[stands],
        status=texts(status.distinct, status.codes[stands]),
        reported_on=_objects(day.distinct, day.codes[stands]),
        blank=pd.Series(understood.rows.blank[stands], dtype="str"),
    )
    return Claimed(
        claims=claims[CLAIMS],
        totals=_printed(raw.at(total), context) if total.any() else None,
        refused=_refused(understood, ~stands & ~understood.rows.pending),
        findings=[*left_out, *first.told, *findings.told],
        asked=understood.asked,
        language=language,
    )


def _with_answers(raw: Raw, parts: dict[str, Part], context: Context) -> dict[str, Part]:
    """`parts` with yes and no read as counts, where a row's indicator asks for them."""
    if not any(has_answers(parts[name]) for name in ("numerator", "value")):
        return parts
    # What is wrong with the names of indicators is told when all rows are understood.
    indicator = keys.indicators_of(raw, context, SheetFindings(raw.sheet, raw.rows))
    asked = [*(context.names.indicators[code].yes_or_no for code in indicator.distinct), False]
    return answered(parts, np.array(asked, dtype=bool)[indicator.codes])


def _reporting(raw: Raw, parts: dict[str, Part], findings: SheetFindings) -> tuple[Raw, dict[str, Part], Array, int]:
    """The rows that report something, with their parts and the reasons of their blanks, and how many report nothing."""
    blank, unknown = keys.blanks_of(raw, findings)
    silent = np.logical_and.reduce(
        [(p.kinds == CellKind.EMPTY) | (p.kinds == CellKind.UNKNOWN) for p in parts.values()]
    )
    figures = np.logical_or.reduce([p.given | p.wrong for p in parts.values()])
    hidden = (blank == "hidden") & ~figures
    if hidden.any():
        findings.add(stated_rules.HIDDEN_FIGURES, col=raw.letters.get("blank", ""), n=int(hidden.sum()))
    nothing = silent & (blank == "")
    keep = ~nothing & ~unknown & ~hidden
    kept = {name: Part(p.cells.at(keep), p.numbers[keep], p.kinds[keep]) for name, p in parts.items()}
    told = replace(raw.at(keep), refused=(*raw.refused, *raw.rows[unknown].tolist()))
    return told, kept, blank[keep], int((nothing & ~unknown).sum())


def _refused(understood: _Understood, wrong: Array) -> pd.DataFrame:
    """REFUSED: the rows that are `wrong`, and those that were kept out before."""
    raw, before = understood.raw, understood.raw.refused
    codes = [*understood.indicator.distinct, ""]
    return pd.DataFrame(
        {
            "sheet": raw.sheet,
            "row": np.concatenate([raw.rows[wrong].astype("int64"), np.array(before, dtype="int64")]),
            "indicator": [*(codes[code] for code in understood.indicator.codes[wrong]), *[""] * len(before)],
        }
    )[REFUSED].astype({"sheet": "str", "indicator": "str"})


def _note_dashes(findings: SheetFindings, parts: dict[str, Part], dash: str) -> None:
    """How many dashes stood for counts, and what they were taken for."""
    n = 0
    for name in ("numerator", "denominator"):
        cells = parts[name].cells
        dashes = [
            place for place, value in enumerate(cells.distinct) if isinstance(value, str) and value.strip() in DASHES
        ]
        n += int(np.isin(cells.codes, dashes).sum())
    if n:
        findings.add(rules.DASH_MISSING if dash == "missing" else rules.DASH_ZERO, n=n)


def _understood(
    raw: Raw, parts: dict[str, Part], blank: Array, context: Context, findings: SheetFindings
) -> _Understood:
    indicator = keys.indicators_of(raw, context, findings)
    indicators = [context.names.indicators[code] for code in indicator.distinct]
    rows = reported(raw, parts, blank, indicators, indicator.codes, findings)
    period, no_period = keys.periods_of(raw, context, findings)
    fits = keys.fitting(raw, indicators, indicator.codes, period.distinct, period.codes, findings)
    collection, no_collection = keys.collections_of(raw, context, indicators, indicator.codes, findings)
    stratum = keys.strata_of(raw, findings)
    fits &= stated.sources_agree(raw, context, collection.distinct, collection.codes, findings)
    fits &= stated.definitions_agree(raw, indicators, indicator.codes, period.distinct, period.codes, findings)
    known = np.logical_and.reduce([each.codes >= 0 for each in (indicator, period, collection, stratum)])
    asked = zip(ASKED, (rows.asked, no_period, no_collection), strict=True)
    return _Understood(
        raw, rows, indicator, period, collection, stratum, rows.good & known & fits,
        frozenset(name for name, yes in asked if yes),
    )  # fmt: skip


def _printed(raw: Raw, context: Context) -> pd.DataFrame:
    """TOTALS of the rows that are totals. They are compared only, so that nothing is said of what is wrong with them."""
    unheard = SheetFindings(raw.sheet, raw.rows)
    parts = read_parts(raw, dash=context.declared.dash)
    understood = _understood(raw, parts, np.full(len(raw.frame), "", dtype=object), context, unheard)
    counted = understood.good & ~np.isnan(understood.rows.numerator)
    return _shared(understood, counted)[TOTALS]


def _shared(understood: _Understood, stands: Array) -> pd.DataFrame:
    """The columns that CLAIMS and TOTALS have in common."""
    raw, rows = understood.raw, understood.rows
    return pd.DataFrame(
        {
            "indicator": texts(understood.indicator.distinct, understood.indicator.codes[stands]),
            "period": texts([period.code for period in understood.period.distinct], understood.period.codes[stands]),
            "stratum": texts(understood.stratum.distinct, understood.stratum.codes[stands]),
            "collection": texts(understood.collection.distinct, understood.collection.codes[stands]),
            "numerator": rows.numerator[stands],
            "denominator": rows.denominator[stands],
            "sheet": texts([raw.sheet], np.zeros(int(stands.sum()), dtype=np.int64)),
            "row": pd.array(raw.rows[stands], dtype="Int64"),
            "col": pd.Series(rows.col[stands], dtype="str"),
            "col_denominator": pd.Series(rows.col_denominator[stands], dtype="str"),
        }
    )


def _objects(values: Sequence[object], codes: Array) -> "pd.Series":
    """`values` by their places, None for -1."""
    table = np.empty(len(values) + 1, dtype=object)
    table[:-1] = values
    return pd.Series(table[codes], dtype=object)
