"""How the keys of a JSON form are declared: a field of a frozen dataclass, with what it means."""

from __future__ import annotations

from dataclasses import MISSING, field
from typing import Any


def key(
    meaning: str, *, default: Any = MISSING, always: bool = False, name: str = "", const: object = None
) -> Any:
    """Return a field of a form.

    Args:
        meaning: its description in the schema, in Markdown.
        default: what it is where a file lacks it; a key without one is required.
        always: whether it is written even when it has its default, as keys are that were added later.
        name: the key, where it is a word that Python reserves.
        const: the one value that the key may have.
    """
    about = {"meaning": meaning, "always": always, "key": name, "const": const}
    return field(metadata=about) if default is MISSING else field(default=default, metadata=about)
