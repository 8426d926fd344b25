"""The description of a document reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from aligner.values.message import Message


@dataclass(frozen=True, slots=True)
class Reader:
    """One kind of document file, and the function that reads it.

    Attributes:
        kind: a short identifier of the reader.
        name: the name of this kind of file in messages, with its article.
        extensions: file extensions of this kind, the usual one first.
        function: the function that reads it, as `module:function` below `aligner.readers`, imported
            when called. It takes the bytes and the file's name, and returns an `Extract`.
        recognizes: whether bytes are of this kind; its second argument says whether the file has
            one of the `extensions`.
        takes: further arguments of the function: `kind`, `encoding`, `verbatim`.
        is_text: whether files are text without a signature, so that their names and the
            encoding given by the user are considered as well.
        is_native: whether the function uses a native library, and so runs in a child process.
        needs: a program that must be installed; empty if none.
    """

    kind: str
    name: Message
    extensions: tuple[str, ...]
    function: str
    recognizes: Callable[[bytes, bool], bool]
    takes: tuple[str, ...] = ()
    is_text: bool = False
    is_native: bool = False
    needs: str = ""
