"""Running the pipeline from the page, with progress by stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import streamlit as st

import aligner
from aligner.ui import progress
from aligner.values.progress import Progress

if TYPE_CHECKING:
    from aligner.checks.glossary import Glossary
    from aligner.encoders import Encoder
    from aligner.values import Comparison, Document, DocumentKey, Finding

BUNDLED: Final = Path(aligner.__file__).resolve().parents[1] / "corpora" / "ccpcj-27"
"""The demonstration set of a checkout; an installed package has none."""

_KEEP: Final = "work.keep_vectors"
_REMEMBERED: Final = "work.encoder"


def compare_bundled(*, keep_vectors: bool) -> Comparison:
    """Open and compare the demonstration set.

    Raises:
        AlignerError: if its files are damaged or the model cannot be loaded.
    """
    from aligner.pipeline import run
    from aligner.readers.document_set import load_set

    with progress.shown() as report:
        settings = run.Settings(progress=report)
        return run.compare_set(load_set(BUNDLED), settings, encoder=_encoder(report, keep=keep_vectors))


def compare_documents(
    documents: Mapping[DocumentKey, Document],
    versions: Sequence[str],
    *,
    pivot: str | None,
    title: str,
    keep_vectors: bool,
) -> Comparison:
    """Compare documents that were uploaded.

    Raises:
        AlignerError: where they cannot be compared or the model cannot be loaded.
    """
    from aligner.pipeline import run

    with progress.shown() as report:
        encoder = _encoder(report, keep=keep_vectors)
        return run.compare_documents(
            documents, versions, run.Settings(progress=report), pivot=pivot, title=title, encoder=encoder
        )


def realign(comparison: Comparison) -> Comparison:
    """Align again around what a person confirmed, which stays.

    Raises:
        AlignerError: where the model cannot be loaded.
    """
    from aligner.pipeline import run

    with progress.shown() as report:
        return run.realign(comparison, run.Settings(progress=report), encoder=_encoder(report))


def check(comparison: Comparison, glossary: Glossary) -> tuple[Finding, ...]:
    """Run the checks that are on by default.

    Raises:
        AlignerError: where the model cannot be loaded.
    """
    from aligner.pipeline.check_set import check_comparison

    with progress.shown() as report:
        encoder = _encoder(report)
        report("check", 0, 1)
        return check_comparison(comparison, encoder, glossary).findings


def add_document(
    comparison: Comparison, key: DocumentKey, document: Document, versions: Sequence[str]
) -> Comparison:
    """Take a document into a comparison; what a person confirmed stays.

    Args:
        comparison: as it is.
        key: the language and draft of the new document.
        document: read already.
        versions: all drafts, the new one in its place.

    Raises:
        AlignerError: where the model cannot be loaded.
    """
    from aligner.pipeline import run

    with progress.shown() as report:
        settings = run.Settings(progress=report)
        return run.add_document(comparison, key, document, versions, settings, encoder=_encoder(report))


def forget() -> None:
    """Let go of vectors that were held for the work that is closed: their texts are with them."""
    st.session_state.pop(_REMEMBERED, None)


def _encoder(report: Progress, *, keep: bool | None = None) -> Encoder:
    """The encoder, with its vectors kept on disk or for this session alone, as the person said.

    What was said when the work was begun holds as long as it is open; a project opened
    from a file keeps nothing.
    """
    from aligner.encoders import DEFAULT
    from aligner.encoders.cache import CachedEncoder
    from aligner.encoders.run_cache import RememberingEncoder

    report("model", 0, 1)
    if keep is not None:
        st.session_state[_KEEP] = keep
    if st.session_state.get(_KEEP, False):
        return CachedEncoder(_model(DEFAULT))
    return cast("Encoder", st.session_state.setdefault(_REMEMBERED, RememberingEncoder(_model(DEFAULT))))


def _model(name: str) -> Encoder:
    """An encoder, shared by all sessions: it holds weights and no text."""
    from aligner.encoders import load

    return cast("Encoder", st.cache_resource(load, show_spinner=False)(name))
