"""`python -m cli export OUT`: protected figures for anybody, as CSV, XLSX, Parquet or DHIS2 data values."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from base.errors import AtlasError
from base.formats import day, number
from base.settings import province
from base.texts import Texts, marked
from cli import choices
from cli.installed import prepared
from cli.written import write
from data_access import queries
from data_access.engine import Engine
from data_access.queries.publication import KINDS
from exports import publication
from exports.about import About
from indicators.labels import communes_text, period_label
from indicators.periods import parse

if TYPE_CHECKING:
    import pandas as pd

    from data_access.queries import State

SUFFIXES = (".csv", ".xlsx", ".parquet", ".json")
_NAMED = 5
"""So many indicators or periods are named in the file's head; more are counted."""


class UnknownFormatError(AtlasError):
    """The name of the file says no format that we write."""

    source = marked("{file}: the ending says the format and must be one of {endings}. Nothing was written.")


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command and its options."""
    parser = commands.add_parser(
        "export",
        help="write protected figures as CSV, XLSX, Parquet or DHIS2 JSON",
        description="The ending of OUT says the format. Hidden figures are in none of them; for those see `archive`.",
    )
    parser.add_argument("out", type=Path, metavar="OUT.{csv,xlsx,parquet,json}")
    parser.add_argument("--indicators", metavar="CODES", help="such as IMM01,INS01; default: all")
    parser.add_argument("--periods", metavar="CODES", help="such as 2024,2025-Q4; default: all")
    parser.add_argument("--kinds", metavar="KINDS", default="commune,province", help=f"of {','.join(KINDS)}")
    parser.add_argument("--strata", action="store_true", help="the groups within areas too")
    parser.add_argument("--communes", metavar="CODES", help="such as 03158,03160, communes of today; default: all")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, say: Texts) -> int:
    """Write the slice that was asked for."""
    out: Path = arguments.out
    suffix = out.suffix.casefold()
    if suffix not in SUFFIXES:
        raise UnknownFormatError(file=out, endings=", ".join(SUFFIXES))
    kinds = choices.known(choices.listed(arguments.kinds), KINDS, "--kinds") or []
    periods = choices.listed(arguments.periods)
    if periods is not None:
        periods = [choices.period(text, "--periods").code for text in periods]
    engine = prepared(say)
    today = queries.communes(engine, province=province().code)
    names: dict[str, str] = dict(zip(today["code"], today["name"], strict=True))
    communes = choices.known(choices.listed(arguments.communes), list(names), "--communes")
    wordings = {i.code: i.wording(say.language) for i in queries.catalogue(engine)}
    indicators = choices.known(choices.listed(arguments.indicators), list(wordings), "--indicators")

    state, frame = _settled(
        engine, indicators=indicators, periods=periods, kinds=kinds, strata=arguments.strata, communes=communes,
        language=say.language,
    )  # fmt: skip
    about = About(
        title=say("Children's indicators of {province}", province=province().name(say.language)),
        indicator=_named([wordings[code].name for code in indicators or []], say("All indicators"), say),
        period=_named([period_label(parse(code), say) for code in periods or []], say("All periods"), say),
        scope=_named([names[code] for code in communes or []], communes_text(len(names), say), say),
        source=say("Reports of communes; each row names its collection and source."),
        version=say("version {n}, {day}", n=state.version, day=day(state.as_of, say.language)),
        illustrative=state.is_demo,
        suppression=say("Small numbers are hidden to protect children; each blank carries its reason."),
    )
    write(out, _content(suffix, frame, engine, about, say))
    engine.dispose()
    hidden = int(frame["blank"].eq("hidden").sum())
    print(
        say(
            "Written: {file}, {rows} rows, of which {hidden} without a figure to protect children. Data {version}.",
            file=out,
            rows=number(len(frame), say.language),
            hidden=number(hidden, say.language),
            version=about.version,
        )
    )
    return 0


def _settled(engine: Engine, **asked: object) -> "tuple[State, pd.DataFrame]":
    """The slice and the state that it is of: read again if an import was applied meanwhile."""
    while True:
        before = queries.state(engine)
        frame = queries.publication(engine, **asked)  # type: ignore[arg-type]
        if queries.state(engine).version == before.version:
            return before, frame


def _content(suffix: str, frame: "pd.DataFrame", engine: Engine, about: About, say: Texts) -> bytes:
    if suffix == ".json":
        return publication.dhis2(frame, codes=queries.external_codes(engine, "dhis2"), about=about, say=say)
    writer = {".csv": publication.csv, ".xlsx": publication.xlsx, ".parquet": publication.parquet}[suffix]
    return writer(frame, about=about, say=say)


def _named(names: list[str], everything: str, say: Texts) -> str:
    if not names:
        return everything
    if len(names) > _NAMED:
        return say("{some} and {n} more", some=", ".join(names[:_NAMED]), n=len(names) - _NAMED)
    return ", ".join(names)
