"""From a document set to what its checks find."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from aligner.checks.glossary import EMPTY, Glossary
from aligner.errors import InputError
from aligner.pipeline import Settings, compare_set, load_encoder
from aligner.results import Checked
from aligner.values import Alignment, Comparison, Document, DocumentKey

if TYPE_CHECKING:
    from aligner.checks.material import SentenceLinks
    from aligner.corpus import DocumentSet
    from aligner.encoders import Encoder

DEFAULTS: Final = Settings()
GLOSSARIES: Final = ("glossary.csv", "glossary.tbx")
"""Names under which a set's own glossary is found beside its manifest."""


def check_set(
    found: DocumentSet,
    settings: Settings = DEFAULTS,
    *,
    pivot: str | None = None,
    glossary: Path | None = None,
    checks: Sequence[str] = (),
    skip: Iterable[str] = (),
) -> Checked:
    """Compare a set and check that its languages say the same.

    Args:
        found: the set, of `corpus.load_set` or `corpus.of_entries`.
        settings: how to go about it.
        pivot: overrides the set's own.
        glossary: CSV or TBX; without, a `glossary.csv` or `.tbx` beside the set's files.
        checks: ids of those to run; all that are on by default if empty.
        skip: ids of those not to run.

    Raises:
        InputError: where a file cannot be used, or no check has such an id.
        EncoderError: where the model cannot be loaded.
    """
    from aligner.checks import choose

    chosen = choose(checks, skip)
    terms = _glossary(found, glossary)
    comparison = compare_set(found, settings, pivot=pivot)
    return check_comparison(comparison, load_encoder(settings), terms, [check.id for check in chosen])


def check_comparison(
    comparison: Comparison,
    encoder: Encoder | None = None,
    glossary: Glossary = EMPTY,
    checks: Sequence[str] = (),
    skip: Iterable[str] = (),
) -> Checked:
    """Check a comparison that is there already.

    Without an encoder, sentences inside paragraphs are not aligned, and the check on
    missing ones finds nothing.

    Raises:
        InputError: where no check has such an id.
    """
    from aligner.checks import choose, run
    from aligner.checks.material import Material

    links = None if encoder is None else sentence_links(comparison, encoder)
    material = Material(comparison, glossary, links)
    return Checked(comparison, run(material, choose(checks, skip)))


def sentence_links(comparison: Comparison, encoder: Encoder) -> SentenceLinks:
    """A function that aligns two documents of a comparison by sentence, inside their paragraphs."""

    def links(ours: DocumentKey, theirs: DocumentKey) -> tuple[Document, Document, Alignment] | None:
        from aligner.pipeline import nested
        from aligner.sentences import split_sentences

        paragraphs = comparison.alignments.get((ours, theirs))
        pair = comparison.documents[ours], comparison.documents[theirs]
        if paragraphs is None or any(one.parent is not None for each in pair for one in each.segments):
            return None
        source, target = split_sentences(pair[0]), split_sentences(pair[1])
        return source, target, nested(source, target, paragraphs, encoder)

    return links


def _glossary(found: DocumentSet, given: Path | None) -> Glossary:
    from aligner.checks.glossary import load

    if given is not None:
        return load(given)
    folders = {entry.file.parent for entry in found.entries}
    beside = [folder / name for folder in sorted(folders) for name in GLOSSARIES]
    present = [path for path in beside if path.is_file()]
    if len(present) > 1:
        raise InputError(f"{present[0]} and {present[1]}: keep one glossary, or name one with --glossary")
    return load(present[0]) if present else EMPTY
