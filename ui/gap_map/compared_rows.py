"""The one ranking of two maps: a column a map, the communes in the order of the first."""

from collections.abc import Callable, Hashable, Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from indicators.classes import classes
from indicators.labels import reason_text, value_text
from indicators.measure import Total
from indicators.readings import Reading
from indicators.standing import legend, sign
from indicators.status import orientation
from ui.frame import marks
from ui.frame.page import Page
from ui.gap_map import compared
from ui.gap_map.model import GapMap
from ui.gap_map.ranking import MOST_ROWS, ordered
from ui.gap_map.row import attributes_of
from ui.map import wording


def table(page: Page, shown: GapMap, other: Reading, profile: Callable[[str], str]) -> Markup:
    """The communes in scope with their values in the reading in view and in `other`. profile: code -> address."""
    say, readings = page.say, (shown.reading, other)
    ranked = ordered(shown.scoped, page.indicator, shown.ranked_by).head(MOST_ROWS)
    columns = [_cells(reading, ranked.index, page) for reading in readings]
    places = [place if not blank else "" for place, blank in enumerate(ranked["blank"], start=1)]
    rows = zip(places, ranked["code"], ranked["name"], *columns, strict=True)
    lines = [
        Markup('<tr {}><td class="order">{}</td><td>{}</td>{}{}</tr>').format(
            attributes_of(code, chosen=page.chosen, href=profile(code)), place, name, *cells
        )
        for place, code, name, *cells in rows
    ]
    head = Markup('<th class="order">{}</th><th>{}</th><th>{}</th><th>{}</th>').format(
        marks.spoken(say("Place in the ranking")), say("Commune"), *(compared.name(each, page) for each in readings)
    )
    figures = pd.concat([each.measured.loc[ranked.index] for each in readings])
    order = (
        say("In the order of the first map, the worst first.")
        if orientation(page.indicator)
        else say("In the order of the first map, the highest first.")
    )
    return Markup(
        '<div class="tall"><table class="ranking compared" role="grid" aria-label="{}"><thead><tr>{}</tr></thead>'
        '<tbody>{}</tbody>{}</table></div><p class="notes">{}</p>'
    ).format(
        say("Ranking"),
        head,
        Markup("").join(lines),
        _foot(page, shown, other),
        " ".join([order, *legend(figures, say)]),
    )


def _cells(reading: Reading, index: pd.Index, page: Page) -> list[Markup]:
    """The value of each commune of `index` in `reading`, with the colour that its distance to the target has on a map."""
    shades = pd.Series(list(classes(reading.measured, reading.indicator, "gap")), index=reading.measured.index)
    rows = reading.measured.assign(shade=shades).loc[index].to_dict("records")
    return [_cell(row, reading, page) for row in rows]


def _cell(row: Mapping[Hashable, Any], reading: Reading, page: Page) -> Markup:
    say, indicator = page.say, reading.indicator
    if row["blank"]:
        return Markup('<td class="muted">{}</td>').format(reason_text(row["blank"], row["at_least"], indicator, say))
    text = wording.answer(row["has"], say) if indicator.yes_or_no else value_text(row["value"], indicator, say.language)
    shade = Markup('<i class="swatch g{}"></i>').format(row["shade"]) if row["shade"].isdigit() else ""
    flag = sign(provisional=bool(row["provisional"]), estimated=bool(row["estimated"]))
    return Markup('<td class="num">{}{}{}</td>').format(shade, text, flag)


def _foot(page: Page, shown: GapMap, other: Reading) -> Markup:
    """The communes in scope together, where not all are, and the province beside them."""
    readings = (shown.reading, other)
    lines = [(page.say("Province"), [each.province for each in readings])]
    if not page.scope.whole:
        lines.insert(0, (page.scope.short, [shown.total, shown.other_total]))
    rows = Markup("").join(
        Markup("<tr><td></td><td>{}</td>{}{}</tr>").format(
            name, *(_total(total, reading, page) for total, reading in zip(totals, readings, strict=True))
        )
        for name, totals in lines
    )
    return Markup("<tfoot>{}</tfoot>").format(rows)


def _total(total: Total | None, reading: Reading, page: Page) -> Markup:
    return Markup('<td class="num">{}{}</td>').format(
        value_text(total.value if total else None, reading.indicator, page.say.language),
        marks.origin(total, page.say, is_demo=page.state.is_demo),
    )
