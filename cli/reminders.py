"""`python -m cli reminders OUT`: which reports communes owe, by deadline, as XLSX or CSV."""

import argparse
from datetime import date, timedelta
from pathlib import Path

from base.formats import day, number
from base.texts import Texts
from cli.export import UnknownFormatError
from cli.installed import prepared
from cli.written import write
from data_access import queries
from exports.reminders import reminders, reminders_csv
from indicators import completeness
from indicators.labels import communes_text

SUFFIXES = (".xlsx", ".csv")
_BACK_DAYS = 365
"""What was due longer ago is asked for with --since."""


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command and its options."""
    parser = commands.add_parser(
        "reminders",
        help="list by deadline which reports communes have not sent",
        description="XLSX has the coming deadlines as well; CSV has what is overdue.",
    )
    parser.add_argument("out", type=Path, metavar="OUT.{xlsx,csv}")
    parser.add_argument(
        "--since", type=date.fromisoformat, metavar="DAY", help="reports due since, as 2025-01-31; default: a year ago"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, say: Texts) -> int:
    """Write the list and say how much is owed."""
    out: Path = arguments.out
    suffix = out.suffix.casefold()
    if suffix not in SUFFIXES:
        raise UnknownFormatError(file=out, endings=", ".join(SUFFIXES))
    engine = prepared(say)
    state, catalogue = queries.state(engine), queries.catalogue(engine)
    since = arguments.since or state.as_of - timedelta(days=_BACK_DAYS)
    facts = queries.completeness(engine, due_since=since)
    if suffix == ".xlsx":
        content = reminders(facts, as_of=state.as_of, catalogue=catalogue, illustrative=state.is_demo, say=say)
    else:
        version = say("version {n}, {day}", n=state.version, day=day(state.as_of, say.language))
        content = reminders_csv(facts, as_of=state.as_of, catalogue=catalogue, illustrative=state.is_demo,
                                version=version, say=say)  # fmt: skip
    write(out, content)
    owed = facts[facts["status"].isin(completeness.OWED)]
    print(
        say(
            "{file}: {reports} of {communes} overdue since {day}.",
            file=out,
            reports=say.plural("{n} report", "{n} reports", len(owed), n=number(len(owed), say.language)),
            communes=communes_text(owed["code"].nunique(), say),
            day=day(since, say.language),
        )
    )
    return 0
