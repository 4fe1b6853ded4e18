"""The commune map on our pages: what it is told, and how its answers change the address."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st
from markupsafe import Markup

from base.texts import Texts
from indicators import periods, standing
from indicators.comparable import kinds_of
from indicators.labels import period_short
from ui.frame import shell
from ui.frame.page import Page, Reading, source_line
from ui.frame.view import MEASURES
from ui.gap_map import clusters
from ui.map import deck
from ui.map.component import Picture, Timeline, commune_map, map_legend, shown_measure


def _select(code: str | None) -> None:
    shell.set_params({"commune": code})


def _period(code: str) -> None:
    shell.set_params({"period": code})


def _open(code: str) -> None:
    st.session_state["atlas_open"] = ("pages/commune.py", {**st.query_params.to_dict(), "commune": code})


def offered_measures(page: Page, reading: Reading) -> list[str]:
    """The measures that have a meaning for `reading`."""
    meant = [m for m in MEASURES if shown_measure(reading.indicator, m, reading.period) == m]
    return [m for m in meant if clusters.settled(page, reading, m) == m]


def view(page: Page, reading: Reading, *, measure: str, inside: pd.Series | None) -> None:
    """The map, or one of its other views: columns of what is needed, points of facilities, the funnel plot."""
    if page.view.layout == "funnel":
        # Plotly is loaded only where a chart is drawn.
        from ui.gap_map import funnel

        funnel.draw(page, reading, measure=measure, inside=inside)
    elif page.view.layout == "map" or page.geometry is None or page.geometry_url is None:
        draw(page, reading, key="map", measure=measure, inside=inside)
    else:
        deck.draw(page, reading, page.geometry, inside=inside)


def draw(
    page: Page,
    reading: Reading,
    *,
    key: str,
    measure: str,
    inside: pd.Series | None = None,
    marked: Sequence[str] = (),
    slider: bool = True,
    bare: bool = False,
    legend: bool = True,
) -> None:
    """The map of `reading`. Click selects a commune, its card opens the profile, the slider sets the period."""
    if page.geometry is None or page.geometry_url is None:
        shell.sheet(Markup("<p>{}</p>").format(no_boundaries(page.say)), key=f"{key}_none")
        return
    measure = clusters.settled(page, reading, measure)
    words = reading.indicator.wording(page.say.language)
    title = f"{words.name}, {page.period_text(reading.period)}"
    commune_map(
        clusters.frame(page, reading, measure),
        key=key,
        geometry_url=page.geometry_url,
        indicator=reading.indicator,
        measure=measure,
        period=reading.period,
        say=page.say,
        theme=shell.theme(),
        title=title,
        codes=page.geometry.codes,
        selected=page.view.commune[0] if page.view.commune else None,
        marked=marked,
        inside=inside,
        due_on=reading.indicator.due_on(reading.period),
        timeline=_timeline(page, reading, measure) if slider else None,
        picture=Picture(
            title,
            (source_line(page), *standing.legend(reading.measured, page.say)),
            f"{reading.indicator.code}_{reading.period.code}",
        ),
        bare=bare,
        legend=legend,
        on_select=_select,
        on_open=_open,
        on_period=_period,
    )


def project(page: Page, reading: Reading, *, measure: str, marked: Sequence[str]) -> None:
    """The map and its legend on the projector, each in its own place beside the message."""
    with st.container(key="stage_map"):
        draw(page, reading, key="map", measure=measure, marked=marked, slider=False, legend=False)
    if page.geometry is not None and not reading.indicator.province_only:
        with st.container(key="stage_legend"):
            map_legend(
                clusters.frame(page, reading, measure),
                key="legend",
                indicator=reading.indicator,
                measure=measure,
                period=reading.period,
                say=page.say,
                theme=shell.theme(),
            )


def no_boundaries(say: Texts) -> str:
    """What stands where the map would be."""
    return say("There are no boundaries yet. Import a boundary file: python -m cli boundaries FILE")


def _timeline(page: Page, reading: Reading, measure: str) -> Timeline:
    """All periods like the one shown; their values are loaded only when the reader opens the slider."""
    indicator = reading.indicator
    kinds = kinds_of(indicator, reading.period.kind)
    known = [c for c in page.data.periods(indicator.code)["period"] if periods.parse(c).kind in kinds]

    def frames() -> Mapping[str, pd.DataFrame]:
        history = page.data.history(indicator.code, tuple(str(k) for k in kinds))
        readings = {c: page.reading(indicator, periods.parse(c), history) for c in known}
        return {c: clusters.frame(page, each, measure) for c, each in readings.items()}

    return Timeline(tuple((c, period_short(periods.parse(c), page.say)) for c in known), frames)


def locate(page: Page, reading: Reading, code: str) -> None:
    """Where the commune `code` is: the map of `reading`, this commune outlined, the others faded."""
    inside = reading.measured["code"] == code
    draw(page, reading, key="locator", measure="gap", inside=inside, slider=False, bare=True)
