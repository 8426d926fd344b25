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


_THAN: Final = r"(?:later|less|more|fewer|longer|earlier) than"
_PLAIN: Final[dict[str, str]] = {
    "zh": "不(?=是|会|會|需|再|予|构成|構成|影响|影響|包括|承认|承認|接受|存在|具|必(?!可)|妨碍|妨礙|适用"
    "|適用|属|屬|允许|允許|准|要(?!求))|不得(?!已|不)|不应|不應|不可(?![分或没避])|不能(?!不)|绝不|絕不|均不|没有|沒有|尚未",
    "en": rf"\b(?:not|no)\b(?!\.\s?\d| only| {_THAN})|\b(?:never|nor|cannot)\b|n['’]t\b",
    "fr": r"\b(?:pas|aucune?|jamais)\b(?! moins| plus| cessé| autant| seulement)",
    "ru": r"(?<!\bтем )(?<!\bсведения )(?<!\bв то же время )"
    r"\b(?:не|нет)\b(?! только| менее| более| поздн| ранее)",
    "es": r"\b(?:no|ningun\w*|ningún|nunca)\b(?! obstante| más| menos| sol[oa]| sólo| ha cesado)",
    "ar": r"(?:^|\s)[وف]?(?:لا(?!\s+(?:سـ*ي[مّ]|[يتن]زال|[يت]كاد|بد\b|غير\b|الحصر|لل?حصر))"
    r"|لم|لن|ليس(?:ت|وا)?)\b(?!.{0,80}\b(?:إلا|سوى)\b)",
}
_ANY: Final[dict[str, str]] = {
    "zh": "不|没有|沒有|未|无|無|非|禁止|勿|毋|莫|拒绝|拒絕|缺|丧失|喪失|忘|违背|違背|反对|反對"
    "|停止|防止|避免|免|以外|之外|除外|至遲|至迟|最迟|最多|仅|僅|只|否",
    "en": r"\b(?:not|no|nor|never|without|none|neither|cannot|nothing|lack\w*|fail\w*|refus\w*|refrain\w*"
    r"|prohibit\w*|prevent\w*|avoid\w*|rather than|except|only|absence|unable|unless|until|un\w+ed|un\w+able"
    r"|in\w+(?:able|ible|bility|ibility)|non-\w+|irrespective|regardless)\b|n['’]t\b",
    "fr": r"\b(?:ne|pas|sans|non|aucun\w*|ni|jamais|rien|nul|interdi\w*|refus\w*|à défaut|manque\w*|évit\w+"
    r"|empêch\w+|abst\w+|absence|seul\w*|plutôt|i[nm]\w+(?:able|ible|bilité)s?)\b|\bn['’]",
    "ru": r"\b(?:ни|нет|не\w*|без|бес\w+|отсутств\w*|запре\w*|никак\w*|воздерж\w+|предотвра\w+|избе\w+"
    r"|лишь|только)\b",
    "es": r"\b(?:no|sin|ni|ningun\w*|ningún|nunca|jamás|nada|nadie|tampoco|prohib\w*|falta|evit\w+"
    r"|carec\w+|abst\w+|ausencia|más que|sol[oa]|sólo|i[nm]\w+(?:able|ible|bilidad)(?:es|s)?)\b",
    "ar": r"(?:^|\s)[وف]?(?:لا|لم|لن|ليس\w*|غير|دون|بدون|[بل]?عدم|ألا|بلا|بدلا)\b|[أيتن]متن[عا]|تعذر"
    r"|[أيت]فتقر|حظر|رفض|انعدام|لكيلا|نفي|سوى|إلا\b|منع|تجنب",
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
