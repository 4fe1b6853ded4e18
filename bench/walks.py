"""Walks of a reader over the pages: whether they show, after any actions, what a fresh visit to the same address shows."""

import time
from contextlib import closing

from playwright.sync_api import Browser

from harness.server import AppServer
from harness.walking import ACTIONS, Walks


def walks(browser: Browser, app: AppServer, count: int, first: int = 0, *, actions: int = ACTIONS) -> list[str]:
    """So many walks, the first of which is number `first`. Raises StrayedError where a page shows something else."""
    began = time.monotonic()
    with closing(browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh")) as context:
        walking = Walks(context, app.url)
        done = sum(walking.walk(first + nth, actions) for nth in range(count))
    seconds = time.monotonic() - began
    return [
        f"{count} walks of {actions} actions, {done} in all: every page as on a fresh visit, at {len(walking.seen)} addresses and looks",
        f"{seconds:.0f} s, {1000 * seconds / max(done, 1):.0f} ms an action",
    ]
