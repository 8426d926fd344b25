"""Check whether each part of a segment matches one of the segments it is linked with.

A long paragraph together with its neighbour's heading still looks like the paragraph alone: a few
words hardly change a sum of vectors. So if a bead that links one segment with several has a
reasonable probability, the segment is cut into parts, each part is compared with the segment
opposite it, and the similarity of the worst pair counts for or against the bead: a line that was
wrongly absorbed into its neighbour's bead has no matching part there.

There are two ways to cut, and the better one counts. The first cuts in proportion to the lengths of
the other segments, into parts long enough to be informative; it needs no punctuation. The second
cuts at sentences, or at clauses if there are too few sentences, and assigns them in order to the
other segments so that the worst pair is as similar as possible; it needs no lengths.

In a free translation, the several segments are also encoded as one text, whose vector is more
informative than the sum of theirs.

What counts as similar depends on the translation: a free one is much less similar than that of a
resolution. So the margin is taken relative to that of the two documents' trusted matches.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Final

import numpy as np

from aligner.alignment.geometry import DoubleArray, FloatArray, centred, unit
from aligner.alignment.lattice import SHAPES
from aligner.alignment.lattice_paths import Additions, Posteriors
from aligner.alignment.weights import USUAL_MARGIN, Weights
from aligner.encoders import Encoder
from aligner.languages import get
from aligner.languages.detect import ADDRESS
from aligner.languages.structure import CLAUSE
from aligner.segmentation.sentences import spans_of

POSSIBLE: Final = -5.0
"""Minimum log probability of a bead worth checking."""

_ONE_MANY: Final = np.array([k for k, (a, b) in enumerate(SHAPES) if (a == 1) != (b == 1)])
# Characters, in a language with spaces between words and in one without:
_SHORTEST_PART: Final = {True: 35, False: 12}
_SHORTEST_CLAUSE: Final = {True: 6, False: 2}
_REMEMBERED: Final = 1 << 13  # number of texts whose parts are cached, since a pivot has several languages
_MOST_CLAUSES: Final = 24
_NEAR: Final = 0.16  # maximum distance to the end of a clause, as a share of max(text length, _FEW)
_FEW: Final = 60
_RANGE: Final = (-0.5, 0.5)  # range to which margins are clipped
_GAIN: Final = (-0.2, 0.2)  # the same for the gain of encoding several segments as one text
_ENOUGH: Final = 5  # minimum number of trusted matches that give the usual margin


@dataclass(frozen=True, slots=True)
class Text:
    """One document in the form needed for comparison.

    Attributes:
        language: language code of its segments.
        texts: the texts of the segments, as given to the encoder.
        vectors: their centred vectors, shape (n, d).
        shift: the centre that was subtracted from them, shape (d,).
        background: mean cosine of each to its nearest segments on the other side, shape (n,).
    """

    language: str
    texts: Sequence[str]
    vectors: FloatArray
    shift: FloatArray
    background: FloatArray


@dataclass(frozen=True, slots=True)
class _Bead:
    """A 1-n or n-1 bead: the position of its score, and the texts to encode.

    These are the parts of its single segment, cut in two ways, and its several segments as one
    text, which is empty if it is not needed.
    """

    shape: int
    cell: int
    one: tuple[Text, int]
    many: tuple[Text, slice]
    parts: tuple[str, ...]
    clauses: tuple[str, ...]
    whole: str

    @property
    def texts(self) -> tuple[tuple[Text, tuple[str, ...]], ...]:
        """The texts to encode, by side."""
        return (self.one[0], self.parts + self.clauses), (self.many[0], (self.whole,) * bool(self.whole))

    @property
    def members(self) -> FloatArray:
        """The vectors of its several segments."""
        return self.many[0].vectors[self.many[1]]

    @property
    def background(self) -> FloatArray:
        """The background of each pair of its single segment and one of the others."""
        (side, index), (other, taken) = self.one, self.many
        return np.asarray((side.background[index] + other.background[taken]) / 2)


class _Encoded:
    """The centred unit vectors of texts, by side and by text."""

    def __init__(self, beads: Sequence[_Bead], sides: Sequence[Text], encoder: Encoder) -> None:
        """Encode the texts of all beads in one call."""
        wanted: dict[int, dict[str, None]] = {id(side): {} for side in sides}
        for bead in beads:
            for side, texts in bead.texts:
                wanted[id(side)].update(dict.fromkeys(texts))
        every = [(side, text) for side, texts in wanted.items() for text in texts]
        vectors = encoder.encode([text for _, text in every]) if every else np.zeros((0, 1), np.float32)
        parts = np.split(vectors, np.cumsum([len(wanted[id(side)]) for side in sides[:-1]]))
        self._rows = {place: row for row, place in enumerate(every)}
        self._vectors = np.concatenate(
            [centred(part, side.shift) for part, side in zip(parts, sides, strict=True)]
        )

    def of(self, wanted: Iterable[tuple[Text, Sequence[str]]]) -> FloatArray:
        """Return the vectors of some texts of each side, one after the other."""
        rows = [self._rows[id(side), text] for side, texts in wanted for text in texts]
        return np.asarray(self._vectors[rows])


def judged(
    sure: Sequence[Posteriors],
    source: Text,
    target: Text,
    usual: float,
    weights: Weights,
    encoder: Encoder,
) -> Iterator[Additions]:
    """Yield what parts add to the scores of each lattice.

    Args:
        sure: the posteriors of each lattice from the scores so far.
        source: the source document.
        target: the target document.
        usual: the usual margin of these documents' trusted matches.
        weights: the weights that suit them.
        encoder: encodes all parts in one call.
    """
    found = [list(_beads(one, source, target, wholes=bool(weights.whole))) for one in sure]
    every = [bead for beads in found for bead in beads]
    changes, first = _adjustments(every, _Encoded(every, (source, target), encoder), usual, weights), 0
    for beads in found:
        places = np.array([(bead.shape, bead.cell) for bead in beads], np.int64).reshape(-1, 2)
        yield Additions(places[:, 0], places[:, 1], changes[first : first + len(beads)])
        first += len(beads)


def usual_margin(margins: FloatArray) -> float:
    """Return the median margin of two documents' candidate matches, in [-1, 0.15]."""
    return min(float(np.median(margins)), USUAL_MARGIN) if len(margins) >= _ENOUGH else USUAL_MARGIN


