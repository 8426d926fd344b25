"""Shortened quotations, for messages and headings.

A message that quotes a file quotes only the start of a value: texts are confidential, messages end
up in logs, and a damaged file can have a whole paragraph where a word should be.
"""

import re
from typing import Final

QUOTED: Final = 40
"""The most characters of a value that an error message quotes."""

_COMMAS: Final = " ,;，；、،؛"
_REASON: Final = 120

_CREDENTIALS: Final = re.compile(r"""(?<=://)[^\s/@'"]+@|(?<![^\s'"(])[^\s/\\@'"(:]+:[^\s/\\@'"(]+@""")


def shorten(text: str, limit: int) -> str:
    """Return the beginning of a text, with an ellipsis where something was cut off.

    >>> shorten("abcdef", 4)
    'abc…'
    """
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def shorten_at_word(text: str, limit: int) -> str:
    """Shorten a text, at the end of a word if it has spaces.

    >>> shorten_at_word("Measures against trafficking", 16), shorten_at_word("预防犯罪", 3)
    ('Measures…', '预防…')
    """
    short = shorten(text, limit)
    start, space, _ = short.rpartition(" ")
    return short if short == text or not space else f"{start.rstrip()}…"


def excerpt(text: str, limit: int = QUOTED) -> str:
    r"""Return the beginning of a text on one line, as a message quotes it.

    >>> excerpt("ab\n cdef", 5)
    'ab c…'
    """
    return shorten(" ".join(text.split()), limit)


def marked(deleted: str = "", inserted: str = "") -> str:
    """Return an edit as plain text; square brackets would mean text under negotiation.

    >>> marked("May", "June"), marked(inserted="June")
    ('{-May-}{+June+}', '{+June+}')
    """
    return (f"{{-{deleted}-}}" if deleted else "") + (f"{{+{inserted}+}}" if inserted else "")


def bare(text: str) -> str:
    """An edit's words on one line, without commas and semicolons around them, unless there is nothing else.

    >>> bare(", where appropriate, "), bare(" ; ")
    ('where appropriate', ';')
    """
    line = " ".join(text.split())
    return line.strip(_COMMAS) or line


def quoted(value: object) -> str:
    """Return a value of a file as an error message quotes it: a text or number in short, else its type.

    >>> quoted("title"), quoted(0.5), quoted(["a", "b"])
    ("'title'", '0.5', 'list')
    """
    if isinstance(value, str):
        return repr(shorten(value, QUOTED))
    if value is None or isinstance(value, int | float):
        return shorten(repr(value), QUOTED)
    return type(value).__name__


def excerpts(texts: list[str], most: int = 8) -> tuple[str, ...]:
    """Return the first of a list of texts, each in short, with an ellipsis where some were left out.

    >>> excerpts(["a", "b", "c"], 2)
    ('a', 'b', '…')
    """
    return (*map(excerpt, texts[:most]), *["…"] * (len(texts) > most))


def reason(error: Exception) -> str:
    r"""The message of a library's error in short and on one line, as it may quote a file; else its name.

    >>> reason(ValueError("no table\nin 'x'")), reason(KeyError())
    ('no table', 'KeyError')
    """
    lines = str(error).splitlines()
    return shorten(lines[0], _REASON) if lines and lines[0] else type(error).__name__


def without_secrets(text: str) -> str:
    """Return text, such as another program's message, without the user names and passwords of URLs.

    >>> without_secrets("s3://AKIA:secret@bucket/x: 'user:secret@host' is not valid")
    "s3://***@bucket/x: '***@host' is not valid"
    """
    return _CREDENTIALS.sub("***@", text)
