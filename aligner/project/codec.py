"""Project values as JSON on one line, and back; `aligner.values.codec` does the conversion.

The same value always gives the same JSON, so that digests show whether something changed.
Text is preserved exactly; lone surrogates, which text from broken files can contain, are
written as escapes. An unknown field is refused on reading, since the next save would lose it.
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
    """Return a value as JSON on one line.

    Raises:
        ProjectError: if JSON cannot represent the value.
    """
    plain = unstructure(value)
    try:
        text = json.dumps(plain, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(plain, separators=(",", ":"))
    except (ValueError, TypeError) as error:
        raise ProjectError(Message("saved.unsavable", why=str(error))) from error
    return text


def loads(kind: type[T], text: str) -> T:
    """Return the value of a type from its JSON.

    Args:
        kind: a dataclass, or a hint such as `tuple[int, ...]`.
        text: JSON from `dumps`.

    Raises:
        ProjectError: if it is not JSON or not of this type; names the field and its actual type.
    """
    try:
        plain = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise ProjectError(Message("file.not_json", why=str(error))) from None
    return decode(kind, plain)


def decode(kind: type[T], plain: Plain) -> T:
    """Return the value of a type from plain JSON values.

    Raises:
        ProjectError: if it is not of this type; names the field and its actual type.
    """
    try:
        return structure(kind, plain)
    except DataError as error:
        raise ProjectError(Message("error.damaged_how", detail=str(error))) from error


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")
