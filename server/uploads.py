"""Who may send a file, and how much: asked at the door, before a byte of it is read.

Streamlit takes a file from every session that it knows; which of them may import is known to the page that draws the uploader.
"""

import time
from collections import deque
from dataclasses import dataclass, field

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse

from server.asgi_types import AsgiApp, Receive, Scope, Send

MEGABYTE = 1024 * 1024
A_SESSION, ALL_SESSIONS = 600 * MEGABYTE, 1200 * MEGABYTE
"""So many bytes within WINDOW_S: three files of the largest size from one officer, six from all."""
WINDOW_S = 600.0
VALID_S = 3600.0
"""So long after the uploader was drawn last a file may come."""


@dataclass
class Doors:
    """Which sessions may send a file now, and what came within the window. One for the process."""

    permitted: dict[str, float] = field(default_factory=dict)
    came: deque[tuple[float, str, int]] = field(default_factory=deque)

    def permit(self, session: str, now: float) -> None:
        """The page draws an uploader for `session`, whose reader may import."""
        self.permitted = {known: until for known, until in self.permitted.items() if until > now}
        self.permitted[session] = now + VALID_S

    def refusal(self, session: str, size: int | None, now: float) -> int:
        """The HTTP status with which a file of `size` bytes is refused; 0 where it is let in, which counts it."""
        if self.permitted.get(session, 0.0) <= now:
            return 403
        if size is None:
            return 411
        while self.came and self.came[0][0] < now - WINDOW_S:
            self.came.popleft()
        of_session = sum(n for _, who, n in self.came if who == session)
        if of_session + size > A_SESSION or sum(n for *_, n in self.came) + size > ALL_SESSIONS:
            return 429
        self.came.append((now, session, size))
        return 0


doors = Doors()
_WORDS = {
    403: "Only officers may send files.",
    411: "The size of the file must be said beforehand.",
    429: "Too much was sent within a few minutes. Try again later.",
}


class Uploads:
    """ASGI middleware in front of Streamlit's address for files. prefix: what stands before every path."""

    def __init__(self, app: AsgiApp, prefix: str) -> None:
        self._app = app
        self._start = f"{prefix}/_stcore/upload_file/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse with the reason, or hand on."""
        if scope["type"] == "http" and scope["method"] == "PUT" and scope["path"].startswith(self._start):
            session = scope["path"].removeprefix(self._start).partition("/")[0]
            length = Headers(scope=scope).get("content-length", "")
            status = doors.refusal(session, int(length) if length.isdigit() else None, time.monotonic())
            if status:
                # The rest of the file is not read: the connection ends with the answer.
                answer = PlainTextResponse(_WORDS[status], status_code=status, headers={"Connection": "close"})
                await answer(scope, receive, send)
                return
        await self._app(scope, receive, send)
