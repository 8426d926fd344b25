"""The alignments of a set: each pair once, known links kept, progress reported as one task."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from simple_values import document
from word_vectors import WordVectors, sentence

from aligner.alignment import corrections
from aligner.alignment.align import align_pairs
from aligner.alignment.prepared import PreparedDocument, enriched, prepare
from aligner.segmentation.sentences import split_sentences
from aligner.values import Alignment, Bead, Document, DocumentKey, DocumentPair, Span

DRAFTS = [DocumentKey("en", version) for version in "12"]
ACROSS = [(draft, DocumentKey(code, draft.version)) for draft in DRAFTS for code in ("fr", "ru")]


def documents() -> dict[DocumentKey, Document]:
    keys = dict.fromkeys(key for pair in ACROSS for key in pair)
    return {key: document(key.language, *map(sentence, range(6 + int(key.version)))) for key in keys}


def paragraph(number: int) -> str:
    return f"{sentence(number).capitalize()}. {sentence(number + 1).capitalize()}."


class Encoder(WordVectors):
    """Word vectors as an encoder that the whole program takes."""

    dimension = 96


def test_progress_of_two_drafts_is_that_of_one_piece_of_work() -> None:
    reports: list[tuple[str, int, int]] = []
    found = align_pairs(documents(), ACROSS, Encoder(), lambda *what: reports.append(what))
    assert list(found) == ACROSS
    encoded = [done for stage, done, of in reports if stage == "encode" and of == 3 * 7 + 3 * 8]
    assert encoded == [0, 7, 14, 21, 21, 29, 37, 45]
    aligned = [done for stage, done, of in reports if stage == "align" and of == 4]
    assert aligned == sorted(aligned)
    assert (aligned[0], aligned[-1]) == (0, 4)
    assert len(reports) == len(encoded) + len(aligned)


def test_known_alignments_are_kept_and_confirmed_beads_included() -> None:
    result = documents()
    first = align_pairs(result, ACROSS, Encoder())
    known = {ACROSS[0]: corrections.merge(first[ACROSS[0]], 1, 2)}
    wrong = corrections.confirmed(corrections.merge(first[ACROSS[1]], 3, 4))
    found = align_pairs(result, ACROSS, Encoder(), known=known, sure={ACROSS[1]: wrong})
    assert found[ACROSS[0]] is known[ACROSS[0]]
    assert [corrections.confirmed(found[pair]) for pair in ACROSS[1:]] == [wrong, (), ()]


def test_sentences_stay_inside_the_paragraphs_that_all_languages_aligned_together() -> None:
    """Pairs are not aligned in isolation: each uses the other languages' links to the pivot."""
    whole = {key: document(key.language, *map(paragraph, range(0, 12, 2))) for key in documents()}
    cut = {key: split_sentences(each) for key, each in whole.items()}
    around = align_pairs(whole, ACROSS, Encoder())
    walls: dict[DocumentPair, set[tuple[int, int]]] = {
        keys: {(2 * bead.source.stop, 2 * bead.target.stop) for bead in found.beads}
        for keys, found in around.items()
    }
    for keys, found in align_pairs(cut, ACROSS, Encoder()).items():
        assert walls[keys] <= {(bead.source.stop, bead.target.stop) for bead in found.beads}
        assert [bead.shape for bead in found.beads] == [(1, 1)] * 12


def test_sentences_that_are_known_are_kept_and_sure_ones_are_in_the_others() -> None:
    cut = {
        key: split_sentences(document(key.language, *map(paragraph, range(0, 12, 2)))) for key in documents()
    }
    first = align_pairs(cut, ACROSS, Encoder())
    known = {ACROSS[0]: corrections.merge(first[ACROSS[0]], 1, 2)}
    wrong = corrections.confirmed(corrections.merge(first[ACROSS[1]], 3, 4))
    found = align_pairs(cut, ACROSS, Encoder(), known=known, sure={ACROSS[1]: wrong})
    assert found[ACROSS[0]] is known[ACROSS[0]]
    assert [corrections.confirmed(found[pair]) for pair in ACROSS[1:]] == [wrong, (), ()]


def test_a_sentence_that_a_language_lacks_is_left_out_in_that_language_alone() -> None:
    whole = [paragraph(number) for number in range(0, 12, 2)]
    lacking = {"fr": 5, "ru": 8}
    texts = {"en": whole}
    for code, number in lacking.items():
        gone = f"{sentence(number).capitalize()}."
        texts[code] = [each.replace(gone, "").strip() for each in whole]
    key = {code: DocumentKey(code, "1") for code in texts}
    cut = {key[code]: split_sentences(document(code, *each)) for code, each in texts.items()}
    found = align_pairs(cut, [(key["en"], key[code]) for code in lacking], Encoder())
    for code, number in lacking.items():
        beads = found[key["en"], key[code]].beads
        assert [list(bead.source) for bead in beads if not bead.target] == [[number]]
        assert [bead.shape for bead in beads if bead.target] == [(1, 1)] * 11


