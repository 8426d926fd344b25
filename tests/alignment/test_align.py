"""Alignment as a whole, on word vectors: invariants, and links that it must find."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simple_values import document
from word_vectors import WordVectors, align_around, sentence

from aligner.alignment.align import align, align_together
from aligner.alignment.anchors import Survey, survey
from aligner.alignment.geometry import centred
from aligner.alignment.moves import find_moves
from aligner.alignment.prepared import prepare
from aligner.alignment.scoring import means_of_runs, norms_of_runs, sums_of_runs
from aligner.values import Alignment, Document, Span

SENTENCES = st.lists(
    st.one_of(st.integers(0, 12).map(sentence), st.sampled_from(["", "  ", "***", "5."])), max_size=14
)


def links(alignment: Alignment) -> list[tuple[list[int], list[int]]]:
    return [(list(bead.source), list(bead.target)) for bead in alignment.beads]


def texts(*numbers: int) -> list[str]:
    return [sentence(number) for number in numbers]


def aligned(source: list[str], target: list[str], **kwargs: object) -> Alignment:
    return align(document("en", *source), document("ru", *target), WordVectors(), **kwargs)  # type: ignore[arg-type]


@settings(max_examples=60)
@given(SENTENCES, SENTENCES)
def test_beads_partition_both_sides(source: list[str], target: list[str]) -> None:
    """`Alignment` refuses beads that don't; here every kind of document reaches it."""
    alignment = aligned(source, target)
    assert [i for bead in alignment.beads for i in bead.source] == list(range(len(source)))
    assert [j for bead in alignment.beads for j in bead.target] == list(range(len(target)))
    assert all(0 <= bead.score <= 1 for bead in alignment.beads)
    for move in alignment.moves:
        assert all((move.source, len(bead.target)) != (bead.source, 1) for bead in alignment.beads)


@settings(max_examples=40)
@given(SENTENCES)
def test_identical_documents_align_one_to_one(source: list[str]) -> None:
    assert links(aligned(source, source)) == [([i], [i]) for i in range(len(source))]


@settings(max_examples=20)
@given(SENTENCES, SENTENCES)
def test_the_same_documents_give_the_same_alignment(source: list[str], target: list[str]) -> None:
    assert aligned(source, target) == aligned(source, target)


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ([], [], []),
        ([], ["peace"], [([], [0])]),
        (["peace", "x y"], [], [([0], []), ([1], [])]),
        (["", " "], [""], [([0], [0]), ([1], [])]),
        (["", "peace now"], ["peace now"], [([0], []), ([1], [0])]),
        (["peace now", "", "we all"], ["peace now", "we all"], [([0], [0]), ([1], []), ([2], [1])]),
        (["peace now", "", "we all"], ["peace now", "***", "we all"], [([0], [0]), ([1], [1]), ([2], [2])]),
    ],
)
def test_empty_documents_and_lines(
    source: list[str], target: list[str], expected: list[tuple[list[int], list[int]]]
) -> None:
    assert links(aligned(source, target)) == expected


def test_blank_lines_pair_with_untranslated_segments() -> None:
    whole = texts(*range(20))
    alignment = aligned(whole, [*whole[:5], "", *whole[6:]])
    assert links(alignment) == [([i], [i]) for i in range(20)]
    assert links(aligned([*whole[:5], "", *whole[6:]], whole)) == links(alignment)


def test_blank_lines_do_not_pair_with_moved_segments() -> None:
    whole = texts(*range(20))
    alignment = aligned(whole, [*whole[:5], "", *whole[6:15], whole[5], *whole[15:]])
    assert ([5], []) in links(alignment)
    assert ([], [5]) in links(alignment)
    assert len(alignment.moves) == 1


def test_separating_blank_lines_pair_with_nothing() -> None:
    whole = texts(*range(6))
    spaced = [line for text in whole[1:] for line in (text, "")]
    assert ([0], []) in links(aligned(whole, spaced))


def test_one_segment_against_fifty() -> None:
    alignment = aligned(texts(7), texts(*range(50)))
    assert ([0], [7]) in links(alignment)


@pytest.mark.parametrize("side", ["source", "target"])
@pytest.mark.parametrize(("first", "count"), [(0, 9), (30, 1), (30, 20), (51, 9)])
def test_a_missing_block_is_a_run_of_gaps(side: str, first: int, count: int) -> None:
    """Within the text, at its start (the other begins later) and at its end."""
    whole = texts(*range(60))
    part = whole[:first] + whole[first + count :]
    alignment = aligned(whole, part) if side == "source" else aligned(part, whole)
    kept = [i for i in range(60) if not first <= i < first + count]
    pairs = {(i, j) for j, i in enumerate(kept)}
    found = {(bead.source.start, bead.target.start) for bead in alignment.beads if bead.shape == (1, 1)}
    assert found == (pairs if side == "source" else {(j, i) for i, j in pairs})
    gaps = [bead for bead in alignment.beads if not bead.source or not bead.target]
    assert len(gaps) == count
    assert min(bead.score for bead in gaps) > 0.5


