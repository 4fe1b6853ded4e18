"""What every page starts from: its data at one version, its view, its frame; and the one place where errors become sentences."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NoReturn

import pandas as pd
import streamlit as st
from markupsafe import Markup, escape

from base import formats, settings
from base.errors import AtlasError
from base.palette import Palette
from base.texts import Texts
from data_access import queries
from data_access.errors import NoCommunesError
from geo.published import Geometry
from indicators import measure, periods
from indicators.catalogue import Catalogue, Indicator, Scope, Target
from indicators.labels import period_label, target_text
from indicators.measure import Total
from indicators.periods import Period
from indicators.scope import SCHEMES
from ui.frame import loaders, shell
from ui.frame.shell import Banner
from ui.frame.view import Misread, View, read, settle_period, settle_year

log = logging.getLogger(__name__)

# Pages that show many indicators at once.
MANY = ("overview", "commune", "data")


@dataclass(frozen=True)
class Reading:
    """One indicator in one period: what all communes, the province and the country say."""

    indicator: Indicator
    period: Period
    measured: pd.DataFrame
    province: Total | None
    country: Total | None


@dataclass(frozen=True)
class Page:
    """A page being drawn. `view` already has a period that its indicator knows."""

    name: str
    say: Texts
    state: queries.State
    stale: bool
    data: loaders.Data
    catalogue: Catalogue
    areas: pd.DataFrame
    view: View

    @property
    def indicator(self) -> Indicator:
        """The indicator in view."""
        return self.catalogue[self.view.indicator]

    @property
    def period(self) -> Period:
        """The period in view."""
        return periods.parse(self.view.period)

    @cached_property
    def periods(self) -> pd.DataFrame:
        """PERIODS of the indicator in view."""
        return self.data.periods(self.view.indicator)

    @cached_property
    def geometry(self) -> Geometry | None:
        """The published shapes; None where no boundaries are there yet."""
        return loaders.geometry(self.state.boundaries) if self.state.boundaries else None

    @cached_property
    def geometry_url(self) -> str | None:
        """Where the browser finds the shapes."""
        return loaders.geometry_url(self.state.boundaries.file_name) if self.state.boundaries else None

    @property
    def colours(self) -> Palette:
        """The colours of the theme in use."""
        return shell.colours()

    @property
    def inside(self) -> pd.Series:
        """Which communes of AREAS are in the reader's scope; boolean."""
        return self.view.area.mask(self.areas)

    def link(self, page: str, **changes: str | None) -> str:
        """An address with this view's filters."""
        return self.view.link(page, **changes)

    def period_text(self, period: Period | None = None) -> str:
        """A period as it is read."""
        return period_label(period or self.period, self.say)

    def reading(self, indicator: Indicator, period: Period, values: pd.DataFrame) -> Reading:
        """What `values` (VALUES) say of `indicator` in `period`."""
        province = measure.province_total(values, indicator, period)
        return Reading(
            indicator=indicator,
            period=period,
            measured=measure.measured(
                values,
                self.areas,
                indicator=indicator,
                period=period,
                due_on=indicator.due_on(period),
                as_of=self.state.as_of,
                province=province,
                merged_on=settings.province().merged_on if indicator.counts_communes else None,
            ),
            province=province,
            country=measure.province_total(values, indicator, period, kind="country"),
        )

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
        readings = [
            {code: self.reading(self.catalogue[code], period, values) for code, period in each.items()}
            for each in annual
        ]
        return readings, values

    def merged_between(self, earlier: Period, later: Period) -> bool:
        """Whether communes were merged between the ends of the two periods."""
        return earlier.ends_on < settings.province().merged_on <= later.ends_on


@contextmanager
def page_frame(name: str) -> Iterator[Page]:
    """Open the page `name`: header, banners, what the link could not mean; close it with where the figures come from.

    Every error ends here: ours with its own sentence, any other with a general one, and the details in the log only.
    """
    say = Texts(shell.language())
    with sentences(name, say):
        page = _open(name, say)
        yield page
        loaders.settle()
        if not page.view.projector:
            shell.sheet(_foot(page), key="foot")


@contextmanager
def sentences(name: str, say: Texts) -> Iterator[None]:
    """The one error boundary: what goes wrong inside becomes a sentence. A fragment that runs by itself needs its own."""
    try:
        yield
    except AtlasError as error:
        log.exception("page=%s params=%s", name, dict(st.query_params))
        _tell(error.text(say), say)
    except Exception:  # noqa: BLE001 a traceback never reaches a reader
        log.exception("page=%s params=%s", name, dict(st.query_params))
        _tell(say("This page could not be drawn. The reason is in the server's log; the other pages still work."), say)


