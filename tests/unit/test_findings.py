import json

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from base.texts import Texts
from indicators.findings import Level, Rule, finding, frame, joined, none, of_claims, told
from tests.unit.check_frames import claims, row

RULE = Rule("a_rule", Level.WARNING, "…", "…")
VALUES = st.one_of(st.floats(allow_nan=True), st.integers(0, 9).map(float))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(VALUES, VALUES, st.text(max_size=5)), min_size=1, max_size=6))
def test_findings_of_many_claims_are_those_of_each(drawn):
    file = claims(*(row(top) for top, _, _ in drawn))
    file.index = [10 + n for n in range(len(file))]
    here = {"before": [b for _, b, _ in drawn], "name": [name for _, _, name in drawn]}
    made = of_claims(RULE, file, share=2.5, **{key: pd.Series(each, file.index) for key, each in here.items()})
    single = frame(
        finding(
            RULE, sheet="IMM", row=7 + n, col="D", value=_plain(top), claim=10 + n, share=2.5, before=_plain(before), name=name
        )
        for n, (top, before, name) in enumerate(drawn)
    )  # fmt: skip
    pd.testing.assert_frame_equal(made, single)


def _plain(number):
    if number != number:
        return ""
    return int(number) if float(number).is_integer() else number


def test_a_text_with_quotes_and_braces_stays_itself():
    file = claims(row(1))
    made = of_claims(RULE, file, cell=pd.Series(['{"x": "{y}"}'], file.index))
    assert json.loads(made["details"][0]) == {"cell": '{"x": "{y}"}'}


def test_no_findings_are_not_shared():
    one = none()
    one.loc[0] = finding(RULE)
    assert none().empty
    assert list(joined([none(), none()]).columns) == list(one.columns)


@pytest.mark.parametrize(
    ("language", "details", "expected"),
    [
        ("vi", {"n": 9.45}, "9,45"),
        ("en", {"n": 9450}, "9,450"),
        ("vi", {"n": 9450}, "9.450"),
        ("en", {"n": 2 / 3}, "0.667"),
        ("vi", {"n_period": "2025-Q3"}, "III/2025"),
        ("vi", {"n_period": "2025-Q1 + 2025-Q3"}, "I/2025 + III/2025"),
        ("en", {"n_period": "month 13"}, "month 13"),
        ("vi", {"n": "numerator"}, "tử số"),
        ("vi", {"n": ""}, ""),
    ],
)
def test_details_are_told_in_the_way_of_the_reader(language, details, expected):
    [name] = details
    row_of_findings = {"value": "x", "details": json.dumps(details)}
    assert told(f"{{{name}}}", row_of_findings, Texts(language)) == expected
