"""How long-running work reports its progress."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called with (stage, done, total). What it raises goes through: that is how to cancel."""


def no_progress(stage: str, done: int, total: int) -> None:
    """No-op progress callback."""
