"""An officer's round in Chromium: a file in, what is wrong with it, a reason, applied, taken back; and who is kept out."""

from pathlib import Path

import pandas as pd
from playwright.sync_api import Page, expect

from base import settings
from harness.server import AppServer
from tests.browser.conftest import OpenTab, StartApp, wait_until_idle
from tests.browser.pages import expect_params, params

# The child process imports for some seconds, and on a busy machine for many.
WORK_MS = 180_000
MARKUP = "<img src=x onerror=\"document.title='taken over'\">"


def report(folder: Path) -> Path:
    """A long CSV of two indicators: 45 communes, of which one figure is markup, one exceeds what it is a part of."""
    communes = pd.read_csv(settings.ASSETS / "areas" / "communes.csv", dtype=str)
    rows = pd.DataFrame(
        {
            "area_code": communes["code"],
            "indicator": "IMM01",
            "period": "2025-Q4",
            "numerator": "90",
            "denominator": "100",
        }
    )
    rows.loc[3, "numerator"] = MARKUP
    rows.loc[5, "numerator"] = "130"
    path = folder / "Báo cáo quý IV.csv"
    rows.to_csv(path, index=False, encoding="utf-8-sig")
    return path


def checked(page: Page) -> None:
    """Wait until the check has ended and its result is drawn."""
    expect(page.locator(".st-key-levels")).to_be_visible(timeout=WORK_MS)
    wait_until_idle(page)


def test_a_report_goes_in_and_out_again(open_tab: OpenTab, start_app: StartApp, tmp_path: Path):
    server = start_app()
    page = open_tab("data", server=server, lang="vi", size=(1600, 1000))
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(report(tmp_path))
    page.wait_for_function("() => new URLSearchParams(location.search).has('draft')")
    token = params(page)["draft"]
    checked(page)
    steps, detail = page.locator(".st-key-card_steps"), page.locator(".st-key-detail_findings")
    expect(page.locator(".st-key-levels")).to_contain_text("1 lỗi")
    expect(detail).to_contain_text(MARKUP)
    expect(detail.locator("img")).to_have_count(0)
    expect(page.locator(".st-key-tally .out dd")).to_have_text("1")
    expect(page.locator(".touched path.added")).to_have_count(44)

    with page.expect_download() as marked:
        steps.get_by_role("button", name="Tải tệp có đánh dấu các ô").click()
    assert marked.value.suggested_filename == "Báo cáo quý IV.checked.xlsx"

    apply = page.locator(".st-key-apply button")
    expect(apply).to_be_disabled()
    for warning in page.locator("[class*=st-key-accept_]").all():
        # The box is drawn over by its label, as Streamlit has it.
        warning.locator("label").first.click()
        warning.get_by_role("textbox").fill("đã đối chiếu với sổ")
    expect(apply).to_be_enabled()
    apply.click()
    # Once the server has taken the click, it goes on without the tab; its address shows how it went.
    expect(apply).to_have_count(0, timeout=WORK_MS)
    page.close()
    page = open_tab("data", server=server, lang="vi", draft=token, size=(1600, 1000))
    expect(page.locator(".st-key-applied .applied")).to_be_visible(timeout=WORK_MS)

    page.locator(".st-key-applied").get_by_role("link", name="Đợt nhập 2").click()
    expect_params(page, batch="2", draft=None)
    expect(page.locator(".st-key-batch_findings")).to_contain_text("chấp nhận: đã đối chiếu với sổ")
    with page.expect_download() as original:
        page.get_by_role("button", name="Tải tệp gốc").click()
    assert Path(original.value.path()).read_bytes() == (tmp_path / "Báo cáo quý IV.csv").read_bytes()
    page.get_by_role("button", name="Rút đợt nhập này").click()
    page.get_by_role("button", name="Rút đợt nhập 2").click()
    expect(page.locator(".st-key-batch_about .state")).to_contain_text("đã rút", timeout=WORK_MS)
    assert page.title() != "taken over"


def test_who_comes_through_a_proxy_reads_but_cannot_import(open_tab: OpenTab, app: AppServer, tmp_path: Path):
    page = open_tab("", lang="vi")
    page.context.set_extra_http_headers({"X-Forwarded-For": "203.0.113.9"})
    page.goto(f"{app.url}/data?lang=vi")
    wait_until_idle(page)
    expect(page.locator(".st-key-refused")).to_contain_text("Chỉ nhập báo cáo được ngay tại máy")
    expect(page.locator(".st-key-completeness .reports tbody tr")).to_have_count(45)
    expect(page.get_by_test_id("stFileUploader")).to_have_count(0)


def test_a_file_that_is_too_large_is_told_in_the_readers_language(
    open_tab: OpenTab, start_app: StartApp, tmp_path: Path
):
    server = start_app(environment={"STREAMLIT_SERVER_MAX_UPLOAD_SIZE": "1"})
    large = tmp_path / "lớn.csv"
    large.write_bytes(b"x" * 1_100_000)
    page = open_tab("data", server=server, lang="vi", size=(1600, 1000))
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(large)
    chips = page.get_by_test_id("stFileChips")
    expect(chips).to_be_visible()
    told = chips.evaluate("node => getComputedStyle(node, '::after').content")
    assert "tệp lớn hơn 1 MB" in told
    expect(chips.get_by_text("File must be")).to_be_hidden()
    assert "draft" not in params(page)
    assert not (server.data / "intake").exists()


def test_every_file_of_the_page_comes(open_tab: OpenTab):
    """Each is made when it is asked for, outside of the run that drew its button."""
    page = open_tab("data", lang="vi", size=(1600, 1000))
    with page.expect_download() as given:
        page.get_by_role("button", name="Danh sách nhắc báo cáo").click()
    assert Path(given.value.path()).read_bytes()[:2] == b"PK"
    page.get_by_role("button", name="Biểu mẫu để điền").click()
    with page.expect_download() as given:
        page.get_by_role("button", name="Tải biểu mẫu").click()
    assert given.value.suggested_filename.startswith("template_")
    assert Path(given.value.path()).read_bytes()[:2] == b"PK"
    page.keyboard.press("Escape")
    begins = {"CSV": b"\xef\xbb\xbf", "XLSX": b"PK", "Parquet": b"PAR1", "DHIS2": b"{"}
    for form, first in begins.items():
        page.locator(".st-key-export_format").get_by_text(form, exact=True).click()
        button = page.locator(".st-key-download_publication button")
        expect(button).to_have_text(f"Tải xuống {form}")
        wait_until_idle(page)
        with page.expect_download() as given:
            button.click()
        assert Path(given.value.path()).read_bytes().startswith(first), form
