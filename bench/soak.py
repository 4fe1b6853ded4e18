"""`make soak`: what takes too long for the tests. `python -m bench.soak fuzz 5000` reads that many damaged files,
`python -m bench.soak kill 20` kills that many imports on each database, `python -m bench.soak faults 20` kills, freezes, cuts, fills
and restores that often, `python -m bench.soak walks 200` walks over the pages and looks whether each is as on a fresh visit.
"""

import argparse
import sys
from contextlib import ExitStack

from bench.damaged import fuzz
from bench.faults import faults
from bench.killed import kills
from bench.parts import Bench
from bench.size import LARGE
from bench.walks import walks


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="bench.soak", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    fuzzing = commands.add_parser("fuzz", help="read damaged files")
    fuzzing.add_argument("count", type=int, nargs="?", default=LARGE.damaged)
    fuzzing.add_argument("--first", type=int, default=0, help="number of the first one")
    killing = commands.add_parser("kill", help="kill imports while they run")
    killing.add_argument("count", type=int, nargs="?", default=LARGE.kills)
    killing.add_argument("--seed", type=int, default=None)
    failing = commands.add_parser("faults", help="kill, freeze, cut, fill, restore")
    failing.add_argument("count", type=int, nargs="?", default=LARGE.faults)
    walking = commands.add_parser("walks", help="walk over the pages")
    walking.add_argument("count", type=int, nargs="?", default=LARGE.walks)
    walking.add_argument("--first", type=int, default=0, help="number of the first one")
    given = parser.parse_args()
    try:
        match given.command:
            case "kill":
                lines = kills(given.count, given.seed)
            case "faults":
                lines = faults(given.count)
            case "walks":
                with ExitStack() as stack:
                    bench = Bench(stack, LARGE)
                    lines = walks(bench.browser, bench.app, given.count, given.first)
            case _:
                lines = fuzz(given.count, given.first)
    except AssertionError as failure:
        print(failure)
        return 1
    print("\n".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
