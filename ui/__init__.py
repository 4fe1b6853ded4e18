"""All that touches the state and the layout of Streamlit."""