def _beads(sure: Posteriors, source: Text, target: Text, *, wholes: bool) -> Iterator[_Bead]:
    lattice = sure.lattice
    ends = np.flatnonzero(sure.logs_of_bead_ends() > POSSIBLE)
    numbers, places = np.nonzero(sure.logs_of(ends, _ONE_MANY) > POSSIBLE)
    for shape, cell in zip(_ONE_MANY[numbers].tolist(), ends[places].tolist(), strict=True):
        (a, b), i, j = SHAPES[shape], int(lattice.row_of[cell]), int(lattice.column_of[cell])
        one, many = (source, i - 1), (target, slice(j - b, j))
        if b == 1:
            one, many = (target, j - 1), (source, slice(i - a, i))
        text, language = one[0].texts[one[1]], one[0].language
        lengths = tuple(len(other) for other in many[0].texts[many[1]])
        parts, clauses = parts_of(text, language, lengths), clauses_of(text, language, len(lengths))
        glue = " " * get(many[0].language).spaced
        whole = glue.join(many[0].texts[many[1]]) if wholes else ""
        yield _Bead(shape, cell, one, many, parts, clauses, whole)


@lru_cache(_REMEMBERED)
def parts_of(text: str, language: str, lengths: tuple[int, ...]) -> tuple[str, ...]:
    """Cut a text into one part per length, roughly in proportion to the lengths.

    The parts are long enough to be informative, if the text is. Each ends with a clause if one ends
    nearby, and otherwise with a word. The result is empty if a part would have no words.

    >>> parts_of("Recalling resolution 55/2, and having met in Vienna in May, declares", "en", (20, 40))
    ('Recalling resolution 55/2,', 'and having met in Vienna in May, declares')
    """
    least = min(_SHORTEST_PART[get(language).spaced] / max(len(text), 1), 1 / (1.5 * len(lengths)))
    shares = np.maximum(np.array(lengths) / max(sum(lengths), 1), least)
    ends = np.cumsum(shares)[:-1] / shares.sum()
    places = [0, *(_cut(text, round(float(end) * len(text)), language) for end in ends), len(text)]
    parts = tuple(text[start:stop].strip() for start, stop in pairwise(places))
    return parts if all(any(c.isalnum() for c in part) for part in parts) else ()


