"""Bringing a project file of an older format up to today's, step by step.

A step takes an open connection from one format to the next, inside the transaction that
saves: it recreates the tables it changes, so that their definitions read exactly as
`store` expects them. Opening an older file migrates a copy in memory; the file itself
changes when it is next saved.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from aligner.errors import ProjectError

FORMAT: Final = 1
"""The format written today, in the file's `user_version`."""

Step = Callable[[sqlite3.Connection], None]

STEPS: Final[Mapping[int, Step]] = MappingProxyType({})
"""Format → the step from it to the next; every format since the first has one."""


def migrate(
    connection: sqlite3.Connection,
    *,
    steps: Mapping[int, Step] | None = None,
    target: int | None = None,
) -> None:
    """Take a file to today's format; nothing happens where it has it already.

    Args:
        connection: to the file, or a copy of it.
        steps: those to take; `STEPS` if not given.
        target: the format to reach; `FORMAT` if not given.

    Raises:
        ProjectError: the file is newer than this program, or of no format there ever was.
    """
    known, goal = STEPS if steps is None else steps, FORMAT if target is None else target
    found = format_of(connection)
    if found > goal:
        raise ProjectError(
            f"it was made by a newer aligner (project format {found}; this one knows {goal}); update aligner"
        )
    for number in range(found, goal):
        if number not in known:
            raise ProjectError(f"it is damaged: there is no project format {found}")
        known[number](connection)
        connection.execute(f"PRAGMA user_version = {number + 1}")


def format_of(connection: sqlite3.Connection) -> int:
    """The format of a file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
