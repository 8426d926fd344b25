"""Texts of one paragraph with footnotes, in several drafts and languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from simple_values import alignment, linked_set

from aligner.comparison.layout import laid_out
from aligner.revision.revise import revise
from aligner.values import Comparison, Document, DocumentKey, Footnote, NoteMark, Segment, Span


def noted(language: str, text: str, *notes: str) -> Document:
    """One paragraph with its notes' marks at its end, numbered from 1."""
    numbers = [str(number) for number, _ in enumerate(notes, 1)]
    marks = tuple(NoteMark(number, len(text)) for number in numbers)
    footnotes = tuple(Footnote(number, note) for number, note in zip(numbers, notes, strict=True))
    return Document(language, text, (Segment(Span(0, len(text)), marks=marks),), footnotes=footnotes)


def redrafted(
    ours: Sequence[Sequence[str]],
    theirs: Sequence[Sequence[str]],
    *,
    english: Sequence[str] = ("one", "one"),
    french: Sequence[str] = ("un", "un"),
) -> Comparison:
    """Drafts of a paragraph in English and French, with the footnotes and texts given for each."""
    documents = {
        DocumentKey(code, str(number)): replace(noted(code, text, *notes), version=str(number))
        for code, texts, drafts in (("en", english, ours), ("fr", french, theirs))
        for number, (text, notes) in enumerate(zip(texts, drafts, strict=False), 1)
    }
    keys = tuple(documents)
    alignments = {(one, two): alignment((1, 1)) for one in keys for two in keys if one.version == two.version}
    alignments = {
        pair: each for pair, each in alignments.items() if pair[0].language == "en" != pair[1].language
    }
    revisions = {
        (old, new): revise(documents[old], documents[new])
        for old, new in pairwise(keys)
        if old.language == new.language
    }
    return laid_out(linked_set(documents, "en", ("1", "2"), alignments, revisions))
