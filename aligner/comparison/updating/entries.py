"""Build the paragraphs of the new draft that result from one group of changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Final

from aligner.alignment.word_links import WordLinks
from aligner.comparison.updating import labels
from aligner.comparison.updating.edits import Outcome, carry, united
from aligner.comparison.updating.material import Group, Material
from aligner.comparison.updating.values_in_place import Replacement, replaced
from aligner.languages import get
from aligner.languages.tokens import CLAUSE_ENDS, fold
from aligner.values import Ask, AskKind, Span, UpdateAction, UpdatedParagraph
from aligner.values.comparison import SLIGHT_CHANGES, Change, ChangeKind, Edit, EditTag, EditType
from aligner.values.quotation import excerpt, marked

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
            proposals = material.memory().paragraphs(text)
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
    parts, at = [], 0
    for index in group.old:
        size = len(material.old.segments[index].span)
        parts.append(_Part(Span(at, at + size), (index,)))
        at += size + 1
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
    size = part.span.stop - first
    asks = tuple(replace(ask, where=_clipped(ask.where, first, size)) for ask in part.asks)
    where = tuple(filter(None, (_clipped(span, first, size) for span in united(part.where))))
    return UpdatedParagraph(
        action, part.old, group.pivot_old, group.pivot_new, label, part.text(whole), where, asks
    )


def _clipped(span: Span | None, first: int, size: int) -> Span | None:
    """Convert a span of the group's text to a span of one paragraph, clipped to it."""
    if span is None:
        return None
    start = min(max(span.start - first, 0), size)
    return Span(start, min(max(span.stop - first, start), size))


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
    """Return the new label of one of a group's paragraphs, and whether the label is certain."""
    own = material.old.segments[group.old[number]].label if part == 0 else None
    if not group.changes or not group.pivot_old:
        return own, True
    if part:
        first = material.old.segments[group.old[0]].label
        before = material.pivot_old.segments[group.pivot_old[0]].label
        after = material.pivot_new.segments[group.pivot_new[part]].label
        return labels.after_change(first, before, after, material.pivot_old.language, material.old.language)
    if len(group.old) == len(group.changes):
        change = group.changes[number]
    elif number and own is None:
        return None, True
    else:
        change = group.changes[0]
    if not change.old or not change.new:
        return own, own is None
    before = material.pivot_old.segments[change.old.start].label
    after = material.pivot_new.segments[change.new.start].label
    return labels.after_change(own, before, after, material.pivot_old.language, material.old.language)


def _number_ask(group: Group, material: Material) -> Ask:
    before = material.pivot_old.segments[group.pivot_old[0]].label or "–"
    after = material.pivot_new.segments[group.pivot_new[0]].label or "–" if group.pivot_new else "–"
    return Ask(AskKind.NUMBER, marked(before, after))


def _borders(change: Change, material: Material) -> list[int]:
    """Return the offsets in the pivot's old text where its new paragraphs begin, except for the first."""
    borders, at = [], 0
    for index in list(change.new)[:-1]:
        at += len(material.pivot_new.segments[index].span) + 1
        borders.append(_old_place(change.edits, at))
    return borders


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
