"""A slice of the published figures as a file: read at one data version, with what a reader must know of it, in one format."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from base.formats import day
from base.texts import Texts
from data_access import queries
from data_access.engine import Engine
from data_access.queries import State
from exports import publication
from exports.about import About
from indicators.catalogue import Catalogue
from indicators.labels import period_label
from indicators.periods import parse

_NAMED = 5
"""So many indicators, periods or communes are named in the file's head; more are counted."""


@dataclass(frozen=True)
class Format:
    """A kind of file: as readers call it, the ending of its name, and its content type."""

    name: str
    ending: str
    mime: str


CSV = Format("CSV", "csv", "text/csv")
XLSX = Format("XLSX", "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
PARQUET = Format("Parquet", "parquet", "application/vnd.apache.parquet")
DHIS2 = Format("DHIS2", "json", "application/json")
FORMATS = (CSV, XLSX, PARQUET, DHIS2)

_WRITERS = {CSV: publication.csv, XLSX: publication.xlsx, PARQUET: publication.parquet}


@dataclass(frozen=True)
class Slice:
    """What of the published figures is wanted: codes, None for all; see `queries.publication`.

    kinds: of `queries.publication.KINDS`. strata: the groups within areas too. communes: of today.
    """

    indicators: Sequence[str] | None = None
    periods: Sequence[str] | None = None
    kinds: Sequence[str] = ("commune", "province")
    strata: bool = False
    communes: Sequence[str] | None = None


@dataclass(frozen=True)
class Written:
    """A file: its bytes, its rows and those of them without a figure to protect children, and the data version as text."""

    content: bytes
    rows: int
    hidden: int
    version: str


def written(
    engine: Engine, wanted: Slice, form: Format, *, title: str, scope: str, catalogue: Catalogue, say: Texts
) -> Written:
    """The file of a slice, all of it of one data version.

    title: what the file shows. scope: its communes, as a reader calls them. Raises DataError, SheetTooLongError.
    """
    state, frame = _settled(engine, wanted, say.language)
    about = About(
        title=title,
        indicator=named(
            [catalogue[code].wording(say.language).name for code in wanted.indicators or ()], say("All indicators"), say
        ),
        period=named([period_label(parse(code), say) for code in wanted.periods or ()], say("All periods"), say),
        scope=scope,
        source=say("Reports of communes; each row names its collection and source."),
        version=say("version {n}, {day}", n=state.version, day=day(state.as_of, say.language)),
        illustrative=state.is_demo,
        suppression=say("Small numbers are hidden to protect children; each blank carries its reason."),
    )
    hidden = int(frame["blank"].eq("hidden").sum())
    return Written(_content(engine, frame, form, about, say), rows=len(frame), hidden=hidden, version=about.version)


def named(names: Sequence[str], everything: str, say: Texts) -> str:
    """The first few of `names`, and how many more; `everything` where there are none."""
    if len(names) > _NAMED:
        return say("{some} and {n} more", some=", ".join(names[:_NAMED]), n=len(names) - _NAMED)
    return ", ".join(names) or everything


def _settled(engine: Engine, wanted: Slice, language: str) -> tuple[State, pd.DataFrame]:
    """PUBLICATION and the state that it is of: read again if an import was applied meanwhile."""
    while True:
        before = queries.state(engine)
        frame = queries.publication(
            engine, indicators=wanted.indicators, periods=wanted.periods, kinds=wanted.kinds, strata=wanted.strata,
            communes=wanted.communes, language=language,
        )  # fmt: skip
        if queries.state(engine).version == before.version:
            return before, frame


def _content(engine: Engine, frame: pd.DataFrame, form: Format, about: About, say: Texts) -> bytes:
    if form == DHIS2:
        return publication.dhis2(frame, codes=queries.external_codes(engine, "dhis2"), about=about, say=say)
    return _WRITERS[form](frame, about=about, say=say)
