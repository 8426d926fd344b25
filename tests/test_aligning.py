"""The alignments of a set: each pair once, what is known kept, progress told as of one piece of work."""

from __future__ import annotations

import pytest
from word_vectors import WordVectors, document, sentence

from aligner import links
from aligner.aligning import align_pairs
from aligner.values import Alignment, Document, DocumentKey

DRAFTS = [DocumentKey("en", version) for version in "12"]
ACROSS = [(draft, DocumentKey(code, draft.version)) for draft in DRAFTS for code in ("fr", "ru")]


def documents() -> dict[DocumentKey, Document]:
    keys = dict.fromkeys(key for pair in ACROSS for key in pair)
    return {key: document(key.language, *map(sentence, range(6 + int(key.version)))) for key in keys}


class Encoder(WordVectors):
    """Word vectors as an encoder that the whole program takes."""

    dimension = 96


def test_progress_of_two_drafts_is_that_of_one_piece_of_work() -> None:
    told: list[tuple[str, int, int]] = []
    found = align_pairs(documents(), ACROSS, Encoder(), None, lambda *what: told.append(what))
    assert list(found) == ACROSS
    encoded = [done for stage, done, of in told if stage == "encode" and of == 3 * 7 + 3 * 8]
    assert encoded == [0, 7, 14, 21, 21, 29, 37, 45]
    aligned = [done for stage, done, of in told if stage == "align" and of == 4]
    assert aligned == sorted(aligned)
    assert (aligned[0], aligned[-1]) == (0, 4)
    assert len(told) == len(encoded) + len(aligned)


def test_what_is_known_is_kept_and_what_is_sure_is_in_the_others() -> None:
    held = documents()
    first = align_pairs(held, ACROSS, Encoder(), None, None)
    known = {ACROSS[0]: links.merge(first[ACROSS[0]], 1, 2)}
    wrong = links.confirmed(links.merge(first[ACROSS[1]], 3, 4))
    found = align_pairs(held, ACROSS, Encoder(), None, None, known=known, sure={ACROSS[1]: wrong})
    assert found[ACROSS[0]] is known[ACROSS[0]]
    assert [links.confirmed(found[pair]) for pair in ACROSS[1:]] == [wrong, (), ()]


@pytest.mark.parametrize("pairs", [[], ACROSS[:1], ACROSS])
def test_another_aligner_is_asked_for_each_pair(pairs: list[tuple[DocumentKey, DocumentKey]]) -> None:
    asked: list[tuple[str, str]] = []

    def aligner_of(source: Document, target: Document) -> Alignment:
        asked.append((source.language, target.language))
        return Alignment((), 0, 0)

    assert list(align_pairs(documents(), pairs, Encoder(), aligner_of, None)) == pairs
    assert asked == [(ours.language, theirs.language) for ours, theirs in pairs]
