"""A fresh installation with the demo."""

import os
import subprocess
import sys
from pathlib import Path

from base.settings import ROOT

_TIMEOUT_S = 300


class NotInstalledError(RuntimeError):
    """The command failed; the message holds what it printed."""


def installed(folder: Path) -> Path:
    """`folder` as `make run` leaves it on a fresh machine: database with the demo, schematic geometry.

    Raises NotInstalledError.
    """
    done = subprocess.run(
        [sys.executable, "-m", "cli", "init"],
        cwd=ROOT, env={**os.environ, "CHILD_ATLAS_DATA": str(folder)}, capture_output=True, text=True, timeout=_TIMEOUT_S,
        check=False,
    )  # fmt: skip
    if done.returncode:
        raise NotInstalledError(f"`python -m cli init` ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
    return folder
