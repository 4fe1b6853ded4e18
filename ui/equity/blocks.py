"""Blocks of the equity page: measures in words, groups as a table and as links, communes that make up the gap."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from base import formats, settings
from base.texts import Texts
from charts.contributions import Contributions
from charts.equidots import Marked
from charts.equiplot import Equiplot
from charts.gap_line import GapLine
from indicators import periods
from indicators.catalogue import Indicator
from indicators.equity.explain import Explained
from indicators.equity.labels import can_be_filtered, grouping_label
from indicators.labels import communes_text, interval_text, period_short, value_text
from indicators.standing import legend, sign
from ui.equity import words
from ui.equity.measures import measures
from ui.equity.model import Equity, param_of
from ui.frame import marks
from ui.frame.blocks import Block, Card, Columns, Plot, Sheet, Toggle
from ui.frame.heading import heading
from ui.frame.page import Page

MOST_ROWS = 60
FEW_YEARS = 3


def blocks(page: Page, shown: Equity) -> tuple[Block, ...]:
    """The answer, the groups over time beside the measures, the gap and where it lies, and the groups as a table."""
    say, look = page.say, page.look
    left: list[Block] = [_groups(page, shown)]
    right: list[Block] = []
    if len(shown.summary):
        table_of_measures = measures(shown.summary, shown.indicator, say, folded=look.narrow)
        right.append(Sheet(table_of_measures, key="measures"))
    gap = _gap(page, shown)
    if gap is not None:
        (left if look.narrow else right).append(gap)
    if shown.explained is not None:
        chart = contributions(page, shown, shown.explained)
        left.append(
            Card(
                "card_parts",
                (
                    Sheet(words.explanation(page, shown), key="explanation"),
                    Plot("parts", chart, chart.words()),
                    Sheet(parts(page, shown, shown.explained), key="parts_table"),
                ),
            )
        )
    head = Sheet(heading(words.answer(page, shown), sub=words.doubts(page, shown)), key="answer")
    beside = Columns((1200, 630), (tuple(left), tuple(right)))
    rows = (Sheet(table(page, shown, narrow=look.narrow), key="table"),) if len(shown.groups) else ()
    return head, beside, *rows


def equiplot(page: Page, shown: Equity) -> Equiplot:
    """The groups over time, the worse and the better one in the colours of the judgement."""
    gap = shown.gap
    return Equiplot(
        groups=shown.groups,
        names=shown.names,
        indicator=shown.indicator,
        say=page.say,
        marked=Marked(gap.worst, gap.best) if gap else Marked(),
        target=shown.target,
        seam=settings.province().merged_on,
        breaks=shown.breaks,
    )


def contributions(page: Page, shown: Equity, explained: Explained) -> Contributions:
    """The communes that make up the gap."""
    return Contributions(explained.parts, shown.indicator, page.say)


def _groups(page: Page, shown: Equity) -> Card:
    say = page.say
    inside: list[Block] = []
    if len(shown.offered) > 1:
        labels = tuple((g, grouping_label(g, say)) for g in shown.offered)
        inside.append(Toggle("by", labels, page.view.by, say("Groups")))
    if len(shown.groups):
        chart = equiplot(page, shown)
        alt = (chart.newest if page.look.narrow else chart).words()
        inside.append(Plot("equiplot", chart, alt, param=param_of(page.view.by)))
        inside.append(Sheet(words.hint(page, shown), key="hint"))
    else:
        inside.append(Sheet(words.elsewhere(page, shown), key="hint"))
    return Card("card_equiplot", tuple(inside))


def _gap(page: Page, shown: Equity) -> Card | None:
    """How the gap has moved; None where that can't be said."""
    gap = shown.gap
    if gap is None or not gap.change:
        return None
    chart = GapLine(
        course=shown.course,
        indicator=shown.indicator,
        say=page.say,
        worst=shown.names[gap.worst],
        best=shown.names[gap.best],
        seam=settings.province().merged_on,
        breaks=shown.breaks,
        events=page.events,
    )
    return Card("card_gap", (Sheet(words.gap_title(page, shown), key="gap_title"), Plot("gap", chart, chart.words())))


