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

import math
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass
from enum import Enum, EnumType
from functools import cache, lru_cache
from typing import Any, Final, NoReturn, TypeVar

from cattrs import Converter
from cattrs.errors import ForbiddenExtraKeysError
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from aligner.values.document import Span
from aligner.values.message import Message, excerpt, quoted

T = TypeVar("T")
Read = Callable[[Any, Any], Any]
_REFUSALS: Final = (ValueError, TypeError, KeyError, OverflowError, ForbiddenExtraKeysError)


class DataError(ValueError):
    """Plain values of the wrong type; names the field and its actual value."""


def unstructure(value: object) -> Any:
    """Return a value as plain JSON values; fields with their default are omitted."""
    return _converter(lenient=False).unstructure(value)


def structure(kind: type[T], plain: object, *, lenient: bool = False) -> T:
    """Build a value of a type from parsed JSON.

    Args:
        kind: a dataclass, or a hint such as `tuple[int, ...]`.
        plain: result of `json.loads`.
        lenient: ignore unknown fields of a dataclass, which later versions may add.

    Raises:
        DataError: if it is not of this type, or is inconsistent; one line that names the field.
    """
    read = _converter(lenient=lenient).structure
    try:
        return read(plain, kind)
    except RecursionError:
        raise DataError("it is nested too deeply") from None
    except _REFUSALS as error:
        raise DataError(_located(plain, kind, read)) from error


@cache
def _converter(*, lenient: bool) -> Converter:
    made = Converter(
        detailed_validation=False,
        forbid_extra_keys=not lenient,
        omit_if_default=True,
        unstruct_collection_overrides={tuple: list},
    )
    for kind in (str, int, float, bool):
        made.register_structure_hook(kind, _plain_reader(kind))
    made.register_structure_hook(Span, _read_span)
    made.register_unstructure_hook(Span, lambda span: [span.start, span.stop])
    made.register_structure_hook(Message, lambda plain, _: Message.from_data(plain))
    made.register_unstructure_hook(Message, Message.as_data)
    made.register_structure_hook_factory(is_dataclass, _dataclass_reader)
    made.register_structure_hook_func(lambda kind: isinstance(kind, EnumType), _read_member)
    made.register_structure_hook_factory(_is_tuple, _tuple_reader)
    made.register_structure_hook_factory(_is_mapping, _mapping_reader)
    made.register_unstructure_hook_factory(is_dataclass, _dataclass_writer)
    made.register_unstructure_hook_factory(_is_mapping, _mapping_writer)
    return made


def _is_tuple(kind: Any) -> bool:
    return kind is tuple or typing.get_origin(kind) is tuple


def _is_mapping(kind: Any) -> bool:
    return kind in (dict, types.MappingProxyType) or typing.get_origin(kind) in (dict, Mapping)


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
    read_fields: Read = make_dict_structure_fn(kind, converter, **_overrides(kind))

    def read(plain: Any, asked: Any) -> Any:
        if type(plain) is not dict:
            _refuse(plain, kind.__name__)
        return read_fields(plain, asked)

    return read


def _dataclass_writer(kind: Any, converter: Converter) -> Callable[[Any], Any]:
    return make_dict_unstructure_fn(kind, converter, _cattrs_omit_if_default=True, **_overrides(kind))


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

    def read(plain: Any, _: Any) -> tuple[Any, ...]:
        if type(plain) is not list:
            _refuse(plain, "list")
        if not endless and len(plain) != len(kinds):
            _refuse(plain, f"list of {len(kinds)}")
        if endless:
            one, of = readers[0], kinds[0]
            return tuple([one(each, of) for each in plain])
        return tuple(one(each, of) for one, each, of in zip(readers, plain, kinds, strict=True))

    return read


def _mapping_reader(kind: Any, converter: Converter) -> Read:
    key_kind, value_kind = typing.get_args(kind)
    read_key, read_value = (converter.get_structure_hook(each) for each in (key_kind, value_kind))

    def read(plain: Any, _: Any) -> dict[Any, Any]:
        return {read_key(key, key_kind): read_value(each, value_kind) for key, each in _pairs(plain)}

    return read


def _pairs(plain: Any) -> list[Any]:
    """Return the keys and values of a mapping."""
    if type(plain) is dict:
        return list(plain.items())
    if type(plain) is list and all(type(each) is list and len(each) == 2 for each in plain):
        return plain
    _refuse(plain, "mapping")


def _mapping_writer(kind: Any, converter: Converter) -> Callable[[Any], Any]:
    def write(value: Mapping[Any, Any]) -> Any:
        pairs = [(converter.unstructure(key), converter.unstructure(each)) for key, each in value.items()]
        if all(isinstance(key, str) for key in value):
            return dict(pairs)
        return [list(pair) for pair in pairs]

    return write


def _refuse(plain: Any, wanted: str) -> NoReturn:
    raise DataError(f"{quoted(plain)} where a {wanted} should be")


def _located(plain: Any, kind: Any, read: Read, place: str = "") -> str:
    """Return the first error in plain values that cannot be read, with the path of fields to it."""
    if typing.get_origin(kind) in (typing.Union, types.UnionType) and plain is not None:
        kind = typing.get_args(kind)[0]
    for step, part, of in _parts(plain, kind):
        try:
            read(part, of)
        except _REFUSALS:
            return _located(part, of, read, place + step)
    try:
        read(plain, kind)
    except ForbiddenExtraKeysError as error:
        said = f"{kind.__name__} has a field {quoted(min(error.extra_fields))} that is not known"
    except KeyError as error:
        said = f"{kind.__name__} lacks its field {quoted(error.args[0])}"
    except _REFUSALS as error:
        said = str(error)
    return f"{place.removeprefix('.')}: {said}" if place else said


def _parts(plain: Any, kind: Any) -> Iterator[tuple[str, Any, Any]]:
    """Yield what a value consists of: the step of its path, its plain value and its type."""
    inner = typing.get_args(kind)
    if is_dataclass(kind) and type(plain) is dict and kind not in (Span, Message):
        hints = typing.get_type_hints(kind)
        keys = {declared.name: declared.metadata.get("key") or declared.name for declared in fields(kind)}
        yield from ((f".{name}", plain[key], hints[name]) for name, key in keys.items() if key in plain)
    elif _is_tuple(kind) and type(plain) is list:
        kinds = inner[:1] * len(plain) if inner[1:] == (Ellipsis,) else inner
        yield from ((f"[{at}]", part, of) for at, (part, of) in enumerate(zip(plain, kinds, strict=False)))
    elif _is_mapping(kind):
        with suppress(DataError):
            yield from ((f"[{excerpt(str(key))}]", part, inner[1]) for key, part in _pairs(plain))
