"""Files that readers take along: made when they are asked for, given to the session that they were offered to and to nobody else.

Streamlit gives files by an address that is open to all and made of samples of their content, so that two long files of one length
could stand for each other. Here the address is a secret of the session, and the answer carries the hash of all of the file.
"""

import base64
import hashlib
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from urllib.parse import quote

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from base.errors import AtlasError
from base.texts import DEFAULT_LANGUAGE, Texts
from server.policy import is_secure

log = logging.getLogger(__name__)

MOST_A_SESSION = 100
"""A page offers five files at most; who has seen more pages than these offers goes back to one of them."""


@dataclass(frozen=True)
class Offer:
    """make: called when the file is asked for, in a thread, with the address at which its reader has the server
    ('https://atlas.example/'): who asks knows it, what was offered does not. language: in which a failure is told.
    """

    make: Callable[[str], bytes]
    name: str
    mime: str
    language: str = DEFAULT_LANGUAGE


class Shelf:
    """What is offered to whom. An offer ends with its session, and with that the right that it stands on."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._tokens: dict[tuple[str, str], str] = {}
        self._offers: dict[str, Offer] = {}

    def __len__(self) -> int:
        return len(self._offers)

    def place(self, session: str, key: str, offer: Offer) -> str:
        """Offer it to `session` in place of what was offered under `key`; the secret part of its address."""
        with self._lock:
            token = self._tokens.pop((session, key), None) or secrets.token_urlsafe(24)
            self._tokens[session, key] = token
            self._offers[token] = offer
            own = [each for each in self._tokens if each[0] == session]
            for old in own[:-MOST_A_SESSION]:
                self._offers.pop(self._tokens.pop(old), None)
            return token

    def of(self, token: str) -> Offer | None:
        """What is offered under `token`; None where nothing is any more."""
        return self._offers.get(token)

    def leave(self, session: str) -> None:
        """`session` has ended."""
        with self._lock:
            for each in [each for each in self._tokens if each[0] == session]:
                self._offers.pop(self._tokens.pop(each), None)


shelf = Shelf()


def home_of(request: Request) -> str:
    """The address of the start page as the reader of `request` (of `give`) has it, with the folder below which a proxy serves us.

    The host is the one that was asked for, and a proxy that speaks TLS in our place says so. It only goes into the reader's own file.
    """
    scheme = "https" if is_secure(request.scope) else "http"
    folder = request.url.path.removesuffix(f"files/{request.path_params['token']}")
    return f"{scheme}://{request.url.netloc}{folder}"


async def give(request: Request) -> Response:
    """The file of a token, or why it can't be had, in the reader's language."""
    offer = shelf.of(request.path_params["token"])
    if offer is None:
        say = Texts(DEFAULT_LANGUAGE)
        return PlainTextResponse(say("This offer has ended. Load the page again."), status_code=404)
    try:
        content = await to_thread.run_sync(offer.make, home_of(request))
    except AtlasError as error:
        log.warning("%s could not be made: %s", offer.name, error)
        return PlainTextResponse(error.text(Texts(offer.language)), status_code=409)
    except Exception:
        log.exception("%s could not be made", offer.name)
        say = Texts(offer.language)
        return PlainTextResponse(say("The file could not be made. The reason is in the server's log."), status_code=500)
    digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
    return Response(
        content,
        media_type=offer.mime,
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(offer.name)}",
            "Cache-Control": "no-store",
            "Repr-Digest": f"sha-256=:{digest}:",
        },
    )
