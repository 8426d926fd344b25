"""The recently opened projects, and the default folder for projects.

The list is a small JSON file in the user's state folder, readable only by its owner. It is
a convenience: a damaged list is treated as empty, and an unwritable one is ignored.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from aligner.readers.regular_file import write_private
from aligner.values import disk_traces

MOST: Final = 20
"""How many projects are remembered."""

ENVIRONMENT: Final = "ALIGNER_PROJECT"
"""The environment variable in which `aligner app FILE` passes the file to open."""

_FORMAT: Final = "aligner/recent"
_FILE: Final = "recent.json"


@dataclass(frozen=True, slots=True)
class Recent:
    """A project that was opened.

    Attributes:
        id: 16 hexadecimal digits that represent the path in a URL.
        path: its current or former path.
        title: its title when it was last opened.
        opened: when it was last opened, in ISO form and UTC.
    """

    id: str
    path: Path
    title: str
    opened: str


def default_folder() -> Path:
    """Return the default folder for projects, without creating it."""
    import platformdirs

    return platformdirs.user_documents_path() / "aligner"


def state_folder() -> Path:
    """Return the user's state folder for this program, by the platform's conventions."""
    return disk_traces.state()


def id_of(path: Path) -> str:
    """Return the id of a file in a URL: always the same for the same file.

    >>> id_of(Path("x.aligner")) == id_of(Path.cwd() / "x.aligner")
    True
    """
    whole = os.path.normcase(path.resolve()).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(whole, digest_size=8).hexdigest()


def remember(path: Path, title: str) -> str:
    """Put a project at the top of the list and return its id. A list that cannot be written is ignored."""
    made = Recent(id_of(path), path.resolve(), title, datetime.now(UTC).isoformat(timespec="seconds"))
    others = [project for project in recents() if project.id != made.id]
    _write([made, *others][:MOST])
    return made.id


def recents() -> tuple[Recent, ...]:
    """Return the projects opened last, newest first, including those whose file has gone."""
    try:
        value = json.loads((state_folder() / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return ()
    listed = value.get("projects") if isinstance(value, dict) and value.get("format") == _FORMAT else None
    return tuple(_entries(listed if isinstance(listed, list) else ()))[:MOST]


def find(id: str) -> Path | None:
    """Return the file with an id if it was opened here before; a URL can open no other file."""
    return next((project.path for project in recents() if project.id == id), None)


def forget(id: str) -> None:
    """Remove a project from the list, but not its file."""
    before = recents()
    kept = [project for project in before if project.id != id]
    if len(kept) < len(before):
        _write(kept)


def requested() -> Path | None:
    """Return the project that `aligner app FILE` was requested to open, if any."""
    name = os.environ.get(ENVIRONMENT)
    return Path(name) if name else None


def _entries(listed: Iterable[object]) -> Iterator[Recent]:
    seen: set[str] = set()
    for each in listed:
        match each:
            case {"path": str(path), "title": str(title), "opened": str(opened)}:
                with suppress(ValueError, OSError, RuntimeError):  # a path that is invalid on this system
                    made = Recent(id_of(Path(path)), Path(path), title, opened)
                    if made.id not in seen:
                        seen.add(made.id)
                        yield made


def _write(projects: Iterable[Recent]) -> None:
    listed = [{"path": str(each.path), "title": each.title, "opened": each.opened} for each in projects]
    text = json.dumps({"format": _FORMAT, "version": 1, "projects": listed}, indent=1)
    with suppress(OSError):
        write_private(state_folder() / _FILE, text.encode())