@pytest.mark.parametrize("count", [2, 3, 5, 8])
def test_merged_segments_are_found_on_either_side(count: int) -> None:
    whole = texts(*range(30))
    merged = [*whole[:10], " ".join(whole[10 : 10 + count]), *whole[10 + count :]]
    run = list(range(10, 10 + count))
    assert (run, [10]) in links(aligned(whole, merged))
    assert ([10], run) in links(aligned(merged, whole))


def test_a_moved_paragraph_has_both_places() -> None:
    whole = texts(*range(40))
    moved = [*whole[:5], *whole[6:30], whole[5], *whole[30:]]
    alignment = aligned(whole, moved)
    assert [(move.source, move.target) for move in alignment.moves] == [(Span(5, 6), Span(29, 30))]
    assert ([5], []) in links(alignment)
    assert ([], [29]) in links(alignment)
    documents = document("en", *whole), document("ru", *moved)
    assert align_around(*documents, WordVectors(), moves=False).moves == ()


def test_moves_count_in_the_whole_document_where_lines_are_blank() -> None:
    whole = texts(*range(20))
    source = [whole[0], "", *whole[1:]]
    target = [*whole[:3], *whole[4:15], "", whole[3], *whole[15:]]
    alignment = aligned(source, target)
    assert [(source[m.source.start], target[m.target.start]) for m in alignment.moves] == [
        (whole[3], whole[3])
    ]


class Pairs:
    """A scorer that knows the scores of all pairs."""

    def __init__(self, scores: list[list[float]]) -> None:
        self.table = np.array(scores, np.float32)

    def pairs(self, source: np.ndarray, target: np.ndarray) -> np.ndarray:
        return self.table[np.ix_(source, target)]


def moved(scores: list[list[float]], source: list[tuple[int, int]], target: list[tuple[int, int]]) -> dict:
    found = find_moves(Pairs(scores), source, target)  # type: ignore[arg-type]
    return {(move.source.start, move.target.start): move.score for move in found}


def test_a_move_is_mutual_and_clear() -> None:
    scores = [[8.0, 1.0, -9.0], [7.0, -9.0, -9.0], [-9.0, -9.0, -9.0]]
    found = moved(scores, [(0, 3), (1, 3)], [(3, 0), (3, 1), (3, 2)])
    assert [pair for pair, chance in found.items() if chance > 0.5] == [(0, 0)]
    assert moved(scores, [(0, 0)], []) == moved(scores, [], [(0, 0)]) == {}


def test_moves_that_look_alike_share_their_probability() -> None:
    alone = moved([[6.0]], [(0, 5)], [(5, 0)])
    twice = moved([[6.0, 6.0], [6.0, 6.0]], [(0, 5), (1, 5)], [(5, 0), (5, 1)])
    assert alone[0, 0] > 0.9
    assert max(twice.values()) == pytest.approx(alone[0, 0] / 2)


def test_a_distant_move_is_less_likely() -> None:
    near, far = (moved([[1.0]], [(0, place)], [(place, 0)])[0, 0] for place in (2, 200))
    assert near > 0.4 > far


def test_a_doubtful_move_is_likely_where_a_text_orders_its_paragraphs_anew() -> None:
    """As a glossary in the order of each language's alphabet does."""

    def doubtful(others: int) -> float:
        scores = np.full((others + 1, others + 1), -9.0)
        np.fill_diagonal(scores, 9.0)
        scores[0, 0] = 2.5
        places = list(range(others + 1))
        gaps = [(place, 60) for place in places], [(100, place) for place in places]
        return moved(scores.tolist(), *gaps)[0, 0]

    assert doubtful(0) < 0.6 < 0.85 < doubtful(40)
    assert moved([[-5.0] * 2] * 2, [(0, 60), (1, 60)], [(100, 0), (100, 1)])[0, 0] < 0.01


def test_texts_with_thousands_of_gaps_are_unrelated_and_have_no_moves() -> None:
    for sizes in ((4000, 1), (1, 4000)):
        scores = np.full(sizes, -9.0)
        scores[0, 0] = 9.0
        gaps = [(0, 0)] * sizes[0], [(0, 0)] * sizes[1]
        table = [[9.0]]
        assert len(moved(table, *gaps)) == 1
        more = [[*side, (0, 0)] if len(side) > 1 else side for side in gaps]
        assert moved(table, *more) == {}


