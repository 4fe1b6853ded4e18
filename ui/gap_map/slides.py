"""The gap map as a slide: what is needed beside the map, the clusters, or the funnel plot."""

import pandas as pd
from markupsafe import Markup

from base import formats
from charts.funnel import FunnelChart
from indicators.labels import communes_text, target_text, value_text
from indicators.need import half_of_need, total_need
from indicators.status import orientation
from ui.frame import maps, phrases
from ui.frame.doubts import doubts
from ui.frame.page import Page
from ui.frame.provenance import slide_source, slide_subject
from ui.frame.slide import ROWS, Cell, Drawing, Number, Slide, SlideChart, SlideNotes, SlideTable
from ui.gap_map import clusters, funnel, funnel_words, having_words
from ui.gap_map.model import GapMap, within
from ui.gap_map.ranking import ordered
from ui.map import wording
from ui.map.picture import MapPicture

# Beside the message of a commune fewer rows have room above the legend.
_ROWS_BESIDE = 4
# Pixels that names are placed for: on a screen of 1280.
_WIDTH = 1200


def slide(page: Page, shown: GapMap) -> Slide:
    """What the address asks for: `layout=funnel`, `measure=cluster`, else the map of need."""
    if page.view.layout == "funnel":
        return _funnel(page, shown)
    if page.indicator.yes_or_no:
        return _having(page, shown)
    return _clusters(page, shown) if shown.measure == "cluster" else _need(page, shown)


def _link(page: Page) -> str:
    view = page.view
    return page.link(page.name, measure=view.measure, layout=view.layout, compare=view.compare, view=None)


def _need(page: Page, shown: GapMap) -> Slide:
    """The message beside the map: what is needed, in which few communes, numbered as on the map."""
    measured = shown.scoped
    marked = top_needs(page, measured)
    refused = ""
    if page.view.measure == "cluster":
        refused = clusters.refused(maps.refusal(page, shown.reading), measured, page.say)
    hero = _hero(page, measured, asked_for_more=bool(refused))
    title = map_title(page, shown)
    return Slide(
        title=title,
        subject=slide_subject(page),
        numbers=(hero,) if hero else (),
        message=Markup("") if hero or not refused else Markup("{}").format(refused),
        table=SlideTable(tuple(_needing(page, place, row) for place, row in _numbered(measured, marked))),
        picture=None if page.indicator.province_only else _picture(page, shown, marked),
        notes=SlideNotes(caveat=_doubts(page, shown)),
        source=slide_source(page),
        alt=title,
        link=_link(page),
    )


def _doubts(page: Page, shown: GapMap) -> str:
    of_all = shown.reading.province
    together = of_all if page.scope.whole else shown.total
    total, province = (each.value if each else None for each in (together, of_all))
    return str(doubts(shown.scoped, page.indicator, total=total, province=province, say=page.say).striptags())


def _having(page: Page, shown: GapMap) -> Slide:
    """Who lacks it, by the children who live there, numbered as on the map."""
    say, indicator, scoped = page.say, page.indicator, shown.scoped
    without = ordered(scoped, indicator, shown.measure)
    without = without[without["lacks"]].head(ROWS)
    living = scoped.loc[scoped["lacks"], "children"]
    title = having_words.title(scoped, say)
    hero = None
    if len(living) and living.notna().all():
        there = formats.number(living.sum(), say.language)
        hero = Number(there, Markup("{}").format(having_words.who(indicator, say)))
    chosen = scoped[scoped["code"].isin(page.view.commune[:1])]
    if len(chosen):
        hero = Number(
            wording.answer(chosen.iloc[0]["has"], say), Markup("<b>{}</b>").format(chosen.iloc[0]["full_name"])
        )
    rows = tuple(
        (
            Cell(str(place), "badge"),
            Cell(row["name"]),
            Cell(
                formats.number(row["children"], say.language) if row["children"] == row["children"] else "",
                "num",
                strong=True,
            ),
            Cell(wording.since(row["since"], row["run"], say)),
        )
        for place, row in enumerate(without.to_dict("records"), start=1)
    )
    return Slide(
        title=title,
        subject=slide_subject(page),
        numbers=(hero,) if hero else (),
        message=Markup("{}").format(clusters.refused("yes_or_no", scoped, say))
        if page.view.measure == "cluster"
        else having_words.of_province(shown.reading.province, indicator, say),
        table=SlideTable(rows),
        picture=_picture(page, shown, list(without["code"])),
        source=slide_source(page),
        alt=page.scope.lead + str(having_words.answer(scoped, indicator, shown.reading.province, say).striptags()),
        link=_link(page),
    )


def _picture(page: Page, shown: GapMap, marked: list[str]) -> MapPicture | Drawing:
    picture = maps.map_picture(
        page, shown.reading, measure=shown.measure, within=within(page, shown), marked=tuple(marked)
    )
    return picture or Drawing(maps.no_boundaries(page))


def _hero(page: Page, measured: pd.DataFrame, *, asked_for_more: bool) -> Number | None:
    """The number beside the map: of the commune chosen, else of what is needed everywhere, unless something else is said."""
    say = page.say
    chosen = measured[measured["code"].isin(page.view.commune[:1])]
    if len(chosen):
        return commune_hero(page, chosen.iloc[0])
    known = measured[measured["blank"] == ""]
    judged = known[known["target"].notna()]
    if asked_for_more or not len(judged) or not judged["short"].any():
        return None
    need = total_need(judged)
    communes = communes_text(len(measured), say) if page.scope.whole else page.scope.short
    text = phrases.fill(
        say("fewer {noun}, for all {n} to meet it; half of it in {h}")
        if orientation(page.indicator) < 0
        else say("more {noun}, for all {n} to meet it; half of it in {h}"),
        noun=page.indicator.wording(say.language).unit_noun_many,
        n=communes,
        h=Markup("<b>{}</b>").format(communes_text(half_of_need(judged), say)),
    )
    return Number(formats.number(need, say.language), text)


