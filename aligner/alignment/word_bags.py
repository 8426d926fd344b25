"""Reduce segments to the words by which they can be compared across languages.

Words of a single segment are left out, since nothing in the two documents shows what translates them, and
so are those of many segments, which tell none from another.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from aligner.alignment.anchors import IntArray
from aligner.languages import get

_WORD: Final = re.compile(r"[^\W\d_]+")
_STEM: Final = 6  # number of first letters that distinguish words; endings are inflection
_OFTEN: Final = 0.3  # maximum share of the segments in which a word occurs
_FEW: Final = 10  # number of segments in which any word may occur
_MOST_WORDS: Final = 4096  # number of words per document, the most frequent ones, to bound the table


@dataclass(frozen=True, slots=True)
class Bags:
    """The words of each segment, each once, in compressed sparse rows.

    Attributes:
        starts: the words of segment i are `words[starts[i]:starts[i + 1]]`, shape (n + 1,).
        words: numbers of words, shape (k,).
        count: how many words there are.
    """

    starts: IntArray
    words: IntArray
    count: int

    @classmethod
    def of(cls, texts: Sequence[str], language: str) -> Bags:
        """Return the words that occur in several texts, but not in many.

        They are words cut to their first letters, or single characters in a language without spaces.

        >>> Bags.of(["He sees her", "she SEES him", "he saw"], "en").words.tolist()
        [0, 1, 1, 0]
        """
        if get(language).spaced:
            found = [dict.fromkeys(word[:_STEM] for word in _WORD.findall(text.lower())) for text in texts]
        else:
            found = [dict.fromkeys(filter(str.isalpha, text.lower())) for text in texts]
        counts = Counter(word for bag in found for word in bag)
        most = max(_OFTEN * len(texts), _FEW)
        several = [word for word, count in counts.most_common() if 1 < count <= most][:_MOST_WORDS]
        number_of = {word: number for number, word in enumerate(several)}
        rows = [[number_of[word] for word in bag if word in number_of] for bag in found]
        words = np.array([word for row in rows for word in row], np.int64)
        return cls(np.cumsum([0, *map(len, rows)]), words, len(several))
