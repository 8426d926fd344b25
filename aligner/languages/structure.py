"""How resolutions, treaties and laws are laid out in each language, and where a sentence ends.

These are the words that introduce, number, date, adopt and sign, which identify the parts of a
document. They come from the `[structure]` and `[page]` tables of each profile. Patterns are matched
against a paragraph or a line without its surrounding space.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import cache
from typing import Final

from aligner.languages.letter_ranges import CYRILLIC_BIS, HAN_DIGITS, LATIN_BIS
from aligner.languages.profile import get, heads, profile
from aligner.languages.profile_tables import NO_MATCH, StructureTable

BIS: Final = (
    rf"(?:[ \u00a0]?(?:{LATIN_BIS}|sexies|septies|octies|novies|alt|{CYRILLIC_BIS}|кватер|مكررا?)\b"
    rf"|-(?:{CYRILLIC_BIS}|кватер|квинквиес)|之[一二三四五六七八九十]+)?"
)
"""What makes a number one inserted between two others."""

_OPENINGS: Final = frozenset({"preambular", "operative"})
_IN_BRACKETS: Final = r"(?:\[ ?)*"
"""What opens text under negotiation, which may be a whole paragraph or its first word."""

_NUMBER: Final = rf"(?:\d{{1,4}}(?:[-.]\d{{1,3}})*|[IVXLC]{{1,7}}){BIS}"


@dataclass(frozen=True, slots=True)
class Structure:
    """The patterns of one language, compiled.

    Attributes:
        organ_line: a line that only names a body (`General Assembly`).
        enacting: the line that makes a body the subject of a resolution, up to its comma.
        session: a line that names a session or a place and time of meeting.
        agenda: a line that begins with the number of an agenda item.
        sponsors: a line that says who submits a draft; group 1 has the names.
        sponsor_separator: what divides those names.
        resolution_head: a line that says what kind of text follows.
        preambular: how a preambular paragraph opens.
        operative: how an operative paragraph opens.
        adoption: a line that says when and where a text was adopted.
        signature: how the closing words before the signatures begin.
        annex: a line that is the heading of an annex.
        option: how a passage says that it is one of several: `Option 1`.
        article: a numbered article's head, as a prefix of the line; the label is group 1.
        part: the head of a chapter or part; the label is group 1.
        before_number: words after which a number is a number and never a footnote's mark.
        conjunction: the end of a line that continues on the next.
        suspending: a word before which the first part of a compound stands alone (`two- and three-year`).
        hyphened: compounds that are written with a hyphen, whatever else the document has.
        hyphened_words: those written so if their first part is a word of the document.
        spaced_signs: signs that have a space before them.
        language: code of the language.
    """

    organ_line: re.Pattern[str]
    enacting: re.Pattern[str]
    session: re.Pattern[str]
    agenda: re.Pattern[str]
    sponsors: re.Pattern[str]
    sponsor_separator: re.Pattern[str]
    resolution_head: re.Pattern[str]
    preambular: re.Pattern[str]
    operative: re.Pattern[str]
    adoption: re.Pattern[str]
    signature: re.Pattern[str]
    annex: re.Pattern[str]
    option: re.Pattern[str]
    article: re.Pattern[str]
    part: re.Pattern[str]
    before_number: re.Pattern[str]
    conjunction: re.Pattern[str]
    suspending: re.Pattern[str]
    hyphened: re.Pattern[str]
    hyphened_words: re.Pattern[str]
    spaced_signs: str
    language: str


def _head(words: str, ordinals: str, capitals: str) -> str:
    """Return a pattern for `Article 5`: word, number, and what follows headings but not references."""
    number = rf"(?:{_NUMBER}{'|' + ordinals if ordinals else ''})"
    title = rf"|\s+[{capitals}«“\"(\[]" if capitals else ""
    return rf"((?i:{words})\s+{number})(?=\s*[.:—–-](?:\s|$)|\s*$|\s*\n{title})"


@cache
def structure(language: str) -> Structure:
    """Return the patterns of one language.

    Raises:
        LanguageError: for a language without a profile.

    >>> bool(structure("en").enacting.fullmatch("The General Assembly,"))
    True
    >>> structure("zh").article.match("第二十七条 缔约国应").group(1)
    '第二十七条'
    >>> structure("en").article.match("Article 27 of the Convention") is None
    True
    """
    code = get(language).code
    table = profile(code).structure
    patterns: dict[str, re.Pattern[str]] = {}
    for name in (field.name for field in fields(Structure) if field.name not in ("language", "spaced_signs")):
        if pattern := getattr(table, name):
            pattern = pattern.replace("<HAN>", HAN_DIGITS).replace("<NUMBER>", _NUMBER)
        else:
            pattern = _worded_head(table, name)
        patterns[name] = re.compile(f"{_IN_BRACKETS}(?:{pattern})" if name in _OPENINGS else pattern)
    return Structure(language=code, spaced_signs=table.spaced_signs, **patterns)


def _worded_head(table: StructureTable, name: str) -> str:
    """Return the pattern for the head of an article or a part, made of its words."""
    if name == "article":
        capitals = "" if table.article_untitled else table.capitals
        return _head(table.article_words, table.article_ordinals, capitals)
    return _head(table.part_words, table.part_ordinals, table.capitals)


@dataclass(frozen=True, slots=True)
class Masthead:
    """Patterns for the lines of a masthead, in all languages at once, since a page mixes them.

    Attributes:
        distribution: to whom a document goes; group 1 is the word for it.
        original: the language it was written in; group 1 is that language's name.
        notice: a printer's remark, or the stamp of an unedited version.
        languages: names of the languages, lower case → ISO code.
    """

    distribution: re.Pattern[str]
    original: re.Pattern[str]
    notice: re.Pattern[str]
    languages: dict[str, str]

    def language_named(self, text: str) -> str | None:
        """Return the ISO code of the language whose name is all of a text; None for any other text.

        >>> masthead_patterns().language_named("Français "), masthead_patterns().language_named("French text")
        ('fr', None)
        """
        return self.languages.get(text.strip().casefold())


@cache
def masthead_patterns() -> Masthead:
    """Return the patterns for the lines of a masthead.

    >>> masthead_patterns().languages["anglais"]
    'en'
    """
    pages = {code: head.page for code, head in heads().items()}

    def any_of(name: str) -> str:
        return "|".join(dict.fromkeys(getattr(page, name) for page in pages.values()))

    return Masthead(
        re.compile(rf"\b(?:{any_of('distribution')})\s*[:：.]?\s*({any_of('distributed')})", re.IGNORECASE),
        re.compile(rf"(?:{any_of('original')})\s*[:：]?\s*ب?(\w+)", re.IGNORECASE),
        re.compile(any_of("notice"), re.IGNORECASE),
        {
            name: code
            for page in pages.values()
            for code, all_names in page.languages.items()
            for name in all_names
        },
    )


@cache
def page_number_words() -> str:
    """Return a pattern for a page number with its words: `page 3 of 12`, `第3页`.

    >>> from re import fullmatch
    >>> bool(fullmatch(page_number_words(), "Page 3 of 12"))
    True
    """
    words, of, whole = (_any("page"), _any("page_of"), _any("page_number"))
    return rf"(?i:{words})\s*\d{{1,4}}(?:\s*(?:/|{of})\s*\d{{1,4}})?|{whole}"


@cache
def _pattern(field: str) -> re.Pattern[str]:
    return re.compile(rf"(?i:{_any(field)})")


def is_page_word(text: str) -> bool:
    """Whether a text is the word that heads the page numbers of a list of contents.

    >>> is_page_word("Page"), is_page_word("Page 3"), is_page_word("Стр.")
    (True, False, True)
    """
    return _pattern("page").fullmatch(text.strip()) is not None


def heads_contents(text: str) -> bool:
    """Whether a text is the heading of a list of contents, tables or figures.

    >>> heads_contents("Table des matières"), heads_contents("目  录"), heads_contents("Contents of the box")
    (True, True, False)
    """
    words = " ".join(text.split())
    return any(_pattern("contents").fullmatch(each) for each in (words, words.replace(" ", "")))


@cache
def continued_words() -> str:
    """Return a pattern for the remark that a table or list goes on: `continued`, `suite`.

    >>> "suite" in continued_words().split("|")
    True
    """
    return _any("continued")


@cache
def exponent_units() -> frozenset[str]:
    """Units after which a small raised digit is an exponent, never a footnote's mark: km, км, كم."""
    return frozenset(unit for head in heads().values() for unit in head.page.exponent_units)


