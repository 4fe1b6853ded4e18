"""Files as they travel: compressed once, and kept by the browser wherever their address names their content."""

import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.responses import Response

FOR_EVER = "public, max-age=31536000, immutable"
ASK_FIRST = "no-cache"
_TYPES = {
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".woff2": "font/woff2",
    ".geojson": "application/geo+json",
}


@dataclass(frozen=True)
class Body:
    """One file as it travels: gzipped where that makes it smaller, its plain bytes otherwise."""

    content: bytes
    gzipped: bool
    media_type: str
    etag: str


def pack(content: bytes, *, media_type: str) -> Body:
    """`content` as it travels."""
    packed = gzip.compress(content, compresslevel=9, mtime=0)
    smaller = len(packed) < 0.9 * len(content)
    return Body(packed if smaller else content, smaller, media_type, f'"{hashlib.sha256(content).hexdigest()[:16]}"')


def media_type_of(path: Path) -> str:
    """The content type by extension; the types a browser insists on don't depend on the machine's table."""
    return _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"


@lru_cache(maxsize=512)
def _packed(path: Path, _changed_ns: int, _size: int) -> Body:
    """`path` packed; its time and size in the key, so that a changed file is packed anew."""
    return pack(path.read_bytes(), media_type=media_type_of(path))


async def packed(path: Path) -> Body:
    """`path` packed off the event loop. Raises OSError if it can't be read."""

    def now() -> Body:
        state = path.stat()
        return _packed(path, state.st_mtime_ns, state.st_size)

    return await to_thread.run_sync(now)


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
