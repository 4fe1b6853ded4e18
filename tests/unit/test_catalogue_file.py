"""The catalogue files: complete in both languages, and refused with file, entry and field where they are wrong."""

import re

import pytest

from base.settings import ASSETS
from base.texts import Texts
from data_access.catalogue_file import (
    THEMES,
    CatalogueError,
    MissingFieldError,
    NoCatalogueError,
    RepeatedIndicatorError,
    UnknownFieldError,
    UnreadableCatalogueError,
    WrongFieldError,
    read_catalogue,
)
from indicators import periods
from indicators.catalogue import Direction, Unit
from indicators.periods import ANNUAL

CATALOGUE = read_catalogue(ASSETS / "catalogue")
CODES = [
    "IMM01",
    "IMM02",
    "INS01",
    "BIR01",
    "NUT01",
    "PRO02",
    "ABU02",
    "DIS01",
    "DIS02",
    "SCH01",
    "SCH03",
    "PLA01",
    "PLA02",
    "STF01",
    "STF02",
    "STF04",
    "ORG01",
]

# Typed from the table of national targets (Decision 23/QĐ-TTg and Resolution 262/2025/QH15) and the internal aims.
TARGETS = {
    ("IMM01", "2025"): 97, ("IMM01", "2026"): 98, ("IMM01", "2030"): 98,
    ("BIR01", "2025"): 98.5, ("BIR01", "2026"): 100,
    ("NUT01", "2025"): 17, ("NUT01", "2026"): 15, ("NUT01", "2031"): 13,
    ("PRO02", "2025"): 90, ("PRO02", "2026"): 95,
    ("PLA01", "2025"): 40, ("PLA01", "2026"): 45,
    ("INS01", "2025"): 100, ("STF04", "2025"): 100, ("ABU02", "2025"): 100, ("ORG01", "2025"): 100,
    ("SCH01", "2025-26"): 100, ("SCH03", "2025-26"): 100,
}  # fmt: skip
WITHOUT_TARGET = ["IMM02", "DIS01", "DIS02", "PLA02", "STF01", "STF02"]

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
            "unit_noun": "u", "unit_noun_many": "us", "action": "do {n}", "source": "s",
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
        if field != "law":
            assert all(texts), f"{indicator.code}.{field}"
    assert bool(vi.law) == bool(en.law) == bool(indicator.targets)
    for wording in (vi, en):
        assert wording.action.count("{n}") == 1
        assert len(wording.short) <= 40
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
    assert [c for c in sorted(CODES) if not CATALOGUE[c].targets] == sorted(WITHOUT_TARGET)


def test_no_target_passes_for_checked_until_a_person_has_checked_it():
    assert not any(t.verified for i in CATALOGUE for t in i.targets)
    assert all(t.source and t.comparator == ("<=" if i.direction is Direction.DOWN else ">=")
               for i in CATALOGUE for t in i.targets)  # fmt: skip


def test_counts_have_no_denominator_and_are_never_judged():
    counts = [i.code for i in CATALOGUE if i.unit is Unit.COUNT]
    assert counts == ["DIS01", "DIS02"]
    assert all(CATALOGUE[c].direction is Direction.NEUTRAL and CATALOGUE[c].province_only for c in counts)
    assert CATALOGUE["ABU02"].province_only


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
        ('action = "do {n}"', 'action = "do it"', WrongFieldError, ["vi.action", "{n}"]),
        ('unit_noun = "u"\n', "", MissingFieldError, ["vi.unit_noun"]),
        ('name = "N"', 'name = " "', WrongFieldError, ["vi.name"]),
        ("[NEW01]", "[NEW01", UnreadableCatalogueError, ["new.toml"]),
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
