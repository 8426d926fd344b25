"""How resolutions, treaties and laws are laid out in each language, and where a sentence ends.

These are the words that introduce, number, date, adopt and sign, which identify the parts of a
document. They come from the `[structure]` and `[page]` tables of each profile. Patterns are matched
against a paragraph or a line without its surrounding space.
"""

import re
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import Any, Final

from aligner.languages.letter_ranges import CYRILLIC_BIS, HAN_DIGITS, LATIN_BIS
from aligner.languages.profile import heads, profile
from aligner.languages.profile_tables import NO_MATCH, NOTHING
from aligner.languages.profile_tables import SentenceFacts as SentenceFacts
from aligner.languages.profile_tables import Structure as Structure

BIS: Final = (
    rf"(?:[ \u00a0]?(?:{LATIN_BIS}|sexies|septies|octies|novies|alt|{CYRILLIC_BIS}|кватер|مكررا?)\b"
    rf"|-(?:{CYRILLIC_BIS}|кватер|квинквиес)|之[一二三四五六七八九十]+)?"
)
"""What makes a number one inserted between two others."""

_PATTERNS: Final = tuple(each.name for each in fields(Structure) if each.type == "re.Pattern[str]")
_OPENINGS: Final = frozenset({"preambular", "operative"})
_IN_BRACKETS: Final = r"(?:\[ ?)*"
"""What opens text under negotiation, which may be a whole paragraph or its first word."""

_NUMBER: Final = rf"(?:\d{{1,4}}(?:[-.]\d{{1,3}})*|[IVXLC]{{1,7}}){BIS}"


def _head(table: Structure, name: str) -> str:
    """Return a pattern for `Article 5`: word, number, and what follows headings but not references."""
    words, ordinals = getattr(table, f"{name}_words"), getattr(table, f"{name}_ordinals")
    capitals = "" if name == "article" and table.article_untitled else table.capitals
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
    table = profile(language).structure
    heads = {name: _head(table, name) for name in ("article", "part") if getattr(table, name) is NOTHING}
    written = {name: getattr(table, name).pattern for name in _PATTERNS} | heads
    whole = {
        name: pattern.replace("<HAN>", HAN_DIGITS).replace("<NUMBER>", _NUMBER)
        for name, pattern in written.items()
    }
    whole |= {name: f"{_IN_BRACKETS}(?:{whole[name]})" for name in _OPENINGS}
    compiled: dict[str, Any] = {name: re.compile(pattern) for name, pattern in whole.items()}
    return replace(table, **compiled)


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
    return Masthead(
        re.compile(rf"\b(?:{_any('distribution')})\s*[:：.]?\s*({_any('distributed')})", re.IGNORECASE),
        re.compile(rf"(?:{_any('original')})\s*[:：]?\s*ب?(\w+)", re.IGNORECASE),
        re.compile(_any("notice"), re.IGNORECASE),
        {
            name: code
            for head in heads().values()
            for code, all_names in head.page.languages.items()
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
