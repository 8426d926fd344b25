"""Patterns that are searched for in whole paragraphs take time in proportion to the text's length."""

from __future__ import annotations

import re
import time

import pytest

from aligner.formats import bilingual_tables
from aligner.languages import citing, sentence_ends
from aligner.readers.pdf import bidi
from aligner.revision import broken_words
from aligner.segmentation import vocabulary

SEARCHED = (
    broken_words._DIVIDED,
    vocabulary.HYPHEN_END,
    bidi._HYPHENED,
    bilingual_tables._ASIDE,
    sentence_ends.CLAUSE,
    citing._SPACE_AT_HAN,
)
RUNS = "1١１.([- \u00a0\u3000\n\tа一a"


def seconds(pattern: re.Pattern[str], text: str) -> float:
    start = time.process_time()
    for _ in pattern.finditer(text):
        pass
    return time.process_time() - start


@pytest.mark.parametrize("pattern", SEARCHED, ids=lambda pattern: pattern.pattern[:20])
def test_time_grows_with_the_length(pattern: re.Pattern[str]) -> None:
    for run in RUNS:
        short = max(min(seconds(pattern, run * 2_000) for _ in range(2)), 0.002)
        assert seconds(pattern, run * 8_000) < 8 * short, repr(run)
