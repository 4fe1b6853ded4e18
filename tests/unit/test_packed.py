"""HTML that is packed comes back to the letter, and rows that are alike travel as what differs between them."""

import json

import hypothesis.strategies as st
from hypothesis import given

from harness.packed import unpacked
from ui.frame.packed import SHORT, packed

text = st.text(alphabet="aáộ 0123456789%,.\"'<>=/\0{}&;→", max_size=12)
tags = st.sampled_from(
    ['<tr class="', '">', "<td>", "</td>", "</tr>", "<li>", '<g id="', "</li>", "<tr>", "</g>", " <b>"]
)


def row(code: int, name: str, value: str) -> str:
    return (
        f'<tr id="rank-{code:05d}" data-enter="commune?commune={code:05d}"><td class="order">{code}</td>'
        f'<td>{name}</td><td><svg class="interval" width="100%"><circle cx="{code % 97}.5%" cy="10" class="f0"/></svg></td>'
        f'<td class="num"><b>{value}</b></td></tr>'
    )


@given(st.lists(st.one_of(text, tags), max_size=80), st.integers(1, 40))
def test_whatever_is_packed_comes_back_to_the_letter(pieces: list[str], times: int):
    html = "".join(pieces) * times
    assert unpacked(packed(html)) == html


@given(st.lists(st.tuples(st.integers(0, 99999), text, text), min_size=3, max_size=60))
def test_rows_come_back_to_the_letter(rows: list[tuple[int, str, str]]):
    html = "<table><tbody>" + "".join(row(*each) for each in rows) + "</tbody></table>" + "x" * SHORT
    assert unpacked(json.loads(json.dumps(packed(html)))) == html


def test_a_ranking_of_45_communes_travels_as_what_differs():
    html = "<table><tbody>" + "".join(row(3127 + n, f"Xã {n}", f"{n},5") for n in range(45)) + "</tbody></table>"
    assert len(html) > 9_000
    assert len(json.dumps(packed(html))) < len(html) / 5


def test_short_html_is_left_alone():
    assert packed("<tr>" * 3) == {"patterns": [], "pieces": ["<tr><tr><tr>"]}
