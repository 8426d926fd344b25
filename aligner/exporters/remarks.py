"""Where the comments of a file belong in a report of its two drafts: beside the paragraph they are on."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from aligner.cells import flat
from aligner.results import Remark, RevisedPair
from aligner.view import Badge, BadgeKind

NEAR: Final = 12
"""How many paragraphs a comment's words may stand from where its paragraph was counted."""


def beside(pair: RevisedPair) -> tuple[dict[int, list[Badge]], list[str]]:
    """The comments by the change whose paragraph they are on, and those that are on none.

    A file counts the paragraphs of both drafts together, headers and empty ones apart, so
    that the number only says about where: the paragraph is the nearest that has the words.

    Returns:
        For each change of the revision its comments; sentences for the others.
    """
    texts = [
        flat(f"{pair.old.joined(change.old)} {pair.new.joined(change.new)}")
        for change in pair.revision.changes
    ]
    placed: defaultdict[int, list[Badge]] = defaultdict(list)
    elsewhere: list[str] = []
    for remark in pair.remarks:
        said = " ".join(remark.text.split())
        found = _nearest(texts, remark)
        if found is None:
            elsewhere.append(f"{remark.author or '–'}: {said}")
        else:
            placed[found].append(Badge(BadgeKind.COMMENT, place=remark.author or "–", reason=said))
    return dict(placed), elsewhere


def _nearest(texts: list[str], remark: Remark) -> int | None:
    """The paragraph with the words a comment is on, or with most of them, nearest to its number."""
    quoted = flat(remark.quoted).strip()
    if not remark.paragraph or not quoted:
        return None
    whole = [number for number, text in enumerate(texts) if quoted in text]
    if not whole:  # the words are of both drafts at once: some went, some came
        words = set(quoted.split()) if " " in quoted else set(quoted)
        near = range(max(0, remark.paragraph - NEAR), min(len(texts), remark.paragraph + NEAR))
        shares = {number: sum(word in texts[number] for word in words) / len(words) for number in near}
        most = max(shares.values(), default=0.0)
        whole = [number for number, share in shares.items() if share == most >= 0.5]
    return min(whole, key=lambda number: abs(number + 1 - remark.paragraph), default=None)
