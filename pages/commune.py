"""Commune profile: everything about one commune, one A4 page when printed; without one, all communes by indicators."""

import streamlit as st
from markupsafe import Markup

from base import settings
from charts.alt import commune_alt
from charts.commune import commune_trend
from indicators.labels import target_text, value_text
from ui import answers, downloads, figures, filters, maps, profile, projector, shell
from ui.page import page_frame
from ui.parts import profile as parts
from ui.parts.answer import heading

shell.ensure_shell()
with page_frame("commune") as page:
    view, say, year = page.view, page.say, page.period.year
    code = view.commune[0] if view.commune else None
    rest = None if view.projector else filters.bar(page, years=True, commune=True)
    if code is None:
        table = profile.matrix(page, year)
        most = [(r.name, r.missed, r.judged) for r in table.missed.head(1).itertuples()]
        answer = answers.matrix(int((table.missed["missed"] > 0).sum()), len(table.missed), most, say=say)
        if view.projector:
            projector.matrix(page, table.missed, answer)
        else:
            shell.sheet(heading(answer, sub=answers.scope(view.area, page.areas, say)), key="answer")
            shown_table = parts.matrix(table.missed, table.readings, page.catalogue.headlines, view, say=say)
            shell.sheet(shown_table, key="matrix")
            downloads.matrix(page, table, rest)
    else:
        shown = profile.profile(page, code, year)
        answer = answers.commune(
            shown.row["full_name"], missed=len(shown.missed), judged=len(shown.judged), worse=shown.worse, say=say
        )
        if view.projector:
            rows = [
                (
                    r.indicator.wording(say.language).short,
                    value_text(row["value"], r.indicator, say.language),
                    target_text(row["target"], r.indicator, say.language),
                    bool(row["short"]),
                )
                for r, row in sorted(shown.judged, key=lambda pair: (not pair[1]["short"], not pair[1]["clear"]))
            ]
            projector.commune(page, str(answer.striptags())[: projector.TITLE_LENGTH], rows)
        else:
            shell.sheet(heading(answer), key="answer")
            left, right = st.columns([560, 1270], gap="medium")
            former = page.data.former(code, view.indicator)
            with left:
                shell.sheet(profile.place(page, shown, former), key="place")
                maps.locate(page, code)
            with right:
                pictures = profile.sparks(shown)
                rows_html = parts.indicator_rows(shown.readings, code, sparks=pictures, view=view, say=say)
                shell.sheet(Markup('<div class="card">{}</div>').format(rows_html), key="indicators")
                if not page.indicator.province_only:
                    with st.container(key="card_trend"):
                        history = page.data.history(
                            view.indicator, tuple(str(k) for k in profile.annual_kinds(page.indicator))
                        )
                        figure = commune_trend(
                            history, former, code=code, indicator=page.indicator, say=say, theme=shell.theme(),
                            target=profile.target_value(page), seam=settings.province().merged_on,
                        )  # fmt: skip
                        figures.show(
                            figure,
                            key="trend",
                            alt=commune_alt(history, former, code=code, indicator=page.indicator, say=say),
                        )
                        strata = profile.strata(page, page.indicator, code, view.period)
                        shell.sheet(parts.strata(strata, page.indicator, say=say), key="strata")
            downloads.profile(page, shown, rest)
    shell.keys(filters.shortcuts(page))
