"""Words that bind and words that permit: 应 / shall / doit against 可 / may / peut.

Only words that hardly ever do anything else are here. French says much that binds in the
plain present, so that the lack of such a word says nothing; a word that binds where the
other text only permits does.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from aligner.languages import get


@dataclass(frozen=True, slots=True)
class Modality:
    """Compiled patterns for one language: `binds` (shall, must, should) and `permits` (may)."""

    binds: Any
    permits: Any


_BINDS: Final[dict[str, str]] = {
    "zh": "(?<![不适適相对對反响響供因效感答回])[应應](?!用|对|對|急|付|邀|该国|有尽有|诉|变|验|聘|召"
    "|.{0,14}(?:请求|請求|邀请|邀請))"
    "|必须|必須|(?<!必)须(?!知)|(?<!必)須|务必|務必|有义务|有義務",
    "en": r"\b(?:shall|must|should)\b(?! not)|\b(?:is|are) (?:required|obliged|bound) to\b",
    "fr": r"(?<!\bne )\b(?:doi(?:t|vent)|devr(?:a|ont|ait|aient))\b|\b(?:est|sont) tenue?s? d",
    "ru": r"(?<!\bне )\b(?:долж(?:ен|на|но|ны)|обязан[аы]?|следует|надлежит)\b",
    "es": r"(?<!\bno )\b(?:deb(?:e|en|erá|erán|ería|erían)|tendr(?:á|án) que)\b",
    "ar": r"(?<!لا)(?:^|\s)[وف]?(?:يجب|تجب|يتعين|يتعيَّن|يتعيّن|ينبغي|تلتزم|يلتزم)\b",
}
_PERMITS: Final[dict[str, str]] = {
    "zh": "(?<![不许許认認尚宁寧核])可以?"
    "(?!能|持续|持續|再生|靠|行|及|见|見|观|觀|预|預|比|衡|信|查|据|據|达|達|怕|惜|谓|謂|得|是|接受|避|获|用|耕|核|逆|支配|变"
    "|追|操作|量|卡|供|否)"
    "|(?<![不所取獲获使值覺觉懂未免])得(?=[依以由於于隨随考包向在就將将請请作為为])",
    "en": r"\bmay\b(?! not| \d)|\b(?:is|are) (?:allowed|permitted) to\b",
    "fr": r"(?<!\bne )\b(?:peu(?:t|vent)|pourr(?:a|ont))\b|\b(?:est|sont) autorisée?s?\b",
    "ru": r"(?<!\bне )\b(?:мо(?:жет|гут)|вправе)\b",
    "es": r"(?<!\bno )(?<!\bno se )\b(?:p(?:uede|ueden|odrá|odrán))\b",
    "ar": r"(?<!لا)(?:^|\s)[وف]?(?:يجوز|تجوز|يمكن)\b",
}
"""What is forbidden (may not, shall not) is left out: languages say it either way."""


@cache
def modality(language: str) -> Modality:
    """The modal words of one language.

    Raises:
        LanguageError: for a code that is not one of the six.

    >>> bool(modality("zh").permits.search("缔约国可以")), bool(modality("zh").permits.search("可持续"))
    (True, False)
    """
    import regex

    code = get(language).code
    return Modality(
        regex.compile(_BINDS[code], regex.IGNORECASE), regex.compile(_PERMITS[code], regex.IGNORECASE)
    )