def _cut(text: str, wanted: int, language: str) -> int:
    """Return the best place to cut a text near the wanted position."""
    near = _NEAR * max(len(text), _FEW)
    places = [match.end() for match in CLAUSE.finditer(text) if abs(match.end() - wanted) <= near]
    if not places and get(language).spaced:
        places = [place for place, character in enumerate(text) if character == " "] or [len(text)]
    return min(places, key=lambda place: abs(place - wanted), default=wanted)


@lru_cache(_REMEMBERED)
def clauses_of(text: str, language: str, count: int) -> tuple[str, ...]:
    """Return the sentences of a text, or its clauses if it has fewer than `count` sentences.

    The result is empty if it has fewer than `count` clauses too.
    """
    found = [span.of(text) for span in spans_of(text, language)]
    if len(found) < count:
        found = [part for one in found for part in clauses(one, language)]
    while len(found) > max(_MOST_CLAUSES, count):
        found = [" ".join(found[k : k + 2]) for k in range(0, len(found), 2)]
    return tuple(found) if len(found) >= count else ()


def clauses(sentence: str, language: str) -> list[str]:
    """Cut a sentence at commas, semicolons, colons and dashes, and before brackets.

    Pieces that are too short to be informative stay with their neighbours.

    >>> clauses("Recalling resolution 55/2, paragraph 3, and all that followed: never again", "en")
    ['Recalling resolution 55/2,', 'paragraph 3,', 'and all that followed:', 'never again']
    """
    spaced = get(language).spaced
    shortest, glue = _SHORTEST_CLAUSE[spaced], " " * spaced
    found: list[list[str]] = []
    last_is_short = False
    for piece in CLAUSE.split(sentence):
        if not any(character.isalnum() for character in piece):
            continue
        is_short = _length_without_addresses(piece) < shortest
        if found and (is_short or last_is_short):
            found[-1].append(piece)
            last_is_short = last_is_short and _length_without_addresses(glue.join(found[-1])) < shortest
        else:
            found.append([piece])
            last_is_short = is_short
    return [glue.join(pieces) for pieces in found]


def _length_without_addresses(piece: str) -> int:
    """Count the characters, except in addresses (such as URLs), which all look alike."""
    return len(ADDRESS.sub("", piece).strip())


def _adjustments(beads: Sequence[_Bead], encoded: _Encoded, usual: float, weights: Weights) -> DoubleArray:
    """Return the adjustment to each bead's score, given the `usual` margin of trusted matches."""
    if not beads:
        return np.zeros(0)
    least = np.clip(_least_margins(beads, encoded), *_RANGE)
    scores = weights.divided + weights.part * least + weights.usual * usual
    if weights.whole:
        scores += weights.whole * _gains_of_wholes(beads, encoded)
    return np.asarray(scores)


