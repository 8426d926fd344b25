"""Acronyms that a text never explains, and bodies it never names in full.

Each language is checked separately. An acronym is explained if it follows words in brackets, or
is followed by words in brackets; a body from the table of names, if its full name occurs
anywhere in the text. Headings in capitals, Roman numerals and document codes are not acronyms.
"""

from collections.abc import Iterator
from typing import Final

import regex

from aligner.checks.material import Check, Material, Side, finding
from aligner.languages.proper_names import is_in_full, kind_of, known_acronyms, names
from aligner.values import DocumentKey, Finding, Message, Severity, Span

_ACRONYM: Final = regex.compile(r"(?<![\p{L}\p{N}/.-])\p{Lu}{3,7}s?(?![\p{L}\p{N}/]|[.-]\p{L}|-\d)")
"""Three to seven capitals, possibly in the plural (NGOs), that are not part of a symbol or a compound."""

_ROMAN: Final = regex.compile(r"[IVXLCDM]+")
_EXPLAINED: Final = (
    r"[(（]\s*(?:[^()（）]{0,60}[\s,;，、:])?%s\s*[)）]|%s\s*[(（]\s*\p{L}{3}|%s\s*[-–—:]\s*\p{Lu}\p{Ll}"
)
_CAPITALS: Final = 0.5  # share of capital letters above which a paragraph counts as set in capitals


def _run(material: Material) -> Iterator[Finding]:
    for key in material.newest.values():
        yield from _acronyms(material, key)
        yield from _bodies(material, key)


def _acronyms(material: Material, key: DocumentKey) -> Iterator[Finding]:
    text = material.comparison.documents[key].text
    reported: set[str] = set()
    for row, side in _sides(material, key):
        if _in_capitals(side.text):
            continue
        known = [named.span for named in names(side.text, side.language)]
        common = known_acronyms(side.language)
        for match in _ACRONYM.finditer(side.text):
            name, span = match.group(), Span(*match.span())
            bare = name.rstrip("s")
            if bare in reported or bare in common or _ROMAN.fullmatch(bare) or any(map(span.within, known)):
                continue
            reported.add(bare)
            if not regex.search(_EXPLAINED.replace("%s", f"{regex.escape(bare)}s?"), text):
                message = Message("acronyms.unexplained", acronym=name)
                yield finding(CHECK, Severity.INFO, row, side, message, span=span, found=name)


def _bodies(material: Material, key: DocumentKey) -> Iterator[Finding]:
    short: dict[int, tuple[int, Side, Span]] = {}
    in_full: set[int] = set()
    for row, side in _sides(material, key):
        for named in names(side.text, side.language):
            if kind_of(named.index) != "body":
                continue
            if is_in_full(named.span.of(side.text), named.index, side.language):
                in_full.add(named.index)
            else:
                short.setdefault(named.index, (row, side, named.span))
    for index, (row, side, span) in short.items():
        if index not in in_full:
            name = span.of(side.text)
            message = Message("acronyms.not_in_full", acronym=name)
            yield finding(CHECK, Severity.INFO, row, side, message, span=span, found=name)


def _sides(material: Material, key: DocumentKey) -> Iterator[tuple[int, Side]]:
    return ((row, side) for row, side in material.sides() if side.key == key)


def _in_capitals(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    return sum(character.isupper() for character in letters) > _CAPITALS * len(letters)


CHECK: Final = Check("acronyms", Severity.INFO, _run, default=False)
