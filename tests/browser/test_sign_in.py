"""A sign-in can be started: what it needs is installed, and it leads to the provider that the secrets name."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from tests.browser.conftest import OpenTab, StartApp, Watch


def test_a_sign_in_leads_to_the_provider(start_app: StartApp, open_tab: OpenTab, watch: Watch, tmp_path: Path):
    with _provider() as (provider, asked):
        secrets = tmp_path / "secrets.toml"
        secrets.write_text(
            f"""
            [auth]
            redirect_uri = "http://localhost:8501/oauth2callback"
            cookie_secret = "a secret of this test alone, long enough"
            client_id = "atlas"
            client_secret = "hidden"
            server_metadata_url = "{provider}/.well-known/openid-configuration"
            """,
            encoding="utf-8",
        )
        app = start_app(environment={"STREAMLIT_SECRETS_FILES": str(secrets)})
        page = open_tab("data", server=app, lang="en")
        page.get_by_role("button", name="Sign in").first.click()
        page.wait_for_url(f"{provider}/authorize?**")
    query = parse_qs(urlsplit(asked[-1]).query)
    assert query["client_id"] == ["atlas"]
    assert query["redirect_uri"] == ["http://localhost:8501/oauth2callback"]
    watch.console_errors.clear()


@contextmanager
def _provider() -> Iterator[tuple[str, list[str]]]:
    """The address of a provider that only says where its parts are, and what it was asked for."""
    asked: list[str] = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            content = json.dumps(
                {
                    "issuer": url,
                    "authorization_endpoint": f"{url}/authorize",
                    "token_endpoint": f"{url}/token",
                    "jwks_uri": f"{url}/keys",
                    "response_types_supported": ["code"],
                    "subject_types_supported": ["public"],
                    "id_token_signing_alg_values_supported": ["RS256"],
                }
            ).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield url, asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