def _least_margins(beads: Sequence[_Bead], encoded: _Encoded) -> DoubleArray:
    """Return the margin of each bead's worst pair of part and segment, in the better way to cut."""
    least = np.full(len(beads), -np.inf)
    in_parts = [number for number, bead in enumerate(beads) if bead.parts]
    if in_parts:
        chosen = [beads[number] for number in in_parts]
        parts = encoded.of((bead.one[0], bead.parts) for bead in chosen)
        margins = np.einsum("ij,ij->i", parts, np.concatenate([bead.members for bead in chosen]))
        margins -= np.concatenate([bead.background for bead in chosen])
        least[in_parts] = np.minimum.reduceat(margins, _starts([len(bead.parts) for bead in chosen]))
    alike: dict[tuple[int, int], list[int]] = {}  # beads of equal size are compared together
    for number, bead in enumerate(beads):
        if bead.clauses:
            alike.setdefault((len(bead.clauses), len(bead.members)), []).append(number)
    for (count, _), numbers in alike.items():
        chosen = [beads[number] for number in numbers]
        clauses = encoded.of((bead.one[0], bead.clauses) for bead in chosen)
        lengths = np.array([len(clause) for bead in chosen for clause in bead.clauses], np.float32)
        clauses *= np.sqrt(lengths)[:, None]
        members = np.array([bead.members for bead in chosen])
        background = np.array([bead.background for bead in chosen])
        margins = margins_of_runs(clauses.reshape(len(chosen), count, -1), members, background)
        least[numbers] = np.maximum(least[numbers], best_least(margins))
    return least


def _gains_of_wholes(beads: Sequence[_Bead], encoded: _Encoded) -> FloatArray:
    """Return, for each bead, the cosine of its several segments as one text minus that of their sum."""
    lengths = np.array([len(text) for bead in beads for text in bead.many[0].texts[bead.many[1]]], np.float32)
    weighted = np.sqrt(lengths)[:, None] * np.concatenate([bead.members for bead in beads])
    pooled = unit(np.add.reduceat(weighted, _starts([len(bead.members) for bead in beads])))
    wholes = encoded.of((bead.many[0], (bead.whole,)) for bead in beads)
    ones = np.array([bead.one[0].vectors[bead.one[1]] for bead in beads])
    return np.asarray(np.clip(np.einsum("ij,ij->i", ones, wholes - pooled), *_GAIN))


def _starts(sizes: Sequence[int]) -> list[int]:
    """Return where each of several consecutive runs begins."""
    return [0, *accumulate(sizes[:-1])]


def margins_of_runs(parts: FloatArray, members: FloatArray, background: FloatArray) -> FloatArray:
    """Return the margin of each member's cosine with each run of parts over its background.

    Args:
        parts: weighted vectors, shape (..., k, d).
        members: unit vectors, shape (..., q, d).
        background: background of each member, shape (..., q).

    Returns:
        Shape (..., q, k + 1, k + 1): at [e, a, b], the margin of member e with parts [a, b);
        minus infinity if b <= a.
    """
    # Products and squares for the sums of the first parts, computed from those of single parts.
    count = parts.shape[-2] + 1
    products = np.zeros((*members.shape[:-1], count))
    np.cumsum(members @ parts.swapaxes(-1, -2), axis=-1, out=products[..., 1:])
    squares = np.zeros((*parts.shape[:-2], count, count))
    np.cumsum(parts @ parts.swapaxes(-1, -2), axis=-1, out=squares[..., 1:, 1:])
    np.cumsum(squares, axis=-2, out=squares)
    diagonal = np.diagonal(squares, axis1=-2, axis2=-1)
    norms = np.sqrt(np.maximum(diagonal[..., :, None] + diagonal[..., None, :] - 2 * squares, 1e-12))
    margins = (products[..., None, :] - products[..., :, None]) / norms[..., None, :, :]
    margins -= background[..., None, None]
    return np.where(np.tri(count, dtype=bool), -np.inf, margins).astype(np.float32)


def best_least(margins: FloatArray) -> FloatArray:
    """Return the smallest margin of any member, with the parts assigned so as to maximize it.

    Each member gets a run of at least one part, in order. `margins` are as returned by
    `margins_of_runs`, with at least as many parts as members.
    """
    best = margins[..., 0, 0, :]  # at [b]: the best smallest margin with parts [0, b) assigned so far
    for number in range(1, margins.shape[-3]):
        best = np.minimum(best[..., :, None], margins[..., number, :, :]).max(axis=-2)
    return np.asarray(best[..., -1])
