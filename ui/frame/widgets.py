"""Widgets that write the address: each is given its value from the view before it is drawn, and writes the new one back."""

import re

import streamlit as st
from markupsafe import Markup

from server.files import Offer, shelf
from ui.frame import moving, shell
from ui.frame.blocks import Clear, Download, Pills, Toggle
from ui.frame.page import Page

# What Markdown reads in a label besides letters: a place may be named like a picture, which the reader's browser would fetch.
_MARKDOWN = re.compile(r"([\\`*_\[\]<>$:~!#|])")


def label(text: str) -> str:
    """`text` for where Streamlit reads Markdown."""
    return _MARKDOWN.sub(r"\\\1", text)


def write(param: str, key: str) -> None:
    """Put the value of the widget `key` into the address."""
    value = st.session_state[key]
    text = ".".join(value) if isinstance(value, list | tuple) else value
    moving.set_params({param: text or None})


def toggle(block: Toggle) -> None:
    """A row of alternatives of which one is chosen."""
    key, options = f"toggle_{block.param}", {code: label(text) for code, text in block.options}
    st.session_state[key] = block.value
    st.segmented_control(
        block.label,
        list(options),
        format_func=lambda code: options[code],
        key=key,
        label_visibility="collapsed",
        required=True,
        on_change=write,
        args=(block.param, key),
    )


def pills(block: Pills) -> None:
    """Any number of options, all of them in sight."""
    key, options = f"pills_{block.param}", {code: label(text) for code, text in block.options}
    st.session_state[key] = list(block.value)
    st.pills(
        block.label,
        list(options),
        format_func=lambda code: options[code],
        selection_mode="multi",
        key=key,
        on_change=write,
        args=(block.param, key),
    )


def clear(block: Clear) -> None:
    """A button that takes parameters away."""
    st.button(
        block.label, on_click=moving.set_params, args=(dict.fromkeys(block.params),), width="stretch",
    )  # fmt: skip


def download(block: Download, page: Page) -> None:
    """A button that makes its file when it is asked for, for this session alone; where it fails, why stands beside it."""
    offer = Offer(lambda home: block.make(page, home), block.file_name, block.mime, page.say.language)
    token = shelf.place(shell.visit(), block.key, offer)
    classes = f"button{' whole' if block.wide else ''}{' primary' if block.primary else ''}"
    button = Markup(
        '<p class="chips"><button class="{}" data-act="download" data-href="files/{}" data-name="{}">{}</button></p>'
    ).format(classes, token, block.file_name, block.label)
    shell.sheet(button, key=block.key, width="stretch" if block.wide else "content")
