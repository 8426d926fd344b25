"""The optional libraries that archives need."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

from aligner.values.errors import ArchiveError
from aligner.values.message import Message

_LIBRARIES: Final = ("distributed", "faiss", "snowballstemmer")


def need_extra() -> None:
    """Check that the optional libraries are installed.

    Raises:
        ArchiveError: if one is missing; the message names the command that installs them.
    """
    missing = [name for name in _LIBRARIES if find_spec(name) is None]
    if missing:
        raise ArchiveError(Message("archives.libraries", missing=tuple(missing)))
