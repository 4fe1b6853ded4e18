"""Which reports are in: the status of every commune × indicator × period, and what follows from it.

Freshness, the picture, the reminders and the numbers of a period all count the same statuses, so that no two of them
can disagree. A status says nothing of the figure, so it may be shown also where the figure is hidden.
"""

from datetime import date, timedelta

import pandas as pd

from indicators.periods import Kind

COMPLETENESS = [
    "code", "name", "indicator", "period", "kind", "due_on", "status", "late", "reported_on", "parts", "parts_expected",
]  # fmt: skip

REPORTED = ("on_time", "late", "provisional")
"""The report is in, of a commune made of several also those of all it was made of."""

FINAL = ("on_time", "late")
"""And will not change."""

OWED = ("partial", "missing")
"""The day has passed and the report is not in, or not of all old communes."""

STATUSES = (*REPORTED, *OWED, "not_due", "not_applicable")
"""on_time | late | provisional | partial | missing | not_due | not_applicable, from best to none. A provisional report that
came late is provisional: the final one is still to come; that it was late stands in the column `late`."""

FRESHNESS = ["code", "name", "period", "status"]
REMINDERS = ["due_on", "days", "period", "code", "name", "reports"]
DEADLINES = ["due_on", "days", "period", "indicators", "reported", "expected"]


def status(state: pd.Series, due_on: pd.Series, as_of: date) -> pd.Series:
    """STATUSES of cells. state: as received, on_time | late | provisional | partial | none | not_applicable; due_on: dates.

    A report is due until the end of its day: what is not in on `due_on` itself is not yet owed.
    """
    owed = pd.Series([day < as_of for day in due_on], index=state.index, dtype=bool)
    waiting = state.isin(["none", "partial"])
    return state.replace("none", "missing").mask(waiting & ~owed, "not_due")


def latest(facts: pd.DataFrame, count: int) -> pd.DataFrame:
    """The rows of COMPLETENESS of the last `count` periods of each indicator and kind; rows come in order of time."""
    seen = facts[["indicator", "kind", "period"]].drop_duplicates()
    kept = seen.groupby(["indicator", "kind"], sort=False).tail(count)
    return facts.merge(kept, on=["indicator", "kind", "period"])


def totals(facts: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Reports by group, in the order of the rows: `by`, reported, final, owed, expected (int).

    expected: all that were or will be due; what does not apply to a commune is not expected of it.
    """
    counted = facts.assign(
        reported=facts["status"].isin(REPORTED),
        final=facts["status"].isin(FINAL),
        owed=facts["status"].isin(OWED),
        expected=facts["status"] != "not_applicable",
    )
    summed: pd.DataFrame = counted.groupby(by, sort=False)[["reported", "final", "owed", "expected"]].sum()
    return summed.astype("int64").reset_index()


def freshness(facts: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """FRESHNESS, one row per commune by code: code, name, period, status (on_time | late | missing).

    facts: COMPLETENESS, of which quarters are looked at; the period is the latest of which every report is due. late: one
    report or more came after its day; missing: not all are in. Empty if no quarter is due. A commune to which nothing
    applies is left out.
    """
    quarters = facts[(facts["kind"] == Kind.QUARTER.value) & (facts["status"] != "not_applicable")]
    if quarters.empty:
        return pd.DataFrame(columns=FRESHNESS)
    last_day = quarters.groupby("period", sort=False)["due_on"].agg(max)
    due = last_day[[day < as_of for day in last_day]]
    if due.empty:
        return pd.DataFrame(columns=FRESHNESS)
    of_it = quarters[quarters["period"] == due[due == max(due)].index[-1]]
    each = of_it.assign(owed=of_it["status"].isin(OWED)).groupby(["code", "name", "period"], as_index=False)
    found: pd.DataFrame = each[["late", "owed"]].any()
    standing = found["late"].map({True: "late", False: "on_time"}).mask(found["owed"], "missing")
    return found.assign(status=standing).sort_values("code", ignore_index=True)[FRESHNESS]


def reminders(facts: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """REMINDERS: what each commune owes, one row per deadline, period and commune, in this order.

    due_on (date), days (since then), period, code, name, reports: a tuple of (indicator, parts, parts_expected), in the
    order of `facts`; parts are the old communes whose reports are in.
    """
    owed = facts[facts["status"].isin(OWED)]
    rows = []
    for _, group in owed.groupby(["due_on", "period", "code"], sort=True):
        first = group.iloc[0]
        reports = tuple(zip(group["indicator"], group["parts"], group["parts_expected"], strict=True))
        days = (as_of - first["due_on"]).days
        rows.append((first["due_on"], days, first["period"], first["code"], first["name"], reports))
    return pd.DataFrame(rows, columns=REMINDERS)


def deadlines(facts: pd.DataFrame, as_of: date, *, within: int) -> pd.DataFrame:
    """DEADLINES from `as_of` on for `within` days, or else the next one alone: one row per day and period.

    due_on (date), days (until then), period, indicators (tuple of codes), reported, expected (reports of communes).
    """
    waiting = [day >= as_of for day in facts["due_on"]]
    ahead = facts[(facts["status"] != "not_applicable") & pd.Series(waiting, index=facts.index, dtype=bool)]
    if ahead.empty:
        return pd.DataFrame(columns=DEADLINES)
    last = max(as_of + timedelta(days=within), min(ahead["due_on"]))
    rows = []
    for _, group in ahead.groupby(["due_on", "period"], sort=True):
        due_on = group["due_on"].iloc[0]
        if due_on <= last:
            reported = int(group["status"].isin(REPORTED).sum())
            codes = tuple(dict.fromkeys(group["indicator"]))
            rows.append((due_on, (due_on - as_of).days, group["period"].iloc[0], codes, reported, len(group)))
    return pd.DataFrame(rows, columns=DEADLINES)
