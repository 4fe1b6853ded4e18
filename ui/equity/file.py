"""The groups in all periods and below them the measures of the period in view as a table; the charts as pictures."""

import pandas as pd

from exports.definition import with_definition
from indicators.equity.labels import grouping_label
from indicators.equity.measures import REASONS
from indicators.standing import legend
from ui.equity.model import Equity
from ui.frame.file import File, yes_no
from ui.frame.page import Page

# Columns of GROUPS that a reader needs.
_COLUMNS = [
    "period", "group", "numerator", "denominator", "value", "low", "high", "communes", "reported", "hidden", "provisional",
    "estimated", "source_kind", "definition_version",
]  # fmt: skip


def file(page: Page, shown: Equity) -> File:
    """One row a group and period, then one a measure."""
    say = page.say
    title = f"{page.indicator.wording(say.language).name}: {grouping_label(shown.grouping, say)}"
    pictures = [("equiplot", title)] if len(shown.groups) else []
    if shown.gap and shown.gap.change:
        pictures.append(("gap", say("Gap over time")))
    if shown.explained is not None:
        pictures.append(("parts", say("Where the gap lies")))
    of = "" if shown.scope.whole else shown.scope.long
    name = f"{page.indicator.code}_equity_{shown.grouping}"
    return File(
        name, title, lambda: _table(page, shown), pictures=tuple(pictures), signs=legend(shown.groups, say), of=of
    )


def _table(page: Page, shown: Equity) -> pd.DataFrame:
    say = page.say
    names = shown.groups["group"].astype(str).map(dict(shown.names))
    # In words at once: below rows of measures, which have none, the column is no longer one of yes and no.
    flags = {flag: [yes_no(each, say) for each in shown.groups[flag]] for flag in ("provisional", "estimated")}
    groups = shown.groups.assign(group=names, communes=shown.groups["members"])
    groups = with_definition(groups, page.indicator).assign(**flags)[_COLUMNS]
    if shown.summary.empty:
        return groups
    measures = shown.summary.assign(period=page.view.period)
    measures["reason"] = [say(REASONS[reason]) if reason else "" for reason in measures["reason"]]
    return pd.concat([groups, measures], ignore_index=True)
