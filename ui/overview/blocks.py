"""The overview: one row per headline indicator, what got worse, who misses most, who has reported."""

from collections.abc import Sequence
from datetime import date, timedelta

import pandas as pd
from markupsafe import Markup

from base import formats
from base.texts import Texts
from indicators.catalogue import Direction, Indicator, Unit
from indicators.change import RESULTS
from indicators.labels import communes_text, target_text, value_text
from indicators.measure import Total
from indicators.overview import OverviewRow
from indicators.trend import PROVEN
from ui.frame import marks, phrases
from ui.frame.blocks import Block, Sheet
from ui.frame.freshness import freshness, freshness_period
from ui.frame.heading import heading
from ui.frame.page import Page
from ui.frame.view import View
from ui.overview import words
from ui.overview.aside import map_link, most_missed, worse_list
from ui.overview.model import Overview

_MOST_NAMED = 150

# Results of indicators.change -> the mark beside their word.
_CHANGE_MARKS = {
    "better": "better",
    "worse": "worse",
    "within": "similar",
    "same": "neutral",
    "merged": "neutral",
    "sources": "neutral",
    "not_judged": "neutral",
    "cannot": "neutral",
}


def blocks(page: Page, shown: Overview) -> tuple[Block, ...]:
    """The answer, then the rows beside what got worse, who misses most and who has reported."""
    say, state = page.say, page.state
    reports = reports_of(page)
    rows = table(shown, page, evidence=evidence(state.as_of, say))
    aside = (
        worse_list(page, shown)
        + most_missed(page, shown)
        + freshness(reports, period=freshness_period(reports, say), say=say)
    )
    board = Markup('<div class="columns"><div>{}</div><div>{}</div></div>').format(rows, aside)
    answer = heading(words.answer_of(page, shown))
    return Sheet(answer, key="answer"), Sheet(board, key="board")


def reports_of(page: Page) -> pd.DataFrame:
    """Who of the communes in scope has reported the latest quarter that is due."""
    reports = page.data.freshness()
    return reports[reports["code"].isin(page.areas.loc[page.inside, "code"])]


def _change(row: OverviewRow, say: Texts) -> Markup:
    if row.change.difference != row.change.difference:
        return Markup('<td class="num">–</td><td></td>{}').format(_trend(row, say))
    word: Markup | str = say(RESULTS[row.change.result])
    if row.change.result == "worse":
        word = Markup("<b>{}</b>").format(word)
    if row.change.result == "merged":
        word = Markup('<span class="long">{}</span>').format(word)
    number = formats.signed(row.change.difference, say.language, row.indicator.decimals)
    return Markup('<td class="num">{}</td><td>{} {}</td>{}').format(
        number, marks.mark(_CHANGE_MARKS[row.change.result]), word, _trend(row, say)
    )


def _trend(row: OverviewRow, say: Texts) -> Markup:
    """The arrow of a proven trend; on a phone, which has no headings, the cell names itself."""
    arrow = marks.trend_arrow(row.trend, row.indicator, say)
    return Markup('<td class="trend" data-label="{}">{}</td>').format(say("5 years") if arrow else "", arrow)


def scale_top(indicator: Indicator, values: Sequence[float]) -> float:
    """Where a bar of this indicator ends: 100 % of a share, else a little over the largest value."""
    if indicator.unit is Unit.PERCENT:
        return 100.0 if indicator.direction is not Direction.DOWN else max(50.0, *values)
    return 1.15 * max([*values, 1.0])


def _need(total: Total, indicator: Indicator, say: Texts) -> Markup | str:
    """What the province itself needs to reach its target; what all communes below it need together is the map's answer."""
    if not total.need:
        return "–"
    phrase = phrases.action(indicator, total.need, say).striptags()
    return Markup('<b title="{}">{}</b>').format(phrase, phrases.noun(indicator, total.need, say))


def province_text(page: Page, shown: Overview, indicator: Indicator) -> str:
    """The province's own value, which stands beside that of a filter."""
    total = shown.province.get(indicator.code)
    return value_text(total.value if total else None, indicator, page.say.language)


def _strip(page: Page, row: OverviewRow, label: str) -> Markup:
    """The communes of a province by name; a country has too many to be pointed at."""
    if len(row.communes) > _MOST_NAMED:
        return marks.strip(row.strip, label=label)
    names = dict(zip(page.areas["code"], page.areas["name"], strict=True))
    return marks.strip(row.strip, label=label, codes=row.communes, names=[names[code] for code in row.communes])


