"""JSON Schema files of the forms, made from `forms`; they ship in `aligner/formats/schemas`.

`python -m aligner.formats.json.schema` rewrites them; a test compares them with this module.
"""

from __future__ import annotations

import inspect
import json
import types
import typing
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from typing import Any, Final

from aligner.formats.json.forms import FORMS
from aligner.formats.schemas import FOLDER
from aligner.values import data_files

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_SIMPLE: Final = {str: "string", int: "integer", float: "number", bool: "boolean"}


def name_of(form: type) -> str:
    """Return a form's short name: `comparison` for `aligner/comparison`.

    >>> from aligner.formats.json.forms import UnitForm
    >>> name_of(UnitForm)
    'unit'
    """
    (named,) = typing.get_args(typing.get_type_hints(form)["format"])
    return str(named).removeprefix("aligner/")


def schema_of(form: type) -> dict[str, Any]:
    """Return the schema of a form, complete in itself."""
    parts: dict[str, Any] = {}
    whole = _object(form, parts)
    return {"$schema": _DIALECT, "title": f"aligner/{name_of(form)}", **whole, "$defs": parts}


def written(form: type) -> str:
    """Return the text of a form's schema file."""
    return json.dumps(schema_of(form), ensure_ascii=False, indent=2) + "\n"


def _object(kind: Any, parts: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a dataclass; those it refers to are added to `parts`."""
    hints = typing.get_type_hints(kind)
    meanings = data_files.tables("forms.toml")[_name(kind)]
    properties: dict[str, Any] = {}
    required: list[str] = []
    for each in fields(kind):
        about = each.metadata
        key = about.get("key") or each.name
        properties[key] = {**_type(hints[each.name], parts), "description": meanings[key]}
        if each.default is MISSING or about.get("always"):
            required.append(key)
    meaning = inspect.getdoc(kind) or ""
    return {"description": meaning, "type": "object", "properties": properties, "required": required}


def _type(hint: Any, parts: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a type hint."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if hint in _SIMPLE:
        return {"type": _SIMPLE[hint]}
    if hint is Any:
        return {}
    if origin is typing.Literal:
        return {"const": inner[0]}
    if origin in (typing.Union, types.UnionType):
        kinds = [_type(each, parts) for each in inner if each is not types.NoneType]
        return {"anyOf": [*kinds, {"type": "null"}]}
    if origin is tuple and inner[-1] is Ellipsis:
        return {"type": "array", "items": _type(inner[0], parts)}
    if origin is tuple:
        items = [_type(each, parts) for each in inner]
        return {"type": "array", "prefixItems": items, "minItems": len(items), "maxItems": len(items)}
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"enum": [member.value for member in hint]}
    if is_dataclass(hint):
        return {"$ref": f"#/$defs/{_part(hint, parts)}"}
    return {"type": "object", "additionalProperties": _type(inner[1], parts)}


def _part(kind: Any, parts: dict[str, Any]) -> str:
    """Return the name of a dataclass's schema among the `parts`, where it is put if it is not there yet."""
    name = _name(kind)
    if name not in parts:
        parts[name] = {}  # keeps its place before those it refers to
        parts[name] = _object(kind, parts)
    return name


def _name(kind: Any) -> str:
    return str(kind.__name__).removesuffix("Form").lower()


if __name__ == "__main__":
    for each in FORMS:
        (FOLDER / f"{name_of(each)}.json").write_text(written(each), encoding="utf-8")
