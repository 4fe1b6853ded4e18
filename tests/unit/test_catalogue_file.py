"""The catalogue files: complete in both languages, and refused with file, entry and field where they are wrong."""

import math
import re
from dataclasses import replace
from datetime import date

import pytest

from base.settings import ASSETS
from base.texts import Texts
from indicators import periods
from indicators.catalogue import Aggregation, Direction, Formula, Level, Scope, Target, Unit, Version
from indicators.intervals import interval_of, poisson_rate
from indicators.periods import ANNUAL, Kind
from indicators.themes import THEMES
from intake.documents.catalogue_entry import (
    CatalogueError,
    MissingFieldError,
    NoCatalogueError,
    RepeatedIndicatorError,
    UnknownFieldError,
    UnreadableCatalogueError,
    WrongFieldError,
)
from intake.documents.catalogue_file import read_catalogue

CATALOGUE = read_catalogue(ASSETS / "catalogue")
# The 53 indicators of the list that the province was given, and the first dose that the dropout needs.
CODES = [
    "IMM01",
    "IMM02",
    "IMM03",
    "IMM04",
    "IMM05",
    "IMM06",
    "IMM07",
    "IMM08",
    "IMM09",
    "IMM10",
    "IMM11",
    "IMM12",
    "IMM13",
    "INS01",
    "BIR01",
    "BIR02",
    "NUT01",
    "NUT02",
    "NUT03",
    "NUT04",
    "MOR01",
    "MOR02",
    "MCH01",
    "MCH02",
    "DIS01",
    "DIS02",
    "PRO01",
    "PRO02",
    "PRO03",
    "ABU01",
    "ABU02",
    "CHM01",
    "CHM02",
    "INJ01",
    "INJ02",
    "INJ03",
    "INJ04",
    "SCH01",
    "SCH02",
    "SCH03",
    "SCH04",
    "SCH05",
    "PLA01",
    "PLA02",
    "PLA03",
    "CFC01",
    "STF01",
    "STF02",
    "STF03",
    "STF04",
    "STF05",
    "ORG01",
    "ORG02",
    "HOT01",
]

# Typed from the table of national targets (Decision 23/QĐ-TTg and Resolution 262/2025/QH15) and the internal aims.
TARGETS = {
    ("IMM01", "2025"): 97, ("IMM01", "2026"): 98, ("IMM01", "2030"): 98,
    ("BIR01", "2025"): 98.5, ("BIR01", "2026"): 100,
    ("NUT01", "2025"): 17, ("NUT01", "2026"): 15, ("NUT01", "2031"): 13,
    ("PRO02", "2025"): 90, ("PRO02", "2026"): 95,
    ("PLA01", "2025"): 40, ("PLA01", "2026"): 45,
    ("INS01", "2025"): 100, ("STF04", "2025"): 100, ("ABU02", "2025"): 100, ("ORG01", "2025"): 100,
    ("SCH01", "2025-26"): 100, ("SCH03", "2025-26"): 100, ("SCH05", "2025-26"): 100, ("SCH05", "2026-27"): 100,
    ("NUT02", "2025"): 9, ("NUT02", "2026"): 6, ("MOR01", "2025"): 18.5, ("MOR01", "2026"): 15,
    ("MOR02", "2025"): 12.5, ("MOR02", "2026"): 10, ("PRO01", "2025"): 6.5, ("PRO01", "2026"): 6,
    ("INJ01", "2025"): 550, ("INJ01", "2026"): 500, ("INJ02", "2025"): 16, ("INJ02", "2026"): 15,
    ("INJ04", "2025-26"): 50, ("INJ04", "2026-27"): 60, ("CFC01", "2025"): 65, ("CFC01", "2026"): 75,
    ("STF05", "2026"): 90, ("STF05", "2031"): 95,
}  # fmt: skip

