"""Messages to the user as values: a code and fields, rendered by a catalogue.

A finding, a reason, a note and an error carry a `Message`; `aligner.values.catalogue` renders it
in any interface language. Programs use the code and fields and need not parse a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, Final

from aligner.values.errors import ValueInvariantError
from aligner.values.quotation import quoted

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
