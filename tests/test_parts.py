"""Whether the parts of a segment match its linked segments: against a slow reference, and on text."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from timing import seconds
from word_vectors import WordVectors, document

from aligner.alignment.align import align
from aligner.alignment.parts import best_least, clauses, clauses_of, margins_of_runs, parts_of
from aligner.encoders import load
from aligner.encoders.cache import CachedEncoder
from aligner.pipeline.run import DocumentInfo, open_document


def cosine(left: np.ndarray, right: np.ndarray) -> float:
    return float(left @ right / max(float(np.linalg.norm(left) * np.linalg.norm(right)), 1e-6))


def slow_best_least(parts: np.ndarray, members: np.ndarray, background: np.ndarray) -> float:
    """Every way to cut the parts into as many runs as there are members, in order."""
    best = -np.inf
    for places in combinations(range(1, len(parts)), len(members) - 1):
        edges = (0, *places, len(parts))
        least = min(
            cosine(parts[edges[k] : edges[k + 1]].sum(axis=0), members[k]) - background[k]
            for k in range(len(members))
        )
        best = max(best, least)
    return best


@pytest.mark.parametrize("seed", range(40))
def test_the_poorest_match_of_the_best_way_is_found(seed: int) -> None:
    random = np.random.default_rng(seed)
    count = int(random.integers(2, 5))
    parts = random.normal(size=(int(random.integers(count, 9)), 6)).astype(np.float32)
    members = random.normal(size=(count, 6)).astype(np.float32)
    members /= np.linalg.norm(members, axis=1, keepdims=True)
    background = random.uniform(0, 0.5, count).astype(np.float32)
    found = best_least(margins_of_runs(parts, members, background))
    assert found == pytest.approx(slow_best_least(parts, members, background), abs=1e-4)


def test_several_beads_at_once_have_the_margins_of_each() -> None:
    random = np.random.default_rng(7)
    parts, members = random.normal(size=(5, 4, 6)), random.normal(size=(5, 3, 6))
    background = random.uniform(0, 0.5, (5, 3))
    together = margins_of_runs(parts, members, background)
    for number in range(5):
        alone = margins_of_runs(parts[number], members[number], background[number])
        np.testing.assert_allclose(together[number], alone, atol=1e-5)
        assert best_least(together)[number] == pytest.approx(best_least(alone))


def test_empty_and_reversed_runs_have_no_margin() -> None:
    margins = margins_of_runs(np.eye(3, dtype=np.float32), np.eye(3, dtype=np.float32)[:2], np.zeros(2))
    assert margins.shape == (2, 4, 4)
    assert np.isneginf(margins[:, np.tri(4, dtype=bool)]).all()
    assert np.isfinite(margins[:, ~np.tri(4, dtype=bool)]).all()


@pytest.mark.parametrize(
    ("language", "sentence", "wanted"),
    [
        (
            "zh",
            "阿根廷代表团在普通照会中通知秘书处：新西兰",
            ["阿根廷代表团在普通照会中通知秘书处：", "新西兰"],
        ),
        ("fr", "Notant avec satisfaction ; rappelant", ["Notant avec satisfaction ;", "rappelant"]),
        ("ru", "ссылаясь на резолюцию — и вновь", ["ссылаясь на резолюцию", "и вновь"]),
        ("ar", "إذ تلاحظ مع القلق، وإذ تؤكد", ["إذ تلاحظ مع القلق،", "وإذ تؤكد"]),
        # What has no words of its own stays with its neighbour: addresses, one letter, signs.
        (
            "en",
            "It is available here: https://e.example/a, in full",
            ["It is available here: https://e.example/a,", "in full"],
        ),
        ("en", "(a), that is", ["(a), that is"]),
        ("en", "— , —", []),
        ("en", "", []),
    ],
)
def test_clauses(language: str, sentence: str, wanted: list[str]) -> None:
    assert clauses(sentence, language) == wanted


def test_sentences_are_not_cut_at_clauses_where_there_are_enough() -> None:
    text = "It is, as ever, so. And that, too, is so."
    assert clauses_of(text, "en", 2) == ("It is, as ever, so.", "And that, too, is so.")
    assert len(clauses_of(text, "en", 3)) > 2
    assert clauses_of("No clause here at all", "en", 2) == ()


def test_a_very_long_text_keeps_all_its_words_in_few_clauses() -> None:
    sentences = [f"This is sentence number {number}." for number in range(100)]
    found = clauses_of(" ".join(sentences), "en", 3)
    assert len(found) <= 24
    assert " ".join(found) == " ".join(sentences)


@pytest.mark.parametrize(
    ("language", "text", "lengths", "wanted"),
    [
        # Where a clause ends nearby, and where a word does; characters where no spaces are.
        ("en", "a" * 40 + ", " + "b" * 60, [50, 50], ("a" * 40 + ",", "b" * 60)),
        (
            "en",
            "one two three four five six seven eight nine ten eleven twelve thirteen fourteen",
            [1, 1],
            (
                "one two three four five six seven eight",
                "nine ten eleven twelve thirteen fourteen",
            ),
        ),
        (
            "zh",
            "一二三四五六七八九十" * 4,
            [10, 30],
            ("一二三四五六七八九十" + "一", "二三四五六七八九十" + "一二三四五六七八九十" * 2),
        ),
        # A part of a few letters would be like anything.
        ("en", "x " * 100, [1, 1000], (("x " * 15).strip(), ("x " * 85).strip())),
        ("en", "", [1, 2], ()),
        ("en", "word", [1, 1], ()),
    ],
)
def test_parts_in_proportion(language: str, text: str, lengths: list[int], wanted: tuple[str, ...]) -> None:
    assert parts_of(text, language, tuple(lengths)) == wanted


@given(st.text(max_size=200), st.lists(st.integers(0, 300), min_size=2, max_size=8))
def test_parts_lose_no_word(text: str, lengths: list[int]) -> None:
    for language in ("zh", "ru"):
        parts = parts_of(text, language, tuple(lengths))
        assert len(parts) in (0, len(lengths))
        if parts:
            assert "".join("".join(parts).split()) == "".join(text.split())


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> CachedEncoder:
    return CachedEncoder(load(), tmp_path_factory.mktemp("vectors"))


LINES = {"en": ("Note by the Secretariat", "Peru"), "fr": ("Annexe", "Communications"), "ru": ("Приложение",)}


@pytest.mark.parametrize("code", LINES)
def test_a_one_sided_line_does_not_join_its_neighbours_bead(
    code: str, corpus: Path, encoder: CachedEncoder
) -> None:
    """Headings put in everywhere in turn; without looking at the parts, one in six was left alone."""
    ours, theirs = (
        open_document(corpus / f"rev1.{c}.txt", info=DocumentInfo(language=c, version="rev1")).texts()
        for c in ("zh", code)
    )
    alone = []
    for line in LINES[code]:
        for place in range(0, len(theirs) + 1, 2):
            lines = [*theirs[:place], line, *theirs[place:]]
            found = align(document("zh", *ours), document(code, *lines), encoder)
            alone.append(any(not bead.source and [*bead.target] == [place] for bead in found.beads))
    assert sum(alone) / len(alone) >= 0.65


def test_a_text_that_is_one_on_one_side_and_two_on_the_other_stays_one_bead() -> None:
    long = (
        "States agreed on education today, on health and water, and later on energy",
        "Banks paid interest on loans here, on debts and bonds, or sometimes on shares",
        "Rivers carry sand and salt there, carry fish and boats, but rarely any seas",
    )
    source = document("en", long[0], f"{long[1]}. {long[2]}.")
    found = align(source, document("ru", *long), WordVectors())
    assert [(tuple(b.source), tuple(b.target)) for b in found.beads] == [((0,), (0,)), ((1,), (1, 2))]


def test_a_segment_of_very_many_short_pieces_takes_time_in_proportion_to_them() -> None:
    """100,000 of them took minutes: each was joined to all before it."""
    short, long = "(iv) " * 4_000, "(iv) " * 16_000
    once = seconds(lambda: clauses(short, "en"), best_of=2)
    assert seconds(lambda: clauses(long, "en"), best_of=2) < 8 * once
