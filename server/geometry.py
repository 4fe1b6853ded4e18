"""The route of published geometry: files named by their content, which the browser may keep for ever."""

import re
from collections.abc import Awaitable, Callable
from http import HTTPStatus

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import Response

from base import settings
from server.bodies import FOR_EVER, Body, media_type_of, reply

_NAME = re.compile(r"[0-9a-f]{16}\.(?:json|deck\.geojson)")

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
        if not _NAME.fullmatch(name):
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