def test_a_counterpart_of_two_segments_helps_as_much_as_one() -> None:
    side, helper = prepare([document(code, sentence(1), sentence(2)) for code in ("en", "fr")], Encoder())
    one = replace(helper, kept=(0,), vectors=helper.vectors.sum(axis=0, keepdims=True))
    one = replace(one, vectors=one.vectors / np.linalg.norm(one.vectors))

    def helped(helper: PreparedDocument, score: float) -> np.ndarray:
        target = Span(0, len(helper.kept))
        beads = (Bead(Span(0, 1), target, score), Bead(Span(1, 2), Span(target.stop, target.stop)))
        return enriched(side, [(Alignment(beads, 2, target.stop), helper)]).vectors

    np.testing.assert_allclose(helped(helper, 0.8), helped(one, 0.8), atol=1e-5)
    np.testing.assert_allclose(helped(helper, 0.8)[1], side.vectors[1], atol=1e-5)
    nearness = [float((helped(one, score)[0] @ one.vectors.T)[0]) for score in (0.0, 0.2, 0.8)]
    assert nearness == sorted(set(nearness))  # the surer the link, the nearer


def test_each_sentence_of_a_paragraph_is_encoded_by_itself() -> None:
    asked: list[str] = []

    class Listening(Encoder):
        def encode(self, texts: Sequence[str]) -> np.ndarray:
            asked.extend(texts)
            return super().encode(texts)

    (prepared,) = prepare([document("en", paragraph(1), sentence(5))], Listening())
    assert " ".join(asked) == f"{paragraph(1)} {sentence(5)}"
    assert len(asked) == 3
    assert prepared.vectors.shape[0] == 2


def test_segments_with_words_or_a_label_are_aligned() -> None:
    given = document("en", sentence(1), "***", "", sentence(2), "", labels=[None, None, "5", None, None])
    (prepared,) = prepare([given], Encoder())
    assert prepared.kept == (0, 2, 3)
    assert prepared.texts == [sentence(1), "5", sentence(2)]
    assert prepared.part == replace(given, segments=tuple(given.segments[k] for k in (0, 2, 3)))
    (whole,) = prepare([prepared.part], Encoder())
    assert whole.part is prepared.part
    np.testing.assert_allclose(whole.vectors, prepared.vectors)


def test_only_beads_with_one_segment_help() -> None:
    side, helper = prepare(
        [document(code, "—", sentence(1), "—", sentence(2), sentence(3)) for code in ("en", "fr")],
        Encoder(),
    )
    beads = (
        Bead(Span(0, 1), Span(0, 1)),
        Bead(Span(1, 2), Span(1, 3), 0.5),  # with a blank line, which has no vector
        Bead(Span(2, 3), Span(3, 3)),
        Bead(Span(3, 5), Span(3, 5)),
    )
    found = enriched(side, [(Alignment(beads, 5, 5), helper), (Alignment(beads, 5, 5), helper)]).vectors
    wanted = side.vectors[0] + 2 * 0.5 * helper.vectors[0]
    np.testing.assert_allclose(found[0], wanted / np.linalg.norm(wanted), atol=1e-6)
    np.testing.assert_allclose(found[1:], side.vectors[1:], atol=1e-6)


@pytest.mark.parametrize(("counts", "wanted"), [((1, 2), {0, 1, 3}), ((0, 1), {0, 1}), ((0, 0), {0})])
def test_documents_of_one_segment_or_none_have_progress_too(
    counts: tuple[int, int], wanted: set[int]
) -> None:
    key = DocumentKey("en", "1"), DocumentKey("fr", "1")
    given = {code: document("en", *map(sentence, range(n))) for code, n in zip(key, counts, strict=True)}
    prepared: list[tuple[str, int, int]] = []
    prepare([*given.values()], Encoder(), lambda *what: prepared.append(what))
    assert {done for _, done, _ in prepared} == wanted
    aligned: list[tuple[str, int, int]] = []
    align_pairs(given, [key], Encoder(), lambda *what: aligned.append(what))
    assert [what for what in aligned if what[0] == "encode"][-1] == ("encode", sum(counts), sum(counts))
    assert aligned[-1] == ("align", 1, 1)
