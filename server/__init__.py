"""What wraps Streamlit: how documents, scripts and geometry travel."""
