"""Build a language's new draft from its old one and the pivot's old and new drafts.

Each group of the pivot's changes results in paragraphs of the new draft. The footnotes that the pivot
reworded are asked for at the paragraphs that refer to them: their text is in no paragraph, so no edit of
a paragraph shows that it changed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

import aligner
from aligner.alignment.word_links import WordLinks
from aligner.comparison.updating import labels
from aligner.comparison.updating.edits import Outcome, carry, quoted, united
from aligner.comparison.updating.material import Group, Material, groups
from aligner.comparison.updating.values_in_place import Replacement, replaced
from aligner.languages import get
from aligner.languages.tokens import CLAUSE_ENDS, fold
from aligner.revision.diff import diff
from aligner.revision.note_changes import marks_in, notes_document, reported_notes
from aligner.revision.revise import revise
from aligner.values import Change, ChangeKind, Edit, EditTag, EditType, NoteMark, Revision, Span
from aligner.values.comparison import SLIGHT_CHANGES
from aligner.values.document import Document, Footnote, Segment, SegmentKind, Signature, joined_spans
from aligner.values.message import excerpt, marked
from aligner.values.update import Ask, AskKind, Update, UpdateAction, UpdatedParagraph

_STAYS: Final = SLIGHT_CHANGES | {ChangeKind.MOVED}
_DIVIDING: Final = frozenset({ChangeKind.SPLIT, ChangeKind.MERGED})
"""Changes that divide text differently; if a group has several, a person has to divide its text."""
_DOUBTFUL: Final = 0.5
"""Minimum score of the links for deleting a paragraph without asking a person."""
_QUOTED: Final = 200
"""Maximum number of characters quoted in a task."""


@dataclass(slots=True)
class _Part:
    """A paragraph under construction: its span of the group's old text, and what to change in it."""

    span: Span
    old: tuple[int, ...]
    replacements: list[Replacement] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    where: list[Span] = field(default_factory=list)

    def text(self, whole: str) -> str:
        """Return its new text."""
        return replaced(whole, self.span, self.replacements).strip()


def entries(group: Group, material: Material) -> Iterator[UpdatedParagraph]:
    """Yield the paragraphs of the new draft that result from a group, in order, or those that it deletes."""
    kinds = {change.kind for change in group.changes}
    if not group.old:
        yield from _without_counterpart(group, material)
    elif all(_stays(change, material) for change in group.changes):  # also if there are none
        yield from _kept(group, material)
    elif kinds == {ChangeKind.DELETED}:
        yield from _deleted(group, material)
    elif kinds == {ChangeKind.SPLIT} and len(group.changes) == len(group.old) == 1:
        yield from _split(group, material)
    elif kinds == {ChangeKind.MERGED} and len(group.changes) == 1 and len(group.old) > 1:
        yield _merged(group, material)
    else:
        yield from _edited(group, material)


def _stays(change: Change, material: Material) -> bool:
    """Whether a change leaves its text unchanged, apart from form.

    Renumbered and moved paragraphs may have edits too, so the edits are checked.
    """
    if change.kind not in _STAYS:
        return False
    before, after = material.pivot_old.joined(change.old), material.pivot_new.joined(change.new)
    return not any(edit.amends(before, after) for edit in change.edits)


def _without_counterpart(group: Group, material: Material) -> Iterator[UpdatedParagraph]:
    """Yield new paragraphs: those inserted in the pivot, or missing from the language's old draft."""
    for change in group.changes:
        if change.kind is ChangeKind.DELETED or change.kind in _STAYS:
            continue
        for index in change.new:
            text = material.pivot_new.text_of(index)
            proposals = material.memory.paragraphs(text)
            exact = proposals[0].text if proposals and proposals[0].score == 1 else ""
            what = AskKind.TRANSLATE if change.kind is ChangeKind.INSERTED else AskKind.REVIEW
            wanted = Ask(what, marked(inserted=excerpt(text, _QUOTED)), None, proposals)
            asks = (wanted,) if text else ()  # a paragraph may be nothing but its number
            pivot_old = tuple(change.old)
            yield UpdatedParagraph(UpdateAction.INSERT, (), pivot_old, (index,), None, exact, asks=asks)


