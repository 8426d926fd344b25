"""Project values as JSON on one line, and back; `aligner.values.codec` does the conversion.

The same value always gives the same JSON, so that digests show whether something
changed. Text is kept as it is, even with lone surrogates, which text from broken files can
have; those are written as escapes. A field that is not known is refused on reading, since
it would be lost at the next saving.
"""

from __future__ import annotations

import json
from typing import Any, NoReturn, TypeVar

from aligner.values.codec import DataError, structure, unstructure
from aligner.values.errors import ProjectError
from aligner.values.message import Message

T = TypeVar("T")
Plain = Any


def dumps(value: object) -> str:
    """A value as JSON on one line.

    Raises:
        ProjectError: a value that JSON cannot represent.
    """
    plain = encode(value)
    try:
        text = json.dumps(plain, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(plain, allow_nan=False, separators=(",", ":"))
    except (ValueError, TypeError) as error:
        raise ProjectError(Message("saved.unsavable", why=str(error))) from error
    return text


def loads(kind: type[T], text: str) -> T:
    """The value of a type from its JSON.

    Args:
        kind: a dataclass, or a hint such as `tuple[int, ...]`.
        text: what `dumps` gave.

    Raises:
        ProjectError: it is not JSON, or not of this type; names the field and what it is instead.
    """
    try:
        plain = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise ProjectError(Message("file.not_json", why=str(error))) from None
    return decode(kind, plain)


def encode(value: object) -> Plain:
    """A value as plain JSON values."""
    return unstructure(value)


def decode(kind: type[T], plain: Plain) -> T:
    """The value of a type from what was read from JSON.

    Raises:
        ProjectError: it is not of this type; names the field and what it is instead.
    """
    try:
        return structure(kind, plain)
    except DataError as error:
        raise ProjectError(Message("error.damaged_how", detail=str(error))) from error


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")
