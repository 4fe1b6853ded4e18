"""All communes by all indicators, or one commune's indicators, as a table; the commune's line as a picture."""

from collections.abc import Iterable

import pandas as pd

from exports.definition import with_definition
from indicators.readings import Reading
from indicators.standing import legend
from ui.commune import words
from ui.commune.model import Matrix, Profile
from ui.frame.file import MEASURED_COLUMNS, File
from ui.frame.page import Page


def file(page: Page, shown: Profile | Matrix) -> File:
    """One row a commune and indicator."""
    return _matrix(page, shown) if isinstance(shown, Matrix) else _profile(page, shown)


def _matrix(page: Page, shown: Matrix) -> File:
    title = page.say("Communes × indicators")
    return File(f"communes_{page.period.year}", title, lambda: _of_scope(page, shown), whole=True)


def _of_scope(page: Page, shown: Matrix) -> pd.DataFrame:
    table = _table(page, shown.readings.values())
    return table[table["code"].isin(page.areas.loc[page.inside, "code"])].reset_index(drop=True)


def _profile(page: Page, shown: Profile) -> File:
    pictures = () if page.indicator.province_only else (("trend", page.indicator.wording(page.say.language).name),)
    return File(
        f"commune_{shown.code}",
        words.name_of(page, shown),
        lambda: _table(page, shown.readings, code=shown.code),
        whole=True,
        of=words.name_of(page, shown),
        pictures=pictures,
        signs=legend(pd.concat([shown.history, shown.former]), page.say),
    )


def _table(page: Page, readings: Iterable[Reading], *, code: str | None = None) -> pd.DataFrame:
    """MEASURED of all `readings` below each other; of the commune `code` only."""
    frames = []
    for reading in readings:
        measured = reading.measured
        rows = with_definition(
            measured if code is None else measured[measured["code"] == code], reading.indicator, reading.period
        )
        short = reading.indicator.wording(page.say.language).short
        frames.append(rows.assign(indicator=short, period=reading.period.code))
    return pd.concat(frames, ignore_index=True)[["indicator", "period", *MEASURED_COLUMNS]]
