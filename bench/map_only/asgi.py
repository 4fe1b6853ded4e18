"""Serves page.py with the same delivery as the real asgi.py. A folder of its own, since Streamlit puts it on the import path."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Route

from base import settings
from server import delivery, geometry

settings.geometry_route = True
app = st.App(
    Path(__file__).with_name("page.py"),
    routes=[Route("/geometry/{name}", geometry.geometry(), methods=["GET", "HEAD"])],
    middleware=[Middleware(delivery.Delivery)],
)
