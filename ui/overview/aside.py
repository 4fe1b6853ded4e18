"""Beside the overview's rows: what got worse, and who misses most."""

import pandas as pd
from markupsafe import Markup

from base import formats
from base.texts import Texts
from indicators.catalogue import Indicator
from indicators.labels import points_text
from ui.frame.page import Page
from ui.overview.model import Overview


def map_link(page: Page, indicator: Indicator, year: int) -> str:
    """The map of `indicator` in its annual period of `year`."""
    period = indicator.annual(year)
    return page.way("indicator", indicator=indicator.code, period=period.code if period else None)


def worse_list(page: Page, shown: Overview, *, most: int = 6) -> Markup:
    """What is worse than the year before beyond its interval: of the whole, which the answer counts, then of single communes."""
    say, worse = page.say, shown.worse
    if not shown.compared:
        body = Markup("<p>{}</p>").format(say("There are no figures to compare yet."))
    elif worse.empty:
        body = Markup("<p>{}</p>").format(say("Nothing is worse beyond its interval."))
    else:
        whole = worse["code"] == ""
        body = _part(page, page.scope.short, worse[whole], shown.year, most)
        body += _part(page, say("Single communes"), worse[~whole], shown.year, most)
    return Markup('<section class="card"><h2>{}</h2>{}</section>').format(
        say("Clearly worse than {year}", year=shown.year - 1), body
    )


def _part(page: Page, of: str, worse: pd.DataFrame, year: int, most: int) -> Markup:
    """Under the name of whom they are of, and their number, the indicators that got worse."""
    if worse.empty:
        return Markup("<p>{}</p>").format(page.say("{who}: nothing is worse beyond its interval.", who=of))
    groups = [(page.catalogue[str(code)], rows) for code, rows in worse.groupby("indicator", sort=False)]
    items = Markup("").join(_item(page, indicator, rows, year) for indicator, rows in groups[:most])
    return Markup("<h3>{}</h3><ol>{}</ol>{}").format(
        page.say("{who}: {indicators}", who=of, indicators=_indicators(len(groups), page.say)),
        items,
        _more(len(groups) - most, page.say),
    )


def _indicators(count: int, say: Texts) -> str:
    return say.plural("{n} indicator", "{n} indicators", count, n=formats.number(count, say.language))


def _more(count: int, say: Texts) -> Markup | str:
    return (
        Markup("<p>{}</p>").format(say("and {indicators} more", indicators=_indicators(count, say)))
        if count > 0
        else ""
    )


def _item(page: Page, indicator: Indicator, worse: pd.DataFrame, year: int, *, most: int = 4) -> Markup:
    """An indicator with what it fell by; of communes the surest by name."""
    say = page.say
    parts = Markup(", ").join(
        Markup("{}<b>{}</b>").format(
            Markup('<a data-go href="{}">{}</a> ').format(page.way("commune", commune=r["code"]), r["name"])
            if r["code"]
            else "",
            points_text(r["difference"], indicator, say),
        )
        for r in worse.head(most).to_dict("records")
    )
    more = say("and {n} more", n=len(worse) - most) if len(worse) > most else ""
    return Markup('<li><a data-go href="{}">{}</a>: {} {}</li>').format(
        map_link(page, indicator, year), indicator.wording(say.language).short, parts, more
    )


def most_missed(page: Page, shown: Overview, *, most: int = 5) -> Markup:
    """The communes that miss most targets, most clearly first."""
    say, rows = page.say, shown.missed[shown.missed["missed"] > 0].head(most)
    items = Markup("").join(
        Markup('<li><a data-go href="{}">{}</a>: {}</li>').format(
            page.way("commune", commune=r["code"]),
            r["name"],
            say("{m} of {k} missed, {c} of them clearly", m=r["missed"], k=r["judged"], c=r["clear"]),
        )
        for r in rows.to_dict("records")
    )
    link = Markup('<p class="ways"><a class="strong" data-go href="{}">{} ›</a></p>').format(
        page.way("commune", commune=None), say("Table of communes × indicators")
    )
    none = (
        say("No commune misses a target.") if shown.has_judged_communes else say("There are no figures to judge yet.")
    )
    body = Markup("<ol>{}</ol>").format(items) if len(rows) else Markup("<p>{}</p>").format(none)
    return Markup('<section class="card"><h2>{}</h2>{}{}</section>').format(
        say("Communes missing most targets"), body, link
    )
