"""The Data page: who may import, where an upload stands, what must be said before it is applied."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from base.look import Look
from data_access.errors import ChangedMeanwhileError
from data_access.reports import batches
from intake import children, drafts
from intake.declared import Declared
from tests.pages.conftest import OpenPage
from tests.pages.drafts import ERROR, NAME, NOTE, OTHER_WARNING, WARNING, checked, draft, ended
from tests.pages.messages import alerts, banners, components, everything, heading, html, sheet_html
from ui.data import actions, model
from ui.data.choice import OPEN
from ui.frame import access, shell

TOKEN, OTHER = "0123456789abcdef", "fedcba9876543210"
Visit = tuple[str | None, dict[str, str]]
HERE: Visit = (None, {"host": "localhost:8501"})
ELSEWHERE: Visit = ("10.0.0.7", {"host": "atlas.example"})


@pytest.fixture(autouse=True)
def _no_children(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test here starts a process: what the child does is tested with the imports."""
    monkeypatch.setattr(children, "start", lambda *_: None)


def visit(monkeypatch: pytest.MonkeyPatch, where: Visit) -> None:
    monkeypatch.setattr(access, "_visit", lambda: where)


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The visitor sits at the machine of the server; the history calls them 'lan'."""
    visit(monkeypatch, HERE)
    monkeypatch.setattr(access, "_account", lambda: "lan")


def clean(page: AppTest) -> AppTest:
    assert [each.message for each in page.exception] == []
    assert alerts(page) == []
    return page


def buttons(page: AppTest) -> set[str]:
    return {each.key for each in page.button}


# ---------------------------------------------------------------- who may


def test_from_elsewhere_completeness_is_seen_and_the_reason_why_nothing_is_imported(
    open_page: OpenPage, own_installation: Path, monkeypatch: pytest.MonkeyPatch
):
    checked(draft(own_installation, TOKEN), [ERROR, WARNING])
    ended(own_installation / "intake" / TOKEN, "checked")
    visit(monkeypatch, ELSEWHERE)
    page = clean(open_page("data", lang="vi", draft=TOKEN))
    assert heading(page) == "43/45 xã, phường đã báo cáo quý IV/2025; 2 xã quá hạn."
    assert 'class="card completeness"' in html(page)
    assert "Chỉ nhập báo cáo được ngay tại máy đang chạy Atlas Trẻ em" in html(page)
    assert list(page.file_uploader) == []
    assert buttons(page) & {"apply", "declare", "discard", "another"} == set()
    sent = everything(page)
    assert NAME not in sent, "not even the name of a file"
    assert "=1+" not in sent, "nor a cell of it"


def test_every_action_asks_on_the_server_who_it_is(monkeypatch: pytest.MonkeyPatch, installation: Path):
    """Also what was never drawn can't be done: the functions that act refuse by themselves."""
    visit(monkeypatch, ELSEWHERE)
    monkeypatch.setattr(access, "_signed", dict)
    every: list[Callable[[], Any]] = [
        lambda: actions.upload("a.csv", b"x"), actions.uploads, lambda: actions.status(TOKEN), lambda: actions.upload_file(TOKEN),
        lambda: actions.check_again(TOKEN, Declared()), lambda: actions.apply(TOKEN, {}), lambda: actions.discard(TOKEN),
        lambda: actions.batch_file(1), lambda: actions.batch_findings(None, 1), lambda: actions.withdraw(1, "long"),  # type: ignore[arg-type]
        lambda: actions.compared(None, 1, 2), lambda: actions.checked(None),  # type: ignore[arg-type]
    ]  # fmt: skip
    for action in every:
        with pytest.raises(access.ElsewhereError):
            action()
    assert not (installation / "intake").exists()


