"""Two maps beside each other, each under its name. What is pointed at or chosen on one shows on the other."""

from markupsafe import Markup

from indicators.labels import inside_text, value_text
from indicators.measure import Total
from indicators.readings import Reading
from ui.frame import maps, marks
from ui.frame.blocks import Block, Columns, Sheet
from ui.frame.page import Page
from ui.gap_map.model import GapMap, within


def side_by_side(page: Page, shown: GapMap, other: Reading, drawn: tuple[Block, ...]) -> Columns:
    """What is `drawn` of the reading in view, and the map of `other`; both are equally wide."""
    second = maps.map_block(
        page, other, key="map_other", measure=page.view.measure, within=within(page, shown), slider=False
    )
    return Columns(
        (1, 1),
        (
            (Sheet(_title(page, shown.reading, shown.total), key="map_title"), *drawn),
            (Sheet(_title(page, other, shown.other_total), key="map_other_title"), second),
        ),
    )


def name(reading: Reading, page: Page) -> str:
    """What a map and its column in the ranking are called: indicator and period."""
    return f"{reading.indicator.wording(page.say.language).short}, {inside_text(reading.period, page.say)}"


def _title(page: Page, reading: Reading, total: Total | None) -> Markup:
    """Over a map: its name, the value of the communes in scope where not all are, and that of the province."""
    province = reading.province

    def valued(found: Total | None) -> str:
        return value_text(found.value if found else None, reading.indicator, page.say.language)

    scope = "" if page.scope.whole else Markup("{} {} · ").format(page.scope.short, valued(total))
    return Markup('<div class="map-title"><h2>{}</h2><p>{}{}{}</p></div>').format(
        name(reading, page),
        scope,
        page.say("Province {v}", v=valued(province)),
        marks.origin(province, page.say, is_demo=page.state.is_demo),
    )
