"""Bring a project file of an older format up to date, step by step.

A step migrates an open connection from one format to the next, inside the transaction that
saves. It recreates the tables it changes, so that their definitions are exactly those that
`store` expects. Opening an older file migrates a copy in memory; the file itself changes when
it is next saved.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from aligner.values.errors import ProjectError
from aligner.values.message import Message

FORMAT: Final = 2
"""The format written today, in the file's `user_version`."""

Step = Callable[[sqlite3.Connection], None]


def _add_amendments(connection: sqlite3.Connection) -> None:
    """Format 2 keeps the states of amendments; they are computed when a file without them is opened."""
    connection.execute(
        "CREATE TABLE amendments "
        "(position INTEGER PRIMARY KEY, key TEXT NOT NULL, value TEXT NOT NULL, digest TEXT NOT NULL)"
    )


STEPS: Final[Mapping[int, Step]] = MappingProxyType({1: _add_amendments})
"""Format → the step from it to the next; every format since the first has one."""


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a file to the current format; does nothing if it is current.

    Args:
        connection: a connection to the file, or to a copy of it.

    Raises:
        ProjectError: if the file is newer than this program, or of a format that never existed.
    """
    found = format_of(connection)
    if found > FORMAT:
        raise ProjectError(Message("error.newer_aligner", found=found, known=FORMAT))
    for number in range(found, FORMAT):
        if number not in STEPS:
            raise ProjectError(Message("saved.no_format", found=found))
        STEPS[number](connection)
        connection.execute(f"PRAGMA user_version = {number + 1}")


def format_of(connection: sqlite3.Connection) -> int:
    """Return the format of a file."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
