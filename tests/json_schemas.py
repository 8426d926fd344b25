"""JSON Schema files of the forms, made from `forms`; they ship in `aligner/formats/schemas`.

Run from the checkout (`PYTHONPATH=. python tests/json_schemas.py`), it rewrites them; a test compares them.
"""

from __future__ import annotations

import json
import types
import typing
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from typing import Any, Final

from aligner.formats.json.forms import FILES, FORMS
from aligner.formats.schemas import FOLDER

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_SIMPLE: Final = {str: "string", int: "integer", float: "number", bool: "boolean"}


def schema_of(name: str) -> dict[str, Any]:
    """Return the schema of a form, complete in itself."""
    parts: dict[str, Any] = {}
    whole = _object(FORMS[name], parts)
    return {"$schema": _DIALECT, "title": f"aligner/{name}", **whole, "$defs": parts}


def written(name: str) -> str:
    """Return the text of a form's schema file."""
    return json.dumps(schema_of(name), ensure_ascii=False, indent=2) + "\n"


def _object(kind: Any, parts: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a dataclass; those it refers to are added to `parts`."""
    hints = typing.get_type_hints(kind)
    properties: dict[str, Any] = {}
    required: list[str] = []
    for declared in fields(kind):
        about = declared.metadata
        key = about["key"] or declared.name
        properties[key] = {**_type(hints[declared.name], parts), "description": about["meaning"]}
        if declared.default is MISSING or about["always"]:
            required.append(key)
    return {"description": kind.__doc__, "type": "object", "properties": properties, "required": required}


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
    name = str(kind.__name__).removesuffix("Form").lower()
    if name not in parts:
        parts[name] = {}  # keeps its place before those it refers to
        parts[name] = _object(kind, parts)
    return name


if __name__ == "__main__":
    for each in FILES:
        (FOLDER / f"{each}.json").write_text(written(each), encoding="utf-8")
