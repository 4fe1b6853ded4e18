"""The projector view: no menus, one message, large type, steered by keys alone. Sizes are in the sheet's style, in vh."""

from collections.abc import Sequence

import pandas as pd
from markupsafe import Markup, escape

from base import formats
from indicators.labels import communes_text, target_text, value_text
from indicators.need import half_of_need, total_need
from ui.commune.model import Profile
from ui.frame import marks, shell
from ui.frame import phrases as answers
from ui.frame.page import Page, reported_text, version_text
from ui.gap_map.ranking import ordered
from ui.overview.blocks import has_arrows
from ui.overview.model import Overview

# More rows than this can't be read from the last chair.
ROWS = 6
TITLE_LENGTH = 60


def _foot(page: Page, what: str) -> Markup:
    say = page.say
    about = f"{what} · {page.period_text()}" if what else page.period_text()
    demo = Markup("<b>{}</b>").format(say("Illustrative data")) if page.state.is_demo else ""
    return Markup('<p class="foot">{}<span>{}</span><span>{}</span><span>{}</span></p>').format(
        demo, about, reported_text(page), version_text(page)
    )


def fitting(long: str, short: str) -> str:
    """The title that can be read at once: `long` if it is short enough."""
    return long if len(long) <= TITLE_LENGTH else short


def overview(page: Page, shown: Overview) -> None:
    """All targets: the missed ones first, furthest first, then those that are met."""
    say = page.say
    met = sum(not total.short for _, total in shown.judged)
    ordered_rows = sorted(
        shown.judged, key=lambda rt: (not rt[1].short, -abs(rt[1].value - (rt[1].target or 0)) / (rt[1].target or 1))
    )
    worse = {r.indicator.code for r in shown.rows if r.change.result == "worse"}
    arrows = has_arrows([row for row, _ in ordered_rows])
    title = say("{m} of {k} targets met in {year}", m=met, k=len(shown.judged), year=shown.year)
    head = Markup(
        "<thead><tr><th></th><th class=num>{}</th><th class=num>{}</th><th></th><th>{}</th><th class=num>{}</th></tr></thead>"
    ).format(say("Province"), say("Target"), say("5 years") if arrows else "", say("Still needed"))
    rows = Markup("").join(
        Markup(
            '<tr><td>{} {}</td><td class="num"><b>{}</b></td><td class="num">{}</td><td>{}</td><td>{}</td><td class="num">{}</td></tr>'
        ).format(
            marks.total_marks(total, say),
            row.indicator.wording(say.language).short,
            value_text(total.value, row.indicator, say.language),
            target_text(total.target or 0, row.indicator, say.language),
            Markup("{} {}").format(marks.mark("worse"), say("worse")) if row.indicator.code in worse else "",
            marks.trend_arrow(row.trend, row.indicator, say),
            answers.noun(row.indicator, total.need, say) if total.need else "–",
        )
        for row, total in ordered_rows
    )
    signs = marks.target_legend(say) + (Markup(" &ensp; {}").format(marks.trend_legend(say)) if arrows else "")
    legend = Markup('<p class="signs">{}</p>').format(signs)
    slide(page, title, Markup("<table>{}<tbody>{}</tbody></table>{}").format(head, rows, legend), what="")


def gap_map(page: Page, measured: pd.DataFrame, *, marked: Sequence[str], note: str = "") -> None:
    """The message beside the map: what is needed, in which few communes. marked: the communes with numbers on the map.

    note: why the map is not the one asked for, in place of what is needed.
    """
    say, indicator = page.say, page.indicator
    with_figure = measured[measured["blank"] == ""]
    judged = with_figure[with_figure["target"].notna()]
    chosen = measured[measured["code"].isin(page.view.commune[:1])]
    if len(chosen):
        hero = commune_hero(page, chosen.iloc[0])
    elif note:
        hero = Markup('<p class="hero-text">{}</p>').format(note)
    elif len(judged) and judged["short"].any():
        need = total_need(judged)
        text = answers.fill(
            say("{action} to meet it everywhere; half of it in {h}"),
            action=answers.action(indicator, need, say).striptags(),
            h=Markup("<b>{}</b>").format(communes_text(half_of_need(judged), say)),
        )
        hero = Markup(
            '<div class="hero-line"><span class="hero-number">{}</span><span class="hero-text">{}</span></div>'
        ).format(formats.number(need, say.language), text)
    else:
        hero = Markup("")
    rows = Markup("").join(
        Markup(
            '<tr><td><span class="badge">{}</span></td><td>{}</td><td class="num">{}</td><td class="num"><b>{}</b></td></tr>'
        ).format(
            place,
            row["name"],
            value_text(row["value"], indicator, say.language),
            answers.noun(indicator, row["need"], say) if row["need"] == row["need"] else "",
        )
        for place, (_, row) in enumerate(measured.set_index("code", drop=False).loc[list(marked)].iterrows(), start=1)
    )
    panel = Markup('<div class="slide-right">{}<table><tbody>{}</tbody></table></div>').format(hero, rows)
    slide(page, map_title(page, measured), panel)


