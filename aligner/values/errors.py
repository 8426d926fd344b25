"""The tree of errors that `aligner` raises.

::

    AlignerError
    ├── InputError        a file that cannot be used (exit code 1)
    │   ├── ReadError         its bytes do not match its name, or contain no text
    │   │   ├── EncryptedError    it needs a password
    │   │   └── LimitError        it would become larger than `values.limits` allows
    │   ├── LanguageError     its language is unknown or not supported
    │   └── FormatError       one of our own formats, badly formed
    ├── ProjectError      a project file that cannot be opened or saved
    │   ├── ProjectChangedError   another window has saved it meanwhile
    │   └── ProjectDamagedError   its contents are not as a save left them
    ├── OutOfMemoryError  work that needs more memory than there is
    ├── EncoderError      a model that is missing, unreachable or broken
    ├── ArchiveError      an archive or a source of sets that cannot be used
    ├── LinkError         a change of links by hand that cannot be made
    └── ValueInvariantError   a value that contradicts itself: a bug, never bad input

Every message states what is wrong, where, and how to fix it, in one line. It is a `Message`: the
command line prints its English rendering, the app translates it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from aligner.values.message import Message


class AlignerError(Exception):
    """Base class of all errors raised on purpose; `str(error)` is the message in English.

    Attributes:
        message: the message for the user. Plain text is used verbatim in every language, for errors
            that the app never shows or that come from another program.
    """

    message: Message

    def __init__(self, message: Message | str) -> None:
        from aligner.values.message import verbatim

        super().__init__(message)
        self.message = verbatim(message) if isinstance(message, str) else message

    @classmethod
    def about(cls, name: str, code: str, /, **fields: Any) -> Self:
        """Return an error about the file of a name, with the message of a code and its fields."""
        from aligner.values.message import Message, about

        return cls(about(name, Message(code, **fields)))

    @classmethod
    def about_line(cls, name: str, number: int, code: str, /, **fields: Any) -> Self:
        """Return an error about a line of a file, counted from 1."""
        from aligner.values.message import Message, about_line

        return cls(about_line(name, number, Message(code, **fields)))

    def __str__(self) -> str:
        return str(self.message)


class InputError(AlignerError):
    """A file, folder or argument that cannot be used."""


class ReadError(InputError):
    """Bytes that do not match the file's name, or that contain no text."""


class EncryptedError(ReadError):
    """A file that is encrypted, and that its password opens (`readers.decryption`)."""


class LimitError(ReadError):
    """A file that is, or would become, larger than `values.limits` allows."""


class LanguageError(InputError):
    """A language that was not recognised or is not supported."""


class FormatError(InputError):
    """A `.beads`, manifest or JSON file with invalid format."""


class ProjectError(AlignerError):
    """A project file that cannot be opened or saved; its contents are left unchanged."""


class ProjectChangedError(ProjectError):
    """A project file that another window has saved since this one opened it.

    Attributes:
        when: the time of that save, as "2026-11-25 04:00:21 UTC"; empty if unknown.
    """

    def __init__(self, message: Message | str, when: str = "") -> None:
        super().__init__(message)
        self.when = when


class ProjectDamagedError(ProjectError):
    """A file whose contents are not those of a saved project: a damaged project, or no project at all."""


class OutOfMemoryError(AlignerError):
    """Work that needs more memory than there is."""


class EncoderError(AlignerError):
    """A sentence-embedding model that is missing, unreachable or broken."""


class ArchiveError(AlignerError):
    """An archive, or a source of document sets, that cannot be used.

    Their text is English in every interface language.
    """


class ValueInvariantError(AlignerError, ValueError):
    """A value that would be inconsistent; raised on construction."""


class LinkError(AlignerError):
    """A manual change of links that cannot be made.

    `beads` are the indices of the beads that prevent it, for the page to highlight.
    """

    def __init__(self, message: Message | str, *, beads: tuple[int, ...] = ()) -> None:
        super().__init__(message)
        self.beads = beads


@contextmanager
def memory_errors() -> Iterator[None]:
    """Turn Python's `MemoryError` into one of our errors, which says what to do.

    Raises:
        OutOfMemoryError: if the work inside runs out of memory.
    """
    from aligner.values.message import Message

    try:
        yield
    except MemoryError:
        raise OutOfMemoryError(Message("choice.memory")) from None
