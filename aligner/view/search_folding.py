"""Text as a search reads it, and the way back to the text as it stands.

Case, accents, the style of quotation marks and dashes, full and half width, vowel signs,
Traditional or Simplified: none of them keeps a word from being found. Neither do spaces
next to Chinese characters, which wrapping and typesetting put in at will, nor those that
French sets inside quotation marks and before some signs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from aligner.languages.han import HAN
from aligner.languages.search_letters import plain_letters
from aligner.languages.tokens import fold
from aligner.values import Span

_NEEDLESS: Final = re.compile(rf"(?<=[{HAN}\"]) +| +(?=[{HAN}\";:!?%])|(?<= ) +")
"""Spaces that say nothing: at a Chinese character or a quotation mark, before some signs, after a space."""

_APART: Final = {0xB4: "'", 0x2033: '"'}
"""Signs used as an apostrophe or inch mark that Unicode takes for a space and an accent, or for two signs."""


class _Table(dict[int, str]):
    """What each character becomes, worked out when it is first met: texts use a few thousand."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = " " if character.isspace() else plain_letters(fold(character))
        return self[code]


_TABLE: Final = _Table(_APART)


def search_key(text: str) -> str:
    r"""What a text says to a search; two keys are compared as they are.

    >>> search_key("L’État  « membre »"), search_key("第 71 號 決議")
    ('l\'etat"membre"', '第71号决议')
    """
    return _NEEDLESS.sub("", text.translate(_TABLE))


def is_silent(character: str) -> bool:
    """Whether a character says nothing to a search, as an accent does that stands on its own.

    >>> is_silent("\u0301"), is_silent("a")
    (True, False)
    """
    return not _TABLE[ord(character)]


@dataclass(frozen=True, slots=True)
class FoldedText:
    """A text's search key, and the way back.

    `origins[i]` is the offset into the original of the character that gave
    character `i` of `key`.
    """

    key: str
    origins: tuple[int, ...]

    def original(self, span: Span) -> Span:
        """The stretch of the original that a stretch of the key, not empty, stands for."""
        return Span(self.origins[span.start], self.origins[span.stop - 1] + 1)

    def hits(self, wanted: str) -> list[Span]:
        """Where the original says what the key `wanted` says; hits do not overlap."""
        found = []
        start = self.key.find(wanted) if wanted else -1
        while start >= 0:
            found.append(self.original(Span(start, start + len(wanted))))
            start = self.key.find(wanted, start + len(wanted))
        return found


def fold_with_origins(text: str) -> FoldedText:
    """`search_key`, keeping where each character came from.

    Works a character at a time, far slower than `search_key`: for the rows in sight only.

    >>> folded = fold_with_origins("聯 合 “國”")
    >>> folded.key, folded.hits(search_key('合"國'))
    ('联合"国"', [Span(start=2, stop=6)])
    """
    parts = [_TABLE[ord(character)] for character in text]
    raw = "".join(parts)
    origins = [offset for offset, part in enumerate(parts) for _ in part]
    kept: list[int] = []
    end = 0
    for match in _NEEDLESS.finditer(raw):
        kept += origins[end : match.start()]
        end = match.end()
    return FoldedText(_NEEDLESS.sub("", raw), (*kept, *origins[end:]))
