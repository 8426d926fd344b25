"""Results as files: the writer of an extension, what it cannot carry, and writing whole files or none.

A writer returns the same bytes for the same result. A format is imported only when a file of it is
requested.
"""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

from aligner.comparison.single_result import comparison_of
from aligner.formats.bitext import Parallel, of_comparison, of_pair
from aligner.formats.registry import FACTS, written_as
from aligner.formats.registry import Result as Readable
from aligner.readers.regular_file import file_beside, is_special, target_of
from aligner.values import Comparison, Document, InputError, LinkOrigin, Message, Update, about
from aligner.values.catalogue import DEFAULT, load
from aligner.values.results import AlignedPair, Checked, DraftSeries, RevisedPair
from aligner.view.one_page_summary import OnePageSummary

Result = Document | AlignedPair | RevisedPair | Comparison | Checked | DraftSeries | Update | OnePageSummary


def export(result: Result | Parallel, extension: str, **options: Any) -> bytes:
    """Write a result in the format of an extension.

    Args:
        result: what to write.
        extension: names the format.
        options: those its writer takes; `interface` names the language of headings and remarks.

    Raises:
        InputError: as `written_as`.
    """
    form, output = written_as(type(result), extension)
    if form.worded:
        options["words"] = load(options.pop("interface", DEFAULT))
    write = resolve_name(f"aligner.formats.{output.function}")
    makers: Mapping[str, Callable[[Any], Any]] = {"units": as_parallel, "set": comparison_of}
    made: bytes = write(makers[output.given](result) if output.given else result, **options)
    return made


def as_parallel(result: Result | Parallel) -> Parallel:
    """Return the result as the units that formats of translation programs consist of.

    Raises:
        InputError: the result is in one language only.
    """
    if isinstance(result, Parallel):
        return result
    if isinstance(result, AlignedPair):
        return of_pair(result)
    if isinstance(result, Comparison):
        return of_comparison(result)
    raise InputError(Message("output.one_language"))


def losses(result: Readable, extension: str) -> Message | None:
    """Return what a result that was read has and the format cannot carry; None if it carries everything.

    Raises:
        InputError: the result cannot be written in that format at all.

    >>> from aligner.values import Segment, Span
    >>> document = Document("en", "x", (Segment(Span(0, 1), label="1"),))
    >>> str(losses(document, ".txt"))
    '.txt does not carry paragraph numbers'
    """
    _, output = written_as(type(result), extension)
    had = _had(result if isinstance(result, Document | Comparison) else comparison_of(result))
    missing = tuple(FACTS[fact] for fact, has in had.items() if has and fact not in output.carries)
    return Message("files.loses", extension=extension.lower(), facts=missing) if missing else None


def _had(result: Document | Comparison) -> dict[str, bool]:
    """Return which facts a result has; those of findings are in no file that is read."""
    documents = [result] if isinstance(result, Document) else list(result.documents.values())
    links = [] if isinstance(result, Document) else list(result.alignments.values())
    has_drafts = isinstance(result, Comparison) and bool(result.revisions)
    beads = [bead for each in links for bead in each.beads]
    segments = [segment for document in documents for segment in document.segments]
    return {
        "text": bool(documents),
        "languages": len({document.language for document in documents}) > 2,
        "scores": any(bead.score != 1.0 for bead in beads),
        "confirmed": any(bead.origin is LinkOrigin.CONFIRMED for bead in beads),
        "moves": any(each.moves for each in links),
        "segments": any(max(bead.shape) > 1 for bead in beads),
        "labels": any(segment.label for segment in segments),
        "kinds": any(segment.kind != "paragraph" for segment in segments),
        "footnotes": any(document.footnotes for document in documents),
        "drafts": has_drafts,
        "amendments": has_drafts,
    }


def check_destination(path: Path, kind: type, inputs: Iterable[Path], *, besides: Sequence[str] = ()) -> None:
    """Refuse, before any work is done, a file that could not or should not be written.

    Args:
        path: where the result is to go; its extension says in which format.
        kind: of the result.
        inputs: the files read, none of which may be overwritten.
        besides: extensions that another part of the program writes.

    Raises:
        InputError: for an unknown extension, or as `check_place`.
    """
    try:
        written_as(kind, path.suffix, besides=besides)
    except InputError as error:
        raise InputError(about(str(path), error.message)) from error
    check_place(path, inputs)


def check_place(path: Path, inputs: Iterable[Path]) -> Path:
    """Return the file that would be written, which is the target of a link.

    Raises:
        InputError: for a folder that does not exist, a folder, pipe or device in the file's place,
            links that lead in a circle, or a file that is an input.
    """
    try:
        target = target_of(path)
    except OSError as error:
        raise InputError(about(str(path), _unwritable(error))) from error
    if target.is_dir():
        raise InputError.about(str(path), "file.folder")
    if is_special(target):
        raise InputError.about(str(path), "output.not_regular")
    if not target.parent.is_dir():
        raise InputError.about(str(path), "output.folder_missing", folder=str(target.parent))
    for source in inputs:
        if target.exists() and source.exists() and target.samefile(source):
            raise InputError.about(str(path), "output.is_input")
    return target


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file atomically: to a temporary file in the same folder, then renamed.

    Raises:
        InputError: where the disk or the permissions do not allow it, or as `check_place`.
    """
    target = check_place(path, ())  # again: much may have happened since the work began
    try:
        with file_beside(target) as beside:
            with beside.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())  # before the name: after a power failure it would be an empty file
            beside.chmod(_mode_for(target))
            beside.replace(target)
    except OSError as error:
        raise InputError(about(str(path), _unwritable(error))) from error


def _unwritable(error: OSError) -> Message:
    return Message("file.unwritable", why=error.strerror or str(error))


def _mode_for(path: Path) -> int:
    """Return the permissions a file has, or would have been given: temporary files are private."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
