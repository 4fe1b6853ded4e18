"""The domain, pure: catalogue, periods, scope, gap, interval, trend. No I/O, no Streamlit, no SQL."""
