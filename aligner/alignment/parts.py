"""Whether each part of a segment answers one of the segments it is linked with.

A long paragraph and its neighbour's heading together still look like the paragraph alone:
in a sum of vectors a few words are hardly heard. So where a bead links one segment with several
and is not out of the question, that segment is cut into parts, each is held against the
segment that stands beside it, and how near the poorest pair is speaks for the bead or against
it: a line that was drawn into its neighbour's bead has no part of its own there.

There are two ways to cut, and the better one counts. In proportion to the lengths of the
others, into parts long enough to say something; that needs no punctuation. And at sentences,
or at clauses where there are too few of these, laid beside the others in the way that makes
the poorest pair the best; that needs no lengths.

How near is near depends on the translation: a free one is nowhere as near as a resolution's.
So it is held against how near the trusted matches of these two documents are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from aligner.alignment.geometry import FloatArray
from aligner.alignment.lattice import Posteriors
from aligner.alignment.scoring import SHAPES
from aligner.alignment.weights import WEIGHTS
from aligner.encoders import Encoder
from aligner.languages import get
from aligner.languages.detect import ADDRESS
from aligner.languages.sentence_ends import CLAUSE
from aligner.segmentation.sentences import spans_of

POSSIBLE: Final = -5.0
"""Log of the probability from which on a bead is looked at."""

_ONE_MANY: Final = np.array([k for k, (a, b) in enumerate(SHAPES) if (a == 1) != (b == 1)])
# Characters, in a language with spaces between words and in one without:
_SHORTEST_PART: Final = {True: 35, False: 12}
_SHORTEST_CLAUSE: Final = {True: 6, False: 2}
_MOST_CLAUSES: Final = 24
_NEAR: Final = 0.16  # of a text's length, and of 60 characters: how far a clause's end may be
_FEW: Final = 60
_RANGE: Final = (-0.5, 0.5)  # margins beyond which a pair is no worse and no better
_ENOUGH: Final = 5  # trusted matches that say what is usual
_USUAL: Final = 0.15  # margin where there are fewer, and the most that counts: beyond, it tells nothing


@dataclass(frozen=True, slots=True)
class Text:
    """One document as it is compared.

    Attributes:
        language: of its segments.
        texts: of the segments, as the encoder reads them.
        vectors: centred, shape (n, d).
        shift: what centring took from them, shape (d,).
        background: how near each is to the nearest of the other side, shape (n,).
    """

    language: str
    texts: Sequence[str]
    vectors: FloatArray
    shift: FloatArray
    background: FloatArray


@dataclass(frozen=True, slots=True)
class _Bead:
    """A bead of one segment and several: where its score stands, and the parts of the one."""

    shape: int
    cell: int
    one: tuple[Text, int]
    many: tuple[Text, slice]
    parts: tuple[str, ...]
    clauses: tuple[str, ...]


def judged(
    sure: Sequence[Posteriors], source: Text, target: Text, margins: FloatArray, encoder: Encoder
) -> Iterator[FloatArray | None]:
    """The scores of each lattice with what the parts say added; none where they say nothing.

    Args:
        sure: probabilities by the scores so far.
        source: the one document.
        target: the other.
        margins: of the trusted matches of these documents.
        encoder: is given all parts at once.
    """
    usual = min(float(np.median(margins)), _USUAL) if len(margins) >= _ENOUGH else _USUAL
    found = [list(_beads(one, source, target)) for one in sure]
    texts = (text for beads in found for bead in beads for text in (*bead.parts, *bead.clauses))
    wanted = list(dict.fromkeys(texts))
    vectors = dict(zip(wanted, encoder.encode(wanted), strict=True)) if wanted else {}
    for one, beads in zip(sure, found, strict=True):
        if not beads:
            yield None
            continue
        scores = one.lattice.scores.copy()
        for bead in beads:
            scores[bead.shape, bead.cell] += _worth(bead, vectors, usual)
        yield scores


def _beads(sure: Posteriors, source: Text, target: Text) -> Iterator[_Bead]:
    lattice = sure.lattice
    logs = sure.logs_of(_ONE_MANY)
    for number, cell in np.argwhere(logs > POSSIBLE).tolist():
        shape = int(_ONE_MANY[number])
        (a, b), i, j = SHAPES[shape], int(lattice.row_of[cell]), int(lattice.column_of[cell])
        one, many = (source, i - 1), (target, slice(j - b, j))
        if b == 1:
            one, many = (target, j - 1), (source, slice(i - a, i))
        text, language = one[0].texts[one[1]], one[0].language
        lengths = [len(other) for other in many[0].texts[many[1]]]
        parts, clauses = parts_of(text, language, lengths), clauses_of(text, language, len(lengths))
        yield _Bead(shape, cell, one, many, parts, clauses)


def parts_of(text: str, language: str, lengths: Sequence[int]) -> tuple[str, ...]:
    """A text cut into as many parts as there are lengths, about so long in proportion.

    A part is long enough to say something, where the text is, and ends where a clause ends,
    if one does so nearby; else, where a word does. None at all if a part has no words.

    >>> parts_of("Recalling resolution 55/2, and having met in Vienna in May, declares", "en", [20, 40])
    ('Recalling resolution 55/2,', 'and having met in Vienna in May, declares')
    """
    least = min(_SHORTEST_PART[get(language).spaced] / max(len(text), 1), 1 / (1.5 * len(lengths)))
    shares = np.maximum(np.array(lengths) / max(sum(lengths), 1), least)
    ends = np.cumsum(shares)[:-1] / shares.sum()
    places = [0, *(_cut(text, round(float(end) * len(text)), language) for end in ends), len(text)]
    parts = tuple(text[start:stop].strip() for start, stop in pairwise(places))
    return parts if all(any(c.isalnum() for c in part) for part in parts) else ()


def _cut(text: str, wanted: int, language: str) -> int:
    """The best place to cut a text near the one that is wanted."""
    near = _NEAR * max(len(text), _FEW)
    places = [match.end() for match in CLAUSE.finditer(text) if abs(match.end() - wanted) <= near]
    if not places and get(language).spaced:
        places = [place for place, character in enumerate(text) if character == " "] or [len(text)]
    return min(places, key=lambda place: abs(place - wanted), default=wanted)


def clauses_of(text: str, language: str, count: int) -> tuple[str, ...]:
    """The sentences of a text, or its clauses where it has fewer than `count` sentences.

    None at all where it has too few even of these.
    """
    found = [span.of(text) for span in spans_of(text, language)]
    if len(found) < count:
        found = [part for one in found for part in clauses(one, language)]
    while len(found) > max(_MOST_CLAUSES, count):
        found = [" ".join(found[k : k + 2]) for k in range(0, len(found), 2)]
    return tuple(found) if len(found) >= count else ()


def clauses(sentence: str, language: str) -> list[str]:
    """A sentence cut at commas, semicolons, colons, dashes and before brackets.

    What is too short to say anything stays with its neighbour.

    >>> clauses("Recalling resolution 55/2, paragraph 3, and all that followed: never again", "en")
    ['Recalling resolution 55/2,', 'paragraph 3,', 'and all that followed:', 'never again']
    """
    spaced = get(language).spaced
    shortest = _SHORTEST_CLAUSE[spaced]
    found: list[str] = []
    for piece in CLAUSE.split(sentence):
        if not any(character.isalnum() for character in piece):
            continue
        if found and min(_said(piece), _said(found[-1])) < shortest:
            found[-1] += " " * spaced + piece
        else:
            found.append(piece)
    return found


def _said(piece: str) -> int:
    """How many characters it has without the addresses in it, which all look alike."""
    return len(ADDRESS.sub("", piece).strip())


def _worth(bead: _Bead, vectors: dict[str, FloatArray], usual: float) -> float:
    """What is added to the score of a bead where matches have a margin of `usual`."""
    (side, index), (other, taken) = bead.one, bead.many
    members = other.vectors[taken]
    background = (side.background[index] + other.background[taken]) / 2
    least = -np.inf
    if bead.parts:
        parts = np.stack([vectors[part] for part in bead.parts]) - side.shift
        parts /= np.maximum(np.linalg.norm(parts, axis=1, keepdims=True), 1e-9)
        least = float(((parts * members).sum(axis=1) - background).min())
    if bead.clauses:
        lengths = np.array([len(clause) for clause in bead.clauses], np.float32)
        clauses = np.stack([vectors[clause] for clause in bead.clauses]) - side.shift
        clauses *= (np.sqrt(lengths) / np.maximum(np.linalg.norm(clauses, axis=1), 1e-9))[:, None]
        least = max(least, best_least(margins_of_runs(clauses, members, background)))
    return WEIGHTS.divided + WEIGHTS.part * float(np.clip(least, *_RANGE)) + WEIGHTS.usual * usual


def margins_of_runs(parts: FloatArray, members: FloatArray, background: FloatArray) -> FloatArray:
    """How far above its background each member's cosine with each run of parts is.

    Args:
        parts: weighted vectors, shape (k, d).
        members: unit vectors, shape (q, d).
        background: of each member, shape (q,).

    Returns:
        At [e, a, b], of member e and the parts from a to before b, shape (q, k + 1, k + 1);
        minus infinity where that is no run.
    """
    sums = np.concatenate([np.zeros_like(parts[:1]), np.cumsum(parts, axis=0)])
    products = (sums @ members.T).T
    squares = sums @ sums.T
    diagonal = squares.diagonal()
    norms = np.sqrt(np.maximum(diagonal[:, None] + diagonal - 2 * squares, 1e-12))
    margins = (products[:, None, :] - products[:, :, None]) / norms - background[:, None, None]
    return np.where(np.tri(len(sums), k=0, dtype=bool), -np.inf, margins).astype(np.float32)


def best_least(margins: FloatArray) -> float:
    """The least margin of all members where all parts are laid beside them in the best way.

    Every member gets a run of at least one part, in order; `margins` as `margins_of_runs` gives
    them, with no fewer parts than members.
    """
    best = margins[0, 0]  # of the parts before each place, laid beside the first members
    for member in margins[1:]:
        best = np.minimum(best[:, None], member).max(axis=0)
    return float(best[-1])
