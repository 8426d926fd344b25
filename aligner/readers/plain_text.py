"""Plain text: bytes in some encoding, lines, and form feeds between pages."""

from __future__ import annotations

from aligner.readers.encoding import decode
from aligner.readers.extract_builder import ExtractBuilder
from aligner.values.errors import ReadError
from aligner.values.extract import Extract
from aligner.values.message import Message, about


def read(data: bytes, name: str, *, encoding: str | None = None, verbatim: bool = False) -> Extract:
    r"""Read a text file.

    Lines end at `\n` or `\r\n` and nowhere else: characters such as U+2028 or a form feed may
    are inside a segment, and line numbers must agree with those of every other tool. Two
    exceptions serve reading, and are not made for `verbatim` lines: a lone `\r` ends a line
    in a file that has no `\n` at all, and a form feed at the edge of a line, which begins a
    page, is left out of the line.

    Args:
        data: the whole file.
        name: of the file, for messages.
        encoding: where the user knows it; detected otherwise.
        verbatim: whether every line is wanted exactly as it is.

    Raises:
        ReadError: bytes that are not text, or a text with nothing in it.
    """
    text, found = decode(data, name, encoding)
    if not text.strip():
        raise ReadError(about(name, Message("error.white_space")))
    if "\0" in text:
        raise ReadError(about(name, Message("error.nul")))
    builder = ExtractBuilder()
    lines = split_lines(text, lone_returns=not verbatim)
    if not verbatim and lines and lines[-1] and not lines[-1].strip("\f"):
        lines.pop()  # pdftotext ends every page, the last too, with a form feed
    paged = any("\f" in line for line in lines)
    page = 1
    for line in lines:
        head = len(line) - len(line.lstrip("\f"))
        tail = len(line) - len(line.rstrip("\f")) if head < len(line) else 0
        page += head
        body = line[head : len(line) - tail]
        builder.add(line if verbatim else body, page=page if paged else None)
        page += tail + body.count("\f")
    pages = max((line.page or 0 for line in builder.lines), default=0)
    return builder.build("txt", name, encoding=found, pages=pages if paged else None)


def split_lines(text: str, *, lone_returns: bool = False) -> list[str]:
    r"""Cut a text at its line ends; a final line end adds no line.

    Args:
        text: the whole text.
        lone_returns: whether `\r` ends a line where the text has no `\n`, as on old Macs.

    >>> split_lines("a\r\n\n b\u2028c\n")
    ['a', '', ' b\u2028c']
    """
    ends = "\r" if lone_returns and "\n" not in text else "\n"
    lines = text.replace("\r\n", "\n").split(ends)
    if lines and not lines[-1]:
        lines.pop()
    return lines
