"""A commune's page: what it is, its indicators against target and province; and the table of all communes × indicators."""

from collections.abc import Mapping

import pandas as pd
from markupsafe import Markup

from base import formats, settings
from base.texts import Texts
from charts.commune import CommuneChart
from charts.timeline import Timeline
from indicators.catalogue import Indicator
from indicators.doubtful import is_over
from indicators.former import last_until
from indicators.labels import (
    interval_text,
    period_label,
    reason_text,
    target_text,
    value_text,
)
from indicators.measure import target_of
from indicators.readings import Reading, Row
from indicators.standing import remarks
from indicators.working_time import is_told
from ui.commune import place, words
from ui.commune.matrix import matrix
from ui.commune.model import Matrix, Profile
from ui.commune.model import strata as strata_of
from ui.commune.sparks import sparks
from ui.frame import former, maps, marks, phrases, source
from ui.frame.blocks import Block, Card, Columns, Plot, Sheet
from ui.frame.heading import heading
from ui.frame.page import Page


def blocks(page: Page, shown: Profile | Matrix) -> tuple[Block, ...]:
    """One commune, or all of them."""
    return _all(page, shown) if isinstance(shown, Matrix) else _one(page, shown)


def _all(page: Page, shown: Matrix) -> tuple[Block, ...]:
    head = heading(words.of_matrix(page, shown))
    rows = matrix(page, shown.missed, shown.readings)
    return Sheet(head, key="answer"), Sheet(rows, key="matrix")


def _one(page: Page, shown: Profile) -> tuple[Block, ...]:
    within = maps.Within(shown.here.measured["code"] == shown.code, words.name_of(page, shown))
    where = maps.map_block(page, shown.here, key="locator", measure="gap", within=within, slider=False, bare=True)
    rows = indicator_rows(page, shown, sparks(page, shown))
    right: list[Block] = [Sheet(Markup('<div class="card">{}</div>').format(rows), key="indicators")]
    if not page.indicator.province_only:
        right.append(_line(page, shown))
    origin = (Sheet(source.table(page, shown.code), key="source"),) if page.view.source else ()
    return (
        Sheet(heading(words.of_profile(page, shown)), key="answer"),
        Columns(
            (560, 1270), ((Card("whereabouts", (Sheet(place.card(page, shown), key="place"), where)),), tuple(right))
        ),
        *origin,
    )


def _line(page: Page, shown: Profile) -> Card:
    """The commune's own line, those of the communes it was made of, and the province behind."""
    target = target_of(page.indicator, page.period)
    goal = target.value if target else None
    timeline = Timeline(
        page.indicator, page.say, page.period.kind, goal, settings.province().merged_on, events=page.events
    )
    chart = CommuneChart(shown.history, shown.former, timeline, shown.code)
    return Card(
        "card_trend",
        (
            Sheet(chart_title(page), key="chart_title"),
            Plot("trend", chart, chart.words()),
            Sheet(strata(strata_of(shown), page.indicator, say=page.say), key="strata"),
            Sheet(members(shown, page), key="former"),
        ),
    )


def chart_title(page: Page) -> Markup:
    """Over the chart: which indicator it is, and a link to where its figures come from."""
    words = page.indicator.wording(page.say.language)
    return Markup('<h2>{}</h2><p><a class="strong" data-go href="{}">{} ›</a></p>').format(
        words.short, page.link("commune", source="1"), page.say("Where the figures come from")
    )


def indicator_rows(page: Page, shown: Profile, lines: Mapping[str, Markup]) -> Markup:
    """One row per indicator: value with n/d and interval, target, province, need, trend.

    lines: a small line by indicator code, with an arrow where a trend is proven.
    """
    say = page.say
    head = Markup(
        "<thead><tr><th>{}</th><th class=num>{}</th><th>{}</th><th class=num>{}</th><th>{}</th><th class=num>{}</th><th>{}</th>"
        "<th class=num>{}</th><th>{}</th></tr></thead>"
    ).format(
        say("Indicator"),
        say("Commune"),
        say("n/N · 95% interval"),
        say("Target"),
        marks.spoken(say("Target met or not")),
        say("Province"),
        marks.spoken(say("Against province")),
        say("Still needed"),
        say("By year"),
    )
    body = Markup("").join(
        _indicator_row(page, r, row, lines.get(r.indicator.code, Markup(""))) for r, row in shown.rows
    )
    return Markup('<div class="scroll"><table class="rows profile">{}<tbody>{}</tbody></table></div>').format(
        head, body
    )


