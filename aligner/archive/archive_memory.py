"""An archive as a translation memory: how similar paragraphs were translated before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from aligner.archive.query import Query
from aligner.archive.search import OpenArchive, Results
from aligner.comparison.updating.memory import MemoryPair
from aligner.pipeline.update_set import Recall

if TYPE_CHECKING:
    from aligner.encoders import Encoder

_CLOSEST: Final = 5
"""Rows retrieved for each text."""


def recall_from(folders: Sequence[Path]) -> Recall:
    """Return a function that finds the rows of archives that are closest in meaning to given texts.

    The function raises `ArchiveError` if a folder has no archive, or an archive has no vectors.
    """

    def recall(texts: Sequence[str], source: str, target: str, encoder: Encoder) -> list[MemoryPair]:
        found: list[MemoryPair] = []
        for folder in folders:
            with OpenArchive(str(folder)) as archive:
                for text in texts:
                    query = Query(text, source, (target,), limit=_CLOSEST)
                    found += _pairs(archive.meaning(query, encoder))
        return list(dict.fromkeys(found))

    return recall


def _pairs(results: Results) -> Iterator[MemoryPair]:
    for hit in results.hits:
        row = hit.found.text
        yield from (MemoryPair(row.text, other.text.text, row.set) for other in hit.counterparts)
