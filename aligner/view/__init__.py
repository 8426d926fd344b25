"""What to show of a `Comparison`, without a word of HTML.

Pure: the report, the app and every later page ask this package, so that they cannot
disagree. `build` does the work; `from_alignment` and `from_revision` make a
`Comparison` of a single alignment or revision, so that those are shown the same way.
"""

from __future__ import annotations

from aligner.view.build import build, choices, default_columns, rescored
from aligner.view.marks import Mark, Piece, Role
from aligner.view.single import from_alignment, from_revision
from aligner.view.values import Badge, BadgeKind, Block, Cell, Column, Entry, View, ViewRow

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
