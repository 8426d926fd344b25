"""The source files of the open project's drafts, in memory, to show pages and to edit Word files.

A project contains texts, not files. Files that were uploaded for it are kept as long as it is open;
the user can provide others again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, cast

import streamlit as st

from aligner.readers.registry import READERS
from aligner.ui import page
from aligner.ui.page_view import PageSource
from aligner.ui.uploaded_files import MOST_EACH, Item
from aligner.values import Document, DocumentKey
from aligner.view.markup import label

_FILES: Final = "aligner.source_files"
_PAGES: Final = "aligner.source_pages"
_WORD: Final = ".docx"
_PAGED: Final = tuple(
    ending for reader in READERS if reader.kind in ("pdf", "picture") for ending in reader.extensions
)


def keep(files: Mapping[DocumentKey, Item]) -> None:
    """Keep the files that drafts of the open project were read from, in addition to those already kept."""
    st.session_state[_FILES] = {**_kept(), **files}


def rename(was: Mapping[DocumentKey, DocumentKey]) -> None:
    """Keep the files of the open project's drafts under other keys: key from now on → key before."""
    files = _kept()
    st.session_state[_FILES] = {key: files[old] for key, old in was.items() if old in files}
    st.session_state.pop(_PAGES, None)


def word_files(document: Document) -> tuple[bytes, ...]:
    """The Word files that a document may have been read from.

    If it was read from a Word file, and none of that name is in memory, ask the user for it.
    """
    kept = tuple(item.data for item in _kept().values() if item.name == document.source)
    if not document.source.lower().endswith(_WORD):
        return ()
    if kept:
        return kept
    given = st.file_uploader(
        label(page.words()("export.word_file", name=document.source)),
        type=[_WORD],
        key="export.word_file",
        max_upload_size=MOST_EACH,
    )
    return () if given is None else (given.getvalue(),)


def has_pages(document: Document) -> bool:
    """Whether a document was read from a PDF or picture file, whose pages can be shown."""
    return is_paged(document.source)


def is_paged(name: str) -> bool:
    """Whether a file's name is that of a file whose pages can be shown."""
    return name.lower().endswith(_PAGED)


def pages(key: DocumentKey) -> PageSource | None:
    """The pages of the file that a draft was read from, if it is in memory."""
    item = _kept().get(key)
    if item is None or not is_paged(item.name):
        return None
    cache = cast("dict[DocumentKey, PageSource]", st.session_state.setdefault(_PAGES, {}))
    if key not in cache or cache[key].data is not item.data:
        cache[key] = PageSource(item.data, item.name, key.language)
    return cache[key]


def ask_for_pages(key: DocumentKey, document: Document) -> None:
    """Ask for the PDF or picture file of a draft again."""
    given = st.file_uploader(
        label(page.words()("leaf.file", name=document.source)),
        type=list(_PAGED),
        key=f"leaf.file.{key}",
        max_upload_size=MOST_EACH,
    )
    if given is not None and (pages(key) is None or given.getvalue() != _kept()[key].data):
        keep({key: Item(0, given.name, given.getvalue())})
        st.rerun()


def _kept() -> Mapping[DocumentKey, Item]:
    return cast("Mapping[DocumentKey, Item]", st.session_state.get(_FILES, {}))
