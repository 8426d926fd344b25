"""Keep spreadsheets from interpreting text cells as formulas."""

from __future__ import annotations

import re
from typing import Final

FORMULA_SIGNS: Final = r"=+\-@＝＋－＠"
"""What a formula begins with: spreadsheets in East Asian languages also read the full-width signs."""

_FORMULA: Final = re.compile(rf"['\s]*[{FORMULA_SIGNS}]")


def guarded(text: str) -> str:
    r"""Escape a cell so that no spreadsheet interprets it as a formula, for formats that quote cells.

    >>> guarded("-x\ny"), guarded("＝1")
    ("'-x\ny", "'＝1")
    """
    return f"'{text}" if _FORMULA.match(text) else text


def bare(cell: str) -> str:
    """Remove the apostrophe that `guarded` added.

    >>> bare("'=1+1"), bare("'tis")
    ('=1+1', "'tis")
    """
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell
