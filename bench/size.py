"""How much is measured: enough for figures that can be claimed, or so little that tests can run every part."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """How often and how much each part measures.

    changes: of each filter, of the indicator on a map, and first and repeated views of each page. visits: cold and warm
    ones of each page with a picture. views: of those in `bench.pages` (and pages visited), so many. steps: of a slider
    that is dragged to one end. crowd: readers at once, each number for so many seconds. runs: over all pages, and as many again.
    communes: of the country. indicators: of a country, and of each workbook. sampled: communes counted by plain loops.
    rows: of the long table. workbooks: one commune's each. tables: that are protected. versions: of one year.
    damaged: files. walks: over the pages, each of so many strides. faults: of each kind. kills: on each of so many databases, of imports of so many years. pieces: slices, formats, pictures
    and workbooks of an installation, so many at most. counted: times that groups with a known truth are counted anew.
    """

    changes: int
    visits: int
    views: int
    steps: int
    crowd: tuple[int, ...]
    seconds: float
    runs: int
    communes: int
    indicators: int
    sampled: int
    rows: int
    workbooks: int
    asked: int
    tables: int
    versions: int
    damaged: int
    walks: int
    strides: int
    kills: int
    faults: int
    databases: int
    years: int
    pieces: int
    counted: int


LARGE = Size(
    changes=5, visits=3, views=100, steps=24, crowd=(10, 25, 50, 100, 200), seconds=40.0, runs=2_000, communes=3_321, indicators=53, sampled=20, rows=1_000_000, workbooks=45, asked=40,
    tables=150, versions=60, damaged=5_000, walks=200, strides=30, kills=20, faults=20, databases=2, years=6, pieces=1_000, counted=2_000,
)  # fmt: skip
"""What is claimed: `make bench` and `make soak`."""

SMALL = Size(
    changes=3, visits=1, views=2, steps=3, crowd=(2,), seconds=2.0, runs=8, communes=60, indicators=3, sampled=2, rows=10_000, workbooks=2, asked=3,
    tables=4, versions=2, damaged=20, walks=1, strides=5, kills=1, faults=1, databases=1, years=1, pieces=1, counted=20,
)  # fmt: skip
"""Whether each part still runs: the tests, and `python -m bench --small`."""
