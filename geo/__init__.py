"""Boundaries: read, match, repair, simplify, publish; pydeck layers. No Streamlit, no SQL."""
