"""How a resolution refers to its own paragraphs, in each language ("paragraph 6 above")."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from aligner import languages

_PATTERNS: Final[dict[str, str]] = {
    "zh": r"(?:上文|下文|本决议|本決議)\s?(?:执行部分)?第\s?(?P<n>\d+)\s?(?:段|款)",
    "en": r"(?i:paragraph)\s(?P<n>\d+)\s(?:above|below|of\sthe\spresent\sresolution)",
    "fr": r"(?i:paragraphe)\s(?P<n>\d+)\s(?:ci-dessus|ci-après|de\sla\sprésente\srésolution)",
    "ru": r"(?i:пункт(?:а|е|у|ом)?)\s(?P<n>\d+)\s(?:выше|ниже|настоящей\sрезолюции)",
    "es": r"(?i:párrafo)\s(?P<n>\d+)\s(?:supra|infra|de\sla\spresente\sresolución|anterior)",
    "ar": r"الفقرة\s(?P<n>\d+)\s(?:أعلاه|أدناه|من\sهذا\sالقرار)",
}


@cache
def internal_reference(language: str) -> Any:
    """A compiled pattern for a reference to a paragraph of the same text; group `n` is its number.

    Raises:
        LanguageError: for a language that is not one of the six.

    >>> internal_reference("en").search("see paragraph 6 above")["n"]
    '6'
    """
    import regex

    return regex.compile(_PATTERNS[languages.get(language).code])
