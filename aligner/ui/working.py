"""Running the pipeline from the page, with progress by stage."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

import streamlit as st

import aligner
from aligner.ui import page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aligner.encoders import Encoder
    from aligner.values import Comparison, Document, DocumentKey

BUNDLED: Final = Path(aligner.__file__).resolve().parents[1] / "corpora" / "ccpcj-27"
"""The demonstration set of a checkout; an installed package has none."""

Progress = Callable[[str, int, int], None]


def compare_bundled(*, keep_vectors: bool) -> Comparison:
    """Open and compare the demonstration set.

    Raises:
        AlignerError: where its files were damaged or the model cannot be loaded.
    """
    from aligner.corpus import load_set
    from aligner.pipeline import open_document

    found = load_set(BUNDLED)
    with _progress() as tell:
        documents: dict[DocumentKey, Document] = {}
        for number, entry in enumerate(found.entries):
            tell("read", number, len(found.entries))
            documents[entry.key] = open_document(
                entry.file,
                language=entry.key.language,
                version=entry.key.version,
                title=entry.title,
                status=entry.status,
            )
        return _compare(documents, found.versions, found.pivot, found.title, keep_vectors, tell)


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
    with _progress() as tell:
        return _compare(documents, versions, pivot, title, keep_vectors, tell)


def _compare(
    documents: Mapping[DocumentKey, Document],
    versions: Sequence[str],
    pivot: str | None,
    title: str,
    keep_vectors: bool,
    tell: Progress,
) -> Comparison:
    from aligner.cache import CachedEncoder
    from aligner.compare import compare
    from aligner.encoders import DEFAULT
    from aligner.pipeline import RememberingEncoder

    tell("model", 0, 1)
    model = _model(DEFAULT)
    encoder = CachedEncoder(model) if keep_vectors else RememberingEncoder(model)
    return compare(documents, pivot=pivot, title=title, versions=versions, encoder=encoder, progress=tell)


def _model(name: str) -> Encoder:
    """An encoder, shared by all sessions: it holds weights and no text."""
    from aligner.encoders import load

    return cast("Encoder", st.cache_resource(load, show_spinner=False)(name))


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar that says which stage is under way, and goes when the work is done."""
    say = page.words()
    bar = st.progress(0.0, text=say("app.working"))

    def tell(stage: str, done: int, total: int) -> None:
        known = f"stage.{stage}" in say.by_key
        name = say(f"stage.{stage}") if known else say("app.working")
        bar.progress(min(1.0, done / total) if total else 0.0, text=f"{name} {done} / {total}")

    try:
        yield tell
    finally:
        bar.empty()
