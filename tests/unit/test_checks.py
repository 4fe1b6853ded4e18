"""What holds of all checks together."""

import string
from collections import Counter

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from base.texts import Texts
from indicators.findings import told
from intake import checks
from intake.checks.case import Case
from intake.checks.rules import CHECKS, LISTED
from intake.claims.rules import MAPPING
from intake.documents.rules import DOCUMENTS
from intake.reading.rules import READING
from intake.rules import RULES
from tests.unit.check_frames import checked, claims, known, reports, row

INDICATORS = ["IMM01", "SCH01", "NUT01", "PLA01", "STF02", "DIS01"]
FIGURES = st.one_of(
    st.none(), st.sampled_from([0.0, 1.0, -1.0, 9.45, float("inf"), 9450.0]), st.integers(0, 2000).map(float)
)
ROWS = st.fixed_dictionaries(
    {
        "numerator": FIGURES,
        "denominator": FIGURES,
        "value": FIGURES,
        "indicator": st.sampled_from(INDICATORS),
        "period": st.sampled_from(["2024", "2025", "2025-Q1", "2025-Q3", "2025-9M", "2025-26", "2025-M02"]),
        "area_code": st.sampled_from(["001", "002", "003"]),
        "stratum": st.sampled_from(["", "ethnic=mong", "ethnic=thai", "ethnic=mong|sex=f"]),
        "blank": st.sampled_from(["", "", "", "not_applicable", "removed"]),
    }
)
FILES = st.lists(ROWS, min_size=1, max_size=12)
# Whatever fails is printed as drawn: making such a file smaller takes minutes.
SOME = settings(max_examples=25, deadline=None, phases=[Phase.explicit, Phase.generate])
COUNTS = st.integers(0, 2000).map(float)
# As the database holds them: each figure once, and each one a number that can be counted with.
HISTORY = st.lists(
    st.tuples(ROWS, COUNTS, COUNTS).map(
        lambda drawn: drawn[0] | {"blank": "", "numerator": drawn[1], "denominator": drawn[2], "value": None}
    ),
    max_size=12,
    unique_by=lambda each: figure(each),
)


def figure(each):
    """Which figure a row is about."""
    return each["indicator"], each["period"], each["area_code"], each["stratum"]


def as_text(findings):
    kept = findings.drop(columns="claim").astype(str)
    return sorted(map(tuple, kept.to_numpy()))


@SOME
@given(FILES, HISTORY)
def test_whatever_stands_in_a_file_findings_are_of_its_rows_and_can_be_told(rows, history):
    against = known(reports(*history), people={"001": 900}, totals=[{"numerator": 5.0, "denominator": 7.0}])
    findings = checked(claims(*rows), against)
    for each in findings.to_dict("records"):
        rule = RULES[each["rule"]]
        assert rule.level == each["level"]
        for language in ("en", "vi"):
            for text in (rule.text, rule.advice):
                assert told(text, each, Texts(language))


@SOME
@given(FILES, HISTORY, ROWS)
def test_a_row_of_another_indicator_changes_nothing_for_the_others(rows, history, more):
    others = [each | {"indicator": "SCH01" if each["indicator"] == "IMM01" else each["indicator"]} for each in rows]
    against = known(reports(*history))
    before = checked(claims(*others), against)
    after = checked(claims(*others, more | {"indicator": "IMM01"}), against)
    of_others = after[(after["claim"] >= 0) & (after["claim"] < len(others))]
    assert as_text(of_others) == as_text(before[before["claim"] >= 0])


@SOME
@given(FILES, HISTORY)
def test_the_order_of_rows_changes_no_verdict_on_rows_that_stand_once(rows, history):
    once = {figure(each): each for each in rows}
    numbered = [each | {"row": 7 + n} for n, each in enumerate(once.values())]
    against = known(reports(*history))
    assert as_text(checked(claims(*numbered), against)) == as_text(checked(claims(*reversed(numbered)), against))


@SOME
@given(FILES, HISTORY)
def test_claims_and_what_is_known_are_left_as_they_were(rows, history):
    file, against = claims(*rows), known(reports(*history))
    copies = file.copy(deep=True), against.reports.copy(deep=True)
    checks.check(file, against)
    assert file.equals(copies[0])
    assert against.reports.equals(copies[1])


@SOME
@given(HISTORY)
def test_a_file_that_is_in_force_replaces_nothing(rows):
    findings = checked(claims(*rows), known(reports(*rows)))
    assert not set(findings["rule"]) & {"replaced", "taken_back", "repeated", "contradicted"}
    assert findings["rule"].tolist().count("unchanged") == (1 if rows else 0)


def test_an_empty_file_and_an_empty_database_are_no_trouble():
    assert checked(claims()).empty
    assert checked(claims(row(455, 510)), known(reports())).empty


def test_every_rule_of_the_list_finds_under_its_own_name():
    file, against = claims(row(455, 510)), known()
    for rule, find in LISTED:
        assert set(find(Case(file, against))["rule"]) <= {rule.code}
    assert len({rule.code for rule in CHECKS}) == len(CHECKS)
    assert set(CHECKS) <= set(RULES.values())


@pytest.mark.parametrize("rule", CHECKS, ids=lambda rule: rule.code)
def test_advice_can_be_told_without_details(rule):
    """The page that groups findings by rule tells the advice once: it must hold no placeholder of a row."""
    assert not [name for _, name, _, _ in string.Formatter().parse(rule.advice) if name]


def test_an_unknown_indicator_or_period_is_refused_by_name():
    with pytest.raises(KeyError, match="XXX99"):
        checks.check(claims(row(1, 2, indicator="XXX99")), known())
    with pytest.raises(ValueError, match="sometime"):
        checks.check(claims(row(1, 2, period="sometime")), known())


def test_no_two_rules_have_one_code():
    every = (*READING, *MAPPING, *CHECKS, *DOCUMENTS)
    assert [code for code, n in Counter(rule.code for rule in every).items() if n > 1] == []
    assert len(RULES) == len(every)
