"""Chromium for tests and measurements: this machine's own, else the one Playwright installed."""

import os
import shutil
from pathlib import Path

from playwright.sync_api import Browser, Playwright

# The headless shell first: it is the browser without its own windows, which cost a third of the time of a test.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Nothing but this machine resolves: a page that needs an outside host breaks here, as it would in a closed network.
_CLOSED_NETWORK = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
_SOFTWARE_GL = ("--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist")
_NO_GL = ("--disable-gpu", "--disable-3d-apis")


def executable() -> str | None:
    """The Chromium of this machine (the variable CHROMIUM names another one); None if there is none."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def launch(playwright: Playwright, *, webgl: bool = False) -> Browser:
    """A headless Chromium that reaches this machine only; `webgl` draws WebGL in software, else there is none.

    Raises FileNotFoundError with the command that installs one.
    """
    path = executable()
    if path is None and not Path(playwright.chromium.executable_path).exists():
        raise FileNotFoundError("There is no Chromium here. Install one with: .venv/bin/playwright install chromium")
    return playwright.chromium.launch(
        executable_path=path, args=[_CLOSED_NETWORK, *(_SOFTWARE_GL if webgl else _NO_GL)]
    )
