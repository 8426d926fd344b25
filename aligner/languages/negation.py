"""How each language says no: the plain negations, and all that may render one.

`plain` are words that hardly ever do without a negation in the other language; `any` is
wider: prefixes, verbs of lack and refusal, by which a translator may say the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from aligner.languages import get


@dataclass(frozen=True, slots=True)
class Negations:
    """Compiled patterns for one language."""

    plain: Any
    any: Any


_PLAIN: Final[dict[str, str]] = {
    "zh": "不得|不应|不應|不可|不能|绝不|絕不|均不|并不|並不|没有|沒有|尚未",
    "en": r"\b(?:not|never|nor|no|cannot)\b|n['’]t\b",
    "fr": r"\b(?:pas|aucun\w*|jamais|ni)\b",
    "ru": r"\b(?:не|ни|нет)\b",
    "es": r"\b(?:no|ni|ningun\w*|ningún|nunca)\b",
    "ar": r"(?:^|\s)[وف]?(?:لا|لم|لن|ليس\w*|ألا)\b",
}
_ANY: Final[dict[str, str]] = {
    "zh": "不|没有|沒有|未|无|無|非|禁止|勿|毋|拒绝|拒絕|缺乏",
    "en": r"\b(?:not|no|nor|never|without|none|neither|cannot|nothing|un\w+|in\w+|non\w*|lack\w*|fail\w*"
    r"|refus\w*|prohibit\w*)\b|n['’]t\b",
    "fr": r"\b(?:ne|pas|sans|non|aucun\w*|ni|jamais|rien|interdi\w*|refus\w*|défaut|manque\w*|in\w+|im\w+)\b"
    r"|\bn['’]",
    "ru": r"\b(?:ни|нет|не\w*|без\w*|бес\w+|отсутств\w*|запре\w*|никак\w*)\b",
    "es": r"\b(?:no|sin|ni|ningun\w*|ningún|nunca|jamás|nada|tampoco|prohib\w*|falta|in\w+|im\w+)\b",
    "ar": r"(?:^|\s)[وف]?(?:لا|لم|لن|ليس\w*|غير|دون|بدون|[بل]?عدم|ألا|بلا)\b",
}


@cache
def negations(language: str) -> Negations:
    """The negations of one language.

    Raises:
        LanguageError: for a code that is not one of the six.

    >>> bool(negations("en").plain.search("shall not")), bool(negations("fr").any.search("sans délai"))
    (True, True)
    """
    import regex

    code = get(language).code
    return Negations(
        regex.compile(_PLAIN[code], regex.IGNORECASE), regex.compile(_ANY[code], regex.IGNORECASE)
    )
