"""Findings for footnotes that one language reworded and another did not, among those on amendments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from aligner.checks.material import Material
from aligner.comparison.note_carry_over import NoteEdits, RewordedNote, Rewordings, reworded_since
from aligner.values import Carried, DocumentKey, Finding, Message, Severity
from aligner.values.quotation import shorten

_ID: Final = "amendments"
_SHOWN: Final = 60


def notes_not_carried_over(material: Material) -> Iterator[Finding]:
    """Yield a finding for each footnote that only the pivot, or only another language, reworded."""
    comparison = material.comparison
    pivot, rewordings = comparison.pivot, Rewordings(comparison)
    for key in material.others:
        for note in rewordings.only_in(pivot, key.language):
            yield from _missing(material, note, key)
        for note in rewordings.only_in(key.language, pivot):
            edits, theirs = NoteEdits.of(comparison, note), note.other or note.note
            if edits.state(theirs, pivot) is not Carried.CARRIED_OVER:
                message = Message("amendments.here_only", pivot=pivot, words=edits.message(note.note.mark))
                yield _finding(material, note, edits, Severity.INFO, key, message)


def notes_to_carry_over(material: Material, here: DocumentKey) -> Iterator[Finding]:
    """Yield a finding for each footnote that the pivot reworded since a language's older draft."""
    for note in reworded_since(material.comparison, here):
        edits = NoteEdits.of(material.comparison, note)
        words, language = edits.message(note.note.mark), note.drafts[1].language
        message = Message("amendments.to_carry_over", language=language, words=words)
        yield _finding(material, note, edits, Severity.INFO, here, message)


def _missing(material: Material, note: RewordedNote, key: DocumentKey) -> Iterator[Finding]:
    """Yield the finding for a language that lacks a rewording of the pivot; an error if that matters."""
    edits, theirs = NoteEdits.of(material.comparison, note), note.other or note.note
    fields = {"language": note.drafts[1].language, "words": edits.message(theirs.mark)}
    state = edits.state(theirs, key.language)
    if state is Carried.NOT_CARRIED_OVER:
        message = Message("amendments.not_carried_over", **fields)
        yield _finding(material, note, edits, Severity.ERROR, key, message)
    elif state is Carried.UNKNOWN:
        message = Message("amendments.perhaps", **fields, reason=Message("reason.reworded"))
        yield _finding(material, note, edits, Severity.INFO, key, message)


def _finding(
    material: Material,
    note: RewordedNote,
    edits: NoteEdits,
    severity: Severity,
    key: DocumentKey,
    message: Message,
) -> Finding:
    """Build a finding at the paragraph that has the footnote's mark, in the newest draft of a language."""
    row = None if note.paragraph is None else material.row_of(note.drafts[1], note.paragraph)
    side = None if row is None else material.side(row, key)
    rows, span = () if row is None else (row,), side.whole if side else None
    if note.drafts[1].language == key.language:
        texts = shorten(edits.before, _SHOWN), shorten(edits.after, _SHOWN)
        return Finding(_ID, severity, rows, key.language, span, *texts, message)
    expected = shorten(edits.after or edits.before, _SHOWN)
    return Finding(_ID, severity, rows, key.language, span, expected, "", message)
