"""What stands in front of Streamlit and answers in its place: documents, its bundles, our static files.

Streamlit sends its own scripts uncompressed, and an app's files without leave to keep them. asgi.py puts this in front:
- Streamlit's scripts and style sheets are gzipped at the first request and kept in memory;
- files in static/ asked for with their content hash (`?v=`) may be kept for ever;
- addresses of pages get the first document, others a page of ours.
"""

from starlette.datastructures import Headers, QueryParams
from starlette.responses import JSONResponse, Response

from base import settings
from base.texts import DEFAULT_LANGUAGE, LANGUAGES
from server.asgi_types import AsgiApp, Receive, Scope, Send
from server.bodies import ASK_FIRST, FOR_EVER, pack, packed, reply
from server.documents import STREAMLIT_FILES, first_document, prefix, unknown_document, with_our_face

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
            address: pack(with_our_face(path.read_text(encoding="utf-8")).encode(), media_type="text/css")
            for address, path in self._bundles.items()
            if path.suffix == ".css"
        }
        self._ours = {
            f"{self._prefix}/app/static/{path.relative_to(settings.STATIC).as_posix()}": path
            for path in settings.STATIC.rglob("*")
            if path.is_file() and "geometry" not in path.relative_to(settings.STATIC).parts
        }
        self._documents = {
            language: pack(first_document(language).encode(), media_type="text/html") for language in LANGUAGES
        }
        self._unknown = {
            language: pack(unknown_document(language).encode(), media_type="text/html") for language in LANGUAGES
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
