"""A list beside the text: both as high as the window, each scrolling by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Final

import streamlit as st

from aligner.formats.html.fragments import Fragments
from aligner.ui import page, word_linkers
from aligner.view.page_model import View, ViewRow
from aligner.view.selection import with_columns

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

_CONTEXT: Final = 3
"""Number of rows shown before and after those in question."""

_ABREAST: Final = 3
"""Most columns that the pane has room for."""


def beside() -> tuple[DeltaGenerator, DeltaGenerator]:
    """Return the two panes: for the list, and for the text."""
    with st.container(key="panes"):
        listed, text = st.columns([2, 3])
    return listed, text


def draw(
    view: View,
    rows: Sequence[ViewRow],
    *,
    languages: Iterable[str],
    marked: Callable[[ViewRow], ViewRow] = lambda row: row,
) -> None:
    """Draw rows in question with those around them; the first is marked as the current row.

    Args:
        view: the view with the rows.
        rows: the rows in question, at least one.
        languages: the languages to show if there is no room for all columns, the most needed first.
        marked: applied to each row in question, to mark words in it.
    """
    wanted = {row.number for row in rows}
    near = list(view.around(rows[:_ABREAST], _CONTEXT))
    linked = iter(word_linkers.marked(view, [row for row in near if row.number in wanted]))
    near = [marked(next(linked)) if row.number in wanted else row for row in near]
    if len(view.columns) > _ABREAST:
        view, near = with_columns(view, near, _columns(view, languages))
    fragments = Fragments(view, page.words(), notes=False)
    with st.container(key="pane"):
        page.show(fragments.table(near, mark=rows[0].number))


def _columns(view: View, languages: Iterable[str]) -> list[int]:
    """Return as many columns in these languages as there is room for, or the first, in their order."""
    order = list(dict.fromkeys(languages))
    found = [n for n, column in enumerate(view.columns) if column.key.language in order]
    found.sort(key=lambda n: order.index(view.columns[n].key.language))
    return sorted(found[:_ABREAST]) or list(range(_ABREAST))
