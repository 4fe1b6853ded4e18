"""What the Data page says about files: every text of a file stays text, counts add up, and each cell is named."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape
from html.parser import HTMLParser
from types import SimpleNamespace
from typing import cast

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from base.texts import Texts
from data_access.edition import Edition
from data_access.reports.rehearsal import Review
from geo.published import Geometry
from indicators import periods
from indicators.catalogue import Catalogue, Unit
from indicators.findings import finding, frame
from indicators.findings import none as findings_none
from indicators.periods import Kind
from intake.checked import CheckedReports
from intake.declared import Declared
from intake.drafts import Status
from intake.mapped import COLUMNS, Mapped, no_claims, no_totals
from intake.rules import RULES
from tests.unit.indicator_frames import an_indicator
from ui.data import findings, history, review, stepper, understood, uploading
from ui.frame.page import Page
from ui.frame.view import View

EN, VI = Texts("en"), Texts("vi")
CATALOGUE = Catalogue((an_indicator(),))
VIEW = View("IMM01", language="en")

ANY_TEXT = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ['<img src=x onerror=alert(1)>', '"><script>alert(1)</script>', "</style><b>", "{value}", "&lt;b&gt;", "[x](javascript:alert(1))", "' onload='x"]
    ),
)  # fmt: skip


class Tags(HTMLParser):
    """The elements of a piece of HTML, and what could run in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.dangerous: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        links = {"href", "src", "action", "xlink:href"}
        self.dangerous += [
            n for n, value in attrs if n.startswith("on") or (n in links and "javascript:" in (value or ""))
        ]


OURS = {
    "section", "h2", "h3", "p", "b", "small", "span", "svg", "path", "circle", "rect", "ul", "li", "ol", "q", "details", "summary",
    "div", "table", "tbody", "thead", "tr", "td", "th", "dl", "dt", "dd", "a", "code", "progress",
}  # fmt: skip


def harmless(html: object) -> str:
    """`html`, which holds our own elements only, and nothing that runs."""
    parsed = Tags(str(html))
    assert parsed.tags <= OURS
    assert parsed.dangerous == []
    return str(html)


def plain(html: object) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", str(html))).replace("\xa0", " ").split())


@given(sheet=ANY_TEXT, value=ANY_TEXT, detail=ANY_TEXT, col=st.sampled_from(["", "D", "AA"]))
def test_nothing_out_of_a_file_is_ever_markup(sheet: str, value: str, detail: str, col: str):
    found = frame(
        [finding(RULES["cell_error"], sheet=sheet, row=7, col=col, value=value),
         finding(RULES["cell_error"], sheet=sheet, row=8, col=col, value=value + "2"),
         finding(RULES["formula_outside"], sheet=sheet, row=7, col=col, value=value),
         finding(RULES["old_font"], sheet=sheet, n=3, charset=detail)]
    )  # fmt: skip
    harmless(findings.findings(found, say=EN))
    harmless(findings.warning(found, say=VI))
    columns = pd.DataFrame(
        [(sheet, "D", value, detail, "none"), (value, "E", sheet, "IMM01.numerator", "name")], columns=COLUMNS
    )
    harmless(understood.columns(columns, CATALOGUE, say=EN))
    harmless(understood.column(sheet, "D", value))
    now = Status(
        "a" * 16, value, 10, sheet, datetime(2026, 1, 15, tzinfo=UTC), Declared(), "checked", step=detail, share=0.5
    )
    harmless(
        stepper.file(now, EN)
        + stepper.uploads([now], VIEW, EN)
        + stepper.progress(now, EN)
        + stepper.wait(now, VIEW, EN)
    )
    harmless(history.table(batches(name=value, actor=sheet), VIEW, say=EN))