def _any(name: str) -> str:
    """Return the values of one field in all profiles, as alternatives."""
    found = dict.fromkeys(getattr(head.page, name) for head in heads().values())
    return "|".join(pattern for pattern in found if pattern != NO_MATCH)


# A full stop is many things: the end of a sentence, of an abbreviation, part of a number
# or a symbol. Here are the facts of each language that distinguish them;
# `aligner.segmentation.sentences` splits the text.
#
# A semicolon ends a sentence in none of them: in 1,200 sentences of UN documents that
# have another after them in their paragraph, none ends with one, and 270 have one inside.


@dataclass(frozen=True, slots=True)
class SentenceFacts:
    """What the end of a sentence looks like in one language.

    Attributes:
        ends: signs that may end one; several together are one end.
        before_number: abbreviations, where a number follows; else they are words (`no`, `art`).
        before_name: abbreviations that never end a sentence, since a name or an example follows.
        may_end: abbreviations that end one where a capital follows, and not otherwise.
            One that is in `before_name` too ends one only after a number.
        openers: words that begin sentences; if there are any, an abbreviation of several initials
            ends one only before these.
        cased: whether a small letter after the sign means that the sentence continues.
        ordinal: what precedes the full stop of an ordinal number.
    """

    ends: str
    before_number: frozenset[str]
    before_name: frozenset[str]
    may_end: frozenset[str]
    openers: frozenset[str]
    cased: bool
    ordinal: re.Pattern[str]


