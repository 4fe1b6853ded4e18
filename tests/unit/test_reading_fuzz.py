"""Damaged files by the hundred: read, mapped and checked, or refused in words; never a traceback or a hang. `make soak` does thousands."""

from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from harness.import_damage import NASTY, Case, case
from harness.import_files import workbook, zipped
from harness.import_property import holds, through

CASES = 320
_AT_ONCE = 40


@pytest.mark.parametrize("first", range(0, CASES, _AT_ONCE))
def test_damaged_files_are_read_or_refused(first):
    for number in range(first, first + _AT_ONCE):
        made = case(number)
        try:
            holds(made, through)
        except BaseException as error:
            error.add_note(f"file {number}, {made.name}: {', '.join(made.how)}")
            raise


def test_the_damage_reaches_every_stage():
    # Damage that is always refused at the door, or never seen, would prove nothing.
    outcomes = Counter(holds(case(number)) for number in range(150))
    assert 20 < outcomes["read"] < 120
    assert len(outcomes) >= 8


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"PK\x03\x04", b"PAR1", b"{", b"\xff\xfe", b"\xef\xbb\xbf", b"<", b"\xd0\xcf\x11\xe0"]),
)
@example(b"\x00" * 5_000, b"")
@example(b"\xd8" * 99, b"\xff\xfe")
def test_any_bytes(content, start):
    holds(Case(0, "a.csv", start + content, ()))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(st.one_of(st.none(), st.sampled_from(NASTY), st.text(max_size=9)), min_size=1, max_size=4),
        min_size=1,
        max_size=4,
    )
)
def test_any_text_in_a_csv(rows):
    lines = "\n".join(",".join("" if cell is None else cell for cell in row) for row in rows)
    holds(Case(0, "a.csv", lines.encode("utf-8", "replace"), ()))


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.text(min_size=1, max_size=9), st.binary(max_size=60), max_size=4))
def test_any_zip(content):
    holds(
        Case(
            0,
            "a.xlsx",
            zipped({"x" + name.encode("utf-8", "replace").decode(): part for name, part in content.items()}),
            (),
        )
    )


def test_text_of_files_is_never_more_than_text():
    texts = [text for text in NASTY if text.isprintable()]
    content = workbook([["x" + text for text in texts]])
    assert holds(Case(0, "a.xlsx", content, ())) == "read"
