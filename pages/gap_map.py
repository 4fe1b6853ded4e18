"""Gap map: in which communes are children left behind, how surely, how many? For leaders, meetings and planners."""

from typing import Any

import streamlit as st
from markupsafe import Markup

from ui.frame import downloads, filters, shell, source
from ui.frame import phrases as answers
from ui.frame.heading import heading
from ui.frame.page import page_frame
from ui.gap_map import clusters, need, ranking
from ui.gap_map import model as gap_map
from ui.gap_map import province as province_part
from ui.gap_map import slides as gap_slides
from ui.map import draw as maps
from ui.methods import model as methods

shell.ensure_shell()
with page_frame("gap_map") as page:
    view, say = page.view, page.say
    rest = None if view.projector else filters.bar(page, compare=True)
    shown = gap_map.gap_map(page)
    reading, province = shown.reading, shown.reading.province
    known: dict[str, Any] = {
        "indicator": page.indicator,
        "target": shown.target,
        "province": province,
        "whole_year": page.period.is_annual,
        "say": say,
    }
    if not shown.inside.any():
        shell.sheet(filters.nothing_matches(page), key="answer")
    elif view.projector:
        gap_slides.draw(page, shown)
    else:
        answer, short = answers.gap_map(shown.scoped, **known), answers.gap_map(shown.scoped, short=True, **known)
        shell.sheet(heading(answer, short=short, sub=gap_map.group_line(page, shown)), key="answer")
        if page.indicator.province_only:
            past = gap_map.province_past(page)
            known = {"indicator": page.indicator, "is_demo": page.state.is_demo, "say": say}
            card = province_part.card(province, past, trends=view.link("trends"), **known)
            shell.sheet(card, key="province")
        else:
            left, right = st.columns([1040, 790], gap="medium")
            with left, st.container(key="card_map"):
                filters.measures(page, maps.offered_measures(page, reading), shown.measure)
                inside = None if view.area.is_empty else shown.inside
                maps.view(page, reading, measure=shown.measure, inside=inside)
                clusters.note(page, reading, shown.measure)
            need.card(page, shown, left)
            with right:
                if shown.other is not None:
                    with st.container(key="card_other"):
                        shell.sheet(gap_map.other_title(page, shown), key="other_title")
                        maps.draw(page, shown.other, key="map_other", measure=view.measure, inside=inside, slider=False)
                else:
                    table = ranking.table(
                        reading.measured,
                        indicator=page.indicator,
                        measure=shown.measure,
                        province=province,
                        chosen=view.commune[0] if view.commune else None,
                        inside=shown.inside,
                        profile=lambda code: view.link("commune", commune=code),
                        is_demo=page.state.is_demo,
                        say=say,
                    )
                    shell.sheet(Markup('<div class="card">{}</div>').format(table), key="ranking")
        shell.sheet(methods.path_line(page) + source.of_province(page, reading.measured), key="source")
        downloads.gap_map(page, shown, rest)
    order = list(ranking.ordered(shown.scoped, page.indicator, shown.measure)["code"])
    measures = maps.offered_measures(page, reading)
    shell.keys(filters.shortcuts(page, ranking=[] if view.projector else order, measures=measures))