@cache
def sentence_facts(language: str) -> SentenceFacts:
    """Return the facts of one language.

    Raises:
        LanguageError: for a language without a profile.

    >>> "núm" in sentence_facts("es").before_number
    True
    """
    known = get(language)
    table = profile(known.code).sentences
    return SentenceFacts(
        ends=table.ends,
        before_number=frozenset(table.before_number),
        before_name=frozenset(table.before_name),
        may_end=frozenset(table.may_end),
        openers=frozenset(table.openers),
        cased=known.cased,
        ordinal=re.compile(table.ordinal),
    )


CLOSERS: Final = "\"'”’»›）)]】」』》〉"
"""Signs that belong to the sentence whose end they follow."""

PAIRS: Final = {"(": ")", "（": "）", "[": "]", "［": "］", "【": "】", "《": "》", "〔": "〕"}
"""Brackets inside which no sentence ends: opening → closing."""

CLAUSE: Final = re.compile(
    r"(?<=[，；、：،؛])\s*|(?<=[,;:])(?=[\u2e80-\u9fff])|(?<=[,;:—–])\s+|(?<!\s)\s+(?=[(（—–])"
)
"""Where a clause ends, in any of the languages; what matches is the space between two."""

OPENING_CLOSERS: Final = "“‘"
"""Signs that close a quotation in some languages, where they follow the end of a sentence directly."""

LIST_NUMBER: Final = re.compile(
    r"[(（]?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-zА-Яа-я]|[IVXLCivxlc]{1,6}|[一二三四五六七八九十百]{1,4})[.．)）]$"
)
"""What a sentence may begin with, whose full stop does not end it."""
