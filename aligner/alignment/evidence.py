"""A segment's features other than its vector: its length, numbers, label, names and end.

Sentence vectors hardly reflect numbers, and UN texts repeat whole paragraphs that differ only in
numbers ("Recalling its resolution 55/2 …"). Numbers, document symbols and labels distinguish such
paragraphs in any language.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

import numpy as np
import regex

from aligner.alignment.blocks import runs
from aligner.alignment.geometry import BoolArray, FloatArray, IntArray
from aligner.languages import get
from aligner.languages.numerals import label_readings, levels, numerals
from aligner.values import Document

_LATIN_WORD: Final = regex.compile(r"\p{Latin}[\p{Latin}\d]+")
_BEFORE_LABEL: Final = regex.compile(r"\s*(?:[\p{L}§]{1,12}\.?\s*)?[（(]?")
_REMEMBERED: Final = 1 << 14
_LEAD: Final = 24  # number of characters at the start of a line in which a printed label must end


class Token(NamedTuple):
    """An item that survives translation: a number, a label, or a name in Latin letters."""

    kind: str  # "number", "label" or "name"
    value: str


def label_value(label: str, language: str) -> str | None:
    """Return a paragraph's label in a language-independent form.

    Numbers and letters stay distinct: `2` does not equal `(b)`.

    >>> label_value("第二十七条", "zh"), label_value("27", "en")
    ('27', '27')
    >>> label_value("(c)", "en"), label_value("(ج)", "ar")
    ('b3', 'b3')
    >>> label_value("1.2.3", "en"), label_value("1.2.3", "fr")
    ('1.2.3', '1.2.3')
    """
    if several := levels(label):
        return ".".join(map(str, several))
    found = numerals(label, language)
    if found:
        return found[0].value
    readings = label_readings(label, language)
    if not readings:
        return None
    return f"{'b' if readings[0].is_letter else ''}{readings[0].ordinal}"


def marks(text: str, label: str | None, language: str) -> frozenset[Token]:
    """Return the numbers of a segment and its label."""
    found = numerals(text, language)
    result = {Token("number", numeral.value) for numeral in found}
    if label:
        value = label_value(label, language)
        if value:
            result.add(Token("label", value))
    elif found and found[0].span.stop <= _LEAD and _BEFORE_LABEL.fullmatch(text, 0, found[0].span.start):
        result.add(Token("label", found[0].value))
    return frozenset(result)


@lru_cache(_REMEMBERED)
def names(text: str, *, cased: bool) -> frozenset[str]:
    """Return a segment's names in Latin letters, in lower case; cached too.

    If `cased`, a word counts as a name only if it contains a capital or a digit, as is necessary
    between two languages in Latin script.
    """
    lowered = [(word, word.lower()) for word in _LATIN_WORD.findall(text)]
    if cased:
        return frozenset(low for word, low in lowered if word != low or any(map(str.isdigit, word)))
    return frozenset(low for _, low in lowered)


@dataclass(frozen=True, slots=True)
class SideEvidence:
    """The evidence of one document.

    The tokens that it shares with the other document are in compressed sparse rows: those of segment
    i are `columns[starts[i]:starts[i + 1]]`, with the same numbering in both documents.

    Attributes:
        lengths: length of each segment in characters, at least 1, shape (n,).
        numbers: total rarity of each segment's numbers, shape (n,).
        ends: the kind of each segment's last character, shape (n,).
        beginnings: the kind of its first character, shape (n,).
        starts: where the tokens of each segment start, shape (n + 1,).
        columns: the tokens of all segments, shape (number of shared tokens,).
    """

    lengths: FloatArray
    numbers: FloatArray
    ends: IntArray
    beginnings: IntArray
    starts: IntArray
    columns: IntArray

    def rows(self, chosen: IntArray) -> tuple[IntArray, IntArray]:
        """Return rows, counted in `chosen`, and columns of the shared tokens of some segments."""
        begins, counts = self.starts[chosen], np.diff(self.starts)[chosen]
        return np.repeat(np.arange(len(chosen)), counts), self.columns[runs(begins, counts)]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The evidence of both documents, and the rarity of each shared token.

    A token's rarity is in (0, 1]: near 1 if it occurs only once among all segments.
    """

    source: SideEvidence
    target: SideEvidence
    rarity: FloatArray
    is_number: BoolArray

    def agreement(self, source: IntArray, target: IntArray) -> tuple[FloatArray, FloatArray]:
        """Return the total rarity of the tokens that pairs of some segments share, and of the numbers.

        Both arrays have the shape (source segments, target segments).
        """
        row, column = self.source.rows(source)
        other, other_column = self.target.rows(target)
        present, dense = np.unique(column, return_inverse=True)
        place = np.full(len(self.rarity), -1)
        place[present] = np.arange(len(present))
        keep = place[other_column] >= 0
        left = np.zeros((len(source), len(present)), np.float32)
        right = np.zeros((len(target), len(present)), np.float32)
        left[row, dense] = self.rarity[present][dense]
        right[other[keep], place[other_column[keep]]] = 1.0
        return left @ right.T, (left * self.is_number[present]) @ right.T


def marks_of(document: Document) -> list[frozenset[Token]]:
    """Return the marks of each segment of a document."""
    text, language = document.text, document.language
    return [marks(segment.span.of(text), segment.label, language) for segment in document.segments]


