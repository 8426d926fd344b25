"""Letters of scripts, and signs of languages, as pieces for the character classes of patterns.

Code that reads pages, labels and notes runs before a text's language is known, so its patterns contain
the letters of every script.
"""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

SUPERSCRIPTS: Final = "⁰¹²³⁴⁵⁶⁷⁸⁹"
"""The raised digits, from 0 to 9."""

LATIN_ACCENTED: Final = "\u00c0-\u024f"
LATIN: Final = f"A-Za-z{LATIN_ACCENTED}"
"""Latin letters with their accents."""

LATIN_CAPITALS: Final = "A-ZÀ-Þ"
LATIN_SMALL: Final = "a-zà-ÿ"
CYRILLIC: Final = "А-Яа-я"
CYRILLIC_CAPITALS: Final = "А-ЯЁ"
CYRILLIC_SMALL: Final = "а-я"
CYRILLIC_LABELS: Final = "а-яё"
ARABIC: Final = "\u0620-\u064a"
TATWEEL: Final = "\u0640"
"""The stroke that stretches an Arabic word."""

ARABIC_LAST: Final = "ة"
"""The letter that Arabic has only at the end of a word."""

ARABIC_LABELS: Final = "أ-ي"
"""Letters that number Arabic lists."""

ARABIC_ARTICLE: Final = "ال"
"""The article, which Arabic writes as part of the word."""

IDEOGRAPHS: Final = "\u2e80-\u9fff"
"""Chinese characters, their radicals and signs between them, from the first on."""

WIDE: Final = "\u2e80-\u9fff\uf900-\ufaff\u3000-\u303f\uff00-\uff60"
"""Chinese characters and full-width signs."""

HAN_LETTERS: Final = "\u2e80-\u2fff\u3005-\u3007\u3400-\u9fff\uf900-\ufaff"
"""Chinese characters without full-width signs."""

UNIFIED_IDEOGRAPHS: Final = "\u3400-\u9fff"

HAN_STEMS: Final = "甲乙丙丁戊己庚辛壬癸"
HAN_BRANCHES: Final = "子丑寅卯辰巳午未申酉戌亥"
CYCLE_SIGNS: Final = HAN_STEMS + HAN_BRANCHES
"""The heavenly stems and earthly branches, which number Chinese lists."""

STEM_RANGE: Final = "甲-癸"
HAN_ORDINAL: Final = "第"
HAN_SIMPLE_NUMERALS: Final = "一二三四五六七八九十"
HAN_LIST_AFTER: Final = "、级級"
"""What shows that a Chinese numeral after another is part of a sentence (一、二级)."""

HAN_ARTICLE: Final = r"(?:条|條)"
HAN_INSERTED: Final = "之"
"""What makes an article one inserted after another (第五条之一)."""

HAN_NO_HEAD_AFTER: Final = "、，的第"
"""What shows that the number of an article is a reference to it."""

DATE_SIGNS: Final = "年月日"
"""Signs that make a number before them part of a date."""

COUNTED: Final = (
    "年月日时時号號条條款段届屆次个個名项項頁页卷位人国國元万萬亿億岁歲世周天倍章节節部度级級类類种種歳期架艘"
)
"""Signs that make a number before them a quantity or an ordinal, never a footnote's mark."""

LATIN_BIS: Final = "bis|ter|quater|quinquies"
"""What makes a number one inserted after another: 5 bis. All languages in Latin letters write it so."""

CYRILLIC_BIS: Final = "бис|тер"
"""The Russian forms of bis and ter."""


HAN: Final = "\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Chinese characters, as ranges for a pattern's character class."""

HAN_DIGITS: Final = "〇零一二三四五六七八九十百千两廿卅"
"""The characters that write the number of an article or a list item."""

HAN_NUMERALS: Final = "〇零一二三四五六七八九十百千两兩"
"""What a Chinese number written out begins with."""


def replacing(letters: Mapping[str, str]) -> Callable[[str], str]:
    """Return a function that replaces letters in a fifth of the time of `str.translate`.

    >>> replacing({"é": "e"})("été")
    'ete'
    """
    return partial(re.compile(f"[{re.escape(''.join(letters))}]").sub, lambda match: letters[match[0]])
