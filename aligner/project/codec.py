"""Our frozen dataclasses as JSON and back, led by their type hints.

- A dataclass is an object of its fields, those that have their default left out; a field
  it does not know is refused, since it would be lost at the next saving.
- A `Span` is `[start, stop]`, a tuple a list, an enumeration its value, a `Message` its code
  and fields.
- A mapping is an object where its keys are text, else a list of `[key, value]`.

The same value always gives the same JSON, so that digests tell whether something
changed. Text is kept as it is, even with halves of surrogate pairs in it, which text from
broken files can have; those are written as escapes.
"""

from __future__ import annotations

import collections.abc
import json
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, NoReturn, TypeVar

from aligner.values import Message, Span
from aligner.values.errors import ProjectError, ValueInvariantError

T = TypeVar("T")
Plain = Any
Read = Callable[[Plain], Any]


def dumps(value: object) -> str:
    """A value as JSON on one line.

    Raises:
        ProjectError: a value that JSON cannot hold.
    """
    try:
        text = json.dumps(encode(value), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(encode(value), allow_nan=False, separators=(",", ":"))
    except ValueError as error:
        raise ProjectError(f"this cannot be saved: {error}") from error
    return text


def loads(kind: type[T], text: str) -> T:
    """The value of a type that JSON tells of.

    Args:
        kind: a dataclass, or a hint such as `tuple[int, ...]`.
        text: what `dumps` gave.

    Raises:
        ProjectError: it is not JSON, or not of this type; says what was met.
    """
    try:
        plain = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise ProjectError(f"not JSON: {error}") from None
    return decode(kind, plain)


def encode(value: object) -> Plain:
    """A value as what JSON holds.

    Raises:
        ProjectError: a value of a type that is not known here.
    """
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Span):
        return [value.start, value.stop]
    if isinstance(value, tuple):
        return [encode(each) for each in value]
    if isinstance(value, Message):
        return value.as_data()
    if isinstance(value, Mapping):
        if all(isinstance(key, str) for key in value):
            return {key: encode(each) for key, each in value.items()}
        return [[encode(key), encode(each)] for key, each in value.items()]
    if is_dataclass(value) and not isinstance(value, type):
        return {
            name: encode(held)
            for name, default in _defaults(type(value))
            if (held := getattr(value, name)) is not default and held != default
        }
    raise ProjectError(f"a value of type {type(value).__name__} cannot be saved")


def decode(kind: type[T], plain: Plain) -> T:
    """The value of a type that something read from JSON tells of.

    Raises:
        ProjectError: it is not of this type; says what was met.
    """
    try:
        return typing.cast("T", _reader(typing.cast("Any", kind))(plain))
    except ValueInvariantError as error:
        raise ProjectError(str(error)) from error
    except RecursionError:
        raise ProjectError("it is nested too deeply") from None


@cache
def _defaults(kind: type) -> tuple[tuple[str, object], ...]:
    """The fields of a dataclass with their defaults; `MISSING` for those without."""
    return tuple(
        (each.name, each.default_factory() if each.default_factory is not MISSING else each.default)
        for each in fields(kind)
    )


@cache
def _reader(kind: Any) -> Read:
    """The function that reads one type; made once, since documents have many segments."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return _optional_reader(kind, inner)
    if origin is tuple:
        return _tuple_reader(inner)
    if origin in (collections.abc.Mapping, dict):
        return _mapping_reader(*inner)
    if kind is Span:
        return _read_span
    if kind is Message:
        return Message.from_data
    if is_dataclass(kind):
        return _dataclass_reader(typing.cast("type", kind))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _enum_reader(kind)
    if kind in (str, int, float, bool):
        return _plain_reader(kind)
    raise TypeError(f"no way to read a {kind}")


def _plain_reader(kind: type) -> Read:
    taken = (int, float) if kind is float else (kind,)

    def read(plain: Plain) -> Any:
        if type(plain) not in taken:  # `isinstance` would let a truth value pass for a number
            _refuse(plain, kind.__name__)
        try:
            return kind(plain)
        except OverflowError:
            _refuse(plain, kind.__name__)

    return read


def _enum_reader(kind: type[Enum]) -> Read:
    known = {member.value: member for member in kind}

    def read(plain: Plain) -> Enum:
        if not isinstance(plain, str) or plain not in known:
            _refuse(plain, kind.__name__)
        return known[plain]

    return read


def _optional_reader(kind: object, inner: tuple[Any, ...]) -> Read:
    kinds = [each for each in inner if each is not types.NoneType]
    if len(kinds) != 1 or len(inner) != 2:
        raise TypeError(f"no way to read a {kind}")
    read_one = _reader(kinds[0])
    return lambda plain: None if plain is None else read_one(plain)


def _tuple_reader(inner: tuple[Any, ...]) -> Read:
    if len(inner) == 2 and inner[1] is Ellipsis:
        read_each = _reader(inner[0])

        def read_many(plain: Plain) -> tuple[Any, ...]:
            if not isinstance(plain, list):
                _refuse(plain, "list")
            return tuple([read_each(each) for each in plain])

        return read_many
    readers = tuple(_reader(each) for each in inner)

    def read(plain: Plain) -> tuple[Any, ...]:
        if not isinstance(plain, list) or len(plain) != len(readers):
            _refuse(plain, f"list of {len(readers)}")
        return tuple(read_one(each) for read_one, each in zip(readers, plain, strict=True))

    return read


def _mapping_reader(key_kind: Any, value_kind: Any) -> Read:
    read_key, read_value = _reader(key_kind), _reader(value_kind)

    def read(plain: Plain) -> dict[Any, Any]:
        pairs = plain.items() if isinstance(plain, dict) else plain
        if not isinstance(plain, dict | list) or any(len(_pair(each)) != 2 for each in pairs):
            _refuse(plain, "mapping")
        return {read_key(key): read_value(value) for key, value in pairs}

    return read


def _pair(plain: Plain) -> list[Any] | tuple[Any, ...]:
    return plain if isinstance(plain, list | tuple) else ()


def _read_span(plain: Plain) -> Span:
    if (
        not isinstance(plain, list)
        or len(plain) != 2
        or type(plain[0]) is not int
        or type(plain[1]) is not int
    ):
        _refuse(plain, "Span")
    return Span(plain[0], plain[1])


def _dataclass_reader(kind: type) -> Read:
    hints = typing.get_type_hints(kind)
    # Filled while reading, not here: a dataclass may hold its own kind.
    readers: dict[str, Read] = {}
    required = [name for name, default in _defaults(kind) if default is MISSING]

    def read(plain: Plain) -> Any:
        if not isinstance(plain, dict):
            _refuse(plain, kind.__name__)
        given = {}
        for name, value in plain.items():
            reader = readers.get(name)
            if reader is None:
                if name not in hints:
                    raise ProjectError(f"{kind.__name__} has a field {name[:40]!r} that is not known")
                reader = readers[name] = _reader(hints[name])
            given[name] = reader(value)
        for name in required:
            if name not in given:
                raise ProjectError(f"{kind.__name__} lacks its field {name!r}")
        return kind(**given)

    return read


def _refuse(plain: Plain, wanted: str) -> NoReturn:
    shown = repr(plain) if isinstance(plain, str | int | float | None) else type(plain).__name__
    raise ProjectError(f"{shown[:60]} where a {wanted} should be")


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")
