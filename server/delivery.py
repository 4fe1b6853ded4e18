"""How pages travel: everything compressed once, and kept by the browser wherever its address names its content.

Streamlit sends its own scripts uncompressed, and an app's files without leave to keep them. asgi.py puts this in front:
- Streamlit's scripts and style sheets are gzipped at the first request and kept in memory;
- files in static/ asked for with their content hash (`?v=`), and published geometry, may be kept for ever;
- what Streamlit writes before it knows the theme is in our face too, not in its own (170 kB);
- the first document speaks Vietnamese (English with `lang=en`) and preloads our font instead of Streamlit's, and the
  modules that draw the frame of a page.
"""

import gzip
import hashlib
import json
import mimetypes
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path

import streamlit as st
from anyio import CapacityLimiter, to_thread
from markupsafe import Markup
from starlette.datastructures import Headers, QueryParams
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from base import settings
from base.static_files import content_hash
from base.texts import DEFAULT_LANGUAGE, LANGUAGES, Texts
from server.asgi_types import AsgiApp, Receive, Scope, Send

STREAMLIT_FILES = Path(st.__file__).parent / "static"
FOR_EVER = "public, max-age=31536000, immutable"
ASK_FIRST = "no-cache"
_GEOMETRY_NAME = re.compile(r"[0-9a-f]{16}\.(?:json|deck\.geojson)")
# Streamlit's own upright face, which it draws with until our theme has come, as its style sheet names it.
_OWN_FACE = re.compile(r"\.\./media/SourceSansVF-Upright[^)]*")
# Streamlit names them only in its first answer, and the entry names the others: three waits one after the other otherwise.
_FRAME = ("shell.js", "shell/header.js", "shell/sheet.js")
_UNKNOWN_STYLE = Markup(
    "body{font:18px/1.5 'Be Vietnam Pro',system-ui,sans-serif;margin:0;background:#F6F8F9;color:#15202B}main{max-width:40rem;margin:12vh auto;"
    "padding:0 24px}h1{font-size:28px;margin:8px 0}.brand{font-weight:600}a{font-weight:600;color:#0B6E69}"
    "@media (prefers-color-scheme:dark){body{background:#0F151B;color:#EAF0F5}a{color:#56C7BC}}"
)
# What is no document: Streamlit's own routes, files, and the way back from a sign-in.
_NO_DOCUMENT = ("_stcore", "media", "component", "static", "app", "geometry", "files", "auth", "oauth2callback", "~")
_LONGEST_PATH = 1_000
# How many readers there are, and ways to steer the app by machine, are nobody's business.
_CLOSED = ("/_stcore/metrics", "/_stcore/agent")
# As Streamlit answers, but that its English dialogs stay away: `static/line.js` says what a reader must know.
_HOST_CONFIG = {
    "allowedOrigins": [],
    "useExternalAuthToken": False,
    "enableCustomParentMessages": False,
    "enforceDownloadInNewTab": False,
    "metricsUrl": "",
    "blockErrorDialogs": True,
    "resourceCrossOriginMode": None,
}
_TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".woff2": "font/woff2",
    ".geojson": "application/geo+json",
}


