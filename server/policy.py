"""What a browser may do with our documents: no foreign page frames them, and they ask nobody but us."""

import base64
import hashlib
import re
from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders

from server.asgi_types import AsgiApp, Message, Receive, Scope, Send

_FEATURES = ("camera", "microphone", "geolocation", "payment", "usb", "serial", "midi", "display-capture")
_EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _FEATURES),
}


def content_policy(documents: Iterable[str]) -> str:
    """The Content-Security-Policy of `documents` (HTML): their own inline scripts run by their hash, no other does.

    Streamlit writes style elements and imports our components' stubs from blobs; the 3-D map
    compiles WebAssembly; nothing builds code from text.
    """
    scripts = " ".join(sorted({_hash_of(script) for html in documents for script in _inline(html)}))
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' blob: 'wasm-unsafe-eval' {scripts}".rstrip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        )
    )


def _inline(html: str) -> list[str]:
    """The text of every script in `html` that is not fetched."""
    return [
        text
        for attributes, text in re.findall(r"<script([^>]*)>(.*?)</script>", html, re.DOTALL)
        if "src=" not in attributes
    ]


def _hash_of(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


class Policy:
    """ASGI middleware that puts `policy` on every document, whoever made it, and what holds everywhere on every answer."""

    def __init__(self, app: AsgiApp, policy: str) -> None:
        self._app = app
        self._policy = policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on, and add to the answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        secure = is_secure(scope)

        async def with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(_EVERYWHERE)
                if secure:
                    _seal_cookies(headers)
                if headers.get("content-type", "text/html").startswith("text/html"):
                    headers["Content-Security-Policy"] = self._policy
            await send(message)

        await self._app(scope, receive, with_policy)


def is_secure(scope: Scope) -> bool:
    """Whether the browser came by TLS, to us or to the proxy before us."""
    forwarded = Headers(scope=scope).get("x-forwarded-proto", "").split(",")[0].strip()
    return "https" in (scope.get("scheme"), forwarded)


def _seal_cookies(headers: MutableHeaders) -> None:
    """Cookies travel by TLS only, and with requests of our own pages only; that of a sign-in under way must come back from elsewhere."""
    cookies = headers.getlist("set-cookie")
    if not cookies:
        return
    del headers["set-cookie"]
    for cookie in cookies:
        kept = [
            part for part in cookie.split("; ") if part.lower() != "secure" and not part.lower().startswith("samesite=")
        ]
        site = "Strict" if cookie.startswith("_streamlit") else "Lax"
        headers.append("set-cookie", "; ".join([*kept, "Secure", f"SameSite={site}"]))