ENTRY = """
[NEW01]
order = 1
theme = "health"
direction = "up"
unit = "percent"
multiplier = 100
decimals = 1
sensitivity = 1
headline = true
periods = ["year"]
collection = "niis"
due_days = { year = 10 }
gap_breaks = [-6.0, -3.0, 0.0, 1.5]
value_breaks = [91.0, 94.0, 97.0, 98.5]
counts = "people"
interval_method = "wilson"
[[NEW01.targets]]
year = 2025
comparator = ">="
value = 97.0
source = "23/QĐ-TTg (2021)"
verified = false
"""
WORDING = "\n".join(
    f"[NEW01.{language}]\n"
    + "\n".join(
        f'{field} = "{text}"'
        for field, text in {
            "name": "N", "short": "S", "about": "A", "numerator": "a", "denominator": "b",
            "unit_noun": "u", "unit_noun_many": "us", "action": "do {n}", "source": "s", "children": "c",
        }.items()
    )
    for language in ("vi", "en")
)  # fmt: skip


def written(folder, text=ENTRY + WORDING, name="new.toml"):
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_it_holds_the_indicators_of_the_first_release():
    assert sorted(i.code for i in CATALOGUE) == sorted(CODES)
    assert [i.order for i in CATALOGUE] == list(range(1, len(CODES) + 1))


def test_the_overview_has_eleven_rows_and_four_at_a_hundred():
    headlines = [i.code for i in CATALOGUE.headlines]
    assert headlines[:11] == [
        "IMM01", "NUT01", "PRO02", "SCH03", "STF04", "BIR01", "PLA01", "IMM02", "PLA02", "STF02", "DIS01",
    ]  # fmt: skip
    assert sorted(headlines[11:]) == ["ABU02", "INS01", "ORG01", "SCH01"]


@pytest.mark.parametrize("indicator", CATALOGUE.indicators, ids=lambda i: i.code)
def test_every_text_is_there_in_both_languages(indicator):
    vi, en = indicator.words["vi"], indicator.words["en"]
    for field in vi.__dataclass_fields__:
        texts = getattr(vi, field), getattr(en, field)
        assert all(t == t.strip() for t in texts)
        if field in ("yes", "no", "children"):
            asked = indicator.yes_or_no if field != "children" else bool(indicator.children_from)
            assert all(texts) if asked else not any(texts) or field == "children", f"{indicator.code}.{field}"
        elif field != "law":
            assert all(texts), f"{indicator.code}.{field}"
    assert bool(vi.law) == bool(en.law) >= bool(indicator.targets)
    for wording in (vi, en):
        assert wording.action.count("{n}") == 1
        assert len(wording.short) <= 45
        assert not wording.about.endswith(".")
    assert not re.search(
        r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", en.name + en.short + en.action + en.about
    )


@pytest.mark.parametrize("indicator", CATALOGUE.indicators, ids=lambda i: i.code)
def test_classes_are_cut_at_the_target(indicator):
    assert len(indicator.gap_breaks) == len(indicator.value_breaks) == 4
    assert list(indicator.gap_breaks) == sorted(set(indicator.gap_breaks))
    assert list(indicator.value_breaks) == sorted(set(indicator.value_breaks))
    # three classes on the bad side, two on the good side, as the palette has them
    assert indicator.gap_breaks.index(0.0) == (1 if indicator.direction is Direction.DOWN else 2)
    target = indicator.target(periods.year(2025))
    if target:
        assert target.value in indicator.value_breaks


def test_targets_are_those_of_the_decisions():
    found = {(code, period): CATALOGUE[code].target(periods.parse(period)) for code, period in TARGETS}
    assert {key: target and target.value for key, target in found.items()} == TARGETS
    assert {c for c in CODES if CATALOGUE[c].targets} == {code for code, _ in TARGETS}


def test_no_relative_target_and_no_general_knowledge_passes_for_a_target():
    # Child marriage -2-3 % a year, drowning -10/-20 % against 2020: no baseline. The rest: no text was found.
    for code in ("CHM01", "CHM02", "INJ03", "IMM03", "IMM05", "IMM07", "IMM08", "IMM10", "NUT03", "NUT04", "SCH02"):
        assert CATALOGUE[code].targets == ()
        assert all(words.check for words in CATALOGUE[code].words.values())


