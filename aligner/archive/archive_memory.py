"""An archive as a translation memory: how similar paragraphs were rendered before."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from aligner.archive.search import OpenArchive, Query
from aligner.comparison.updating.memory import MemoryPair
from aligner.pipeline.update_set import Recall

if TYPE_CHECKING:
    from aligner.encoders import Encoder

_CLOSEST: Final = 5
"""Rows looked at for each text."""


def recall_from(folders: Sequence[Path]) -> Recall:
    """Return a function that finds in archives the rows closest in meaning to texts.

    It raises `ArchiveError` if there is no archive in a folder, or it has no vectors.
    """

    def recall(texts: Sequence[str], source: str, target: str, encoder: Encoder) -> list[MemoryPair]:
        found: dict[MemoryPair, None] = {}
        for folder in folders:
            with OpenArchive(str(folder)) as archive:
                for text in texts:
                    query = Query(text, source, (target,), limit=_CLOSEST)
                    for hit in archive.meaning(query, encoder).hits:
                        for other in hit.counterparts:
                            row = hit.found.text
                            found[MemoryPair(row.text, other.text.text, row.set)] = None
        return list(found)

    return recall
