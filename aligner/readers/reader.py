"""What a reader of documents is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from aligner.values.message import Message


@dataclass(frozen=True, slots=True)
class Reader:
    """One kind of document file, and what reads it.

    Attributes:
        kind: a short name by which code distinguishes readers.
        name: what the file is called in a message, with its article.
        extensions: file extensions of this kind, the usual one first.
        function: what reads it, as `module:function` below `aligner.readers`; imported when called.
            It takes the bytes and the file's name, and returns an `Extract`.
        recognizes: whether bytes are of this kind, also given whether the file's name promises it.
        takes: the further arguments of the function: `kind`, `encoding`, `verbatim`.
        is_text: whether it is text with no signature at its head, so that the name and the
            encoding that a user states count as well.
        needs: a program that has to be installed; empty if none.
    """

    kind: str
    name: Message
    extensions: tuple[str, ...]
    function: str
    recognizes: Callable[[bytes, bool], bool]
    takes: tuple[str, ...] = ()
    is_text: bool = False
    needs: str = ""
