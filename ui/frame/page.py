"""A page being made: its data at one version, its view, its look. A value: whoever has these has the same page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from base import settings
from base.errors import AtlasError
from base.look import Look
from base.texts import Texts
from data_access import boundaries, queries
from geo.published import Geometry
from indicators import measure, periods
from indicators.catalogue import Catalogue, Indicator
from indicators.events import Event
from indicators.labels import period_label
from indicators.periods import Period
from indicators.readings import Reading
from indicators.scope_names import ScopeName, scope_name
from ui.frame import editions, geometry, loaders
from ui.frame.role import Role, Way
from ui.frame.view import View
from ui.map.picture import Ground


@dataclass(frozen=True)
class Page:
    """A page being made. `view` already has a period that its indicator knows.

    ways: the page that opens each thing of `Role.opens`. stale: the database does not answer, the last version is shown.
    lack: why a browser can't be given the shapes that this view draws, if it can't.
    """

    name: str
    role: Role
    ways: Mapping[str, Way]
    say: Texts
    look: Look
    state: queries.State
    stale: bool
    data: loaders.Data
    view: View
    lack: AtlasError | None = None

    @cached_property
    def catalogue(self) -> Catalogue:
        """The indicators."""
        return self.data.catalogue

    @cached_property
    def areas(self) -> pd.DataFrame:
        """AREAS that the boundaries in use show: those of the province, or of the country after a national import."""
        return on_map(self.data.areas(), self.state.boundaries)

    @property
    def indicator(self) -> Indicator:
        """The indicator in view."""
        return self.catalogue[self.view.indicator]

    @property
    def period(self) -> Period:
        """The period in view."""
        return periods.parse(self.view.period)

    @property
    def chosen(self) -> str | None:
        """The code of the commune chosen first; None without one."""
        return self.view.commune[0] if self.view.commune else None

    @cached_property
    def periods(self) -> pd.DataFrame:
        """PERIODS of the indicator in view."""
        return self.data.periods(self.view.indicator)

    @cached_property
    def geometry(self) -> Geometry | None:
        """The published shapes; None where no boundaries are there yet."""
        return geometry.geometry(self.state.boundaries) if self.state.boundaries else None

    @cached_property
    def ground(self) -> Ground | None:
        """What maps are drawn on; None where no boundaries are there yet."""
        if self.state.boundaries is None or self.geometry is None:
            return None
        home = self.geometry.homes.get(settings.province().code)
        return Ground(geometry.geometry_url(self.state.boundaries.file_name), tuple(self.geometry.codes), home)

    @cached_property
    def inside(self) -> pd.Series:
        """Which communes of AREAS are in the reader's scope; boolean."""
        return self.view.area.mask(self.areas)

    @cached_property
    def scope(self) -> ScopeName:
        """The communes in the reader's scope, by name."""
        return scope_name(self.view.area, self.areas, self.say)

    def link(self, page: str, **changes: str | None) -> str:
        """An address with this view's filters."""
        return self.view.link(page, **changes)

    def way(self, what: str, **changes: str | None) -> str:
        """The address at which `what` (of `Role.opens`) is opened, with this view's filters. Raises KeyError where no page opens it."""
        return self.link(self.ways[what].path, **changes)

    def period_text(self, period: Period | None = None) -> str:
        """A period as it is read."""
        return period_label(period or self.period, self.say)

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """What must be known to read lines of the indicator in view."""
        known = self.data.events()
        rows = known[known["indicator"].isin(("", self.view.indicator))]
        return tuple(Event(on, text) for on, text in zip(rows["day"], rows[f"text_{self.say.language}"], strict=True))

    def reading(self, indicator: Indicator, period: Period, values: measure.ByPeriod) -> Reading:
        """What `values` (all VALUES of that period) say of `indicator` in `period`; measured once for all pages and readers."""
        key = ("reading", self.state, indicator.code, period.code)
        measured, province, country = editions.kept(
            key, lambda: self._measured(indicator, period, values.of(indicator, period))
        )
        return Reading(indicator, period, measured, province, country)

    def _measured(
        self, indicator: Indicator, period: Period, values: pd.DataFrame
    ) -> tuple[pd.DataFrame, measure.Total | None, measure.Total | None]:
        province = measure.province_total(values, indicator, period)
        communes = measure.measured(
            values,
            self.areas,
            indicator=indicator,
            period=period,
            due_on=indicator.due_on(period),
            as_of=self.state.as_of,
            province=province,
            merged_on=settings.province().merged_on if indicator.yes_or_no else None,
        )
        return communes, province, measure.province_total(values, indicator, period, kind="country")

    def years(self, *years: int) -> list[dict[str, Reading]]:
        """For each year, every headline indicator and the one in view in its annual period, by code; one query."""
        return self.years_and_past(*years)[0]

    def years_and_past(self, *years: int, past: Iterable[int] = ()) -> tuple[list[dict[str, Reading]], pd.DataFrame]:
        """As `years`, with the VALUES that they were read from, which hold the province's in the years `past` too; one query."""
        shown = [i for i in self.catalogue if i.headline or i.code == self.view.indicator]
        annual = [{i.code: period for i in shown if (period := i.annual(year))} for year in years]
        wanted = {period.code for each in annual for period in each.values()}
        alone = {period.code for i in shown for year in past if (period := i.annual(year))} - wanted
        values = self.data.values(tuple(i.code for i in shown), tuple(sorted(wanted)), tuple(sorted(alone)))
        parted = measure.ByPeriod(values)
        readings = [
            {code: self.reading(self.catalogue[code], period, parted) for code, period in each.items()}
            for each in annual
        ]
        return readings, values

    def merged_between(self, earlier: Period, later: Period) -> bool:
        """Whether communes were merged between the ends of the two periods."""
        return earlier.ends_on < settings.province().merged_on <= later.ends_on


def on_map(areas: pd.DataFrame, shown: boundaries.BoundarySet | None) -> pd.DataFrame:
    """The communes of AREAS that have a place in the boundaries `shown`; all of them without boundaries."""
    if shown is None:
        return areas
    position = geometry.geometry(shown).position
    return areas[areas["code"].isin(position.keys())].reset_index(drop=True) if len(position) < len(areas) else areas
