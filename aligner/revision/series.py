"""Documents of one body that resemble each other but are no drafts: orders in one case, yearly reports."""

from itertools import takewhile
from typing import Final

from aligner.alignment.increasing_chain import heaviest_chain
from aligner.revision.match_model import units
from aligner.revision.overlap import Shingles, overlaps
from aligner.segmentation.masthead import last_date
from aligner.values import Document

_HEAD: Final = 12
"""Largest number of paragraphs in the head of a document."""

_LINE: Final = 200
"""Longest paragraph of a head, in characters."""

_SHINGLE: Final = 5
_ALIKE: Final = 0.4
"""Lowest similarity, as in `overlap.similarity`, of paragraphs that count as the same."""

_DRAFTS: Final = 0.77
"""Lowest share of wording in the same order that drafts of different dates have.

Of nine pairs of drafts and resolutions, the smallest share is 0.82; of 2,701 pairs of court orders,
judgments and reports of different dates, the largest is 0.72.
"""


def head_lines(document: Document) -> list[str]:
    """Return the lines before the first long or numbered paragraph of a document."""
    head = takewhile(lambda each: not each.label and len(each.span) <= _LINE, document.segments[:_HEAD])
    return [segment.span.of(document.text) for segment in head]


def own_date(document: Document) -> str:
    """Return the first date that ends a line of a document's head, as ISO 8601; empty if there is none."""
    dates = (last_date(line, document.language) for line in head_lines(document))
    return next(filter(None, dates), "")


def shared_in_order(one: Document, other: Document) -> float:
    """Return the share of the wording of two documents that similar paragraphs in the same order share."""
    ours, theirs = ([unit.key for unit in units(document) if not unit.is_bare] for document in (one, other))
    shingles = Shingles.of(ours, theirs, _SHINGLE)
    found = overlaps(shingles, range(len(ours)), range(len(theirs)))
    alike = found.score >= _ALIKE
    shared = found.shared[alike].tolist()
    pairs = list(zip(found.old[alike].tolist(), found.new[alike].tolist(), strict=True))
    total = float(shingles.totals.sum())
    return 2 * sum(shared[number] for number in heaviest_chain(pairs, shared)) / total if total else 1.0


def are_series(one: Document, other: Document) -> bool:
    """Whether two documents in one language are separate documents of one body and not drafts of one.

    Their heads have different dates, and they do not share most of their text: drafts, which may be
    of different dates, too, share most paragraphs in order.
    """
    dates = own_date(one), own_date(other)
    if not all(dates) or dates[0] == dates[1]:
        return False
    sizes = len(one.text), len(other.text)
    return 2 * min(sizes) < _DRAFTS * sum(sizes) or shared_in_order(one, other) < _DRAFTS