def _kept(group: Group, material: Material) -> Iterator[UpdatedParagraph]:
    moved = any(change.kind is ChangeKind.MOVED for change in group.changes)
    for number, index in enumerate(group.old):
        label, sure = _label(group, number, material)
        action = _placement(label, material.old.segments[index].label, moved)
        yield UpdatedParagraph(
            action if sure or moved else UpdateAction.RENUMBER,
            (index,),
            group.pivot_old,
            group.pivot_new,
            label,
            material.old.text_of(index),
            asks=() if sure else (_number_ask(group, material),),
        )


def _deleted(group: Group, material: Material) -> Iterator[UpdatedParagraph]:
    text = excerpt(material.pivot_old.joined(group.pivot_old), _QUOTED)
    asks = () if group.score >= _DOUBTFUL else (Ask(AskKind.REVIEW, marked(text)),)
    for index in group.old:
        segment = material.old.segments[index]
        where = (Span(0, len(segment.span)),) if asks else ()
        yield UpdatedParagraph(
            UpdateAction.DELETE,
            (index,),
            group.pivot_old,
            (),
            segment.label,
            material.old.text_of(index),
            where,
            asks,
        )


def _edited(group: Group, material: Material) -> Iterator[UpdatedParagraph]:
    """Yield the paragraphs whose wording changed in the pivot; several changes may affect one paragraph."""
    whole = material.old.joined(group.old)
    spans = joined_spans(material.old.text_of(index) for index in group.old)
    parts = [_Part(span, (index,)) for index, span in zip(group.old, spans, strict=True)]
    for change in group.changes:
        _distribute(_outcome(change, whole, material), parts)
    moved = any(change.kind.is_move for change in group.changes)
    divided = any(change.kind in _DIVIDING for change in group.changes)
    for number, part in enumerate(parts):
        if divided:
            after = " ".join(material.pivot_new.text_of(index) for index in group.pivot_new)
            part.asks.append(Ask(AskKind.REVIEW, excerpt(after, _QUOTED)))
        label = _new_label(part, group, number, material)
        action = _placement(label, material.old.segments[part.old[0]].label, moved)
        if part.asks or part.replacements:
            action = UpdateAction.EDIT
        yield _finished(part, action, group, label, whole)


def _split(group: Group, material: Material) -> Iterator[UpdatedParagraph]:
    """Yield the parts of a paragraph that was split in the pivot, cut at the corresponding words."""
    (change,) = group.changes
    whole = material.old.joined(group.old)
    links = material.links(material.pivot_old.joined(change.old), whole)
    cuts = [_cut(links, whole, at) for at in _borders(change, material)]
    bounds = [0, *sorted(cuts), len(whole)]
    parts = [_Part(Span(start, stop), group.old) for start, stop in pairwise(bounds)]
    _distribute(carry(material.passage(change, whole), change.edits), parts)
    for number, part in enumerate(parts):
        cut = part.span.start if number else part.span.stop
        around = Span(max(0, cut - 1), min(len(whole), cut + 1))
        new = group.pivot_new[number]
        part.asks.insert(0, Ask(AskKind.DIVIDE, excerpt(material.pivot_new.text_of(new), _QUOTED), around))
        part.where.append(around)
        label = _new_label(part, group, 0, material, number)
        yield replace(_finished(part, UpdateAction.SPLIT, group, label, whole), pivot_new=(new,))


def _merged(group: Group, material: Material) -> UpdatedParagraph:
    (change,) = group.changes
    whole = material.old.joined(group.old)
    joiner = " " if get(material.old.language).spaced else ""
    part = _Part(Span(0, len(whole)), group.old)
    borders = [at for at, sign in enumerate(whole) if sign == "\n"]
    part.replacements = [Replacement(Span(at, at + 1), joiner) for at in borders]
    outcome = carry(material.passage(change, whole), change.edits)
    _distribute(outcome, [part])
    around = Span(max(0, borders[0] - 1), min(len(whole), borders[0] + 2))
    after = material.pivot_new.joined(change.new)
    part.asks.insert(0, Ask(AskKind.JOIN, excerpt(after, _QUOTED), around))
    part.where.append(around)
    label = _new_label(part, group, 0, material)
    return _finished(part, UpdateAction.MERGE, group, label, whole)


