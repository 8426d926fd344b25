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
from aligner.values.message import Message, about

if TYPE_CHECKING:
    from aligner.values import Document


@dataclass(frozen=True, slots=True)
class UnsortedFolder:
    """The contents of a folder of unsorted documents.

    Attributes:
        folder: the folder that paths are relative to.
        sets: the sets found.
        alone: paths of the documents that belong to no set.
        unreadable: why each unreadable file could not be read, by path.
    """

    folder: Path
    sets: tuple[FoundSet, ...]
    alone: tuple[str, ...]
    unreadable: dict[str, str]

    def table(self, beside: Path) -> bytes:
        """Return the sets as a CSV file for `aligner batch`, with paths relative to the folder `beside`."""
        file = io.StringIO()
        writer = csv.writer(file)
        writer.writerow(("set", "language", "version", "path", "title"))
        for found in self.sets:
            for version, document in found.documents:
                path = os.path.relpath(self.folder / document.path, beside)
                writer.writerow((found.name, document.language, version, path, document.title))
        return file.getvalue().encode("utf-8")


def read_unsorted(folder: Path, settings: Settings) -> UnsortedFolder:
    """Read all documents in a folder and find the sets they belong to.

    Args:
        folder: searched at any depth for files of known formats.
        settings: only `encoding`, `model`, `cache`, `progress` and `notice` matter.

    Raises:
        ArchiveError: if there is no such folder, or no file in it can be read.
        EncoderError: if the model cannot be loaded.
    """
    if not folder.is_dir():
        raise ArchiveError(about(str(folder), Message("archives.no_folder")))
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
        raise ArchiveError(about(str(folder), Message("archives.no_documents")))
    groups = group(facts_of(documents, load_encoder(settings)))
    alone = sorted(documents[0].path for documents in groups if len(documents) == 1)
    return UnsortedFolder(folder, tuple(named(groups)), tuple(alone), unreadable)
