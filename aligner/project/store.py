"""A project as one file with the extension `.aligner`.

The file is a SQLite 3 database: `application_id` 0x416C676E ("Algn"), `user_version` the
format (`database.FORMAT`). Its tables `meta`, `documents`, `alignments`, `revisions`,
`amendments`, `reviewed`, `dismissed`, `glossary` and `desk` are alike::

    position  INTEGER   from 0 on: order is significant
    key       TEXT      JSON: a name, a document's key, a pair of such keys, a fingerprint
    value     TEXT      JSON, as `project_tables` writes it: fields that have their default are left out
    digest    TEXT      of key and value: detects damage, and what has to be rewritten

and `saved` has one row: `token`, new at each save; `moment`, in UTC; `program`, the version
that saved it. A window passes the token it last saw; if the file has another, another window
has saved in the meantime, and nothing is written. The view state alone (table `desk`) is saved
without a new token, so that browsing in one window does not block work in another; the last
window to save it wins.

A failed save leaves the file as it was: an existing one is written in one transaction, a new
one under a temporary name and then moved into place. It is readable only by its owner (mode
0600) and contains no path, and replaced content is overwritten.
"""

import os
import secrets
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from aligner.project import database
from aligner.project.project_tables import TABLES, Table, dumps, loads, project_of, refuse_contradictions
from aligner.project.saved_work import Project
from aligner.readers.regular_file import file_beside, is_special, target_of
from aligner.values.digest import digest
from aligner.values.garbage_collection import rare_collections
from aligner.values.message import Message, ProjectChangedError, ProjectDamagedError, ProjectError

EXTENSION: Final = database.EXTENSION
_VIEW_STATE: Final = "desk"


class Token(str):
    """The state of a file after its last save, with the project it then contained.

    The next save only has to examine values that are no longer the same object.
    """

    project: Project | None = None


def save(project: Project, path: Path, *, token: str | None = None, replace: bool = False) -> str:
    """Write a project.

    Args:
        project: the project.
        path: the file; its folder is created if it is missing.
        token: the token returned by `load` or the last save; None for a new file.
        replace: whether a new file may replace an existing one.

    Returns:
        The token for the next save; the same if nothing had changed.

    Raises:
        ProjectChangedError: if another window has saved in the meantime; says when.
        ProjectError: if it cannot be written; says why. An existing file is left unchanged.
    """
    with database.explained(path, "saved"):
        known = token.project if isinstance(token, Token) else None
        if known is None or known.comparison is not project.comparison:
            refuse_contradictions(project.comparison)
        if token is None:
            given = _save_new(project, path, replace)
        else:
            given = _save_existing(project, path, token, known)
    return _token_with(given, project)


def load(path: Path) -> tuple[Project, str]:
    """Open a project.

    Returns:
        The project, and the token to save it with.

    Raises:
        ProjectDamagedError: if the file is damaged or no project; `salvage` reads what is left.
        ProjectError: if the file is missing, cannot be read, or is from a newer version of this
            program.
    """
    explained = database.explained(path, "opened")
    with rare_collections(), explained, closing(database.open_file(path)) as connection:
        connection.execute("BEGIN")  # a consistent snapshot of all tables, even if another window saves
        project, token = _read(connection)
    return project, _token_with(token, project)


def to_bytes(project: Project) -> bytes:
    """Return a project as the bytes of a file, the same for the same project.

    Raises:
        ProjectError: see `save`.
    """
    refuse_contradictions(project.comparison)
    with closing(database.connect(None)) as connection:
        database.create(connection, TABLES)
        _write(connection, project, None)
        digests = [row[0] for name in TABLES for row in connection.execute(f"SELECT digest FROM {name}")]
        database.sign(connection, digest(*digests), "")
        return connection.serialize()


def from_bytes(data: bytes, name: str) -> Project:
    """Return the project in the bytes of a file; `name` is for messages.

    Raises:
        ProjectError: see `load`.
    """
    with database.explained(Path(name), "opened"):
        database.refuse_others(data)
        with closing(database.connect(None)) as connection:
            connection.deserialize(data)
            return _read(connection)[0]


def outline(path: Path) -> tuple[str, str, frozenset[str]]:
    """Return a project's title, when it was last saved, and the names in its view state.

    The rest is not read.

    Raises:
        ProjectError: see `load`.
    """
    with database.explained(path, "opened"), closing(database.open_file(path)) as connection:
        database.refuse_programs(connection)
        meta = dict(database.rows(connection, "meta"))
        title = loads(str, meta.get(dumps("title"), '""'))
        names = frozenset(loads(str, key) for key, _ in database.rows(connection, _VIEW_STATE))
        return title, database.last_saved(connection)[1], names


def current_token(path: Path) -> str:
    """Return the current token of a file; it differs from the caller's if another window has saved.

    Raises:
        ProjectError: see `load`.
    """
    with database.explained(path, "opened"), closing(database.open_file(path)) as connection:
        return database.last_saved(connection)[0]