def table(page: Page, shown: Equity, *, narrow: bool) -> Markup:
    """The groups as a table: value in each period, the newest with its interval, counts and communes. Signs: `standing.sign`.

    narrow: the last years only (a phone).
    """
    say, indicator = page.say, shown.indicator
    codes = sorted(shown.groups["period"].unique(), key=periods.parse)[-FEW_YEARS if narrow else -8 :]
    head = Markup("").join(Markup('<th class="num">{}</th>').format(period_short(periods.parse(c), say)) for c in codes)
    by_group = {str(group): rows for group, rows in shown.groups.groupby("group", sort=False)}
    lines = [
        _row(page, group, shown, rows, codes, indicator)
        for group, rows in list(by_group.items())[:MOST_ROWS]
    ]  # fmt: skip
    of_communes = bool(shown.groups["members"].notna().any())
    title = say("Groups by year")
    note = " ".join(
        [
            say("Groups are today's for all periods; rates are recomputed from sums. – no figure."),
            *legend(shown.groups, say),
        ]
    )
    return Markup(
        '<div class="card scroll"><h2>{}</h2><table class="ranking by-year"><thead><tr><th>{}</th>{}{}<th class="num">{}</th>'
        '{}</tr></thead><tbody>{}</tbody></table><p class="notes">{}</p></div>'
    ).format(
        title,
        marks.spoken(say("Group")),
        head,
        Markup('<th class="num">{}</th>').format(say("95% interval")) if indicator.has_interval else "",
        say("Numerator/denominator"),
        Markup('<th class="num">{}</th>').format(say("Communes with a figure")) if of_communes else "",
        Markup("").join(lines),
        note,
    )


def _row(page: Page, group: str, shown: Equity, rows: pd.DataFrame, codes: list[str], indicator: Indicator) -> Markup:
    say = page.say
    by_period = {str(row["period"]): row for row in rows.to_dict("records")}
    cells = []
    for code in codes:
        row = by_period.get(code)
        value = None if row is None or row["value"] != row["value"] else float(row["value"])
        signs = "" if row is None or value is None else sign(provisional=row["provisional"], estimated=row["estimated"])
        cells.append(Markup('<td class="num">{}{}</td>').format(value_text(value, indicator, say.language), signs))
    last: Mapping[Any, Any] = by_period.get(codes[-1], {})
    counts, span = "", ""
    if last and last["numerator"] == last["numerator"]:
        top, bottom = (formats.number(last[part], say.language) for part in ("numerator", "denominator"))
        counts, span = f"{top}/{bottom}", interval_text(last["low"], last["high"], indicator, say.language)
    members = _members(last, say)
    return Markup('<tr><td>{}</td>{}{}<td class="num">{}</td>{}</tr>').format(
        _group_link(page, shown, group),
        Markup("").join(cells),
        Markup('<td class="num">{}</td>').format(span) if indicator.has_interval else "",
        counts,
        Markup('<td class="num">{}</td>').format(members) if rows["members"].notna().any() else "",
    )


def _members(row: Mapping[Any, Any], say: Texts) -> str:
    """'20 of 22, 2 hidden' communes; '' for groups of children."""
    if not row or row["members"] != row["members"]:
        return ""
    shown, members = (formats.number(row[part], say.language) for part in ("reported", "members"))
    text = say("{r} of {n}", r=shown, n=members)
    hidden = int(row["hidden"])
    return f"{text}, {say('{n} hidden', n=hidden)}" if hidden else text


def _group_link(page: Page, shown: Equity, group: str) -> Markup | str:
    """The group's name; where the filter can choose it, a link that holds it against the best group."""
    name = shown.names[group]
    if shown.grouping == "commune":
        return Markup('<a data-go href="{}">{}</a>').format(page.way("commune", commune=group), name)
    if not can_be_filtered(shown.grouping):
        return name
    href = page.way("groups", by=shown.grouping, **{shown.grouping: group})
    return Markup('<a data-go href="{}">{}</a>').format(href, name)


def parts(page: Page, shown: Equity, found: Explained) -> Markup:
    """The communes that make up the gap, most first: value, children they add, share of the gap."""
    say, indicator = page.say, shown.indicator
    noun = indicator.wording(say.language).unit_noun_many
    head = Markup('<th>{}</th><th class="num">{}</th><th class="num">{}</th><th class="num">{}</th>').format(
        say("Commune"), say("Value"), say("Part of the gap ({unit})", unit=noun), say("Share of the gap")
    )
    rows = found.parts.head(MOST_ROWS).to_dict("records")
    body = Markup("").join(
        Markup(
            '<tr><td><a data-go href="{}">{}</a></td><td class="num">{}</td><td class="num">{}</td><td class="num">{}</td></tr>'
        ).format(
            page.way("commune", commune=row["code"]),
            row["name"],
            value_text(row["value"], indicator, say.language),
            formats.number(row["excess"], say.language, 1),
            formats.percent(row["share"], say.language, 1) if row["excess"] > 0 else formats.BLANK,
        )
        for row in rows
    )
    note = say("Below 0: the commune does better than the group it is held against. The parts add up to the gap.")
    table = Markup('<table class="ranking"><thead><tr>{}</tr></thead><tbody>{}</tbody></table><p class="notes">{}</p>')
    return Markup('<details class="card scroll"><summary>{}</summary>{}</details>').format(
        say("All {n}", n=communes_text(len(found.parts), say)), table.format(head, body, note)
    )
