"""Every text in the code has its Vietnamese, and both say the same values."""

import importlib.util
from collections.abc import Iterator
from string import Formatter

import pytest
from babel.messages import Catalog, Message
from babel.messages.pofile import read_po

from base.settings import ASSETS
from base.texts import LANGUAGES, Texts, marked

VI, EN = Texts("vi"), Texts("en")


def _extracted() -> Catalog:
    spec = importlib.util.spec_from_file_location("locale_update", ASSETS / "locale" / "update.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.extracted()


@pytest.fixture(scope="module")
def in_code() -> Catalog:
    return _extracted()


@pytest.fixture(scope="module")
def translated() -> Catalog:
    with (ASSETS / "locale" / "vi.po").open("rb") as source:
        return read_po(source, locale="vi")


def messages(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def sources(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def translations(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_text_of_the_code_is_translated(in_code: Catalog, translated: Catalog):
    known = {sources(m): translations(m) for m in messages(translated)}
    missing = [sources(m) for m in messages(in_code) if not all(known.get(sources(m), ("",)))]
    assert missing == []


def test_no_translation_is_left_over(in_code: Catalog, translated: Catalog):
    used = {sources(m) for m in messages(in_code)}
    assert [sources(m) for m in messages(translated) if sources(m) not in used] == []


def test_vietnamese_has_one_form_and_nothing_is_guessed(translated: Catalog):
    assert translated.num_plurals == 1
    assert not [m.id for m in messages(translated) if m.fuzzy]
    assert not [m.id for m in messages(translated) if len(translations(m)) != 1]


def test_a_translation_fills_only_what_its_source_knows(translated: Catalog):
    foreign = {}
    for message in messages(translated):
        known = set().union(*map(placeholders, sources(message)))
        for text in translations(message):
            if unknown := placeholders(text) - known:
                foreign[text] = unknown
    # The quarter is written with a Roman numeral in Vietnamese only; the caller always gives both.
    assert foreign == {"Quý {roman}/{year}": {"roman"}}


# What a language need not repeat, with the reason.
_LEFT_OUT = {
    "Q{n} {year}": {"n"},  # Vietnamese writes the Roman numeral instead
}


def test_a_translation_leaves_no_value_out(translated: Catalog):
    left_out = {}
    for message in messages(translated):
        asked = set.intersection(*map(placeholders, sources(message)))
        for text in translations(message):
            if (missing := asked - placeholders(text)) - _LEFT_OUT.get(sources(message)[0], set()):
                left_out[sources(message)] = missing
    assert left_out == {}


# Names of peoples, a formula and a loan word.
_SAME = {
    "Thái", "Kinh", "Khơ Mú", "Hà Nhì", "Dao", "La Ha", "Lào", "Kháng", "Xinh Mun", "Cống", "Si La", "Hoa", "Tày", "Mường",
    "Nùng", "Phù Lá", "n/N", "Menu",
}  # fmt: skip


def test_only_names_are_the_same_in_both_languages(translated: Catalog):
    same = {
        m.id
        for m in messages(translated)
        if sources(m)[0] == translations(m)[0] and any(map(str.isalpha, _bare(sources(m)[0])))
    }
    assert same - _SAME == set()


def _bare(text: str) -> str:
    return "".join(literal for literal, _, _, _ in Formatter().parse(text))


def test_spaces_at_the_ends_agree(translated: Catalog):
    def ends(text: str) -> tuple[bool, bool]:
        return text[:1].isspace(), text[-1:].isspace()

    assert not [m.id for m in messages(translated) for text in translations(m) if ends(text) != ends(sources(m)[0])]


def test_a_text_is_spoken_in_the_language_asked_for():
    assert (VI("Not reported"), EN("Not reported")) == ("Chưa báo cáo", "Not reported")
    assert VI("{m} of {k} targets met in {year}", m=6, k=11, year=2025) == "đạt 6/11 chỉ tiêu năm 2025"
    assert marked("kept as it is") == "kept as it is"


@pytest.mark.parametrize(
    ("count", "text"), [(1, "1 commune"), (0, "0 communes"), (2, "2 communes"), (1.5, "1.5 communes")]
)
def test_english_has_two_forms(count: float, text: str):
    assert EN.plural("{n} commune", "{n} communes", count, n=count) == text


@pytest.mark.parametrize("count", [0, 1, 2, 45])
def test_vietnamese_has_one(count: int):
    assert VI.plural("{n} commune", "{n} communes", count, n=count).removeprefix(str(count)) == " xã"


def test_an_unknown_text_is_shown_as_it_is_in_both():
    assert VI("no such text") == EN("no such text") == "no such text"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_nothing_in_every_language(language: str):
    assert Texts(language)("") == ""
