"""The one thing to run: ``streamlit run streamlit_app.py`` serves the screens and, by their own routes, the photos."""

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from engine.settings import Settings
from pages.drawing_routes import drawing_routes
from pages.routes import photo_routes
from pages.upload_routes import upload_routes

# Streamlit checks the allowed hosts for its own socket only. Without the same check on photos, a web page that points
# its own name at this computer (DNS rebinding) could read them.
settings = Settings.from_environment()
app = st.App(
    "pages/frame.py",
    routes=[*photo_routes(settings), *upload_routes(settings), *drawing_routes(settings)],
    middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=st.get_option("server.allowedHosts") or ["*"])],
)
