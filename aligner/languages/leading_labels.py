"""The numbers that paragraphs begin with, where they are still part of the text.

Segmentation removes labels from the text of a document; a plain line keeps its own. To compare
two drafts line by line, the number must be ignored, since one inserted article renumbers all
that follow.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import regex

from aligner.languages.letter_ranges import CYRILLIC_BIS, LATIN_BIS
from aligner.languages.profile import heads
from aligner.languages.working_labels import NUMBER

_HAN: Final = "〇零一二三四五六七八九十百千"
_BIS: Final = rf"(?:\s?(?:{LATIN_BIS}|sexies|alt|{CYRILLIC_BIS}|-бис|-тер))?"
_PATTERNS: Final = (
    # 第二十七条 …; an article is followed by a space or nothing, else it is a sentence about one
    rf"第\s?[{_HAN}\d]+\s?(?:条|條)(?:之[{_HAN}\d]+)?(?=\s|$|[（(【])",
    rf"第\s?[{_HAN}\d]+\s?(?:编|編|分编|章|节|節|部分|目|款|项|項)(?:之[{_HAN}\d]+)?(?=\s|$|[^的规規所中第至、，])",
    rf"[{_HAN}]{{1,4}}(?:、|\s?[.．])(?=\S)|[{_HAN}]{{1,4}}、\s*",
    rf"[(（](?:[{_HAN}]{{1,4}}|\d{{1,3}}|[a-zA-Z]|[ivxIVX]{{1,5}}|[а-яё]|[أ-ي])[)）]",
    "[㈠-㈩①-⑳⑴-⒇]",
    rf"\d{{1,3}}(?:\.\d{{1,3}})*{_BIS}(?:[.．、)）](?!\d)|(?=\s*$))",
    r"\d{1,3}(?:\.\d{1,3})+(?=\s)",
    rf"{NUMBER}{_BIS}(?:\s?alt)?[.:)]?(?=\s+[^\W\d_a-z]|\s+\[)",  # while it is negotiated
    rf"\d{{1,3}}[ \u00a0]?(?:{LATIN_BIS}|{CYRILLIC_BIS})\b[.)]?",
    r"(?:[a-z]|[ivx]{1,5}|[а-я])[.)](?=\s)",
    rf"(?:<WORDS>)\s+(?:\d{{1,4}}(?:[-.]\d{{1,3}})*|[IVXLC]+){_BIS}(?:\s*[.:—–-](?=\s|$)|(?=\s*$)|(?=\s+\p{{Lu}}))",
)


@cache
def _pattern() -> regex.Pattern[str]:
    words = dict.fromkeys(word for head in heads().values() for word in head.labels.worded.split("|") if word)
    patterns = "|".join(_PATTERNS).replace("<WORDS>", "|".join(words))
    return regex.compile(rf"\s*(?:{patterns})\s*")


def label_end(text: str) -> int:
    """Return where a leading number and the space after it end; 0 if there is none.

    All languages are searched at once: their forms do not contradict each other.

    >>> label_end("第二条 本条例所称"), label_end("(a) The"), label_end("2018 年")
    (4, 4, 0)
    >>> label_end("第三条规定的事项")
    0
    """
    match = _pattern().match(text)
    return match.end() if match else 0
