"""Commune profile: everything about one commune, one A4 page when printed; without one, all communes by indicators."""

from typing import Any

import streamlit as st
from markupsafe import Markup

from ui.commune import blocks as parts
from ui.commune import model as profile
from ui.frame import downloads, figures, filters, shell, source
from ui.frame import phrases as answers
from ui.frame import slide as projector
from ui.frame.heading import heading
from ui.frame.page import page_frame
from ui.map import draw as maps

shell.ensure_shell()
with page_frame("commune") as page:
    view, say = page.view, page.say
    code = view.commune[0] if view.commune else None
    rest = None if view.projector else filters.bar(page, years=True, commune=True)
    if code is None and not page.inside.any():
        shell.sheet(filters.nothing_matches(page), key="answer")
    elif code is None:
        table = profile.matrix(page, page.period.year)
        most = [(r["name"], r["missed"], r["judged"]) for r in table.missed.head(1).to_dict("records")]
        short, judged = (int((table.missed[name] > 0).sum()) for name in ("missed", "judged"))
        answer = answers.matrix(short, len(table.missed), most, judged=judged, say=say)
        if view.projector:
            projector.matrix(page, table.missed)
        else:
            shell.sheet(heading(answer, sub=answers.scope(view.area, page.areas, say)), key="answer")
            shown_table = parts.matrix(table.missed, table.readings, page.catalogue.headlines, view, say=say)
            shell.sheet(shown_table, key="matrix")
            downloads.matrix(page, table, rest)
    else:
        shown = profile.profile(page, code)
        answer = answers.commune(
            shown.row["full_name"], missed=len(shown.missed), judged=len(shown.judged), worse=shown.worse, say=say
        )
        if view.projector:
            projector.commune(page, answer, shown)
        else:
            shell.sheet(heading(answer), key="answer")
            left, right = st.columns([560, 1270], gap="medium")
            with left, st.container(key="whereabouts"):
                shell.sheet(profile.place(page, shown), key="place")
                maps.locate(page, shown.here, code)
            with right:
                known: dict[str, Any] = {"view": view, "is_demo": page.state.is_demo, "say": say}
                rows = parts.indicator_rows(shown.readings, code, sparks=profile.sparks(page, shown), **known)
                shell.sheet(Markup('<div class="card">{}</div>').format(rows), key="indicators")
                if not page.indicator.province_only:
                    with st.container(key="card_trend"):
                        shell.sheet(profile.chart_title(page), key="chart_title")
                        figures.commune(page, shown)
                        shell.sheet(parts.strata(profile.strata(shown), page.indicator, say=say), key="strata")
            if page.view.source:
                shell.sheet(source.table(page, code), key="source")
            downloads.profile(page, shown, rest)
    shell.keys(filters.shortcuts(page))
