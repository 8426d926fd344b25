"""Components of the page that are drawn by our own small scripts."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import streamlit as st

from aligner.values import data_files

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer


@cache
def component(name: str) -> ComponentRenderer:
    """Return the component whose script is `aligner/data/NAME.js`; the page's styles apply to it."""
    script = data_files.text(f"{name}.js")
    return st.components.v2.component(f"aligner.{name}", js=script, isolate_styles=False)
