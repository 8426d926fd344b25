"""What to show of a `Comparison`, without a word of HTML.

Pure: the report, the app and every later page ask this package, so that they cannot
disagree. `build` does the work; `from_alignment` and `from_revision` make a
`Comparison` of a single alignment or revision, so that those are shown the same way.
"""

from __future__ import annotations

from aligner.view.build import build, choices, default_columns, rescored
from aligner.view.page_model import Badge, BadgeKind, Block, Cell, Column, Entry, View, ViewRow
from aligner.view.redline_runs import Mark, Piece, Role
from aligner.view.single_result import from_alignment, from_revision

__all__ = [
    "Badge",
    "BadgeKind",
    "Block",
    "Cell",
    "Column",
    "Entry",
    "Mark",
    "Piece",
    "Role",
    "View",
    "ViewRow",
    "build",
    "choices",
    "default_columns",
    "from_alignment",
    "from_revision",
    "rescored",
]
