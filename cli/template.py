"""`python -m cli template OUT`: the workbook that communes fill in, for one period."""

import argparse
import re
from pathlib import Path

from base.errors import AtlasError
from base.formats import without_marks
from base.settings import province
from base.texts import LANGUAGES, Texts, marked
from cli import choices
from cli.installed import prepared
from cli.written import write
from data_access import queries
from exports.template import template
from indicators.catalogue import Catalogue
from indicators.periods import Period


class NothingToReportError(AtlasError):
    """No indicator is reported by this kind of period."""

    source = marked("No indicator is reported for {period}. Nothing was written. Name some with --indicators.")


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command and its options."""
    parser = commands.add_parser(
        "template",
        help="write the Excel form that communes fill in",
        description="One sheet a theme, with drop-downs and locked codes; it is read back by `import` without a question.",
    )
    parser.add_argument("out", type=Path, metavar="OUT", help="the workbook, or with --each a folder")
    parser.add_argument("--period", required=True, help="2025, 2025-Q4, 2025-M07, 2025-H1, 2025-9M, 2025-26")
    parser.add_argument(
        "--indicators", metavar="CODES", help="such as IMM01,INS01; default: all of this kind of period"
    )
    parser.add_argument(
        "--communes", metavar="CODES", help="such as 03158,03160; default: all that stood on its last day"
    )
    parser.add_argument("--language-of-file", choices=LANGUAGES, help="default: the language of what is printed")
    parser.add_argument("--each", action="store_true", help="one workbook per commune, into the folder OUT")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, say: Texts) -> int:
    """Write one workbook, or one for each commune."""
    period = choices.period(arguments.period, "--period")
    engine = prepared(say)
    catalogue, version = queries.catalogue(engine), queries.state(engine).version
    communes = queries.standing_communes(engine, period.ends_on, province().code)
    engine.dispose()
    named = choices.known(choices.listed(arguments.communes), list(communes["code"]), "--communes")
    if named is not None:
        communes = communes[communes["code"].isin(named)]
    codes = choices.known(choices.listed(arguments.indicators), [i.code for i in catalogue], "--indicators")
    codes = codes or reported_by(catalogue, period)
    if not codes:
        raise NothingToReportError(period=period.code)
    texts = Texts(arguments.language_of_file or say.language)
    out: Path = arguments.out
    parts = {out: communes}
    if arguments.each:
        parts = {
            out / file_name(period, code, name): communes[communes["code"] == code]
            for code, name in zip(communes["code"], communes["full_name"], strict=True)
        }
    for target, part in parts.items():
        write(target, template(catalogue, part, indicators=codes, period=period, say=texts, version=version))
    print(
        say.plural("Written: {n} workbook, {out}", "Written: {n} workbooks, {out}", len(parts), n=len(parts), out=out)
    )
    return 0


def reported_by(catalogue: Catalogue, period: Period) -> list[str]:
    """Codes of the indicators that are in use and reported for this kind of period; others are asked for by --indicators."""
    return [indicator.code for indicator in catalogue.asked(period.kind)]


def file_name(period: Period, code: str, full_name: str) -> str:
    """'2025-Q4_03158_xa-sin-thau.xlsx': letters that every system takes."""
    plain = re.sub(r"[^a-z0-9]+", "-", without_marks(full_name)).strip("-")
    return f"{period.code}_{code}_{plain}.xlsx"
