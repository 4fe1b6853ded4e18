"""Which indicator, and which part of it, a text of a report means: by code, by the words of the catalogue, or not."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from indicators.catalogue import Catalogue, Indicator
from intake.words.words import COUNT_WORDS, part_of, part_words, plain

_ALIKE = 0.92
"""Texts that are so much alike are spellings of one name; two names of the catalogue never are (digits must agree too)."""

_LEAST, _LETTERS, _PLACES = 12, 2, 3
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class Named:
    """What a text means. indicator: code. part: numerator|denominator|value, '' if the text does not say. how: code|name."""

    indicator: str
    part: str
    how: str


class CatalogueNames:
    """The words of a catalogue in both languages, ready for looking up. What is derived is never reported, so it is not known."""

    def __init__(self, catalogue: Catalogue) -> None:
        reported = [indicator for indicator in catalogue if indicator.formula is None]
        self._by_code = {indicator.code.casefold(): indicator for indicator in reported}
        self.indicators = {indicator.code: indicator for indicator in reported}
        codes = "|".join(re.escape(code) for code in sorted(self._by_code, key=len, reverse=True))
        self._code = re.compile(rf"(?<![a-z0-9])({codes})(?![a-z0-9])" if codes else r"(?!)")
        self._names: dict[str, set[tuple[str, str]]] = {}
        for indicator in reported:
            for words in indicator.words.values():
                for text in (words.name, words.short):
                    self._enter(text, indicator.code, "")
                self._enter(words.numerator, indicator.code, "numerator")
                if indicator.is_rate:
                    self._enter(words.denominator, indicator.code, "denominator")
        self._behind = sorted({*part_words(), *COUNT_WORDS}, key=len, reverse=True)
        self.named = lru_cache(maxsize=20_000)(self._named)

    def _enter(self, text: str, code: str, part: str) -> None:
        self._names.setdefault(plain(text), set()).add((code, part))

    def indicator(self, text: str) -> Named | None:
        """The indicator that a cell of a long table names: its code, or its name."""
        found = self._by_code.get(text.strip().casefold())
        if found is not None:
            return Named(found.code, "", "code")
        named = self.named(text)
        return named if named is not None and not named.part else None

    def _named(self, text: str) -> Named | None:
        """The indicator in a heading: 'IMM01 - Tử số', 'imm01.numerator', 'Tỷ lệ trẻ … được tiêm chủng đầy đủ (%)'.

        None if the text names none, several, or says more than could be understood.
        """
        spread = text.casefold().replace("_", " ")
        matches = list(self._code.finditer(spread))
        if matches:
            one = len({code[1] for code in matches}) == 1
            rest = plain(self._code.sub(" ", spread))
            return self._coded(self._by_code[matches[0][1]], rest) if one else None
        folded = plain(text)
        return self._matched(folded) or self._with_part(folded)

    def _coded(self, indicator: Indicator, rest: str) -> Named | None:
        """By its code, where nothing stands beside it but a part or the indicator's own words."""
        part = self.part(rest, indicator) if rest else ""
        if part or not rest:
            return Named(indicator.code, part, "code")
        named = self._matched(rest) or self._with_part(rest)
        return Named(indicator.code, named.part, "code") if named and named.indicator == indicator.code else None

    def part(self, text: str, indicator: Indicator) -> str:
        """numerator|denominator|value: what `text` under or behind the name of `indicator` means, '' if not understood."""
        folded = plain(text)
        if not indicator.is_rate and (folded in COUNT_WORDS or part_of(folded) == "value"):
            return "numerator"
        part = part_of(folded)
        if part:
            return part
        for words in indicator.words.values():
            if _alike(folded, plain(words.numerator)):
                return "numerator"
            if indicator.is_rate and _alike(folded, plain(words.denominator)):
                return "denominator"
        return ""

    def _matched(self, folded: str) -> Named | None:
        """By the whole text: the same, or so much alike that it is the same name."""
        exact = self._names.get(folded)
        if exact is None:
            exact = {meant for name, meanings in self._names.items() if _alike(folded, name) for meant in meanings}
        meant = {code for code, _ in exact}
        if len(meant) != 1:
            return None
        parts = {part for _, part in exact}
        return Named(meant.pop(), parts.pop() if len(parts) == 1 else "", "name")

    def _with_part(self, folded: str) -> Named | None:
        """A name with the part behind it: 'tiem chung day du duoi 1 tuoi 8 loai tu so'."""
        for word in self._behind:
            for rest in (folded.removesuffix(f" {word}"), folded.removeprefix(f"{word} ")):
                named = self._matched(rest) if rest != folded else None
                if named is not None and not named.part:
                    part = self.part(word, self.indicators[named.indicator])
                    return Named(named.indicator, part, "name") if part else None
        return None


def _alike(one: str, other: str) -> bool:
    """Whether two plain texts are spellings of each other: exactly the same numbers, and never more than two letters on end

    that differ. A word more or less ('chưa', 'nữ') makes another indicator of it.
    """
    if one == other:
        return True
    if min(len(one), len(other)) < _LEAST or abs(len(one) - len(other)) > _LETTERS * _PLACES:
        return False
    if _DIGITS.findall(one) != _DIGITS.findall(other):
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE or matcher.ratio() < _ALIKE:
        return False
    changed = [max(b - a, d - c) for what, a, b, c, d in matcher.get_opcodes() if what != "equal"]
    return len(changed) <= _PLACES and max(changed) <= _LETTERS
