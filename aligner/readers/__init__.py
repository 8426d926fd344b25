"""Readers turn the bytes of a file into lines with their layout.

The content of a file takes precedence over its name: a PNG named `.pdf` is refused as a PNG,
and a PDF named `.txt` is read as a PDF. Each kind of file has a module with one function
`read(data, name)`, listed in `registry`; readers are independent of the language.
"""

from collections.abc import Callable, Sequence
from pathlib import Path, PurePath
from pkgutil import resolve_name

from aligner.readers.registry import reader_named, sniff
from aligner.readers.regular_file import printable, read_regular
from aligner.values import LimitError, ReadError, about
from aligner.values.extract import Extract
from aligner.values.limits import MAX_DOCUMENT
from aligner.values.message import Progress

__all__ = ["load_bytes", "read_bytes"]


def load_bytes(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises:
        ReadError: if it is missing, a folder, a pipe or a device, too large, or cannot be opened.
    """
    return read_regular(Path(path), ReadError, most=MAX_DOCUMENT)


def read_bytes(
    data: bytes,
    name: str,
    *,
    encoding: str | None = None,
    verbatim: bool = False,
    language: str | None = None,
    progress: Progress | None = None,
    recognise: Sequence[str] = (),
) -> Extract:
    """Read a document that is already in memory, such as an upload.

    Args:
        data: the whole file.
        name: name of the file; its extension helps if the content is ambiguous.
        encoding: encoding of a text or HTML file; detected if not given.
        verbatim: whether to keep the lines of a text file exactly as they are.
        language: language of the text, for pages that are pictures; detected if not given.
        progress: called before each page that is recognised.
        recognise: languages to recognise pages in, also those with a text that was recognised before.

    Raises:
        ReadError: if it is empty, damaged, without text, or of a kind that cannot be read. The message is
            one line with the reason and a remedy.
    """
    name = printable(PurePath(name).name) or "the file"
    if not data:
        raise ReadError.about(name, "error.empty_file")
    if len(data) > MAX_DOCUMENT:
        raise ReadError.about(name, "error.too_large", limit=MAX_DOCUMENT // 2**20)
    reader = reader_named(sniff(data, name, encoding))
    known = {
        "kind": reader.kind,
        "encoding": encoding,
        "verbatim": verbatim,
        "language": language,
        "progress": progress,
        "recognise": recognise,
    }
    try:
        read_one: Callable[..., Extract] = resolve_name(f"aligner.readers.{reader.function}")
        return read_one(data, name, **{argument: known[argument] for argument in reader.takes})
    except LimitError as error:
        raise LimitError(about(name, error.message)) from None
