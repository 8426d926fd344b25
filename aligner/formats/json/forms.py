"""The documented JSON forms, version 1 each, as frozen dataclasses made of `data/forms.toml`.

`aligner.values.codec` writes and reads them, and `schema` makes the JSON Schema files from
them. Keys are added in later versions, never renamed or given another meaning while
`version` stays 1. Indices count from 0. `fill` makes a form of our values, or a value of
a form.
"""

import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import field, fields, is_dataclass, make_dataclass
from functools import cache, partial
from typing import Any, Final, Literal, TypeVar

from aligner.revision.instructions import Action
from aligner.values import AskKind, SegmentKind, Span, UpdateAction, WeightReason, data_files
from aligner.values.comparison import Carried, ChangeKind, DecisionKind, EditTag, EditType, Severity

VERSION: Final = 1
T = TypeVar("T")

Form = Any
"""One of the classes of `FORMS`, or a value of it: its fields are the keys of its table."""

Stretch = tuple[int, int]
"""`[start, stop)` in code points."""

_CHOICES: Final = (
    *(Action, AskKind, Carried, ChangeKind, DecisionKind, EditTag, EditType, SegmentKind, Severity),
    *(UpdateAction, WeightReason),
)
_TYPES: Final[Mapping[str, Any]] = {
    **{"string": str, "integer": int, "number": float, "boolean": bool, "any": Any, "span": Stretch},
    "sides": tuple[tuple[str, ...], tuple[str, ...]],
    "version": Literal[1],
    **{choice.__name__: choice for choice in _CHOICES},
}
_KEYS: Final = {"old_version": "from", "new_version": "to", "origin": "from"}
"""The keys of fields whose names are others."""


def fill(kind: type[T], /, *sources: object, **others: object) -> T:
    """Return a form with what values have under the names of its keys, or a value of a form.

    Everything is brought into the shape that the type hints name: a span becomes a list of indices or a
    stretch, and a value a form of its own, in lists and mappings as well. Scores are rounded to six places,
    finer than any meaningful difference, and the same on every machine.

    Args:
        kind: the form, or the class of the value.
        sources: what has the values; the first that has one of them counts.
        others: what no source has, or has in another sense.
    """
    filled = filler(kind, tuple(map(type, sources)), tuple(others))  # type: ignore[arg-type]
    return typing.cast("T", filled(*sources, **others))


@cache
def filler(kind: Any, sources: tuple[type, ...], others: tuple[str, ...]) -> Callable[..., Any]:
    """Return the function by which `fill` works, called with the sources and `others`; for long lists.

    It is compiled from the names of the fields, as the methods of dataclasses are: looking each of them up
    made files of 40,000 segments a quarter slower.
    """
    hints, known, arguments = typing.get_type_hints(kind), {"_make": kind}, list[str]()
    for name in (declared.name for declared in fields(kind)):
        at = next((at for at, source in enumerate(sources) if name in dir(source)), None)
        if typing.get_origin(hints[name]) is Literal:
            value = repr(*typing.get_args(hints[name]))
        elif name in others or at is not None:
            value = name if name in others else f"_source{at}.{name}"
            shape = partial(round, ndigits=6) if name == "score" else _shape(hints[name])
            if shape is not _as_is:
                known[f"_shape_{name}"] = shape
                value = f"_shape_{name}({value})"
        else:
            continue
        arguments.append(f"{name}={value}")
    given = ", ".join([*(f"_source{at}" for at in range(len(sources))), *others])
    code = f"lambda {given}: _make({', '.join(arguments)})"
    return eval(code, known)  # type: ignore[no-any-return]  # noqa: S307


def _shape(hint: Any) -> Callable[[Any], Any]:
    """Return the function that brings a value into the shape of a type hint."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        shape = _shape(next(each for each in inner if each is not types.NoneType))
        return lambda value: None if value is None else shape(value)
    if hint == Stretch:
        return lambda span: (span.start, span.stop)
    if hint is Span:
        return lambda value: value if isinstance(value, Span) else Span(*value)
    if origin is tuple and inner[-1] is Ellipsis:
        shape = _shape(inner[0])
        return tuple if shape is _as_is else lambda values: tuple(map(shape, values))
    if origin is Mapping and (shape := _shape(inner[1])) is not _as_is:
        return lambda values: {key: shape(value) for key, value in values.items()}
    return partial(_form, hint) if is_dataclass(hint) else _as_is


def _form(kind: Any, value: Any) -> Any:
    return value if isinstance(value, kind) else fill(kind, value)


def _as_is(value: Any) -> Any:
    return value


def _class_of(name: str, declared: Mapping[str, Any]) -> Form:
    """Return the form that a table declares."""
    made = []
    for key, declaration in declared.items():
        if key != "about":
            kind, meaning, *state = declaration
            made.append((key, *_field(_type(kind, name), meaning, state, _KEYS.get(key))))
    title = f"{name.title().replace('_', '')}Form"
    about = {"__doc__": declared["about"]}
    return make_dataclass(title, made, namespace=about, frozen=True, slots=True, kw_only=True)


def _type(kind: str, form: str) -> Any:
    """Return a type by its name: `?` may be null, `[]` is a list, and `{}` a mapping from texts."""
    if kind.endswith("?"):
        return _type(kind[:-1], form) | None
    if kind.endswith("[]"):
        return tuple[_type(kind[:-2], form), ...]  # type: ignore[misc]
    if kind.endswith("{}"):
        return Mapping[str, _type(kind[:-2], form)]  # type: ignore[misc]
    if kind == "name":
        return Literal[f"aligner/{form}"]
    return _TYPES.get(kind) or FORMS[kind]


def _field(kind: Any, meaning: str, state: list[Any], key: str | None) -> tuple[Any, Any]:
    about = {"meaning": meaning, "key": key, "always": state[:1] == ["added later"]}
    if not state:
        return kind, field(metadata=about)
    return kind, field(default=kind(state[1]) if len(state) > 1 else _empty(kind), metadata=about)


def _empty(kind: Any) -> Any:
    if typing.get_origin(kind) is tuple:
        return () if Ellipsis in typing.get_args(kind) else ((), ())
    return kind() if isinstance(kind, type) else None


FORMS: Final[dict[str, Form]] = {}
"""Every form by its name; those that have a `format` are files, the others parts of them."""

for _name, _declared in data_files.tables("forms.toml").items():
    FORMS[_name] = _class_of(_name, _declared)
FILES: Final = tuple(name for name, _form_class in FORMS.items() if "format" in _form_class.__slots__)
