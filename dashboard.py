"""Child Atlas: where children are left behind, commune by commune. Entry of every visit."""

import streamlit as st

from ui import site

# Without a title: each page has its own, in the reader's language.
st.set_page_config(page_icon="assets/icon.svg", layout="wide", initial_sidebar_state="collapsed")
site.run()
