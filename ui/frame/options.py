"""What can be chosen on every page: indicators, periods, communes, as code and label in reading order."""

from base.formats import sort_key
from indicators import periods
from indicators.catalogue import Indicator
from indicators.labels import period_label
from ui.frame.blocks import Options
from ui.frame.page import Page

# A longer list would cost more on the line than the map itself; the search of the header finds single communes then.
MOST_OPTIONS = 400


def offered_indicators(page: Page) -> list[Indicator]:
    """Indicators in use, and the one in view, in the order of the catalogue."""
    shown = {page.view.indicator, *(i.code for i in page.catalogue.offered)}
    return [i for i in page.catalogue if i.code in shown]


def indicator_options(page: Page) -> Options:
    """`offered_indicators` by code and short name."""
    return tuple((i.code, i.wording(page.say.language).short) for i in offered_indicators(page))


def period_options(page: Page, *, annual: bool = False) -> Options:
    """The periods of the indicator in view, annual ones first, newest first. annual: no others."""
    known = [periods.parse(code) for code in page.periods["period"]] or [page.period]
    known.sort(key=lambda p: (not p.is_annual, -p.ends_on.toordinal()))
    return tuple((p.code, period_label(p, page.say)) for p in known if p.is_annual or not annual)


def commune_options(page: Page) -> Options:
    """Communes in the order of the language."""
    named = zip(page.areas["code"], page.areas["full_name"], page.areas["name"], strict=True)
    return tuple((code, full) for code, full, name in sorted(named, key=lambda row: sort_key(row[2])))