def test_the_levels_of_protection_are_those_of_the_law_on_children():
    of = {level: {i.code for i in CATALOGUE if i.level is level} for level in Level}
    assert of[Level.INTERVENTION] == {"ABU01", "ABU02", "HOT01"}
    assert of[Level.SUPPORT] == {"PRO01", "PRO02", "PRO03", "DIS01", "DIS02", "CHM01", "CHM02", "SCH04"}
    stated = "".join(path.read_text(encoding="utf-8") for path in sorted((ASSETS / "catalogue").glob("*.toml")))
    assert (
        len(re.findall(r"^level = ", stated, re.M)) == len(re.findall(r"^aggregation = ", stated, re.M)) == len(CODES)
    )


def test_abuse_deaths_and_child_marriage_are_never_shown_by_commune():
    hidden = {"ABU01", "ABU02", "MOR01", "MOR02", "INJ02", "INJ03", "CHM01", "CHM02", "DIS01", "DIS02", "HOT01"}
    assert {i.code for i in CATALOGUE if i.province_only} == hidden


def test_neutral_is_what_rises_when_reporting_improves():
    neutral = {"PRO03", "ABU01", "DIS01", "DIS02", "HOT01", "ORG02"}
    assert {i.code for i in CATALOGUE if i.direction is Direction.NEUTRAL} == neutral
    assert not any(CATALOGUE[code].targets for code in neutral)


def test_the_sets_of_vaccines_have_versions_with_their_date():
    for code, number in (("IMM01", "8"), ("IMM02", "12")):
        (version,) = CATALOGUE[code].versions
        assert (version.number, version.valid_from) == (1, date(2021, 1, 7))
        assert version.text["vi"].startswith(f"{number} loại")
        assert version.text["en"].startswith(f"{number} types")
    assert [v.valid_from for v in CATALOGUE["SCH03"].versions] == [date(2019, 9, 1), date(2025, 10, 31)]


def test_a_median_never_adds_up_and_the_dropout_is_made_of_two_counts():
    assert [i.code for i in CATALOGUE if not i.adds_up] == ["IMM12"]
    assert {i.code: i.denominator_from for i in CATALOGUE if i.denominator_from} == {"PRO02": "PRO01", "ABU02": "ABU01"}
    assert {i.code: i.formula.parts for i in CATALOGUE if i.formula} == {"IMM10": ("IMM13", "IMM05")}


def test_units_say_what_a_rate_is_counted_in():
    by_unit = {unit: {i.code for i in CATALOGUE if i.unit is unit} for unit in Unit}
    assert by_unit[Unit.PER_100000] == {"ABU01", "INJ01", "INJ02", "INJ03", "HOT01"}
    assert by_unit[Unit.DAYS] == {"IMM12"}
    assert interval_of(CATALOGUE["INJ01"]) is poisson_rate
    assert interval_of(CATALOGUE["IMM12"]) is interval_of(CATALOGUE["ORG02"]) is None


def test_what_nobody_reports_is_neither_offered_nor_asked_for():
    used = replace(CATALOGUE, reported=frozenset({"IMM01", "IMM05", "IMM13", "STF02"}))
    assert [i.code for i in used.in_use] == ["IMM01", "STF02", "IMM05", "IMM10", "IMM13"]
    assert [i.code for i in used.asked(Kind.QUARTER)] == ["IMM01", "IMM05", "IMM13"]
    assert [i.code for i in used.asked(Kind.HALF)] == ["STF02"]
    assert [i.code for i in used.asked(Kind.NINE_MONTHS)] == ["IMM01", "IMM05", "IMM13"]
    assert used.offered == used.in_use
    assert CATALOGUE.offered == CATALOGUE.headlines
    # Before the first report everything is asked for but what is derived.
    assert {i.code for i in CATALOGUE.asked(Kind.YEAR)} == {
        i.code for i in CATALOGUE if Kind.YEAR in i.periods and i.code != "IMM10"
    }


