"""From a file as it came to what it claims: which form it is, what each column means, which indicator, period and area."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

import pandas as pd

from base.settings import province
from indicators.findings import Finding, Rule, finding, frame
from intake.claims import rules
from intake.claims.claims import ASKED, Claimed, claimed
from intake.claims.raw import Context
from intake.declared import Declared
from intake.forms.cross_table import understand
from intake.forms.dhis2 import dhis2_raw
from intake.forms.dhis2_values import csv_values, json_values
from intake.forms.headings import row_texts
from intake.forms.long_table import columns_of, find_long, long_raw
from intake.mapped import COLUMNS, Mapped, no_claims, no_totals, none_refused
from intake.reading.source import Sheet, Source
from intake.register import Register
from intake.words.catalogue_names import CatalogueNames
from intake.words.period_text import period_of
from intake.words.places import Places

__all__ = ["map_source"]

IDENTITY = "_atlas"
"""The very hidden sheet of our template (`exports.template`)."""

_FORMAT, _FORMAT_VERSION = "child-atlas-template", "1"


def map_source(source: Source, declared: Declared, register: Register, *, today: date | None = None) -> Mapped:
    """What `source` claims, as CLAIMS with their cells, printed totals, and all that could not be understood.

    Nothing is guessed: what the file does not say and nobody declared is asked for (`Mapped.asked`). today: the province's day.
    """
    now = today or datetime.now(province().zone).date()
    period = period_of(declared.period) if declared.period else None
    context = Context(declared, period, register, CatalogueNames(register.catalogue), Places(register), now)
    work = _Work()
    if declared.period and period is None:
        work.tell(rules.PERIOD_UNKNOWN, value=declared.period)
    if source.kind == "json":
        _dhis2(source, context, work)
    else:
        _sheets(source, context, work)
    return work.mapped(empty=not source.findings["level"].eq("error").any())


@dataclass
class _Work:
    """What the sheets of a file have given so far."""

    layouts: list[str] = field(default_factory=list)
    parts: list[Claimed] = field(default_factory=list)
    columns: list[dict[str, str]] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def tell(self, rule: Rule, *, sheet: str = "", value: object = "") -> None:
        self.findings.append(finding(rule, sheet=sheet, value=value))

    def mapped(self, *, empty: bool) -> Mapped:
        """All of it together. empty: whether a file without a table is worth a word of its own."""
        if not self.parts and empty:
            self.tell(rules.NOTHING_UNDERSTOOD)
        asked = frozenset[str]().union(*(part.asked for part in self.parts))
        languages = [part.language for part in self.parts if part.language]
        return Mapped(
            layout=next(
                (each for each in ("template", "dhis2", "long", "form", "wide") if each in self.layouts), "form"
            ),
            claims=_together([part.claims for part in self.parts], no_claims),
            totals=_together([part.totals for part in self.parts if part.totals is not None], no_totals),
            columns=pd.DataFrame(self.columns, columns=COLUMNS, dtype="str"),
            findings=frame([*self.findings, *(row for part in self.parts for row in part.findings)]),
            asked=tuple(name for name in ASKED if name in asked),
            language=languages[0] if languages else "",
            refused=_together([part.refused for part in self.parts], none_refused),
        )


def _together(frames: list[pd.DataFrame], nothing: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    some = [each for each in frames if len(each)]
    return pd.concat(some, ignore_index=True) if some else nothing()


def _dhis2(source: Source, context: Context, work: _Work) -> None:
    work.layouts.append("dhis2")
    values = json_values(source)
    if values.frame.empty:
        return
    raw, findings = dhis2_raw(values, "", context)
    work.findings += findings
    work.parts.append(claimed(raw, context))


def _sheets(source: Source, context: Context, work: _Work) -> None:
    identity = _identity(source)
    is_template = identity.get("format") == _FORMAT
    if is_template and identity.get("format_version") != _FORMAT_VERSION:
        work.tell(rules.TEMPLATE_VERSION, sheet=IDENTITY, value=identity.get("format_version", ""))
        return
    language = context.declared.language or (identity.get("language", "") if is_template else "")
    period = period_of(identity.get("period", "")) if is_template else None
    for number, sheet in enumerate(each for each in source.sheets if each.name != IDENTITY):
        values = csv_values(sheet)
        if values is not None:
            raw, findings = dhis2_raw(values, sheet.name, context)
            work.layouts.append("dhis2")
            work.findings += findings
            work.parts.append(claimed(raw, context))
            continue
        table = find_long(sheet, context)
        if table is not None:
            raw, findings = long_raw(table, context, language=language, period=period)
            work.layouts.append("template" if is_template else "long")
            work.columns += columns_of(table)
            work.findings += findings
            work.parts.append(claimed(raw, context))
        elif not (is_template and number == 0):
            _cross(sheet, context, work, language=language, alone=len(source.sheets) == 1)


def _cross(sheet: Sheet, context: Context, work: _Work, *, language: str, alone: bool) -> None:
    understood = understand(sheet, context, language=language)
    work.findings += understood.findings
    if not understood.raws:
        if not alone:
            work.tell(rules.NO_TABLE, sheet=sheet.name)
        return
    work.layouts.append("wide" if understood.plain else "form")
    work.columns += understood.columns
    work.parts += [claimed(raw, context) for raw in understood.raws]


def _identity(source: Source) -> dict[str, str]:
    """What the hidden sheet of our template says; empty if there is none."""
    sheet = next((each for each in source.sheets if each.name == IDENTITY), None)
    if sheet is None:
        return {}
    rows = (list(row_texts(sheet, int(number)).values()) for number in sheet.table.index)
    return {row[0]: row[1] for row in rows if len(row) == 2}
