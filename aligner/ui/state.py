"""What a session remembers. Drafts live here and nowhere else, so that no two sessions share them."""

from __future__ import annotations

from typing import cast

import streamlit as st

from aligner.values import Comparison, DocumentKey
from aligner.view import View, build

_COMPARISON = "aligner.comparison"
_VIEWS = "aligner.views"

Choice = tuple[DocumentKey, DocumentKey | None]


def comparison() -> Comparison | None:
    """The comparison that is open, if any."""
    return cast("Comparison | None", st.session_state.get(_COMPARISON))


def open_comparison(found: Comparison) -> None:
    """Make a comparison the one that is shown, and forget what was shown of the last one."""
    close()
    st.session_state[_COMPARISON] = found


def close() -> None:
    """Forget the documents."""
    for key in [name for name in st.session_state if str(name).startswith(("aligner.", "read."))]:
        del st.session_state[key]


def view(columns: tuple[Choice, ...]) -> View:
    """What to show of the open comparison in these columns; worked out once."""
    found = st.session_state[_COMPARISON]
    views = cast("dict[tuple[Choice, ...], View]", st.session_state.setdefault(_VIEWS, {}))
    if columns not in views:
        views.clear()  # one at a time: a view holds every paragraph
        views[columns] = build(found, columns)
    return views[columns]
