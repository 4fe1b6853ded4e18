"""The communes that today's were made of, where the period in view lies before the merger: on the map as a sketch, and their figures."""

from markupsafe import Markup

from base.formats import number
from base.settings import province
from indicators.former import FormerFigures
from ui.frame import loaders
from ui.frame.blocks import Sheet
from ui.frame.former import table
from ui.frame.page import Page
from ui.map.picture import FormerCommunes


def offered(page: Page) -> bool:
    """Whether communes of another day reported what is in view, and it is known which they were."""
    before = page.period.ends_on < province().merged_on
    return before and not page.indicator.province_only and not page.data.succession().empty


def layout(page: Page) -> str:
    """How the map is drawn: as the address says, without former communes where there are none to show."""
    return "map" if page.view.layout == "former" and not offered(page) else page.view.layout


def on_map(page: Page) -> FormerCommunes | None:
    """What the map draws within today's communes; None where it is not asked for, or can't be had."""
    if layout(page) != "former" or page.geometry is None:
        return None
    known = page.data.succession()
    parts = known[known["code"].isin(page.areas["code"])].groupby("code", sort=True)
    shares = {str(code): tuple(each) for code, each in parts["weight"]}
    found = loaders.division(shares, page.geometry)
    names = parts["name"].agg(tuple)
    return FormerCommunes(
        codes=tuple(found),
        borders=tuple(each.borders for each in found.values()),
        names=tuple(names[code] for code in found),
        sites=tuple(each.sites for each in found.values()),
    )


def listed(page: Page) -> Sheet | None:
    """Beneath the map, folded: every former commune of the communes in scope with its figure; None where the map has none."""
    if layout(page) != "former":
        return None
    say, inside = page.say, page.areas[page.inside]
    known = page.data.succession()
    rows = known[known["code"].isin(inside["code"])]
    values = page.data.of_former(page.indicator.code, page.view.period)
    figures = FormerFigures(rows, values, page.indicator, page.period if len(values) else None)
    names = dict(zip(inside["code"], inside["name"], strict=True))
    title = say(
        "{n} former communes and what they are part of today",
        n=number(rows["former"].nunique(), say.language),
    )
    note = say(
        "Schematic: thin lines divide each commune into as many parts as it was made of. They do not say where those lay."
    )
    return Sheet(
        Markup(
            '<p class="notes">{}</p><details><summary>{}</summary><div class="scroll tall">{}</div></details>'
        ).format(note, title, table(figures, say, today=names)),
        key="former",
    )
