"""Cached loading. Every key holds the edition of the data, so nothing goes stale: the number of its version and its stamp,
because after a backup was put back the same number comes again with other data.

Small results are copied out (`cache_data`); what is large and never changed by a page is shared (`cache_resource`). What pages
make of them is kept by `ui.frame.store`; that both are of the edition that they are kept under, `ui.frame.editions` sees to.
"""

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from base import settings
from data_access import queries
from data_access.edition import Edition
from data_access.engine import Engine
from data_access.queries.publication import KINDS
from data_access.reports import history
from data_access.rights import RawFigures
from geo.neighbours import touching
from geo.published import Geometry
from indicators import hotspots
from indicators.catalogue import Catalogue, Indicator
from indicators.derived import derived, needed
from installation import start

if TYPE_CHECKING:
    from geo.division import Division

missed: ContextVar[set[Edition] | None] = ContextVar("missed", default=None)
"""The editions that the run of this thread has loaded something for, past the caches; None outside of one."""


@st.cache_resource(show_spinner=False)
def engine() -> Engine:
    """The one engine of this process; the database is made, migrated and given its demo if there is none."""
    return start.prepared(actor="start")


def forget() -> None:
    """Load all anew: something was loaded that is not of the edition under which it is kept."""
    st.cache_data.clear()
    _catalogue.clear()


def _note_missed(edition: Edition) -> None:
    editions = missed.get()
    if editions is not None:
        editions.add(edition)


def _cached(load: Callable[..., pd.DataFrame], *, entries: int) -> Callable[..., pd.DataFrame]:
    """`load(engine, …)` cached by its arguments and the edition: called as `loader(edition, …)`."""

    def loader(edition: Edition, *arguments: Any) -> pd.DataFrame:
        _note_missed(edition)
        return load(engine(), *arguments)

    loader.__name__ = loader.__qualname__ = f"load_{load.__name__}"
    cached: Callable[..., pd.DataFrame] = st.cache_data(max_entries=entries, show_spinner=False)(loader)
    return cached


def _profile_of(made: Engine, commune: str, codes: tuple[str, ...], focus: str, period: str) -> pd.DataFrame:
    return queries.profile(made, commune, codes, focus=focus, period=period)


def _freshness_on(made: Engine, today: date) -> pd.DataFrame:
    return queries.freshness(made, today=today)


def _completeness_on(made: Engine, today: date, periods: tuple[str, ...], latest: int | None) -> pd.DataFrame:
    return queries.completeness(made, periods=periods or None, latest=latest, today=today)


def _sources_of(made: Engine, codes: tuple[str, ...], periods: tuple[str, ...], language: str) -> pd.DataFrame:
    asked = queries.publication(
        made, indicators=codes, periods=periods or None, kinds=KINDS, strata=True, language=language
    )
    return asked[["indicator", "period", "kind", "code", "stratum", "collection", "source"]]


def today() -> date:
    """What is due moves on at midnight, without a new version: the day is part of a key."""
    return datetime.now(settings.province().zone).date()


_areas = _cached(queries.areas, entries=2)
_periods = _cached(queries.periods, entries=64)
_values = _cached(queries.values, entries=128)
_history = _cached(queries.history, entries=64)
_strata_history = _cached(queries.strata_history, entries=32)
_strata_of_communes = _cached(queries.strata_of_communes, entries=32)
_profile = _cached(_profile_of, entries=64)
_freshness = _cached(_freshness_on, entries=4)
_completeness = _cached(_completeness_on, entries=8)
_facilities = _cached(queries.facilities, entries=2)
_events = _cached(queries.events, entries=2)
_succession = _cached(queries.succession, entries=2)
_of_former = _cached(queries.of_former, entries=32)
_provenance = _cached(queries.provenance, entries=32)
_sources = _cached(_sources_of, entries=4)
_collections = _cached(queries.collections, entries=2)
_batches = _cached(history.batches, entries=2)
_versions = _cached(history.versions, entries=2)
_batch_findings = _cached(history.batch_findings, entries=8)
_compared = _cached(history.compared, entries=4)
_compared_counts = _cached(history.compared_counts, entries=4)


@st.cache_resource(max_entries=2, show_spinner=False)
def _catalogue(edition: Edition) -> Catalogue:
    _note_missed(edition)
    return queries.catalogue(engine())


@st.cache_data(
    max_entries=64,
    show_spinner=False,
    hash_funcs={Indicator: lambda i: (i.code, i.unit, i.sensitivity), Geometry: lambda g: g.hash},
)
def clusters(figures: pd.DataFrame, indicator: Indicator, geometry: Geometry) -> pd.Series:
    """`hotspots.clusters` of the communes in `figures` (code, numerator, denominator, blank), kept by what they are made of."""
    return hotspots.clusters(figures, indicator, touching(geometry))


@st.cache_data(max_entries=8, show_spinner=False, hash_funcs={Geometry: lambda g: g.hash})
def division(shares: dict[str, tuple[float, ...]], geometry: Geometry) -> "dict[str, Division]":
    """`geo.division.divided`, kept by the shares and the shapes."""
    # Few views ask for it, and it alone brings a geometry library.
    from geo.division import divided

    return divided(geometry, shares)


