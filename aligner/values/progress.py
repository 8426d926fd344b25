"""Progress callbacks for long-running work."""

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called with (stage, done, total). Its exceptions propagate, which allows cancelling."""


def no_progress(stage: str, done: int, total: int) -> None:
    """No-op progress callback."""
