"""What asgi.py promises of headers and bytes, asked of the running server."""

import gzip
import http.client
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
import streamlit as st
from playwright.sync_api import expect

from base.settings import STATIC
from harness.server import AppServer
from server.documents import STREAMLIT_FILES
from tests.browser.conftest import OpenTab, Watch
from tests.browser.pages import search

FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


def ask(server: AppServer, path: str, *, method: str = "GET", **headers: str) -> Answer:
    """One request exactly as written: no client tidies the path up."""
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=20)
    connection.putrequest(method, path, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    connection.endheaders()
    answer = connection.getresponse()
    found = Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    connection.close()
    return found


def some_bundle() -> str:
    return next(p.relative_to(STREAMLIT_FILES).as_posix() for p in (STREAMLIT_FILES / "static/js").glob("index.*.js"))


def test_bundles_travel_gzipped_and_are_kept_for_ever(app: AppServer) -> None:
    plain = (STREAMLIT_FILES / some_bundle()).read_bytes()
    answer = ask(app, f"/{some_bundle()}", Accept_Encoding="gzip, deflate, br")
    assert gzip.decompress(answer.body) == plain
    assert len(answer.body) < 0.4 * len(plain)
    assert answer.headers["cache-control"] == FOR_EVER
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["vary"] == "Accept-Encoding"


@pytest.mark.parametrize("accepted", ["", "identity", "gzip;q=0", "br"])
def test_who_cannot_unpack_gets_plain_bytes(app: AppServer, accepted: str) -> None:
    answer = ask(app, f"/{some_bundle()}", Accept_Encoding=accepted)
    assert answer.body == (STREAMLIT_FILES / some_bundle()).read_bytes()
    assert "content-encoding" not in answer.headers


def test_our_files_are_kept_only_under_the_address_of_their_content(app: AppServer) -> None:
    module = (STATIC / "commune_map.js").read_bytes()
    kept = ask(app, "/app/static/commune_map.js?v=0123", Accept_Encoding="gzip")
    asked_again = ask(app, "/app/static/commune_map.js", Accept_Encoding="gzip")
    assert gzip.decompress(kept.body) == gzip.decompress(asked_again.body) == module
    assert kept.headers["cache-control"] == FOR_EVER
    assert asked_again.headers["cache-control"] == "no-cache"
    unchanged = ask(app, "/app/static/commune_map.js", If_None_Match=asked_again.headers["etag"])
    assert (unchanged.status, unchanged.body) == (304, b"")


def test_fonts_are_not_compressed_twice(app: AppServer) -> None:
    answer = ask(app, "/app/static/fonts/be-vietnam-pro-regular.woff2?v=1", Accept_Encoding="gzip")
    assert answer.body == (STATIC / "fonts" / "be-vietnam-pro-regular.woff2").read_bytes()
    assert answer.headers["content-type"] == "font/woff2"
    assert "content-encoding" not in answer.headers


def test_geometry_is_served_as_published(app: AppServer) -> None:
    file = next((app.data / "geometry").glob("*.json"))
    answer = ask(app, f"/geometry/{file.name}", Accept_Encoding="gzip")
    assert gzip.decompress(answer.body) == file.read_bytes()
    assert answer.body == file.with_name(f"{file.name}.gz").read_bytes()
    assert answer.headers["content-type"].startswith("application/json")
    assert answer.headers["cache-control"] == FOR_EVER
    assert ask(app, f"/geometry/{file.name}").body == file.read_bytes()


@pytest.mark.parametrize(
    "path",
    [
        "/geometry/../atlas.sqlite",
        "/geometry/..%2fatlas.sqlite",
        "/geometry/%2e%2e%2fatlas.sqlite",
        "/geometry/atlas.sqlite",
        "/geometry/0123456789abcdef.json",
        "/geometry/0123456789abcdef.json.gz",
        "/app/static/../asgi.py",
        "/app/static/..%2fasgi.py",
        "/app/static/%2e%2e/%2e%2e/etc/passwd",
        "/static/../../../__init__.py",
        "/static/js/..%5c..%5c__init__.py",
        "//etc/passwd",
    ],
)
def test_no_path_leads_out_of_what_is_served(app: AppServer, path: str) -> None:
    answer = ask(app, path)
    # Streamlit answers an unknown address with its first document, as for a page.
    assert answer.status in (400, 404) or b'<div id="root">' in answer.body
    for secret in (b"SQLite format", b"root:", b"import ", b"Apache License, Version 2.0 (the"):
        assert secret not in answer.body.replace(b"Licensed under the Apache License", b"")


@pytest.mark.parametrize(
    ("path", "language", "title"),
    [
        ("/", "vi", "Atlas Trẻ em"),
        ("/gap_map?indicator=IMM01", "vi", "Atlas Trẻ em"),
        ("/trends?lang=en", "en", "Child Atlas"),
    ],
)
def test_the_first_document_speaks_the_language_of_the_page(
    app: AppServer, path: str, language: str, title: str
) -> None:
    answer = ask(app, path)
    html = answer.body.decode()
    assert re.findall(r'<html lang="(\w+)">', html) == [language]
    assert re.findall(r"<title>(.*?)</title>", html) == [title]
    assert answer.headers["cache-control"] == "no-cache"
    assert ask(app, path, If_None_Match=answer.headers["etag"]).status == 304


def test_the_first_document_preloads_our_font_and_not_streamlits(app: AppServer) -> None:
    html = ask(app, "/").body.decode()
    assert "SourceSans" not in html
    preloaded = re.findall(r'rel="preload" href="\./([^"]+)" as="font"', html)
    assert preloaded == [face["url"] for face in st.get_option("theme.fontFaces") if face["weight"] in ("400", "600")]
    assert all(ask(app, f"/{address}").headers["cache-control"] == FOR_EVER for address in preloaded)


def test_the_frame_is_preloaded_and_the_rest_of_it_comes_when_it_is_wanted(
    app: AppServer, open_tab: OpenTab, watch: Watch
) -> None:
    page = open_tab("")
    expect(search(page)).to_be_visible()
    document = ask(app, "/").body.decode()
    preloaded = re.findall(r'rel="modulepreload" href="\./(app/[^"]+)"', document)

    def asked() -> list[str]:
        return [url.removeprefix(f"{app.url}/") for url in watch.requests if "/app/static/" in url and ".js" in url]

    assert sorted(asked()) == sorted(preloaded)
    search(page).fill("muong nhe")
    expect(page.locator("#found li").first).to_contain_text("Xã Mường Nhé")
    assert [urlsplit(address).path for address in asked() if address not in preloaded] == ["app/static/shell/search.js"]


def test_head_and_the_websocket_still_reach_streamlit(app: AppServer) -> None:
    assert ask(app, "/_stcore/health").body == b"ok"
    assert ask(app, f"/{some_bundle()}", method="HEAD").body == b""


def test_streamlits_own_face_is_replaced_by_ours_which_is_fetched_once(
    app: AppServer, open_tab: OpenTab, watch: Watch
) -> None:
    page = open_tab("")
    expect(search(page)).to_be_visible()
    fonts = [urlsplit(url).path.rsplit("/", 1)[1] for url in watch.requests if ".woff2" in url]
    assert [name for name in fonts if name.startswith("SourceSans")] == []
    assert fonts.count("be-vietnam-pro-regular.woff2") == 1
