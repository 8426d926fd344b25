"""Where a sentence ends, in each of the six languages.

A full stop is many things: the end of a sentence, of an abbreviation, part of a number
or a symbol. This module holds what tells them apart by language; `aligner.segmentation.sentences`
does the cutting.

A semicolon ends a sentence in none of them: in 1,200 sentences of UN documents that
have another after them in their paragraph, none ends with one, and 270 have one inside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from aligner.languages import get


@dataclass(frozen=True, slots=True)
class SentenceFacts:
    """What the end of a sentence looks like in one language.

    Attributes:
        ends: signs that may end one; several together are one end.
        before_number: abbreviations, where a number follows; else they are words (`no`, `art`).
        before_name: abbreviations that never end a sentence, since a name or an example follows.
        may_end: abbreviations that end one where a capital follows, and not otherwise.
        cased: whether a small letter after the sign means that the sentence goes on.
    """

    ends: str
    before_number: frozenset[str]
    before_name: frozenset[str]
    may_end: frozenset[str]
    cased: bool


_NUMBERED: Final = {
    "latin": "no nos n n° nº n.º art arts para paras par pars párr párrs vol vols fig figs p pp"
    " pág págs sect sects sec chap chaps cap caps ch sess suppl add rev corr ser doc docs"
    " ref núm núms résol res"
    " tel ext app ap inc apdo est max min ex not ann g t",
    "ru": "ст п пп пар гл т тт с стр рис табл разд абз ч прил док рез вып изд кн",
    "ar": "ص ج م",
}
_BEFORE_NAME: Final = {
    "zh": "mr mrs ms dr prof st cf vs v",
    "en": "mr mrs ms messrs dr prof gen col lt sgt capt maj adm brig hon sen rep gov pres v vs i.e e.g u.n cf"
    " ed eds op cit ibid viz approx st jan feb aug sept oct nov resp dept univ",
    "fr": "c mm mme mmes mlle mlles me dr pr mgr s.e s.e.m al c.-à-d p.ex env janv févr avr juil sept oct nov"
    " déc av boul cf ibid op cit éd vs st",
    "ru": "ст.ст ср см подп г-н г-жа г-да д-р проф акад ген им ул пл тыс млн млрд долл напр"
    " т.е т.н т.к т.о англ франц исп кит араб рус лат греч ред прим",
    "es": "c sr sra sres sras srta dr dra lic ing gral dña excmo excma ilmo p.ej ej s.e prof"
    " cf ibid op cit ed vs",
    "ar": "د أ ق.م v vs",
}
_MAY_END: Final = {
    "zh": "etc inc ltd co",
    "en": "etc al inc ltd co corp u.s u.k u.s.a u.s.s.r d.c a.m p.m ph.d b.a m.a jr sr bros",
    "fr": "etc s.a",
    "ru": "др проч пр т.д т.п г гг в вв н.э л чел экз руб",
    "es": "etc ee.uu s.a uds vds d",
    "ar": "إلخ الخ ه",
}
_ENDS: Final = {"zh": "。！？!?….｡", "ar": ".!?؟…۔。"}


@cache
def sentence_facts(language: str) -> SentenceFacts:
    """The facts of one language.

    Raises:
        LanguageError: for a code that is not one of the six.

    >>> "núm" in sentence_facts("es").before_number
    True
    """
    tongue = get(language)
    return SentenceFacts(
        ends=_ENDS.get(tongue.code, ".!?…。？！"),
        before_number=frozenset(_NUMBERED.get(tongue.code, _NUMBERED["latin"]).split()),
        before_name=frozenset(_BEFORE_NAME[tongue.code].split()),
        may_end=frozenset(_MAY_END[tongue.code].split()),
        cased=tongue.cased,
    )


CLOSERS: Final = "\"'”’»›）)]】」』》〉"
"""Signs that belong to the sentence whose end they follow."""

PAIRS: Final = {"(": ")", "（": "）", "[": "]", "［": "］", "【": "】", "《": "》", "〔": "〕"}
"""Brackets inside which no sentence ends: opening → closing."""

CLAUSE: Final = re.compile(
    r"(?<=[，；、：،؛])\s*|(?<=[,;:])(?=[\u2e80-\u9fff])|(?<=[,;:—–])\s+|\s+(?=[(（—–])"
)
"""Where a clause ends, in any of the languages; what matches is the space between two."""

LIST_NUMBER: Final = re.compile(
    r"[(（]?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-zА-Яа-я]|[IVXLCivxlc]{1,6}|[一二三四五六七八九十百]{1,4})[.．)）]$"
)
"""What a sentence may begin with, whose full stop does not end it."""