def test_of_two_targets_for_one_year_the_province_is_held_to_its_own():
    own = Target(2030, ">=", 97.5, "Plan", False, Scope.PROVINCE)
    both = replace(CATALOGUE["IMM01"], targets=(*CATALOGUE["IMM01"].targets, own))
    assert both.target(periods.year(2027)) == own
    assert both.target(periods.year(2025)).value == 97.0
    assert len(both.targets) == 3


def test_no_target_passes_for_checked_until_a_person_has_checked_it():
    assert not any(t.verified for i in CATALOGUE for t in i.targets)
    assert all(t.source and t.comparator == ("<=" if i.direction is Direction.DOWN else ">=")
               for i in CATALOGUE for t in i.targets)  # fmt: skip


def test_counts_have_no_denominator():
    counts = [i.code for i in CATALOGUE if i.unit is Unit.COUNT]
    assert counts == ["DIS01", "DIS02", "CHM01", "ORG02"]
    assert not any(CATALOGUE[c].is_rate or CATALOGUE[c].targets for c in counts)


def test_every_period_has_its_due_day_and_the_first_one_is_annual():
    for indicator in CATALOGUE:
        assert indicator.periods[0] in ANNUAL
        assert set(indicator.due_days) == {p.value for p in indicator.periods}
        assert indicator.theme in THEMES


def test_a_complete_entry_is_read(tmp_path):
    indicator = read_catalogue(written(tmp_path))["NEW01"]
    assert indicator.targets[0].value == 97.0
    assert indicator.words["en"].action == "do {n}"
    assert indicator.words["en"].check == ""


def test_a_percentage_is_bound_by_100_by_150_or_by_what_its_entry_says(tmp_path):
    def bound(also):
        return read_catalogue(written(tmp_path, ENTRY.replace("decimals = 1", f"decimals = 1\n{also}") + WORDING))[
            "NEW01"
        ].bound

    assert [bound(""), bound("may_exceed = true"), bound("may_exceed = true\nmost = 400")] == [100, 150, 400]
    assert CATALOGUE["STF04"].bound == 400
    assert all(i.bound == math.inf for i in CATALOGUE if i.unit is not Unit.PERCENT)