def test_a_rule_with_many_cells_shows_the_first_and_keeps_the_others_at_hand():
    rows = [finding(RULES["formula_without_result"], sheet="Biểu 1", row=n, col="D") for n in range(1, 301)]
    html = str(findings.findings(frame(rows), say=EN))
    seen, _, opened = html.partition("<details>")
    assert [n for n in range(1, 301) if f"Biểu 1, D{n}</b>" in seen] == [1, 2, 3, 4, 5]
    assert [n for n in range(1, 301) if f"Biểu 1, D{n}</b>" in opened] == list(range(6, 201))
    assert "The other 295" in opened
    assert "100 more are in the workbook" in opened
    assert plain(seen).startswith("300 errors This cell holds a formula without a stored result. Open the file")


def test_what_is_different_in_each_cell_stands_beside_the_cell():
    rows = [
        finding(RULES["cell_error"], sheet="T", row=n, col="E", value=value) for n, value in ((3, "#REF!"), (4, "#N/A"))
    ]
    text = plain(findings.findings(frame(rows), say=EN))
    assert "T, E3 #REF! The cell shows the error #REF! instead of a figure." in text
    assert "T, E4 #N/A The cell shows the error #N/A instead of a figure." in text
    assert text.count("Correct the formula or type the figure itself.") == 1, "what to do is said once"


def test_errors_come_before_warnings_before_notes_and_are_counted():
    rows = [finding(RULES["old_font"], sheet="T", n=2, charset="TCVN3"), finding(RULES["formula_outside"], sheet="T", row=1, col="A"),
            *(finding(RULES["formula_without_result"], sheet="T", row=n, col="D") for n in (1, 2))]  # fmt: skip
    found = frame(rows)
    text = plain(findings.findings(found, say=EN))
    assert text.index("2 errors") < text.index("1 warning") < text.index("1 note")
    assert plain(findings.levels(found, EN)) == "2 errors 1 warning 1 note"
    assert plain(findings.levels(frame([]), EN)) == "Nothing to correct"


def test_a_kept_finding_says_who_let_it_pass_and_why():
    found = frame([finding(RULES["formula_outside"], sheet="T", row=1, col="A")]).assign(
        accepted_by="lan", reason="đã đối chiếu <sổ>"
    )
    assert "Accepted by lan: đã đối chiếu &lt;sổ&gt;" in findings.findings(found, say=EN, reasons=True)
    assert "Accepted" not in findings.findings(found, say=EN)


def test_a_rule_that_is_no_more_is_named_by_its_code():
    found = frame([finding(RULES["formula_outside"], sheet="T", row=1, col="A")]).assign(rule="gone")
    assert "gone" in plain(findings.findings(found, say=EN))


def test_meanings_of_columns_are_words():
    assert (
        understood.meaning_text("IMM01.numerator", CATALOGUE, EN)
        == f"{CATALOGUE['IMM01'].wording('en').short} · numerator"
    )
    assert understood.meaning_text("area_code", CATALOGUE, EN) == "commune code"
    assert understood.meaning_text("", CATALOGUE, EN) == "left out"


def test_sizes_and_instants_are_written_as_the_language_does():
    assert understood.size_text(48_213, VI) == "48\xa0kB"
    assert understood.size_text(3_420_000, VI) == "3,4\xa0MB"
    assert understood.size_text(3_420_000, EN) == "3.4\xa0MB"
    assert understood.instant(datetime(2026, 1, 15, 17, 5, tzinfo=UTC), VI) == "16/01/2026 00:05", (
        "of the province's zone"
    )


def batches(**changes: object) -> pd.DataFrame:
    row = {
        "batch_id": 7, "kind": "long", "name": "q4.csv", "actor": "lan", "received_at": pd.Timestamp("2026-01-15 05:00", tz="UTC"),
        "is_demo": False, "applied_version": 3, "withdrawn_version": pd.NA, "withdrawn_by": None, "rows": 45, "added": 40,
        "changed": 5, "removed": 0, "refused": 2, "sha256": "ab" * 32,
    }  # fmt: skip
    return pd.DataFrame([{**row, **changes}]).astype({"withdrawn_version": "Int64"})


