"""Make text safe for a cell or an element of another program's file.

Spreadsheets run what looks like a formula, XML refuses control characters, and line-based formats end
at a line break. Writers and readers of such files share these rules, so that text survives the round
trip.
"""

import csv
import io
import re
from collections.abc import Iterable
from typing import Final

from aligner.readers.table_text import FORMULA_SIGNS, guarded

_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML 1.0 does not allow."""

_BREAK: Final = r"[\t-\r\x1c-\x1e\x85\u2028\u2029]"
_BREAKS: Final = re.compile(f"{_BREAK}{_BREAK}*")
"""A run of them. The sign is written twice: `[…]+` is tried at each character, three times as slowly."""

CELL_DIVIDER: Final = " | "
"""Separates the cells of a table row in formats without tables."""

_FORMULA_OR_QUOTED: Final = re.compile(rf"['\s]*[\"{FORMULA_SIGNS}]")


def legal(text: str) -> str:
    r"""Return text with every character that XML 1.0 does not allow replaced by U+FFFD.

    >>> legal("a\x07b𠀀")
    'a�b𠀀'
    """
    return _ILLEGAL.sub("\ufffd", text)


def flat(text: str) -> str:
    r"""Return text on one line: each run of tabs and line breaks becomes a space.

    >>> flat("a\r\n\tb\u2028c")
    'a b c'
    """
    return _BREAKS.sub(" ", text)


def divided(text: str, divider: str = CELL_DIVIDER) -> str:
    r"""Return the text of a table row with a visible divider in place of the tabs between its cells.

    >>> divided("Staff\t\t5")
    'Staff |  | 5'
    """
    return text.replace("\t", divider)


def comma_separated(rows: Iterable[Iterable[str]]) -> bytes:
    """Return a table with quoted cells, in which what begins like a formula gets an apostrophe.

    Lines end in CR LF, as RFC 4180 requires.
    """
    file = io.StringIO()
    csv.writer(file).writerows(map(guarded, row) for row in rows)
    return file.getvalue().encode("utf-8")


def neutral(text: str) -> str:
    r"""Escape a cell of a table without quoting, so that no spreadsheet reads it as formula or quoted.

    An apostrophe precedes what begins like a formula or with a quotation mark, which would run on
    into the next cells. `bare_line` removes it.

    >>> neutral("=1+1"), neutral("a\tb"), neutral("\t=x"), neutral('"a"')
    ("'=1+1", 'a b', "' =x", '\'"a"')
    """
    one_line = flat(text)
    return f"'{one_line}" if _FORMULA_OR_QUOTED.match(one_line) else one_line


def bare_line(cell: str) -> str:
    """Remove the apostrophe that `neutral` added."""
    return cell[1:] if cell.startswith("'") and _FORMULA_OR_QUOTED.match(cell[1:]) else cell
