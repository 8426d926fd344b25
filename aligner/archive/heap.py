"""Read a folder of unsorted documents and find the sets in it."""

from __future__ import annotations

import csv
import io
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from aligner.archive.document_facts import facts_of
from aligner.archive.set_finding import FoundSet, group, named
from aligner.pipeline.run import Settings, load_encoder, open_document
from aligner.readers.registry import EXTENSIONS
from aligner.values.errors import AlignerError, ArchiveError

if TYPE_CHECKING:
    from aligner.values import Document


@dataclass(frozen=True, slots=True)
class Heap:
    """What a folder of documents holds.

    Attributes:
        folder: the folder that paths are relative to.
        sets: the sets found.
        alone: documents that belong to no set.
        unreadable: why each other file could not be read, by path.
    """

    folder: Path
    sets: tuple[FoundSet, ...]
    alone: tuple[str, ...]
    unreadable: dict[str, str]

    def table(self, beside: Path) -> bytes:
        """Return the sets as a CSV that `aligner batch` reads, with paths relative to a folder."""
        file = io.StringIO()
        writer = csv.writer(file)
        writer.writerow(("set", "language", "version", "path", "title"))
        for found in self.sets:
            for version, document in found.documents:
                path = os.path.relpath(self.folder / document.path, beside)
                writer.writerow((found.name, document.language, version, path, document.title))
        return file.getvalue().encode("utf-8")


def read_heap(folder: Path, settings: Settings) -> Heap:
    """Read all documents below a folder and find their sets.

    Args:
        folder: is searched at any depth for files that can be read.
        settings: `encoding`, `model`, `cache`, `progress` and `notice` matter.

    Raises:
        ArchiveError: if there is no such folder, or no file in it can be read.
        EncoderError: if the model cannot be loaded.
    """
    if not folder.is_dir():
        raise ArchiveError(f"{folder}: there is no such folder")
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in EXTENSIONS)
    documents: dict[str, Document] = {}
    unreadable: dict[str, str] = {}
    for number, path in enumerate(paths):
        if settings.progress is not None:
            settings.progress("read", number, len(paths))
        name = path.relative_to(folder).as_posix()
        try:
            documents[name] = open_document(path, settings)
        except AlignerError as error:
            unreadable[name] = str(error).removeprefix(f"{path.name}: ")
    if not documents:
        raise ArchiveError(f"{folder}: no document in it can be read")
    groups = group(facts_of(documents, load_encoder(settings)))
    alone = sorted(documents[0].path for documents in groups if len(documents) == 1)
    return Heap(folder, tuple(named(groups)), tuple(alone), unreadable)