def _open(name: str, say: Texts) -> Page:
    state, stale = loaders.state()
    data = loaders.Data(state.version)
    catalogue, known = data.catalogue(), data.areas()
    if known.empty and name != "data":
        raise NoCommunesError
    areas = _on_map(known, state)
    view = read(st.query_params, catalogue=catalogue, areas=areas, say=say)
    view = replace(view, language=say.language)
    last_year = state.as_of.year - 1
    otherwise = catalogue[view.indicator].annual(last_year) or periods.year(last_year)
    view = settle_period(view, data.periods(view.indicator), otherwise=otherwise.code, say=say)
    view = settle_year(view, state.as_of) if name == "data" else replace(view, year="")
    if name != "equity" and view.by not in SCHEMES:
        # Other pages group communes only, by the schemes that filter them.
        view = replace(view, by="ethnic")
    view = replace(view, misread=_still_noted(view))
    if dict(st.query_params) != view.params():
        st.query_params.from_dict(view.params())
    page = Page(name=name, say=say, state=state, stale=stale, data=data, catalogue=catalogue, areas=areas, view=view)
    shell.header(
        name,
        view,
        say=say,
        catalogue=catalogue,
        geometry_url=page.geometry_url,
        banners=[] if view.projector else _banners(page),
    )
    return page


def _still_noted(view: View) -> tuple[Misread, ...]:
    """What the link could not mean: also in the runs after the one that put the address right, until it changes again."""
    address, noted = st.session_state.get("atlas_noted", (None, ()))
    shown = noted if dict(st.query_params) == address else view.misread
    st.session_state["atlas_noted"] = (view.params(), shown)
    return shown


def _on_map(areas: pd.DataFrame, state: queries.State) -> pd.DataFrame:
    """The communes that the boundaries in use show: those of the province, or of the country after a national import."""
    if state.boundaries is None:
        return areas
    shown = loaders.geometry(state.boundaries).position
    return areas[areas["code"].isin(shown.keys())].reset_index(drop=True) if len(shown) < len(areas) else areas


def _banners(page: Page) -> list[Banner]:
    """What must be known before a figure is used: demo data, an unreachable database, parts of the link not understood."""
    say = page.say
    banners = []
    if page.stale:
        text = say("Database not reachable; showing version {n}.", n=page.state.version)
        banners.append(Banner(text, say("Reload the page to try again.")))
    if page.state.is_demo:
        text = say("Province values marked “Published” are real; those of communes are illustrative.")
        way = "" if page.name == "data" else say("Import reports")
        banners.append(Banner(say("Illustrative data, not for decisions."), text, way, page.link("data")))
    banners.extend(Banner(misread.sentence(say), "") for misread in page.view.misread)
    return banners


def version_text(page: Page) -> str:
    """'bản 12, 15/01/2026': the data version and the day it holds for."""
    return page.say("version {n}, {day}", n=page.state.version, day=formats.day(page.state.as_of, page.say.language))


def reported_text(page: Page) -> str:
    """'43/45 xã đã báo cáo' of the indicator and period in view."""
    row = page.periods[page.periods["period"] == page.view.period]
    if row.empty:
        return page.say("no report for this period")
    if not page.periods["reported"].any():
        return page.say("reported for the province as a whole")
    return page.say("{r}/{n} communes reported", r=int(row["reported"].iloc[0]), n=int(row["expected"].iloc[0]))


def source_line(page: Page) -> str:
    """Source · target's source · period · who reported · data version: the foot of page, picture and export."""
    say, indicator = page.say, page.indicator
    words = indicator.wording(say.language)
    target = measure.target_of(indicator, page.period)
    demo = f" ({say('illustrative')})" if page.state.is_demo else ""
    if page.name in MANY:
        sources = [say("Sources: registers and reports of communes; each indicator's own stands under its map") + demo]
    else:
        sources = [
            say("Source: {source}", source=words.source.rstrip(".")) + demo,
            say("Target: {source}", source=target_source(target, indicator, say)) if target else "",
        ]
    parts = [
        *sources,
        page.period_text(),
        reported_text(page),
        say("Data {version}", version=version_text(page)),
    ]
    return " · ".join(part for part in parts if part)


def target_source(target: Target, indicator: Indicator, say: Texts) -> str:
    """The decision behind a target; of the province's own also that of the State for the same year, which does not judge."""
    source = say(target.source)
    if target.scope is not Scope.PROVINCE:
        return source
    beside = [t for t in indicator.targets if t.year == target.year and t.scope is Scope.NATIONAL]
    if not beside:
        return say("{source} (the province's own)", source=source)
    national = target_text(beside[0].value, indicator, say.language)
    return say("{source} (the province's own; national {t})", source=source, t=national)


def _foot(page: Page) -> Markup:
    note = page.geometry.label[page.say.language] if page.geometry and page.geometry.schematic else ""
    entry = Markup("")
    if page.name != "methods":
        way = page.say("Definition, legal basis, how it is computed")
        entry = Markup(' · <a class="strong" data-go href="{}">{} ›</a>').format(page.link("methods", period=None), way)
    return Markup('<p class="foot">{}{}{}</p>').format(
        source_line(page), Markup(" · {}").format(note) if note else "", entry
    )


def _tell(sentence: str, say: Texts) -> NoReturn:
    """One sentence where the page would be, and a way on; ends the run, also one that could not open its page."""
    st.html(settings.STATIC / "app.css")
    st.html(
        Markup('<div role="alert" class="atlas-alert"><p>{}</p><p><a href="./" target="_self">{}</a></p></div>').format(
            escape(sentence), say("Go to the overview")
        )
    )
    st.stop()
