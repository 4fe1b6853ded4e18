"""Trends: which way does it go, by commune and by ethnic area? For planners, and for leaders who ask since when."""

from typing import Any

import streamlit as st
from markupsafe import Markup

from base import settings
from charts.alt import groups_alt, trend_alt
from charts.groups import group_small_multiples
from charts.trend import trend_chart
from indicators.labels import scheme_label
from indicators.scope import SCHEMES
from ui.frame import downloads, figures, filters, shell
from ui.frame import phrases as answers
from ui.frame import slide as projector
from ui.frame.heading import heading
from ui.frame.page import page_frame
from ui.trends import model as trends

# So many panels stand under each other; more go side by side.
FEW_GROUPS = 3

shell.ensure_shell()
with page_frame("trends") as page:
    view, say, indicator = page.view, page.say, page.indicator
    rest = None if view.projector else filters.bar(page)
    shown = trends.history(page)
    answer = answers.trends(shown.trend, indicator=indicator, latest=shown.latest, say=say)
    seam = settings.province().merged_on if trends.seam_in(shown) else None
    spoken: dict[str, Any] = {
        "indicator": indicator,
        "say": say,
        "kind": shown.kind,
        "target": shown.target,
        "seam": seam,
    }
    drawn = {**spoken, "theme": shell.theme(), "breaks": shown.breaks}
    if not page.inside.any():
        shell.sheet(filters.nothing_matches(page), key="answer")
    elif view.projector:
        title = answers.trend_title(shown.trend, indicator=indicator, say=say, most=projector.TITLE_LENGTH)
        projector.chart(page, title)
        figure = trend_chart(shown.history, chosen=view.commune, height=800, **drawn)
        figures.show(figure, key="trend", alt=str(answer.striptags()))
    else:
        shell.sheet(heading(answer, sub=answers.scope(view.area, page.areas, say)), key="answer")
        left, right = st.columns([1260, 570], gap="medium")
        with left, st.container(key="card_trend"):
            if not indicator.province_only and len(page.areas) <= filters.MOST_OPTIONS:
                filters.several(
                    "commune",
                    filters.commune_options(page),
                    view.commune,
                    label=say("Communes, up to four"),
                    placeholder=say("Choose communes"),
                    most=4,
                )
            figure = trend_chart(
                shown.history, chosen=view.commune, narrow=shell.is_narrow(), height=figures.height(), **drawn
            )
            figures.show(figure, key="trend", alt=trend_alt(shown.history, chosen=view.commune, **spoken))
        with right, st.container(key="card_groups"):
            filters.toggle("by", {s: scheme_label(s, say) for s in SCHEMES}, view.by, label=say("Groups"))
            if len(shown.groups):
                few = shell.is_narrow() or shown.groups["group"].nunique() <= FEW_GROUPS
                figure = group_small_multiples(
                    shown.groups, shown.history, scheme=view.by, columns=1 if few else 2, **drawn
                )
                figures.show(
                    figure, key="groups", alt=groups_alt(shown.groups, shown.history, scheme=view.by, **spoken)
                )
            else:
                shell.sheet(
                    Markup("<p>{}</p>").format(say("Not published by commune, to protect children.")), key="no_groups"
                )
        shell.sheet(trends.table(page, shown, most_periods=3 if shell.is_narrow() else 12), key="table")
        downloads.trends(page, shown, rest)
    shell.keys(filters.shortcuts(page))
