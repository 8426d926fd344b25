"""Findings for footnotes that one language reworded and another did not, among those on amendments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from aligner.checks.footnotes import fact_differences
from aligner.checks.material import Material
from aligner.comparison.edit_states import message_on_words
from aligner.comparison.note_carry_over import RewordedNote, reworded_only_in, reworded_since
from aligner.languages import get
from aligner.revision.note_changes import notes_document
from aligner.values import DocumentKey, EditType, Finding, Message, Severity
from aligner.values.quotation import bare, shorten

_ID: Final = "amendments"
_SHOWN: Final = 60
_PASSAGE: Final = 8
"""Length from which added or removed words are more than a "see also", in English-equivalent characters."""
_FACTS: Final = frozenset({EditType.NUMBER, EditType.DATE, EditType.SYMBOL, EditType.REFERENCE})


def notes_not_carried_over(material: Material) -> Iterator[Finding]:
    """Yield a finding for each footnote that only the pivot, or only another language, reworded."""
    comparison = material.comparison
    pivot = comparison.pivot
    for key in material.others:
        for note in reworded_only_in(comparison, pivot, key.language):
            rewording = _Rewording.of(material, note)
            if not rewording.is_in(key.language):
                yield _missing(material, rewording, key)
        for note in reworded_only_in(comparison, key.language, pivot):
            rewording = _Rewording.of(material, note)
            message = Message("amendments.here_only", pivot=pivot, words=rewording.message(note.note.mark))
            yield _finding(material, rewording, Severity.INFO, key, message)


def notes_to_carry_over(material: Material, here: DocumentKey) -> Iterator[Finding]:
    """Yield a finding for each footnote that the pivot reworded since a language's older draft."""
    for note in reworded_since(material.comparison, here):
        rewording = _Rewording.of(material, note)
        words = rewording.message(note.note.mark)
        message = Message("amendments.to_carry_over", language=rewording.language, words=words)
        yield _finding(material, rewording, Severity.INFO, here, message)


@dataclass(frozen=True, slots=True)
class _Rewording:
    """A reworded footnote, with the words it lost and gained, and what kind of words they are."""

    note: RewordedNote
    language: str
    before: str
    after: str
    types: frozenset[EditType | None]
    growth: float  # in English-equivalent characters

    @classmethod
    def of(cls, material: Material, note: RewordedNote) -> _Rewording:
        old, new = (notes_document(material.comparison.documents[key]) for key in note.drafts)
        texts = old.joined(note.change.old), new.joined(note.change.new)
        edits = [edit for edit in note.change.edits if edit.amends(*texts)]
        before = [bare(edit.old.of(texts[0])) for edit in edits]
        after = [bare(edit.new.of(texts[1])) for edit in edits]
        return cls(
            note,
            new.language,
            " … ".join(filter(None, before)),
            " … ".join(filter(None, after)),
            frozenset(edit.type for edit in edits),
            (len(texts[1]) - len(texts[0])) / get(new.language).density,
        )

    def message(self, mark: str) -> Message:
        words = message_on_words(shorten(self.before, _SHOWN), shorten(self.after, _SHOWN))
        return Message("amendments.in_note", mark=mark, words=words)

    def is_in(self, language: str) -> bool:
        """Whether only facts changed, and the other language's footnote has the new ones already."""
        ours, theirs = self.note.note, self.note.other
        if theirs is None or not self.types <= _FACTS:
            return False
        return not any(fact_differences(ours.text, self.language, theirs.text, language))

    def matters(self) -> bool:
        """Whether a fact or a name changed, or so many words that every language must change."""
        return bool(self.types & (_FACTS | {EditType.NAME})) or abs(self.growth) >= _PASSAGE


def _missing(material: Material, rewording: _Rewording, key: DocumentKey) -> Finding:
    """Build the finding for a language that lacks a rewording of the pivot; an error if that matters."""
    theirs = rewording.note.other or rewording.note.note
    fields = {"language": rewording.language, "words": rewording.message(theirs.mark)}
    if rewording.matters():
        message = Message("amendments.not_carried_over", **fields)
        return _finding(material, rewording, Severity.ERROR, key, message)
    message = Message("amendments.perhaps", **fields, reason=Message("reason.reworded"))
    return _finding(material, rewording, Severity.INFO, key, message)


def _finding(
    material: Material, rewording: _Rewording, severity: Severity, key: DocumentKey, message: Message
) -> Finding:
    """Build a finding at the paragraph that has the footnote's mark, in the newest draft of a language."""
    note = rewording.note
    row = None if note.paragraph is None else material.row_of(note.drafts[1], note.paragraph)
    side = None if row is None else material.side(row, key)
    rows, span = () if row is None else (row,), side.whole if side else None
    if note.drafts[1].language == key.language:
        texts = shorten(rewording.before, _SHOWN), shorten(rewording.after, _SHOWN)
        return Finding(_ID, severity, rows, key.language, span, *texts, message)
    expected = shorten(rewording.after or rewording.before, _SHOWN)
    return Finding(_ID, severity, rows, key.language, span, expected, "", message)