@dataclass(frozen=True)
class Data:
    """All that a page may load, of one edition and on one day. Columns as in docs/architecture.md."""

    edition: Edition
    today: date

    @cached_property
    def catalogue(self) -> Catalogue:
        """The indicators."""
        return _catalogue(self.edition)

    def areas(self) -> pd.DataFrame:
        """AREAS."""
        return _areas(self.edition)

    def periods(self, code: str) -> pd.DataFrame:
        """PERIODS of the indicator `code`; of a derived one those in which both of its parts have figures."""
        first, *others = needed([code], self.catalogue)
        known = _periods(self.edition, first)
        for other in others:
            known = known[known["period"].isin(_periods(self.edition, other)["period"])].reset_index(drop=True)
        return known

    def values(
        self, codes: tuple[str, ...], periods: tuple[str, ...], province_in: tuple[str, ...] = ()
    ) -> pd.DataFrame:
        """VALUES of indicators and periods; of the periods `province_in` the province alone."""
        return self._derived(_values(self.edition, needed(codes, self.catalogue), periods, province_in), codes)

    def _derived(self, values: pd.DataFrame, codes: tuple[str, ...]) -> pd.DataFrame:
        """`values` of exactly `codes`: derived indicators made of their parts."""
        made = [indicator for code in codes if (indicator := self.catalogue[code]).formula]
        if not made:
            return values
        asked = values[values["indicator"].isin(codes)]
        return pd.concat([asked, *(derived(values, each) for each in made)], ignore_index=True)

    def history(self, code: str, kinds: tuple[str, ...]) -> pd.DataFrame:
        """VALUES of one indicator in all its periods of these kinds."""
        frames = [_history(self.edition, part, kinds) for part in needed([code], self.catalogue)]
        return self._derived(pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0], (code,))

    def strata_history(self, code: str, province: str) -> pd.DataFrame:
        """VALUES and stratum of the province in the whole years of an indicator."""
        return _strata_history(self.edition, code, province)

    def strata_of_communes(self, code: str, period: str) -> pd.DataFrame:
        """VALUES and stratum of today's communes in one whole year of an indicator."""
        return _strata_of_communes(self.edition, code, period)

    def profile(self, commune: str, codes: tuple[str, ...], focus: str, period: str) -> pd.DataFrame:
        """All of one commune: VALUES and stratum; see `queries.profile`."""
        parts = needed([focus], self.catalogue)
        others = tuple(code for code in codes if code != focus)
        if parts == (focus,):
            return _profile(self.edition, commune, codes, focus, period)
        frames = [_profile(self.edition, commune, (*others, part), part, period) for part in parts]
        kept = pd.concat([frames[0], *(f[f["indicator"] == p] for f, p in zip(frames[1:], parts[1:], strict=True))])
        return self._derived(kept, codes)

    def freshness(self) -> pd.DataFrame:
        """Who has reported the latest quarter that is due."""
        return _freshness(self.edition, self.today)

    def completeness(self, *, periods: tuple[str, ...] = (), latest: int | None = None) -> pd.DataFrame:
        """COMPLETENESS of these periods (all if none are named), or of the latest of each kind."""
        return _completeness(self.edition, self.today, periods, latest)

    def events(self) -> pd.DataFrame:
        """What happened in the province, by day."""
        return _events(self.edition)

    def succession(self) -> pd.DataFrame:
        """Of which communes those of today were made."""
        return _succession(self.edition)

    def of_former(self, code: str, period: str) -> pd.DataFrame:
        """VALUES of all former communes in one period of an indicator."""
        frames = [_of_former(self.edition, part, period) for part in needed([code], self.catalogue)]
        return self._derived(pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0], (code,))

    def facilities(self) -> pd.DataFrame:
        """Health stations, schools, play spaces with their places."""
        return _facilities(self.edition)

    def provenance(self, code: str, period: str, area: str) -> pd.DataFrame:
        """The reports that a figure was made of."""
        frames = [_provenance(self.edition, part, period, area) for part in needed([code], self.catalogue)]
        return pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0]

    def sources(self, codes: tuple[str, ...], periods: tuple[str, ...], language: str) -> pd.DataFrame:
        """What published figures come from: indicator, period, kind, code, stratum, collection and source in words of `language`.

        periods: codes, all where none is named. Of derived indicators those of their parts.
        """
        return _sources(self.edition, needed(codes, self.catalogue), periods, language)

    def collections(self) -> pd.DataFrame:
        """Registers, surveys and reports that figures come from."""
        return _collections(self.edition)

    def batches(self) -> pd.DataFrame:
        """Every file that was ever applied."""
        return _batches(self.edition)

    def versions(self) -> pd.DataFrame:
        """Every data version."""
        return _versions(self.edition)

    def batch_findings(self, batch_id: int, right: RawFigures) -> pd.DataFrame:
        """What was found in the file of a batch: cells as reported, for officers only."""
        return _batch_findings(self.edition, batch_id, right)

    def compared(self, earlier: int, later: int, right: RawFigures) -> pd.DataFrame:
        """What differs between two data versions: figures as reported, for officers only."""
        return _compared(self.edition, earlier, later, right)

    def compared_counts(self, earlier: int, later: int) -> pd.DataFrame:
        """How many cells differ between two data versions, by indicator, period and how."""
        return _compared_counts(self.edition, earlier, later)
