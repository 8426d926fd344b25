"""Word files of the open project's drafts, in memory, for writing into them.

A project holds texts, not files; those that were uploaded for it are kept while it is open, and
others can be given again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, cast

import streamlit as st

from aligner.ui import page
from aligner.ui.uploaded_files import MOST_EACH, Item
from aligner.values import Document
from aligner.view.markup import label

_FILES: Final = "aligner.word_files"
_EXTENSION: Final = ".docx"


def keep(items: Iterable[Item]) -> None:
    """Keep the Word files among uploads, once their project is open."""
    st.session_state[_FILES] = tuple(
        (item.name, item.data) for item in items if item.name.lower().endswith(_EXTENSION)
    )


def offered(document: Document) -> tuple[bytes, ...]:
    """The files that a document may have been read from.

    If it was a Word file and none of its name is in memory, the user is asked for it.
    """
    files = cast("tuple[tuple[str, bytes], ...]", st.session_state.get(_FILES, ()))
    kept = tuple(data for name, data in files if name == document.source)
    if kept or not document.source.lower().endswith(_EXTENSION):
        return kept
    given = st.file_uploader(
        label(page.words()("export.word_file", name=document.source)),
        type=[_EXTENSION],
        key="export.word_file",
        max_upload_size=MOST_EACH,
    )
    return () if given is None else (given.getvalue(),)
