"""What is chosen on the gap map alone: what stands beside the map, how the map is drawn, what it colours."""

from ui.frame.blocks import Popover, Toggle
from ui.frame.finder import by_theme, finder, plain
from ui.frame.options import offered_indicators, period_options
from ui.frame.page import Page
from ui.gap_map import former
from ui.gap_map.model import GapMap


def more(page: Page) -> Popover:
    """What stands beside the map: the ranking, another indicator, another period; and how the map itself is drawn."""
    say, view = page.say, page.view
    layouts = {
        "map": say("Map"),
        **({"former": say("Map with former communes")} if former.offered(page) else {}),
        "columns": say("3-D columns"),
        "points": say("Health stations, schools, play spaces"),
        "funnel": say("Funnel plot"),
    }
    layout = former.layout(page)
    label = say("Compare, kind of map") if layout == "map" else layouts[layout]
    others = [i for i in offered_indicators(page) if i.code != view.indicator and not i.province_only]
    earlier = tuple((code, text) for code, text in period_options(page) if code != view.period)
    beside = (
        plain("", (("", say("No second map")),)),
        *by_theme(others, say),
        *((plain(say("Another period"), earlier),) if earlier else ()),
    )
    return Popover(
        label,
        (
            finder("compare", beside, view.compare, say("Second map: another indicator or period"), say),
            Toggle("layout", tuple(layouts.items()), layout, say("How the map is drawn")),
        ),
    )


def measures(page: Page, shown: GapMap) -> Toggle:
    """What the map colours."""
    say = page.say
    words = {
        "gap": say("Gap to target"),
        "value": say("Value"),
        "need": say("Still needed"),
        "versus": say("Against the province"),
        "cluster": say("Clusters"),
        "has": say("Has, has not"),
        "without": say("Children without"),
        "since": say("Since when"),
    }
    return Toggle("measure", tuple((m, words[m]) for m in shown.measures), shown.measure, say("Measure"))
