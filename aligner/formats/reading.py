"""Alignments and parallel texts from files, ours and those of other programs.

`load` finds the format by the file's name and first bytes, and returns the values that the
rest of the program works with, so that they can be viewed, checked, evaluated and exported.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from pkgutil import resolve_name
from typing import Final

from aligner.alignment.links import Link, one_by_one
from aligner.formats import beads
from aligner.formats.bitext import Parallel, to_result
from aligner.formats.registry import FORMATS, READABLE, Format, Input, Loaded, Result, read_as
from aligner.readers.regular_file import read_regular
from aligner.values import Document, FormatError, InputError, LanguageError, LimitError, Message, about
from aligner.values.results import AlignedPair

Texts = Callable[[], tuple[Document, Document]]


_OURS: Final = b"source\ttarget\tscore"


def load(
    path: Path,
    *,
    texts: Texts | None = None,
    languages: Sequence[str] = (),
    files: tuple[Path, Path] | None = None,
) -> Loaded:
    """Read an alignment, a memory, a bilingual table or a result of this program.

    Args:
        path: the file, or the common beginning of a Moses corpus (`corpus` for `corpus.zh`, …).
        texts: returns the two texts of a file that only links segments by number.
        languages: of a table's columns; detected from the text if not given.
        files: the texts of stand-off XML, if they are not in its folder under the names it gives.

    Raises:
        InputError: it cannot be read, or is of no form known here; says why in one line.
    """
    if not path.exists():
        return Loaded(to_result(_loose(path)))
    data = read_bytes(path)
    if texts is None and (path.suffix.lower() == ".xml" or files) and _form_of_xml(data) is read_as(".xml"):
        return load_standoff(data, path, languages, files)
    return load_bytes(data, str(path), texts=texts, languages=languages)


def load_bytes(
    data: bytes, name: str, *, texts: Texts | None = None, languages: Sequence[str] = ()
) -> Loaded:
    """Return the same as `load` for an uploaded file, without neighbours in a folder.

    Raises:
        InputError: as `load`.
    """
    path = Path(name)
    suffix = path.suffix.lower()
    if suffix == ".aligner":
        raise InputError.about(str(path), "import.project", name=path.name)
    form = _form_of_xml(data) if suffix == ".xml" else read_as(suffix)
    if form is None or form.input is None:
        refused = Message("import.no_extension", known=READABLE)
        if suffix:
            refused = Message("import.extension", extension=suffix, known=READABLE)
        raise InputError(about(str(path), refused))
    given: list[object] = [languages] if form.input.languages else []
    given += [texts] if form.input.texts else []
    try:
        loaded = _read(form.input, data, path.name, given)
    except (LimitError, LanguageError) as error:
        raise type(error)(about(path.name, error.message)) from None
    if isinstance(loaded, Loaded):
        return loaded
    return Loaded(to_result(loaded), loaded.notes) if isinstance(loaded, Parallel) else Loaded(loaded)


def _read(form: Input, data: bytes, name: str, given: Sequence[object]) -> Parallel | Result | Loaded:
    if form.is_native:
        from aligner.readers.isolation import read_in_child

        return read_in_child(f"aligner.formats.{form.function}", data, name, Parallel)
    read: Callable[..., Parallel | Result | Loaded] = resolve_name(f"aligner.formats.{form.function}")
    return read(data, name, *given)


def kind_of(path: Path) -> str:
    """Return the extension of a file's format: its own, or for XML the one its first bytes show.

    Ladders and stand-off XML are all `.align`; an extension not known here is empty.

    Raises:
        InputError: it cannot be read.
    """
    suffix = path.suffix.lower()
    form = _form_of_xml(read_bytes(path)) if suffix == ".xml" else read_as(suffix)
    if form is None or form.input is None:
        return ""
    return ".align" if form.input.texts and suffix != ".beads" else form.extension


def load_standoff(
    data: bytes, path: Path, languages: Sequence[str] = (), files: tuple[Path, Path] | None = None
) -> Loaded:
    """Read links in XML with the two texts in XML that they link.

    Args:
        data: the links.
        path: where they are from.
        languages: of the two texts; found from their attributes or their words if not given.
        files: the two texts, if they are not beside `path` under the names that the links give.

    Raises:
        InputError: a text cannot be read, or lacks what is linked.
    """
    from aligner.formats import standoff_xml

    found = standoff_xml.linked(data, path.name)
    codes = tuple(languages) or ("", "")
    (source, ours), (target, theirs) = (
        standoff_xml.document(read_bytes(file), file.name, found.ids(side), codes[side])
        for side, file in enumerate(files or standoff_xml.beside(path.parent, path.name, found))
    )
    pair, notes = beads.join(source, target, found.numbered(ours, theirs), found.confirmed, path.name)
    return Loaded(pair, notes)


def _loose(prefix: Path) -> Parallel:
    from aligner.formats.moses import corpus, loose

    files = loose(prefix)
    if not files:
        raise InputError.about(str(prefix), "file.missing")
    return corpus([(file.name, read_bytes(file)) for file in files], prefix.name)


def _form_of_xml(data: bytes) -> Format | None:
    """Return the format of a file named `.xml` by its root element; stand-off XML if it is no other."""
    head = data[:4096].replace(b"\x00", b"")
    named = (form for form in FORMATS if form.input and form.input.root and form.input.root.encode() in head)
    return next(named, read_as(".xml"))


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes.

    Raises:
        InputError: it cannot be read, is empty or too large.
    """
    data = read_regular(path, InputError)
    if not data:
        raise FormatError.about(str(path), "error.empty_file")
    return data


def load_links(path: Path) -> tuple[Link, ...]:
    """Read the links of a file in any form.

    Ladders (ours, hunalign's, Vecalign's), our TSV, and stand-off XML say by number which segments belong
    together. In any other file, each unit is a link: its segments are counted in the order in which they
    occur, so that it can be compared with another file only if both divide the texts alike.

    Raises:
        InputError: it cannot be read, or is of more than two languages.
    """
    if not path.is_file():
        return beads.load(path)  # says what is wrong
    kind = kind_of(path)
    is_ours = kind == ".tsv" and read_bytes(path).removeprefix(b"\xef\xbb\xbf").startswith(_OURS)
    if kind in ("", ".beads") or is_ours:
        return beads.load(path)
    return _numbered(path) if kind == ".align" else _units(path)


def _numbered(path: Path) -> tuple[Link, ...]:
    """Return the links of a ladder or of stand-off XML; without the texts, unlinked segments are unknown."""
    from aligner.formats.standoff_xml import beside, linked

    data = read_bytes(path)
    if path.suffix.lower() != ".xml":
        return tuple(beads.links(data, path.name)[0])
    named = linked(data, path.name)
    try:
        beside(path.parent, path.name, named)
    except FormatError:
        return tuple(named.counted())
    return _units(path)


def _units(path: Path) -> tuple[Link, ...]:
    result = load(path).result
    if not isinstance(result, AlignedPair):
        raise InputError.about(path.name, "import.no_alignment")
    made = [one for bead in result.alignment.beads for one in one_by_one(bead)]
    scored = any(bead.score != 1.0 for bead in made)  # else the file has no scores
    return tuple(
        Link(tuple(bead.source), tuple(bead.target), bead.score if scored else None) for bead in made
    )
