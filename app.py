"""The workbench from a checkout: `streamlit run app.py`, or `aligner app`. All of it is in `aligner.ui`."""

from aligner.ui.streamlit_app import run

run()
