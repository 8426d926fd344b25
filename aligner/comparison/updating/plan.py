"""Build a language's new draft from its old one and the pivot's old and new drafts.

Ask for the footnotes that the pivot reworded, at the paragraphs that refer to them.

Their text is in no paragraph, so no edit of a paragraph shows that it changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import aligner
from aligner.comparison.updating import labels
from aligner.comparison.updating.edits import quoted
from aligner.comparison.updating.entries import entries
from aligner.comparison.updating.material import Material, groups
from aligner.comparison.updating.memory import MemoryPair, Term
from aligner.revision.diff import diff
from aligner.revision.note_changes import notes_document, reported_notes
from aligner.revision.revise import revise
from aligner.values import Document, Footnote, NoteMark, Segment, SegmentKind, Signature, Span
from aligner.values.comparison import Alignment, Change, EditTag, Revision
from aligner.values.quotation import marked
from aligner.values.update import Ask, AskKind, Update, UpdateAction, UpdatedParagraph

if TYPE_CHECKING:
    from aligner.encoders import Encoder


def update(
    pivot_old: Document,
    pivot_new: Document,
    old: Document,
    alignment: Alignment,
    encoder: Encoder,
    *,
    memory: Sequence[MemoryPair] = (),
    terms: Sequence[Term] = (),
) -> Update:
    """Update a language's draft to the pivot's newest one as far as this is certain.

    Args:
        pivot_old: the pivot's draft that `old` corresponds to.
        pivot_new: the pivot's newest draft.
        old: the other language's draft.
        alignment: the alignment from `pivot_old` to `old`.
        encoder: encoder for word links, and for matching paragraphs whose wording changed entirely.
        memory: pairs of texts from a translation memory.
        terms: the glossary.

    Returns:
        Every segment of `old` and every new paragraph of the pivot, with the action for each.
    """
    material = Material(pivot_old, pivot_new, old, alignment, encoder, memory, terms)
    revision = revise(pivot_old, pivot_new, encoder=encoder)
    symbol = _new_symbol(pivot_old, pivot_new, old)
    paragraphs = [
        _with_symbol(paragraph, symbol, old)
        for group in groups(revision, alignment)
        for paragraph in entries(group, material)
    ]
    numbered = _in_sequence(_numbered(paragraphs, material), old)
    numbered = with_note_tasks(numbered, revision, pivot_old, pivot_new)
    kept = [paragraph for paragraph in numbered if paragraph.action is not UpdateAction.DELETE]
    deleted = [paragraph for paragraph in numbered if paragraph.action is UpdateAction.DELETE]
    options = (("pivot", pivot_old.language), ("language", old.language))
    made = Signature(aligner.__version__, encoder.name, encoder.revision, options)
    draft = drafted(kept, old, pivot_new)
    if symbol is not None:
        draft = replace(draft, masthead=replace(draft.masthead, symbol=symbol))
    return Update(old.language, old, pivot_old, pivot_new, (*kept, *deleted), draft, made)


def _with_symbol(paragraph: UpdatedParagraph, symbol: str | None, old: Document) -> UpdatedParagraph:
    """Give a kept paragraph of the masthead the new draft's symbol (L.14 becomes L.14/Rev.1).

    Readers remove a symbol on a separate line from the text of some files, so it may have no
    counterpart in the pivot.
    """
    is_own = paragraph.action is UpdateAction.KEEP and paragraph.text.strip() == old.masthead.symbol
    if symbol is None or not is_own:
        return paragraph
    return replace(paragraph, action=UpdateAction.EDIT, text=symbol)


def _new_symbol(pivot_old: Document, pivot_new: Document, old: Document) -> str | None:
    """Return the new draft's symbol if the two old drafts share one, and it changes."""
    was, symbol = pivot_old.masthead.symbol, pivot_new.masthead.symbol
    return symbol if symbol is not None and old.masthead.symbol == was and symbol != was else None


def _numbered(found: Sequence[UpdatedParagraph], material: Material) -> list[UpdatedParagraph]:
    """Number each inserted paragraph by the nearest numbered one before it, or else after it.

    If the number of a paragraph without text cannot be derived, a person is asked for it.
    """
    done = list(found)
    for number, paragraph in enumerate(done):
        if paragraph.action is UpdateAction.INSERT:
            before = [done[n] for n in range(number - 1, -1, -1)]
            behind = done[number + 1 :]
            labelled = (_beside(paragraph, other, material) for other in (*before, *behind))
            label = next(filter(None, labelled), None)
            wanted = material.pivot_new.segments[paragraph.pivot_new[0]].label
            asks = paragraph.asks or (() if label else (Ask(AskKind.NUMBER, marked(inserted=wanted or "")),))
            done[number] = replace(paragraph, label=label, asks=asks)
    return done


def _in_sequence(found: Sequence[UpdatedParagraph], old: Document) -> list[UpdatedParagraph]:
    """Leave a new number to a person where it does not follow the one before it in its list.

    Where the languages divide paragraphs differently, the pivot's shift is not that of the language.
    """
    done = list(found)
    kept = [n for n, each in enumerate(found) if each.label and each.action is not UpdateAction.DELETE]
    for place, number in enumerate(kept):
        each = found[number]
        was = _old_label(each, old)
        if was is None or each.label == was:
            continue
        before = next(filter(None, (_step(found[n], each, old) for n in reversed(kept[:place]))), None)
        if before is not None and before[0] not in (1, before[1]):
            ask = Ask(AskKind.NUMBER, marked(was, each.label or ""))
            done[number] = replace(each, asks=(*each.asks, ask))
    return done


