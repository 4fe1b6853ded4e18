"""What the server that runs us adds to Streamlit's own. asgi.py sets it once, before the first visit."""

geometry_route = False