def _outcome(change: Change, whole: str, material: Material) -> Outcome:
    """Return what one of a group's changes does to the text that they share."""
    before = material.pivot_old.joined(change.old)
    if _stays(change, material):
        return Outcome()
    if change.kind is ChangeKind.DELETED:
        where = material.links(before, whole).places(Span(0, len(before)), margin=0)
        longest = max(where, key=len, default=None)
        return Outcome((), (Ask(AskKind.DELETE, marked(excerpt(before, _QUOTED)), longest),), where)
    if whole == before and change.kind not in _DIVIDING:  # left in the pivot's words, such as a title
        after = material.pivot_new.joined(change.new)
        amended = [edit for edit in change.edits if edit.tag is not EditTag.EQUAL]
        if all(edit.type is not EditType.FOOTNOTE for edit in amended):
            return Outcome(tuple(Replacement(edit.old, edit.new.of(after)) for edit in amended))
    return carry(material.passage(change, whole), change.edits)


def _distribute(found: Outcome, parts: Sequence[_Part]) -> None:
    """Distribute an outcome over the parts by position; tasks without a position go to the first part."""
    for replacement in found.replacements:
        _owner(replacement.span, parts).replacements.append(replacement)
    for ask in found.asks:
        _owner(ask.where, parts).asks.append(ask)
    for span in found.where:
        _owner(span, parts).where.append(span)


def _owner(span: Span | None, parts: Sequence[_Part]) -> _Part:
    if span is None:
        return parts[0]
    return next((part for part in parts if span.start < part.span.stop), parts[-1])


def _finished(
    part: _Part, action: UpdateAction, group: Group, label: str | None, whole: str
) -> UpdatedParagraph:
    first = part.span.start if len(part.old) == 1 and len(group.old) > 1 else 0
    own = Span(first, part.span.stop)
    asks = tuple(
        replace(ask, where=None if ask.where is None else ask.where.clipped(own).shifted(-first))
        for ask in part.asks
    )
    where = tuple(filter(None, (span.clipped(own).shifted(-first) for span in united(part.where))))
    return UpdatedParagraph(
        action, part.old, group.pivot_old, group.pivot_new, label, part.text(whole), where, asks
    )


def _placement(label: str | None, own: str | None, moved: bool) -> UpdateAction:
    """Return what happens to a paragraph whose text stays, given its new label and its old one."""
    if moved:
        return UpdateAction.MOVE
    return UpdateAction.KEEP if label == own else UpdateAction.RENUMBER


def _new_label(part: _Part, group: Group, number: int, material: Material, cut: int = 0) -> str | None:
    """Return the new label of a part; if it is uncertain, add a task to check the number."""
    label, sure = _label(group, number, material, cut)
    if not sure:
        part.asks.append(_number_ask(group, material))
    return label


def _label(group: Group, number: int, material: Material, part: int = 0) -> tuple[str | None, bool]:
    """Return the new label of one of a group's paragraphs, or of a part of one, and whether it is certain."""
    own = material.old.segments[group.old[number]].label
    if not group.changes or not group.pivot_old:
        return own, True
    if len(group.old) == len(group.changes):
        change = group.changes[number]
    elif number and own is None:
        return None, True
    else:
        change = group.changes[0]
    if not change.old or not change.new:
        return own, own is None
    before = material.pivot_old.segments[change.old.start].label
    after = material.pivot_new.segments[change.new.start + part].label
    return labels.after_change(own, before, after, material.pivot_old.language, material.old.language)


def _number_ask(group: Group, material: Material) -> Ask:
    before = material.pivot_old.segments[group.pivot_old[0]].label or "–"
    after = material.pivot_new.segments[group.pivot_new[0]].label or "–" if group.pivot_new else "–"
    return Ask(AskKind.NUMBER, marked(before, after))


def _borders(change: Change, material: Material) -> list[int]:
    """Return the offsets in the pivot's old text where its new paragraphs begin, except for the first."""
    spans = joined_spans(material.pivot_new.text_of(index) for index in change.new)
    return [_old_place(change.edits, span.start) for span in spans[1:]]


def _old_place(edits: Sequence[Edit], at: int) -> int:
    for edit in edits:
        if edit.new.start <= at < edit.new.stop:
            return edit.old.start + (at - edit.new.start) if edit.tag is EditTag.EQUAL else edit.old.stop
    return edits[-1].old.stop if edits else 0


