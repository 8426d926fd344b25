"""Values made of a stranger's JSON hold what their fields say: text where text belongs, finite numbers.

Python does not ask, and a number in the place of a label would break whatever shows it later.
"""

from __future__ import annotations

import math
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

_PLAIN: Final = (str, int, float, bool, type(None))


def check(value: object) -> None:
    """Go through a dataclass and all that it holds.

    Raises:
        TypeError: names the field, and what it holds instead.
    """
    if is_dataclass(value) and not isinstance(value, type):
        allowed = _allowed(type(value))
        for field in fields(value):
            held = getattr(value, field.name)
            wanted = allowed[field.name]
            if wanted and not _fits(held, wanted):
                raise TypeError(f"{type(value).__name__}.{field.name} cannot be {str(held)[:40]!r}")
            check(held)
    elif isinstance(value, Mapping):
        for key, held in value.items():
            check(key)
            check(held)
    elif isinstance(value, tuple):
        for held in value:
            check(held)


@cache
def _allowed(kind: type) -> Mapping[str, tuple[type, ...]]:
    """For each field, the plain types it may have; none where it holds other values."""
    return {name: _plain(hint) for name, hint in get_type_hints(kind).items()}


def _plain(hint: Any) -> tuple[type, ...]:
    parts = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    return tuple(parts) if all(part in _PLAIN for part in parts) else ()


def _fits(held: object, wanted: tuple[type, ...]) -> bool:
    if isinstance(held, bool):
        return bool in wanted
    if isinstance(held, float):
        return float in wanted and math.isfinite(held)
    return isinstance(held, wanted) or (isinstance(held, int) and float in wanted)