def test_the_history_says_who_when_what_and_whether_it_stands():
    text = plain(history.table(batches(), VIEW, say=EN))
    assert text == "7 q4.csv 15 Jan 2026 12:00 · lan 45 figures: 40 added, 5 changed, 2 kept out in force"
    taken_back = plain(history.table(batches(withdrawn_version=4, withdrawn_by="hà"), VIEW, say=EN))
    assert taken_back.endswith("withdrawn by hà")
    assert 'href="data?' in str(history.table(batches(), VIEW, say=EN))
    assert "batch=7" in str(history.table(batches(), VIEW, say=EN))


def reviewed() -> Review:
    changes = pd.DataFrame(
        [("IMM01", "2025", "added", 30), ("IMM01", "2025", "changed", 12), ("IMM01", "2024", "same", 3)],
        columns=["indicator", "period", "what", "n"],
    )
    communes = pd.DataFrame(
        [("00001", 1, 0, 0), ("00002", 1, 1, 0), ("00003", 0, 0, 0)], columns=["code", "added", "changed", "removed"]
    )
    key = ["indicator", "period", "name"]
    figures = [f"{when}_{part}" for when in ("before", "after") for part in ("numerator", "denominator", "value")]
    nan = float("nan")
    totals = pd.DataFrame(
        [("IMM01", "2025", "Điện Biên", 90.0, 100.0, nan, 93.0, 120.0, nan)], columns=[*key, *figures]
    )
    examples = pd.DataFrame(
        [("IMM01", "2025", "00002", "Xã Hai", "", "changed", 4.0, 5.0, nan, 5.0, 5.0, nan)],
        columns=["indicator", "period", "code", "name", "stratum", "what", *figures],
    )
    return Review(Edition(3, "ab" * 8), changes, communes, totals, examples, demo=False, nothing=False)


def test_the_review_counts_what_would_change():
    found = reviewed()
    none = findings_none()
    mapped = Mapped("long", no_claims(), no_totals(), none, none)
    file = CheckedReports("q.csv", "", none, Declared(), mapped, no_claims(), found, refused=2)
    assert plain(review.numbers(file, say=EN)) == "Added 30 Changed 12 Removed 0 Same as now 3 Stay out, with errors 2"
    assert "Stay out" not in plain(review.numbers(replace(file, refused=0), say=EN))
    table = plain(review.changes(found.changes, CATALOGUE, say=EN))
    short = CATALOGUE["IMM01"].wording("en").short
    assert f"{short} 2025 30 12 – –" in table
    assert f"{short} 2024 – – – 3" in table


def test_the_province_stands_before_and_after_as_values_of_the_counts():
    """90/100 is 90.0 %, 93/120 is 77.5 %: 12.5 points less."""
    text = plain(review.totals(reviewed().totals, CATALOGUE, say=EN))
    assert "90.0% 90/100" in text
    assert "77.5% 93/120" in text
    assert "−12.5" in text


@pytest.mark.parametrize("numerator", [float("nan"), None])
def test_a_figure_that_is_new_has_none_before(numerator: float | None):
    totals = reviewed().totals.assign(before_numerator=numerator, before_denominator=numerator)
    text = plain(review.totals(totals, CATALOGUE, say=EN))
    assert "– 77.5%" in text
    assert "nan" not in text.lower()


def test_a_count_has_no_denominator():
    counts = Catalogue((an_indicator(unit=Unit.COUNT, multiplier=1, decimals=0),))
    text = plain(
        review.totals(
            reviewed().totals.assign(before_denominator=float("nan"), after_denominator=float("nan")), counts, say=EN
        )
    )
    assert "90 93 +3" in text


