"""Keep spreadsheets from interpreting text cells as formulas."""

from __future__ import annotations

import re
from typing import Final

_FORMULA: Final = re.compile(r"['\s]*[=+\-@]")


def guarded(text: str) -> str:
    r"""Escape a cell so that no spreadsheet interprets it as a formula, for formats that quote cells.

    >>> guarded("-x\ny")
    "'-x\ny"
    """
    return f"'{text}" if _FORMULA.match(text) else text


def bare(cell: str) -> str:
    """Remove the apostrophe that `guarded` added.

    >>> bare("'=1+1"), bare("'tis")
    ('=1+1', "'tis")
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell
