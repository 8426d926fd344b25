"""Tell edits of words that text recognition may have misread from amendments."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from aligner.values import Edit, Span


def is_unsure(edit: Edit, texts: tuple[str, str], doubtful: tuple[Sequence[Span], Sequence[Span]]) -> bool:
    """Whether all that an edit changes is in, or right at, doubtful words of one of the drafts.

    What both wordings begin and end with is left aside: one character of a Chinese word may be doubtful.

    Args:
        edit: the edit.
        texts: the old and the new text that it refers to.
        doubtful: the doubtful words of each, as spans of these texts.

    >>> from aligner.values import EditTag
    >>> edit = Edit(EditTag.REPLACE, Span(6, 9), Span(6, 9))
    >>> is_unsure(edit, ("Urges all States", "Urges al1 States"), ((), (Span(6, 9),)))
    True
    >>> is_unsure(edit, ("Urges all States", "Urges the States"), ((), (Span(10, 16),)))
    False
    """
    spans = edit.old, edit.new
    before, after = (span.of(text) for span, text in zip(spans, texts, strict=True))
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    for span, text, doubts in zip(spans, texts, doubtful, strict=True):
        changed = Span(span.start + head, max(span.start + head, span.stop - tail))
        if not changed and any(each.start <= changed.start <= each.stop for each in doubts):
            return True
        places = [place for place in changed if not text[place].isspace()]
        if places and all(any(each.start <= place < each.stop for each in doubts) for place in places):
            return True
    return False


def _common(one: str, other: str) -> int:
    """Return how many characters two texts begin with in common."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
