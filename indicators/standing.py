"""How firm a figure is, in words: provisional, estimated, of a survey. One wording for all charts, tables and files."""

from base.texts import Texts
from indicators.sources import MIXED, SURVEY


def remarks(*, provisional: bool, estimated: bool, source_kind: str, say: Texts) -> list[str]:
    """What must be known of a figure before it is used; empty for a final, reported one of a register."""
    said = []
    if provisional:
        said.append(say("Provisional"))
    if estimated:
        said.append(say("≈ Estimated"))
    if source_kind == SURVEY:
        said.append(say("Survey figure"))
    if source_kind == MIXED:
        said.append(say("Sum of survey and register figures"))
    return said


def in_passing(*, provisional: bool, estimated: bool, source_kind: str, say: Texts) -> list[str]:
    """The same within a sentence."""
    said = [say("provisional")] if provisional else []
    said += [say("estimated")] if estimated else []
    return said + ([say("survey")] if source_kind in (SURVEY, MIXED) else [])


def geography(kind: str, origin: str) -> str:
    """Of which communes a figure is: 'former' (of its day), 'carried' (of former ones, summed onto one of today), 'today'.

    '' for a province or a country, which the merger of communes did not change.
    """
    if kind == "commune":
        return "carried" if origin == "summed" else "today"
    return "former" if kind == "former" else ""


def change_text(before: str, after: str, say: Texts, year: str) -> str:
    """What is written at a break between figures of a survey and others. before, after: of `sources.way`; year: the first after it."""
    if after == SURVEY:
        return say("survey figures from {year}", year=year)
    if before == SURVEY:
        return say("survey figures before {year}", year=year)
    return say("other sources before {year}", year=year)
