"""Processor time of another process, finer than the hundredths of a second that /proc tells."""

import ctypes
import os
import time


def seconds(pid: int) -> float:
    """What process `pid` and its threads, those that have ended too, have used of a core so far. Raises OSError."""
    clock = ctypes.c_int()
    failed = ctypes.CDLL(None).clock_getcpuclockid(pid, ctypes.byref(clock))
    if failed:
        raise OSError(failed, os.strerror(failed))
    return time.clock_gettime(clock.value)
