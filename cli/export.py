"""`python -m cli export OUT`: protected figures for anybody, as CSV, XLSX, Parquet or DHIS2 data values."""

import argparse
from pathlib import Path

from base.errors import AtlasError
from base.formats import number
from base.settings import province
from base.texts import Texts, marked
from cli import choices
from cli.installed import prepared
from cli.written import write
from data_access import queries
from data_access.queries.publication import KINDS
from exports.slice import FORMATS, Slice, named, written
from indicators.labels import communes_text


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
    form = next((each for each in FORMATS if out.suffix.casefold() == f".{each.ending}"), None)
    if form is None:
        raise UnknownFormatError(file=out, endings=", ".join(f".{each.ending}" for each in FORMATS))
    kinds = choices.known(choices.listed(arguments.kinds), KINDS, "--kinds") or []
    periods = choices.listed(arguments.periods)
    if periods is not None:
        periods = [choices.period(text, "--periods").code for text in periods]
    engine = prepared(say)
    today = queries.communes(engine, province=province().code)
    names: dict[str, str] = dict(zip(today["code"], today["name"], strict=True))
    communes = choices.known(choices.listed(arguments.communes), list(names), "--communes")
    catalogue = queries.catalogue(engine)
    indicators = choices.known(choices.listed(arguments.indicators), [each.code for each in catalogue], "--indicators")

    file = written(
        engine,
        Slice(indicators, periods, kinds, strata=arguments.strata, communes=communes),
        form,
        title=say("Children's indicators of {province}", province=province().name(say.language)),
        scope=named([names[code] for code in communes or []], communes_text(len(names), say), say),
        catalogue=catalogue,
        say=say,
    )
    write(out, file.content)
    engine.dispose()
    print(
        say(
            "Written: {file}, {rows} rows, of which {hidden} without a figure to protect children. Data {version}.",
            file=out,
            rows=number(file.rows, say.language),
            hidden=number(file.hidden, say.language),
            version=file.version,
        )
    )
    return 0
