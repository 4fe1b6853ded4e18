"""What must hold for any file whatever: it is read, or refused in words; nothing else, and in time."""

import signal
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from types import FrameType

import numpy as np
import pandas as pd

from base.texts import LANGUAGES, Texts
from harness.import_damage import Case
from harness.import_register import known, register
from indicators.findings import FINDINGS, told
from indicators.periods import parse
from intake.checks import check
from intake.declared import Declared
from intake.mapped import CLAIMS, COLUMNS, TOTALS
from intake.mapping import map_source
from intake.reading import read
from intake.reading.errors import RefusedFileError
from intake.reading.source import Source
from intake.register import Register
from intake.rules import RULES

TIME_LIMIT_S = 20
"""For one small file on a busy machine: who needs longer hangs."""

DECLARED = Declared(language="vi", period="2025", collection="niis", dash="missing")


class HangsError(Exception):
    """A file took longer than TIME_LIMIT_S."""


@contextmanager
def in_time() -> Iterator[None]:
    """Interrupt what hangs. Main thread only."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise HangsError

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.alarm(TIME_LIMIT_S)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def holds(case: Case, then: Callable[[Source], object] | None = None) -> str:
    """Check the property for `case`: 'read', or the name of the error with which it was refused.

    then: what is done with a file that was read, to the same conditions. Raises AssertionError, HangsError or
    whatever came out of the reader.
    """
    with in_time():
        try:
            source = read(case.name, case.content)
            check_source(source)
            if then:
                then(source)
        except RefusedFileError as error:
            refused = error
        else:
            return "read"
    for language in LANGUAGES:
        assert len(refused.text(Texts(language))) > 20
    return type(refused).__name__


def check_source(source: Source) -> None:
    """Cells are of the types promised, texts clean, places inside of the table, findings told in both languages."""
    assert bool(source.sheets) == (source.kind != "json")
    for sheet in source.sheets:
        table = sheet.table
        assert table.index.is_unique
        assert table.index.is_monotonic_increasing
        assert [*table.columns] == [*range(table.shape[1])]
        assert table.shape[1] <= 1_000
        assert table.iloc[-1].notna().any()
        assert table.iloc[:, -1].notna().any()
        last = int(table.index[-1])
        assert all(
            1 <= top <= bottom <= last and 0 <= left <= right < table.shape[1]
            for top, left, bottom, right in sheet.merged
        )
        assert sheet.hidden_columns <= set(range(table.shape[1]))
        for text in {cell for column in table for cell in table[column] if isinstance(cell, str)}:
            check_text(text)
    check_findings(source.findings)


def through(source: Source) -> None:
    """Map and check what was read, as an import does: claims name what exists, with cells of the file; nothing is not a number."""
    here = _register()
    # By turns with all declared and with nothing, as the file's own digest has it.
    declared = DECLARED if int(source.sha256, 16) % 2 else Declared()
    mapped = map_source(source, declared, here, today=date(2026, 1, 15))
    claims = mapped.claims
    assert list(claims.columns) == CLAIMS
    assert list(mapped.totals.columns) == TOTALS
    assert list(mapped.columns.columns) == COLUMNS
    assert set(mapped.asked) <= {"language", "period", "collection"}
    assert list(claims.index) == list(range(len(claims)))
    assert set(claims["indicator"]) <= {indicator.code for indicator in here.catalogue}
    assert set(claims["collection"]) <= {"", *here.collections["code"]}
    units = here.units[here.units["kind"] == "commune"]
    communes = claims[claims["area_kind"] == "commune"]
    placed = set(zip(units["code"], units["valid_from"], strict=True))
    assert set(zip(communes["area_code"], communes["area_valid_from"], strict=True)) <= placed
    for period in set(claims["period"]):
        parse(period)
    assert np.isfinite(claims[["numerator", "denominator", "value"]].fillna(0.0).to_numpy()).all()
    for sheet, row in zip(claims["sheet"], claims["row"], strict=True):
        assert source.kind == "json" or any(each.name == sheet and row in each.table.index for each in source.sheets)
    check_findings(mapped.findings)
    check_findings(check(claims, known(here, mapped.totals)))


@cache
def _register() -> Register:
    return register()


def check_findings(found: pd.DataFrame) -> None:
    """Every finding belongs to a known rule and can be told in both languages."""
    assert list(found.columns) == FINDINGS
    for row in found.to_dict("records"):
        rule = RULES[row["rule"]]
        for language in LANGUAGES:
            say = Texts(language)
            assert told(rule.text, row, say)
            assert told(rule.advice, row, say)


def check_text(text: str) -> None:
    """As `reading.texts.clean` promises, said in other words."""
    assert text
    assert text == text.strip()
    assert unicodedata.is_normalized("NFC", text)
    assert not any(unicodedata.category(letter) in {"Cs", "Cc"} and letter not in "\t\n" for letter in text)
    assert not set(text) & set(
        "\u00a0\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\x00"
    )
