"""Data: is the report of each commune in, right, complete? For the data officer; completeness alone for everybody else."""

import streamlit as st

from ui.data import board, detail, history, publication, steps, versions
from ui.frame import access, filters, shell
from ui.frame.heading import heading
from ui.frame.page import page_frame

shell.ensure_shell()
with page_frame("data") as page:
    view, say = page.view, page.say
    rest = None if view.projector else board.bar(page)
    if not page.inside.any():
        shell.sheet(filters.nothing_matches(page), key="answer")
    elif rest is None:
        board.project(page)
    else:
        visitor = access.person()
        shell.sheet(heading(board.answer(page, visitor)), key="answer")
        left, right = st.columns([1260, 570], gap="medium")
        with left:
            opened = board.opened(page)
            if view.draft and visitor.officer:
                detail.upload(page, view.draft)
            elif visitor.officer and versions.are_chosen(page):
                versions.table(page)
            elif opened is not None:
                detail.batch(page, visitor, opened)
            else:
                board.picture(page)
        # A phone shows what is missing; files are worked on at a desk, or where a link to one was opened.
        if not shell.is_narrow() or view.draft or view.batch:
            with right:
                steps.column(page, visitor)
                with st.container(key="card_history"):
                    shell.sheet(history.block(page.data.batches(), view, say=say), key="history")
                if visitor.officer:
                    versions.choose_two(page)
            if not view.draft:
                publication.block(page, board.spans(page))
        board.reminder_list(page, rest)
    shell.keys(filters.shortcuts(page))