def test_who_signed_in_without_the_role_reads_why(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch):
    visit(monkeypatch, HERE)
    monkeypatch.setattr(access, "_signed", lambda: {"is_logged_in": True, "email": "hung@so.vn"})
    page = clean(open_page("data", lang="vi"))
    assert "hung@so.vn, được xem nhưng không được nhập" in html(page)
    assert list(page.file_uploader) == []


def test_officers_are_those_of_the_secrets(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch):
    visit(monkeypatch, ELSEWHERE)
    page = AppTest.from_function(_officer)
    for officers, expected in ((["Lan@so.vn"], "True"), ([], "False"), (None, "False")):
        page.user = {"is_logged_in": True, "email": "lan@so.vn"}
        page.secrets = {"roles": {"officers": officers}} if officers is not None else {"other": "x"}
        assert page.run().text[0].value == expected


def _officer() -> None:
    import streamlit as st

    from ui.frame.access import person

    st.text(str(person().officer))


# ---------------------------------------------------------------- the steps


@pytest.mark.usefixtures("here")
def test_an_upload_is_kept_and_opened_by_its_address(open_page: OpenPage, own_installation: Path):
    page = clean(open_page("data", lang="vi"))
    page.file_uploader[0].set_value((NAME, b"ma;so\n03160;5\n", "text/csv")).run()
    clean(page)
    token = page.query_params["draft"]
    token = token[0] if isinstance(token, list) else token
    folder = own_installation / "intake" / token
    assert (folder / "original").read_bytes() == b"ma;so\n03160;5\n"
    assert '"actor": "lan"' in (folder / "draft.json").read_text(encoding="utf-8")
    assert "Báo cáo &lt;b&gt;Q4.xlsx" in raw(page)
    assert list(page.file_uploader) == [], "the next one is another file"
    page.run()
    assert len(list((own_installation / "intake").iterdir())) == 1, "kept once"


