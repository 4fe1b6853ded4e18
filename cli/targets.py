"""`python -m cli targets`: which targets no person has compared with the law yet, and what must be checked of each."""

import argparse
import textwrap

from base.formats import number, percent
from base.texts import Texts
from cli.installed import prepared
from data_access import queries
from indicators.catalogue import Catalogue, Indicator, Scope, Target
from indicators.labels import target_text

_WIDTH = 110


def add_parser(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Describe the command and its options."""
    parser = commands.add_parser(
        "targets",
        help="list the targets that nobody has checked against the law",
        description="One line per target in force, then what a person must check of its indicator.",
    )
    parser.add_argument(
        "--all", action="store_true", help="also those that were checked, and indicators without a target"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, say: Texts) -> int:
    """Print the share that is not checked, then the list."""
    engine = prepared(say)
    catalogue = queries.catalogue(engine)
    engine.dispose()
    print(summary(catalogue, say))
    print(say("Of each: compare value, year and “under” or “at most” with the printed law, then set verified = true."))
    for line in lines(catalogue, say, every=arguments.all):
        print(line)
    return 0


def summary(catalogue: Catalogue, say: Texts) -> str:
    """'37 of 37 targets (100%) are not checked against the law; …'"""
    every = [target for indicator in catalogue for target in indicator.targets]
    unchecked = sum(not target.verified for target in every)
    share = 100 * unchecked / len(every) if every else 0.0
    return say(
        "{u} of {n} targets ({share}) are not checked against the law; {without} of {all} indicators have no target.",
        u=number(unchecked, say.language),
        n=number(len(every), say.language),
        share=percent(share, say.language, 0),
        without=number(sum(not indicator.targets for indicator in catalogue), say.language),
        all=number(len(catalogue.indicators), say.language),
    )


def lines(catalogue: Catalogue, say: Texts, *, every: bool = False) -> list[str]:
    """Indicators with a target that is not checked (or all of them): their targets, then the note, wrapped."""
    found: list[str] = []
    for indicator in catalogue:
        shown = [t for t in indicator.targets if every or not t.verified]
        if not shown and not every:
            continue
        words = indicator.wording(say.language)
        found += ["", f"{indicator.code}  {words.short}"]
        found += [f"  {_told(target, indicator, say)}" for target in shown] or [f"  {say('no target')}"]
        note = say("To check: {note}", note=words.check) if words.check else say("Nothing is noted to check.")
        found += textwrap.wrap(note, _WIDTH, initial_indent="  ", subsequent_indent="  ")
    return found


def _told(target: Target, indicator: Indicator, say: Texts) -> str:
    whose = say("province") if target.scope is Scope.PROVINCE else say("national")
    state = say("checked") if target.verified else say("not checked against the law")
    value = f"{target.comparator} {target_text(target.value, indicator, say.language)}"
    return f"{target.year}  {value}  {whose}  {say(target.source)}  {state}"
