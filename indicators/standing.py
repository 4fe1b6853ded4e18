"""How firm a figure is, in words: provisional, estimated, of a survey. One wording for all charts, tables and files."""

import pandas as pd

from base.texts import Texts
from indicators.labels import period_short
from indicators.periods import parse
from indicators.sources import MIXED, SURVEY, has_figure


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


def sign(*, provisional: bool, estimated: bool) -> str:
    """What a value carries in a table: '≈' before an estimate belongs to the number, '*' for what is provisional."""
    return ("≈" if estimated else "") + ("*" if provisional else "")


def signed(names: pd.Series, rows: pd.DataFrame) -> list[str]:
    """`names` of the areas of `rows`, each with the `sign` of its figure."""
    flags = zip(names, rows["provisional"], rows["estimated"], strict=True)
    return [f"{name}{sign(provisional=bool(p), estimated=bool(e))}" for name, p, e in flags]


def legend(rows: pd.DataFrame, say: Texts) -> list[str]:
    """What the signs of tables and the marks of charts mean, each only where it occurs among the figures of `rows`.

    rows: any frame with provisional, estimated and source_kind; periods of surveys are named where it has `period`.
    """
    rows = rows[has_figure(rows)]
    said = []
    if rows["provisional"].any():
        said.append(say("* provisional (hollow in charts)."))
    if rows["estimated"].any():
        said.append(say("≈ estimated: former communes divided among those of today (with a dot in charts)."))
    surveyed = rows[rows["source_kind"].isin((SURVEY, MIXED))]
    if len(surveyed):
        codes = sorted(surveyed["period"].unique(), key=parse) if "period" in surveyed else []
        named = ", ".join(period_short(parse(str(code)), say) for code in codes)
        said.append(
            say("Survey figures: {periods}; not compared with registers.", periods=named)
            if named
            else say("With survey figures, which are not compared with registers.")
        )
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
