"""Paragraphs in a different position than in the pivot.

The alignment reports distant moves. Two swapped neighbours share one of its beads, where each is
more similar to the other's counterpart than to its own.
"""

from collections.abc import Iterator
from itertools import combinations
from typing import Final

from aligner.checks.material import Check, Material, Side, finding
from aligner.languages.tokens import alphabetical
from aligner.revision.around_text import is_masthead
from aligner.values import Document, DocumentKey, Finding, Message, SegmentKind, Severity, Span, excerpt

_SHOWN: Final = 60
_ENTRIES: Final = 8  # entries of a list that is hardly in alphabetical order by chance
_SIGNED: Final = 3  # lines above or below a signature: name, rank and office
_LINE: Final = 120  # characters: a longer one is a paragraph
_CLEAR: Final = 0.2  # by how much the sum of crossed cosines must exceed the sum of parallel ones


def _run(material: Material) -> Iterator[Finding]:
    for key in material.others:
        alignment = material.comparison.alignments.get((material.pivot, key))
        if alignment is None:
            continue
        for move in alignment.moves:
            yield from _finding(material, key, move.source, move.target)
        for bead in alignment.beads:
            if len(bead.source) > 1 and len(bead.target) > 1:
                yield from _swapped(material, key, bead.source, bead.target)


def _swapped(material: Material, key: DocumentKey, source: Span, target: Span) -> Iterator[Finding]:
    """Yield the first two paragraphs of a bead that were swapped."""
    if material.cosines is None or len(source) != len(target):
        return
    alike = material.cosines(material.pivot, source, key, target)
    for i, j in combinations(range(len(source)), 2):
        if alike[i][j] + alike[j][i] > alike[i][i] + alike[j][j] + _CLEAR:
            span = Span(target.start + i, target.start + i + 1)
            yield from _finding(material, key, Span(source.start + j, source.start + j + 1), span)
            return


def _finding(material: Material, key: DocumentKey, source: Span, target: Span) -> Iterator[Finding]:
    row = material.row_of(key, target.start)
    documents, pivot = material.comparison.documents, material.pivot
    if row is None or _is_listed_by_alphabet(documents[key], target.start):
        return
    if is_masthead(documents[pivot], source) or is_masthead(documents[key], target):
        return  # its two columns are filled and read in another order
    if _is_by_signature(documents[pivot], source.start) or _is_by_signature(documents[key], target.start):
        return
    expected = excerpt(Side(pivot, documents[pivot], source).text, _SHOWN)
    message = Message("order.elsewhere", pivot=pivot.language, expected=expected)
    side = Side(key, documents[key], target)
    yield finding(CHECK, Severity.WARNING, row, side, message, expected=expected)


def _is_by_signature(document: Document, index: int) -> bool:
    """Whether a line is one of those around a signature, which has the name first or last by language."""
    near = range(max(0, index - _SIGNED), min(len(document), index + _SIGNED + 1))
    if document.segments[index].label or len(document.text_of(index)) > _LINE:
        return False
    return any(document.segments[at].kind is SegmentKind.SIGNATURE for at in near)


def _is_listed_by_alphabet(document: Document, index: int) -> bool:
    """Whether a paragraph without a number is in a list sorted by the alphabet of its own language.

    Each language has its own order of such a list, as of the entries of a glossary.
    """
    first = last = index
    while first > 0 and last - first + 1 < _ENTRIES and _precedes(document, first - 1):
        first -= 1
    while last + 1 < len(document) and last - first + 1 < _ENTRIES and _precedes(document, last):
        last += 1
    return last - first + 1 >= _ENTRIES


def _precedes(document: Document, index: int) -> bool:
    """Whether a paragraph and the next one have no numbers and are in alphabetical order."""
    pair = document.segments[index], document.segments[index + 1]
    if any(segment.label or segment.place for segment in pair):
        return False
    before, after = (alphabetical(document.text_of(number)) for number in (index, index + 1))
    return before < after


CHECK: Final = Check("order", Severity.WARNING, _run)
