"""The workbench from a checkout: `streamlit run app.py`, which is guarded as `aligner app` is.

Streamlit serves `app`. It runs the file itself only in its test harness, `AppTest`.
"""

from starlette.middleware import Middleware
from streamlit.starlette import App

from aligner.ui.guard import Access, Guard
from aligner.ui.local_server import SCRIPT, announcing

ACCESS = Access()
app = App(SCRIPT, lifespan=announcing(ACCESS), middleware=[Middleware(Guard, access=ACCESS)])

if __name__ == "__main__":
    from aligner.ui.streamlit_app import run

    run()
