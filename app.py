"""The workbench from a checkout: `streamlit run app.py`, which is guarded as `aligner app` is."""

from starlette.middleware import Middleware
from streamlit.starlette import App

from aligner.ui.guard import Access, Guard
from aligner.ui.local_server import SCRIPT, announcing

ACCESS = Access()
app = App(SCRIPT, lifespan=announcing(ACCESS), middleware=[Middleware(Guard, access=ACCESS)])
