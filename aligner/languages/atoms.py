"""What counts as one word, or as one thing that is never cut, in each language.

An *atom* is a piece that people read as a whole: a document symbol, a date, a number
with its unit, a label. Cutting one ("2015" into "201" and "5") makes a comparison
unreadable, so atoms are looked for before words are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from aligner import languages

CLAUSE: Final = re.compile("[^，；。：\\n]*[，；。：\\n]|[^，；。：\\n]+")
"""A Chinese clause with the sign that ends it; no word or atom reaches across that."""

PLAIN_SIGNS: Final = frozenset("，；。：、“”《》")

PLAIN_HAN: Final = re.compile(
    f"[\u4e00-\u5e73\u5e75-\u767d\u767f-\u7b2b\u7b2d-\u9fd5{''.join(sorted(PLAIN_SIGNS))}]+"
)
"""Chinese text in which no atom can be: no digit, letter or bracket, none of 年, 百 and 第."""

HAN_TEXT: Final = re.compile(f"[\u4e00-\u9fd5{''.join(sorted(PLAIN_SIGNS))}]+")
"""Han characters and Chinese signs, and nothing else."""

HAN_OR_SIGN: Final = re.compile("[\u4e00-\u9fd5]+|.")
"""In plain Chinese text, a run of Han characters, or one sign."""


@dataclass(frozen=True, slots=True)
class WordFacts:
    """How one language builds words and atoms.

    Attributes:
        dictionary: whether words are found with a dictionary, for want of spaces.
        shingle: how many characters in a row tell one passage from another; two Han
            characters say as much as four letters.
        months: a pattern for the names of the months, empty where a sign does that work.
        date: a pattern for a date; `MONTH` stands for the months.
        unit: a pattern for what follows a number and belongs to it.
        reference: a pattern for the words that make a number a reference to a passage,
            standing before it.
        between: a pattern for what stands between two days of one month.
        elision: a pattern for a short word joined to the next by an apostrophe.
        ordinal: a pattern for numbers written out, with what they count.
        symbol: a pattern for the number of a resolution, where words frame it.
    """

    dictionary: bool
    shingle: int
    months: str
    date: str
    unit: str
    reference: str
    elision: str = ""
    ordinal: str = ""
    between: str = r"[-–—]"
    symbol: str = ""


HAN_NUMERALS: Final = "〇零一二三四五六七八九十百千两兩"
"""What a Chinese number written out begins with."""

_ANY_SPACE: Final = r"[ \u00a0\u202f\u2009\u3000]?"

_FACTS: Final[dict[str, WordFacts]] = {
    "zh": WordFacts(
        dictionary=True,
        shingle=2,
        months="",
        between=r"至|和|、|到|及|与|與|[-–—~～]",
        date=rf"\d{{4}}{_ANY_SPACE}年(?:{_ANY_SPACE}\d{{1,2}}{_ANY_SPACE}月(?:{_ANY_SPACE}\d{{1,2}}{_ANY_SPACE}[日号號])?)?"
        rf"|\d{{1,2}}{_ANY_SPACE}月{_ANY_SPACE}\d{{1,2}}{_ANY_SPACE}[日号號]"
        r"|[〇○零一二三四五六七八九]{4}年(?:[一二三四五六七八九十]{1,3}月(?:[一二三四五六七八九十]{1,3}日)?)?",
        unit=r"%|％|‰|℃|[万萬亿億]+(?:美元|欧元|歐元|元|人|吨|噸)?|美元|欧元|歐元|个百分点|個百分點",
        symbol=rf"第{_ANY_SPACE}\d+(?:/\d+|{_ANY_SPACE}[(（]\d{{4}}[)）]){_ANY_SPACE}[号號]",
        reference=r"(?:第|上文|下文|附件|本条|本條|前款)",
        ordinal=rf"第{_ANY_SPACE}(?:[{HAN_NUMERALS}]+|\d+(?:/\d+)?(?:{_ANY_SPACE}[(（]\d{{4}}[)）])?)"
        rf"(?:[(（][a-z\d{HAN_NUMERALS}]{{1,4}}[)）])?"
        rf"{_ANY_SPACE}(?:条|條|款|项|項|段|章|节|節|编|編|号|號|届|屆|次|卷|页|頁|目|部分)"
        rf"(?:之[{HAN_NUMERALS}]+)?"
        rf"|百分之[{HAN_NUMERALS}]+(?:点[{HAN_NUMERALS}]+)?|[㈠-㈩]",
    ),
    "en": WordFacts(
        dictionary=False,
        shingle=4,
        months="January|February|March|April|May|June|July|August|September|October|November|December",
        between=r"and|to|[-–—]",
        date=r"\d{1,2}(?:[–-]\d{1,2})?\s(?:MONTH)(?:\s\d{4})?|(?:MONTH)\s\d{4}",
        unit=r"%|\sper\scent|\spercent|\s(?:thousand|million|billion|trillion)(?:\s(?:dollars|euros))?|°C",
        reference=r"(?i:paragraphs?|articles?|sections?|annex(?:es)?|chapters?|subparagraphs?|rules?)",
    ),
    "fr": WordFacts(
        dictionary=False,
        shingle=4,
        months="janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
        between=r"et|au|[-–—]",
        date=r"(?:\d{1,2}|1er)(?:[–-]\d{1,2})?\s(?:MONTH)(?:\s\d{4})?|(?:MONTH)\s\d{4}",
        unit=r"\s?%|\spour\scent|\s(?:mille|millions?|milliards?)(?:\s(?:de\s(?:dollars|euros)))?|\s?°C",
        reference=r"(?i:paragraphes?|articles?|sections?|annexes?|chapitres?|alinéas?|règles?)",
        elision=r"(?i:\b(?:[cdjlmnst]|qu|lorsqu|puisqu|jusqu)['’])",
    ),
    "es": WordFacts(
        dictionary=False,
        shingle=4,
        months="enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre",
        between=r"y|al?|[-–—]",
        date=r"\d{1,2}(?:[–-]\d{1,2})?\sde\s(?:MONTH)(?:\s(?:de|del)\s\d{4})?|(?:MONTH)\sde\s\d{4}",
        unit=r"\s?%|\spor\sciento|\s(?:mil|millones|millón)(?:\sde\s(?:dólares|euros))?|\s?°C",
        reference=r"(?i:párrafos?|artículos?|secci(?:ón|ones)|anexos?|capítulos?|apartados?|reglas?)",
    ),
    "ru": WordFacts(
        dictionary=False,
        shingle=4,
        months="января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря",
        between=r"и|по|[-–—]",
        date=r"\d{1,2}(?:[–-]\d{1,2})?\s(?:MONTH)(?:\s\d{4}(?:\s(?:года|г\.))?)?|\d{4}\s(?:году|года|год|годом)\b",
        unit=r"\s?%|\s(?:процент(?:а|ов)?)\b|\s(?:тыс\.|млн|млрд|тысяч[аи]?|миллион(?:а|ов)?|миллиард(?:а|ов)?)"
        r"(?:\s(?:долл\.|долларов|евро))?|\s?°C",
        reference=r"(?i:пункт(?:а|е|у|ом|ы|ов|ах|ам)?|стать(?:я|и|е|ю|ей|ями|ям|ях)|раздел(?:а|е|ы)?"
        r"|приложени(?:е|я|и|ю)|глав(?:а|ы|е)|подпункт(?:а|е|у|ы|ов)?|правил(?:о|а|е))",
    ),
    "ar": WordFacts(
        dictionary=False,
        shingle=3,
        months=r"كانون\sالثاني|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين\sالأول|تشرين\sالثاني|كانون\sالأول",
        between=r"و|إلى|[-–—]",
        date=r"\d{1,2}\s(?:MONTH)(?:/\p{L}+)?(?:\s\d{4})?",
        unit=r"\s?[%٪]|\sفي\sالمائة|\s(?:ألف|مليون|بليون)(?:\sدولار)?",
        reference=r"(?:ال)?(?:فقرات?|فقرة|مادة|مواد|فرع|مرفق|فصل)",
    ),
}


def facts(language: str) -> WordFacts:
    """The facts about words of one language.

    Raises:
        LanguageError: for a language that is not one of the six.

    >>> facts("zh-Hant").shingle
    2
    """
    return _FACTS[languages.get(language).code]


@cache
def atom_pattern(language: str) -> Any:
    """A compiled pattern that finds atoms; the name of the group that matched is their kind.

    The alternatives stand in order of precedence: what looks like a date is not
    looked at again as a number.
    """
    import regex

    known = facts(language)
    parts = [
        (
            "symbol",
            r"(?<![A-Za-z\d/])[A-Z]{1,6}(?:[.-]\d{1,4})?(?:/[A-Za-z0-9](?:[A-Za-z0-9.–-]*[A-Za-z0-9])?)+",
        ),
        ("date", known.date.replace("MONTH", known.months)),
        ("symbol", known.symbol),
        ("label", known.ordinal),
        ("label", r"(?<![A-Za-z\d])[(（](?:[a-zа-яأ-ي]|[ivx]{1,5}|\d{1,2}|[一二三四五六七八九十]{1,3})[)）]"),
        (
            "symbol",
            r"(?<![\d/])\d{1,4}/\d{1,4}(?:\s[A-Z](?![\p{L}]))?(?![\d/])|(?<!\d)\d{3,4}\s?[(（]\d{4}[)）]",
        ),
        (
            "label",
            r"(?<![\d/.,])\d{1,3}(?:(?:\s|-)(?:bis|ter|quater|quinquies|бис|тер)(?!\p{L})"
            r"|\s?\((?:[a-zа-я]|[ivx]{1,5})\))+",
        ),
        ("note", r"[¹²³⁰⁴-⁹]+"),
        ("code", r"(?<![A-Za-z\d])[A-Z]{1,6}\d{1,4}(?![A-Za-z\d])|(?<![\p{L}\d])\p{L}{2,8}-\d{2}(?!\d)"),
        (
            "number",
            r"(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,:٫٬]\d+)*)"
            rf"(?:\s?(?:{known.unit}))?",
        ),
    ]
    alternatives = (f"(?P<{name}>{pattern})" for name, pattern in parts if pattern)
    return regex.compile("|".join(alternatives).replace(r"\s", r"[^\S\n]"))


@cache
def word_pattern(language: str) -> Any:
    """A compiled pattern for one word, or one user-perceived character that is no letter.

    Combining marks and invisible joiners stay with their letter; a hyphenated or apostrophed word is whole,
    except for the elided words that some languages join to the next.
    """
    import regex

    elision = facts(language).elision
    word = r"[\p{L}\p{M}\u00ad\u200c\u200d\u2060]+(?:['’‑-][\p{L}\p{M}]+)*"
    return regex.compile("|".join(part for part in (elision, word, r"\p{N}+", r"\X") if part))
