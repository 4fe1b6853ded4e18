"""`make soak`: what takes too long for the tests. `python -m bench.soak fuzz 5000` reads that many damaged files,
`python -m bench.soak kill 20` kills that many imports on each database.
"""

import argparse
import resource
import sys
import time
from collections import Counter

from bench import killed
from tests.import_damage import case
from tests.import_property import holds, through

_MEMORY = 4_000_000_000


def fuzz(count: int, first: int = 0) -> int:
    """Read damaged files `first` … and print what became of them; how many did anything but be read or refused."""
    # What asks for more memory than a machine has is a failure like any other.
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, resource.RLIM_INFINITY))
    outcomes: Counter[str] = Counter()
    failures, slowest, started = 0, (0.0, 0), time.monotonic()
    for number in range(first, first + count):
        made = case(number)
        before = time.monotonic()
        try:
            outcomes[holds(made, through)] += 1
        except Exception as error:  # noqa: BLE001  # every kind of failure is counted and named
            failures += 1
            print(
                f"file {number} ({made.name}: {', '.join(made.how)}): {type(error).__name__}: {error}", file=sys.stderr
            )
        slowest = max(slowest, (time.monotonic() - before, number))
    print(
        f"{count} damaged files in {time.monotonic() - started:.0f} s; slowest {slowest[0]:.2f} s (file {slowest[1]})"
    )
    for name, times in outcomes.most_common():
        print(f"  {times:6} {name}")
    print(f"  {failures:6} failures")
    return failures


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="bench.soak", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    fuzzing = commands.add_parser("fuzz", help="read damaged files")
    fuzzing.add_argument("count", type=int, nargs="?", default=5_000)
    fuzzing.add_argument("--first", type=int, default=0, help="number of the first one")
    killing = commands.add_parser("kill", help="kill imports while they run")
    killing.add_argument("count", type=int, nargs="?", default=20)
    killing.add_argument("--seed", type=int, default=None)
    given = parser.parse_args()
    if given.command == "kill":
        return min(1, killed.kills(given.count, killed.new_seed() if given.seed is None else given.seed))
    return min(1, fuzz(given.count, given.first))


if __name__ == "__main__":
    sys.exit(main())
