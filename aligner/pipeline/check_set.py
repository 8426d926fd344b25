"""Run the checks on a document set; findings are kept between openings of the same texts."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cache, lru_cache
from importlib.resources import files
from itertools import chain
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from aligner.pipeline.run import DEFAULTS, Settings, compare_set, load_encoder
from aligner.readers.glossary import load
from aligner.readers.kept_results import KeptResults
from aligner.values import Alignment, Comparison, Document, DocumentKey, Finding, InputError, Row, Span
from aligner.values.codec import DataError, structure, unstructure
from aligner.values.glossary import Glossary
from aligner.values.message import Message, Notice, Progress, no_notice, no_progress
from aligner.values.results import Checked

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from aligner.alignment.prepared import PreparedDocument
    from aligner.checks.material import Closeness, Cosines, SentenceLinks, Texts
    from aligner.encoders import Encoder
    from aligner.readers.document_set import DocumentSet


_REMEMBERED: Final = 2_000
"""Vectors that are at hand for the next questions, which are mostly about the same paragraphs: 4 MB. In 1,000
rows in six languages, half of the vectors asked for are among them."""

_ENOUGH: Final = 3_000
"""Rows with a single sentence in each language that are aligned with those of several sentences. They lack
none, and only show what is usual in the documents: with all of them, 20,000 rows of UN documents have the
same findings and take 90 s longer."""


def check_set(
    found: DocumentSet,
    settings: Settings = DEFAULTS,
    *,
    glossary: Path | None = None,
    checks: Sequence[str] = (),
    skip: Sequence[str] = (),
) -> Checked:
    """Compare a set and check that its languages agree.

    Args:
        found: the set, from `document_set.load_set` or `of_entries`.
        settings: how to read, segment and encode it.
        glossary: a CSV or TBX file; by default, a `glossary.csv` or `.tbx` beside the set's files.
        checks: ids of the checks to run; the default ones if empty.
        skip: ids of checks not to run.

    Raises:
        InputError: if a file cannot be used, or no check has such an id.
        EncoderError: if the model cannot be loaded.
    """
    from aligner.checks import choose

    choose(checks, skip)  # refuse an unknown check before anything is read
    terms = glossary_of(found, glossary)
    comparison = compare_set(found, settings)
    return check_comparison(
        comparison, load_encoder(settings), terms, checks, skip, settings.progress, settings.notice
    )


def check_comparison(
    comparison: Comparison,
    encoder: Encoder | None = None,
    glossary: Glossary = (),
    checks: Sequence[str] = (),
    skip: Iterable[str] = (),
    progress: Progress = no_progress,
    notice: Notice = no_notice,
) -> Checked:
    """Check an existing comparison.

    Without an encoder, sentences inside paragraphs are not aligned, and the checks for missing
    sentences and paragraph order find nothing. `progress` is called often, even without progress,
    so that it can let other threads run; exceptions that it raises end the checks. `notice` is called
    with the size of what takes minutes.

    Raises:
        InputError: if no check has such an id, or none is left to run.
    """
    from aligner.checks import choose, run
    from aligner.checks.material import Material
    from aligner.checks.row_process import LONG
    from aligner.comparison.edit_states import with_missing_edits
    from aligner.encoders.wrapper import PausingEncoder

    chosen = choose(checks, skip)
    cells = sum(len(row.cells) for row in comparison.rows)
    if cells >= LONG:
        notice(Message("commands.long_check", rows=len(comparison.rows), cells=cells))
    last = "check", 0, len(chosen)

    def report(*now: Any) -> None:
        nonlocal last
        last = now or last
        progress(*last)

    if encoder is not None:
        encoder = PausingEncoder(encoder, report)
        comparison = with_missing_edits(comparison, encoder)
    links = None if encoder is None else sentence_links(comparison, encoder)
    similar = None if encoder is None else cosines(comparison, encoder)
    close = None if encoder is None else closeness(encoder)
    material = Material(comparison, glossary, links, similar, close, report)
    return Checked(comparison, run(material, chosen, report))


def sentence_links(comparison: Comparison, encoder: Encoder) -> SentenceLinks:
    """Return a function that aligns the sentences inside paired paragraphs of two documents.

    Of many rows without several sentences, most are left out.
    """

    @cache
    def left_out() -> Mapping[DocumentKey, frozenset[int]]:
        return _of_single_sentences(comparison)

    @lru_cache(maxsize=2)  # the pivot's document, and the other
    def sentences(key: DocumentKey) -> PreparedDocument:
        from aligner.alignment.prepared import prepare
        from aligner.segmentation.sentences import split_sentences

        divided = split_sentences(comparison.documents[key], left_out().get(key, ()))
        return prepare([divided], encoder)[0]

    def links(first: DocumentKey, second: DocumentKey) -> tuple[Document, Document, Alignment] | None:
        from aligner.alignment.align import nested
        from aligner.alignment.nesting import in_sentences

        paragraphs = comparison.alignments.get((first, second))
        pair = comparison.documents[first], comparison.documents[second]
        if paragraphs is None or any(map(in_sentences, pair)):
            return None
        source, target = sentences(first), sentences(second)
        return source.document, target.document, nested(source, target, paragraphs, encoder)

    return links


def _of_single_sentences(comparison: Comparison) -> Mapping[DocumentKey, frozenset[int]]:
    """Return the paragraphs that need not be aligned by sentence, of each of the newest documents.

    They are those of rows with a single sentence in each language, if these are many, except some
    throughout the text.
    """
    from aligner.segmentation.sentences import spans_of

    newest = comparison.newest.values()

    def sentences(row: Row, key: DocumentKey) -> int:
        document = comparison.documents[key]
        return sum(len(spans_of(document.text_of(i), key.language)) for i in row.cells.get(key, ()))

    if len(comparison.rows) <= _ENOUGH:
        return {}
    single = [row for row in comparison.rows if all(sentences(row, key) == 1 for key in newest)]
    every = ceil(len(single) / _ENOUGH)
    left_out = [row for number, row in enumerate(single) if number % every]
    return {key: frozenset(chain.from_iterable(row.cells[key] for row in left_out)) for key in newest}


def cosines(comparison: Comparison, encoder: Encoder) -> Cosines:
    """Return a function that computes cosines between two documents' segments, centred by document."""

    @cache
    def vectors(key: DocumentKey) -> NDArray[np.float32]:
        from aligner.alignment.geometry import unit

        found = encoder.encode(comparison.documents[key].texts())
        return unit(found - found.mean(axis=0))

    def between(first: DocumentKey, source: Span, second: DocumentKey, target: Span) -> list[list[float]]:
        ours, theirs = vectors(first)[source.start : source.stop], vectors(second)[target.start : target.stop]
        found: list[list[float]] = (ours @ theirs.T).tolist()
        return found

    return between


