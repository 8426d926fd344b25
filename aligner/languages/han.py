"""Chinese characters as character classes: ideographs, and those that write numbers."""

from __future__ import annotations

from typing import Final

HAN: Final = "\u3005\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Chinese characters, as ranges for a pattern's character class."""

HAN_DIGITS: Final = "〇零一二三四五六七八九十百千两廿卅"
"""The characters that write the number of an article or a list item."""

HAN_NUMERALS: Final = "〇零一二三四五六七八九十百千两兩"
"""What a Chinese number written out begins with."""