def _indicator_row(page: Page, reading: Reading, row: Row, spark: Markup) -> Markup:
    say, indicator = page.say, reading.indicator
    name = Markup('<th scope="row"><a data-go href="{}">{}</a><small>{}</small></th>').format(
        page.way("indicator", indicator=indicator.code, commune=row["code"], period=reading.period.code),
        indicator.wording(say.language).short,
        period_label(reading.period, say),
    )
    value = value_text(reading.province.value, indicator, say.language) if reading.province else formats.BLANK
    province = Markup("{}{}").format(value, marks.origin(reading.province, say, is_demo=page.state.is_demo))
    if reading.province and is_over(reading.province.value, indicator):
        province += Markup('<br><small class="muted">{}</small>').format(say("over 100%: some reports are wrong"))
    if row["blank"]:
        return Markup(
            '<tr>{}<td class="num hero">–</td><td class="muted why">{}</td><td></td><td></td><td class="num">{}</td><td></td><td></td><td>{}</td></tr>'
        ).format(name, reason_text(row["blank"], row["at_least"], indicator, say), province, spark)
    if indicator.yes_or_no:
        counts = spread = ""
    else:
        counts = phrases.counts(row["numerator"], row["denominator"], indicator, say)
        spread = interval_text(row["low"], row["high"], indicator, say.language)
    judged = row["target"] == row["target"]
    needed = row["need"] == row["need"] and row["need"] > 0
    state = (
        marks.target_state(
            short=row["short"],
            sure=row["clear"] or row["safe"],
            interval=row["low"] == row["low"] and not indicator.yes_or_no,
            say=say,
        )
        if judged
        else Markup("")
    )
    return Markup(
        '<tr>{}<td class="num hero">{}</td><td class="muted">{}{}</td><td class="num target"{}>{}</td><td class="state">{}</td>'
        '<td class="num">{}</td><td>{}</td><td class="num need"{}><b>{}</b></td><td>{}</td></tr>'
    ).format(
        name,
        words.value_words(row["value"], indicator, say),
        counts,
        "".join(f" · {part}" for part in (spread, _doubted(row, indicator, say), *_standing(row, say)) if part),
        _label(say("Target")) if judged else "",
        target_text(row["target"], indicator, say.language) if judged else "–",
        state,
        province,
        marks.versus_mark(row["versus"], say),
        _label(say("Still needed")) if needed else "",
        phrases.noun(indicator, row["need"], say) if needed else "–",
        spark,
    )


def _label(text: str) -> Markup:
    """What a phone, which has no heads of columns, writes before a cell; a cell without it is left out there."""
    return Markup(' data-label="{}"').format(text)


def _standing(row: Row, say: Texts) -> list[str]:
    flags = {name: bool(row[name]) for name in ("provisional", "estimated")}
    return remarks(**flags, source_kind=str(row["source_kind"]), say=say)


def _doubted(row: Row, indicator: Indicator, say: Texts) -> str:
    return say("over 100%: check the report") if is_over(row["value"], indicator) else ""


def members(shown: Profile, page: Page) -> Markup:
    """The communes that it was made of, each with its last own figure."""
    if shown.members.empty:
        return Markup("")
    figures = last_until(shown.members, shown.former, page.indicator, page.period)
    return Markup("<h2>{}</h2>{}").format(page.say("Before the merger"), former.table(figures, page.say))


def strata(rows: pd.DataFrame, indicator: Indicator, *, say: Texts) -> Markup:
    """An indicator by the child's own ethnic group within the commune, of posts by working time; small cells are hidden.

    rows: VALUES with a column group and value, low, high.
    """
    if rows.empty:
        return Markup("")
    lines = Markup("").join(
        Markup('<tr><td>{}</td><td class="num"><b>{}</b></td><td class="muted">{}</td></tr>').format(
            words.part_name(r["group"], indicator, say), *_part(r, indicator, say)
        )
        for _, r in rows.iterrows()
    )
    name = indicator.wording(say.language).short
    if is_told(indicator):
        title = say("By working time: {name}", name=name)
    else:
        title = say("By the child's ethnic group: {name}", name=name)
    return Markup('<h2>{}</h2><table class="ranking"><tbody>{}</tbody></table>').format(title, lines)


def _part(row: pd.Series, indicator: Indicator, say: Texts) -> tuple[str, str]:
    """The figure of a part of a whole and what it is made of, or why there is none."""
    if row["blank"]:
        return formats.BLANK, reason_text(row["blank"], row["at_least"], indicator, say)
    if is_told(indicator):
        return phrases.noun(indicator, row["numerator"], say), ""
    counts = phrases.counts(row["numerator"], row["denominator"], indicator, say)
    return value_text(row["value"], indicator, say.language), counts
