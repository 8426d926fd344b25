"""Open the SQLite file of a project safely, check its tables and explain its errors.

A project may come from an untrusted source, such as an e-mail. A file without a project's
signature is refused before SQLite opens it, views and triggers are refused before any query,
and every entry is verified by its digest.

Bring a project file of an older format up to date, step by step.

A step migrates an open connection from one format to the next, inside the transaction that
saves. It recreates the tables it changes, so that their definitions are exactly those that
`store` expects. Opening an older file migrates a copy in memory; the file itself changes when
it is next saved.
"""

import errno
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal

import aligner
from aligner.readers.regular_file import is_special
from aligner.values import AlignerError, Message, ProjectError, reason, verbatim
from aligner.values.digest import digest
from aligner.values.message import ProjectChangedError, ProjectDamagedError

_APPLICATION: Final = 0x416C676E

_MAGIC: Final = b"SQLite format 3\0"
_ID_AT: Final = 68
_FORMAT_AT: Final = 60
_PATIENCE: Final = 5.0
_BY_NAME: Final = ("meta", "desk")
"""Tables in which no entry is missed by its position: they are asked for entries by name."""

_ENTRIES: Final = "position INTEGER PRIMARY KEY, key TEXT NOT NULL, value TEXT NOT NULL, digest TEXT NOT NULL"
_SAVED: Final = "token TEXT NOT NULL, moment TEXT NOT NULL, program TEXT NOT NULL"
_PRAGMAS: Final = (
    "trusted_schema = OFF",
    "cell_size_check = ON",
    "secure_delete = ON",
    "temp_store = MEMORY",
)

EXTENSION: Final = ".aligner"

MOMENT: Final = "%Y-%m-%d %H:%M:%S UTC"
"""The format of the time of the last save."""

Attempt = Literal["opened", "saved"]

_REASONS: Final = {
    sqlite3.SQLITE_BUSY: Message("error.busy"),
    sqlite3.SQLITE_LOCKED: Message("error.busy"),
    sqlite3.SQLITE_FULL: Message("error.disk_full"),
    sqlite3.SQLITE_READONLY: Message("error.read_only"),
    sqlite3.SQLITE_READONLY_ROLLBACK: Message("error.interrupted"),
    sqlite3.SQLITE_PERM: Message("error.read_only"),
    sqlite3.SQLITE_CANTOPEN: Message("error.folder_read_only"),
    sqlite3.SQLITE_IOERR: Message("error.disk"),
    sqlite3.SQLITE_IOERR_WRITE: Message("error.disk_write"),  # also for an exceeded quota
    sqlite3.SQLITE_NOTADB: Message("error.no_project"),
}


FORMAT: Final = 3
"""The format written today, in the file's `user_version`."""

Step = Callable[[sqlite3.Connection], None]


def connect(path: Path | None, mode: str = "") -> sqlite3.Connection:
    """Return a hardened connection that leaves no files behind; in memory if there is no path."""
    address = ":memory:" if path is None else f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(address, uri=True, timeout=_PATIENCE, isolation_level=None)
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    return connection


def open_file(path: Path) -> sqlite3.Connection:
    """Open an existing file; read-only if it cannot be written."""
    if is_special(path):
        raise ProjectError(Message("file.not_regular"))
    with path.open("rb") as file:
        refuse_others(file.read(_ID_AT + 4))
    return connect(path, "rw" if os.access(path, os.W_OK) else "ro")


def definition(name: str) -> str:
    """Return the SQL that creates a table."""
    return f"CREATE TABLE {name} ({_SAVED if name == 'saved' else _ENTRIES})"


def create(connection: sqlite3.Connection, names: Iterable[str]) -> None:
    """Create the tables of a new file: those of entries, and that of the last save."""
    connection.execute(f"PRAGMA application_id = {_APPLICATION}")
    connection.execute(f"PRAGMA user_version = {FORMAT}")
    for name in (*names, "saved"):
        connection.execute(definition(name))


def rows(connection: sqlite3.Connection, name: str) -> Iterator[tuple[str, str]]:
    """Return the keys and values of a table in order, each verified by its digest."""
    query = f"SELECT position, key, value, digest FROM {name} ORDER BY position"
    seen: set[str] = set()
    for position, key, value, given in connection.execute(query):
        if position != len(seen) and name not in _BY_NAME:
            raise ProjectError(Message("saved.entry_missing", entry=f"{name}[{len(seen)}]"))
        if not isinstance(key, str) or not isinstance(value, str) or digest(key, value) != given:
            raise ProjectError(Message("saved.entry_damaged", table=name))
        if key in seen:
            raise ProjectError(Message("saved.entry_twice", table=name))
        seen.add(key)
        yield key, value