def _save_existing(project: Project, path: Path, token: str, known: Project | None) -> str:
    """Write the changes to an existing file, unless another window has saved it in the meantime."""
    if not path.exists():
        raise ProjectError(Message("error.gone"))
    with closing(database.open_file(path)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        older = database.format_of(connection) != database.FORMAT
        database.refuse_programs(connection)
        database.migrate(connection)
        database.refuse_other_tables(connection, TABLES)
        found, moment = database.last_saved(connection)
        if found != token and known is not None and _same_work(project, known):
            return token
        if found != token:
            late = Message("error.overtaken_at", when=moment) if moment else Message("error.overtaken")
            raise ProjectChangedError(late, moment)
        changed = _write(connection, project, None if older else known)
        if not changed and not older:
            return token
        fresh = token if changed == {_VIEW_STATE} and not older else secrets.token_hex(16)
        if fresh != token:
            database.sign(connection, fresh, database.now())
        _commit(connection)
    return fresh


def _make_folder(folder: Path) -> None:
    """Create a missing folder first, since the system's error message would appear to be about the file."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError, FileNotFoundError) as error:
        raise ProjectError(Message("error.folder_unmade")) from error


def _save_new(project: Project, path: Path, replace: bool) -> str:
    """Write a whole file under a temporary name in its folder, and rename it."""
    if path.exists() and not replace:
        raise ProjectError(Message("error.name_taken"))
    target = target_of(path)
    if is_special(target):
        raise ProjectError(Message("output.not_regular"))
    _make_folder(target.parent)
    with file_beside(target) as beside:
        with closing(database.connect(beside, "rw")) as connection:
            connection.execute("PRAGMA journal_mode = MEMORY")
            connection.execute("BEGIN")
            database.create(connection, TABLES)
            _write(connection, project, None)
            token = secrets.token_hex(16)
            database.sign(connection, token, database.now())
            _commit(connection)
        _clear_journal(target)
        _move(beside, target, replace)
    return token


def _clear_journal(target: Path) -> None:
    """Remove what an interrupted save left beside a file about to be replaced.

    SQLite would otherwise play a leftover journal back into the new file.
    """
    if target.exists():
        with suppress(sqlite3.Error), closing(database.connect(target, "rw")) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master")
    target.with_name(f"{target.name}-journal").unlink(missing_ok=True)


def _move(beside: Path, target: Path, replace: bool) -> None:
    """Move a file into place; if another has appeared there in the meantime, only if it may be replaced."""
    if not replace:
        try:
            os.link(beside, target)  # unlike a rename, it never overwrites
            return
        except FileExistsError:
            raise ProjectError(Message("error.name_taken")) from None
        except OSError:  # a file system without links
            if target.exists():
                raise ProjectError(Message("error.name_taken")) from None
    beside.replace(target)


def _same_work(one: Project, other: Project) -> bool:
    """Whether two projects differ at most in their view state."""
    return all(_same_parts(table, one, other) for name, table in TABLES.items() if name != _VIEW_STATE)


def _same_parts(table: Table, one: Project, other: Project) -> bool:
    return all(a is b for a, b in zip(table.parts(one), table.parts(other), strict=True))


def _write(connection: sqlite3.Connection, project: Project, known: Project | None) -> set[str]:
    """Write what has changed; return the tables that had to be written.

    `known` is the project that the file contains, if known, apart from its view state, which
    another window may have changed.
    """
    changed = set[str]()
    for name, table in TABLES.items():
        before = None if name == _VIEW_STATE else known
        if before is not None and _same_parts(table, project, before):
            continue
        saved = {dumps(key): value for key, value in table.entries(before)} if before is not None else {}
        stored = {
            position: (key, digest)
            for position, key, digest in connection.execute(f"SELECT position, key, digest FROM {name}")
        }
        count = 0
        for position, (key, value) in enumerate(table.entries(project)):
            count += 1
            key_text, there = dumps(key), stored.get(position, ("", ""))
            if there[0] == key_text and saved.get(key_text) == value:
                continue
            text = dumps(value)
            row = (position, key_text, text, digest(key_text, text))
            if (key_text, row[3]) != there:
                connection.execute(f"INSERT OR REPLACE INTO {name} VALUES (?, ?, ?, ?)", row)
                changed.add(name)
        if any(not 0 <= position < count for position in stored):
            connection.execute(f"DELETE FROM {name} WHERE position NOT BETWEEN 0 AND ?", (count - 1,))
            changed.add(name)
    return changed


def _commit(connection: sqlite3.Connection) -> None:
    connection.execute("COMMIT")


def _read(connection: sqlite3.Connection) -> tuple[Project, str]:
    """Return the project and the token of a file of any format up to the current one."""
    database.refuse_programs(connection)
    if database.format_of(connection) == database.FORMAT:
        return _read_current(connection)
    with closing(database.connect(None)) as copy:
        connection.backup(copy)
        database.migrate(copy)
        return _read_current(copy)


def _read_current(connection: sqlite3.Connection) -> tuple[Project, str]:
    try:
        database.refuse_other_tables(connection, TABLES)
        tables = {name: list(database.rows(connection, name)) for name in TABLES}
        return project_of(tables), database.last_saved(connection)[0]
    except ProjectError as error:
        raise ProjectDamagedError(error.message) from error


def _token_with(token: str, project: Project) -> Token:
    found = Token(token)
    found.project = project
    return found
