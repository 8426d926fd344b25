"""Import corpora aligned by others into an archive, so that they can be searched with one's own sets.

Nothing is aligned anew: a line, unit or link of the corpus becomes a row.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

import aligner
from aligner.archive.joined_documents import Joined, joined_documents, linked_documents
from aligner.archive.layout import Tables, assemble, create_archive, finished_sets, name_digest, pack, stage
from aligner.archive.schemas import SCHEMAS, table_of
from aligner.archive.search_index import SearchIndex
from aligner.archive.storage import Storage
from aligner.formats.bitext import joined
from aligner.formats.format import Result
from aligner.formats.moses import loose
from aligner.formats.reading import load
from aligner.formats.writing import as_parallel
from aligner.values.errors import ArchiveError
from aligner.values.message import Message, about
from aligner.values.quotation import reason

_IDS: Final = ".ids"
_DOCUMENTS: Final = 8192
"""Number of documents that a new archive is sized for."""

_BITEXTS: Final = (".tmx", ".zip", ".xml")
_LINKS: Final = b"<cesAlign"
_HEAD: Final = 4096


@dataclass(frozen=True, slots=True)
class Imported:
    """One document of a corpus.

    Attributes:
        name: unique in the corpus.
        languages: the languages of the columns.
        rows: the text in each language, and a score in [0, 1].
    """

    name: str
    languages: tuple[str, ...]
    rows: tuple[tuple[tuple[str, ...], float], ...]


def documents_of(source: Path) -> Iterator[Imported]:
    """Read the documents of a corpus one after another.

    Args:
        source: the common prefix of plain text files (`UNv1.0.6way` for `UNv1.0.6way.en` …, with
            `UNv1.0.6way.ids` beside them); a `.tmx` or a Moses `.zip`, each of which is one document; an
            XCES alignment, which may link many; or a folder of such files.

    Raises:
        ArchiveError: if there is nothing to import.
        InputError: if a file cannot be read.
    """
    texts = loose(source)
    if source.is_dir():
        files = [path for path in sorted(source.rglob("*")) if _is_bitext(path)]
        if not files:
            raise ArchiveError(about(str(source), Message("archives.no_bitext", known=_BITEXTS)))
        links = [path for path in files if path.suffix.lower() == ".xml"]
        if len(links) > 1:
            files = [path for path in files if path not in links]
            yield from map(_side_by_side, joined_documents(links))
        for path in files:
            yield from _documents(path, path.relative_to(source).with_suffix("").as_posix())
    elif source.is_file():
        yield from _documents(source, source.stem)
    elif len(texts) > 1:
        yield from _lines(source, texts)
    else:
        raise ArchiveError(about(str(source), Message("archives.no_source")))


def import_corpus(source: Path, out: str) -> tuple[int, int]:
    """Import a corpus into an archive; documents that are already there stay unchanged.

    Args:
        source: as for `documents_of`.
        out: path or URL of the archive, which is created if it does not exist.

    Returns:
        The number of documents imported, and of those that were there before.

    Raises:
        ArchiveError: if there is nothing to import, or the archive cannot be used.
        InputError: if a file cannot be read.
    """
    archive = create_archive(Storage(out), _DOCUMENTS)
    known = {shard: finished_sets(archive, shard) for shard in archive.names()}
    new = old = 0
    try:
        for document in documents_of(source):
            key = hashlib.sha256(repr(document).encode("utf-8", "surrogatepass")).hexdigest()[:32]
            states = known[archive.shard_of(document.name)].get(name_digest(document.name), [])
            if any(state.key == key for state in states):
                old += 1
                continue
            stage(archive, document.name, key, pack(_tables(document, key)), states)
            new += 1
        for shard in archive.names():
            assemble(archive, shard)
    except OSError as error:
        raise ArchiveError(about(out, Message("archives.import_unwritable", why=reason(error)))) from error
    with SearchIndex(archive) as index:
        index.update()
    return new, old


def _is_bitext(path: Path) -> bool:
    if path.suffix.lower() not in _BITEXTS or not path.is_file():
        return False
    if path.suffix.lower() != ".xml":
        return True
    with path.open("rb") as file:
        return _LINKS in file.read(_HEAD)


def _documents(path: Path, name: str) -> Iterator[Imported]:
    """Yield the documents of a file: one, unless the file links several."""
    if path.suffix.lower() == ".xml" and _is_bitext(path):
        for own_name, pair in linked_documents(path, name):
            yield _imported(own_name, pair)
    else:
        yield _imported(name, load(path).result)


def _imported(name: str, result: Result) -> Imported:
    units = as_parallel(result)
    rows = tuple((tuple(map(joined, unit.cells)), unit.score) for unit in units.units)
    return Imported(name, tuple(column.language for column in units.columns), rows)


def _side_by_side(joined: Joined) -> Imported:
    keys = list(joined.documents)
    rows = tuple(
        (tuple(joined.documents[key].joined(row.cells.get(key, ())) for key in keys), row.score)
        for row in joined.rows
    )
    return Imported(joined.name, tuple(key.language for key in keys), rows)


def _lines(prefix: Path, texts: Sequence[Path]) -> Iterator[Imported]:
    """Yield the documents of plain text files, divided by the file of ids if there is one."""
    languages = tuple(path.suffix[1:] for path in texts)
    ids = prefix.with_name(prefix.name + _IDS)
    paths = [*texts, ids] if ids.is_file() else [*texts]
    with ExitStack() as stack:
        files = [stack.enter_context(path.open(encoding="utf-8", newline="\n")) for path in paths]
        try:
            numbered = enumerate(zip(*files, strict=True))
            for name, lines in groupby(numbered, lambda each: _document(each[1], len(texts), prefix.name)):
                rows = tuple(
                    (tuple(line.rstrip("\r\n") for line in texts_of[: len(texts)]), 1.0)
                    for _, texts_of in lines
                )
                yield Imported(name, languages, rows)
        except UnicodeDecodeError as error:
            raise ArchiveError(about(str(prefix), Message("archives.not_utf8", why=reason(error)))) from error
        except ValueError as error:
            raise ArchiveError(
                about(str(prefix), Message("archives.line_counts", why=reason(error)))
            ) from error


def _document(lines: Sequence[str], texts: int, name: str) -> str:
    """Return the document a line belongs to: the first word of its id, or the corpus."""
    if len(lines) == texts:
        return name
    return (lines[texts].split() or [name])[0].strip("/")


def _tables(document: Imported, key: str) -> Tables:
    rows: list[dict[str, object]] = [
        {"set": document.name, "row": number, "language": language, "version": "1", "newest": True,
         "text": text, "first": number, "segments": text.count("\n") + 1, "kind": "paragraph",
         "place": "", "page": None, "score": score}
        for number, (texts, score) in enumerate(document.rows)
        for language, text in zip(document.languages, texts, strict=True)
        if text.strip()
    ]  # fmt: skip
    record = {
        "set": document.name,
        "key": key,
        "title": document.name,
        "pivot": document.languages[0],
        "languages": list(document.languages),
        "versions": ["1"],
        "documents": [],
        "rows": len(document.rows),
        "amendments": 0,
        "findings": 0,
        "errors": 0,
        "links": 0,
        "doubtful_links": 0,
        "encoder": "",
        "aligner": aligner.__version__,
        "notes": [],
    }
    made = {"rows": table_of("rows", rows), "sets": table_of("sets", [record])}
    return {table: made.get(table, table_of(table, [])) for table in SCHEMAS}
