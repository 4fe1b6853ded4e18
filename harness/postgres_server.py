"""A PostgreSQL server of our own for the tests: temporary folder, unix socket only, stopped at the end."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

INSTALL = "PostgreSQL's server programs were not found. Install them: sudo apt-get install postgresql"
_PATIENCE_S = 30


class NoServerError(RuntimeError):
    """There is no PostgreSQL to test on."""


def programs() -> Path:
    """The folder of initdb and postgres: Debian's newest version, or that on PATH. Raises NoServerError."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda p: float(p.parts[-3]))
    on_path = shutil.which("initdb")
    if not found and on_path is None:
        raise NoServerError(INSTALL)
    return found[-1].parent if found else Path(str(on_path)).resolve().parent


def _account() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then as `postgres`, or as `nobody` where the package made no such user."""
    if os.getuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = names.get("postgres") or names["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


@contextmanager
def running() -> Iterator[str]:
    """A server, as the URL of its database `postgres` without the name: add '/name'."""
    bin_folder, account = programs(), _account()
    # A short path, since a socket's may have 107 bytes; pytest's own temporary folders are longer.
    with tempfile.TemporaryDirectory(prefix="pg-") as folder:
        if account:
            os.chown(folder, account["user"], account["group"])
        data = Path(folder) / "data"
        options: dict[str, Any] = {"cwd": folder, "env": {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}, **account}
        subprocess.run(
            [bin_folder / "initdb", "-D", data, "-U", "atlas", "-A", "trust", "-E", "UTF8", "--no-sync"],
            check=True, stdout=subprocess.DEVNULL, **options,
        )  # fmt: skip
        with (Path(folder) / "log").open("wb") as log:
            server = subprocess.Popen(
                [bin_folder / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off",
                 "-c", "full_page_writes=off", "-c", "max_connections=60", "-c", "autovacuum=off"],
                stdout=log, stderr=log, **options,
            )  # fmt: skip
        try:
            _wait(server, folder)
            yield f"postgresql+psycopg://atlas@/{{name}}?host={folder}"
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(_PATIENCE_S)


def _wait(server: "subprocess.Popen[bytes]", folder: str) -> None:
    until = time.monotonic() + _PATIENCE_S
    while True:
        try:
            psycopg.connect(f"host={folder} user=atlas dbname=postgres").close()
            return
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > until:
                raise NoServerError((Path(folder) / "log").read_text()) from None
            time.sleep(0.05)