def prefix() -> str:
    """What stands before every path, with its slash: '' unless a proxy serves us below a folder."""
    base = (st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


@dataclass(frozen=True)
class Body:
    """One file as it travels: gzipped where that makes it smaller, its plain bytes otherwise."""

    content: bytes
    gzipped: bool
    media_type: str
    etag: str


def _pack(content: bytes, *, media_type: str) -> Body:
    packed = gzip.compress(content, compresslevel=9, mtime=0)
    smaller = len(packed) < 0.9 * len(content)
    return Body(packed if smaller else content, smaller, media_type, f'"{hashlib.sha256(content).hexdigest()[:16]}"')


def media_type_of(path: Path) -> str:
    """The content type by extension; the types a browser insists on don't depend on the machine's table."""
    return _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"


@lru_cache(maxsize=512)
def _packed(path: Path, _changed_ns: int, _size: int) -> Body:
    """`path` packed; its time and size in the key, so that a changed file is packed anew."""
    return _pack(path.read_bytes(), media_type=media_type_of(path))


async def packed(path: Path) -> Body:
    """`path` packed off the event loop. Raises OSError if it can't be read."""

    def pack() -> Body:
        state = path.stat()
        return _packed(path, state.st_mtime_ns, state.st_size)

    return await to_thread.run_sync(pack)


def reply(headers: Headers, body: Body, *, cache: str, status: int = 200) -> Response:
    """`body` for a client with these request headers: 304 if it has it already, unpacked if it can't unpack."""
    common = {"Cache-Control": cache, "ETag": body.etag, "Vary": "Accept-Encoding", "X-Content-Type-Options": "nosniff"}
    if body.etag in headers.get("if-none-match", ""):
        return Response(status_code=304, headers=common)
    if body.gzipped and not accepts_gzip(headers):
        return Response(gzip.decompress(body.content), status, media_type=body.media_type, headers=common)
    if body.gzipped:
        common["Content-Encoding"] = "gzip"
    return Response(body.content, status, media_type=body.media_type, headers=common)


def accepts_gzip(headers: Headers) -> bool:
    """Whether the client says it can unpack gzip ('gzip;q=0' says it can't)."""
    offers = [offer.replace(" ", "") for offer in headers.get("accept-encoding", "").lower().split(",")]
    return any(offer.split(";")[0] in ("gzip", "*") and not re.search(r";q=0(\.0*)?$", offer) for offer in offers)


def first_document(language: str) -> str:
    """Streamlit's index.html in the page's language, our title, our fonts preloaded in place of its own, and our frame.

    Raises ValueError if Streamlit's document no longer has what is replaced here.
    """
    html = (STREAMLIT_FILES / "index.html").read_text(encoding="utf-8")
    version = content_hash()
    preloads = "\n".join(
        [
            *(
                f'    <link rel="preload" href="./{url}" as="font" type="font/woff2" crossorigin />'
                for url in _our_faces("400", "600")
            ),
            *(f'    <link rel="modulepreload" href="./app/static/{name}?v={version}" />' for name in _FRAME),
        ]
    )
    needs_script = {
        "vi": "Trang này cần JavaScript. Hãy bật JavaScript trong trình duyệt rồi tải lại.",
        "en": "This page needs JavaScript. Switch it on in your browser and load the page again.",
    }[language]
    for pattern, text in (
        (r'<html lang="en">', f'<html lang="{language}">'),
        (r"<title>.*?</title>", f"<title>{'Child Atlas' if language == 'en' else 'Atlas Trẻ em'}</title>"),
        (r'[ \t]*<link\s+rel="preload"\s+href="\./static/media/SourceSans[^>]*/>', preloads),
        # Without it, Streamlit's script first looks for the server below the page's own address, and fails there.
        (
            r"(?=<script)",
            f'<script>window.__streamlit = {{ BACKEND_BASE_URL: location.origin + "{prefix()}/" }}</script>\n    ',
        ),
        # Before Streamlit opens its socket.
        (r'(?=<script type="module")', _line_script()),
        (r"<noscript>.*?</noscript>", f"<noscript>{needs_script}</noscript>"),
    ):
        html, found = re.subn(pattern, text.replace("\\", r"\\"), html, count=1, flags=re.DOTALL)
        if not found:
            raise ValueError(f"Streamlit's index.html has no {pattern!r}: asgi.first_document must follow its new form")
    return html


def _our_faces(*weights: str) -> list[str]:
    """The addresses of our own letters of these weights, from the root of the server."""
    return [face["url"] for face in st.get_option("theme.fontFaces") or () if face["weight"] in weights]


def _with_our_face(sheet: str) -> str:
    """A style sheet of Streamlit's that draws with our letters, by the address at which the first document has them fetched."""
    return _OWN_FACE.sub(f"../../{_our_faces('400')[0]}", sheet)


def _line_script() -> str:
    """The script that watches the line, with what it tells the reader in each language. Within the document: it must run before
    Streamlit, and a request more is what a slow line feels."""
    told = {}
    for language in LANGUAGES:
        say = Texts(language)
        told[language] = say("The server can't be reached. What you see stays readable; the page goes on by itself.")
    words = Markup.escape(json.dumps(told, ensure_ascii=False))
    code = (settings.STATIC / "line.js").read_text(encoding="utf-8")
    return f'<script type="module" data-line="{words}">\n{code}</script>\n    '


def unknown_document(language: str) -> str:
    """What stands at an address that no page has."""
    say = Texts(language)
    return Markup(
        '<!doctype html><html lang="{}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        '<meta name="robots" content="noindex"><title>{}</title><style>{}</style></head><body><main><p class="brand">{}</p><h1>{}</h1>'
        '<p>{}</p><p><a href="{}/?lang={}">{}</a></p></main></body></html>'
    ).format(
        language,
        say("Child Atlas"),
        _UNKNOWN_STYLE,
        f"{say('Child Atlas')} · {settings.province().name(language)}",
        say("There is no such page."),
        say("The address may be mistyped, or the page has moved."),
        prefix(),
        language,
        say("Go to the overview"),
    )


def documents() -> list[str]:
    """Every document that we send: ours in each language, and Streamlit's own, which it falls back on."""
    own = (STREAMLIT_FILES / "index.html").read_text(encoding="utf-8")
    return [*(first_document(language) for language in ("vi", "en")), own]


class Delivery:
    """ASGI middleware that answers for Streamlit's bundles, the first document and our static files, and passes on the rest.

    Names are looked up in a list made at start, never joined to a folder, so no path trick reaches a file.
    """

    def __init__(self, app: AsgiApp) -> None:
        self._app = app
        self._prefix = prefix()
        self._bundles = {
            f"{self._prefix}/{path.relative_to(STREAMLIT_FILES).as_posix()}": path
            for path in (STREAMLIT_FILES / "static").rglob("*")
            if path.is_file()
        }
        self._sheets = {
            address: _pack(_with_our_face(path.read_text(encoding="utf-8")).encode(), media_type="text/css")
            for address, path in self._bundles.items()
            if path.suffix == ".css"
        }
        self._ours = {
            f"{self._prefix}/app/static/{path.relative_to(settings.STATIC).as_posix()}": path
            for path in settings.STATIC.rglob("*")
            if path.is_file() and "geometry" not in path.relative_to(settings.STATIC).parts
        }
        self._documents = {
            language: _pack(first_document(language).encode(), media_type="text/html") for language in LANGUAGES
        }
        self._unknown = {
            language: _pack(unknown_document(language).encode(), media_type="text/html") for language in LANGUAGES
        }
        names = (path.stem for path in (settings.ROOT / "pages").glob("*.py"))
        self._pages = {f"{self._prefix}/", self._prefix or "/", *(f"{self._prefix}/{name}" for name in names)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or hand on to Streamlit."""
        response = await self._answer(scope) if scope["type"] == "http" and scope["method"] in ("GET", "HEAD") else None
        await (response or self._app)(scope, receive, send)

    async def _answer(self, scope: Scope) -> Response | None:
        path, headers, query = scope["path"], Headers(scope=scope), QueryParams(scope["query_string"])
        if len(path) > _LONGEST_PATH:
            return Response(status_code=414)
        if path in self._sheets:
            return reply(headers, self._sheets[path], cache=FOR_EVER)
        if path in self._bundles:
            return reply(headers, await packed(self._bundles[path]), cache=FOR_EVER)
        if path in self._ours:
            return reply(headers, await packed(self._ours[path]), cache=FOR_EVER if "v" in query else ASK_FIRST)
        if path.removeprefix(self._prefix).startswith(_CLOSED):
            return Response(status_code=404)
        if path == f"{self._prefix}/_stcore/host-config":
            return JSONResponse(_HOST_CONFIG, headers={"Cache-Control": "no-cache"})
        if path in self._pages:
            return reply(headers, self._documents[_language(query)], cache=ASK_FIRST)
        if self._is_document(path):
            return reply(headers, self._unknown[_language(query)], cache=ASK_FIRST, status=404)
        return None

    def _is_document(self, path: str) -> bool:
        """Whether a reader may have typed `path`: nothing below it is served by anybody."""
        rest = path.removeprefix(self._prefix).lstrip("/")
        return path.startswith(self._prefix) and rest.split("/")[0] not in _NO_DOCUMENT and "." not in rest


def _language(query: QueryParams) -> str:
    asked = query.get("lang")
    return asked if asked in LANGUAGES else DEFAULT_LANGUAGE


PutBack = Callable[[str], HTTPStatus]
"""Puts a published geometry file back that is gone; OK if it lies there now, else the status that says why it does not."""


def nothing_back(_file: str) -> HTTPStatus:
    """A PutBack of whom nobody keeps geometry for."""
    return HTTPStatus.NOT_FOUND


def geometry(put_back: PutBack = nothing_back) -> Callable[[Request], Awaitable[Response]]:
    """The route of published geometry files, each by its content hash; importers write the gzipped twin beside it, so nothing is
    packed here. put_back: asked, one request at a time, for a file that is not there."""
    one = CapacityLimiter(1)

    async def give(request: Request) -> Response:
        name = request.path_params["name"]
        path = settings.geometry_dir() / name
        if not _GEOMETRY_NAME.fullmatch(name):
            return _no_geometry(HTTPStatus.NOT_FOUND)
        packed_path = path.with_name(f"{name}.gz")
        try:
            content = await to_thread.run_sync(packed_path.read_bytes)
        except OSError:
            # Whoever waits for it takes no thread from those who are served.
            status = await to_thread.run_sync(put_back, name, limiter=one)
            if status is not HTTPStatus.OK:
                return _no_geometry(status)
            content = await to_thread.run_sync(packed_path.read_bytes)
        body = Body(content, gzipped=True, media_type=media_type_of(path), etag=f'"{name}"')
        return reply(request.headers, body, cache=FOR_EVER)

    return give


def _no_geometry(status: HTTPStatus) -> Response:
    """Not kept by the browser: the next try may succeed."""
    return Response(status_code=status, headers={"Cache-Control": "no-store"})