def map_title(page: Page, measured: pd.DataFrame) -> str:
    """The answer in at most 60 characters."""
    say, indicator = page.say, page.indicator
    words = indicator.wording(say.language)
    with_figure = measured[measured["blank"] == ""]
    target = with_figure["target"].dropna()
    if indicator.province_only or not len(target):
        return fitting(f"{words.short}, {page.period_text()}", words.short[:TITLE_LENGTH])
    missed = int(with_figure["short"].sum())

    def number(count: int) -> str:
        return formats.number(count, say.language)

    limit = target_text(float(target.iloc[0]), indicator, say.language)
    long = say(
        "{a}/{n} communes miss the {t} target: {name}",
        a=number(missed),
        n=number(len(measured)),
        t=limit,
        name=words.short,
    )
    return fitting(
        long, say("{a}/{n} communes miss the {t} target", a=number(missed), n=number(len(measured)), t=limit)
    )


def commune_hero(page: Page, row: pd.Series) -> Markup:
    """A commune that was found by name: its value, its target, its need."""
    say, indicator = page.say, page.indicator
    value = value_text(row["value"], indicator, say.language) if not row["blank"] else formats.BLANK
    need = (
        Markup("<br>{}").format(answers.action(indicator, row["need"], say))
        if row["need"] == row["need"] and row["need"] > 0
        else ""
    )
    target = (
        say("target {t}", t=target_text(row["target"], indicator, say.language))
        if row["target"] == row["target"]
        else ""
    )
    return Markup(
        '<div class="hero-line"><span class="hero-number">{}</span><span class="hero-text"><b>{}</b><br>{}{}</span></div>'
    ).format(value, row["full_name"], target, need)


def top_needs(measured: pd.DataFrame, page: Page) -> list[str]:
    """The communes that get numbers: those with the largest need, at most six; without targets, the lowest values."""
    rows = ordered(measured[measured["blank"] == ""], page.indicator, "gap")
    if rows["need"].notna().any():
        rows = rows[rows["need"] > 0]
    return list(rows["code"].head(ROWS))


def matrix(page: Page, missed: pd.DataFrame) -> None:
    """The communes that miss most targets, each with its strip of marks."""
    say = page.say
    rows = Markup("").join(
        Markup(
            '<tr><td><span class="badge">{}</span></td><td>{}</td><td class="num"><b>{}</b>/{}</td><td class="num">{}</td></tr>'
        ).format(place, r.name, r.missed, r.judged, say("clearly {c}", c=r.clear))
        for place, r in enumerate(missed[missed["missed"] > 0].head(ROWS).itertuples(), start=1)
    )
    some = int((missed["missed"] > 0).sum())
    title = say(
        "{a}/{n} communes miss at least one target",
        a=formats.number(some, say.language),
        n=formats.number(len(missed), say.language),
    )
    slide(page, title, Markup("<table><tbody>{}</tbody></table>").format(rows), what="")


def commune(page: Page, answer: Markup, shown: Profile) -> None:
    """One commune: value and target of its indicators, the clearly missed first."""
    say = page.say
    rows = sorted(shown.judged, key=lambda pair: (not pair[1]["short"], not pair[1]["clear"]))
    body = Markup("").join(
        Markup('<tr><td>{} {}</td><td class="num"><b>{}</b></td><td class="num">{}</td></tr>').format(
            marks.target_marks(
                short=row["short"],
                sure=row["clear"] or row["safe"],
                interval=row["low"] == row["low"] and not reading.indicator.counts_communes,
                say=say,
            ),
            reading.indicator.wording(say.language).short,
            value_text(row["value"], reading.indicator, say.language),
            target_text(row["target"], reading.indicator, say.language),
        )
        for reading, row in rows[: ROWS + 2]
    )
    title = str(answer.striptags()).split(";")[0]
    slide(
        page,
        fitting(title, str(shown.row["full_name"])),
        Markup("<table><tbody>{}</tbody></table>").format(body),
        what="",
    )


def data(page: Page, reports: pd.DataFrame, picture: Markup, period: str) -> None:
    """Who has reported: the picture large. reports: code, name, status on_time|late|missing."""
    done = int((reports["status"] != "missing").sum())
    title = page.say(
        "{r}/{n} communes reported {period}",
        r=formats.number(done, page.say.language),
        n=formats.number(len(reports), page.say.language),
        period=period,
    )
    slide(page, title, picture, what="")


def chart(page: Page, title: str, *, said: Markup | str = "") -> None:
    """Title and foot around a chart that the page draws itself. said: a sentence in its place, where there is none."""
    slide(page, title, Markup('<p class="hero-text">{}</p>').format(said) if said else Markup(""))


def methods(page: Page, body: Markup) -> None:
    """What the indicator in view counts, and its target."""
    slide(page, page.indicator.wording(page.say.language).short, body)


def slide(page: Page, title: str, body: Markup, *, what: str | None = None) -> None:
    """Title, body and foot on the whole screen. what: which indicator it is about, '' if several."""
    shown = page.indicator.wording(page.say.language).short if what is None else what
    html = Markup('<div class="slide"><h1>{}</h1>{}{}</div>').format(escape(title), body, _foot(page, shown))
    shell.sheet(html, key="slide")