def test_lines_between_displaced_paragraphs_are_aligned_as_if_these_were_not_there() -> None:
    whole = texts(*range(40))
    moves = {6: 12, 15: 9, 24: 30, 33: 27}
    displaced = whole.copy()
    for row, place in moves.items():
        displaced.remove(whole[row])
        displaced.insert(place, whole[row])
    alignment = aligned(whole, displaced)
    pairs = {
        (whole[i], displaced[j]) for m in alignment.moves for i, j in zip(m.source, m.target, strict=True)
    }
    pairs |= {(whole[i], displaced[j]) for [i], [j] in (link for link in links(alignment) if all(link))}
    assert pairs == {(text, text) for text in whole}


def test_a_gap_that_may_belong_elsewhere_is_not_certain() -> None:
    whole = texts(*range(40))
    alignment = aligned(whole, [*whole[:5], *whole[6:30], whole[5], *whole[30:]])
    gap = next(bead for bead in alignment.beads if bead.source == Span(5, 6))
    assert gap.score < 0.1


def test_numbers_distinguish_repeated_paragraphs() -> None:
    """One of many near-identical paragraphs is missing: the numbers say which."""
    source = [f"recalling also the resolution {number} of the assembly" for number in range(1201, 1231)]
    target = source[:13] + source[14:]
    alignment = align(document("en", *source), document("fr", *target), WordVectors())
    assert ([13], []) in links(alignment)
    assert alignment.beads[-1].shape == (1, 1)


def test_labels_distinguish_repeated_paragraphs() -> None:
    """The same with the numbers lifted out of the text."""
    names = [str(number) for number in range(2, 32)]
    source = document("en", *["the state shall report"] * 30, labels=names)
    target = document("zh", *["the state shall report"] * 29, labels=[f"第{n}条" for n in names if n != "9"])
    found = links(align(source, target, WordVectors()))
    assert all(([i], [i]) in found for i in range(6))
    assert all(([i], [i - 1]) in found for i in range(9, 30))


def test_traditional_and_simplified_chinese_align() -> None:
    simplified = ["第一条 总则", "第二条 缔约国应当在 2016 年前提交报告", "第三十条 最后条款"]
    traditional = ["第一條 總則", "第二條 締約國應當在 2016 年前提交報告", "第三十條 最後條款"]
    source, target = document("zh", *simplified), document("zh", *traditional)
    assert links(align(source, target, WordVectors())) == [([i], [i]) for i in range(3)]


def test_the_length_of_vectors_has_no_effect() -> None:
    source, target = texts(*range(12)), texts(0, 1, 2, 4, 5, 6, 7, 8, 10, 11)
    documents = document("en", *source), document("ru", *target)
    assert links(align(*documents, WordVectors(1.0))) == links(align(*documents, WordVectors(7.0)))


def test_the_vector_of_a_line_is_the_sum_of_those_of_its_sentences_by_their_length() -> None:
    sentences = [["Peace."], ["Peace and security.", "States."], ["States.", "Peace.", "All members met."]]
    (side,) = prepare([document("en", *map(" ".join, sentences))], WordVectors())
    sums = [sum(np.sqrt(len(one)) * WordVectors().encode([one])[0] for one in group) for group in sentences]
    wanted = [vector / np.linalg.norm(vector) for vector in sums]
    np.testing.assert_allclose(side.vectors, centred(np.array(wanted, np.float32)), atol=1e-6)


def test_scores_are_lower_where_the_text_is_free() -> None:
    source = texts(*range(20))
    target = source.copy()
    target[8] = " ".join([*source[8].split()[:2], *sentence(99).split()[:4]])
    scores = [bead.score for bead in aligned(source, target).beads]
    assert len(scores) == 20
    assert int(np.argmin(scores)) == 8


def test_progress_is_reported() -> None:
    reports: list[tuple[str, int, int]] = []
    aligned(texts(1, 2), texts(1, 2), progress=lambda *what: reports.append(what))
    assert reports == [("encode", 0, 4), ("encode", 2, 4), ("encode", 4, 4), ("align", 0, 1), ("align", 1, 1)]


