"""Language-independent facts about words: numbers, list labels and names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from aligner.languages.list_labels import label_readings
from aligner.languages.numerals import numerals
from aligner.languages.tokens import NO_ATOMS, form_key, tokens
from aligner.values import Span

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SAME: Final = 0.5
"""Added to the similarity of two words that denote the same number or name."""
_UNLIKE: Final = -0.5
"""Added if both words denote a number or name, but not the same one."""
_SHORTEST_NAME: Final = 2


@dataclass(frozen=True, slots=True)
class Word:
    """A word, mark or atom of a text.

    Attributes:
        span: its position, in code points.
        key: its dictionary key, with case and form folded.
        facts: the numbers and names that it denotes, in a language-independent form.
    """

    span: Span
    key: str
    facts: frozenset[str]


def words_of(text: str, language: str) -> list[Word]:
    """Return the words of a text, in order."""
    values = numerals(text, language)
    found = []
    for token in tokens(text, language):
        shown = text[token.start : token.stop]
        span = Span(token.start, token.stop)
        facts = {each.value for each in values if each.span.overlaps(span)}
        if token.kind == "label":
            facts |= _ordinals(shown, language)
        key = form_key(shown).casefold()
        if not facts and _is_name(shown, key, token.kind):
            facts.add(key)
        found.append(Word(span, key, frozenset(facts)))
    return found


def _is_name(shown: str, key: str, kind: str) -> bool:
    """Whether a word is the same in every language: a symbol, a code or an acronym."""
    lettered = len(key) >= _SHORTEST_NAME and key.isascii() and any(map(str.isalnum, key))
    return lettered and (kind not in NO_ATOMS or shown.isupper())


@lru_cache(maxsize=1024)
def _ordinals(label: str, language: str) -> frozenset[str]:
    return frozenset(str(reading.ordinal) for reading in label_readings(label, language))


def anchored(
    similar: NDArray[np.float32], source: Sequence[Word], target: Sequence[Word]
) -> NDArray[np.float32]:
    """Adjust the similarity of each pair of words by their facts.

    Args:
        similar: cosines, shape (source, target).
        source: words of one text.
        target: words of its counterpart.
    """
    found = similar.copy()
    anchors = [number for number, word in enumerate(target) if word.facts]
    for number, word in enumerate(source):
        if word.facts:
            for other in anchors:
                found[number, other] += _SAME if word.facts & target[other].facts else _UNLIKE
    return found
