"""What must hold for any file whatever: it is read, or refused in words; nothing else, and in time."""

import signal
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from base.texts import LANGUAGES, Texts
from data_access.errors import DataError
from data_access.imports.reading import read
from data_access.imports.rules import RULES
from data_access.imports.source import Source
from indicators.findings import FINDINGS, told
from tests.import_damage import Case

TIME_LIMIT_S = 20
"""For one small file on a busy machine: who needs longer hangs."""


class HangsError(Exception):
    """A file took longer than TIME_LIMIT_S."""


@contextmanager
def in_time() -> Iterator[None]:
    """Interrupt what hangs. Main thread only."""

    def interrupt(number: int, frame: FrameType | None) -> None:
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
        except DataError as error:
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
        assert list(table.columns) == list(range(table.shape[1]))
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
    assert list(source.findings.columns) == FINDINGS
    for found in source.findings.to_dict("records"):
        rule = RULES[found["rule"]]
        for language in LANGUAGES:
            say = Texts(language)
            assert told(rule.text, found, say)
            assert told(rule.advice, found, say)


def check_text(text: str) -> None:
    """As `reading.texts.clean` promises, said in other words."""
    assert text
    assert text == text.strip()
    assert unicodedata.is_normalized("NFC", text)
    assert not any(unicodedata.category(letter) in {"Cs", "Cc"} and letter not in "\t\n" for letter in text)
    assert not set(text) & set(
        "\u00a0\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\x00"
    )
