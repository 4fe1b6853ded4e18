"""The foot of a page says by which decision is judged, and what stands beside it."""

from base.texts import Texts
from indicators.catalogue import Scope, Target
from tests.unit.indicator_frames import an_indicator
from ui.frame.provenance import target_source

STATE = Target(2030, ">=", 98.0, "23/QĐ-TTg (2021)", False)
OWN = Target(2030, ">=", 97.5, "12/NQ-HĐND", False, Scope.PROVINCE)
VI = Texts("vi")


def test_the_provinces_own_target_names_that_of_the_state_beside_it():
    both, alone = an_indicator(targets=(OWN, STATE)), an_indicator(targets=(OWN,))
    assert target_source(OWN, both, VI) == "12/NQ-HĐND (chỉ tiêu của tỉnh; quốc gia 98%)"
    assert target_source(OWN, alone, VI) == "12/NQ-HĐND (chỉ tiêu của tỉnh)"
    assert target_source(STATE, both, VI) == "23/QĐ-TTg (2021)"
