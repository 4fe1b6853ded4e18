"""The trends page where communes have it or have it not: how many had it before and after the merger, and each commune year by year."""

from collections.abc import Hashable, Mapping
from typing import Any

from markupsafe import Markup

from base import formats, settings
from base.texts import Texts
from charts.having import HavingChart
from charts.timeline import Timeline
from indicators import periods
from indicators.labels import period_short
from indicators.status import orientation
from ui.frame.blocks import Block, Card, Plot, Sheet
from ui.frame.page import Page
from ui.trends.model import History

_Cells = Mapping[Hashable, Any]

MOST_ROWS = 400


def chart(page: Page, shown: History) -> HavingChart:
    """Bars of the communes in scope."""
    timeline = Timeline(page.indicator, page.say, shown.kind, seam=settings.province().merged_on, events=page.events)
    return HavingChart(shown.counts, timeline)


def blocks(page: Page, shown: History) -> tuple[Block, ...]:
    """The bars over the table of communes by period."""
    bars = chart(page, shown)
    plot = Plot("trend", bars, bars.words(), height=260 if page.look.narrow else 320)
    return Card("card_trend", (plot,)), Sheet(matrix(page, shown, most=3 if page.look.narrow else 12), key="matrix")


def matrix(page: Page, shown: History, *, most: int) -> Markup:
    """A row a commune, a cell a period: has it, has it not, or of so many former communes so many. most: periods, the newest."""
    say = page.say
    rows = shown.history[shown.history["kind"] == "commune"]
    until = page.period.ends_on
    codes = [c for c in sorted(rows["period"].unique(), key=periods.parse) if periods.parse(c).ends_on <= until][-most:]
    states = {(str(r["code"]), str(r["period"])): r for r in rows.to_dict("records")}
    areas = page.areas[page.inside]
    last = codes[-1] if codes else ""
    order = sorted(
        zip(areas["code"], areas["name"], strict=True),
        key=lambda each: (_rank(states.get((each[0], last))), formats.sort_key(each[1])),
    )
    head = Markup("").join(Markup("<th>{}</th>").format(period_short(periods.parse(code), say)) for code in codes)
    body = Markup("").join(
        Markup('<tr><th scope="row"><a data-go href="{}">{}</a></th>{}</tr>').format(
            page.way("commune", commune=code), name,
            Markup("").join(_cell(states.get((code, period)), page) for period in codes),
        )
        for code, name in order[:MOST_ROWS]
    )  # fmt: skip
    province = settings.province()
    note = say("– not reported.")
    if province.has_merged:
        note = say(
            "Until {d} a cell says how many of its former communes had it. – not reported.",
            d=formats.day(province.merged_on, say.language),
        )
    return Markup(
        '<div class="card scroll"><table class="matrix having-matrix"><thead><tr><th>{}</th>{}</tr></thead><tbody>{}</tbody></table>'
        '<p class="notes">{}</p></div>'
    ).format(say("Commune"), head, body, note)


def _rank(row: _Cells | None) -> int:
    """Without it first, then what is not known, then with it."""
    if row is None or row["blank"]:
        return 1
    return 2 if row["numerator"] else 0


def _cell(row: _Cells | None, page: Page) -> Markup:
    say = page.say
    if row is None or row["blank"] or row["numerator"] != row["numerator"]:
        return Markup('<td class="cell muted">{}</td>').format(formats.BLANK)
    has, of = int(row["numerator"]), int(row["denominator"])
    good = (has > 0) is (orientation(page.indicator) >= 0)
    return Markup('<td class="cell {}">{}</td>').format(
        "g4" if good else "g1", _text(has, of, say, summed=row["origin"] == "summed")
    )


def _text(has: int, of: int, say: Texts, *, summed: bool) -> str:
    if summed:
        return f"{formats.number(has, say.language)}/{formats.number(of, say.language)}"
    return say("Has") if has else say("Has not")
