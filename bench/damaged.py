"""Thousands of damaged files: each is read, or refused in words; nothing else, in time, and within a machine's memory."""

import resource
import sys
import time
from collections import Counter
from dataclasses import dataclass

from bench.alone import alone
from harness.import_damage import case
from harness.import_property import holds, through

_MEMORY = 4_000_000_000


@dataclass(frozen=True)
class Fuzzed:
    """What became of damaged files. slowest: its seconds and its number. outcomes: names and how often, the most frequent first."""

    seconds: float
    slowest: tuple[float, int]
    outcomes: list[tuple[str, int]]
    failures: list[str]


class NotRefusedError(AssertionError):
    """A file did anything but be read or refused; the message says which and what."""


def fuzz(count: int, first: int = 0) -> list[str]:
    """Read damaged files `first` … ; what became of them. Raises NotRefusedError."""
    found = alone(read, count=count, first=first)
    slowest_s, slowest = found.slowest
    lines = [
        f"{count:,} damaged files in {found.seconds:.0f} s; slowest {slowest_s:.2f} s (file {slowest})",
        *(f"  {times:6} {name}" for name, times in found.outcomes),
        f"  {len(found.failures):6} failures",
    ]
    if found.failures:
        raise NotRefusedError("\n".join([*found.failures, *lines]))
    return lines


def read(count: int, first: int) -> Fuzzed:
    """Read them in this process, which from now on gets no more memory than a machine has."""
    # What asks for more is a failure like any other.
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, resource.RLIM_INFINITY))
    outcomes: Counter[str] = Counter()
    failures = []
    slowest, started = (0.0, 0), time.monotonic()
    for number in range(first, first + count):
        made = case(number)
        before = time.monotonic()
        try:
            outcomes[holds(made, through)] += 1
        except Exception as error:  # noqa: BLE001  # every kind of failure is counted and named
            failures.append(f"file {number} ({made.name}: {', '.join(made.how)}): {type(error).__name__}: {error}")
            print(failures[-1], file=sys.stderr)
        slowest = max(slowest, (time.monotonic() - before, number))
    return Fuzzed(time.monotonic() - started, slowest, outcomes.most_common(), failures)
