"""How our ES modules reach the browser: by URL, with their content hash, never inside a message."""

import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from base.static_files import content_hash

# Streamlit calls the default export again at every change of data, and its return value once at the end.
_STUB = """
const loaded = import(new URL("app/static/%(file)s?v=%(hash)s", document.baseURI).href);
export default function (ctx) {
  let ended = false;
  let end;
  loaded.then((module) => {
    if (!ended) end = module.%(name)s(ctx);
  });
  return () => {
    ended = true;
    end?.();
  };
}
"""


def component(name: str, *, file: str) -> ComponentRenderer:
    """The component that the function `name` of static/`file` draws."""
    stub = _STUB % {"file": file, "hash": content_hash(), "name": name}
    return st.components.v2.component(f"atlas_{name}", js=stub)