def closeness(encoder: Encoder) -> Closeness:
    """Return a function that compares texts with others."""
    known: dict[str, NDArray[np.float32]] = {}

    def close(questions: Sequence[Texts]) -> list[list[list[float]]]:
        nonlocal known
        import numpy as np

        from aligner.alignment.geometry import unit

        every = [text for question in questions for side in question for text in side]
        new = [text for text in dict.fromkeys(every) if text not in known]
        known |= zip(new, encoder.encode(new), strict=True)
        vectors, found = unit(np.array([known[text] for text in every], dtype=np.float64)), []
        if len(known) > _REMEMBERED:
            known = {text: known[text] for text in every}
        stop = 0
        for texts, others in questions:
            middle = stop + len(texts)
            start, stop = stop, middle + len(others)
            found.append((vectors[start:middle] @ vectors[middle:stop].T).tolist())
        return found

    return close


def glossary_of(found: DocumentSet, given: Path | None = None) -> Glossary:
    """Return the given glossary, or the one beside a set's files; empty if there is none.

    Raises:
        InputError: if there are several, or it cannot be read.
    """
    if given is not None:
        return load(given)
    present = found.glossaries
    if len(present) > 1:
        first, second = str(present[0]), str(present[1])
        raise InputError(Message("choice.glossaries", first=first, second=second))
    return load(present[0]) if present else ()


KEPT: Final = KeptResults("checks", most=50)
_SHORT: Final = 3.0
"""Seconds; findings of checks that take less are not kept, since they are soon made again."""


def findings(
    comparison: Comparison, encoder: Encoder, glossary: Glossary, progress: Progress, *, keep: bool
) -> tuple[Finding, ...]:
    """Run the default checks, unless their findings on the same comparison are kept.

    Args:
        comparison: the comparison to check.
        encoder: the encoder for the checks.
        glossary: the terms for the checks.
        progress: see `check_comparison`.
        keep: whether the findings, which quote the texts, may be on disk; if not, none is looked for.
    """
    if not keep:
        return check_comparison(comparison, encoder, glossary, progress=progress).findings
    key = _key(comparison, encoder, glossary)
    with suppress(DataError):
        if (plain := KEPT.find(key)) is not None:
            return structure(tuple[Finding, ...], plain)
    start = time.monotonic()
    found = check_comparison(comparison, encoder, glossary, progress=progress).findings
    if time.monotonic() - start >= _SHORT:
        KEPT.keep(key, unstructure(found))
    return found


def _key(comparison: Comparison, encoder: Encoder, glossary: Glossary) -> str:
    """Return a digest of what the findings depend on: texts, links, states, model, terms and the code."""
    digest = hashlib.sha256(_code().encode())
    by_keys = (comparison.documents, comparison.alignments, comparison.revisions)
    parts: list[Iterable[object]] = [
        (encoder.name, encoder.revision, comparison.pivot, *comparison.versions),
        *(each.items() for each in by_keys),
        (tuple(row.cells.items()) for row in comparison.rows),
        comparison.amendments,
        glossary,
    ]
    for part in parts:
        digest.update(json.dumps([unstructure(each) for each in part]).encode())
    return digest.hexdigest()


@cache
def _code() -> str:
    """Return what changes whenever a file of this package does."""
    root = Path(str(files("aligner")))
    paths = sorted(path for path in root.rglob("*") if path.suffix in {".py", ".toml", ".csv", ".json"})
    return repr(
        [(str(path.relative_to(root)), path.stat().st_size, path.stat().st_mtime_ns) for path in paths]
    )
