"""`make bench`: the figures that are claimed, one after the other; `python -m bench repaint sizes` for some of them."""

import argparse
import os
import sys
import time
from contextlib import ExitStack

from bench.parts import PARTS, Bench
from bench.size import LARGE, SMALL


def main() -> int:
    """Print the parts asked for, all usual ones without a name."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"one of {', '.join(PARTS)}")
    parser.add_argument("--small", action="store_true", help="only whether they run, as in the tests: no figure holds")
    given = parser.parse_args()
    unknown = [name for name in given.parts if name not in PARTS]
    if unknown:
        parser.error(f"there is no part {', '.join(unknown)}; parts: {', '.join(PARTS)}")
    print(f"{time.strftime('%Y-%m-%d %H:%M')}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start")
    with ExitStack() as stack:
        bench = Bench(stack, SMALL if given.small else LARGE)
        for name in given.parts or [name for name, part in PARTS.items() if part.usual]:
            part = PARTS[name]
            print(f"\n{name}: {part.run.__doc__}", flush=True)
            print("\n".join(part.run(bench)), flush=True)
            print(f"  (load {os.getloadavg()[0]:.1f} now)", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
