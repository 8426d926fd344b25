"""Make a set of files that no manifest describes: what each is, its text and its name say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from aligner.pipeline.file_guesses import distinct_versions, guessed_versions, in_order
from aligner.pipeline.run import Settings, open_document
from aligner.readers.document_set import Entry
from aligner.values import DocumentKey

_ONLY_DRAFT: Final = "draft"


def entries_of(paths: Sequence[Path], settings: Settings) -> tuple[Entry, ...]:
    """Read files as documents of a set, from the earliest draft to the latest.

    The language is that of the text. The draft is the one that the name suggests (`rev1`, `old`, `v2`,
    `2024`), or the symbol, or else the order of dates, or of the files. Callers tell the user what was
    assumed, since names may mislead.

    Raises:
        InputError: if a file cannot be read or its language cannot be determined.
    """
    documents = [open_document(path, settings) for path in paths]
    names = [path.name for path in paths]
    symbols = [each.masthead.symbol or "" for each in documents]
    guessed = guessed_versions(names, symbols, [each.language for each in documents])
    keys = [(each.language, version) for each, version in zip(documents, guessed, strict=True)]
    versions = [
        version or _ONLY_DRAFT
        for version in distinct_versions(keys, [each.masthead.date for each in documents])
    ]
    entries = [
        Entry(path, DocumentKey(document.language, version), document=replace(document, version=version))
        for path, document, version in zip(paths, documents, versions, strict=True)
    ]
    order = in_order(versions)
    return tuple(sorted(entries, key=lambda entry: order.index(entry.key.version)))
