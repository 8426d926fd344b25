"""Import corpora aligned by others into an archive, so that they can be searched with one's own sets.

Nothing is aligned anew: a line, unit or link of the corpus becomes a row.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, count, groupby, islice
from pathlib import Path, PurePosixPath
from typing import Final

from lxml import etree

import aligner
from aligner.archive import layout
from aligner.archive.search_index import SearchIndex
from aligner.archive.storage import Storage
from aligner.comparison.page_rows import build_rows
from aligner.formats.bitext import joined
from aligner.formats.moses import loose
from aligner.formats.reading import load, load_standoff
from aligner.formats.registry import Result
from aligner.formats.writing import as_parallel
from aligner.readers.untrusted_xml import elements, parse
from aligner.values import Alignment, ArchiveError, Comparison, Document, quoted, reason
from aligner.values.comparison import DocumentKey, DocumentPair
from aligner.values.results import AlignedPair

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
            raise ArchiveError.about(str(source), "archives.no_bitext", known=_BITEXTS)
        links = [path for path in files if path.suffix.lower() == ".xml"]
        if len(links) > 1:
            files = [path for path in files if path not in links]
            yield from joined_documents(links)
        for path in files:
            yield from _documents(path, path.relative_to(source).with_suffix("").as_posix())
    elif source.is_file():
        yield from _documents(source, source.stem)
    elif len(texts) > 1:
        yield from _lines(source, texts)
    else:
        raise ArchiveError.about(str(source), "archives.no_source")


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
    archive = layout.create_archive(Storage(out), _DOCUMENTS)
    known = {shard: layout.finished_sets(archive, shard) for shard in archive.names()}
    new = old = 0
    try:
        for document in documents_of(source):
            key = layout.digest_of(repr(document))
            states = known[archive.shard_of(document.name)].get(layout.digest_of(document.name), [])
            if any(state.key == key for state in states):
                old += 1
                continue
            layout.stage(archive, document.name, key, layout.pack(_tables(document, key)), states)
            new += 1
        for shard in archive.names():
            layout.assemble(archive, shard)
    except OSError as error:
        raise ArchiveError.about(out, "archives.import_unwritable", why=reason(error)) from error
    with closing(SearchIndex(archive)) as index:
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
            raise ArchiveError.about(str(prefix), "archives.not_utf8", why=reason(error)) from error
        except ValueError as error:
            raise ArchiveError.about(str(prefix), "archives.line_counts", why=reason(error)) from error


def _document(lines: Sequence[str], texts: int, name: str) -> str:
    """Return the document a line belongs to: the first word of its id, or the corpus."""
    if len(lines) == texts:
        return name
    return (lines[texts].split() or [name])[0].strip("/")


def _tables(document: Imported, key: str) -> layout.Tables:
    rows: list[dict[str, object]] = [
        {"row": number, "language": language, "version": "1", "newest": True,
         "text": text, "first": number, "segments": text.count("\n") + 1, "kind": "paragraph",
         "place": "", "page": None, "score": score}
        for number, (texts, score) in enumerate(document.rows)
        for language, text in zip(document.languages, texts, strict=True)
        if text.strip()
    ]  # fmt: skip
    record = {
        **dict.fromkeys(("amendments", "findings", "errors", "links", "doubtful_links"), 0),
        **{"documents": [], "notes": [], "versions": ["1"], "encoder": ""},
        "key": key,
        "title": document.name,
        "pivot": document.languages[0],
        "languages": list(document.languages),
        "rows": len(document.rows),
        "aligner": aligner.__version__,
    }
    return layout.tables_with(document.name, {"rows": rows, "sets": [record]})


# In the XML version of the United Nations Parallel Corpus, each file links two languages. The links of a
# document are collected from all files, and its texts are placed side by side, with one text as the hub that
# the others are linked with. Until all files have been read, the links are kept in a temporary database.
#
# The documents of an XCES alignment: one pair of texts, or the many of the United Nations Parallel Corpus.
#
# The corpus has one link file for each pair of languages, with a `linkGrp` for each document, and one TEI
# file for each text (`en/2005/a/60/1.xml`). Link files have gigabytes, so they are read one document at a
# time.

_VERSION: Final = "1"


_KEY: Final = partial(DocumentKey, version=_VERSION)


_MOST_PARENTS: Final = 3
"""How many levels above the link file's folder the paths of its texts may start."""


def joined_documents(files: Sequence[Path]) -> Iterator[Imported]:
    """Read the documents of link files.

    Each is named after its symbol or its path. Texts that no hub links with the others become a separate
    document, whose name ends with its languages.

    Raises:
        ArchiveError: if a text is missing.
        InputError: if a file cannot be read.
    """
    used: set[str] = set()
    with closing(sqlite3.connect("")) as groups:  # a temporary file
        groups.execute("CREATE TABLE groups (document, file, links)")
        for number, path in enumerate(files):
            found = (
                (_named_by(group), number, etree.tostring(group, with_tail=False))
                for group in elements(path, "linkGrp")
            )
            groups.executemany("INSERT INTO groups VALUES (?, ?, ?)", found)
        groups.execute("CREATE INDEX by_document ON groups (document)")
        for (document,) in groups.execute("SELECT DISTINCT document FROM groups ORDER BY document"):
            chosen = groups.execute(
                "SELECT file, links FROM groups WHERE document = ? ORDER BY file", (document,)
            )
            pairs = [pair_of(parse(links, files[number].name), files[number]) for number, links in chosen]
            yield from _joined(document, pairs, used)


