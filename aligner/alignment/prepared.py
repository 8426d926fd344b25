"""Prepare documents for alignment: select the segments with words, and encode them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from aligner.alignment.evidence import Token, marks_of
from aligner.alignment.geometry import FloatArray, IntArray, centre, centred, unit
from aligner.alignment.parts import Text
from aligner.alignment.word_model import Bags
from aligner.encoders import Encoder
from aligner.encoders.wrapper import encode_in_batches
from aligner.languages.script import in_one_script
from aligner.segmentation.sentences import spans_of
from aligner.values import Alignment, Document
from aligner.values.message import Progress, no_progress

Report = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class PreparedDocument:
    """A document ready to be aligned.

    Attributes:
        document: the complete document.
        kept: indices of the segments with a letter or digit in their text or label; the others
            are skipped during alignment and restored afterwards.
        part: the document with only the kept segments.
        texts: the texts of the kept segments, as given to the encoder.
        vectors: centred vectors of the kept segments, shape (len(kept), d).
        shift: the centre that was subtracted from them, shape (d,).
        marks: the numbers and labels of the kept segments; see `evidence.marks`.
    """

    document: Document
    kept: tuple[int, ...]
    part: Document
    texts: list[str]
    vectors: FloatArray
    shift: FloatArray
    marks: list[frozenset[Token]]

    @classmethod
    def of(cls, document: Document, encoder: Encoder, report: Report) -> PreparedDocument:
        """Encode the segments that contain words; `report` receives (texts encoded, total)."""
        # A bare heading such as "Article 5" has only a label, which then serves as its text.
        texts = [each.span.of(document.text) or each.label or "" for each in document.segments]
        kept = tuple(i for i, text in enumerate(texts) if any(map(str.isalnum, text)))
        part = document
        if len(kept) < len(document):
            segments = tuple(document.segments[i] for i in kept)
            part = Document(document.language, document.text, segments)
        readable = in_one_script([texts[i] for i in kept], document.language)
        vectors = _by_sentence(readable, document.language, encoder, report)
        shift = centre(vectors)
        return cls(document, kept, part, readable, centred(vectors, shift), shift, marks_of(part))

    def text(self, background: FloatArray) -> Text:
        """Return the document in the form that `alignment.parts` compares."""
        return Text(self.document.language, self.texts, self.vectors, self.shift, background)

    def words(self) -> Bags:
        """Return the words of the kept segments."""
        return Bags.of(self.texts, self.document.language)


def prepare(
    documents: Sequence[Document], encoder: Encoder, progress: Progress = no_progress
) -> list[PreparedDocument]:
    """Prepare documents; progress counts the segments of all of them."""
    total = sum(map(len, documents))
    sides: list[PreparedDocument] = []
    before = 0

    def report(done: int, of: int) -> None:
        progress("encode", before + len(documents[len(sides)]) * done // max(of, 1), total)

    report(0, 1)
    for document in documents:
        sides.append(PreparedDocument.of(document, encoder, report))
        before += len(document)
    return sides


def _by_sentence(texts: Sequence[str], language: str, encoder: Encoder, report: Report) -> FloatArray:
    """Encode each text as the normalized sum of its sentences' vectors.

    If several sentences are encoded together, the longest dominates the vector. The sum of their
    vectors, weighted by the square roots of their lengths, preserves the short ones, and makes a
    paragraph's vector in the same way as that of a bead is made from its segments.
    """
    pieces = [[span.of(text) for span in spans_of(text, language)] or [text] for text in texts]
    every = [piece for group in pieces for piece in group]
    vectors = encode_in_batches(encoder, every, report)
    if not pieces or len(vectors) == len(pieces):
        return vectors
    weights = np.sqrt(np.array(list(map(len, every)), np.float32))
    return unit(_sums_of_groups(vectors * weights[:, None], np.array(list(map(len, pieces)))))


def _sums_of_groups(rows: FloatArray, sizes: IntArray) -> FloatArray:
    """Return the sum of the rows of each group, given the groups' sizes.

    Most groups have one or two rows, for which this is several times as fast as `np.add.reduceat`.
    """
    first = np.cumsum(sizes) - sizes
    sums: FloatArray = rows[first]
    for number in range(1, int(sizes.max())):
        larger = np.flatnonzero(sizes > number)
        sums[larger] += rows[first[larger] + number]
    return sums


def enriched(
    side: PreparedDocument, helpers: Sequence[tuple[Alignment, PreparedDocument]]
) -> PreparedDocument:
    """Move each segment's vector towards those of its counterparts in other languages.

    This uses only beads with one segment on this side: in a larger one, it is unknown which part
    of the other side belongs to which segment.
    """
    place = {index: row for row, index in enumerate(side.kept)}
    vectors = side.vectors.copy()
    for alignment, helper in helpers:
        rows = {index: row for row, index in enumerate(helper.kept)}
        for bead in alignment.beads:
            if len(bead.source) != 1 or bead.source.start not in place:
                continue
            linked = [rows[j] for j in bead.target if j in rows]
            if linked:
                summed = helper.vectors[linked].sum(axis=0)
                length = max(float(np.linalg.norm(summed)), 1e-9)
                vectors[place[bead.source.start]] += bead.score * summed / length
    return replace(side, vectors=unit(vectors))