def last_saved(connection: sqlite3.Connection) -> tuple[str, str]:
    """Return the token and the time of the last save."""
    rows = connection.execute("SELECT token, moment FROM saved").fetchall()
    if len(rows) != 1 or not all(isinstance(cell, str) for cell in rows[0]):
        raise ProjectError(Message("saved.no_moment"))
    return rows[0][0], rows[0][1]


def sign(connection: sqlite3.Connection, token: str, moment: str) -> None:
    """Record the token and the time of a save."""
    connection.execute("DELETE FROM saved")
    connection.execute("INSERT INTO saved VALUES (?, ?, ?)", (token, moment, aligner.__version__))


def refuse_others(head: bytes) -> None:
    """Refuse a file that is not a project by its first bytes, before SQLite opens it."""
    if head[: len(_MAGIC)] != _MAGIC or head[_ID_AT : _ID_AT + 4] != _APPLICATION.to_bytes(4, "big"):
        raise ProjectDamagedError(Message("error.no_project"))


def format_in(head: bytes) -> int:
    """Return the format of a file by its first bytes; 0 if they are not a project's."""
    try:
        refuse_others(head)
    except ProjectError:
        return 0
    return int.from_bytes(head[_FORMAT_AT : _FORMAT_AT + 4], "big", signed=True)


def refuse_programs(connection: sqlite3.Connection) -> None:
    """Refuse a file with views or triggers: a project has none, and they can run code."""
    kinds = {kind for (kind,) in connection.execute("SELECT type FROM sqlite_master")}
    if kinds - {"table", "index"}:
        raise ProjectError(Message("saved.program", kind=min(kinds - {"table", "index"})))


def refuse_other_tables(connection: sqlite3.Connection, names: Iterable[str]) -> None:
    """Refuse a file whose tables are not exactly those that `create` makes."""
    found = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall())
    for name in (*names, "saved"):
        if found.get(name) != definition(name):
            raise ProjectError(Message("saved.other_table", table=name))


@contextmanager
def explained(path: Path, attempt: Attempt) -> Iterator[None]:
    """Say in one line which file could not be opened or saved, and why."""
    try:
        yield
    except ProjectChangedError as error:
        raise ProjectChangedError(_cannot(path, attempt, error.message), error.when) from error
    except ProjectError as error:
        raise type(error)(_cannot(path, attempt, error.message)) from error
    except AlignerError as error:
        why = Message("error.damaged_how", detail=error.message)
        raise ProjectDamagedError(_cannot(path, attempt, why)) from error
    except sqlite3.Error as error:
        raise _explained(path, attempt, error) from error
    except UnicodeError as error:  # SQLite's message quotes file content, which need not be text
        raise ProjectDamagedError(_cannot(path, attempt, Message("error.damaged"))) from error
    except FileNotFoundError as error:
        raise ProjectError(_cannot(path, attempt, Message("error.missing_file"))) from error
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        why = Message("error.disk_full") if full else verbatim(error.strerror or str(error))
        raise ProjectError(_cannot(path, attempt, why)) from error


def _cannot(path: Path, attempt: Attempt, why: Message) -> Message:
    if attempt == "saved":
        return Message("error.cannot_save", path=str(path), why=why)
    return Message("error.cannot_open", path=str(path), why=why)


def _explained(path: Path, attempt: Attempt, error: sqlite3.Error) -> ProjectError:
    """Describe an SQLite error in terms that help the user."""
    code = getattr(error, "sqlite_errorcode", 0)
    kind = code & 0xFF
    known = _REASONS.get(code) or _REASONS.get(kind)
    is_damaged = known is None or kind == sqlite3.SQLITE_NOTADB
    why = known or Message("error.damaged_how", detail=reason(error))
    return (ProjectDamagedError if is_damaged else ProjectError)(_cannot(path, attempt, why))


def now() -> str:
    """Return the current time, in the format of the file."""
    return datetime.now(UTC).strftime(MOMENT)


def _add_table(name: str, connection: sqlite3.Connection) -> None:
    connection.execute(definition(name))


STEPS: Final[Mapping[int, Step]] = MappingProxyType(
    {1: partial(_add_table, "amendments"), 2: partial(_add_table, "decided")}
)
"""Format → the step from it to the next; every format since the first has one.

Format 2 keeps the states of amendments, which are computed when a file without them is opened, and
format 3 what was decided on them.
"""


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
