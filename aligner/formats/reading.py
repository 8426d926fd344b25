"""Alignments and parallel texts that others made: one small module a format.

`load` tells the format by the file's name and first bytes, and gives the values that the
rest of the program works with, so that they can be viewed, checked, evaluated and exported.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from aligner.formats.bitext import to_result
from aligner.values import Comparison, Document
from aligner.values.errors import FormatError, InputError
from aligner.values.results import AlignedPair, RevisedPair

if TYPE_CHECKING:
    from aligner.formats.bitext import Parallel

Result = Document | AlignedPair | RevisedPair | Comparison
Texts = Callable[[], tuple[Document, Document]]

MAX_BYTES: Final = 512 * 1024 * 1024
"""The largest file that is opened."""

_PARALLEL: Final[Mapping[str, str]] = MappingProxyType(
    {
        ".tmx": "tmx:read",
        ".xlf": "xliff:read",
        ".xliff": "xliff:read",
        ".sdlxliff": "xliff:read",
        ".mqxliff": "xliff:read",
        ".jsonl": "jsonl:read",
        ".parquet": "parquet:read",
        ".zip": "moses:read",
        ".csv": "csv:read",
        ".tsv": "tsv:read",
        ".xlsx": "xlsx.read_table:read",
        ".docx": "docx.read_table:read",
    }
)
_TABLES: Final = frozenset({".csv", ".tsv", ".xlsx", ".docx"})
_LADDERS: Final = frozenset({".beads", ".ladder", ".align", ".txt"})
READABLE: Final = (*_PARALLEL, ".json", *sorted(_LADDERS), ".xml")
"""The extensions that `load` takes; a Moses corpus is also read by the beginning of its names."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a file held, and what a person should know of its reading, a line each."""

    result: Result
    notes: tuple[str, ...] = ()


def load(
    path: Path,
    *,
    texts: Texts | None = None,
    languages: Sequence[str] = (),
    files: tuple[Path, Path] | None = None,
) -> Loaded:
    """Read an alignment, a memory, a bilingual table or one of our own results.

    Args:
        path: the file, or the common beginning of a Moses corpus (`corpus` for `corpus.zh`, …).
        texts: gives the two texts that a file which only links numbers speaks of.
        languages: of a table's columns, where they are not to be told from the text.
        files: the texts of stand-off XML, where they do not lie beside it by the names it gives.

    Raises:
        InputError: it cannot be read, or is of no form known here; says why in one line.
    """
    if not path.exists():
        return Loaded(to_result(_loose(path)))
    data = read_bytes(path)
    if texts is None and (path.suffix.lower() == ".xml" or files) and _kind_of_xml(data) == ".align":
        return _standoff(data, path, languages, files)
    return load_bytes(data, str(path), texts=texts, languages=languages)


def load_bytes(
    data: bytes, name: str, *, texts: Texts | None = None, languages: Sequence[str] = ()
) -> Loaded:
    """The same as `load`, for a file that was uploaded rather than named: nothing lies beside it.

    Raises:
        InputError: as `load`.
    """
    path = Path(name)
    suffix = path.suffix.lower()
    if suffix == ".json":
        return Loaded(_json(data, path.name))
    if suffix == ".xml":
        suffix = _kind_of_xml(data)
    if suffix in _LADDERS:
        return _ladder(data, path.name, texts)
    if suffix == ".aligner":
        raise InputError(
            f"{path} is a project; write what it holds with `aligner compare {path.name} -o FILE`"
        )
    known = _PARALLEL.get(suffix)
    if known is None:
        raise InputError(
            f"{path}: {suffix or 'a file without an extension'} cannot be read here; give one of "
            f"{', '.join(READABLE)}"
        )
    module, function = known.split(":")
    read: Callable[..., Parallel] = getattr(import_module(f"aligner.formats.{module}"), function)
    given = (languages,) if suffix in _TABLES else ()
    found = read(data, path.name, *given)
    return Loaded(to_result(found), found.notes)


def _json(data: bytes, name: str) -> Result:
    from aligner.formats.json.read import read

    return read(data, name)


def kind_of(path: Path) -> str:
    """The extension that says a file's form: its own, but for XML, which tells by its first bytes.

    Ladders and stand-off XML are all `.align`; an extension not known here is empty.

    Raises:
        InputError: it cannot be read.
    """
    suffix = path.suffix.lower()
    if suffix == ".xml":
        suffix = _kind_of_xml(read_bytes(path))
    if suffix in _LADDERS - {".beads"}:
        return ".align"
    return suffix if suffix in READABLE else ""


def _ladder(data: bytes, name: str, texts: Texts | None) -> Loaded:
    from aligner.formats.beads import join, links

    if texts is None:
        raise InputError(f"{name} links segments by number only; name its texts with --source and --target")
    pair, notes = join(*texts(), *links(data, name), name)
    return Loaded(pair, notes)


def _standoff(data: bytes, path: Path, languages: Sequence[str], files: tuple[Path, Path] | None) -> Loaded:
    """Links in XML and the two texts in XML that they speak of."""
    from aligner.formats import standoff_xml
    from aligner.formats.beads import join

    found = standoff_xml.linked(data, path.name)
    told = tuple(languages) or ("", "")
    (source, ours), (target, theirs) = (
        standoff_xml.document(read_bytes(file), file.name, found.ids(side), told[side])
        for side, file in enumerate(files or standoff_xml.beside(path.parent, path.name, found))
    )
    pair, notes = join(source, target, found.numbered(ours, theirs), found.confirmed, path.name)
    return Loaded(pair, notes)


def _loose(prefix: Path) -> Parallel:
    from aligner.formats.moses import corpus, loose

    files = loose(prefix)
    if not files:
        raise InputError(f"{prefix} does not exist; check the spelling and the folder")
    return corpus([(file.name, read_bytes(file)) for file in files], prefix.name)


def _kind_of_xml(data: bytes) -> str:
    head = data[:4096].replace(b"\x00", b"")
    for mark, suffix in ((b"<tmx", ".tmx"), (b"<xliff", ".xlf")):
        if mark in head:
            return suffix
    return ".align"


def read_bytes(path: Path) -> bytes:
    """A file's bytes.

    Raises:
        InputError: it cannot be read, is empty or too large.
    """
    try:
        if path.is_dir():
            raise InputError(f"{path} is a folder; name a file in it")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from error
    if not data:
        raise FormatError(f"{path} is empty (0 bytes)")
    if len(data) > MAX_BYTES:
        raise InputError(f"{path} is larger than {MAX_BYTES // 2**20} MiB; split it first")
    return data
