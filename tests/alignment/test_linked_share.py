"""Whether two documents are versions of one text, by how much of them is linked."""

from __future__ import annotations

import pytest
from sample import OP, document

from aligner.alignment.links import are_unlike, linked_share
from aligner.values import Alignment, Bead, Document, Span


def text(language: str, *lengths: int) -> Document:
    """A document of paragraphs of these lengths."""
    return document(language, "v", [(OP, None, None, "x" * length) for length in lengths])


def bead(source: tuple[int, int], target: tuple[int, int], score: float = 1.0) -> Bead:
    return Bead(Span(*source), Span(*target), score)


@pytest.mark.parametrize(
    ("beads", "share"),
    [
        ((bead((0, 1), (0, 1)), bead((1, 2), (1, 2))), 1.0),
        ((bead((0, 1), (0, 1)), bead((1, 2), (1, 1)), bead((2, 2), (1, 2))), 0.3),
        ((bead((0, 1), (0, 1), 0.5), bead((1, 2), (1, 2), 0.2)), 0.29),
        ((bead((0, 2), (0, 0)), bead((2, 2), (0, 2))), 0.0),
    ],
)
def test_links_count_by_their_length_and_score(beads: tuple[Bead, ...], share: float) -> None:
    alignment = Alignment(beads, 2, 2)
    assert linked_share(alignment, text("en", 30, 70), text("fr", 30, 70)) == pytest.approx(share)


def test_an_extract_is_a_version_of_its_text() -> None:
    beads = (bead((0, 1), (0, 1), 0.9), *(bead((n, n + 1), (1, 1)) for n in range(1, 9)))
    whole, extract = text("en", *[50] * 9), text("fr", 60)
    assert linked_share(Alignment(beads, 9, 1), whole, extract) == pytest.approx(0.9)
    assert not are_unlike(Alignment(beads, 9, 1), whole, extract)


def test_texts_without_links_are_unlike() -> None:
    apart = Alignment((bead((0, 1), (0, 0)), bead((1, 1), (0, 1))), 1, 1)
    assert are_unlike(apart, text("en", 9), text("fr", 9))


def test_empty_documents_are_not_unlike() -> None:
    assert not are_unlike(Alignment((), 0, 0), text("en"), text("fr"))
