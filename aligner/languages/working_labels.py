"""The numbers of the paragraphs of a resolution while it is negotiated: PP2 bis, OP5 alt.

Delegations write them in Latin letters in all languages: PP for a preambular paragraph, OP for an
operative one. They are replaced by the numbers of the resolution when it is adopted.
"""

from __future__ import annotations

import re
from typing import Final

from aligner.languages.letter_ranges import LATIN_BIS

_PREAMBULAR: Final = "PP"
NUMBER: Final = rf"(?:{_PREAMBULAR}|OP)[ \u00a0]?\d{{1,3}}"
"""A pattern for a working number without what follows it (`bis`, `alt`)."""

_VARIANT: Final = rf"(?:{LATIN_BIS}|alt|new)"
_LABEL: Final = (
    rf"{NUMBER}(?:[ \u00a0.]?{_VARIANT}(?:[ \u00a0.]?\d)?\b){{0,2}}"
    r"(?:[ \u00a0]?\([a-z]{1,3}\))?"
)
_LEADING: Final = re.compile(rf"\[?({_LABEL})\s?[.:)–-]?\s*(?=[^\W\d_a-z]|[\[(«“\"‘])")
"""A working number at the start of a paragraph, before a capital, bracket or quotation mark."""

_WHOLE: Final = re.compile(_LABEL)
_PARTS: Final = re.compile(rf"({_PREAMBULAR}|OP)[ \u00a0]?(\d+)|{_VARIANT}|\d|\([a-z]+\)")


def leading(text: str) -> tuple[str, int, int] | None:
    """Return the working number that a paragraph begins with, and the range of the text it takes up.

    A bracket that opens a paragraph not yet agreed may come before it, and belongs to the text.

    >>> leading("PP2 bis. Recalling its resolution 48/13,"), leading("[OP3 Urges States to act;]")
    (('PP2 bis', 0, 9), ('OP3', 1, 5))
    >>> leading("OP 5 and 6 were agreed")
    """
    match = _LEADING.match(text)
    return (match.group(1), match.start(1), match.end()) if match else None


def is_working(label: str) -> bool:
    """Whether a label is a working number."""
    return _WHOLE.fullmatch(label) is not None


def is_preambular(label: str) -> bool:
    """Whether a working number is that of a preambular paragraph."""
    return place_of(label).startswith(_PREAMBULAR)


def number_of(label: str) -> int:
    """Return the number in a working number.

    >>> number_of("OP12 bis alt 2")
    12
    """
    return int(next(match[2] for match in _PARTS.finditer(label)))


def place_of(label: str) -> str:
    """Return the place that a working number cites, in one form.

    >>> place_of("PP 2bis"), place_of("OP5.alt"), place_of("OP12 (a)")
    ('PP2 bis', 'OP5 alt', 'OP12 (a)')
    """
    return " ".join(match[1] + match[2] if match[1] else match[0] for match in _PARTS.finditer(label))