def _step(one: UpdatedParagraph, other: UpdatedParagraph, old: Document) -> tuple[int, int | None] | None:
    """Return by how many places a number follows another, now and in the old draft; None across lists."""
    now = labels.distance(one.label or "", other.label or "", old.language)
    if now is None:
        return None
    return now, labels.distance(_old_label(one, old) or "", _old_label(other, old) or "", old.language)


def _old_label(paragraph: UpdatedParagraph, old: Document) -> str | None:
    """Return the number that a paragraph had; None if it is new or had none."""
    return old.segments[paragraph.old[0]].label if paragraph.old else None


def _beside(new: UpdatedParagraph, other: UpdatedParagraph, material: Material) -> str | None:
    if not other.pivot_new or other.label is None:
        return None
    own, neighbour = (material.pivot_new.segments[paragraph.pivot_new[0]].label for paragraph in (new, other))
    return labels.beside(own, other.label, neighbour, material.pivot_new.language, material.old.language)


def drafted(paragraphs: Sequence[UpdatedParagraph], old: Document, pivot_new: Document) -> Document:
    """Make a document of the new draft, with the remaining footnote marks of the old one.

    Args:
        paragraphs: the paragraphs of the new draft, in order.
        old: the language's old draft.
        pivot_new: the source of new paragraphs' kinds, and of the citations of all paragraphs.
    """
    segments: list[Segment] = []
    texts: list[str] = []
    at = 0
    for paragraph in paragraphs:
        span = Span(at, at + len(paragraph.text))
        of_pivot = pivot_new.segments[paragraph.pivot_new[0]] if paragraph.pivot_new else None
        first = old.segments[paragraph.old[0]] if paragraph.old else None
        source = first or of_pivot or Segment(span)
        place = of_pivot.place if of_pivot is not None else source.place
        kind = source.kind
        cells: tuple[Span, ...] = ()
        if kind is SegmentKind.ROW and first is not None and paragraph.text == first.span.of(old.text):
            cells = tuple(cell.shifted(at - first.span.start) for cell in first.cells)
        elif kind is SegmentKind.ROW and first is None:
            kind = SegmentKind.PARAGRAPH
        marks = tuple(_marks(paragraph, old, at))
        segments.append(Segment(span, kind, paragraph.label, marks, place, cells=cells))
        texts.append(paragraph.text)
        at = span.stop + 1
    made = old.with_text("\n".join(texts), segments)
    return replace(made, version=pivot_new.version, footnotes=_footnotes(old, segments))


def _footnotes(old: Document, segments: Sequence[Segment]) -> tuple[Footnote, ...]:
    """Return the old draft's footnotes, except for those that lost all their marks."""
    before = {mark for segment in old.segments for mark in segment.footnotes}
    after = {mark for segment in segments for mark in segment.footnotes}
    return tuple(note for note in old.footnotes if note.mark in after or note.mark not in before)


def _marks(paragraph: UpdatedParagraph, old: Document, at: int) -> list[NoteMark]:
    """Return the marks of the old text whose preceding character is still in the new text."""
    offset, marks = 0, []
    sources = [(old.segments[index], old.text_of(index)) for index in paragraph.old]
    if not any(segment.marks for segment, _ in sources):
        return []
    edits = diff("\n".join(text for _, text in sources), paragraph.text, old.language)
    for segment, text in sources:
        for mark in segment.marks:
            place = mark.position - segment.span.start + offset
            for edit in edits:
                if edit.tag is EditTag.EQUAL and edit.old.start <= max(0, place - 1) < edit.old.stop:
                    marks.append(NoteMark(mark.mark, at + edit.new.start + place - edit.old.start))
                    break
        offset += len(text) + 1
    return marks


def with_note_tasks(
    paragraphs: Sequence[UpdatedParagraph], revision: Revision, pivot_old: Document, pivot_new: Document
) -> list[UpdatedParagraph]:
    """Add a task for each edit of a footnote to the first paragraph that refers to the footnote.

    Args:
        paragraphs: the paragraphs of the new draft.
        revision: the revision from the pivot's old draft to its new one.
        pivot_old: the pivot's old draft.
        pivot_new: its new draft.
    """
    before, after = notes_document(pivot_old), notes_document(pivot_new)
    done = list(paragraphs)
    for change in reported_notes(revision):
        tasks = tuple(_tasks(change, before, after))
        owner = _owner(change, done, pivot_new) if tasks else None
        if owner is not None:
            each = done[owner]
            is_kept = each.action in (UpdateAction.KEEP, UpdateAction.RENUMBER)
            action = UpdateAction.EDIT if is_kept else each.action
            done[owner] = replace(each, action=action, asks=(*each.asks, *tasks))
    return done


def _tasks(change: Change, before: Document, after: Document) -> Iterator[Ask]:
    """Yield the tasks for a reworded footnote; a new or removed one is an edit of its paragraph."""
    if not change.old or not change.new:
        return
    texts = before.joined(change.old), after.joined(change.new)
    for edit in change.edits:
        if edit.amends(*texts):
            yield Ask(AskKind.FOOTNOTE, quoted(*texts, edit))


def _owner(change: Change, paragraphs: Sequence[UpdatedParagraph], pivot_new: Document) -> int | None:
    """Return the index of the first paragraph that refers to a footnote in the pivot's new draft."""
    marks = {pivot_new.footnotes[number].mark for number in change.new}
    found = (
        place
        for place, paragraph in enumerate(paragraphs)
        for index in paragraph.pivot_new
        if marks.intersection(pivot_new.segments[index].footnotes)
    )
    return next(found, None)
