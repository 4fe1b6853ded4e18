"""Equity: which group of children is left behind, by how much, does the gap close, and in which communes do they live?"""

from typing import Any

import streamlit as st

from base import settings
from charts.equidots import Marked
from charts.equiplot import equiplot
from charts.equity_alt import contributions_alt, equiplot_alt, gap_alt
from charts.gap_line import contributions, gap_line
from indicators.equity.labels import grouping_label
from ui.equity import blocks as parts
from ui.equity import model as equity
from ui.equity import words as equity_words
from ui.frame import downloads, figures, filters, shell
from ui.frame import slide as projector
from ui.frame.heading import heading
from ui.frame.page import page_frame

shell.ensure_shell()
with page_frame("equity") as page:
    view, say = page.view, page.say
    rest = None if view.projector else filters.bar(page)
    if not page.inside.any():
        shell.sheet(filters.nothing_matches(page), key="answer")
    else:
        shown = equity.equity(page)
        answer, gap, narrow = equity_words.answer(page, shown), shown.gap, shell.is_narrow()
        marked = Marked(gap.worst, gap.best) if gap else Marked()
        spoken: dict[str, Any] = {"indicator": page.indicator, "say": say}
        drawn = {**spoken, "theme": shell.theme()}
        seams: dict[str, Any] = {"seam": settings.province().merged_on, "breaks": shown.breaks}
        dots: dict[str, Any] = {"names": shown.names, "target": shown.target, "last_only": narrow}
        if view.projector:
            projector.chart(page, equity_words.title(page, shown), said=answer if shown.groups.empty else "")
            if len(shown.groups):
                figure = equiplot(shown.groups, marked=marked, height=800, **seams, **dots, **drawn)
                figures.show(figure, key="trend", alt=str(answer.striptags()))
        else:
            shell.sheet(heading(answer, sub=equity_words.doubts(page, shown)), key="answer")
            left, right = st.columns([1200, 630], gap="medium")
            with left, st.container(key="card_equiplot"):
                if len(shown.offered) > 1:
                    labels = {g: grouping_label(g, say) for g in shown.offered}
                    filters.toggle("by", labels, view.by, label=say("Groups"))
                if len(shown.groups):
                    figure = equiplot(shown.groups, marked=marked, **seams, **dots, **drawn)
                    alt = equiplot_alt(shown.groups, **dots, **spoken)
                    figures.choosing(figure, key="equiplot", alt=alt, param=equity.param_of(view.by))
                    shell.sheet(equity_words.hint(page, shown), key="hint")
                else:
                    shell.sheet(equity_words.elsewhere(page, shown), key="hint")
            with right:
                if len(shown.summary):
                    shell.sheet(parts.measures(shown.summary, page.indicator, say, folded=narrow), key="measures")
            if gap and gap.change:
                with left if narrow else right, st.container(key="card_gap"):
                    shell.sheet(equity_words.gap_title(page, shown), key="gap_title")
                    figure = gap_line(shown.course, **seams, narrow=narrow, **drawn)
                    worst, best = shown.names[gap.worst], shown.names[gap.best]
                    figures.show(figure, key="gap", alt=gap_alt(shown.course, worst=worst, best=best, **spoken))
            if shown.explained is not None:
                with left, st.container(key="card_parts"):
                    shell.sheet(equity_words.explanation(page, shown), key="explanation")
                    figure = contributions(shown.explained.parts, narrow=narrow, **drawn)
                    figures.show(figure, key="parts", alt=contributions_alt(shown.explained.parts, **spoken))
                    shell.sheet(parts.parts(page, shown.explained), key="parts_table")
            if len(shown.groups):
                shell.sheet(parts.table(page, shown, narrow=narrow), key="table")
            downloads.equity(page, shown, rest)
    shell.keys(filters.shortcuts(page))
