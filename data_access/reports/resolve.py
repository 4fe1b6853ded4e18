"""From the words of a report to the keys of the tables: which indicator, period, stratum, area and collection it means."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pandas as pd
from sqlalchemy import Connection, insert, select

from data_access import store as seed
from data_access.errors import (
    AreaOutOfPeriodError,
    BadFigureError,
    RefusedReportsError,
    RepeatedRowError,
    UnknownAreaError,
    UnknownCollectionError,
    UnknownIndicatorError,
    UnknownPeriodError,
)
from data_access.tables import area, collection, due, indicator, stratum, stratum_part
from indicators import periods
from indicators.periods import Kind, Period

_SHOWN = 10
"""So many names and row numbers stand in a message; a whole wrong column would fill the screen."""

Unit = tuple[int, date, date]
"""An area: its area_id, first and last day."""

_KEY = ["indicator_id", "period_id", "stratum_id", "area_id", "collection_id"]


def resolved(connection: Connection, reports: pd.DataFrame, *, received_on: date) -> pd.DataFrame:
    """`reports` (REPORTS, see `batches.apply`) with the columns of `observation` but its batch, in the order of its key. Enters new periods and strata.

    Raises RefusedReportsError or one of its kind with the rows that are wrong; checks all rows of one cause at a time.
    """
    reports = reports.reset_index(drop=True)
    reports["reported_on"] = pd.to_datetime(reports["reported_on"]).fillna(pd.Timestamp(received_on))
    numbers = _row_numbers(reports)
    by_code = {
        row.code: row.indicator_id for row in connection.execute(select(indicator.c.code, indicator.c.indicator_id))
    }
    known_sources = connection.execute(select(collection.c.code, collection.c.collection_id, collection.c.kind)).all()
    sources = {row.code: row.collection_id for row in known_sources}
    # Publications are not reports: they come when they come.
    awaited = {row.code for row in known_sources if row.kind not in ("published", "reference")}
    calendar = _periods(reports["period"])
    _check(reports["indicator"].isin(by_code), reports["indicator"], numbers, UnknownIndicatorError)
    _check(reports["period"].isin(calendar), reports["period"], numbers, UnknownPeriodError)
    _check(reports["collection"].isin(sources), reports["collection"], numbers, UnknownCollectionError)
    _check_figures(reports, numbers)

    # The last quarter of each year too: it may follow from the year and its nine months.
    wanted = [*calendar.values(), *(periods.quarter(p.year, 4) for p in calendar.values() if p.kind is Kind.YEAR)]
    period_ids = seed.put_periods(connection, wanted)
    indicator_id = reports["indicator"].map(by_code)
    rows = pd.DataFrame(
        {
            "indicator_id": indicator_id,
            "period_id": reports["period"].map(period_ids),
            "stratum_id": reports["stratum"].map(_put_strata(connection, reports["stratum"])),
            "area_id": _areas(connection, reports, calendar, numbers),
            "collection_id": reports["collection"].map(sources),
            "numerator": reports["numerator"].astype(float),
            "denominator": reports["denominator"].astype(float),
            "value": reports["value"].astype(float),
            "provisional": reports["status"] == "provisional",
            "late": _late(connection, indicator_id, reports, calendar) & reports["collection"].isin(awaited),
            "reported_on": reports["reported_on"].dt.date,
            "blank": reports["blank"].fillna(""),
            "sheet": reports["sheet"].fillna("").astype(str),
            "sheet_row": reports["row"].astype("Int64"),
            "sheet_col": reports["col"].fillna("").astype(str),
        }
    )
    names = reports["indicator"] + " " + reports["period"] + " " + reports["area_code"] + " " + reports["stratum"]
    _check(~rows.duplicated(_KEY), names, numbers, RepeatedRowError)
    return rows.sort_values(_KEY)


def _row_numbers(reports: pd.DataFrame) -> pd.Series:
    """The row in the sheet, or in the frame (from 1) where a report did not come from a sheet."""
    counted = pd.Series(np.arange(1, len(reports) + 1), index=reports.index)
    return reports["row"].where(reports["row"].notna(), counted).astype(int)


def _check(good: pd.Series, names: pd.Series, numbers: pd.Series, error: type[RefusedReportsError]) -> None:
    if good.all():
        return
    wrong = ~good
    raise error(names=_listed(list(names[wrong].astype(str).unique())), rows=_listed(list(numbers[wrong].astype(str))))


def _listed(items: Sequence[str]) -> str:
    shown = ", ".join(items[:_SHOWN])
    return shown + ", …" if len(items) > _SHOWN else shown


def _check_figures(reports: pd.DataFrame, numbers: pd.Series) -> None:
    figures = reports[["numerator", "denominator", "value"]].astype(float)
    blank = reports["blank"].fillna("")
    impossible = (figures["numerator"] < 0) | (figures["denominator"] < 0) | figures.isin([np.inf, -np.inf]).any(axis=1)
    given = figures["numerator"].notna() | figures["value"].notna()
    # Either a figure or the reason why there is none.
    explained = blank.isin(("not_applicable", "removed")) & ~figures.notna().any(axis=1)
    good = ~impossible & ((given & (blank == "")) | explained)
    _check(good, reports["indicator"] + " " + reports["area_code"], numbers, BadFigureError)


def _periods(codes: pd.Series) -> dict[str, Period]:
    """The periods among `codes`; text that is none is left out."""
    calendar = {}
    for code in codes.unique():
        try:
            calendar[code] = periods.parse(code)
        except ValueError:
            continue
    return calendar


def _put_strata(connection: Connection, keys: pd.Series) -> dict[str, int]:
    """stratum_id by key, of all; enters new ones, taken apart by dimension."""
    known = {row.key: row.stratum_id for row in connection.execute(select(stratum.c.key, stratum.c.stratum_id))}
    for key in sorted(set(keys.unique()) - set(known)):
        known[key] = max(known.values(), default=0) + 1
        connection.execute(insert(stratum).values(stratum_id=known[key], key=key))
        connection.execute(
            insert(stratum_part),
            [
                {"stratum_id": known[key], "dimension": dimension, "value": value}
                for dimension, _, value in (part.partition("=") for part in key.split("|"))
            ],
        )
    return known


def _areas(connection: Connection, reports: pd.DataFrame, calendar: dict[str, Period], numbers: pd.Series) -> pd.Series:
    """The area each row means. Codes were reused, so a code says nothing without its day."""
    known: dict[tuple[str, str], list[Unit]] = {}
    for row in connection.execute(select(area.c.kind, area.c.code, area.c.area_id, area.c.valid_from, area.c.valid_to)):
        known.setdefault((row.kind, row.code), []).append((row.area_id, row.valid_from, row.valid_to or date.max))

    asked = pd.DataFrame(
        {
            "kind": reports["area_kind"],
            "code": reports["area_code"],
            "day": pd.to_datetime(reports["area_valid_from"]).dt.date,
            "period": reports["period"],
        }
    )
    different = asked.drop_duplicates()
    area_ids: list[float] = []
    stood: list[bool] = []
    for kind, code, day, period_code in different.itertuples(index=False):
        unit = _unit(known.get((kind, code), []), kind, day, calendar[period_code])
        area_ids.append(unit[0] if unit else np.nan)
        stood.append(unit is not None and _stood(unit, calendar[period_code]))
    answer = asked.merge(different.assign(area_id=area_ids, stood=stood), how="left")
    answer.index = reports.index
    named = reports["area_code"] + " (" + reports["area_kind"] + ")"
    _check(answer["area_id"].notna(), named, numbers, UnknownAreaError)
    _check(answer["stood"], reports["area_code"] + " " + reports["period"], numbers, AreaOutOfPeriodError)
    return answer["area_id"].astype(int)


def _unit(units: list[Unit], kind: str, day: object, period: Period) -> Unit | None:
    """The unit that began on `day`; without a day, or above communes, the one that stands on the period's last day."""
    if kind != "commune" or not isinstance(day, date) or pd.isna(day):
        return next((unit for unit in units if unit[1] <= period.ends_on <= unit[2]), None)
    return next((unit for unit in units if unit[1] == day), None)


def _stood(unit: Unit, period: Period) -> bool:
    """Whether the unit stood on the first or the last day of `period`: only then can it have reported for it."""
    return any(unit[1] <= day <= unit[2] for day in (period.starts_on, period.ends_on))


def _late(
    connection: Connection, indicator_id: pd.Series, reports: pd.DataFrame, calendar: dict[str, Period]
) -> pd.Series:
    """Whether a report came after its day, by the rule in force when it came."""
    days = {
        (row.indicator_id, row.period_kind): row.days_after
        for row in connection.execute(select(due.c.indicator_id, due.c.period_kind, due.c.days_after))
    }
    pairs = pd.DataFrame({"indicator_id": indicator_id, "period": reports["period"]})
    different = pairs.drop_duplicates()
    # A kind of period that is not due has no day, and nothing is later than no day.
    last_day = [
        None if after is None else calendar[code].ends_on + timedelta(days=after)
        for key, code in different.itertuples(index=False)
        for after in (days.get((key, calendar[code].kind.value)),)
    ]
    due_on = pairs.merge(different.assign(due_on=pd.to_datetime(pd.Series(last_day)).to_numpy()), how="left")["due_on"]
    return reports["reported_on"] > due_on.set_axis(reports.index)
