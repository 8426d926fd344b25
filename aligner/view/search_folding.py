"""Text folded for searching, with a map back to the original.

Folding removes differences of case, accents, quotation marks, dashes, full and half width, vowel
signs, and Traditional or Simplified characters. It also drops spaces next to Chinese characters, which
are often due to line breaks or typesetting, and those of French typography inside quotation marks and
before some punctuation.
"""

import re
from dataclasses import dataclass
from typing import Final

from aligner.languages.letter_ranges import HAN
from aligner.languages.script import plain_letters
from aligner.languages.tokens import fold
from aligner.values.document import Span

_INSIGNIFICANT: Final = re.compile(rf"(?<=[{HAN}\"]) +| +(?=[{HAN}\";:!?%])|(?<= ) +")
"""Spaces next to a Chinese character or quotation mark, before some punctuation, or after a space."""

_EXCEPTIONS: Final = {0xB4: "'", 0x2033: '"'}
"""Signs that Unicode would decompose wrongly: into a space and an accent, or into two signs."""


class _Table(dict[int, str]):
    """The folded form of each character, computed on first use, since texts use only a few thousand."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = " " if character.isspace() else plain_letters(fold(character))
        return self[code]


_TABLE: Final = _Table(_EXCEPTIONS)


def search_key(text: str) -> str:
    r"""Fold a text for searching; keys are compared exactly.

    >>> search_key("L’État  « membre »"), search_key("第 71 號 決議")
    ('l\'etat"membre"', '第71号决议')
    """
    return _INSIGNIFICANT.sub("", text.translate(_TABLE))


def is_silent(character: str) -> bool:
    """Whether folding drops a character, such as a combining accent.

    >>> is_silent("\u0301"), is_silent("a")
    (True, False)
    """
    return not _TABLE[ord(character)]


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A text's search key, and the map back to the text.

    `origins[i]` is the offset into the original of the character that produced character `i`
    of `key`.
    """

    key: str
    origins: tuple[int, ...]

    def original(self, span: Span) -> Span:
        """Return the span of the original text for a non-empty span of the key."""
        return Span(self.origins[span.start], self.origins[span.stop - 1] + 1)

    def hits(self, wanted: str) -> list[Span]:
        """Find the spans of the original text that match the key `wanted`; hits do not overlap."""
        spans = []
        start = self.key.find(wanted) if wanted else -1
        while start >= 0:
            spans.append(self.original(Span(start, start + len(wanted))))
            start = self.key.find(wanted, start + len(wanted))
        return spans


def fold_with_origins(text: str) -> FoldedText:
    """Fold like `search_key`, recording where each character came from.

    It works character by character and is far slower than `search_key`; use it for visible rows only.

    >>> folded = fold_with_origins("聯 合 “國”")
    >>> folded.key, folded.hits(search_key('合"國'))
    ('联合"国"', [Span(start=2, stop=6)])
    """
    parts = [_TABLE[ord(character)] for character in text]
    raw = "".join(parts)
    origins = [offset for offset, part in enumerate(parts) for _ in part]
    kept: list[int] = []
    end = 0
    for match in _INSIGNIFICANT.finditer(raw):
        kept += origins[end : match.start()]
        end = match.end()
    return FoldedText(_INSIGNIFICANT.sub("", raw), (*kept, *origins[end:]))
