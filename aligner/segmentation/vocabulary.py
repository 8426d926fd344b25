"""The words of a document, which show what a hyphen at the end of a line was."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from aligner.languages.letter_ranges import HAN_LETTERS
from aligner.languages.structure import Structure
from aligner.segmentation.measured_rows import Row

IDEOGRAPH: Final = HAN_LETTERS
HYPHEN_END: Final = re.compile(r"(?<![^\W\d_])([^\W\d_]+)([-‐\u00ad])$")
"""A line that ends with a word and a hyphen."""
_SPACED: Final = re.compile(rf"[{IDEOGRAPH}] [A-Za-z0-9]|[A-Za-z0-9] [{IDEOGRAPH}]")
"""A Chinese character and a Latin letter or digit with a space between them."""

_UNSPACED: Final = re.compile(rf"[{IDEOGRAPH}][A-Za-z0-9]|[A-Za-z0-9][{IDEOGRAPH}]")
"""The same without a space."""

_COMPOUND: Final = re.compile(r"(?<![^\W\d_])[^\W\d_]+(?:[-‐‑][^\W\d_]+)+")
_HYPHENS: Final = re.compile(r"[-‐‑]")
_SOFT: Final = "\u00ad"
_TYPESET: Final = "‐"
"""A hyphen that keyboards do not have: what typesetting programs divide words with."""

_WORD: Final = re.compile(r"[^\W\d_]+")
_LONGEST_WORD: Final = 60  # characters: without a bound, a line of letters takes the square of its length
_FEWEST: Final = 3  # words that seem divided, before a document passes for hyphenated


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What a document shows about its words.

    Attributes:
        words: those that are unbroken, in lower case.
        compounds: those with a hyphen inside a line.
        firsts: the first parts of compounds, such as `non`.
        dividing: the hyphens that only divide words: the soft one, and that of typesetting programs if most
            lines with hyphens end in it, and few words have it inside.
        hyphenated: whether its words were broken at line ends, rather than at hyphens of their own.
        spaced_digits: whether spaces are between Chinese characters and figures.
    """

    words: frozenset[str]
    compounds: frozenset[str]
    firsts: frozenset[str]
    dividing: str
    hyphenated: bool
    spaced_digits: bool

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Vocabulary:
        """Collect the words that are unbroken in the rows."""
        words: set[str] = set()
        compounds: set[str] = set()
        ends: Counter[str] = Counter()
        spaced = unspaced = 0
        begins_inside_word = False
        for row in rows:
            row_words = [word.lower() for word in _WORD.findall(row.text)]
            hyphen = HYPHEN_END.search(row.text[-_LONGEST_WORD:])
            ends_inside_word = hyphen is not None
            ends.update(hyphen.group(2) if hyphen else "")
            if begins_inside_word:
                row_words = row_words[1:]
            words.update(row_words[:-1] if ends_inside_word else row_words)
            if _HYPHENS.search(row.text):
                compounds.update(compound.lower() for compound in _COMPOUND.findall(row.text))
            if not row.text.isascii():
                spaced += len(_SPACED.findall(row.text))
                unspaced += len(_UNSPACED.findall(row.text))
            begins_inside_word = ends_inside_word
        inside = Counter("".join(compounds))
        typeset = max(inside[_TYPESET], ends["-"]) < min(ends[_TYPESET], inside["-"])
        dividing = _SOFT + _TYPESET if typeset else _SOFT
        whole = {"-".join(_HYPHENS.split(compound)) for compound in compounds}
        firsts = frozenset(compound.partition("-")[0] for compound in whole)
        return cls(
            frozenset(words),
            frozenset(whole),
            firsts,
            dividing,
            _is_hyphenated(_breaks(rows, dividing), words, firsts),
            spaced >= unspaced and spaced > 0,
        )


def _is_hyphenated(breaks: Sequence[tuple[str, str]], words: set[str], firsts: Collection[str]) -> bool:
    """Whether hyphens at line ends divide words, as a word shows that the document has whole elsewhere.

    It shows nothing if its first part is also written with a hyphen (`non-`). Several words have to seem
    divided: those, or two pieces that are no words of the document.
    """
    proven = sum(head + tail in words and head not in firsts for head, tail in breaks)
    seeming = sum(head + tail in words or not {head, tail} & words for head, tail in breaks)
    return proven > 0 and seeming >= _FEWEST


def _breaks(rows: Sequence[Row], dividing: str) -> list[tuple[str, str]]:
    """Return the two sides of each hyphen at a line's end that may be a word's own, in lower case."""
    breaks = []
    for above, below in pairwise(rows):
        hyphen, tail = HYPHEN_END.search(above.text[-_LONGEST_WORD:]), _WORD.match(below.text)
        if hyphen and hyphen.group(2) not in dividing and tail and tail.group().islower():
            breaks.append((hyphen.group(1).lower(), tail.group()))
    return breaks


def undo_hyphen(
    head: str, sign: str, below: str, structure: Structure, vocabulary: Vocabulary
) -> tuple[int, str]:
    """Return what a hyphen at a line's end becomes: characters to drop, and what to put in their place.

    A word that occurs elsewhere in the document, whole or with its hyphen, is written as it is there.
    Other words lose the hyphen if the document divides words, unless both parts are words or the
    language writes such compounds with a hyphen; in other documents they keep it.
    """
    match = _WORD.match(below)
    tail = match.group() if match else ""
    whole = (head + tail).lower()
    if sign in vocabulary.dividing:
        return 1, ""
    if f"{head}-{tail}".lower() in vocabulary.compounds and whole not in vocabulary.words:
        return 0, ""
    if whole in vocabulary.words and tail.islower():
        return 1, ""
    if structure.suspending.fullmatch(tail):
        return 0, "" if _HYPHENS.match(below[len(tail) :]) else " "
    compound = _is_compound(head.lower(), tail.lower(), structure, vocabulary)
    acronym = head.isupper() and tail.isupper() and not {head.lower(), tail.lower()} & vocabulary.words
    divided = tail.islower() or acronym
    if vocabulary.hyphenated and divided and not compound:
        return 1, ""
    return 0, ""


def _is_compound(head: str, tail: str, structure: Structure, vocabulary: Vocabulary) -> bool:
    pair = f"{head}-{tail}"
    if structure.hyphened.fullmatch(pair):
        return True
    if tail in vocabulary.words:
        return head in vocabulary.words or head in vocabulary.firsts
    return head in vocabulary.words and structure.hyphened_words.fullmatch(pair) is not None
