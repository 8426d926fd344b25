"""Recovery copies: work that has no file of its own yet, saved so that it survives a crash.

Each copy is an ordinary project file in the user's data folder, readable only by its owner. It
is written like any project (whole or not at all) and removed once its work is kept or closed.
"""

import re
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from aligner.project.database import EXTENSION, MOMENT
from aligner.values import ProjectError, disk_traces

UNEDITED: Final = "unedited"
"""Name in the view state of a copy without a person's work."""

_ID: Final = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class RecoveryCopy:
    """A recovery copy on disk.

    Attributes:
        id: 16 hexadecimal digits that name it in a URL.
        path: its file.
        title: the title of the work.
        saved: when it was last saved, in UTC.
        edited: whether it has a person's work, and not only a comparison that can be made again.
    """

    id: str
    path: Path
    title: str
    saved: datetime
    edited: bool


def folder() -> Path:
    """Return the folder of the copies, by the platform's conventions, without creating it."""
    return disk_traces.data() / "recovery"


def new_path() -> Path:
    """Return the path of a new copy, after creating the folder for its owner alone."""
    with suppress(OSError):  # saving there reports it
        folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder() / f"{secrets.token_hex(8)}{EXTENSION}"


def find(id: str) -> Path | None:
    """Return the file of the copy with an id, or None; a URL can name no other file."""
    path = folder() / f"{id}{EXTENSION}"
    return path if _ID.fullmatch(id) and path.is_file() else None


def copies() -> tuple[RecoveryCopy, ...]:
    """Return the copies, newest first; files that are not readable projects are left out."""
    return tuple(sorted(_readable(), key=lambda copy: copy.saved, reverse=True))


def remove(path: Path) -> None:
    """Remove a copy, if it is still there and its folder permits it."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


def _readable() -> Iterator[RecoveryCopy]:
    from aligner.project.store import outline

    if not folder().is_dir():
        return
    for path in folder().glob(f"*{EXTENSION}"):
        if _ID.fullmatch(path.stem):
            with suppress(ProjectError, ValueError):
                title, moment, names = outline(path)
                saved = datetime.strptime(moment, MOMENT).replace(tzinfo=UTC)
                yield RecoveryCopy(path.stem, path, title, saved, UNEDITED not in names)
