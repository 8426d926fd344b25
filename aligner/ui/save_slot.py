"""The file that a project is saved in after each step, and the outcome of the last save."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from aligner.values.errors import ProjectChangedError, ProjectError
from aligner.values.message import Message

if TYPE_CHECKING:
    from aligner.project.saved_work import Project


@dataclass(frozen=True, slots=True)
class SavedFile:
    """The file that the project is saved in.

    Attributes:
        path: path of the project file.
        token: token of the state that this window saved last; None before the first save.
        problem: why the last save failed; None if it succeeded.
        overtaken: whether another window has saved since; if so, saving stops until the user decides.
    """

    path: Path
    token: str | None
    problem: Message | None = None
    overtaken: bool = False


@dataclass(slots=True)
class SaveSlot:
    """A record of where the project is saved, updated together with the file.

    Streamlit may end a run at any access to the session state, and start the next one while the last
    is still writing. If the token were stored in the session state after writing, a key pressed in
    between would make the file look as if another window had saved it.
    """

    file: SavedFile
    writing: Lock = field(default_factory=Lock)

    def write(self, work: Project) -> None:
        """Save the project unless another window has saved since; does not access the session state."""
        from aligner.project import store

        with self.writing:
            current = self.file
            if current.overtaken:
                return
            try:
                token = store.save(work, current.path, token=current.token)
            except ProjectError as error:
                overtaken = isinstance(error, ProjectChangedError)
                self.file = replace(current, problem=error.message, overtaken=overtaken)
            else:
                self.file = replace(current, token=token, problem=None)
