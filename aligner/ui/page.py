"""The parts shared by all screens: style, texts, and messages that are never parsed as markup."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, cast

import streamlit as st

from aligner.formats.html.style import stylesheet
from aligner.languages import get
from aligner.ui import locale
from aligner.values import DocumentKey, data_files
from aligner.values.catalogue import Words
from aligner.values.errors import AlignerError, memory_errors
from aligner.values.message import VERBATIM, Message
from aligner.view.markup import escape, plain

if TYPE_CHECKING:
    from aligner.view.page_model import ViewRow

_PENDING_FAULT: Final = "aligner.pending_fault"


def words() -> Words:
    """Return the interface texts in the current language."""
    return locale.words()


def style() -> None:
    """Add the report's style sheet to the page."""
    st.html(f"<style>{stylesheet()}{data_files.text('app.css')}</style>")


def show(html: str, *, narrow: bool = False) -> None:
    """Show HTML in the page's theme; `narrow` makes it no wider than its text."""
    width = "content" if narrow else "stretch"
    st.html(f'<div class="aligner app {scheme()}"{locale.attributes()}>{html}</div>', width=width)


def scheme() -> str:
    """Return the CSS class of the page's theme: `light`, `dark`, or `auto` if it is not known yet."""
    theme = getattr(st.context.theme, "type", None)
    return theme if theme in ("light", "dark") else "auto"


def problem(text: str) -> None:
    """Show a one-line error. `st.error` would interpret file names as markdown."""
    show(f'<p class="message problem" role="alert">{escape(text)}</p>')


def fault(message: Message) -> None:
    """Show an error's message in the interface language.

    A message without a code has no translation: it is shown in English, left to right.
    """
    attributes = ' lang="en" dir="ltr"' if message.code == VERBATIM else ""
    show(f'<p class="message problem" role="alert"{attributes}>{escape(words().render(message))}</p>')


def show_fault_later(message: Message) -> None:
    """Have the next run show an error's message, on whichever screen it draws."""
    st.session_state[_PENDING_FAULT] = message


def show_pending_fault() -> bool:
    """Show the message given to `show_fault_later` since the last run; return whether there is one."""
    message = cast("Message | None", st.session_state.pop(_PENDING_FAULT, None))
    if message is not None:
        fault(message)
    return message is not None


@contextmanager
def faults_shown() -> Iterator[None]:
    """Context manager that shows the message of an error in place of what it kept from being drawn."""
    try:
        with memory_errors():
            yield
    except AlignerError as error:
        fault(error.message)


def remark(text: str) -> None:
    """Show a note that is not an error."""
    show(f'<p class="message">{escape(text)}</p>')


def place(row: ViewRow) -> str:
    """Return the name of a row: its place, its old place, or its number."""
    return words().row_name(row.place, row.old_place, row.number)


def document(key: DocumentKey) -> str:
    """Return the language and draft of a document as one line."""
    return plain(f"{get(key.language).endonym} {key.version}".strip())


def draft(version: str) -> str:
    """Return the label of a draft; one draft may have no name."""
    return version or words()("column.unnamed")


def percent(score: float) -> str:
    """Format a link's confidence in whole per cent, rounded down so that only certainty shows 100.

    >>> percent(0.9996), percent(0.5)
    ('99%', '50%')
    """
    return f"{min(int(100 * score), 99)}%"