@pytest.mark.parametrize(
    ("was", "becomes", "error", "words"),
    [
        ("sensitivity = 1\n", "", MissingFieldError, ["new.toml", "NEW01", "sensitivity"]),
        ('unit = "percent"', 'unit = "pct"', WrongFieldError, ["new.toml", "NEW01", "unit", "pct"]),
        ('theme = "health"', 'theme = "sport"', WrongFieldError, ["theme", "sport"]),
        ("multiplier = 100", "multiplier = 1000", WrongFieldError, ["multiplier", "1000"]),
        ("sensitivity = 1", "sensitivity = 4", WrongFieldError, ["sensitivity"]),
        ("headline = true", 'headline = "yes"', WrongFieldError, ["headline", "yes"]),
        ("order = 1", "order = true", WrongFieldError, ["order"]),
        ('periods = ["year"]', 'periods = ["week"]', WrongFieldError, ["periods", "week"]),
        ('periods = ["year"]', "periods = []", WrongFieldError, ["periods"]),
        ("{ year = 10 }", "{ quarter = 10 }", WrongFieldError, ["due_days"]),
        ("-3.0, 0.0, 1.5", "-3.0, 1.0, 1.5", WrongFieldError, ["gap_breaks", "0"]),
        ("-6.0, -3.0", "-3.0, -6.0", WrongFieldError, ["gap_breaks", "ascending"]),
        ("[91.0, 94.0, 97.0, 98.5]", "[91.0, 94.0, 97.0]", WrongFieldError, ["value_breaks"]),
        ('comparator = ">="', 'comparator = ">"', WrongFieldError, ["targets[1].comparator"]),
        ("value = 97.0", 'value = "97"', WrongFieldError, ["targets[1].value"]),
        ("decimals = 1", "decimals = 1\ndigits = 2", UnknownFieldError, ["digits"]),
        ("decimals = 1", "decimals = 1\nmay_exceed = true\nmost = 100", WrongFieldError, ["most", "over 100"]),
        ("decimals = 1", "decimals = 1\nmost = 120", WrongFieldError, ["most", "exceed"]),
        ('action = "do {n}"', 'action = "do it"', WrongFieldError, ["vi.action", "{n}"]),
        ('unit_noun = "u"\n', "", MissingFieldError, ["vi.unit_noun"]),
        ('name = "N"', 'name = " "', WrongFieldError, ["vi.name"]),
        ("[NEW01]", "[NEW01", UnreadableCatalogueError, ["new.toml"]),
        (
            "decimals = 1",
            'decimals = 1\nlevel = "all"',
            WrongFieldError,
            ["level", "prevention, support, intervention"],
        ),
        ("decimals = 1", 'decimals = 1\naggregation = "mean"', WrongFieldError, ["aggregation", "sum, none"]),
        (
            'unit = "percent"\nmultiplier = 100\n',
            'unit = "days"\nmultiplier = 1\n',
            WrongFieldError,
            ["aggregation", "days"],
        ),
        ("decimals = 1", 'decimals = 1\nformula = "A / B"', WrongFieldError, ["formula", "(A - B) / A"]),
        ("decimals = 1", 'decimals = 1\nformula = "(A - B) / B"', WrongFieldError, ["formula"]),
        ("decimals = 1", 'decimals = 1\nformula = "(NEW01 - OLD01) / NEW01"', WrongFieldError, ["formula", "NEW01"]),
        ('interval_method = "wilson"\n', "", MissingFieldError, ["NEW01", "interval_method"]),
        ('counts = "people"\n', "", MissingFieldError, ["NEW01", "counts"]),
        ('"wilson"', '"exact_poisson"', WrongFieldError, ["interval_method", "wilson, none"]),
        ('"people"', '"children"', WrongFieldError, ["counts", "people, places, posts, communes"]),
        ('"people"', '"communes"', WrongFieldError, ["interval_method", "communes and posts"]),
        ('children = "c"', 'children = " "\nyes = "y"', WrongFieldError, ["vi.children"]),
        ('"people"', '"posts"', WrongFieldError, ["interval_method", "communes and posts"]),
        (
            'unit = "percent"\nmultiplier = 100\n',
            'unit = "per_1000"\nmultiplier = 1000\n',
            WrongFieldError,
            ["interval_method", "exact_poisson, none"],
        ),
        ("decimals = 1", 'decimals = 1\nfacility = "church"', WrongFieldError, ["facility", "play_space"]),
        ("decimals = 1", 'decimals = 1\nchildren_from = "OLD01"', WrongFieldError, ["children_from", "OLD01"]),
        ("decimals = 1", 'decimals = 1\ndenominator_from = "OLD01"', WrongFieldError, ["denominator_from", "OLD01"]),
        (
            "verified = false",
            'verified = false\nscope = "commune"',
            WrongFieldError,
            ["targets[1].scope", "national, province"],
        ),
    ],
)
def test_a_wrong_entry_is_named(tmp_path, was, becomes, error, words):
    assert was in ENTRY + WORDING
    with pytest.raises(error) as caught:
        read_catalogue(written(tmp_path, (ENTRY + WORDING).replace(was, becomes)))
    for word in words:
        assert word in str(caught.value)
    assert isinstance(caught.value, CatalogueError)
    assert caught.value.text(Texts("en")) == str(caught.value)


VERSIONS = """
level = "support"
aggregation = "none"
[[NEW01.versions]]
number = 1
valid_from = 2021-01-07
breaks_series = false
vi = "tám"
en = "eight"
[[NEW01.versions]]
number = 2
valid_from = 2026-01-01
breaks_series = true
vi = "mười"
en = "ten"
"""


