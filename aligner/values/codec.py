"""Convert frozen dataclasses to plain JSON values and back by their type hints, strictly.

- A dataclass is an object of its fields; unknown fields are refused.
- A `Span` is `[start, stop]`, a tuple a list, an enumeration its value, a `Message` its code
  and fields.
- A mapping is an object if its keys are text, else a list of `[key, value]`.
- A field's metadata may rename its key (`key`), or require it even with its default value
  (`always`).
- Reading converts nothing: text stays text, and a boolean is not a number. An integer is
  accepted for a `float`.

Built on `cattrs`, which generates the code for each dataclass once.
"""

from __future__ import annotations

import math
import types
import typing
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache, lru_cache
from itertools import cycle
from typing import Any, Final, NoReturn, TypeVar

from cattrs import Converter
from cattrs.errors import (
    ClassValidationError,
    ForbiddenExtraKeysError,
    IterableValidationError,
    IterableValidationNote,
)
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from aligner.values.document import Span
from aligner.values.message import Message
from aligner.values.quotation import excerpt, quoted

T = TypeVar("T")
Read = Callable[[Any, Any], Any]


class DataError(ValueError):
    """Plain values of the wrong type; names the field and its actual value."""


def unstructure(value: object) -> Any:
    """Return a value as plain JSON values; fields with their default are omitted."""
    return _converter(explaining=False, lenient=False).unstructure(value)


def structure(kind: type[T], plain: object, *, lenient: bool = False) -> T:
    """Build a value of a type from parsed JSON.

    Args:
        kind: a dataclass, or a hint such as `tuple[int, ...]`.
        plain: result of `json.loads`.
        lenient: ignore unknown fields of a dataclass, which later versions may add.

    Raises:
        DataError: if it is not of this type, or is inconsistent; one line that names the field.
    """
    try:
        return _converter(explaining=False, lenient=lenient).structure(plain, kind)
    except RecursionError:
        raise DataError("it is nested too deeply") from None
    except (ValueError, TypeError, KeyError, OverflowError, ForbiddenExtraKeysError):
        pass  # repeated below with the path: tracking it would slow down every file
    try:
        return _converter(explaining=True, lenient=lenient).structure(plain, kind)
    except (ValueError, TypeError, KeyError, OverflowError, ExceptionGroup) as error:
        raise DataError(_explained(error)) from error


@cache
def _converter(*, explaining: bool, lenient: bool) -> Converter:
    """Return the converter; the `explaining` one is slow but locates errors."""
    made = Converter(detailed_validation=explaining, forbid_extra_keys=not lenient, omit_if_default=True)
    for kind in (str, int, float, bool):
        made.register_structure_hook(kind, _plain_reader(kind))
    made.register_structure_hook(Span, _read_span)
    made.register_unstructure_hook(Span, lambda span: [span.start, span.stop])
    made.register_structure_hook(Message, lambda plain, _: Message.from_data(plain))
    made.register_unstructure_hook(Message, Message.as_data)
    made.register_structure_hook_factory(is_dataclass, _dataclass_reader)
    made.register_structure_hook_func(_is_enumeration, _read_member)
    made.register_structure_hook_factory(_is_tuple, _tuple_reader)
    made.register_structure_hook_factory(_is_mapping, _mapping_reader)
    made.register_unstructure_hook_factory(is_dataclass, _dataclass_writer)
    made.register_unstructure_hook_factory(_is_tuple, _tuple_writer)
    made.register_unstructure_hook_factory(_is_mapping, _mapping_writer)
    return made


def _is_enumeration(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Enum)


def _is_tuple(kind: Any) -> bool:
    return kind is tuple or typing.get_origin(kind) is tuple


def _is_mapping(kind: Any) -> bool:
    return kind in (dict, types.MappingProxyType) or typing.get_origin(kind) in (
        dict,
        typing.get_origin(Mapping[str, str]),
    )


def _plain_reader(kind: type) -> Read:
    taken = (int, float) if kind is float else (kind,)

    def read(plain: Any, asked: Any) -> Any:
        if asked is not kind:  # a subclass, such as an enumeration of texts
            return _read_member(plain, asked)
        if type(plain) not in taken:  # `isinstance` would accept a boolean as a number
            _refuse(plain, kind.__name__)
        try:
            value = kind(plain)
        except OverflowError:
            _refuse(plain, kind.__name__)
        if kind is float and not math.isfinite(value):
            _refuse(plain, kind.__name__)
        return value

    return read


_span = lru_cache(maxsize=1 << 16)(Span)
"""Makes a span once: the same few thousand occur again and again in the documents of a set."""


def _read_span(plain: Any, _: Any) -> Span:
    if type(plain) is not list or len(plain) != 2 or type(plain[0]) is not int or type(plain[1]) is not int:
        _refuse(plain, "Span")
    return _span(plain[0], plain[1])


def _dataclass_reader(kind: Any, converter: Converter) -> Read:
    read_fields: Read = make_dict_structure_fn(
        kind,
        converter,
        _cattrs_forbid_extra_keys=converter.forbid_extra_keys,
        _cattrs_detailed_validation=converter.detailed_validation,
        **_overrides(kind),
    )

    def read(plain: Any, asked: Any) -> Any:
        if type(plain) is not dict:
            _refuse(plain, kind.__name__)
        return read_fields(plain, asked)

    return read


