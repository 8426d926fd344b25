"""Messages to the user as values, a code and fields, and the errors that carry them.

A finding, a reason, a note and an error carry a `Message`; `aligner.values.catalogue` renders it
in any interface language. Programs use the code and fields and need not parse a sentence.

The tree of errors that `aligner` raises::

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

Every error's message states what is wrong, where, and how to fix it, in one line: the command line
prints its English rendering, the app translates it. A message that quotes a file quotes only the start
of a value: texts are confidential, messages end up in logs, and a damaged file can have a whole
paragraph where a word should be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from math import isfinite
from typing import Any, Final, Self

_CODE: Final = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")

_MOST_PAGES: Final = 12  # maximum number of page numbers in a message

VERBATIM: Final = "text.verbatim"
"""The code of a text without a code of its own, which is the same in every language."""


@dataclass(frozen=True, slots=True, init=False)
class Message:
    """A code and its fields: `Message("dates.missing", pivot="zh", expected=("5月",))`.

    A field is a text, a number, another message, or a tuple of those. By convention `pivot`,
    `language` and `detected` hold the code of a document's language, `kinds` holds kinds of change,
    `wanted` and `detected` alternatives, `numbers`, `facts` and `segments` lists joined by "and",
    and `count` the number that decides the plural; a message in `reason` is appended in brackets.

    `str(message)` is the English rendering.

    Attributes:
        code: `topic.name`, a key of the catalogues.
        items: the fields as (name, value) pairs, sorted by name.

    Raises:
        ValueInvariantError: if the code is malformed or a field has an unsupported type.

    >>> str(Message("labels.sequence", number=6, before=4))
    'paragraph 6 follows paragraph 4'
    """

    code: str
    items: tuple[tuple[str, Any], ...]

    def __init__(self, code: str, /, **fields: Any) -> None:
        if not isinstance(code, str) or not _CODE.fullmatch(code):
            raise ValueInvariantError(f"{quoted(code)} is not a message code; it must look like topic.name")
        for name, value in fields.items():
            _check(code, name, value)
        object.__setattr__(self, "code", code)
        object.__setattr__(self, "items", tuple(sorted(fields.items(), key=lambda item: item[0])))

    @property
    def fields(self) -> dict[str, Any]:
        """The fields by name."""
        return dict(self.items)

    def __str__(self) -> str:
        from aligner.values.catalogue import load

        return load().render(self)

    def without(self, name: str) -> Message:
        """Return the message without a leading file name, if it is the given one."""
        fields = self.fields
        inner = fields.get("text")
        if self.code == "text.about" and fields["name"] == name and isinstance(inner, Message):
            return inner
        return self

    def as_data(self) -> dict[str, Any]:
        """Return the code and fields as plain JSON values; `from_data` reads them back.

        >>> Message("labels.sequence", number=6, before=4).as_data()
        {'code': 'labels.sequence', 'fields': {'before': 4, 'number': 6}}
        """
        return {"code": self.code, "fields": {name: _plain(value) for name, value in self.items}}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Message:
        """Read a message written by `as_data`.

        Raises:
            ValueInvariantError: if the data has another structure.
        """
        if not isinstance(data, Mapping) or set(data) != {"code", "fields"}:
            raise ValueInvariantError("a message is an object of a code and its fields")
        if not isinstance(data["fields"], Mapping):
            raise ValueInvariantError("the fields of a message are an object")
        return cls(data["code"], **{str(name): _value(value) for name, value in data["fields"].items()})


Notice = Callable[[Message], None]
"""Called with what a person should know, such as a doubt of a reader."""


def no_notice(message: Message) -> None:
    """No-op notice."""


Progress = Callable[[str, int, int], None]
"""Called with (stage, done, total). Its exceptions propagate, which allows cancelling."""


def no_progress(stage: str, done: int, total: int) -> None:
    """No-op progress callback."""


def verbatim(text: str) -> Message:
    """Return a message that is this text in every language.

    For text from outside: a sentence in a file from before messages had codes, or the output of
    another program.
    """
    return Message(VERBATIM, text=text)


def about(name: str, message: Message) -> Message:
    """Return a message preceded by the name of the file it concerns."""
    return Message("text.about", name=name, text=message)


def about_line(name: str, number: int, message: Message) -> Message:
    """Return a message preceded by the name of the file and the line it concerns, counted from 1."""
    return Message("text.about_line", name=name, number=number, text=message)


def page_list(found: Iterable[int]) -> Message:
    """List page numbers (`page 3`, `pages 3, 4 and 7`); those after the twelfth are only counted.

    >>> str(page_list([3])), str(page_list([7, 3, 4]))
    ('page 3', 'pages 3, 4 and 7')
    >>> str(page_list(range(1, 30)))
    'pages 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 17 more'
    """
    numbers = tuple(sorted(set(found)))
    shown = numbers[:_MOST_PAGES]
    if len(shown) < len(numbers):
        return Message("reading.pages_more", pages=shown, more=len(numbers) - len(shown))
    return Message("reading.pages", numbers=shown, count=len(numbers))


def _check(code: str, name: str, value: object) -> None:
    values = value if isinstance(value, tuple) else (value,)
    for each in values:
        if isinstance(each, bool) or not isinstance(each, str | int | float | Message):
            raise ValueInvariantError(f"{code}: the field {quoted(name)} cannot hold {type(each).__name__}")
        if isinstance(each, float) and not isfinite(each):
            raise ValueInvariantError(f"{code}: the field {quoted(name)} is {each}")


def _plain(value: object) -> Any:
    if isinstance(value, Message):
        return value.as_data()
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


def _value(plain: object) -> Any:
    if isinstance(plain, Mapping):
        return Message.from_data(plain)
    return tuple(_value(each) for each in plain) if isinstance(plain, list | tuple) else plain


class AlignerError(Exception):
    """Base class of all errors raised on purpose; `str(error)` is the message in English.

    Attributes:
        message: the message for the user. Plain text is used verbatim in every language, for errors
            that the app never shows or that come from another program.
    """

    message: Message

    def __init__(self, message: Message | str) -> None:
        super().__init__(message)
        self.message = verbatim(message) if isinstance(message, str) else message

    @classmethod
    def about(cls, name: str, code: str, /, **fields: Any) -> Self:
        """Return an error about the file of a name, with the message of a code and its fields."""
        return cls(about(name, Message(code, **fields)))

    @classmethod
    def about_line(cls, name: str, number: int, code: str, /, **fields: Any) -> Self:
        """Return an error about a line of a file, counted from 1."""
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
    try:
        yield
    except MemoryError:
        raise OutOfMemoryError(Message("choice.memory")) from None


QUOTED: Final = 40
"""The most characters of a value that an error message quotes."""

_COMMAS: Final = " ,;，；、،؛"
_REASON: Final = 120

_CREDENTIALS: Final = re.compile(r"""(?<=://)[^\s/@'"]+@|(?<![^\s'"(])[^\s/\\@'"(:]+:[^\s/\\@'"(]+@""")


def shorten(text: str, limit: int) -> str:
    """Return the beginning of a text, with an ellipsis where something was cut off.

    >>> shorten("abcdef", 4)
    'abc…'
    """
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def shorten_at_word(text: str, limit: int) -> str:
    """Shorten a text, at the end of a word if it has spaces.

    >>> shorten_at_word("Measures against trafficking", 16), shorten_at_word("预防犯罪", 3)
    ('Measures…', '预防…')
    """
    short = shorten(text, limit)
    start, space, _ = short.rpartition(" ")
    return short if short == text or not space else f"{start.rstrip()}…"


def excerpt(text: str, limit: int = QUOTED) -> str:
    r"""Return the beginning of a text on one line, as a message quotes it.

    >>> excerpt("ab\n cdef", 5)
    'ab c…'
    """
    return shorten(" ".join(text.split()), limit)


def marked(deleted: str = "", inserted: str = "") -> str:
    """Return an edit as plain text; square brackets would mean text under negotiation.

    >>> marked("May", "June"), marked(inserted="June")
    ('{-May-}{+June+}', '{+June+}')
    """
    return (f"{{-{deleted}-}}" if deleted else "") + (f"{{+{inserted}+}}" if inserted else "")


def bare(text: str) -> str:
    """An edit's words on one line, without commas and semicolons around them, unless there is nothing else.

    >>> bare(", where appropriate, "), bare(" ; ")
    ('where appropriate', ';')
    """
    line = " ".join(text.split())
    return line.strip(_COMMAS) or line


def quoted(value: object) -> str:
    """Return a value of a file as an error message quotes it: a text or number in short, else its type.

    >>> quoted("title"), quoted(0.5), quoted(["a", "b"])
    ("'title'", '0.5', 'list')
    """
    if isinstance(value, str):
        return repr(shorten(value, QUOTED))
    if value is None or isinstance(value, int | float):
        return shorten(repr(value), QUOTED)
    return type(value).__name__


def excerpts(texts: list[str], most: int = 8) -> tuple[str, ...]:
    """Return the first of a list of texts, each in short, with an ellipsis where some were left out.

    >>> excerpts(["a", "b", "c"], 2)
    ('a', 'b', '…')
    """
    return (*map(excerpt, texts[:most]), *["…"] * (len(texts) > most))


def reason(error: Exception) -> str:
    r"""The message of a library's error in short and on one line, as it may quote a file; else its name.

    >>> reason(ValueError("no table\nin 'x'")), reason(KeyError())
    ('no table', 'KeyError')
    """
    lines = str(error).splitlines()
    return shorten(lines[0], _REASON) if lines and lines[0] else type(error).__name__


def without_secrets(text: str) -> str:
    """Return text, such as another program's message, without the user names and passwords of URLs.

    >>> without_secrets("s3://AKIA:secret@bucket/x: 'user:secret@host' is not valid")
    "s3://***@bucket/x: '***@host' is not valid"
    """
    return _CREDENTIALS.sub("***@", text)
