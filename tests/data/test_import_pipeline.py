"""One file all the way: from its bytes to the page's figures and back to its cell. Figures are added up by hand."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from base.texts import Texts
from data_access import queries
from data_access.edition import Edition
from data_access.engine import reading
from data_access.reports import history
from harness.killing import waited
from harness.small_world import CATALOGUE, NEW_DAY, OFFICER, Report, newest_batch
from harness.small_world import apply as put
from indicators.catalogue import Catalogue, Formula
from intake import checks, drafts, known, register
from intake.checking import Wanted, apply, check
from intake.declared import Declared
from intake.errors import NothingToApplyError, UnknownDraftError, WarningsNotAcceptedError
from intake.mapped import no_totals
from intake.mapping import map_source
from intake.reading import read
from tests.data.test_batches import count, current

GOOD = """indicator,period,area_code,area_name,numerator,denominator
OPEN,2025,03160,Mường Nhé,455,510
OPEN,2025,03158,Xã Sín Thầu,90,100
OPEN,2024,03154,Sín Thầu,40,50
OPEN,2024,03158,Leng Su Sìn,30,60
"""


def wanted(text: str, name: str = "bao_cao.csv", **declared: object) -> Wanted:
    return Wanted(name, text.encode(), Declared(**declared))


def levels(found) -> dict[str, int]:
    return found["level"].value_counts().to_dict()


def test_from_the_file_to_the_figure_and_back_to_its_cell(engine: Engine):
    file = wanted(GOOD)
    checked = check(engine, file, actor="an")
    assert levels(checked.findings).get("error", 0) == 0, checked.findings.to_string()
    assert (checked.mapped.layout, checked.mapped.periods, checked.refused) == ("long", ["2024", "2025"], 0)
    assert checked.review is not None
    assert checked.review.count("added") == 4
    version = apply(engine, [(checked, file.content)], actor="an", accepted=dict.fromkeys(checked.warnings, "đúng"),
                    base=checked.review.base)  # fmt: skip
    shown = queries.values(engine, ["OPEN"], ["2024", "2025"])
    communes = shown[shown["kind"] == "commune"][["period", "code", "numerator", "denominator"]].to_numpy().tolist()
    # 2024: Sín Thầu 03154 and Leng Su Sìn 03158 are both part of today's Sín Thầu: 40 + 30 of 50 + 60.
    assert communes == [["2024", "03158", 70, 110], ["2025", "03158", 90, 100], ["2025", "03160", 455, 510]]
    behind = queries.provenance(engine, "OPEN", "2025", "03160")
    assert behind[["batch", "row", "col"]].to_numpy().tolist() == [["bao_cao.csv", 2, "E"]]
    assert history.original(engine, newest_batch(engine), OFFICER)[1] == file.content
    assert version == 1


def test_the_same_file_twice_changes_nothing(engine: Engine):
    file = wanted(GOOD)
    checked = check(engine, file, actor="an")
    accepted = dict.fromkeys(checked.warnings, "đúng")
    first = apply(engine, [(checked, file.content)], actor="an", accepted=accepted, base=Edition(0, ""))
    before = current(engine)
    again = check(engine, file, actor="an")
    assert again.review is not None
    assert again.review.nothing
    assert not again.can_be_applied
    assert apply(engine, [(again, file.content)], actor="an", accepted=accepted, base=again.review.base) == first
    assert (current(engine), count(engine, "batch")) == (before, 1)


def test_a_row_with_an_error_stays_out_and_the_rest_goes_in(engine: Engine):
    file = wanted(GOOD + "OPEN,2025-Q4,03154,Sín Thầu,5,9\nOPEN,2025,03200,Hai,12,10\n")
    checked = check(engine, file, actor="an")
    errors = checked.findings[checked.findings["level"] == "error"]
    # An old code in a new period, and more vaccinated than there are.
    assert sorted(errors["row"]) == [6, 7]
    assert checked.refused == 2
    apply(
        engine,
        [(checked, file.content)],
        actor="an",
        accepted=dict.fromkeys(checked.warnings, "đúng"),
        base=Edition(0, ""),
    )
    assert count(engine, "observation") == 4
    assert history.batches(engine).iloc[0]["refused"] == 2


def test_a_warning_without_a_reason_keeps_everything_out(engine: Engine):
    put(engine, [Report("03160", 120, 125, period="2025-Q3", day=NEW_DAY)])
    file = wanted("indicator,period,area_code,numerator,denominator\nOPEN,2026-Q3,03160,480,500\n")
    checked = check(engine, file, actor="an")
    assert checked.warnings == ["denominator_moved"], "four times last year's"
    assert checked.review is not None
    for reasons in ({}, {"denominator_moved": "  "}):
        with pytest.raises(WarningsNotAcceptedError):
            apply(engine, [(checked, file.content)], actor="an", accepted=reasons, base=checked.review.base)
    assert count(engine, "batch") == 1
    apply(
        engine,
        [(checked, file.content)],
        actor="an",
        accepted={"denominator_moved": "sáp nhập"},
        base=checked.review.base,
    )
    kept = history.batch_findings(engine, newest_batch(engine), OFFICER)
    warned = kept[kept["level"] == "warning"]
    assert warned[["accepted_by", "reason"]].to_numpy().tolist() == [["an", "sáp nhập"]]


def test_what_the_file_does_not_say_is_asked_for_and_never_guessed(engine: Engine):
    text = "indicator;period;area_code;numerator;denominator\nOPEN;2025;03160;9.450;9.500\n"
    asked = check(engine, wanted(text), actor="an")
    assert asked.mapped.asked == ("language",)
    assert asked.review is None
    with pytest.raises(NothingToApplyError):
        apply(engine, [(asked, text.encode())], actor="an", accepted={}, base=Edition(0, ""))
    told = check(engine, wanted(text, language="vi"), actor="an")
    assert told.reports[["numerator", "denominator"]].to_numpy().tolist() == [[9450, 9500]]


@pytest.fixture
def _own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHILD_ATLAS_DATA", str(tmp_path / "data"))


@pytest.mark.usefixtures("_own_data")
def test_an_upload_outlives_its_page(engine: Engine):
    token = drafts.create(engine, "C:\\báo cáo\\quý 4.csv", GOOD.encode(), actor="an")
    ended = waited(engine, token)
    assert (ended.state, ended.name) == ("checked", "quý 4.csv"), drafts.printed(token)
    checked = drafts.checked(token)
    # What a page reads back is what the child found.
    fresh = check(engine, Wanted("quý 4.csv", GOOD.encode()), actor="an")
    assert checked.findings.to_dict("records") == fresh.findings.to_dict("records")
    assert (
        checked.reports.drop(columns="reported_on")
        .astype(str)
        .equals(fresh.reports.drop(columns="reported_on").astype(str))
    )
    assert [each.token for each in drafts.open_drafts(engine)] == [token]
    drafts.apply(engine, token, actor="an", accepted=dict.fromkeys(checked.warnings, "đúng"))
    ended = waited(engine, token)
    assert (ended.state, ended.version) == ("applied", 1), drafts.printed(token)
    assert drafts.open_drafts(engine) == []
    assert count(engine, "observation") == 4


@pytest.mark.usefixtures("_own_data")
def test_an_upload_that_is_no_table_is_refused_with_a_sentence(engine: Engine):
    token = drafts.create(engine, "mat_khau.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, actor="an")
    ended = waited(engine, token)
    assert ended.state == "refused"
    for language in ("vi", "en"):
        assert "mat_khau.xlsx" in ended.problem(Texts(language))
    drafts.discard(engine, token)
    assert drafts.open_drafts(engine) == []


@pytest.mark.usefixtures("_own_data")
@pytest.mark.parametrize("token", ["", "../../etc", "0123456789abcdef", "a" * 16 + "/..", "x" * 16])
def test_a_token_from_an_address_leads_nowhere_else(engine: Engine, token: str):
    with pytest.raises(UnknownDraftError):
        drafts.status(engine, token)


def test_figures_of_the_demo_are_no_history(engine: Engine):
    put(engine, [Report("03160", 1, 9, period="2024", day=None)], is_demo=True)
    checked = check(engine, wanted(GOOD), actor="an")
    assert checked.warnings == []
    assert checked.review is not None
    assert checked.review.demo


def test_a_later_step_is_held_against_the_earlier_one_in_force(engine: Engine):
    put(engine, [Report("03160", 30, 40, indicator="OPEN", period="2025")])
    lost = replace(CATALOGUE["FLOW"], code="LOST", formula=Formula("OPEN", "FLOW"))
    with reading(engine) as connection:
        here = register.load(connection, Catalogue((*CATALOGUE, lost)))
        against = known.load(connection, {"FLOW"}, totals=no_totals(), register=here)
    claims = map_source(
        read("sau.csv", b"indicator,period,area_code,numerator,denominator\nFLOW,2025,03160,31,40\n"), Declared(), here
    ).claims
    found = checks.check(claims, against).set_index("rule").loc["more_at_later_step"]
    assert (found["level"], found["row"], found["col"], found["value"]) == ("warning", 2, "D", "31")
    assert json.loads(found["details"]) == {
        "last": 31, "first": 30, "place": "in force already", "whole": "OPEN", "rest": "FLOW", "derived": "LOST",
        "commune": "Mường Nhé",
    }  # fmt: skip