def words(page: AppTest) -> str:
    """What the sheets say, with a blank where an element ends."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", raw(page))).replace("\xa0", " ").split())


def raw(page: AppTest) -> str:
    """The HTML of the sheets as it is sent, entities and all."""
    return "\n".join(map(sheet_html, components(page, "sheet")))


@pytest.mark.usefixtures("here")
def test_a_warning_needs_a_tick_and_a_reason_before_the_button_works(
    open_page: OpenPage, own_installation: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = draft(own_installation, TOKEN)
    checked(folder, [ERROR, WARNING, OTHER_WARNING, NOTE], refused=1, demo=True)
    ended(folder, "checked")
    asked: list[Any] = []
    monkeypatch.setattr(drafts, "apply", lambda _, token, **said: asked.append((token, said)))
    page = clean(open_page("data", lang="vi", draft=TOKEN))
    assert heading(page).endswith("2 xã quá hạn; 1 lỗi phải sửa.")
    text = words(page)
    assert "Không nhận 1 số liệu có lỗi (1 lỗi)." in text
    assert "toàn bộ số liệu minh họa sẽ được gỡ ra" in text
    assert "<script>" not in raw(page)
    assert page.button(key="apply").disabled
    page.checkbox(key=f"tick_{TOKEN}_{WARNING}").check().run()
    page.text_input(key=f"reason_{TOKEN}_{WARNING}").set_value("đã đối chiếu với sổ").run()
    assert page.button(key="apply").disabled, "one kind is still open"
    page.checkbox(key=f"tick_{TOKEN}_{OTHER_WARNING}").check().run()
    assert page.button(key="apply").disabled, "a tick alone is no reason"
    page.text_input(key=f"reason_{TOKEN}_{OTHER_WARNING}").set_value("   ").run()
    assert page.button(key="apply").disabled, "nor are blanks"
    page.text_input(key=f"reason_{TOKEN}_{OTHER_WARNING}").set_value("dòng ẩn là xã cũ").run()
    assert not page.button(key="apply").disabled
    page.button(key="apply").click().run()
    clean(page)
    assert asked == [
        (TOKEN, {"actor": "lan", "accepted": {WARNING: "đã đối chiếu với sổ", OTHER_WARNING: "dòng ẩn là xã cũ"}})
    ]


@pytest.mark.usefixtures("here")
def test_several_warnings_of_a_kind_are_ticked_one_by_one_or_expressly_all_at_once(
    open_page: OpenPage, own_installation: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = draft(own_installation, TOKEN)
    checked(folder, [WARNING, WARNING, WARNING])
    ended(folder, "checked")
    asked: list[Any] = []
    monkeypatch.setattr(drafts, "apply", lambda _, __, **said: asked.append(said["accepted"]))
    page = clean(open_page("data", lang="vi", draft=TOKEN))
    for place in (1, 2):
        page.checkbox(key=f"tick_{TOKEN}_{WARNING}_{place}").check().run()
    assert [each.key for each in page.text_input] == [], "one of them has not been seen"
    page.checkbox(key=f"tick_{TOKEN}_{WARNING}_3").check().run()
    page.text_input(key=f"reason_{TOKEN}_{WARNING}").set_value("đã đối chiếu").run()
    page.button(key="apply").click().run()
    page.checkbox(key=f"tick_{TOKEN}_{WARNING}").check().run()
    assert page.checkbox(key=f"tick_{TOKEN}_{WARNING}").label == "Đã xem cả 3: đều đúng"
    page.button(key="apply").click().run()
    clean(page)
    assert asked == [{WARNING: "đã đối chiếu"}, {WARNING: "Xem chung cả 3: đã đối chiếu"}]


@pytest.mark.usefixtures("here")
def test_a_clean_file_is_reviewed_and_can_be_applied_at_once(open_page: OpenPage, own_installation: Path):
    folder = draft(own_installation, TOKEN)
    checked(folder, [])
    ended(folder, "checked")
    page = clean(open_page("data", lang="vi", draft=TOKEN))
    assert not page.button(key="apply").disabled
    assert page.button(key="apply").label == "Nhập 2 giá trị"
    text = words(page)
    assert "Thêm mới 1 Thay đổi 1 Bỏ đi 0 Giữ nguyên 0" in text
    assert "90,0% 90/100" in text
    assert "77,5% 93/120" in text
    assert "Tệp có số liệu của 2 xã." in text
    assert "Xã Sín Thầu" in text


@pytest.mark.usefixtures("here")
def test_what_the_file_does_not_say_is_asked_and_never_guessed(
    open_page: OpenPage, own_installation: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = draft(own_installation, TOKEN)
    checked(folder, [], asked=("language", "period"))
    ended(folder, "checked")
    said: list[Declared] = []
    monkeypatch.setattr(drafts, "declare", lambda _engine, _token, declared: said.append(declared))
    page = clean(open_page("data", lang="vi", draft=TOKEN))
    assert "apply" not in buttons(page)
    assert page.button(key="declare").disabled
    for key in ("declare_language", "declare_part", "declare_year"):
        assert page.selectbox(key=f"{key}_{TOKEN}").value == OPEN
    page.selectbox(key=f"declare_language_{TOKEN}").set_value("vi").run()
    page.selectbox(key=f"declare_part_{TOKEN}").set_value("Q4").run()
    assert page.button(key="declare").disabled, "a quarter of no year"
    page.selectbox(key=f"declare_year_{TOKEN}").set_value("2025").run()
    page.button(key="declare").click().run()
    clean(page)
    assert [(each.language, each.period, each.dash) for each in said] == [("vi", "2025-Q4", "zero")]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("part", "code"),
    [("school_year", "2024-25"), ("M07", "2024-M07")],
)
def test_other_kinds_of_period_can_be_declared(
    open_page: OpenPage, own_installation: Path, monkeypatch: pytest.MonkeyPatch, part: str, code: str
):
    folder = draft(own_installation, TOKEN)
    checked(folder, [], asked=("period",))
    ended(folder, "checked")
    said: list[str] = []
    monkeypatch.setattr(drafts, "declare", lambda _engine, _token, declared: said.append(declared.period))
    page = open_page("data", lang="vi", draft=TOKEN)
    page.selectbox(key=f"declare_part_{TOKEN}").set_value(part)
    page.selectbox(key=f"declare_year_{TOKEN}").set_value("2024").run()
    page.button(key="declare").click().run()
    assert said == [code]


@pytest.mark.usefixtures("here")
def test_columns_that_were_not_understood_can_be_named(
    open_page: OpenPage, own_installation: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = draft(own_installation, TOKEN, declared=Declared(language="vi", columns={"Biểu 1!B": "area_code"}))
    checked(folder, [], unknown=2)
    ended(folder, "checked")
    said: list[Declared] = []
    monkeypatch.setattr(drafts, "declare", lambda _engine, _token, declared: said.append(declared))
    page = clean(open_page("data", lang="vi", draft=TOKEN))
    assert "Cột &lt;i&gt;0&lt;/i&gt;" in raw(page)
    page.selectbox(key=f"column_kind_{TOKEN}_0").set_value("numerator").run()
    assert page.button(key="declare_columns").disabled, "of which indicator?"
    page.selectbox(key=f"column_which_{TOKEN}_0").set_value("NUT01").run()
    page.selectbox(key=f"column_kind_{TOKEN}_1").set_value("").run()
    page.button(key="declare_columns").click().run()
    assert dict(said[0].columns) == {"Biểu 1!B": "area_code", "Biểu 1!G": "NUT01.numerator", "Biểu 1!H": ""}
    assert said[0].language == "vi", "what was declared before stays"


@pytest.mark.usefixtures("here")
def test_a_file_that_cannot_be_read_says_why(open_page: OpenPage, own_installation: Path):
    folder = draft(own_installation, TOKEN)
    ended(folder, "refused", source="Nothing was imported. Unknown period: {names} (rows {rows}). A period is written 2025, 2025-Q3, 2025-H1 or 2025-26.",
          names="<i>quý năm</i>", rows="3")  # fmt: skip
    page = open_page("data", lang="en", draft=TOKEN)
    assert "Unknown period: &lt;i&gt;quý năm&lt;/i&gt; (rows 3)." in raw(page)
    assert "apply" not in buttons(page)
    assert "discard" in buttons(page)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("work", "share", "told"), [("check", None, "Comparing with what is there"), ("apply", 0.375, "37%")]
)
def test_work_under_way_shows_how_far_it_is_and_cannot_be_discarded(
    open_page: OpenPage, own_installation: Path, work: str, share: float | None, told: str
):
    folder = draft(own_installation, TOKEN, work=work, step="Comparing with what is there", share=share)
    if work == "apply":
        checked(folder, [])
    page = clean(open_page("data", lang="en", draft=TOKEN))
    assert told in html(page)
    assert "<progress" in html(page)
    assert buttons(page) & {"discard", "apply", "declare"} == set()


@pytest.mark.usefixtures("here")
def test_what_failed_meanwhile_says_so_and_is_checked_again(
    open_page: OpenPage, own_installation: Path, monkeypatch: pytest.MonkeyPatch
):
    folder = draft(own_installation, TOKEN, work="apply")
    checked(folder, [])
    ended(folder, "failed", work="apply", source=ChangedMeanwhileError.source, names="q4-hà.xlsx")
    again: list[str] = []
    monkeypatch.setattr(drafts, "declare", lambda _engine, token, _declared: again.append(token))
    page = open_page("data", lang="en", draft=TOKEN)
    assert "q4-hà.xlsx changed some of the same figures after you reviewed this file" in html(page)
    assert "apply" not in buttons(page)
    page.button(key="again").click().run()
    assert again == [TOKEN]


@pytest.mark.usefixtures("here")
def test_an_upload_that_is_gone_says_so_and_the_next_can_be_chosen(open_page: OpenPage):
    page = open_page("data", lang="en", draft="f" * 16)
    assert "This upload is no longer there. Upload the file again." in html(page)
    assert len(page.file_uploader) == 1


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("draft_", ["../../etc/passwd", "<b>"])
def test_what_is_no_upload_is_named_as_part_of_the_link(open_page: OpenPage, draft_: str):
    page = clean(open_page("data", lang="en", draft=draft_))
    assert banners(page)[-1] == f"Unknown upload “{draft_}”; showing everything."


@pytest.mark.usefixtures("here")
def test_uploads_that_wait_are_listed_and_one_can_be_discarded(open_page: OpenPage, own_installation: Path):
    folder = draft(own_installation, TOKEN)
    checked(folder, [NOTE])
    ended(folder, "checked")
    page = clean(open_page("data", lang="en"))
    assert f"draft={TOKEN}" in html(page)
    assert "checked, not applied" in html(page)
    page = clean(open_page("data", lang="en", draft=TOKEN))
    page.button(key="discard").click().run()
    clean(page)
    assert "draft" not in page.query_params
    assert not folder.exists()


# ---------------------------------------------------------------- history


@pytest.mark.usefixtures("here")
def test_the_history_opens_an_import(open_page: OpenPage):
    page = clean(open_page("data", lang="en", batch="1"))
    text = words(page)
    assert "Import 1: demo data" in text
    assert "in force" in text
    assert "Nothing was found in it." in text
    assert "withdraw_now" not in buttons(page), "the demo goes by itself with the first report"


def test_who_may_not_import_reads_what_an_import_did_but_not_what_is_in_its_file(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
):
    visit(monkeypatch, ELSEWHERE)
    page = clean(open_page("data", lang="en", batch="1"))
    assert "Import 1: demo data" in html(page)
    assert "are for the officers who import" in html(page)
    assert "Found when it was checked" not in html(page)
    assert "Compare two data versions" not in html(page)
    assert "download_original" not in {each.key for each in page.get("download_button")}


@pytest.mark.usefixtures("here")
def test_two_versions_are_compared_in_their_order(open_page: OpenPage):
    page = clean(open_page("data", lang="en", versions="2.1"))
    assert "Choose an earlier version on the left and a later one on the right." in html(page)
    page = clean(open_page("data", lang="en", versions="2.3"))
    assert "No figure differs between these two versions." in html(page)
    assert "By day" in html(page)
    page.selectbox(key="version_earlier").set_value("1").run()
    assert page.query_params["versions"] in (["1.3"], "1.3")


def test_a_figure_leads_to_the_import_that_it_came_with(open_page: OpenPage):
    page = clean(open_page("commune", commune="03160", indicator="IMM01", period="2024", source="1"))
    assert re.search(r'href="data\?[^"]*batch=1"', html(page))


# ---------------------------------------------------------------- the rest of the page


def test_the_projector_view_has_a_title_and_the_picture_only(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch):
    visit(monkeypatch, HERE)
    page = clean(open_page("data", lang="vi", view="projector"))
    assert heading(page) == "43/45 xã đã báo cáo quý IV/2025"
    assert list(page.file_uploader) == []
    assert buttons(page) == set()
    assert "Các đợt nhập" not in html(page)


def test_a_phone_shows_only_what_is_missing(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch):
    visit(monkeypatch, HERE)
    monkeypatch.setattr(shell, "look", lambda: Look("light", narrow=True))
    page = clean(open_page("data", lang="vi"))
    assert 'class="lacks"' in html(page)
    assert list(page.file_uploader) == []
    assert "Xuất số liệu công bố" not in html(page)


def test_withdrawing_asks_for_the_batch_and_carries_the_name(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(access, "_signed", dict)
    visit(monkeypatch, HERE)
    monkeypatch.setattr(access, "_account", lambda: "lan")
    monkeypatch.setattr(actions.loaders, "engine", lambda: "engine")
    monkeypatch.setattr(batches, "withdraw", lambda *said: said)
    assert actions.withdraw(7, "long") == ("engine", 7, "lan")


# ---------------------------------------------------------------- damaged uploads


def _cut(path: Path) -> None:
    """Half of a file, as a full disk or a power cut leaves it."""
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


@pytest.mark.parametrize(
    ("part", "how"),
    [
        ("draft.json", _cut),
        ("draft.json", lambda path: path.write_bytes(b"[1]")),
        ("progress.json", lambda path: path.write_bytes(b"")),
        ("outcome.json", _cut),
        ("checked.json", lambda path: path.write_bytes(b"{}")),
        ("checked.claims.parquet", _cut),
        ("checked.findings.parquet", Path.unlink),
    ],
)
@pytest.mark.usefixtures("here")
def test_a_damaged_upload_is_listed_and_discarded_and_closes_the_page_to_nobody(
    open_page: OpenPage, own_installation: Path, part: str, how: Callable[[Path], object]
):
    for token in (TOKEN, OTHER):
        folder = draft(own_installation, token)
        checked(folder, [ERROR])
        ended(folder, "checked")
    how(own_installation / "intake" / TOKEN / part)
    waiting = re.findall(r'draft=(\w+)">.*?<span class="muted">(.*?) ·', html(clean(open_page("data", lang="vi"))))
    assert dict(waiting) == {TOKEN: "bị hỏng", OTHER: "đã kiểm tra, chưa nhập"}
    opened = open_page("data", lang="vi", draft=TOKEN)
    assert [each.message for each in opened.exception] == []
    assert "hãy bấm “bỏ tệp này”" in html(opened).casefold()
    opened.button(key="discard").click().run()
    assert not (own_installation / "intake" / TOKEN).exists()
    assert TOKEN not in html(clean(open_page("data", lang="vi")))


@pytest.mark.usefixtures("here")
def test_a_check_that_failed_by_itself_can_be_begun_again(open_page: OpenPage, own_installation: Path):
    ended(draft(own_installation, TOKEN), "failed", source="The work ended with an error of the program.")
    page = open_page("data", lang="en", draft=TOKEN)
    assert [each.message for each in page.exception] == []
    assert "The work ended with an error of the program." in html(page)
    assert {"again", "discard"} <= buttons(page)


@pytest.mark.usefixtures("here")
def test_a_run_asks_once_which_reports_are_in(open_page: OpenPage, monkeypatch: pytest.MonkeyPatch):
    """What depends on the reader is drawn from the same value as the rest of the page."""
    asked: list[object] = []
    freshness = model.latest_due
    monkeypatch.setattr(model, "latest_due", lambda facts, today: (asked.append(today), freshness(facts, today))[1])
    clean(open_page("data", lang="vi"))
    assert len(asked) == 1


@pytest.mark.usefixtures("here")
def test_errors_are_counted_in_the_upload_that_is_open_and_in_all_that_wait_without_one(
    open_page: OpenPage, own_installation: Path
):
    for token, refused in ((TOKEN, 6), ("fedcba9876543210", 5)):
        folder = draft(own_installation, token)
        checked(folder, [ERROR], refused=refused)
        ended(folder, "checked")
    assert heading(clean(open_page("data", lang="vi", draft=TOKEN))).endswith("; 6 lỗi phải sửa.")
    assert heading(clean(open_page("data", lang="vi"))).endswith("; 11 lỗi phải sửa trong các tệp đang chờ.")


@pytest.mark.usefixtures("here")
def test_what_stays_out_is_said_on_the_button_that_applies(open_page: OpenPage, own_installation: Path):
    folder = draft(own_installation, TOKEN)
    checked(folder, [ERROR], refused=1)
    ended(folder, "checked")
    page = clean(open_page("data", lang="vi", draft=TOKEN))
    assert page.button(key="apply").label == "Nhập 1 giá trị (1 giá trị lỗi để lại)"
