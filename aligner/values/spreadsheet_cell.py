"""Cells that a spreadsheet shows as text and does not run as formulas."""

from __future__ import annotations

import re
from typing import Final

_FORMULA: Final = re.compile(r"['\s]*[=+\-@]")


def guarded(text: str) -> str:
    r"""A cell that no spreadsheet takes for a formula, for formats that quote their cells.

    >>> guarded("-x\ny")
    "'-x\ny"
    """
    return f"'{text}" if _FORMULA.match(text) else text


def bare(cell: str) -> str:
    """A cell's text without the apostrophe that `guarded` set.

    >>> bare("'=1+1"), bare("'tis")
    ('=1+1', "'tis")
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell
