"""The real server tried as an attacker would: from a hostile page, with a foreign origin, as a visitor who may not import."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from playwright.sync_api import Browser
from websockets.exceptions import InvalidStatus

from harness.server import AppServer
from harness.session import put, session
from tests.browser.conftest import StartApp

ELSEWHERE = {"X-Forwarded-For": "203.0.113.7"}
"""What a proxy adds for a visitor at another machine."""


@pytest.mark.parametrize("path", ["data", "", "?lang=en", "_stcore/static-fallback", "a/b/c"])
def test_a_hostile_page_frames_none_of_our_documents(app: AppServer, browser: Browser, path: str):
    with _hostile_site(f'<iframe name="ours" src="{app.url}/{path}"></iframe>') as hostile:
        page = browser.new_page()
        try:
            refused: list[str] = []
            page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
            page.goto(hostile)
            framed = page.frame("ours")
            assert framed is not None
            assert framed.url == "chrome-error://chromewebdata/"
            assert any("frame-ancestors" in text for text in refused)
        finally:
            page.close()


def test_a_foreign_page_may_not_speak_and_nobody_is_asked_about_it(start_app: StartApp):
    """Streamlit would ask an outside host for this machine's address, on the one thread that serves all."""
    with _silent_listener() as (outside, calls):
        app = start_app(environment={"http_proxy": outside, "https_proxy": outside, "no_proxy": ""})
        with pytest.raises(InvalidStatus), session(app.url, origin="https://elsewhere.example"):
            pass
        behind_a_proxy = {"X-Forwarded-Host": "atlas.gov.vn", **ELSEWHERE}
        with session(app.url, origin="https://atlas.gov.vn", headers=behind_a_proxy) as visit:
            visit.run("")
        assert calls == []


def test_what_no_page_of_ours_asks_is_not_answered(app: AppServer):
    with session(app.url) as visit:
        visit.send(load_git_info=True)
        visit.send(clear_cache=True)
        visit.send(rerun_script={"page_name": "methods"})
        kinds = [visit.next().WhichOneof("type")]
        while kinds[-1] != "script_finished":
            kinds.append(visit.next().WhichOneof("type"))
    assert "git_info_changed" not in kinds


@pytest.mark.parametrize(("headers", "refused"), [(ELSEWHERE, True), ({}, False)])
def test_only_who_may_import_sends_a_file(app: AppServer, headers: dict[str, str], refused: bool):
    with session(app.url, headers=headers) as visit:
        visit.run("data", "tab=import")
        visit.send(file_urls_request={"request_id": "1", "file_names": ["reports.xlsx"]})
        address = visit.receive("file_urls_response").file_urls_response.file_urls[0].upload_url
        status, words = put(app.url + address, b"x" * 100_000, headers=headers)
    assert (status == 403 and words == "Only officers may send files.") == refused


@contextmanager
def _hostile_site(body: str) -> Iterator[str]:
    """Another site on this machine, with `body` as its one page."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = body.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Tests say nothing."""

    with HTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://localhost:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def _silent_listener() -> Iterator[tuple[str, list[bytes]]]:
    """A proxy that takes every call and never answers, and what it was asked."""
    calls: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def listen() -> None:
            while True:
                try:
                    caller, _ = listening.accept()
                except OSError:
                    return
                calls.append(caller.recv(1000))

        threading.Thread(target=listen, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}", calls
        listening.shutdown(socket.SHUT_RDWR)