def _row(page: Page, shown: Overview, row: OverviewRow) -> Markup:
    say, indicator, total = page.say, row.indicator, row.total
    year, communes = shown.year, shown.communes
    beside = Markup("")
    if not page.scope.whole:
        beside = Markup("<small>{}</small>").format(say("Province {v}", v=province_text(page, shown, indicator)))
    words = indicator.wording(say.language)
    name = Markup('<a data-go href="{}">{}</a>').format(map_link(page, indicator, year), words.short)
    if total is None:
        return Markup('<tr><th scope="row">{}</th><td class="num hero">–{}</td><td colspan="9">{}</td></tr>').format(
            name, beside, say("No figure for this period")
        )
    judged = total.target is not None
    bar = Markup("")
    if indicator.is_rate and indicator.unit is Unit.PERCENT:
        bar = marks.bullet(
            total.value, total.target, met=not total.short if judged else None, top=scale_top(indicator, [total.value])
        )
    if judged:
        state = Markup('<td class="num target" data-label="{}">{}</td><td class="state">{} {}</td>').format(
            say("Target"),
            target_text(total.target or 0, indicator, say.language),
            marks.total_marks(total, say),
            say("Not met") if total.short else say("Met"),
        )
    else:
        state = Markup('<td class="num target">–</td><td class="state"></td>')
    label = say("{name}: {n}, from worst to best", name=words.short, n=communes_text(communes, say))
    cells = (
        Markup('<a data-go href="{}" aria-label="{}">{}</a>').format(
            map_link(page, indicator, year), label, _strip(page, row, label)
        )
        if row.strip
        else Markup('<span class="muted">{}</span>').format(
            say("province only") if indicator.province_only else say("no target")
        )
    )
    need = _need(total, indicator, say)
    return Markup(
        '<tr><th scope="row">{name}{origin}</th><td class="num hero">{value}{beside}</td><td class="bar">{bar}</td>'
        '{state}{change}<td class="cells">{cells}</td><td class="num">{need}</td></tr>'
    ).format(
        name=name,
        origin=marks.origin(total, say, is_demo=page.state.is_demo),
        value=value_text(total.value, indicator, say.language),
        beside=beside,
        bar=bar,
        state=state,
        change=_change(row, say),
        cells=cells,
        need=need,
    )


def table(shown: Overview, page: Page, *, evidence: str) -> Markup:
    """The rows that are not complete, then one line of those at 100 %. evidence: month of the newest report."""
    rows, year = shown.rows, shown.year
    view, say, is_demo = page.view, page.say, page.state.is_demo
    open_rows = [r for r in rows if not r.complete]
    folded = [r for r in rows if r.complete]
    head = Markup(
        "<thead><tr><th>{}</th><th class=num>{}</th><th><span aria-hidden=true>┃</span> {}</th><th class=num>{}</th><th>{}</th>"
        "<th class=num>{}</th><th>{}</th><th>{}</th><th>{}</th><th class=num>{}</th></tr></thead>"
    ).format(
        say("Indicator"),
        page.scope.short,
        say("target"),
        say("Target {year}", year=year),
        marks.spoken(say("Target met or not")),
        say("Against {year}", year=year - 1),
        marks.spoken(say("Better or worse than then")),
        say("5 years"),
        say("{n}, from worst", n=communes_text(shown.communes, say)),
        say("Still needed"),
    )
    body = Markup("").join(_row(page, shown, r) for r in open_rows)
    done = Markup("")
    if folded:
        names = Markup(" · ").join(
            Markup('<a data-go href="{}">{}</a>{}{}').format(
                map_link(page, r.indicator, year),
                r.indicator.wording(say.language).short,
                _in_brackets(r.total, is_demo=is_demo, say=say),
                Markup(" {}").format(marks.trend_arrow(r.trend, r.indicator, say)) if has_arrows([r]) else "",
            )
            for r in folded
        )
        done = Markup('<p class="done">{} {}. {}</p>').format(
            say("At 100% ({n}):", n=len(folded)), names, say("Newest evidence: {month}.", month=evidence)
        )
    return Markup(
        '<div class="card"><div class="scroll"><table class="rows">{}<tbody>{}</tbody></table></div>{}<p class="notes">{}</p></div>'
    ).format(head, body, done, _legend(rows, view, say))


def _legend(rows: Sequence[OverviewRow], view: View, say: Texts) -> Markup:
    """What the marks mean; of arrows only where there are any, or why there are none."""
    if not view.area.is_empty:
        trends: Markup | str = say("Trends over five years are known of the whole province only.")
    else:
        trends = marks.trend_legend(say) if has_arrows(rows) else ""
    # Those at 100 % stand in a line without marks.
    drawn = [r.total for r in rows if r.total is not None and r.total.target is not None and not r.complete]
    across = any(t.low == t.low and not (t.clear or t.safe) for t in drawn)
    return Markup(" &ensp; ").join(part for part in (marks.target_legend(say, across=across), trends) if part)


def has_arrows(rows: Sequence[OverviewRow]) -> bool:
    """Whether a trend is proven in any of the rows."""
    return any(r.trend.result in PROVEN for r in rows)


def _in_brackets(total: Total | None, *, is_demo: bool, say: Texts) -> str:
    """' (430/430, Đã công bố)': counts that are few enough to say something, and whether the figure is published."""
    said = [marks.origin_word(total, say, is_demo=is_demo)]
    if total is not None and total.denominator < 1000:
        said.insert(0, "/".join(formats.number(n, say.language) for n in (total.numerator, total.denominator)))
    named = ", ".join(filter(None, said))
    return f" ({named})" if named else ""


def evidence(as_of: date, say: Texts) -> str:
    """The month that the newest evidence is of: the one before the data's day."""
    month = as_of.replace(day=1) - timedelta(days=1)
    return f"{month.month:02d}/{month.year}" if say.language == "vi" else f"{month:%B %Y}"