def gather(source: Document, target: Document, known: Sequence[list[frozenset[Token]]] = ()) -> Evidence:
    """Return the evidence of two documents, with rarity measured over both of them.

    Args:
        source: a document.
        target: the other.
        known: the marks of each, if they were already found, as those of a pivot of several languages.
    """
    of_source, of_target = known or map(marks_of, (source, target))
    bags = [_bags(source, target, of_source), _bags(target, source, of_target)]
    counts = Counter(token for bag in bags for one in bag for token in one)
    total = sum(len(bag) for bag in bags)
    rarities = np.log1p(total / np.array(list(counts.values()), np.float64)) / np.log1p(total / 2)
    rarity = dict(zip(counts, rarities.tolist(), strict=True))
    seen = [{token for one in bag for token in one} for bag in bags]
    common = sorted(seen[0] & seen[1], key=lambda token: (token.kind, token.value))
    number_of = {token: column for column, token in enumerate(common)}

    def side(document: Document, bags: Sequence[frozenset[Token]]) -> SideEvidence:
        rows = [sorted(number_of[token] for token in bag if token in number_of) for bag in bags]
        numbers = [sum(sorted(rarity[t] for t in bag if t.kind == "number")) for bag in bags]
        texts = [text.strip() for text in document.texts()]
        return SideEvidence(
            lengths=np.array([max(len(text), 1) for text in texts], np.float32),
            numbers=np.array(numbers, np.float32),
            ends=kinds_of_ends(texts),
            beginnings=kinds_of_beginnings(texts),
            starts=np.cumsum([0, *map(len, rows)]),
            columns=np.array([column for row in rows for column in row], np.int64),
        )

    return Evidence(
        side(source, bags[0]),
        side(target, bags[1]),
        np.array([rarity[token] for token in common], np.float32),
        np.array([token.kind == "number" for token in common], bool),
    )


def _bags(document: Document, other: Document, bags: list[frozenset[Token]]) -> list[frozenset[Token]]:
    """Add to the marks of each segment its names, except those that the other document cannot contain."""
    is_latin, other_is_latin = (get(one.language).latin_script for one in (document, other))
    if other_is_latin:
        found = [names(text, cased=is_latin) for text in document.texts()]
    else:  # it can share only the few words that it has in Latin letters
        wanted = frozenset[str]().union(*(names(text, cased=False) for text in other.texts()))
        found = [wanted and names(text, cased=False) & wanted for text in document.texts()]
    return [bag | {Token("name", name) for name in one} for bag, one in zip(bags, found, strict=True)]


# Where one side ends a sentence, so does the other; where one side breaks off at a comma, the other
# does too. Where somebody begins to speak, both sides open quotation marks. What corresponds differs
# between languages and texts: one translator writes a full stop where another writes a semicolon, or
# a dash where another quotes. So it is learned from the candidate matches of the two documents, and
# needs no list of marks.

_SMOOTHING: Final = 10  # number of matches added whose ends face each other by chance
_LIMIT: Final = 1.0  # largest log ratio: a line that lost its full stop has its counterpart still
_LETTER: Final = 0  # the kind of all ends without a mark


def kinds_of_ends(texts: Iterable[str]) -> IntArray:
    """Number the last characters of texts; all letters and digits, and empty texts, are one kind.

    >>> kinds_of_ends(["He came.", "Who, ", "she", "it is 7", "Then."]).tolist()
    [1, 2, 0, 0, 1]
    """
    return _kinds([text.rstrip()[-1:] for text in texts])


def kinds_of_beginnings(texts: Iterable[str]) -> IntArray:
    """Number the first characters of texts likewise.

    >>> kinds_of_beginnings(['"Come in."', "She came in.", "(It was dark.)", ' "Sit down."']).tolist()
    [1, 0, 2, 1]
    """
    return _kinds([text.lstrip()[:1] for text in texts])


def _kinds(characters: Sequence[str]) -> IntArray:
    marks = [one for one in dict.fromkeys(characters) if one and not one.isalnum()]
    number_of = {mark: number for number, mark in enumerate(marks, _LETTER + 1)}
    return np.array([number_of.get(one, _LETTER) for one in characters], np.int64)


def affinities(source: IntArray, target: IntArray, matches: IntArray) -> FloatArray:
    """Return how much more often two kinds of ends face each other than by chance, as log ratios.

    Args:
        source: the kind of each source segment's end, or of each one's beginning, shape (n,).
        target: the same of the target segments, shape (m,).
        matches: rows (source, target) of candidate pairs, shape (k, 2).

    Returns:
        Shape (kinds of the source, kinds of the target); 0 for kinds that no match has, and where all
        lines of a side end alike.
    """
    shape = int(source.max(initial=0)) + 1, int(target.max(initial=0)) + 1
    counts = np.zeros(shape)
    np.add.at(counts, (source[matches[:, 0]], target[matches[:, 1]]), 1.0)
    total = max(len(matches), 1)
    chance = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / total**2
    found = (counts + _SMOOTHING * chance) / (total + _SMOOTHING)
    ratios = np.divide(found, chance, out=np.ones(shape), where=chance > 0)
    return np.clip(np.log(ratios), -_LIMIT, _LIMIT).astype(np.float32)
