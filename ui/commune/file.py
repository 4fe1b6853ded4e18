"""All communes by all indicators, or one commune's indicators, as a table; the commune's line as a picture."""

from collections.abc import Collection, Iterable

import numpy as np
import pandas as pd

from base import settings
from exports.definition import with_definition
from exports.totals import total_row, with_totals
from indicators.catalogue import Indicator
from indicators.intervals import limits_of
from indicators.measure import value_of
from indicators.readings import Reading
from indicators.standing import legend
from ui.commune import words
from ui.commune.model import Matrix, Profile, strata
from ui.frame.file import MEASURED_COLUMNS, File
from ui.frame.page import Page
from ui.frame.sourced import sources, with_sources


def file(page: Page, shown: Profile | Matrix) -> File:
    """One row a commune and indicator, and one of the province; of one commune also its earlier periods and its groups of children."""
    return _matrix(page, shown) if isinstance(shown, Matrix) else _profile(page, shown)


def _matrix(page: Page, shown: Matrix) -> File:
    title = page.say("Communes × indicators")
    inside = page.areas.loc[page.inside, "code"].tolist()
    return File(
        f"communes_{page.period.year}",
        title,
        lambda: pd.concat(
            [_listed(page, _current(page, shown.readings.values(), inside)), _counts(shown)], ignore_index=True
        ),
        whole=True,
        answer=str(words.of_matrix(page, shown).striptags()),
    )


def _profile(page: Page, shown: Profile) -> File:
    pictures = () if page.indicator.province_only else (("trend", page.indicator.wording(page.say.language).name),)
    return File(
        f"commune_{shown.code}",
        words.name_of(page, shown),
        lambda: _listed(
            page, [*_current(page, shown.readings, [shown.code]), *_earlier(page, shown), *_strata(page, shown)]
        ),
        whole=True,
        of=words.name_of(page, shown),
        pictures=pictures,
        signs=legend(pd.concat([shown.history, shown.former]), page.say),
        answer=str(words.of_profile(page, shown).striptags()),
    )


def _counts(shown: Matrix) -> pd.DataFrame:
    """How many targets each commune is judged by, misses, and misses clearly."""
    counts = shown.missed[["code", "name", "judged", "missed", "clear"]]
    return counts.rename(columns={"name": "full_name", "clear": "clearly"}).assign(kind="commune")


def _current(page: Page, readings: Iterable[Reading], codes: Collection[str]) -> list[pd.DataFrame]:
    """MEASURED of the communes `codes` in all `readings`, below each the province."""
    frames, code, name = list[pd.DataFrame](), settings.province().code, page.say("Province")
    for reading in readings:
        measured = reading.measured
        communes = measured[measured["code"].isin(codes)].assign(kind="commune")
        province = total_row(reading.province, kind="province", code=code, name=name)
        rows = with_definition(with_totals(communes, [province]), reading.indicator, reading.period)
        frames.append(rows.assign(indicator=reading.indicator.code, period=reading.period.code))
    return frames


def _earlier(page: Page, shown: Profile) -> list[pd.DataFrame]:
    """The commune's own figures in other periods, and of the indicator in view those of the communes it was made of and of the province."""
    known = pd.concat([shown.past, shown.history, shown.former], ignore_index=True)
    now = {(reading.indicator.code, reading.period.code) for reading in shown.readings}
    current = [pair in now for pair in zip(known["indicator"], known["period"], strict=True)]
    known = known[~np.array(current, dtype=bool) | (known["kind"] == "former")]
    known = known.drop_duplicates(["indicator", "period", "kind", "code"]).rename(columns={"name": "full_name"})
    former = shown.members.drop_duplicates("former").set_index("former")["full_name"]
    is_former = known["kind"] == "former"
    known.loc[is_former, "full_name"] = known["code"].map(former).fillna(known["full_name"])[is_former]
    return [
        with_definition(_valued(rows, page.catalogue[str(code)]), page.catalogue[str(code)])
        for code, rows in known.groupby("indicator", sort=False)
    ]


def _strata(page: Page, shown: Profile) -> list[pd.DataFrame]:
    """The indicator in view by the child's ethnic group within the commune, of posts by working time."""
    rows, indicator = strata(shown), shown.here.indicator
    if rows.empty:
        return []
    names = [words.part_name(str(group), indicator, page.say) for group in rows["group"]]
    return [with_definition(rows.assign(group=names, full_name=words.name_of(page, shown)), indicator)]


def _valued(rows: pd.DataFrame, indicator: Indicator) -> pd.DataFrame:
    """VALUES with value and interval."""
    top, bottom = (rows[name].to_numpy(float) for name in ("numerator", "denominator"))
    low, high = limits_of(top, bottom, indicator)
    made = value_of(top, bottom, indicator)
    return rows.assign(value=np.where(np.isnan(made), rows["value"].to_numpy(float), made), low=low, high=high)


def _listed(page: Page, frames: list[pd.DataFrame]) -> pd.DataFrame:
    """`frames` below each other, each row with its source and its indicator by name."""
    table = (
        with_totals(frames[0], frames[1:]) if frames else pd.DataFrame(columns=["indicator", "period", "kind", "code"])
    )
    codes, spans = sorted(set(table["indicator"])), sorted(set(table["period"]))
    named = with_sources(table, sources(page, codes, spans), {}) if codes else table
    short = {code: page.catalogue[code].wording(page.say.language).short for code in codes}
    columns = ["indicator", "period", *(("group",) if "group" in named else ()), *MEASURED_COLUMNS]
    return named.assign(indicator=named["indicator"].map(short)).reindex(
        columns=[c for c in columns if c != "communes_need"]
    )
