"""Units behind numbers in the six languages: 30天, 30 days, trente jours."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

from aligner.languages import get
from aligner.languages.numerals import numerals
from aligner.values.document import Span

_UNITS: Final[dict[str, dict[str, str]]] = {
    "per cent": {
        "zh": "%|％|个百分点|個百分點",
        "en": r"%|per\s?cent|percentage",
        "fr": r"%|pour\scent|p\.\s?100",
        "ru": r"%|процент",
        "es": r"%|por\sciento",
        "ar": "[%٪]|في المائة|في المئة|بالمائة",
    },
    "dollars": {
        "zh": "美元",
        "en": r"(?:United\sStates\s|US\s)?dollars?\b",
        "fr": r"(?:de\s)?dollars?\b",
        "ru": r"долл",
        "es": r"(?:de\s)?dólares",
        "ar": "دولار",
    },
    "euros": {
        "zh": "欧元|歐元",
        "en": "euros?",
        "fr": r"(?:d['’])?euros?",
        "ru": "евро",
        "es": "(?:de )?euros?",
        "ar": "يورو",
    },
    "kilometres": {
        "zh": "公里|千米",
        "en": r"kilomet\w+|km\b",
        "fr": r"kilomètres?|km\b",
        "ru": r"километр|км\b",
        "es": r"kilómetros?|km\b",
        "ar": r"كيلومتر|كم\b",
    },
    "hectares": {
        "zh": "公顷|公頃",
        "en": "hectare",
        "fr": "(?:d['’])?hectare",
        "ru": r"гектар|га\b",
        "es": "(?:de )?hectárea",
        "ar": "هكتار",
    },
    "tons": {
        "zh": "吨|噸",
        "en": r"(?:metric )?ton(?:ne)?s?\b",
        "fr": "(?:de )?tonnes?",
        "ru": "тонн",
        "es": "(?:de )?toneladas?",
        "ar": "طن",
    },
    "years": {
        "zh": "周?年(?![代度月])|岁|歲|週年",
        "en": r"years?\b",
        "fr": r"an(?:s|née|nées)?\b",
        "ru": r"год|лет",
        "es": r"años?\b",
        "ar": "سنة|سنوات|سنين|عام|أعوام",
    },
    "months": {
        "zh": "个月|個月",
        "en": r"months?\b",
        "fr": r"mois\b",
        "ru": "месяц|месячн",
        "es": r"mes(?:es)?\b",
        "ar": "شهر|أشهر|شهور",
    },
    "weeks": {
        "zh": "周(?!年)|週(?!年)|星期",
        "en": r"weeks?\b",
        "fr": "semaine",
        "ru": "недел",
        "es": "semana",
        "ar": "أسبوع|أسابيع",
    },
    "days": {
        "zh": r"天|(?<!月\s?\d{1,2})日(?!元)",
        "en": r"days?\b",
        "fr": r"jours?\b",
        "ru": r"дн[яей]|дней|дневн|сут(?:ок|ки)",
        "es": r"días?\b",
        "ar": r"يوم|أيام",
    },
    "hours": {
        "zh": "小时|小時",
        "en": r"hours?\b",
        "fr": r"heures?\b",
        "ru": r"час(?!т)",
        "es": r"horas?\b",
        "ar": "ساعة|ساعات",
    },
}
_BEFORE: Final[dict[str, str]] = {
    "per cent": "百分之$",
    "dollars": r"(?<![\p{L}])(?:US)?\$\s?$",
    "euros": r"€\s?$",
}
_YEAR: Final = re.compile(r"(?:1[89]|20)\d\d")  # 2014年 is no span of years
_REACH: Final = 30  # characters after a number in which its unit begins


def units(text: str, language: str) -> dict[str, dict[str, Span]]:
    """The units that stand with each number of a text, by the number's value, and where both stand.

    >>> units("within 30 days", "en")
    {'30': {'days': Span(start=7, stop=14)}}
    >>> [list(held) for held in units("三十天内增加5%", "zh").values()]
    [['days'], ['per cent']]
    """
    after, before = _patterns(get(language).code)
    found: dict[str, dict[str, Span]] = {}
    for number in numerals(text, language):
        follows = after.match(text, number.span.stop, number.span.stop + _REACH)
        ahead = before.search(text, max(number.span.start - 4, 0), number.span.start)
        for match in (follows, ahead):
            if match is None or (match.lastgroup == "years" and _YEAR.fullmatch(number.value)):
                continue
            whole = Span(min(number.span.start, match.start()), max(number.span.stop, match.end()))
            found.setdefault(number.value, {}).setdefault(match.lastgroup.replace("_", " "), whole)
    return found


@cache
def _patterns(code: str) -> tuple[Any, Any]:
    """What stands after a number, at most one word between, and what right before it."""
    import regex

    def groups(table: dict[str, str]) -> str:
        return "|".join(f"(?P<{name.replace(' ', '_')}>{pattern})" for name, pattern in table.items())

    gap = (
        r"[\s-]*(?:(?!(?:in|en|в|في|of|de)\s)\p{L}+[\s-]+)?"
        if get(code).spaced
        else r"\s*[多余餘]?(?:个工作|個工作)?"
    )
    after = groups({name: patterns[code] for name, patterns in _UNITS.items()})
    return regex.compile(rf"{gap}(?:{after})", regex.IGNORECASE), regex.compile(groups(_BEFORE))
