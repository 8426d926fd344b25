"""Paragraphs that one language has and another lacks.

Whether an unlinked passage has a counterpart inside the other text after all.

Translators merge sentences, and turn a list into running text. An alignment of whole sentences or
paragraphs then leaves a passage unlinked although a clause of the other text translates it.
"""

from collections.abc import Iterator
from typing import Final

from aligner.alignment.parts import clauses
from aligner.checks.material import Check, Material, Pair, Side, finding
from aligner.checks.usual_lengths import swallowed
from aligner.languages import get
from aligner.languages.structure import masthead_patterns
from aligner.revision.around_text import has_masthead_outside, is_masthead
from aligner.segmentation.sentences import spans_of
from aligner.values import DocumentKey, Finding, Message, Severity, Span, excerpt

_SURE: Final = 0.9
"""Link score from which a paragraph joined to its neighbour is assumed to belong there."""
_SHOWN: Final = 80


_GAIN: Final = 0.012
"""Smallest gain in cosine that shows that a part has a counterpart. Of 109 sentences omitted
on purpose, 8 gained more (7 of them in paragraphs whose sentences are linked with certainty); of 60
unmatched sentences in clean laws, 36 did."""

_NEARER: Final = 0.15
"""How much closer a clause must be to the part than to the part's neighbours. Of 108 sentences
omitted on purpose and reported, one was closer; of 13 reported in clean laws, 9 were."""

_CLAUSES: Final = 3  # most consecutive clauses that may be the counterpart of one sentence


def _run(material: Material) -> Iterator[Finding]:
    for pair in material.pairs():
        side = pair.pivot or pair.other
        if pair.pivot and pair.other:
            yield from _swallowed(material, pair.row, pair.pivot, pair.other)
        elif side is not None and _quotation(side) and not _is_explained(material, pair, side):
            yield _finding(material, pair, side)


def _swallowed(material: Material, row: int, pivot: Side, other: Side) -> Iterator[Finding]:
    """Yield a paragraph that was joined to its neighbour although it seems to lack a counterpart."""
    severity = Severity.WARNING if material.comparison.rows[row].score < _SURE else Severity.INFO
    index = swallowed(pivot.document, pivot.segments, other.document, other.segments)
    if index is not None and not _has_counterpart(material, pivot, index, other):
        text = excerpt(pivot.document.text_of(index), _SHOWN)
        message = Message("paragraphs.seems_missing", pivot=pivot.language, text=text)
        yield finding(CHECK, severity, row, other, message, expected=text)
    index = swallowed(other.document, other.segments, pivot.document, pivot.segments)
    if index is not None and not _has_counterpart(material, other, index, pivot):
        text = excerpt(other.document.text_of(index), _SHOWN)
        message = Message("paragraphs.seems_extra", pivot=pivot.language, text=text)
        one = Side(other.key, other.document, Span(index, index + 1))
        yield finding(CHECK, severity, row, one, message, found=text)


def _has_counterpart(material: Material, here: Side, index: int, there: Side) -> bool:
    """Whether the other text contains the paragraph after all, judging by meaning."""
    text = here.document.text_of(index)
    return adds_meaning(material, text, here, there) or has_clause(material, text, here, there)


def _is_explained(material: Material, pair: Pair, side: Side) -> bool:
    """Whether it is known why a passage is alone: it has moved, or is in the masthead.

    Originals leave out the line that names the document's language, and some files have their whole masthead
    in a header.
    """
    if side.segments.start in material.moved(side.key, pair.key):
        return True
    if masthead_patterns().language_named(side.text) is not None:
        return True
    there = material.comparison.documents[pair.key if pair.pivot else material.pivot]
    return is_masthead(side.document, side.segments) and has_masthead_outside(there)


def _finding(material: Material, pair: Pair, side: Side) -> Finding:
    pivot, key, text = material.comparison.pivot, pair.key, _quotation(side)
    if pair.pivot is None:
        message = Message("paragraphs.extra", pivot=pivot, text=text)
        return finding(CHECK, _severity(material, key), pair.row, side, message, found=text)
    message = Message("paragraphs.missing", pivot=pivot, text=text)
    if key.version not in ("", material.pivot.version):  # only a draft with a name can be identified
        message = Message("paragraphs.missing_in_newest", pivot=pivot, version=key.version, text=text)
    return Finding(CHECK.id, _severity(material, key), (pair.row,), key.language, None, text, "", message)


def _severity(material: Material, key: DocumentKey) -> Severity:
    """Less severe in an older draft than the pivot's."""
    return Severity.ERROR if key.version == material.pivot.version else Severity.WARNING


def _quotation(side: Side) -> str:
    """Return the start of a paragraph, or its label if it has no words; empty for a blank line or a stop."""
    return excerpt(side.text, _SHOWN) if any(map(str.isalnum, side.text)) else ", ".join(side.labels)


CHECK: Final = Check("missing-paragraph", Severity.ERROR, _run)


def adds_meaning(material: Material, part: str, here: Side, there: Side) -> bool:
    """Whether `there` is closer in meaning to `here` than to `here` without `part`.

    If so, it contains `part`. False if no encoder is available.
    """
    left = here.text.replace(part, "", 1).strip()
    if material.closeness is None or not left:
        return False
    (((complete, reduced),),) = material.closeness([([there.text], [here.text, left])])
    return complete - reduced > _GAIN


def has_clause(material: Material, part: str, here: Side, there: Side) -> bool:
    """Whether clauses of `there` are closer in meaning to `part` than to all else in `here`.

    `part` is a sentence or paragraph of `here`. False if it is all of it, or no encoder is
    available.
    """
    others = [other for other in _sentences(here) if other not in part and part not in other]
    if material.closeness is None or not others:
        return False
    (nearness,) = material.closeness([(list(_runs(there)), [part, *others])])
    return any(own - max(rest) > _NEARER for own, *rest in nearness)


def _sentences(side: Side) -> list[str]:
    texts = (side.document.text_of(index) for index in side.segments)
    return [span.of(text).strip() for text in texts for span in spans_of(text, side.language)]


def _runs(side: Side) -> Iterator[str]:
    """Runs of one or more consecutive clauses of a text."""
    parts = [clause for sentence in _sentences(side) for clause in clauses(sentence, side.language)]
    space = " " * get(side.language).spaced
    for start in range(len(parts)):
        for stop in range(start + 1, min(start + _CLAUSES, len(parts)) + 1):
            yield space.join(parts[start:stop])