def _cut(links: WordLinks, text: str, at: int) -> int:
    """Return the offset at which to cut a text so that the most links stay on the correct side.

    A cut after a clause scores as much as one more link.

    Args:
        links: the links from the pivot's old text to `text`.
        text: the text to cut.
        at: where the pivot's old text was cut.
    """
    before = [n for n, span in enumerate(links.source) if span.stop <= at]
    rest = [n for n, span in enumerate(links.source) if span.stop > at]

    def score(number: int) -> float:
        left = float(links.matrix[before, :number].sum()) + float(links.matrix[rest, number:].sum())
        return left + (fold(text[links.target[number - 1].stop - 1]) in CLAUSE_ENDS)

    words = range(1, len(links.target))
    return links.target[max(words, key=score)].start if words else 0


def update(material: Material) -> Update:
    """Update a language's draft to the pivot's newest one as far as this is certain.

    Returns:
        Every segment of the old draft and every new paragraph of the pivot, with the action for each.
    """
    pivot_old, pivot_new, old = material.pivot_old, material.pivot_new, material.old
    revision = revise(pivot_old, pivot_new, encoder=material.encoder)
    symbol = _new_symbol(pivot_old, pivot_new, old)
    paragraphs = [
        _with_symbol(paragraph, symbol, old)
        for group in groups(revision, material.alignment)
        for paragraph in entries(group, material)
    ]
    numbered = _in_sequence(_numbered(paragraphs, material), old)
    numbered = with_note_tasks(numbered, revision, pivot_old, pivot_new)
    kept = [paragraph for paragraph in numbered if paragraph.action is not UpdateAction.DELETE]
    deleted = [paragraph for paragraph in numbered if paragraph.action is UpdateAction.DELETE]
    options = (("pivot", pivot_old.language), ("language", old.language))
    made = Signature(aligner.__version__, material.encoder.name, material.encoder.revision, options)
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
    texts = [paragraph.text for paragraph in paragraphs]
    for paragraph, span in zip(paragraphs, joined_spans(texts), strict=True):
        of_pivot = pivot_new.segments[paragraph.pivot_new[0]] if paragraph.pivot_new else None
        first = old.segments[paragraph.old[0]] if paragraph.old else None
        source = first or of_pivot or Segment(span)
        place = of_pivot.place if of_pivot is not None else source.place
        kind = source.kind
        cells: tuple[Span, ...] = ()
        if kind is SegmentKind.ROW and first is not None and paragraph.text == first.span.of(old.text):
            cells = tuple(cell.shifted(span.start - first.span.start) for cell in first.cells)
        elif kind is SegmentKind.ROW and first is None:
            kind = SegmentKind.PARAGRAPH
        marks = tuple(_marks(paragraph, old, span.start))
        segments.append(Segment(span, kind, paragraph.label, marks, place, cells=cells))
    made = old.with_text("\n".join(texts), segments)
    return replace(made, version=pivot_new.version, footnotes=_footnotes(old, segments))


def _footnotes(old: Document, segments: Sequence[Segment]) -> tuple[Footnote, ...]:
    """Return the old draft's footnotes, except for those that lost all their marks."""
    before = {mark for segment in old.segments for mark in segment.footnotes}
    after = {mark for segment in segments for mark in segment.footnotes}
    return tuple(note for note in old.footnotes if note.mark in after or note.mark not in before)


def _marks(paragraph: UpdatedParagraph, old: Document, at: int) -> list[NoteMark]:
    """Return the marks of the old text whose preceding character is still in the new text."""
    marks = []
    edits = diff(old.joined(paragraph.old), paragraph.text, old.language)
    for mark, place in marks_in(old, paragraph.old):
        for edit in edits:
            if edit.tag is EditTag.EQUAL and edit.old.start <= max(0, place - 1) < edit.old.stop:
                marks.append(NoteMark(mark, at + edit.new.start + place - edit.old.start))
                break
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
        owner = _note_owner(change, done, pivot_new) if tasks else None
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


def _note_owner(change: Change, paragraphs: Sequence[UpdatedParagraph], pivot_new: Document) -> int | None:
    """Return the index of the first paragraph that refers to a footnote in the pivot's new draft."""
    marks = {pivot_new.footnotes[number].mark for number in change.new}
    found = (
        place
        for place, paragraph in enumerate(paragraphs)
        for index in paragraph.pivot_new
        if marks.intersection(pivot_new.segments[index].footnotes)
    )
    return next(found, None)
