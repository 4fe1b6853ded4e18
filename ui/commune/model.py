"""What the commune page shows, for one commune or for all of them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from indicators import working_time
from indicators.catalogue import Indicator
from indicators.intervals import limits_of
from indicators.measure import value_of
from indicators.overview import missed_targets
from indicators.readings import Reading, Row
from ui.frame.page import Page


@dataclass(frozen=True)
class Profile:
    """readings: the headline indicators published by commune; row: the commune in AREAS.

    past: VALUES of its years; history: of the indicator in view, with the province; former: of the communes it was made
    of; strata: with stratum, of the period in view. members: SUCCESSION, the communes it was made of, whether they have figures
    or not. here: the reading of the indicator in view.
    """

    code: str
    row: pd.Series
    readings: list[Reading]
    past: pd.DataFrame
    history: pd.DataFrame
    former: pd.DataFrame
    strata: pd.DataFrame
    members: pd.DataFrame
    here: Reading

    @cached_property
    def rows(self) -> list[tuple[Reading, Row]]:
        """Its readings, each with the commune's row of MEASURED."""
        return [(r, r.row(self.code)) for r in self.readings]

    @cached_property
    def judged(self) -> list[tuple[Reading, Row]]:
        """Those of `rows` that have a figure and a target."""
        return [(r, row) for r, row in self.rows if row["gap"] == row["gap"]]

    @property
    def missed(self) -> list[tuple[Reading, Row]]:
        """Those of `judged` that miss the target."""
        return [(r, row) for r, row in self.judged if row["short"]]

    @property
    def worse(self) -> list[Indicator]:
        """Indicators on which it is surely worse than the province."""
        return [r.indicator for r, row in self.rows if row["versus"] is not pd.NA and row["versus"] < 0]


def _of_communes(page: Page, year: int) -> dict[str, Reading]:
    """The headline indicators of `year` that are published by commune."""
    readings = page.years(year)[0]
    return {c: r for c, r in readings.items() if r.indicator.headline and not r.indicator.province_only}


def shown(page: Page) -> "Profile | Matrix":
    """The commune chosen, or all of them."""
    return matrix(page, page.period.year) if page.chosen is None else profile(page, page.chosen)


def profile(page: Page, code: str) -> Profile:
    """Everything about the commune `code` in the year in view; two queries, and one of what does not depend on it."""
    known = page.data.succession()
    readings = page.years(page.period.year)[0]
    listed = [r for r in readings.values() if r.indicator.headline and not r.indicator.province_only]
    focus = page.view.indicator
    codes = tuple(dict.fromkeys([*(r.indicator.code for r in listed), focus]))
    values = page.data.profile(code, codes, focus, page.view.period)
    whole = values["stratum"] == ""
    of_focus = values["indicator"] == focus
    return Profile(
        code=code,
        row=page.areas[page.areas["code"] == code].iloc[0],
        readings=listed,
        past=values[whole & (values["kind"] == "commune")],
        history=values[whole & of_focus & (values["kind"] != "former")],
        former=values[whole & of_focus & (values["kind"] == "former")],
        strata=values[~whole],
        members=known[known["code"] == code].reset_index(drop=True),
        here=readings[focus],
    )


def strata(shown: Profile) -> pd.DataFrame:
    """The indicator in view within the commune by the child's ethnic group, of posts by working time: VALUES with group, value, low, high.

    Of working time only the numerators count something: value is NaN.
    """
    indicator = shown.here.indicator
    dimension = working_time.DIMENSION if working_time.is_told(indicator) else "ethnic"
    rows = shown.strata[shown.strata["stratum"].str.startswith(f"{dimension}=")].reset_index(drop=True)
    rows["group"] = rows["stratum"].str.removeprefix(f"{dimension}=")
    if working_time.is_told(indicator):
        return rows.assign(value=np.nan, low=np.nan, high=np.nan, denominator=np.nan)
    top, bottom = rows["numerator"].to_numpy(float), rows["denominator"].to_numpy(float)
    rows["value"] = value_of(top, bottom, indicator)
    rows["low"], rows["high"] = limits_of(top, bottom, indicator)
    return rows


@dataclass(frozen=True)
class Matrix:
    """All communes in scope by all headline indicators. missed: of `missed_targets`, most clearly missed first."""

    readings: dict[str, Reading]
    missed: pd.DataFrame


def matrix(page: Page, year: int) -> Matrix:
    """The table of communes by indicators in `year`; one query."""
    readings = _of_communes(page, year)
    inside = page.inside.to_numpy()
    frames = {code: r.within(inside) for code, r in readings.items()}
    return Matrix(readings, missed_targets(frames))