def test_the_map_of_what_is_touched_has_changed_before_added():
    square = "M0 0l10 0 0 10-10 0z"
    codes = ("00001", "00002", "00003")
    geometry = Geometry(
        hash="x", file=None, schematic=True, label={}, width=30, height=10, unit_m=1.0, codes=codes, names=codes,  # type: ignore[arg-type]
        full_names=("Xã Một", "Xã <Hai>", "Xã Ba"), paths=(square,) * 3, anchor=((0, 0, 1),) * 3,
        box=((0, 0, 1, 1),) * 3, outline=square, neighbours=((),) * 3, lonlat=((0.0, 0.0),) * 3,
    )  # fmt: skip
    html = str(review.where(reviewed().communes, geometry, say=EN))
    assert re.findall(r'<path class="(\w+)"', html) == ["added", "changed", "none"]
    assert "The file touches 2 communes." in plain(html)
    assert "Xã &lt;Hai&gt;" in html
    assert "svg" not in str(review.where(reviewed().communes, None, say=EN))


def test_words_over_the_upload_cannot_leave_their_style_sheet():
    css = str(stepper.uploader_words(EN, megabytes=200))
    assert css.count("<") == 2, "its own tags only"
    assert '"Choose a file"' in css
    assert "up to 200 MB" in css


@given(key=ANY_TEXT, before=ANY_TEXT, after=ANY_TEXT)
def test_what_a_configuration_document_changes_is_text_too(key: str, before: str, after: str):
    changed = pd.DataFrame(
        [("areas", key, before, after), ("areas", "x", before, "")], columns=["what", "key", "before", "after"]
    )
    assert "removed" in harmless(review.document(changed, say=EN))


def test_two_versions_name_the_group_and_an_indicator_that_is_no_more():
    figures = [f"{when}_{part}" for when in ("before", "after") for part in ("numerator", "denominator", "value")]
    nan = float("nan")
    frame_ = pd.DataFrame(
        [("IMM01", "2025", "03160", "Mường Nhé", "ethnic=mong", "IMM", "changed", 4.0, 9.0, nan, 5.0, 9.0, nan),
         ("OLD01", "2019", "03158", "Sín Thầu", "", "X", "removed", 7.0, nan, nan, nan, nan, nan)],
        columns=["indicator", "period", "code", "name", "stratum", "collection", "what", *figures],
    )  # fmt: skip
    text = plain(history.compared(frame_, CATALOGUE, say=EN))
    assert "Mường Nhé · Hmong Vaccination 2025 4/9 5/9 changed" in text
    assert "Sín Thầu OLD01 2019 7 – removed" in text


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 1, 15), "2025-Q4"),
        (date(2026, 3, 31), "2025-Q4"),  # its last day: the quarter has not ended
        (date(2026, 4, 1), "2026-Q1"),
        (date(2026, 7, 1), "2026-Q2"),
    ],
)
def test_the_template_opens_on_the_last_period_that_has_ended(today: date, expected: str):
    quarterly = [an_indicator(code=code, periods=(Kind.YEAR, Kind.QUARTER)) for code in ("IMM01", "IMM02")]
    catalogue = Catalogue(
        (*quarterly, an_indicator(code="PLA01", periods=(Kind.YEAR,)), an_indicator(code="STF02", periods=(Kind.HALF,)))
    )
    page = cast("Page", SimpleNamespace(catalogue=catalogue, state=SimpleNamespace(as_of=today)))
    offered = [
        periods.parse(code)
        for code in ("2026", "2026-Q4", "2026-Q3", "2026-Q2", "2026-H1", "2026-Q1", "2025-Q4", "2025-Q3")
    ]
    assert uploading._asked_now(page, offered).code == expected
    assert uploading._asked_now(page, offered[:2]).code == "2026", "none has ended: the first that is offered"


@pytest.mark.parametrize(("work", "said"), [("check", "đọc tệp"), ("apply", "các giá trị được lưu")])
def test_the_first_second_says_what_is_done(work: str, said: str):
    now = Status(
        "0",
        "a.xlsx",
        1,
        "lan",
        datetime(2026, 1, 15, tzinfo=UTC),
        Declared(),
        "applying" if work == "apply" else "checking",
    )
    assert said in str(stepper.progress(now, VI))
