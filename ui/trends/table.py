"""The values of the trends page as a table: province, groups and chosen communes by period."""

import math

import pandas as pd
from markupsafe import Markup

from base import formats
from base.texts import Texts
from indicators import periods
from indicators.catalogue import Indicator
from indicators.labels import group_label, period_short, value_text
from indicators.measure import value_of_one
from indicators.standing import legend, sign
from ui.frame import marks
from ui.frame.page import Page
from ui.trends.model import History


def table(page: Page, shown: History, *, most_periods: int) -> Markup:
    """The same values as a table: province, groups and chosen communes by period. Signs: `standing.sign`."""
    say, indicator = page.say, page.indicator
    own = shown.history[shown.history["kind"] != "country"]
    codes = sorted(own["period"].unique(), key=periods.parse)[-most_periods:]
    head = Markup("").join(Markup('<th class="num">{}</th>').format(period_short(periods.parse(c), say)) for c in codes)
    lines = [
        _line(say("Province"), shown.history[shown.history["kind"] == "province"], codes, indicator, say, strong=True)
    ]
    for group, rows in shown.groups.groupby("group", sort=False):
        lines.append(_line(group_label(page.view.by, str(group), say), rows, codes, indicator, say))
    for code in page.view.commune:
        rows = shown.history[shown.history["code"] == code]
        name = page.areas.loc[page.areas["code"] == code, "name"].iloc[0]
        lines.append(_line(name, rows[rows["kind"] == "commune"], codes, indicator, say))
    return Markup(
        '<div class="card scroll"><table class="ranking by-year"><thead><tr><th>{}</th>{}</tr></thead><tbody>{}</tbody></table><p class="notes">{}</p></div>'
    ).format(
        marks.spoken(say("Area")),
        head,
        Markup("").join(lines),
        " ".join(
            (
                "" if page.scope.whole else say("Groups: of the {scope} alone.", scope=page.scope.short),
                say("The band and upright strokes are 95% intervals.") if indicator.has_interval else "",
                say("Groups are today's for all periods; rates are recomputed from sums. – no figure."),
                *legend(own, say),
                _origins(own[own["kind"] == "province"], say) if page.state.is_demo else "",
            )
        ),
    )


def _origins(province: pd.DataFrame, say: Texts) -> str:
    """Which values of the province (VALUES) are published; the others come from the demo."""
    codes = sorted(province.loc[province["origin"] == "published", "period"].unique(), key=periods.parse)
    if not codes:
        return say("Province values are illustrative.")
    named = ", ".join(period_short(periods.parse(c), say) for c in codes)
    return say("Province values: published for {periods}, otherwise illustrative.", periods=named)


def _line(
    name: str, rows: pd.DataFrame, codes: list[str], indicator: Indicator, say: Texts, *, strong: bool = False
) -> Markup:
    by_period = {row["period"]: row for row in rows.to_dict("records")}
    cells = []
    for code in codes:
        if code not in by_period:
            cells.append(Markup('<td class="num muted">{}</td>').format(formats.BLANK))
            continue
        row = by_period[code]
        value = value_of_one(row["numerator"], row["denominator"], indicator)
        signs = "" if math.isnan(value) else sign(provisional=row["provisional"], estimated=row["estimated"])
        cells.append(Markup('<td class="num">{}{}</td>').format(value_text(value, indicator, say.language), signs))
    label = Markup("<b>{}</b>").format(name) if strong else name
    return Markup("<tr><td>{}</td>{}</tr>").format(label, Markup("").join(cells))