def _dataclass_writer(kind: Any, converter: Converter) -> Callable[[Any], dict[str, Any]]:
    write: Callable[[Any], dict[str, Any]] = make_dict_unstructure_fn(
        kind, converter, _cattrs_omit_if_default=True, **_overrides(kind)
    )
    return write


def _overrides(kind: Any) -> dict[str, Any]:
    """Return the key overrides in the metadata of a dataclass's fields."""
    return {
        declared.name: override(
            rename=declared.metadata.get("key") or None,
            omit_if_default=False if declared.metadata.get("always") else None,
        )
        for declared in fields(kind)
        if declared.metadata
    }


def _read_member(plain: Any, kind: Any) -> Enum:
    if type(plain) is not str or plain not in _members(kind):
        _refuse(plain, kind.__name__)
    return _members(kind)[plain]


@cache
def _members(kind: type[Enum]) -> dict[str, Enum]:
    return {member.value: member for member in kind}


def _tuple_reader(kind: Any, converter: Converter) -> Read:
    inner = typing.get_args(kind)
    endless = len(inner) == 2 and inner[1] is Ellipsis
    kinds = inner[:1] if endless else inner
    readers = [converter.get_structure_hook(each) for each in kinds]
    explaining = converter.detailed_validation

    def read(plain: Any, _: Any) -> tuple[Any, ...]:
        if type(plain) is not list:
            _refuse(plain, "list")
        if not endless and len(plain) != len(kinds):
            _refuse(plain, f"list of {len(kinds)}")
        if explaining:
            return _read_with_places(zip(cycle(readers), plain, strict=False), kinds[0], kind)
        if endless:
            one, of = readers[0], kinds[0]
            return tuple([one(each, of) for each in plain])
        return tuple(one(each, of) for one, each, of in zip(readers, plain, kinds, strict=True))

    return read


def _read_with_places(pairs: Iterable[tuple[Read, Any]], inner: Any, kind: Any) -> tuple[Any, ...]:
    """Read each element; on failure, note the index of the first unreadable one."""
    made = []
    for index, (read, plain) in enumerate(pairs):
        try:
            made.append(read(plain, inner))
        except Exception as error:
            error.add_note(IterableValidationNote("", index, inner))
            raise IterableValidationError("", [error], kind) from None
    return tuple(made)


def _mapping_reader(kind: Any, converter: Converter) -> Read:
    key_kind, value_kind = typing.get_args(kind)
    read_key, read_value = (converter.get_structure_hook(each) for each in (key_kind, value_kind))
    explaining = converter.detailed_validation

    def read(plain: Any, _: Any) -> dict[Any, Any]:
        if type(plain) is dict:
            pairs = list(plain.items())
        elif type(plain) is list and all(type(each) is list and len(each) == 2 for each in plain):
            pairs = plain
        else:
            _refuse(plain, "mapping")
        keys = [read_key(key, key_kind) for key, _ in pairs]
        if explaining:
            named = ((_named(read_value, str(key)), value) for key, value in pairs)
            return dict(zip(keys, _read_with_places(named, value_kind, kind), strict=True))
        return {key: read_value(value, value_kind) for key, (_, value) in zip(keys, pairs, strict=True)}

    return read


def _named(read: Read, key: str) -> Read:
    """Return a reader whose errors are located by mapping key instead of index."""

    def read_named(plain: Any, kind: Any) -> Any:
        try:
            return read(plain, kind)
        except Exception as error:
            error.add_note(_KEY + key)
            raise

    return read_named


_KEY: Final = "key "


def _tuple_writer(kind: Any, converter: Converter) -> Callable[[Any], list[Any]]:
    inner = typing.get_args(kind)
    if len(inner) == 2 and inner[1] is Ellipsis:
        write = converter.get_unstructure_hook(inner[0])
        return lambda value: [write(each) for each in value]
    return lambda value: [converter.unstructure(each) for each in value]


def _mapping_writer(kind: Any, converter: Converter) -> Callable[[Any], Any]:
    def write(value: Mapping[Any, Any]) -> Any:
        pairs = [(converter.unstructure(key), converter.unstructure(each)) for key, each in value.items()]
        if all(isinstance(key, str) for key in value):
            return dict(pairs)
        return [list(pair) for pair in pairs]

    return write


def _refuse(plain: Any, wanted: str) -> NoReturn:
    raise DataError(f"{quoted(plain)} where a {wanted} should be")


def _explained(error: BaseException, place: str = "", kind: Any = None) -> str:
    """Return the first error in a converter's exception, with the path of fields to it."""
    if isinstance(error, ClassValidationError):
        placed, unplaced = error.group_exceptions()
        if placed:
            inner, note = placed[0]
            return _explained(inner, f"{place}.{note.name}", error.cl)
        return _explained(unplaced[0], place, error.cl)
    if isinstance(error, IterableValidationError):
        inner, index = error.group_exceptions()[0][0]
        keys = [str(each)[len(_KEY) :] for each in inner.__notes__ if str(each).startswith(_KEY)]
        return _explained(inner, f"{place}[{excerpt(keys[-1]) if keys else index.index}]", kind)
    name = kind.__name__ if kind is not None else "it"
    if isinstance(error, ForbiddenExtraKeysError):
        said = f"{name} has a field {quoted(min(error.extra_fields))} that is not known"
    elif isinstance(error, KeyError):
        place = place.rpartition(".")[0]
        said = f"{name} lacks its field {quoted(error.args[0])}"
    else:
        said = str(error)
    return f"{place.removeprefix('.')}: {said}" if place else said