def _named_by(group: etree._Element) -> str:
    """Return what two texts' paths share if only the language's folder differs; else both paths."""
    paths = [PurePosixPath((group.get(side) or "").removesuffix(".gz")) for side in ("fromDoc", "toDoc")]
    source, target = (path.with_suffix("").parts if path.name else () for path in paths)
    different = [place for place in range(min(len(source), len(target))) if source[place] != target[place]]
    if len(source) != len(target) or len(different) != 1 or different[0] == len(source) - 1:
        return " ".join(map(str, paths))
    return "/".join(part for place, part in enumerate(source) if place != different[0])


def _joined(document: str, pairs: list[AlignedPair], used: set[str]) -> Iterator[Imported]:
    """Join the texts of a document: for one hub after another, all texts linked with it."""
    covered: list[Document] = []
    while pairs:
        hub = _hub(pairs)
        documents = {_KEY(hub.language): hub}
        alignments: dict[DocumentPair, Alignment] = {}
        for pair in pairs:
            oriented = pair if pair.source == hub else _reversed(pair)
            if oriented.source == hub and _KEY(oriented.target.language) not in documents:
                documents[_KEY(oriented.target.language)] = oriented.target
                alignments[_KEY(hub.language), _KEY(oriented.target.language)] = oriented.alignment
        languages = tuple(key.language for key in documents)
        linked = Comparison("", hub.language, (_VERSION,), documents, alignments, {}, ())
        rows = tuple(
            (tuple(text.joined(row.cells.get(key, ())) for key, text in documents.items()), row.score)
            for row in build_rows(linked)
        )
        covered += documents.values()
        yield Imported(_name(document, hub, "-".join(languages), used), languages, rows)
        pairs = [pair for pair in pairs if pair.source not in covered or pair.target not in covered]


def _hub(pairs: Sequence[AlignedPair]) -> Document:
    """Return the text linked with the most others; of several, the one with the best-scored links."""

    def counted(text: Document) -> tuple[int, float]:
        own = [pair.alignment.beads for pair in pairs if text in (pair.source, pair.target)]
        return len(own), sum(sum(bead.score for bead in beads) / max(1, len(beads)) for beads in own)

    return max((text for pair in pairs for text in (pair.source, pair.target)), key=counted)


def _reversed(pair: AlignedPair) -> AlignedPair:
    """Return the pair with source and target exchanged."""
    alignment = pair.alignment
    beads = tuple(replace(bead, source=bead.target, target=bead.source) for bead in alignment.beads)
    return AlignedPair(
        pair.target, pair.source, Alignment(beads, n_source=alignment.n_target, n_target=alignment.n_source)
    )


def _name(document: str, hub: Document, languages: str, used: set[str]) -> str:
    """Return a unique name: the symbol or else the path, followed by the languages if necessary."""
    candidates = [hub.masthead.symbol, document, f"{document} {languages}"]
    numbered = (f"{document} {languages} ({number})" for number in count(2))
    name = next(name for name in chain(candidates, numbered) if name and name not in used)
    used.add(name)
    return name


def linked_documents(path: Path, name: str) -> Iterator[tuple[str, AlignedPair]]:
    """Read the documents of a link file, with a unique name for each.

    Args:
        path: the link file. The texts are beside it, or at the paths that it names, relative to its
            folder or one above it.
        name: the document's name if there is only one; otherwise, each is named after its symbol or
            path and the two languages.

    Raises:
        ArchiveError: if a text is missing.
        InputError: if a file cannot be read.
    """
    groups = elements(path, "linkGrp")
    first = list(islice(groups, 2))
    for group in (*first, *groups):
        pair = pair_of(group, path)
        yield (name if len(first) == 1 else _name_of_group(group, pair)), pair


def pair_of(group: etree._Element, path: Path) -> AlignedPair:
    """Read the two texts of a group of links; their paths are relative to its file's folder or one above it.

    Raises:
        ArchiveError: if a text is missing.
        InputError: if a text or the links cannot be read.
    """
    source, target = (_text(path, group.get(side) or "") for side in ("fromDoc", "toDoc"))
    file = b"<cesAlign>" + etree.tostring(group, with_tail=False) + b"</cesAlign>"
    pair = load_standoff(file, path, files=(source, target)).result
    if not isinstance(pair, AlignedPair):
        raise ArchiveError.about(str(path), "archives.no_texts")
    return pair


def _text(path: Path, named: str) -> Path:
    """Return the file of a text: at the path named, or under its base name beside the link file."""
    inside = PurePosixPath(named.removesuffix(".gz"))
    if named and not inside.is_absolute() and ".." not in inside.parts:
        folders = (path.parent, *path.parents[1 : 1 + _MOST_PARENTS])
        for candidate in (*(folder / inside for folder in folders), path.parent / inside.name):
            if candidate.is_file():
                return candidate
    raise ArchiveError.about(str(path), "archives.text_missing", name=quoted(named))


def _name_of_group(group: etree._Element, pair: AlignedPair) -> str:
    """Return the name of one of several documents: its symbol or path, and its languages."""
    inside = PurePosixPath((group.get("fromDoc") or "").removesuffix(".gz")).with_suffix("")
    own = "/".join(part for part in inside.parts if part != pair.source.language)
    return f"{pair.source.masthead.symbol or own} {pair.source.language}-{pair.target.language}"
