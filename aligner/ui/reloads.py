"""What the server keeps in memory for a page that is reloaded: a reload begins another session.

It is dropped with the last session that had it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from streamlit.runtime.scriptrunner import get_script_run_ctx


@dataclass(slots=True)
class _Kept:
    """A value, and the session that has it."""

    value: Any
    session: str


_KEPT: Final[dict[object, _Kept]] = {}


def keep(name: object, value: object) -> None:
    """Keep a value of this session under a name that the page's URL leads to."""
    context = get_script_run_ctx()
    if context is not None:
        _KEPT[name] = _Kept(value, context.session_id)


def take(name: object) -> Any:
    """Return the value kept under a name, which this session has from now on; None if there is none."""
    kept, context = _KEPT.get(name), get_script_run_ctx()
    if kept is None or context is None:
        return None
    kept.session = context.session_id
    return kept.value


def drop(name: object) -> None:
    """Drop the value kept under a name."""
    _KEPT.pop(name, None)


def drop_of(session: str) -> None:
    """Drop what only a session that ended has."""
    for name in [name for name, kept in _KEPT.items() if kept.session == session]:
        del _KEPT[name]