def test_the_new_fields_are_read_and_have_a_meaning_where_they_are_left_out(tmp_path):
    plain = read_catalogue(written(tmp_path))["NEW01"]
    assert (plain.level, plain.aggregation, plain.versions, plain.formula) == (
        Level.PREVENTION,
        Aggregation.SUM,
        (),
        None,
    )
    text = ENTRY.replace("[[NEW01.targets]]", VERSIONS + "[[NEW01.targets]]") + WORDING
    other = text.replace("NEW01", "NEW02").replace("order = 1", "order = 2").replace('aggregation = "none"', "")
    derived = other.replace("NEW02", "NEW03").replace("order = 2", "order = 3")
    derived = derived.replace('level = "support"', 'formula = "(NEW02 - NEW04) / NEW02"')
    fourth = other.replace("NEW02", "NEW04").replace("order = 2", "order = 4")
    for name, content in (("a", text), ("b", other), ("c", derived), ("d", fourth)):
        written(tmp_path, content, name=f"{name}.toml")
    (tmp_path / "new.toml").unlink()
    found = read_catalogue(tmp_path)
    assert found["NEW01"].versions == (
        Version(1, date(2021, 1, 7), False, {"vi": "tám", "en": "eight"}),
        Version(2, date(2026, 1, 1), True, {"vi": "mười", "en": "ten"}),
    )
    assert (found["NEW01"].level, found["NEW01"].aggregation) == (Level.SUPPORT, Aggregation.NONE)
    assert found["NEW03"].formula == Formula("NEW02", "NEW04")


@pytest.mark.parametrize(
    ("was", "becomes", "words"),
    [
        ("number = 2", "number = 3", ["versions", "1, 2, 3"]),
        ("valid_from = 2026-01-01", "valid_from = 2021-01-07", ["versions", "after the one before"]),
        ("valid_from = 2026-01-01", 'valid_from = "2026"', ["versions[2].valid_from", "2025-10-31"]),
        ("valid_from = 2026-01-01", "valid_from = 2026-01-01T10:00:00", ["versions[2].valid_from"]),
        ("breaks_series = true", "breaks_series = 1", ["versions[2].breaks_series"]),
    ],
)
def test_a_wrong_version_is_named(tmp_path, was, becomes, words):
    text = ENTRY.replace("[[NEW01.targets]]", VERSIONS.replace(was, becomes) + "[[NEW01.targets]]") + WORDING
    with pytest.raises(WrongFieldError) as caught:
        read_catalogue(written(tmp_path, text))
    assert all(word in str(caught.value) for word in words)


def test_a_missing_language_is_named(tmp_path):
    text = ENTRY + WORDING[: WORDING.index("[NEW01.en]")]
    with pytest.raises(MissingFieldError, match="en is missing"):
        read_catalogue(written(tmp_path, text))


def test_a_loose_value_is_named(tmp_path):
    with pytest.raises(WrongFieldError, match=r"new\.toml, version: \[version\] must be a table"):
        read_catalogue(written(tmp_path, "version = 3\n" + ENTRY + WORDING))


def test_the_same_code_or_place_twice_is_refused(tmp_path):
    written(tmp_path)
    written(tmp_path, (ENTRY + WORDING).replace("order = 1", "order = 2"), name="other.toml")
    with pytest.raises(RepeatedIndicatorError, match=r"other\.toml: NEW01 is also in new\.toml"):
        read_catalogue(tmp_path)
    written(tmp_path, (ENTRY + WORDING).replace("NEW01", "NEW02"), name="other.toml")
    with pytest.raises(RepeatedIndicatorError, match="order 1"):
        read_catalogue(tmp_path)


def test_an_empty_folder_is_refused(tmp_path):
    with pytest.raises(NoCatalogueError, match="no indicator file"):
        read_catalogue(tmp_path)