def commune_hero(page: Page, row: pd.Series) -> Number:
    """A commune that was found by name: its value, its target, its need. row: of MEASURED."""
    say, indicator = page.say, page.indicator
    value = value_text(row["value"], indicator, say.language) if not row["blank"] else formats.BLANK
    need = (
        Markup("<br>{}").format(phrases.action(indicator, row["need"], say))
        if row["need"] == row["need"] and row["need"] > 0
        else ""
    )
    target = (
        say("target {t}", t=target_text(row["target"], indicator, say.language))
        if row["target"] == row["target"]
        else ""
    )
    return Number(value, Markup("<b>{}</b><br>{}{}").format(row["full_name"], target, need))


def _numbered(measured: pd.DataFrame, marked: list[str]) -> list[tuple[int, pd.Series]]:
    rows = measured.set_index("code", drop=False).loc[marked]
    return [(place, row) for place, (_, row) in enumerate(rows.iterrows(), start=1)]


def _needing(page: Page, place: int, row: pd.Series) -> tuple[Cell, ...]:
    say, indicator = page.say, page.indicator
    need = phrases.noun(indicator, row["need"], say) if row["need"] == row["need"] else ""
    return (
        Cell(str(place), "badge"),
        Cell(row["name"]),
        Cell(value_text(row["value"], indicator, say.language), "num"),
        Cell(need, "num", strong=True),
    )


def map_title(page: Page, shown: GapMap) -> str:
    """The answer in at most TITLE_LENGTH characters, to be read after the slide's subject."""
    say, indicator, measured = page.say, page.indicator, shown.scoped
    known = measured[measured["blank"] == ""]
    target = known["target"].dropna()
    if indicator.province_only or not len(target):
        return _valued(page, shown)
    return say(
        "{a}/{n} communes miss the {t} target",
        a=formats.number(int(known["short"].sum()), say.language),
        n=formats.number(len(measured), say.language),
        t=target_text(float(target.iloc[0]), indicator, say.language),
    )


def _valued(page: Page, shown: GapMap) -> str:
    """What stands where no target judges: the province's value, after that of the communes in scope."""
    say, indicator, province = page.say, page.indicator, shown.reading.province
    known = value_text(province.value if province else None, indicator, say.language)
    of_all = say("Province {v}", v=known)
    if page.scope.whole or indicator.province_only:
        return of_all
    own = value_text(shown.total.value if shown.total else None, indicator, say.language)
    return f"{own}; {of_all[:1].lower()}{of_all[1:]}"


def top_needs(page: Page, measured: pd.DataFrame) -> list[str]:
    """The communes that get numbers: those with the largest need, at most ROWS; without targets, the lowest values."""
    rows = ordered(measured[measured["blank"] == ""], page.indicator, "gap")
    if rows["need"].notna().any():
        rows = rows[rows["need"] > 0]
    return list(rows["code"].head(ROWS))


def _clusters(page: Page, shown: GapMap) -> Slide:
    """The communes that stand out, numbered as on the map, and the one thing that must be known of such a map."""
    say, reading = page.say, shown.reading
    measured = maps.clustered(page, reading, shown.measure).measured[shown.inside]
    chosen = measured[measured["code"].isin(page.view.commune[:1])]
    rows = clusters.standing_out(measured, reading.indicator).head(_ROWS_BESIDE if len(chosen) else ROWS)
    title = clusters.title(measured, say)
    return Slide(
        title=title,
        subject=slide_subject(page),
        numbers=(commune_hero(page, chosen.iloc[0]),) if len(chosen) else (),
        table=_standing_out(page, rows) if len(rows) else None,
        picture=_picture(page, shown, list(rows["code"])),
        notes=SlideNotes(caveat=say("“No cluster seen” does not mean that there is none.")),
        source=slide_source(page),
        alt=title,
        link=_link(page),
    )


def _standing_out(page: Page, rows: pd.DataFrame) -> SlideTable:
    """Number on the map, name, value and kind of cluster of each commune."""
    return SlideTable(
        tuple(
            (
                Cell(str(place), "badge"),
                Cell(row["name"]),
                Cell(value_text(row["value"], page.indicator, page.say.language), "num", strong=True),
                Cell(clusters.kind_text(row["cluster"], page.say)),
            )
            for place, row in enumerate(rows.to_dict("records"), start=1)
        )
    )


def _funnel(page: Page, shown: GapMap) -> Slide:
    """The plot under how many communes lie outside the limits; or why there is none."""
    say, reading, found = page.say, shown.reading, funnel.made(shown.reading)
    if found is None:
        why = funnel.why(page, reading)
        return Slide(
            title=say("no funnel plot"),
            subject=slide_subject(page),
            message=why,
            source=slide_source(page),
            alt=str(why.striptags()),
            link=_link(page),
        )
    codes = frozenset(reading.measured.loc[shown.inside, "code"])
    scoped = found.points[found.points["code"].isin(codes)]
    partial = funnel.partial(page, reading)
    chart = FunnelChart(found, say, chosen=page.view.commune[:1], inside=codes)
    return Slide(
        title=funnel_words.title(scoped, found.indicator, say),
        subject=slide_subject(page),
        picture=SlideChart(chart, param="commune", width=_WIDTH),
        notes=funnel_words.slide_notes(found, scoped, chosen=page.chosen, partial=partial, say=say),
        source=slide_source(page),
        alt=chart.words(),
        link=_link(page),
    )
