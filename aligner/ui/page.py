"""What every screen shares: style, words, and messages that cannot be mistaken for markup."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import cast

import streamlit as st

from aligner.formats.html.style import stylesheet
from aligner.languages import get
from aligner.ui import locale
from aligner.values import DocumentKey
from aligner.values.message import VERBATIM, Message
from aligner.view.markup import escape, plain
from aligner.view.page_model import ViewRow
from aligner.view.wording import Words


def words() -> Words:
    """The words of the interface."""
    return locale.words()


def style() -> None:
    """Give the page the report's style sheet."""
    st.html(f"<style>{stylesheet()}{_app_style()}</style>")


@cache
def _app_style() -> str:
    return (files("aligner") / "data" / "app.css").read_text(encoding="utf-8")


def show(html: str) -> None:
    """Show HTML made by `aligner.formats.writing`, in the theme the page has."""
    theme = getattr(st.context.theme, "type", None)
    scheme = theme if theme in ("light", "dark") else "auto"
    st.html(f'<div class="aligner app {scheme}"{locale.attributes()}>{html}</div>')


def problem(text: str) -> None:
    """Say in one line what is wrong. Not `st.error`, which would read file names as markdown."""
    show(f'<p class="message problem" role="alert">{escape(text)}</p>')


def fault(message: Message) -> None:
    """Say an error's message in the language of the interface.

    What has no code, and so no translation, is English and keeps its direction on any page.
    """
    tongue = ' lang="en" dir="ltr"' if message.code == VERBATIM else ""
    show(f'<p class="message problem" role="alert"{tongue}>{escape(words().render(message))}</p>')


def remark(text: str) -> None:
    """Say something that is not an error."""
    show(f'<p class="message">{escape(text)}</p>')


def dialog(title: str, draw: Callable[[], None], *, wide: bool = False) -> None:
    """Open a dialog over the page; what its widgets do draws only the dialog anew, until `st.rerun()`."""
    decorate = st.dialog(title, width="large" if wide else "small")
    cast("Callable[[Callable[[], None]], Callable[[], None]]", decorate)(draw)()


def table_height(rows: int, most: int) -> int:
    """Pixels for a table that shows so many rows at most, and half of one more where there are more.

    >>> table_height(2, 9), table_height(500, 9)
    (108, 370)
    """
    return 38 + 35 * min(rows, most) + (17 if rows > most else 0)


def place(row: ViewRow) -> str:
    """How a row is cited, as text: by its place, the one it had, or its number."""
    say = words()
    if row.place:
        return row.place
    return (
        say("row.old_place", place=row.old_place)
        if row.old_place
        else say("row.permalink", number=row.number)
    )


def document(key: DocumentKey) -> str:
    """Language and draft of a document on one line."""
    return plain(f"{get(key.language).endonym} {key.version}".strip())


def draft(version: str) -> str:
    """How a draft is called among others: one of them may have no name."""
    return version or words()("column.unnamed")


def percent(score: float) -> str:
    """How sure a link is: whole per cent, rounded down, since no program is wholly sure.

    >>> percent(0.9996), percent(0.5)
    ('99%', '50%')
    """
    return f"{min(int(100 * score), 99)}%"
