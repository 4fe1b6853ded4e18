"""The child processes of this server that work on uploads, and how to tell one that works from one that is gone.

A child may have been started by another process of the server, or by one that has ended since. Alive is what the process itself
says: one that sleeps writes no beat and may wake up. Only where its process can't be seen, as from another container, its beat counts.
"""

import os
import subprocess
import sys
import time

import psutil

from base import settings
from data_access.engine import Engine
from intake.folder import Folder, Pulse, Work

# A child that has just been started imports for some seconds, on a busy machine for more; then it beats every second.
_START_S = 90.0
_BEAT_S = 20.0
# The start of a process is told to the hundredth of a second, and shifts when the clock is set.
_SAME_S = 2.0

# Children of this process, so that an ended one is known at once and leaves no zombie. As long as the process lives.
_children: dict[str, "subprocess.Popen[bytes]"] = {}
# Those that have told their outcome and are about to end: until the next one is started.
_leaving: list["subprocess.Popen[bytes]"] = []


def start(engine: Engine, folder: Folder, work: Work, job_id: int = 0) -> None:
    """Start the child that does `work`, in a session of its own, so that it outlives this process. job_id: what it applies as."""
    token = folder.token
    if token in _children:
        _leaving.append(_children.pop(token))
    _leaving[:] = [child for child in _leaving if child.poll() is None]
    folder.forget_outcome()
    folder.keep_pulse(Pulse(work))
    with folder.log.open("ab") as log:
        child = _children[token] = subprocess.Popen(
            [sys.executable, "-m", "intake.worker", work, token, str(job_id)],
            cwd=settings.ROOT,
            env={
                **os.environ,
                "CHILD_ATLAS_DATA": str(settings.data_dir()),
                "DATABASE_URL": engine.url.render_as_string(hide_password=False),
            },
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    if not folder.pulse().beats:
        folder.keep_pulse(Pulse(work, pid=child.pid, born=born_at(child.pid)))


def born_at(pid: int) -> float:
    """When the process `pid` began, in seconds of the clock; 0 if there is none."""
    try:
        return float(psutil.Process(pid).create_time())
    except psutil.Error:
        return 0.0


def _lives(pid: int, born: float) -> bool:
    """Whether the process that was `pid` then is still there: its number may have gone to another."""
    try:
        process = psutil.Process(pid)
        return bool(abs(process.create_time() - born) < _SAME_S and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False


def is_alive(folder: Folder) -> bool:
    """Whether a child works on the upload, or has just told how it ended."""
    child = _children.get(folder.token)
    if child is not None and child.poll() is not None:
        del _children[folder.token]
        # It may have written its outcome after we looked.
        return folder.outcome() is not None
    pulse = folder.pulse()
    if pulse.pid and _lives(pulse.pid, pulse.born):
        return True
    return time.time() - folder.beaten_at() < (_BEAT_S if pulse.beats else _START_S)


def child_of(token: str) -> "subprocess.Popen[bytes]":
    """The child of this process that works on the upload. Raises KeyError if none was started here, or it has ended."""
    return _children[token]