def test_small_products_are_not_shared_out_over_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    from threadpoolctl import threadpool_info, threadpool_limits

    seen: list[int] = []

    def watched(*args: object, **kwargs: object) -> Survey:
        seen.extend(pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas")
        return survey(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr("aligner.alignment.align_prepared.survey", watched)
    with threadpool_limits(limits=2, user_api="blas"):
        aligned(texts(*range(8)), texts(*range(8)))
    assert set(seen) == {1}


def test_the_result_is_signed() -> None:
    signature = aligned(texts(1), texts(1)).signature
    assert signature is not None
    assert (signature.encoder, signature.revision) == ("word-vectors", "1")
    assert dict(signature.options) == {"moves": "True"}


class TestTogether:
    """Several languages with one pivot."""

    def test_a_single_language_is_aligned_as_by_align(self) -> None:
        pivot, other = document("en", *texts(*range(9))), document("ru", *texts(0, 1, 3, 4, 5, 6, 7, 8))
        assert align_together(pivot, {"ru": other}, WordVectors()) == {
            "ru": align(pivot, other, WordVectors())
        }

    def test_a_free_version_is_found_by_way_of_another(self) -> None:
        """Russian shares no word with the pivot's line 5, but half of the French line there."""
        plain = texts(*range(12))
        far = sentence(77).split()
        french, russian = plain.copy(), plain.copy()
        french[5] = " ".join([*plain[5].split()[:3], *far[:4]])
        russian[5:7] = [" ".join(far)]
        pivot = document("en", *plain)
        others: dict[str, Document] = {"fr": document("fr", *french), "ru": document("ru", *russian)}
        alone = align(pivot, others["ru"], WordVectors())
        together = align_together(pivot, others, WordVectors())["ru"]
        assert ([5], [5]) in links(together)
        before = next(
            (b.score for b in alone.beads if links(alone) and (list(b.source), list(b.target)) == ([5], [5])),
            0.0,
        )
        after = next(b.score for b in together.beads if (list(b.source), list(b.target)) == ([5], [5]))
        assert after > before

    @pytest.mark.parametrize(
        ("codes", "known", "reported"),
        [(["fr"], [], 1), (["fr", "ru"], [], 4), (["fr", "ru", "es"], ["ru"], 4), (["fr", "ru"], ["fr"], 1)],
    )
    def test_each_language_is_aligned_twice_unless_it_is_the_only_new_one(
        self, codes: list[str], known: list[str], reported: int
    ) -> None:
        pivot, others = document("en", *texts(1, 2)), {code: document(code, *texts(1, 2)) for code in codes}
        kept = {code: align(pivot, others[code], WordVectors()) for code in known}
        reports: list[tuple[str, int, int]] = []
        found = align_together(
            pivot, others, WordVectors(), known=kept, progress=lambda *what: reports.append(what)
        )
        assert list(found) == codes
        assert [report for report in reports if report[0] == "align"] == [
            ("align", number, reported) for number in range(reported)
        ]
        assert {report[2] for report in reports if report[0] == "encode"} == {2 + 2 * len(codes)}


def test_no_vectors_need_no_centre() -> None:
    assert centred(np.zeros((0, 4), np.float32)).shape == (0, 4)


@given(st.integers(1, 9), st.integers(0, 999))
def test_runs_equal_those_of_a_loop(count: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    vectors = random.normal(size=(count, 5)).astype(np.float32)
    values, weights = random.uniform(0.1, 2, (2, count)).astype(np.float32)
    norms, means, sums = norms_of_runs(vectors, 4), means_of_runs(values, weights, 4), sums_of_runs(values, 4)
    for size in range(1, 5):
        for stop in range(count + 1):
            run = slice(stop - size, stop)
            if size > stop:
                assert (norms[size, stop], means[size, stop], sums[size, stop]) == (1, 0, 0)
                continue
            assert norms[size, stop] == pytest.approx(np.linalg.norm(vectors[run].sum(axis=0)), rel=1e-4)
            assert means[size, stop] == pytest.approx(np.average(values[run], weights=weights[run]), rel=1e-4)
            assert sums[size, stop] == pytest.approx(values[run].sum(), rel=1e-4)


def test_runs_of_many_vectors_and_of_vectors_of_zeros() -> None:
    vectors = np.random.default_rng(3).normal(size=(1100, 2)).astype(np.float32)
    vectors[700] = 0
    norms = norms_of_runs(vectors, 3)
    for size in range(1, 4):
        wanted = [np.linalg.norm(vectors[stop - size : stop].sum(axis=0)) for stop in range(size, 1101)]
        np.testing.assert_allclose(norms[size, size:], wanted, rtol=1e-3, atol=1e-5)
    assert 0 < norms[1, 701] < 1e-6  # something to divide by
    weights = np.array([0.0, 0.25, 0.25], np.float32)
    assert means_of_runs(np.ones(3, np.float32), weights, 2).tolist() == [
        [0, 0, 0, 0],
        [0, 0, 1, 1],
        [0, 0, 1, 1],
    ]
