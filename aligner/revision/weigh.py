"""Rank amendments by importance, so that lists can begin with what a delegate looks for.

An edit matters for what it changes, not for its length: a new opening verb, an obligation that
becomes a permission, another number or date, a negation, a phrase such as "where appropriate".
Other wording comes next, and longer edits count more; then moves, divisions and form. The same edit
matters less in the preamble, and hardly at all in the masthead or the meeting line below the text.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from aligner.languages import get
from aligner.languages.detect import common_words
from aligner.languages.modal_words import scope_words
from aligner.languages.profile import profile
from aligner.languages.profile_tables import Words
from aligner.languages.tokens import fold, tokens
from aligner.revision.around_text import is_around
from aligner.values import Change, ChangeKind, Document, Edit, EditTag, EditType, Span, Weight, WeightReason
from aligner.values.learned import numbers

_MODEL: Final = "amendment-weights"
_ROOM: Final = 0.04
"""The most that length or strength adds to a score; less than the distance to the next reason."""
_ROOM_FOR_WORDING: Final = 0.13
_MUCH: Final = 400
"""Length, in English-equivalent characters, above which longer wording does not matter more."""
_STRENGTHS: Final = 6
"""Number of steps between the weakest and the strongest verb of a class."""
_BRIEF: Final = 60
"""Maximum length, in English-equivalent characters, of an edit that a negation or scope word dominates."""
_CLAUSE: Final = 120
"""The same for a change of modal word."""

_HYPHEN: Final = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")

_BY_TYPE: Final = {
    **{EditType(each): WeightReason(each) for each in ("verb", "number", "date", "bracket", "footnote")},
    **dict.fromkeys((EditType.SYMBOL, EditType.REFERENCE), WeightReason.REFERENCE),
    **dict.fromkeys((EditType.CONSEQUENTIAL, EditType.FORM, EditType.RECOGNISED), WeightReason.FORM),
}
_BY_KIND: Final = {
    ChangeKind.INSERTED: WeightReason.PARAGRAPH,
    ChangeKind.DELETED: WeightReason.PARAGRAPH,
    ChangeKind.MOVED: WeightReason.MOVED,
    ChangeKind.MOVED_EDITED: WeightReason.MOVED,
    ChangeKind.SPLIT: WeightReason.DIVIDED,
    ChangeKind.MERGED: WeightReason.DIVIDED,
}


def weigh_edit(edit: Edit, old: str, new: str, language: str) -> Weight:
    """Return the weight of one edit, regardless of where it is.

    Args:
        edit: an edit of a change; no equal run.
        old: the old wording of the whole paragraph.
        new: its new wording.
        language: language code of both.
    """
    size = max(len(edit.old), len(edit.new)) / get(language).density
    reason = _reason(edit, old, new, size, language)
    if reason is WeightReason.VERB:
        return _weight(reason, abs(edit.strength or 0) / _STRENGTHS)
    return _weight(reason, size / _MUCH)


def weigh(change: Change, old: Document, new: Document) -> Weight:
    """Return the weight of an amendment: that of its most important edit, scaled by kind of paragraph.

    Args:
        change: a change between the two drafts.
        old: the old draft.
        new: the new draft.
    """
    draft, span = (new, change.new) if change.new else (old, change.old)
    if is_around(draft, span):
        return _weight(WeightReason.MASTHEAD, 0.0)
    shares = numbers(_MODEL)["shares"]
    share = max((shares.get(draft.segments[index].kind, 1.0) for index in span), default=1.0)
    heaviest = max(_weights(change, old, new), key=lambda weight: weight.score)
    return Weight(round(share * heaviest.score, 4), heaviest.reason)


def weigh_note(change: Change, old: Document, new: Document) -> Weight:
    """Return the weight of a reworded footnote, whatever its words; longer edits count more.

    Args:
        change: its change, among the `footnote_changes` of a revision.
        old: the older draft's footnotes as a document; see `note_changes.notes_document`.
        new: the newer draft's.
    """
    texts = old.joined(change.old), new.joined(change.new)
    edits = (edit for edit in change.edits if edit.amends(*texts))
    size = sum(max(len(edit.old), len(edit.new)) for edit in edits) / get(new.language).density
    return _weight(WeightReason.FOOTNOTE, size / _MUCH)


def _weights(change: Change, old: Document, new: Document) -> Iterator[Weight]:
    before, after = old.joined(change.old), new.joined(change.new)
    if change.kind in _BY_KIND:
        size = max(len(before), len(after)) / get(new.language).density
        yield _weight(_BY_KIND[change.kind], size / _MUCH)
    else:
        yield _weight(WeightReason.FORM, 0.0)
    if change.old and change.new:
        for edit in change.edits:
            if edit.tag is not EditTag.EQUAL:
                yield weigh_edit(edit, before, after, new.language)


def _weight(reason: WeightReason, share: float) -> Weight:
    room = _ROOM_FOR_WORDING if reason is WeightReason.WORDING else _ROOM
    return Weight(round(numbers(_MODEL)["scores"][reason] + room * min(1.0, share), 4), reason)


def _reason(edit: Edit, old: str, new: str, size: float, language: str) -> WeightReason:
    before, after = edit.old.of(old), edit.new.of(new)
    if _is_stray_mark(edit, before + after):
        return WeightReason.FOOTNOTE
    if edit.type in _BY_TYPE:
        return _BY_TYPE[edit.type]
    if "\n" in before or "\n" in after:
        return WeightReason.DIVIDED
    return _reason_in_words(edit, old, new, size, language)


def _reason_in_words(edit: Edit, old: str, new: str, size: float, language: str) -> WeightReason:
    sides = (old, edit.old), (new, edit.new)
    if size <= _CLAUSE and _changes_modality(sides, language):
        return WeightReason.MODALITY
    if size <= _BRIEF:
        before, after = (len(_found(profile(language).negation.plain, *side)) for side in sides)
        if before != after:
            return WeightReason.NEGATION
    if _changes_scope(sides, size, language):
        return WeightReason.SCOPE
    return _words_only(edit.old.of(old), edit.new.of(new), language)


def _words_only(before: str, after: str, language: str) -> WeightReason:
    """Return the reason for an edit of mere words: wording, unless it is editorial."""
    if _without_hyphens(before) == _without_hyphens(after) != "":
        return WeightReason.EDITORIAL  # cooperation, co-operation
    words = list[Counter[str]]()
    for text in (before, after):
        own = (token for token in tokens(text, language) if token.kind == "word")
        words.append(Counter(text[token.start : token.stop].casefold() for token in own))
    if not words[0] and not words[1]:
        return WeightReason.FORM
    usual, spaced = common_words(language), get(language).spaced
    if words[0] == words[1] or all(
        word in usual or (spaced and len(word) == 1) for side in words for word in side
    ):
        return WeightReason.EDITORIAL
    return WeightReason.WORDING


def _without_hyphens(text: str) -> str:
    return _HYPHEN.sub("", fold(text)).casefold()


def _is_stray_mark(edit: Edit, text: str) -> bool:
    """Whether an edit only adds or removes a bare number, which is then a footnote mark in the text."""
    return edit.type is EditType.NUMBER and not all(edit.values) and text.strip().isdecimal()


def _changes_modality(sides: Iterable[tuple[str, Span]], language: str) -> bool:
    """Whether an edit replaces, adds or removes a modal word."""
    words, modal = profile(language).modality, []
    for text, place in sides:
        spans = sorted({*_found(words.binds, text, place), *_found(words.permits, text, place)})
        modal.append([span.of(text).strip().casefold() for span in spans])
    return modal[0] != modal[1]


def _changes_scope(sides: Iterable[tuple[str, Span]], size: float, language: str) -> bool:
    """Whether an edit changes words of scope, and they make up much of it."""
    counts, lengths = [], []
    for text, place in sides:
        found = [_found(words, text, place) for words in scope_words(language).values()]
        counts.append(list(map(len, found)))
        lengths.append(sum(len(span) for spans in found for span in spans))
    if counts[0] == counts[1]:
        return False
    return size <= _BRIEF or max(lengths) / get(language).density >= size / 2


def _found(words: Words, text: str, place: Span) -> list[Span]:
    """Return the words of a text that overlap an edit."""
    return [span for span in _matches(words, text) if span.overlaps(place) and place]


@lru_cache(maxsize=64)  # a paragraph is searched again for each of its edits
def _matches(words: Words, text: str) -> tuple[Span, ...]:
    return tuple(Span(*match.span()) for match in words.finditer(text))
