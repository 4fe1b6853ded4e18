"""The commune map of a page as a value: what is shown of a reading, with its title, its slider and what a saved picture says."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pandas as pd
from markupsafe import Markup

from base import settings
from indicators import hotspots, periods, standing
from indicators.catalogue import Indicator
from indicators.comparable import kinds_of
from indicators.facilities import KINDS
from indicators.labels import inside_text, period_short
from indicators.measure import ByPeriod
from indicators.readings import Reading
from ui.frame import loaders
from ui.frame.blocks import Block, CommuneMap, Sheet
from ui.frame.page import Page
from ui.frame.provenance import source_line
from ui.map.picture import Emphasis, FormerCommunes, MapPicture, Places, SavedPicture, Timeline


@dataclass(frozen=True)
class Within:
    """Whom a map shows in colour. inside: boolean, by the index of MEASURED; the rest is grey. name: who they are, as its title has it."""

    inside: pd.Series
    name: str


def map_block(
    page: Page,
    reading: Reading,
    *,
    key: str,
    measure: str,
    within: Within | None = None,
    slider: bool = True,
    bare: bool = False,
    former: FormerCommunes | None = None,
) -> Block:
    """The map of `reading`, or why there is none. former: drawn within today's communes."""
    picture = map_picture(page, reading, measure=measure, within=within)
    if picture is None:
        return Sheet(no_boundaries(page), key=f"{key}_none")
    # The children of other years and since when are not known to the slider.
    if slider and picture.shown_measure not in ("without", "since"):
        picture = replace(picture, timeline=timeline(page, reading))
    return CommuneMap(key, replace(picture, bare=bare, former=former))


def with_answer(block: Block, answer: Markup) -> Block:
    """The map of `block`, whose saved picture says what the page answers."""
    if not isinstance(block, CommuneMap) or block.picture.saved is None:
        return block
    saved = block.picture.saved
    lines = (str(answer.striptags()), *saved.lines)
    return replace(block, picture=replace(block.picture, saved=replace(saved, lines=lines)))


def map_picture(
    page: Page, reading: Reading, *, measure: str, within: Within | None = None, marked: tuple[str, ...] = ()
) -> MapPicture | None:
    """The map of `reading` without a slider; None without boundaries. marked: codes that get badges."""
    if page.ground is None:
        return None
    measure = settled(page, reading, measure)
    words = reading.indicator.wording(page.say.language)
    title = f"{words.name}, {inside_text(reading.period, page.say)}"
    lines = (source_line(page), *standing.legend(reading.measured, page.say))
    return MapPicture(
        reading=clustered(page, reading, measure),
        measure=measure,
        ground=page.ground,
        title=title if within is None else f"{title} · {within.name}",
        emphasis=Emphasis(page.chosen, marked, within.inside if within else None),
        saved=SavedPicture(
            f"{settings.province().name(page.say.language)} · {title}",
            lines if within is None else (within.name, *lines),
            f"{reading.indicator.code}_{reading.period.code}",
        ),
        places=places(page, reading.indicator),
    )


def places(page: Page, indicator: Indicator) -> Places | None:
    """The places that `indicator` speaks of; None where it speaks of none, or where there are none in these boundaries."""
    if not indicator.facility or page.geometry is None:
        return None
    known = page.data.facilities()
    known = known[(known["kind"] == indicator.facility) & known["code"].isin(page.geometry.position.keys())]
    if known.empty:
        return None
    at = page.geometry.on_map(known["code"].tolist(), known[["lon", "lat"]].to_numpy(float))
    return Places(
        kind=page.say(KINDS[indicator.facility]),
        names=tuple(known["name"]),
        at=tuple((int(x), int(y)) for x, y in at),
        codes=tuple(known["code"]),
        note=page.say("places are illustrative") if known["is_demo"].any() else "",
    )


def no_boundaries(page: Page) -> Markup:
    """What stands where the map would be."""
    said = page.say("There are no boundaries yet. Import a boundary file: python -m cli boundaries FILE")
    return Markup("<p>{}</p>").format(said)


def timeline(page: Page, reading: Reading) -> Timeline:
    """All periods like the one shown; their values are loaded only when the reader opens the slider."""
    return Timeline(tuple((c, period_short(periods.parse(c), page.say)) for c in _like(page, reading)))


def _like(page: Page, reading: Reading) -> list[str]:
    kinds = kinds_of(reading.indicator, reading.period.kind)
    return [c for c in page.data.periods(reading.indicator.code)["period"] if periods.parse(c).kind in kinds]


def frames(page: Page, picture: MapPicture) -> Mapping[str, pd.DataFrame]:
    """MEASURED of every period of the map's slider, by its code; one query."""
    reading = picture.reading
    kinds = kinds_of(reading.indicator, reading.period.kind)
    history = page.data.history(reading.indicator.code, tuple(str(k) for k in kinds))
    values = ByPeriod(history)
    readings = {c: page.reading(reading.indicator, periods.parse(c), values) for c in _like(page, reading)}
    return {c: clustered(page, each, picture.measure).measured for c, each in readings.items()}


def refusal(page: Page, reading: Reading) -> str:
    """Why there are no clusters of `reading`: a reason of `hotspots.refusal`, or no_boundaries; '' if there are."""
    return hotspots.refusal(reading.measured, reading.indicator) or ("" if page.geometry else "no_boundaries")


def settled(page: Page, reading: Reading, measure: str) -> str:
    """`measure`, or the value where it asks for clusters that can't be had."""
    return "value" if measure == "cluster" and refusal(page, reading) else measure


def clustered(page: Page, reading: Reading, measure: str) -> Reading:
    """`reading`; for clusters with the column `cluster` in MEASURED. They are of all communes, whatever the filter."""
    if measure != "cluster" or page.geometry is None:
        return reading
    figures = reading.measured[["code", "numerator", "denominator", "blank"]]
    found = loaders.clusters(figures, reading.indicator, page.geometry)
    return replace(reading, measured=reading.measured.assign(cluster=found))
