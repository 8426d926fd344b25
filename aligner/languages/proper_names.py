"""Names of countries and United Nations bodies in every language, from `data/names.csv`.

A cell holds the names of one thing in one language, divided by `|`. In a name, `*` stands for an
ending. A name after `~` (an adjective, an abbreviation, "the Assembly") shows that the thing is
mentioned, but is too loose to be required in the other languages. Rows of the kind `none` are longer
expressions that contain a country's name without meaning it.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain
from typing import Final

import regex

from aligner.languages.arabic_spelling import VOWEL_SIGNS, without_marks
from aligner.languages.letter_ranges import replacing
from aligner.languages.number_words import alternatives
from aligner.languages.profile import LANGUAGES, get, profile
from aligner.languages.profile_tables import NOTHING
from aligner.values import LanguageError, Span, data_files

_LOOSE: Final = "~"
_NONE: Final = "none"
_STEM: Final = 5  # letters by which an adjective is taken to belong to a name of one word
_HEAD: Final = 4  # first letters of a name, by which most texts are known not to have it
_BETWEEN: Final = regex.compile(r"[\s*-]+")
_GAP: Final = r"[\s.,،-]+"
_same: Final = replacing(
    dict.fromkeys("’‘`", "'")
    | dict.fromkeys("‑–—", "-")
    | dict.fromkeys("\u00a0\u202f", " ")
    | dict.fromkeys("أإآٱ", "ا")
    | dict(zip("ىёЁáàâäéèêëíïîóôöúûüçÉÎ", "يеЕaaaaeeeeiiiooouuucEI", strict=True))
)


@dataclass(frozen=True, slots=True)
class Named:
    """A name found in a text.

    Attributes:
        span: where it is.
        index: the row of the table it belongs to; equal in all languages.
    """

    span: Span
    index: int


@cache
def _table() -> tuple[dict[str, str], ...]:
    text = data_files.text("names.csv")
    rows = tuple(csv.DictReader(text.splitlines(), restval=""))
    lacking = [code for code in LANGUAGES if code not in rows[0]]
    if lacking:
        raise LanguageError(
            f"data/names.csv has no column for {', '.join(lacking)}; add one, with empty cells"
        )
    return rows


def kind_of(index: int) -> str:
    """Whether a row of the table is a `country` or a `body`."""
    return _table()[index]["kind"]


def name_of(index: int, language: str) -> str:
    """Return the first name of a thing in one language, without the marks of the table.

    >>> name_of(names("in Peru", "en")[0].index, "zh")
    '秘鲁'
    """
    return _table()[index][get(language).code].split("|")[0].strip(_LOOSE + "*").replace("*", "")


@cache
def known_acronyms(language: str) -> frozenset[str]:
    """Abbreviations that need no explanation in a language: its own, and those of English.

    >>> "ООН" in known_acronyms("ru"), "HIV" in known_acronyms("zh")
    (True, True)
    """
    codes = (get(language).code, "en")
    return frozenset(acronym for code in codes for acronym in profile(code).names.acronyms)


@lru_cache(maxsize=1 << 14)  # several checks read each text
def names(text: str, language: str) -> tuple[Named, ...]:
    """Return the countries and bodies a text names, longest names first where they overlap.

    >>> [found.span.of("巴布亚新几内亚和几内亚") for found in names("巴布亚新几内亚和几内亚", "zh")]
    ['巴布亚新几内亚', '几内亚']
    >>> names("in United States dollars", "en")
    ()
    """
    code, text = get(language).code, _same(text)
    matches = [
        (match.start(), place, match)
        for place in _places(text, code)
        for match in _pattern(_strict_names(code)[place][0], code).finditer(text, overlapped=True)
    ]
    mentions, end = list[Named](), 0
    for start, place, match in sorted(matches):
        if start >= end:  # else it overlaps the last name
            index, end = _strict_names(code)[place][1], match.end()
            if kind_of(index) != _NONE:
                mentions.append(Named(Span(*match.span(1)), index))
    return tuple(mentions)


def speaks_of(text: str, language: str, index: int) -> bool:
    """Whether a text mentions a country or body in any way: by name, adjective or abbreviation.

    >>> speaks_of("le Gouvernement chinois", "fr", names("中国政府", "zh")[0].index)
    True
    """
    return _loosely(index, get(language).code).search(_same(text)) is not None


def is_in_full(name: str, index: int, language: str) -> bool:
    """Whether a name, as found in a text, is the first and full one of its row.

    >>> one = names("开发署", "zh")[0].index
    >>> is_in_full("开发署", one, "zh"), is_in_full("联合国开发计划署", one, "zh")
    (False, True)
    """
    code = get(language).code
    first = _table()[index][code].split("|")[0].removeprefix(_LOOSE)
    return _pattern(first, code).fullmatch(_same(name)) is not None


@cache
def _strict_names(code: str) -> tuple[tuple[str, int], ...]:
    """Return the names that are not loose, the longest first, and the row each belongs to."""
    strict = (
        (name, index)
        for index, row in enumerate(_table())
        for name in row[code].split("|")
        if name and not name.startswith(_LOOSE)
    )
    return tuple(sorted(strict, key=lambda each: -len(each[0])))


@cache
def _pattern(name: str, code: str) -> regex.Pattern[str]:
    """Return the pattern of a name, without the mark of loose ones."""
    return regex.compile(_body(name, code, r"\w{0,4}"))


def _places(text: str, code: str) -> Iterator[int]:
    """Yield the places in `_strict_names` of the names whose letters a text has."""
    known = _by_first_letters(code)
    bare = without_marks(text)[0] if get(code).right_to_left else text
    heads = set(_heads(code).findall(bare))
    for parts, place in set(chain.from_iterable(map(known.__getitem__, heads))):
        if all(part in bare for part in parts):
            yield place


def _parts(place: int, code: str) -> tuple[str, ...]:
    """Return what the name at a place of `_strict_names` has between its spaces, hyphens and endings."""
    name = _same(_strict_names(code)[place][0])
    if get(code).right_to_left:
        name = without_marks(name)[0].removeprefix("ال")
    return tuple(filter(None, _BETWEEN.split(name)))


@cache
def _by_first_letters(code: str) -> dict[str, list[tuple[tuple[str, ...], int]]]:
    """Return, by first letters, the parts and places of the names that begin with them or with fewer."""
    every = [(_parts(place, code), place) for place in range(len(_strict_names(code)))]
    heads = {parts[0][:_HEAD] for parts, _ in every}
    return {head: [each for each in every if head.startswith(each[0][0][:_HEAD])] for head in heads}


@cache
def _heads(code: str) -> re.Pattern[str]:
    """Return the pattern for the first letters of names, which particles may precede in Arabic."""
    known = _by_first_letters(code)
    if not known:
        return NOTHING
    if get(code).spaced and not get(code).right_to_left:
        return re.compile(rf"\b{alternatives(known)}")
    first = re.escape("".join(sorted({head[0] for head in known})))  # found fast, before looking around
    return re.compile(rf"[{first}](?<=(?=({alternatives(known)})).)")


@cache
def _loosely(index: int, code: str) -> regex.Pattern[str]:
    cell = [name.removeprefix(_LOOSE) for name in _table()[index][code].split("|") if name]
    forms = [*cell]
    if get(code).spaced and kind_of(index) != "body":
        forms += [_stem(name, index, code) for name in cell if " " not in name and len(name) >= _STEM]
    patterns = [_body(form, code, r"\w*", loose=True) for form in dict.fromkeys(forms)]
    return regex.compile("|".join(patterns), regex.IGNORECASE)


def _stem(name: str, index: int, code: str) -> str:
    """Return the stem that a one-word name shares with its adjective and with no other country's name.

    تركيا and التركية, Afghanistan and afghan; but Australia is not Austr, nor Niger Nigeria.
    """
    if get(code).right_to_left:
        bare = name.removeprefix("ال").rstrip("اةيى")
        return (bare if len(bare) >= 3 else name.removeprefix("ال")) + "*"
    others = tuple(
        other.removeprefix(_LOOSE)
        for number, row in enumerate(_table())
        for other in row[code].split("|")
        if number != index and row["kind"] != "body"
    )
    for length in range(_STEM, len(name.rstrip("*"))):
        if not any(other.startswith(name[:length]) for other in others):
            return name[:length] + "*"
    return name


def _body(name: str, code: str, ending: str, *, loose: bool = False) -> str:
    """Return the pattern of one name; its group spans the name without a particle before it."""
    language = get(code)
    words = regex.split(r"[\s-]+", _same(name))
    escaped = [regex.escape(word).replace(r"\*", ending) for word in words]
    if language.right_to_left:
        # A particle comes before the group; the article, which merges with one of them, inside it.
        has_article = escaped[0].startswith("ال")
        escaped[0] = escaped[0].removeprefix("ال")
        escaped = [regex.sub(r"(?<=\p{Arabic})", VOWEL_SIGNS, word) for word in escaped]
        before, article = ("[وفبك]{0,2}", "(?:ال|لل)") if has_article else ("[وفبكل]{0,2}", "")
        if loose:
            before, article = "[وفبكل]{0,2}", "(?:ال|لل|ل)?"
        return rf"(?<!\w){before}({article}{VOWEL_SIGNS}{_GAP.join(escaped)})(?!\w)"
    joined = _GAP.join(escaped)
    if not language.spaced:
        return f"({joined})"
    end = "" if joined.endswith(r"\)") else r"(?!\w)"
    return rf"(?<!\w)({joined}){end}"
