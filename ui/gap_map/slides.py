"""The gap map on the projector: what is needed beside the map, the clusters, or the funnel plot."""

import pandas as pd
from markupsafe import Markup

from indicators.labels import value_text
from ui.frame import slide as projector
from ui.frame.page import Page
from ui.gap_map import clusters
from ui.gap_map.model import GapMap
from ui.map import draw as maps

# Beside the message of a commune fewer rows have room above the legend.
_ROWS_BESIDE = 4


def draw(page: Page, shown: GapMap) -> None:
    """The slide that the address asks for: `layout=funnel`, `measure=cluster`, else the map of need."""
    if page.view.layout == "funnel":
        # Plotly is loaded only where a chart is drawn.
        from ui.gap_map import funnel

        funnel.project(page, shown.reading, inside=shown.inside)
    elif shown.measure == "cluster":
        _clusters(page, shown)
    else:
        marked = projector.top_needs(shown.scoped, page)
        projector.gap_map(page, shown.scoped, marked=marked, note=_refused(page, shown))
        if not page.indicator.province_only:
            maps.project(page, shown.reading, measure=shown.measure, marked=marked)


def _refused(page: Page, shown: GapMap) -> str:
    """Why there are no clusters, where they were asked for."""
    if page.view.measure != "cluster":
        return ""
    return clusters.refused(clusters.refusal(page, shown.reading), shown.reading.measured, page.say)


def _clusters(page: Page, shown: GapMap) -> None:
    """The communes that stand out, numbered as on the map, and the one thing that must be known of such a map."""
    say, reading = page.say, shown.reading
    found = clusters.frame(page, reading, shown.measure)
    chosen = found[found["code"].isin(page.view.commune[:1])]
    rows = clusters.standing_out(found, reading.indicator).head(_ROWS_BESIDE if len(chosen) else projector.ROWS)
    panel = Markup('<div class="slide-right">{}{}<p class="caveat">{}</p></div>').format(
        projector.commune_hero(page, chosen.iloc[0]) if len(chosen) else "",
        _table(page, rows),
        say("“No cluster seen” does not mean that there is none."),
    )
    projector.slide(page, clusters.title(found, say), panel)
    maps.project(page, reading, measure=shown.measure, marked=list(rows["code"]))


def _table(page: Page, rows: pd.DataFrame) -> Markup:
    """Number on the map, name, value and kind of cluster of each commune."""
    body = Markup("").join(
        Markup(
            '<tr><td><span class="badge">{}</span></td><td>{}</td><td class="num"><b>{}</b></td><td>{}</td></tr>'
        ).format(
            place,
            row["name"],
            value_text(row["value"], page.indicator, page.say.language),
            clusters.kind_text(row["cluster"], page.say),
        )
        for place, row in enumerate(rows.to_dict("records"), start=1)
    )
    return Markup("<table><tbody>{}</tbody></table>").format(body) if body else Markup("")
