"""What every screen shares: style, words, and messages that cannot be mistaken for markup."""

from __future__ import annotations

import streamlit as st

from aligner.exporters.html import stylesheet
from aligner.markup import escape
from aligner.words import Words, load

_APP_STYLE = """
.aligner.app table.text > thead th { top: calc(3.75rem - 1px); }
.aligner.app tbody tr { scroll-margin-top: 11.5rem; }
.aligner.app { font-size: 1rem; }
.aligner.app p.block, .aligner.app p.muted, .aligner.app li { font-size: inherit; }
.aligner.app > h1 { padding: 0; }
.aligner .message { margin: 0 0 .5rem; padding: .5rem .75rem; border: 1px solid var(--line); }
.aligner .message.problem { border-color: var(--del); background: var(--del-back); color: var(--del); }
.aligner tr.here > * { background: var(--target); }
.aligner.app section.summary > h2 { display: none; }
.stButtonGroup button[aria-checked=true] { color: inherit !important; }
.stMainBlockContainer { padding: 3.75rem clamp(.75rem, 3vw, 2.5rem) 2rem; }
"""


def words() -> Words:
    """The words of the interface."""
    return load()


def style() -> None:
    """Give the page the report's style sheet."""
    st.html(f"<style>{stylesheet()}{_APP_STYLE}</style>")


def show(html: str) -> None:
    """Show HTML made by `aligner.exporters`, in the theme the page has."""
    theme = getattr(st.context.theme, "type", None)
    scheme = theme if theme in ("light", "dark") else "auto"
    st.html(f'<div class="aligner app {scheme}">{html}</div>')


def problem(text: str) -> None:
    """Say in one line what is wrong. Not `st.error`, which would read file names as markdown."""
    show(f'<p class="message problem" role="alert">{escape(text)}</p>')


def remark(text: str) -> None:
    """Say something that is not an error."""
    show(f'<p class="message">{escape(text)}</p>')
