"""Unsaved work, offered on the first screen from its recovery copies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

import streamlit as st

from aligner.project import recovery
from aligner.project.recovery import RecoveryCopy
from aligner.ui import page, project_opening, recovery_copy
from aligner.view.markup import escape, isolated

_SHOWN: Final = 3
"""Number of copies that are listed; the others are folded, so that the rest of the screen stays visible."""

_KEPT: Final = timedelta(days=1)
"""How long the copy of a comparison without edits is kept, for a page that is reloaded."""


def choose() -> Callable[[], None] | None:
    """List the copies with edits that no window has open; return the opening of the chosen one, if any.

    A comparison without edits is not work: its copy serves a reload only, and is removed later.
    """
    idle = [copy for copy in recovery.copies() if not recovery_copy.in_use(copy.id)]
    offered = [copy for copy in idle if copy.edited]
    for copy in idle:
        if not copy.edited and datetime.now(UTC) - copy.saved > _KEPT:
            recovery.remove(copy.path)
    if not offered:
        return None
    say, earlier = page.words(), offered[_SHOWN:]
    page.show(f"<h2>{escape(say('recovery.title'))}</h2>")
    jobs = [_line(copy) for copy in offered[:_SHOWN]]
    if earlier:
        with st.expander(say("recovery.earlier", count=len(earlier))):
            jobs += [_line(copy) for copy in earlier]
    return next((job for job in jobs if job is not None), None)


def _line(copy: RecoveryCopy) -> Callable[[], None] | None:
    say = page.words()
    with st.container(horizontal=True, vertical_alignment="center", key=f"recovery.{copy.id}"):
        when = say("recovery.saved", when=f"{copy.saved.astimezone():%Y-%m-%d %H:%M}")
        page.show(
            f'<p class="recent" translate="no"><strong>{isolated(copy.title)}</strong><br>'
            f'<small class="muted">{escape(when)}</small></p>'
        )
        wanted = st.button(say("recovery.resume"), key=f"recovery.resume.{copy.id}", type="primary")
        with st.popover(say("recovery.discard")):
            page.show(f"<p>{escape(say('recovery.discard_help'))}</p>")
            st.button(
                say("recovery.discard_now"),
                key=f"recovery.discard.{copy.id}",
                on_click=recovery.remove,
                args=(copy.path,),
            )
    return (lambda: project_opening.open_recovered(copy.path)) if wanted else None
