"""Read plain text: bytes in some encoding, lines, and form feeds between pages."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from aligner.readers import printed_lines
from aligner.readers.encoding import decode
from aligner.readers.extract_builder import ExtractBuilder
from aligner.values.errors import ReadError
from aligner.values.extract import Extract, Line
from aligner.values.message import Message, about

_EMBEDDINGS: Final = "\u202a\u202b\u202c"
_ACCENTED: Final = re.compile(r"[^\W\d_][\u0300-\u036f]+")
"""A letter whose accents are characters of their own, as some programs copy text."""

_OVERRIDES: Final = "\u202d\u202e"


def read(data: bytes, name: str, *, encoding: str | None = None, verbatim: bool = False) -> Extract:
    r"""Read a text file.

    Lines end only at `\n` or `\r\n`: characters such as U+2028 or a form feed can occur inside a
    segment, and line numbers must agree with those of other tools. There are two exceptions,
    which do not apply to `verbatim` lines: a lone `\r` ends a line in a file without any `\n`,
    and a form feed at the edge of a line, which begins a page, is removed. The embeddings that
    pdftotext puts around each line and number of Arabic are removed, too, unless the text has
    overrides, which change the order of its letters. Accents are composed with their letters.

    Args:
        data: the whole file.
        name: name of the file, for messages.
        encoding: the encoding given by the user; detected otherwise.
        verbatim: whether to keep every line exactly as it is.

    Raises:
        ReadError: if the bytes are not text, or the text is empty.
    """
    text, found = decode(data, name, encoding)
    if not verbatim and not any(sign in text for sign in _OVERRIDES):
        for sign in _EMBEDDINGS:
            text = text.replace(sign, "")
    if not text.strip():
        raise ReadError(about(name, Message("error.white_space")))
    if "\0" in text:
        raise ReadError(about(name, Message("error.nul")))
    builder = ExtractBuilder()
    lines = _split_lines(text, lone_returns=not verbatim)
    if not verbatim and lines and lines[-1] and not lines[-1].strip("\f"):
        lines.pop()  # pdftotext ends every page with a form feed, including the last
    if not verbatim:
        lines = [
            _ACCENTED.sub(lambda match: unicodedata.normalize("NFC", match.group()), line) for line in lines
        ]
        lines = printed_lines.restored(lines)
    paged = any("\f" in line for line in lines)
    page = 1
    for line in lines:
        head = len(line) - len(line.lstrip("\f"))
        tail = len(line) - len(line.rstrip("\f")) if head < len(line) else 0
        page += head
        body = line[head : len(line) - tail]
        builder.add(line if verbatim else body, Line(page=page if paged else None))
        page += tail + body.count("\f")
    pages = max((line.page or 0 for line in builder.lines), default=0)
    return builder.build("txt", name, encoding=found, pages=pages if paged else None)


def _split_lines(text: str, *, lone_returns: bool = False) -> list[str]:
    r"""Split a text at its line ends; a line end at the end of the text adds no line.

    Args:
        text: the whole text.
        lone_returns: whether a lone `\r` ends a line in a text without `\n`, as on old Macs.

    >>> _split_lines("a\r\n\n b\u2028c\n")
    ['a', '', ' b\u2028c']
    """
    ends = "\r" if lone_returns and "\n" not in text else "\n"
    lines = text.replace("\r\n", "\n").split(ends)
    if lines and not lines[-1]:
        lines.pop()
    return lines
