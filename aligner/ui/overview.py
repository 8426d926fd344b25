"""The summary: what changed, counted and listed, and every paragraph at a glance."""

from __future__ import annotations

from aligner.exporters.fragments import Fragments
from aligner.exporters.matrix import matrix
from aligner.exporters.summary import summary
from aligner.markup import escape
from aligner.ui import page
from aligner.view import View


def draw(view: View) -> None:
    """Show the counts and the matrix; every place leads to its row in the text."""
    say = page.words()
    fragments = Fragments(view, say, notes=False)
    shown = summary(view, say, fragments) + matrix(view, say, fragments)
    page.show(shown or f"<p>{escape(say('report.missing_unchecked'))}</p>")
