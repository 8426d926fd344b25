"""Tables of text: cells divided by commas, semicolons or tabs, quoted where needed (RFC 4180)."""

import csv
import io
import re
from collections import Counter
from itertools import islice
from typing import Final

from aligner.values import FormatError

_DELIMITERS: Final = ",;\t"
_SAMPLE: Final = 100
"""Rows by which the delimiter is told."""
_END: Final = "\u0003"
"""A last cell of our own: an open quotation mark takes it into the cell that it begins."""

csv.field_size_limit(2**31 - 1)  # a cell may be as long as its file, whose size is limited elsewhere

FORMULA_SIGNS: Final = r"=+\-@＝＋－＠"
"""What a formula begins with: spreadsheets in East Asian languages also read the full-width signs."""

_FORMULA: Final = re.compile(rf"['\s]*[{FORMULA_SIGNS}]")


def table_rows(text: str, name: str) -> list[tuple[int, list[str]]]:
    r"""Return each row of a table with the line on which it ends, counted from 1; an empty line has no cells.

    >>> table_rows('fr;en\n"a;b";c, d\n', "x.csv")
    [(1, ['fr', 'en']), (2, ['a;b', 'c, d'])]

    Raises:
        FormatError: a quotation mark is never closed, which would turn the rest of the table into one cell.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    reader = csv.reader(io.StringIO(f"{text}\n{_END}\n"), delimiter=_delimiter(text))
    found = [(reader.line_num, row) for row in reader]
    if found.pop()[1] != [_END]:
        last = found[-1][0] if found else 0
        raise FormatError.about_line(name, last + 1, "file.open_quotation")
    return found


def _delimiter(text: str) -> str:
    """Return the sign that divides most rows into the same number of cells, and of these into the most.

    The commonest sign of the first line may stand inside its cells.
    """

    def fitness(sign: str) -> tuple[int, ...]:
        sample = islice(csv.reader(io.StringIO(text), delimiter=sign), _SAMPLE)
        widths = Counter(len(row) for row in sample if len(row) > 1)
        return max(((count, width) for width, count in widths.items()), default=())

    return max(_DELIMITERS, key=fitness)


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
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
