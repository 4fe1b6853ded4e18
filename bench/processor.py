"""Processor time of another process, finer than the hundredths of a second that /proc tells; its memory and its files."""

import ctypes
import os
import time
from pathlib import Path


def seconds(pid: int) -> float:
    """What process `pid` and its threads, those that have ended too, have used of a core so far. Raises OSError."""
    clock = ctypes.c_int()
    failed = ctypes.CDLL(None).clock_getcpuclockid(pid, ctypes.byref(clock))
    if failed:
        raise OSError(failed, os.strerror(failed))
    return time.clock_gettime(clock.value)


def memory(pid: int) -> int:
    """Bytes of process `pid` that lie in memory. Raises OSError."""
    pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def open_files(pid: int) -> int:
    """How many files, sockets among them, process `pid` has open. Raises OSError."""
    return len(os.listdir(f"/proc/{pid}/fd"))
