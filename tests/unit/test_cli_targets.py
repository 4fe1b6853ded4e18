"""The list of what a person must check: counts that can be counted by hand, and a note for every target."""

from dataclasses import replace

from base.settings import ASSETS
from base.texts import Texts
from cli.targets import lines, summary
from indicators.catalogue import Catalogue, Scope, Target
from intake.documents.catalogue_file import read_catalogue
from tests.unit.indicator_frames import STUNTING, WORDS, an_indicator

EN, VI = Texts("en"), Texts("vi")
CHECK = {language: replace(words, check="Ask for the list.") for language, words in WORDS.items()}
OWN = Target(2030, ">=", 97.5, "12/NQ-HĐND", True, Scope.PROVINCE)
FOUR = Catalogue(
    (
        # Two targets not checked and one that is; one not checked; none.
        replace(an_indicator(words=CHECK), targets=(*an_indicator().targets, OWN)),
        STUNTING,
        an_indicator(code="NEW01", targets=()),
    )
)


def test_the_share_is_counted_over_all_targets():
    # 3 of 4 targets, 75 %; one of three indicators has none.
    assert (
        summary(FOUR, EN) == "3 of 4 targets (75%) are not checked against the law; 1 of 3 indicators have no target."
    )
    assert summary(FOUR, VI) == "3/4 chỉ tiêu (75%) chưa đối chiếu văn bản; 1/3 chỉ số chưa có chỉ tiêu."
    assert summary(Catalogue(()), EN).startswith("0 of 0 targets")


def test_each_target_stands_with_who_set_it_and_what_must_be_checked():
    assert lines(FOUR, EN) == [
        "",
        "IMM01  Vaccination",
        "  2030  >= 98%  national    not checked against the law",
        "  2025  >= 97%  national    not checked against the law",
        "  To check: Ask for the list.",
        "",
        "NUT01  Vaccination",
        "  2025  <= 17%  national    not checked against the law",
        "  Nothing is noted to check.",
    ]
    every = lines(FOUR, EN, every=True)
    assert "  2030  >= 97.5%  province  12/NQ-HĐND  checked" in every
    assert every[-3:] == ["NEW01  Vaccination", "  no target", "  Nothing is noted to check."]


def test_every_target_that_comes_with_the_program_has_its_note():
    catalogue = read_catalogue(ASSETS / "catalogue")
    assert "Nothing is noted to check." not in "\n".join(lines(catalogue, EN, every=True))
