"""Beside the overview's rows: what got worse, and who misses most."""

import pandas as pd
from markupsafe import Markup

from indicators.catalogue import Indicator
from indicators.labels import points_text
from ui.frame.page import Page


def map_link(page: Page, indicator: Indicator, year: int) -> str:
    """The map of `indicator` in its annual period of `year`."""
    period = indicator.annual(year)
    return page.way("indicator", indicator=indicator.code, period=period.code if period else None)


def worse_list(page: Page, worse: pd.DataFrame, *, year: int, most: int = 6) -> Markup:
    """What is worse than the year before beyond its interval: the province first, then communes by indicator."""
    say, items = page.say, []
    for code, group in worse.groupby("indicator", sort=False):
        indicator = page.catalogue[str(code)]
        href = map_link(page, indicator, year)
        shown = group.head(4)
        parts = Markup(", ").join(
            Markup("{} <b>{}</b>").format(
                Markup('<a data-go href="{}">{}</a>').format(page.way("commune", commune=r["code"]), r["name"])
                if r["code"]
                else say("whole province"),
                points_text(r["difference"], indicator, say),
            )
            for r in shown.to_dict("records")
        )
        more = say("and {n} more", n=len(group) - len(shown)) if len(group) > len(shown) else ""
        items.append(
            Markup('<li><a data-go href="{}">{}</a>: {} {}</li>').format(
                href, indicator.wording(say.language).short, parts, more
            )
        )
    body = (
        Markup("<ol>{}</ol>").format(Markup("").join(items[:most]))
        if items
        else Markup("<p>{}</p>").format(say("Nothing is worse beyond its interval."))
    )
    return Markup('<section class="card"><h2>{}</h2>{}</section>').format(
        say("Clearly worse than {year}", year=year - 1), body
    )


def most_missed(page: Page, missed: pd.DataFrame, *, most: int = 5) -> Markup:
    """The communes that miss most targets, most clearly first."""
    say, rows = page.say, missed[missed["missed"] > 0].head(most)
    items = Markup("").join(
        Markup('<li><a data-go href="{}">{}</a>: {}</li>').format(
            page.way("commune", commune=r["code"]),
            r["name"],
            say("{m} of {k}, clearly {c}", m=r["missed"], k=r["judged"], c=r["clear"]),
        )
        for r in rows.to_dict("records")
    )
    link = Markup('<p><a class="strong" data-go href="{}">{} ›</a></p>').format(
        page.way("commune", commune=None), say("Table of communes × indicators")
    )
    body = (
        Markup("<ol>{}</ol>").format(items)
        if len(rows)
        else Markup("<p>{}</p>").format(say("No commune misses a target."))
    )
    return Markup('<section class="card"><h2>{}</h2>{}{}</section>').format(
        say("Communes missing most targets"), body, link
    )
