"""Methods: what is counted, by which law, how it is judged, and what a person must still check. For everybody who doubts a number."""

import streamlit as st
from markupsafe import Markup

from ui.frame import filters, shell
from ui.frame import slide as projector
from ui.frame.heading import heading
from ui.frame.page import page_frame
from ui.methods import blocks as parts
from ui.methods import model as methods
from ui.methods.how import how

shell.ensure_shell()
with page_frame("methods") as page:
    view, say = page.view, page.say
    unchecked = methods.unchecked(page.catalogue)
    answer = parts.answer(len(page.catalogue.indicators), len(unchecked), say)
    shown = methods.methods(page)
    if view.projector:
        projector.methods(page, parts.definition(shown.indicator, shown.path, say))
    else:
        shell.sheet(heading(answer), key="answer")
        left, right = st.columns([420, 1410], gap="medium")
        with left:
            shell.sheet(parts.catalogue_list(page.catalogue, view, say), key="list")
        with right:
            entry = parts.entry(shown.indicator, shown.path, shown.collection, view, say)
            shell.sheet(Markup("{}{}{}").format(entry, how(say), parts.unchecked(unchecked, view, say)), key="entry")
    shell.keys(filters.shortcuts(page))
