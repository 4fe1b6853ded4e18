"""A page asks little of the database: a few questions the first time, then only whether anything has changed."""

import pytest

from harness.statements import cold_and_again
from tests.pages.conftest import OpenPage

MOST_COLD = 9
# The register of former communes is asked once a version, whichever commune is chosen.
MOST_OF_A_COMMUNE = MOST_COLD + 1
VIEWS = {
    "overview": {},
    "gap_map": {"indicator": "IMM01"},
    "gap_map, compared": {"indicator": "IMM01", "compare": "INS01"},
    "trends": {"indicator": "IMM01"},
    "trends, communes": {"indicator": "IMM01", "commune": "03160.03158"},
    "commune": {},
    "commune, chosen": {"commune": "03160"},
    "data": {},
    "data, an import": {"batch": "1"},
}


@pytest.mark.parametrize("view", VIEWS)
def test_a_page_asks_at_most_nine_questions_and_then_one(open_page: OpenPage, view: str) -> None:
    cold, again = cold_and_again(lambda: open_page(view.partition(",")[0], **VIEWS[view]))
    most = MOST_OF_A_COMMUNE if view == "commune, chosen" else MOST_COLD
    assert 1 <= len(cold) <= most, "\n".join(cold)
    assert len(again) == 1, "\n".join(again)
    assert "data_version" in again[0]
