"""A form that is filled in twice is the same file: what is compared by its bytes must not know the hour."""

import time

from harness.import_files import workbook
from harness.workbooks import filled


def test_the_same_figures_make_the_same_file():
    blank = workbook()
    first = filled(blank, lambda place: (place, 50))
    time.sleep(2.1)  # A zip counts in steps of two seconds.
    assert filled(blank, lambda place: (place, 50)) == first
