"""Child Atlas: where children are left behind, commune by commune. Entry of every visit."""

import streamlit as st

from ui import shell

st.set_page_config(
    page_title="Child Atlas", page_icon="assets/icon.svg", layout="wide", initial_sidebar_state="collapsed"
)
shell.run()
