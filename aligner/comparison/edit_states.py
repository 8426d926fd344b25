"""Refine the states of amendments by whether each of their edits was carried over.

`carry_over` compares what was done to paragraphs as a whole. It therefore counts a paragraph as
carried over even if one edit was forgotten, and cannot judge paragraphs that are divided differently
in the other language. This module compares their words edit by edit, which needs an encoder.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from aligner.alignment.word_links import WordLinker, WordLinks, WordReader
from aligner.comparison.amended_otherwise import amended_otherwise
from aligner.comparison.counterparts import Counterparts, find_counterparts, message_on_words
from aligner.comparison.drafts import Links, RevisionIndex
from aligner.comparison.missing_edits import DONE, MISSING, Doubt, Drafts, doubts
from aligner.revision.diff import diff
from aligner.revision.edit_types import typed
from aligner.values import (
    Amendment,
    Carried,
    Change,
    ChangeKind,
    Comparison,
    DocumentPair,
    Edit,
    Message,
    MissingEdit,
    Span,
)
from aligner.values.quotation import bare, shorten

if TYPE_CHECKING:
    from aligner.encoders import Encoder

_MOST_PAIRS: Final = 200
"""Maximum number of pairs of paragraphs, besides the amended ones, from which to learn word links."""
_SHOWN: Final = 60
_SURE: Final = frozenset({Carried.CARRIED_OVER, Carried.PARTLY})
_DIVIDED: Final = frozenset({"reason.shaped", "reason.done_there"})
"""Reasons why a paragraph as a whole cannot be judged, although its words can."""


@dataclass(frozen=True, slots=True)
class _Question:
    """An amendment of the pivot, its counterparts in one language, and their texts."""

    number: int
    found: Counterparts
    drafts: Drafts


def with_missing_edits(comparison: Comparison, encoder: Encoder) -> Comparison:
    """Update the states in a comparison to take account of each edit of the pivot's amendments.

    Amendments whose edits were already compared stay as they are.

    Args:
        comparison: a comparison with amendments from `carry_over.follow`.
        encoder: encoder for the links between words and the meaning of texts.
    """
    pivot = comparison.pivot
    links = Links(comparison.alignments)
    revised = {
        keys: RevisionIndex(keys, revision, comparison.documents)
        for keys, revision in comparison.revisions.items()
    }
    amendments = list(comparison.amendments)
    reader = WordReader(encoder)
    for there in revised.values():
        if there.new.language == pivot:
            continue
        here = next((each for each in revised.values() if _are_same_drafts(each, there, pivot)), None)
        questions = [] if here is None else list(_questions(comparison, here, there, links))
        if here is None or not questions:
            continue
        linker = _Linker(comparison, here, there, questions, reader)
        answers = doubts([each.drafts for each in questions], linker.link, encoder)
        for question, found in zip(questions, answers, strict=True):
            language, number = there.new.language, question.number
            amendments[number] = _with_answer(amendments[number], language, question, found)
    return replace(comparison, amendments=tuple(amendments))


def _are_same_drafts(here: RevisionIndex, there: RevisionIndex, pivot: str) -> bool:
    return here.new.language == pivot and here.versions == there.versions


def _questions(
    comparison: Comparison, here: RevisionIndex, there: RevisionIndex, links: Links
) -> Iterator[_Question]:
    for number, amendment in enumerate(comparison.amendments):
        language = there.new.language
        if amendment.drafts != here.keys or language in amendment.missing:
            continue
        change = here.changes[amendment.change]
        if not (change.new and _is_open(amendment, language)):
            continue
        found = find_counterparts(change, here, there, links, of_pivot=True)
        if found is None or not found.new:
            continue
        if amendment.states[language] is Carried.CARRIED_OVER and not found.actions:
            continue  # carried over in the paragraph's label, which has no words to compare
        if change.old and found.old:
            yield _Question(number, found, _drafts(change, found))
        elif not change.old and (rewritten := _rewritten(change, found)) is not None:
            yield _Question(number, found, rewritten)


def _is_open(amendment: Amendment, language: str) -> bool:
    """Whether single edits can still decide the state for a language."""
    state, reason = amendment.states.get(language), amendment.reasons.get(language)
    return state in _SURE or (state is Carried.UNKNOWN and reason is not None and reason.code in _DIVIDED)


def _drafts(change: Change, found: Counterparts) -> Drafts:
    here, there = found.here, found.there
    before, after = here.texts(change)
    if len(found.changes) == 1:
        texts, edits = there.texts(found.changes[0]), found.changes[0].edits
    else:
        texts = there.joined(found.old, found.new)
        edits = diff(*texts, there.new.language)
    return Drafts(here.new.language, there.new.language, before, after, change.edits, *texts, edits)


def _rewritten(change: Change, found: Counterparts) -> Drafts | None:
    """Return the drafts of a paragraph that the pivot rewrote so much that it seems a new one.

    Its counterpart in the other language was edited, and the old text of that leads to the deleted
    paragraph. None if there is no such paragraph.
    """
    if len(found.changes) != 1 or found.changes[0].kind is not ChangeKind.EDITED:
        return None
    (other,) = found.changes
    former, _ = found.returning(other.old, ())
    if not former or any(each.kind is not ChangeKind.DELETED for each in found.here.touching(former, ())):
        return None
    before, after = found.here.joined(former, change.new)
    language = found.here.new.language
    edits = typed(diff(before, after, language), before, after, language)
    texts = found.there.texts(other)
    return Drafts(language, found.there.new.language, before, after, edits, *texts, other.edits)


class _Linker:
    """Links words between two languages; it learns how on first use."""

    def __init__(
        self,
        comparison: Comparison,
        here: RevisionIndex,
        there: RevisionIndex,
        questions: Sequence[_Question],
        reader: WordReader,
    ) -> None:
        self._pairs = [
            pair
            for each in questions
            for pair in ((each.drafts.pivot_old, each.drafts.old), (each.drafts.pivot_new, each.drafts.new))
        ]
        self._pairs += _sample(comparison, (here.new, there.new))
        self._languages = here.new.language, there.new.language
        self._reader = reader

    @cached_property
    def _linker(self) -> WordLinker:
        return WordLinker(self._pairs, *self._languages, self._reader)

    def link(self, source: str, target: str) -> WordLinks:
        """Link the words of two texts."""
        return self._linker.link(source, target)


def _sample(comparison: Comparison, keys: DocumentPair) -> list[tuple[str, str]]:
    """Return a sample of linked paragraphs of two documents, evenly spread."""
    source, target = (comparison.documents[key] for key in keys)
    alignment = comparison.alignments.get(keys)
    beads = [bead for bead in alignment.beads if bead.source and bead.target] if alignment else []
    step = max(1, -(-len(beads) // _MOST_PAIRS))
    return [(source.joined(bead.source), target.joined(bead.target)) for bead in beads[::step]]


def _with_answer(
    amendment: Amendment, language: str, question: _Question, found: Sequence[Doubt]
) -> Amendment:
    """Give an amendment the state for one language that its edits suggest, one by one."""
    lost = [doubt for doubt in found if doubt.probability >= MISSING]
    missing = tuple(_missing(question, lost))
    state, reasons = amendment.states[language], dict(amendment.reasons)
    if lost and state is not Carried.PARTLY:
        whole = len(lost) == len(found)
        state = Carried.NOT_CARRIED_OVER if whole else Carried.PARTLY
        reasons[language] = Message("reason.edits_missing", edits=_described(question.drafts, lost))
    elif state is Carried.UNKNOWN and found and all(each.probability <= DONE for each in found):
        state = Carried.CARRIED_OVER
        reasons.pop(language, None)
    otherwise = amended_otherwise(question.found) if state is Carried.CARRIED_OVER else None
    if otherwise is not None:
        state = Carried.PARTLY
        here, there = otherwise.here, otherwise.there
        reasons[language] = Message("reason.amended_otherwise", here=here, there=there)
    return replace(
        amendment,
        states={**amendment.states, language: state},
        reasons=reasons,
        missing={**amendment.missing, language: missing},
    )


def _missing(question: _Question, lost: Sequence[Doubt]) -> Iterator[MissingEdit]:
    """Yield the missing edits; for an inserted paragraph, which is one edit, only the most likely."""
    if question.found.change.kind is ChangeKind.INSERTED:
        likeliest = max(lost, key=lambda doubt: doubt.probability, default=None)
        if likeliest is not None:
            yield MissingEdit(0, _placed(question, likeliest.where))
        return
    yield from (MissingEdit(each.edit, _placed(question, each.where)) for each in lost)


def _placed(question: _Question, where: Span | None) -> Span | None:
    """Convert a place in the other language's new wording to one in the text of its new draft."""
    found, document = question.found, question.found.there.new_document
    segments = found.changes[0].new if len(found.changes) == 1 else found.new
    start = 0
    for index in segments if where is not None else ():
        span = document.segments[index].span
        if where is not None and where.start < start + len(span):
            at = span.start + where.start - start
            return Span(at, min(span.stop, at + len(where)))
        start += len(span) + 1
    return None


def _described(drafts: Drafts, lost: Sequence[Doubt]) -> tuple[Message, ...]:
    return tuple(_words(drafts, drafts.pivot_edits[each.edit]) for each in lost)


def _words(drafts: Drafts, edit: Edit) -> Message:
    deleted = shorten(bare(edit.old.of(drafts.pivot_old)), _SHOWN)
    added = shorten(bare(edit.new.of(drafts.pivot_new)), _SHOWN)
    return message_on_words(deleted, added)
