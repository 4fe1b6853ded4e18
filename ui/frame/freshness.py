"""Who has reported the latest quarter due: what is said of it, in one card."""

from collections import Counter

import pandas as pd
from markupsafe import Markup

from base.texts import Texts
from indicators.labels import inside_text
from indicators.periods import parse


def freshness(reports: pd.DataFrame, *, period: str, say: Texts) -> Markup:
    """One square per commune. reports: code, name, status on_time|late|missing."""
    title, line = counted(reports, period=period, say=say)
    order = {"on_time": 0, "late": 1, "missing": 2}
    reports = reports.sort_values("status", key=lambda s: s.map(order), kind="stable")
    words = {"on_time": say("on time"), "late": say("late"), "missing": say("not reported")}
    squares = Markup("").join(
        Markup('<i class="sq {}" title="{}: {}"></i>').format(r["status"], r["name"], words[r["status"]])
        for r in reports.head(400).to_dict("records")
    )
    names = reports.loc[reports["status"] == "missing", "name"]
    absent = f": {', '.join(names.head(6))}" if len(names) else ""
    return Markup(
        '<section class="card"><h2>{}</h2><div class="squares" role="img" aria-label="{}">{}</div><p>{}{}</p></section>'
    ).format(title, line, squares, line, absent)


def counted(reports: pd.DataFrame, *, period: str, say: Texts) -> tuple[str, str]:
    """How many communes have reported, and how many in time, late and not at all."""
    counts = Counter(reports["status"])
    line = say(
        "{a} on time · {b} late · {c} not reported",
        a=counts["on_time"],
        b=counts["late"],
        c=counts["missing"],
    )
    done = counts["on_time"] + counts["late"]
    return say("{r}/{n} communes reported {period}", r=done, n=len(reports), period=period), line


def freshness_period(reports: pd.DataFrame, say: Texts) -> str:
    """The quarter that `reports` is about, as it stands inside a sentence."""
    return inside_text(parse(reports["period"].iloc[0]), say) if len(reports) else ""
