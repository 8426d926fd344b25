"""The request, from any tab, for a language's new draft, which the export tab fulfils."""

from __future__ import annotations

from typing import Final

import streamlit as st

from aligner.ui import navigation, redraws

WHAT: Final = "desk.export_what"
FORMAT: Final = "desk.export_format"
_MAKE: Final = "update"


def offer_of(language: str) -> str:
    """Return the identifier of the offer to update a language."""
    return f"update {language}"


def ask(language: str) -> None:
    """Turn to the export tab, and have it make the new draft of a language in Word."""
    st.session_state[WHAT], st.session_state[FORMAT] = offer_of(language), ".docx"
    navigation.open_part("part.export")
    redraws.request(_MAKE)


def taken() -> bool:
    """Whether the file is to be made now; true once after each request."""
    return redraws.take_request(_MAKE)
